/** Ordered rows to sequences to a number: recurrent networks by formula. */
@NullMarked
package dev.tilde.rnn;

import org.jspecify.annotations.NullMarked;
