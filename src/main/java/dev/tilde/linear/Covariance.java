package dev.tilde.linear;

import dev.tilde.linalg.Matrix;

/**
 * How the covariance of the coefficients is estimated; see {@link Covariances} for those there are. All that a fit says
 * of errors follows it: standard errors, tests, intervals.
 */
public interface Covariance {
    /** A short name, as {@code HC3}. */
    String name();

    /** What it allows for, in a few words: {@code unequal spread}; empty for the classic one. */
    String allowsFor();

    /**
     * The covariance of the coefficients of a fit.
     *
     * @return p by p, symmetric, NaN in the rows and columns of aliased coefficients; a new matrix
     * @throws IllegalStateException if it needs the rows and they cannot be read again
     */
    Matrix of(LinearFit fit);
}
