package dev.tilde.linear;

/**
 * The omnibus test of normality of D'Agostino and Pearson: K&sup2; = Z(skewness)&sup2; + Z(kurtosis)&sup2;, chi-squared with 2
 * degrees of freedom. scipy: {@code normaltest}; statsmodels: {@code omni_normtest}.
 *
 * <p>Sources: D'Agostino (1970), Biometrika 57(3), 679-681; Anscombe and Glynn (1983), Biometrika 70(1), 227-234.
 *
 * @param skewness its normal score
 * @param kurtosis its normal score
 */
record Omnibus(double skewness, double kurtosis) {
    /** Fewer rows have no normal score of skewness. */
    static final int LEAST = 8;

    /** NaN for fewer than 8 rows and where there are no moments. */
    static Omnibus of(Checks.Tails tails, int n) {
        if (n < LEAST) {
            return new Omnibus(Double.NaN, Double.NaN);
        }
        return new Omnibus(skewness(tails.skewness(), n), kurtosis(tails.kurtosis(), n));
    }

    double statistic() {
        return skewness * skewness + kurtosis * kurtosis;
    }

    private static double skewness(double b, double n) {
        double y = b * Math.sqrt((n + 1) * (n + 3) / (6 * (n - 2)));
        double beta = 3 * (n * n + 27 * n - 70) * (n + 1) * (n + 3) / ((n - 2) * (n + 5) * (n + 7) * (n + 9));
        double w2 = Math.sqrt(2 * (beta - 1)) - 1;
        double delta = 1 / Math.sqrt(0.5 * Math.log(w2));
        double u = y / Math.sqrt(2 / (w2 - 1));
        return delta * Math.log(u + Math.sqrt(u * u + 1));
    }

    private static double kurtosis(double b, double n) {
        double mean = 3 * (n - 1) / (n + 1);
        double variance = 24 * n * (n - 2) * (n - 3) / ((n + 1) * (n + 1) * (n + 3) * (n + 5));
        double x = (b - mean) / Math.sqrt(variance);
        double beta = 6
                * (n * n - 5 * n + 2)
                / ((n + 7) * (n + 9))
                * Math.sqrt(6 * (n + 3) * (n + 5) / (n * (n - 2) * (n - 3)));
        double a = 6 + 8 / beta * (2 / beta + Math.sqrt(1 + 4 / (beta * beta)));
        double ratio = (1 - 2 / a) / (1 + x * Math.sqrt(2 / (a - 4)));
        double root = Math.copySign(Math.cbrt(Math.abs(ratio)), ratio);
        return (1 - 2 / (9 * a) - root) / Math.sqrt(2 / (9 * a));
    }
}
