package dev.tilde.linear;

import dev.tilde.linalg.Matrix;

/**
 * (X'WX)^-1 X'UX (X'WX)^-1 with a matrix U of products of residuals.
 *
 * <p>In orthonormal coordinates (see {@link Coordinates}) both breads are the identity, and what is left is the meat
 * M = Z'UZ, r by r.
 */
interface Sandwich extends Covariance {
    /**
     * M and what to say of it.
     *
     * @param m r by r, NaN where it does not exist
     * @param note why it does not exist, or what it rests on; empty for nothing to say
     */
    record Meat(Matrix m, String note) {}

    /** The meat of a fit. */
    Meat meat(LinearFit fit);

    @Override
    default Matrix of(LinearFit fit) {
        return fit.coordinates().coefficients(meat(fit).m());
    }
}
