/** Words: the nearest name and the order of names, carets under a span, numbers in full. Imports nothing of ours. */
@NullMarked
package dev.tilde.text;

import org.jspecify.annotations.NullMarked;
