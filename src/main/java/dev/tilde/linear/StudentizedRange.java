package dev.tilde.linear;

/**
 * The range of m independent standard normal values over an independent estimate of their standard deviation with df
 * degrees of freedom, that of Tukey's honest significant difference. R: {@code ptukey} and {@code qtukey} with
 * {@code lower.tail = FALSE}; Copenhaver and Holland 1988, doi:10.1080/00949658808811082.
 *
 * <p>Both integrals are sums over equal steps, which converge faster than any power of the step where an integrand is
 * analytic and dies out on both sides, and the tail is integrated as such: 1e-11 relative down to 1e-290. R's has 12 digits
 * after the point for few means, 8 for many, and infinite df beyond 25,000.
 */
final class StudentizedRange {
    private static final double STEP = 0.25;
    private static final double REACH = 9;
    private static final double NEGLIGIBLE = 1e-18;
    /** Half the degrees of freedom from which Stirling's series has all digits. */
    private static final double STIRLING = 50;

    private StudentizedRange() {}

    /**
     * P(Q > q).
     *
     * @param means m; below 2 there is no range
     * @param df above 0; infinite for a known standard deviation
     * @return NaN for NaN, m below 2 or df that are not positive; 1 for q of 0 or less
     */
    static double tail(double q, int means, double df) {
        if (Double.isNaN(q) || means < 2 || !(df > 0)) {
            return Double.NaN;
        }
        if (q <= 0) {
            return 1;
        }
        if (df == Double.POSITIVE_INFINITY) {
            return ofNormals(q, means);
        }
        if (q == Double.POSITIVE_INFINITY) {
            return 0;
        }
        // u = ln s: where it peaks for a far q, and the standard deviation it has there.
        double peak = Math.log(df / (df + q * q / 2)) / 2;
        double step = Math.min(0.1, 0.6 / Math.sqrt(2 * df));
        double sum = 0;
        for (int way = 1; way >= -1; way -= 2) {
            double before = 0;
            for (int i = way == 1 ? 0 : 1; ; i++) {
                double u = peak + way * i * step;
                double term = density(u, df) * ofNormals(q * Math.exp(u), means);
                sum += term;
                if (term <= NEGLIGIBLE * sum && term <= before) {
                    break;
                }
                before = term;
            }
        }
        return Math.min(1, step * sum);
    }

    /** Of u = ln s, df s^2 chi-squared: 2 a^a / Gamma(a) exp(df u - a exp(2u)), a = df / 2. */
    private static double density(double u, double df) {
        double a = df / 2;
        double constant = a < STIRLING
                ? Math.log(2) + a * Math.log(a) - a - Distributions.logGamma(a)
                : Math.log(2 * a / Math.PI) / 2 - (1 - (1 - 2 / (7 * a * a)) / (30 * a * a)) / (12 * a);
        return Math.exp(constant + a * (2 * u - Math.expm1(2 * u)));
    }

    /** P(range of m standard normal values > w) = m int phi(z) (Phi(z)^(m-1) - (Phi(z) - Phi(z-w))^(m-1)) dz. */
    private static double ofNormals(double w, int means) {
        int k = means - 1;
        double sum = 0;
        for (double t = -REACH; t <= REACH; t += STEP) {
            double z = w / 2 + t;
            double below = Distributions.normalTail(-z);
            double missed = Distributions.normalTail(w - z) / below;
            double lost = missed >= 1 ? 1 : -Math.expm1(k * Math.log1p(-missed));
            sum += Math.exp(-z * z / 2) * Math.pow(below, k) * lost;
        }
        return Math.min(1, means * STEP * sum / Math.sqrt(2 * Math.PI));
    }

    /**
     * The q with P(Q > q) = tail, to 1e-10 relative. R's {@code qtukey} stops at 1e-4.
     *
     * @return NaN where {@link #tail} is, or for a tail outside 0 to 1
     */
    static double quantile(double tail, int means, double df) {
        if (!(tail >= 0 && tail <= 1) || means < 2 || !(df > 0)) {
            return Double.NaN;
        }
        if (tail == 0 || tail == 1) {
            return tail == 0 ? Double.POSITIVE_INFINITY : 0;
        }
        // One pair of means, and all of them by Bonferroni's inequality.
        double low = Math.sqrt(2) * Distributions.tQuantile(tail / 2, df);
        double high = Math.sqrt(2) * Distributions.tQuantile(tail / (means * (means - 1.0)), df);
        return root(tail, means, df, low * (1 - 1e-9), high * (1 + 1e-9));
    }

    /** Regula falsi on the logarithm of the tail, with the Illinois halving of the end that stays. */
    private static double root(double tail, int means, double df, double low, double high) {
        double a = low;
        double b = high;
        double fa = Math.log(tail(a, means, df) / tail);
        double fb = Math.log(tail(b, means, df) / tail);
        for (int i = 0; i < 100 && Math.abs(b - a) > 1e-12 * b && fa != fb; i++) {
            double c = b - fb * (b - a) / (fb - fa);
            double fc = Math.log(tail(c, means, df) / tail);
            if (Math.abs(fc) < 1e-13) {
                return c;
            }
            if (fc * fb < 0) {
                a = b;
                fa = fb;
            } else {
                fa /= 2;
            }
            b = c;
            fb = fc;
        }
        return b;
    }
}
