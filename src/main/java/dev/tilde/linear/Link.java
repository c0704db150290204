package dev.tilde.linear;

/**
 * What joins the mean of a response to the linear predictor: eta = g(mu), monotone. McCullagh and Nelder (1989),
 * Generalized Linear Models, section 2.2. R: {@code make.link}.
 */
public interface Link {
    /** As R calls it: {@code logit}, {@code log}, {@code 1/mu^2}. */
    String label();

    /** g(mu); infinite or NaN outside its domain. */
    double eta(double mu);

    /** The inverse of g. */
    double mu(double eta);

    /** d mu / d eta. */
    double slope(double eta);

    /** Whether a linear predictor of this value has a mean. */
    default boolean valid(double eta) {
        return Double.isFinite(eta);
    }
}
