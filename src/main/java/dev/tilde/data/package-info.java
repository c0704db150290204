/**
 * Columns in; nothing else. {@link dev.tilde.data.Source} runs a {@link dev.tilde.data.Pass} over
 * {@link dev.tilde.data.ColumnBlock}s. Imports {@code json} and {@code text} of ours; Tablesaw only in
 * {@code TableSource} and {@code Tables}.
 */
@NullMarked
package dev.tilde.data;

import org.jspecify.annotations.NullMarked;
