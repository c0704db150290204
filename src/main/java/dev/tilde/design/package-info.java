/** Terms and rows to numbers, remembering how. */
@NullMarked
package dev.tilde.design;

import org.jspecify.annotations.NullMarked;
