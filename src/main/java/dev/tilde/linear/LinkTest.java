package dev.tilde.linear;

/**
 * Whether a generalised linear model misses a curve: the score test of eta^2 as one more column, after Pregibon 1980,
 * doi:10.2307/2346405. With q what the columns leave of eta^2 under the working weights W, and r the working residuals,
 * z = q'W r / sqrt(phi q'W q). R: {@code anova(fit, update(fit, . ~ . + eta2), test = "Rao")} has z^2.
 *
 * @param z standard normal in large samples where the form of the mean is right; NaN where it does not exist
 * @param p two-sided
 */
record LinkTest(double z, double p) {
    private static final LinkTest NONE = new LinkTest(Double.NaN, Double.NaN);

    /** What is left of eta^2 below which it is one of the columns. */
    private static final double NEW = 1e-8;

    /** Work above which the rows are not looked at again. */
    private static final double MOST = 1e8;

    /** With phi that of Pearson where it is above the family's: more spread is not a curve. */
    static LinkTest of(GlmFit fit) {
        int rank = fit.rank();
        if (!fit.isConverged() || fit.dfResidual() < 2 || (double) fit.rows() * rank * rank > MOST) {
            return NONE;
        }
        double[] eta = fit.linearPredictor();
        double[] w = fit.rowValues().workingWeights();
        double[] r = fit.rowValues().working();
        double[] own = new double[rank];
        double[][] z = fit.rowValues().coordinates(fit.result().solution().coordinates());
        for (int i = 0; i < eta.length; i++) {
            for (int m = 0; m < rank; m++) {
                own[m] += w[i] > 0 ? w[i] * z[i][m] * eta[i] * eta[i] : 0;
            }
        }
        double score = 0;
        double left = 0;
        double whole = 0;
        for (int i = 0; i < eta.length; i++) {
            if (w[i] > 0) {
                double square = eta[i] * eta[i];
                double q = square - Coordinates.dot(own, z[i]);
                score += w[i] * q * r[i];
                left += w[i] * q * q;
                whole += w[i] * square * square;
            }
        }
        if (!(left > NEW * NEW * whole)) {
            return NONE;
        }
        double phi = GlmFindings.hasSpread(fit)
                ? Math.max(fit.dispersion(), fit.pearson() / fit.dfResidual())
                : fit.dispersion();
        double statistic = score / Math.sqrt(phi * left);
        return new LinkTest(statistic, Distributions.normalTwoSided(statistic));
    }

    /** Whether to say that a curve is missed. */
    boolean bends() {
        return p < FindingRules.STRONG;
    }
}
