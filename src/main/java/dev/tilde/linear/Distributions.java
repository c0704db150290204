package dev.tilde.linear;

import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.apache.commons.numbers.gamma.Trigamma;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.FDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Tail probabilities and quantiles of the distributions that inference needs. Tails are computed as tails, never as
 * one minus the rest, so small p-values keep their digits: 1e-10 relative down to 1e-300 (1e-9 for F with more than 1e5
 * denominator degrees of freedom below 1e-200).
 *
 * <p>NaN in, NaN out; degrees of freedom that are not positive give NaN; infinite ones give the limit.
 */
final class Distributions {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** Beyond it x * x overflows; the first term of the tail's series is then exact to all digits. */
    private static final double FAR = 1e150;

    private Distributions() {}

    /** ln Gamma(x). R: {@code lgamma}. */
    static double logGamma(double x) {
        return LogGamma.value(x);
    }

    /** The derivative of ln Gamma(x). */
    static double digamma(double x) {
        return Digamma.value(x);
    }

    /** The second derivative of ln Gamma(x). */
    static double trigamma(double x) {
        return Trigamma.value(x);
    }

    /** P(X <= x), X of a gamma distribution of scale 1. R: {@code pgamma(x, shape)}. */
    static double gammaBelow(double x, double shape) {
        return RegularizedGamma.P.value(shape, x);
    }

    /** P(X > x). R: {@code pgamma(x, shape, lower.tail = FALSE)}. */
    static double gammaAbove(double x, double shape) {
        return RegularizedGamma.Q.value(shape, x);
    }

    /** P(X <= x). R: {@code pbeta(x, a, b)}. */
    static double betaBelow(double x, double a, double b) {
        return RegularizedBeta.value(x, a, b);
    }

    /** P(X > x). R: {@code pbeta(x, a, b, lower.tail = FALSE)}. */
    static double betaAbove(double x, double a, double b) {
        return RegularizedBeta.complement(x, a, b);
    }

    /**
     * P(X <= x), or P(X > x), of an inverse Gaussian distribution: Phi(s) +- phi(s) m(t) with s = sqrt(lambda / x)(x / mu - 1),
     * t = sqrt(lambda / x)(x / mu + 1) and Mills' ratio m(t) = Phi(-t) / phi(t), as exp(2 lambda / mu) phi(t) = phi(s).
     * R: {@code statmod::pinvgauss}.
     */
    static double inverseGaussian(double x, double mu, double lambda, boolean above) {
        double root = Math.sqrt(lambda / x);
        double s = root * (x - mu) / mu;
        double t = root * (x + mu) / mu;
        double rest = Math.exp(-s * s / 2) / 2 * Erfcx.value(t / Math.sqrt(2));
        return above ? Math.max(0, normalTail(s) - rest) : normalTail(-s) + rest;
    }

    /** P(Z > z). R: {@code pnorm(z, lower.tail = FALSE)}. */
    static double normalTail(double z) {
        return Double.isNaN(z) ? Double.NaN : NORMAL.survivalProbability(z);
    }

    /** P(|Z| > |z|). */
    static double normalTwoSided(double z) {
        return 2 * normalTail(Math.abs(z));
    }

    /** P(T > t). R: {@code pt(t, df, lower.tail = FALSE)}. */
    static double tTail(double t, double df) {
        if (invalid(t, df)) {
            return Double.NaN;
        }
        if (df == Double.POSITIVE_INFINITY) {
            return normalTail(t);
        }
        if (t > FAR) {
            return farT(t, df);
        }
        return t < -FAR ? 1 : TDistribution.of(df).survivalProbability(t);
    }

    /** P(|T| > |t|), the p-value of a coefficient. */
    static double tTwoSided(double t, double df) {
        return 2 * tTail(Math.abs(t), df);
    }

    /** P(X > x). R: {@code pchisq(x, df, lower.tail = FALSE)}. */
    static double chiSquaredTail(double x, double df) {
        if (invalid(x, df)) {
            return Double.NaN;
        }
        return df == Double.POSITIVE_INFINITY
                ? 1
                : ChiSquaredDistribution.of(df).survivalProbability(x);
    }

    /** P(F > f). R: {@code pf(f, df1, df2, lower.tail = FALSE)}. */
    static double fTail(double f, double df1, double df2) {
        if (invalid(f, df1) || invalid(f, df2) || df1 == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        if (df2 == Double.POSITIVE_INFINITY) {
            return chiSquaredTail(df1 * f, df1);
        }
        double p = FDistribution.of(df1, df2).survivalProbability(f);
        return df2 > 1e5 && p < 1e-200 && f < Double.POSITIVE_INFINITY
                ? Beta.regularizedBeta(df2 / (df2 + df1 * f), df2 / 2, df1 / 2)
                : p;
    }

    /** The z with P(Z > z) = tail. R: {@code qnorm(tail, lower.tail = FALSE)}. */
    static double normalQuantile(double tail) {
        return outside(tail) ? Double.NaN : NORMAL.inverseSurvivalProbability(tail);
    }

    /** The t with P(T > t) = tail; (1 - level) / 2 gives the factor of a confidence interval. */
    static double tQuantile(double tail, double df) {
        if (outside(tail) || invalid(tail, df)) {
            return Double.NaN;
        }
        return df == Double.POSITIVE_INFINITY
                ? normalQuantile(tail)
                : TDistribution.of(df).inverseSurvivalProbability(tail);
    }

    /** The x with P(X > x) = tail. */
    static double chiSquaredQuantile(double tail, double df) {
        return outside(tail) || invalid(tail, df) || Double.isInfinite(df)
                ? Double.NaN
                : ChiSquaredDistribution.of(df).inverseSurvivalProbability(tail);
    }

    /** The f with P(F > f) = tail. */
    static double fQuantile(double tail, double df1, double df2) {
        if (outside(tail) || invalid(tail, df1) || invalid(tail, df2) || Double.isInfinite(df1)) {
            return Double.NaN;
        }
        return Double.isInfinite(df2)
                ? chiSquaredQuantile(tail, df1) / df1
                : FDistribution.of(df1, df2).inverseSurvivalProbability(tail);
    }

    private static boolean invalid(double x, double df) {
        return Double.isNaN(x) || !(df > 0);
    }

    private static boolean outside(double tail) {
        return !(tail >= 0 && tail <= 1);
    }

    private static double farT(double t, double df) {
        if (df == 1) {
            return 1 / (Math.PI * t);
        }
        double log = Gamma.logGamma((df + 1) / 2)
                - Gamma.logGamma(df / 2)
                - Math.log(Math.PI) / 2
                + (df / 2 - 1) * Math.log(df)
                - df * Math.log(t);
        return Math.exp(log);
    }

    /** The quantile of the k-th smallest of n standard normal values: Phi^-1 of that of Beta(k, n - k + 1). */
    static double orderStatistic(int k, int n, double probability) {
        double u = BetaDistribution.of(k, n - k + 1).inverseCumulativeProbability(probability);
        return normalQuantile(1 - u);
    }
}
