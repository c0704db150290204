package dev.tilde.linear;

/**
 * What coefficients say together, such as a mean, a difference of means or an average slope: a combination c'b, or a function
 * of means of a generalised linear model with a standard error by the delta method.
 *
 * @param name what it is: the levels of a mean {@code a1, b2}, a difference {@code a1 - a2}, a ratio {@code a1 / a2}, the
 *     column of a slope
 * @param estimate an offset added where it is a mean; NaN if the data cannot estimate it
 * @param stdError sqrt(c'V c), c the gradient by the coefficients
 * @param statistic t, or z where the dispersion is known: estimate / stdError; of what was transformed back from the scale of
 *     a link that of the linear predictor
 * @param pValue two-sided; of differences as {@link MarginalMeans#adjustment} says
 * @param low lower end of the confidence interval
 * @param high upper end
 */
public record Effect(
        String name, double estimate, double stdError, double statistic, double pValue, double low, double high) {
    /** With another p and an interval of another half width, in standard errors. */
    Effect with(double p, double width) {
        return new Effect(
                name, estimate, stdError, statistic, p, estimate - width * stdError, estimate + width * stdError);
    }

    /** A linear predictor as the mean of the response, its interval taken along, its statistic and p kept. */
    Effect transformed(Link link) {
        double[] ends = Double.isNaN(estimate)
                ? new double[] {Double.NaN, Double.NaN}
                : Links.interval(link, estimate, low, high);
        return new Effect(
                name,
                Double.isNaN(estimate) ? Double.NaN : link.mu(estimate),
                Math.abs(link.slope(estimate)) * stdError,
                statistic,
                pValue,
                ends[0],
                ends[1]);
    }

    /** A difference of logarithms as a ratio. */
    Effect ratio(String title) {
        double ratio = Math.exp(estimate);
        return new Effect(title, ratio, ratio * stdError, statistic, pValue, Math.exp(low), Math.exp(high));
    }
}
