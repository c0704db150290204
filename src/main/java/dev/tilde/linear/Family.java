package dev.tilde.linear;

/**
 * How the variance of a response depends on its mean: Var y = phi V(mu) / w. McCullagh and Nelder (1989), Generalized
 * Linear Models, chapter 2. R: {@code family}.
 */
public interface Family {
    /** As R calls it: {@code binomial}, {@code Gamma}. */
    String label();

    /** The link that is taken when none is named. */
    Link link();

    /** V(mu). */
    double variance(double mu);

    /** The deviance of one row of weight 1, twice the log likelihood lost against mu = y; 0 where mu = y. */
    double deviance(double y, double mu);

    /** Whether the response may have this value. */
    boolean allows(double y);

    /** What it may be, for messages: {@code between 0 and 1}. */
    String range();

    /** Whether a mean is inside the open range. */
    boolean validMean(double mu);

    /** Where the mean of a row begins the iteration. */
    double start(double y, double w);

    /** Whether the dispersion phi is known to be 1, so that tests are normal and chi-squared rather than t and F. */
    boolean fixedDispersion();

    /** How many parameters besides coefficients the likelihood has: 1 for phi where it is estimated, else 0. */
    default int extraParameters() {
        return fixedDispersion() ? 0 : 1;
    }

    /**
     * The dispersion that the likelihood is taken at.
     *
     * @param deviance of the fit
     * @param n rows
     * @param weights their sum
     */
    default double likelihoodDispersion(double deviance, double n, double weights) {
        return deviance / weights;
    }

    /** Whether responses are shares of trials, so that two columns are successes and failures. */
    default boolean binomial() {
        return false;
    }

    /**
     * The log density of a row; NaN for a quasi family, which has none.
     *
     * @param w its prior weight; of counted trials already times their number
     * @param trials how many trials the share y is of; the weight where they are not counted
     * @param phi of {@link #likelihoodDispersion}
     */
    double logDensity(double y, double mu, double w, double trials, double phi);
}
