/** Least squares and its inference. */
@NullMarked
package dev.tilde.linear;

import org.jspecify.annotations.NullMarked;
