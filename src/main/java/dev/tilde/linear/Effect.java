package dev.tilde.linear;

import dev.tilde.linalg.Matrix;

/**
 * A combination c'b of the coefficients, such as a mean, a difference of means or an average slope.
 *
 * @param name what it is: the levels of a mean {@code a1, b2}, a difference {@code a1 - a2}, the column of a slope
 * @param estimate c'b, an offset added where it is a mean; NaN if the data cannot estimate it
 * @param stdError sqrt(c'V c)
 * @param statistic t = estimate / stdError
 * @param pValue of t on the residual degrees of freedom, two-sided; of differences as {@link MarginalMeans#adjustment} says
 * @param low lower end of the confidence interval
 * @param high upper end
 */
public record Effect(
        String name, double estimate, double stdError, double statistic, double pValue, double low, double high) {
    /** The combination with weights c, p of them. */
    static Effect of(String name, LinearFit fit, double[] c, double offset) {
        double estimate = fit.isEstimable(c) ? Coordinates.dot(c, fit.estimates()) + offset : Double.NaN;
        Matrix m = fit.inCoordinates().covariance();
        double se = Double.isNaN(estimate)
                ? Double.NaN
                : Math.sqrt(Coordinates.variance(fit.coordinates().of(c), m));
        double t = estimate / se;
        double width = Distributions.tQuantile((1 - fit.model().level()) / 2, fit.dfResidual());
        return new Effect(
                name,
                estimate,
                se,
                t,
                Distributions.tTwoSided(t, fit.dfResidual()),
                estimate - width * se,
                estimate + width * se);
    }

    /** With another p and an interval of another half width, in standard errors. */
    Effect with(double p, double width) {
        return new Effect(
                name, estimate, stdError, statistic, p, estimate - width * stdError, estimate + width * stdError);
    }
}
