/** Ordered rows to sequences to a number. */
@NullMarked
package dev.tilde.rnn;

import org.jspecify.annotations.NullMarked;
