/** Commands. */
@NullMarked
package dev.tilde.cli;

import org.jspecify.annotations.NullMarked;
