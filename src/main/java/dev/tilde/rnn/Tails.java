package dev.tilde.rnn;

import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/** Tail probabilities, computed as tails; NaN in, NaN out. */
final class Tails {
    private Tails() {}

    /** P(|T| > |t|). R: {@code 2 * pt(abs(t), df, lower.tail = FALSE)}. */
    static double t(double t, double df) {
        return Double.isNaN(t) || !(df > 0)
                ? Double.NaN
                : 2 * TDistribution.of(df).survivalProbability(Math.abs(t));
    }

    /** P(X > x). R: {@code pchisq(x, df, lower.tail = FALSE)}. */
    static double chiSquared(double x, double df) {
        return Double.isNaN(x) || !(df > 0)
                ? Double.NaN
                : ChiSquaredDistribution.of(df).survivalProbability(x);
    }
}
