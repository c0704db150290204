/** Words: the nearest name, carets under a span, quoting of names. Imports nothing of ours. */
@NullMarked
package dev.tilde.text;

import org.jspecify.annotations.NullMarked;
