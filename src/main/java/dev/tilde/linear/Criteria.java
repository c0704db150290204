package dev.tilde.linear;

/**
 * What is known of a least squares fit from its size alone. The formulas are those of {@link LinearFit}, which says what
 * they mean.
 *
 * @param n rows
 * @param rank r
 * @param rss residual sum of squares
 * @param logWeights sum of the logarithms of the weights
 */
record Criteria(double n, int rank, double rss, double logWeights) {
    /** -n/2 (ln 2 pi + ln(RSS / n) + 1) + sum ln(w) / 2. */
    double logLikelihood() {
        double each = StrictMath.log(2 * Math.PI) + StrictMath.log(rss / n) + 1;
        return -n / 2 * each + logWeights / 2;
    }

    double aic() {
        return -2 * logLikelihood() + 2 * (rank + 1);
    }

    double aicc() {
        double k = rank + 1;
        double rest = n - k - 1;
        return rest > 0 ? aic() + 2 * k * (k + 1) / rest : Double.POSITIVE_INFINITY;
    }

    double bic() {
        return -2 * logLikelihood() + StrictMath.log(n) * (rank + 1);
    }
}
