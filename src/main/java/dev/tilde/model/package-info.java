/** What every model promises: {@link dev.tilde.model.Model} and {@link dev.tilde.model.Fitted}. */
@NullMarked
package dev.tilde.model;

import org.jspecify.annotations.NullMarked;
