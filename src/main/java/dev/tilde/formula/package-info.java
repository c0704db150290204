/** Text to terms: {@link dev.tilde.formula.Formula}. Knows no data. ANTLR is seen by {@code Reader} alone. */
@NullMarked
package dev.tilde.formula;

import org.jspecify.annotations.NullMarked;
