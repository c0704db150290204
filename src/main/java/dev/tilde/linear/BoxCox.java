package dev.tilde.linear;

import java.util.function.DoubleUnaryOperator;

/**
 * The power of a positive response that the normal linear model fits best, with a 95 % likelihood interval.
 *
 * <p>With y^(k) = (y^k - 1) / k, and log y at k = 0, on y divided by its geometric mean, the log likelihood of k is
 * -n/2 log(RSS / n); the interval holds the k that lose less than half the 5 % point of chi-squared with one degree of
 * freedom. Searched in [-2, 2], as R does ({@code MASS::boxcox}). Source: Box and Cox (1964), JRSS B 26(2), 211-252.
 *
 * @param lambda the best power k
 * @param low lower end, NaN if it lies below -2
 * @param high upper end, NaN if it lies above 2
 * @param ratio twice what the log likelihood loses at 1, the response as it is; chi-squared with one degree of freedom
 */
record BoxCox(double lambda, double low, double high, double ratio) {
    static final BoxCox NONE = new BoxCox(Double.NaN, Double.NaN, Double.NaN, Double.NaN);

    private static final double LIMIT = 2;
    private static final double TOLERANCE = 1e-6;

    /**
     * NaN where a response is not positive or has an offset, or the fit is perfect, as a power can make it where one residual
     * degree of freedom is left.
     */
    static BoxCox of(Residuals r) {
        double[] logs = r.response();
        double mean = 0;
        for (int i = 0; i < logs.length; i++) {
            logs[i] = Math.log(logs[i]);
            mean += logs[i] / logs.length;
        }
        if (r.perfect() || r.df() < 2 || r.scale().shifted() || !Double.isFinite(mean)) {
            return NONE;
        }
        for (int i = 0; i < logs.length; i++) {
            logs[i] -= mean;
        }
        DoubleUnaryOperator likelihood = k -> likelihood(r, logs, k);
        double best = maximum(likelihood);
        double level = likelihood.applyAsDouble(best) - Distributions.chiSquaredQuantile(0.05, 1) / 2;
        return new BoxCox(
                best,
                crossing(likelihood, level, -LIMIT, best),
                crossing(likelihood, level, LIMIT, best),
                2 * (likelihood.applyAsDouble(best) - likelihood.applyAsDouble(1)));
    }

    private static double likelihood(Residuals r, double[] logs, double k) {
        double[] z = new double[logs.length];
        for (int i = 0; i < z.length; i++) {
            z[i] = Math.abs(k) < 1e-9 ? logs[i] : Math.expm1(k * logs[i]) / k;
        }
        return -0.5 * r.n() * Math.log(r.space().residualSumOfSquares(r.scale().apply(z)) / r.n());
    }

    /** Golden section; the likelihood has one top in practice. */
    private static double maximum(DoubleUnaryOperator f) {
        double ratio = (Math.sqrt(5) - 1) / 2;
        double a = -LIMIT;
        double b = LIMIT;
        double left = b - ratio * (b - a);
        double right = a + ratio * (b - a);
        double atLeft = f.applyAsDouble(left);
        double atRight = f.applyAsDouble(right);
        while (b - a > TOLERANCE) {
            if (atLeft < atRight) {
                a = left;
                left = right;
                atLeft = atRight;
                right = a + ratio * (b - a);
                atRight = f.applyAsDouble(right);
            } else {
                b = right;
                right = left;
                atRight = atLeft;
                left = b - ratio * (b - a);
                atLeft = f.applyAsDouble(left);
            }
        }
        return (a + b) / 2;
    }

    /** Where f passes the level between {@code outside} and {@code inside}; NaN when it is above the level already outside. */
    private static double crossing(DoubleUnaryOperator f, double level, double outside, double inside) {
        if (!(f.applyAsDouble(outside) < level)) {
            return Double.NaN;
        }
        double a = outside;
        double b = inside;
        while (Math.abs(b - a) > TOLERANCE) {
            double middle = (a + b) / 2;
            if (f.applyAsDouble(middle) < level) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return (a + b) / 2;
    }
}
