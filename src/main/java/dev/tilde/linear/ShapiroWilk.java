package dev.tilde.linear;

import java.util.Arrays;

/**
 * The test of normality of Shapiro and Wilk in Royston's approximation, for 3 to 5,000 numbers. R: {@code shapiro.test}.
 *
 * <p>W is the squared correlation of the sorted numbers with weights a close to the best linear estimate of the standard
 * deviation; a transform of 1 - W is nearly normal. NaN for other sizes and where all numbers are equal.
 *
 * <p>Source: Royston (1995), Remark AS R94, Applied Statistics 44(4), 547-551, doi:10.2307/2986146, with its constants.
 *
 * @param w near 1 for normal numbers
 * @param p its lower tail probability
 */
record ShapiroWilk(double w, double p) {
    static final ShapiroWilk NONE = new ShapiroWilk(Double.NaN, Double.NaN);

    /** Polynomials in 1 / sqrt(n), constant first, for the two largest weights. */
    private static final double[] LAST = {0, 0.221157, -0.147981, -2.07119, 4.434685, -2.706056};

    private static final double[] BEFORE_LAST = {0, 0.042981, -0.293762, -1.752461, 5.682633, -3.582633};

    /** In n, for 4 to 11 numbers. */
    private static final double[] SMALL_SHIFT = {-2.273, 0.459};

    private static final double[] SMALL_MEAN = {0.544, -0.39978, 0.025054, -6.714e-4};
    private static final double[] SMALL_LOG_SD = {1.3822, -0.77857, 0.062767, -0.0020322};

    /** In log n, from 12 numbers on. */
    private static final double[] MEAN = {-1.5861, -0.31082, -0.083751, 0.0038915};

    private static final double[] LOG_SD = {-0.4803, -0.082676, 0.0030302};

    static ShapiroWilk of(double[] numbers) {
        int n = numbers.length;
        if (n < 3 || n > 5000) {
            return NONE;
        }
        double[] x = numbers.clone();
        Arrays.sort(x);
        double range = x[n - 1] - x[0];
        if (!(range > 0) || Double.isInfinite(range)) {
            return NONE;
        }
        double middle = x[n / 2];
        for (int i = 0; i < n; i++) {
            x[i] = (x[i] - middle) / range;
        }
        double rest = uncorrelated(x, weights(n));
        return new ShapiroWilk(1 - rest, p(rest, n));
    }

    /** The weights a, ascending and antisymmetric. */
    private static double[] weights(int n) {
        double[] a = new double[n];
        if (n == 3) {
            a[0] = -Math.sqrt(0.5);
            a[2] = Math.sqrt(0.5);
            return a;
        }
        double sum = 0;
        for (int i = n / 2; i < n; i++) {
            a[i] = Distributions.normalQuantile((n - i - 0.375) / (n + 0.25));
            sum += 2 * a[i] * a[i];
        }
        double u = 1 / Math.sqrt(n);
        double size = Math.sqrt(sum);
        double last = a[n - 1] / size + polynomial(LAST, u);
        double beforeLast = a[n - 2] / size + polynomial(BEFORE_LAST, u);
        int kept = n > 5 ? 2 : 1;
        double over = sum - 2 * a[n - 1] * a[n - 1] - (kept == 2 ? 2 * a[n - 2] * a[n - 2] : 0);
        double under = 1 - 2 * last * last - (kept == 2 ? 2 * beforeLast * beforeLast : 0);
        double scale = Math.sqrt(over / under);
        for (int i = n / 2; i < n; i++) {
            a[i] /= scale;
        }
        a[n - 1] = last;
        if (kept == 2) {
            a[n - 2] = beforeLast;
        }
        for (int i = 0; i < n / 2; i++) {
            a[i] = -a[n - 1 - i];
        }
        return a;
    }

    /** 1 - W without cancellation: (|a||x| - a'x)(|a||x| + a'x) / (|a||x|)&sup2;, both centred. */
    private static double uncorrelated(double[] x, double[] a) {
        double mean = Arrays.stream(x).sum() / x.length;
        double aa = 0;
        double xx = 0;
        double ax = 0;
        for (int i = 0; i < x.length; i++) {
            double d = x[i] - mean;
            aa += a[i] * a[i];
            xx += d * d;
            ax += a[i] * d;
        }
        double size = Math.sqrt(aa * xx);
        return Math.max(0, (size - ax) * (size + ax) / (aa * xx));
    }

    private static double p(double rest, int n) {
        if (n == 3) {
            // The exact distribution of three numbers.
            double p = 6 / Math.PI * (Math.asin(Math.sqrt(1 - rest)) - Math.asin(Math.sqrt(0.75)));
            return Math.min(1, Math.max(0, p));
        }
        double y = Math.log(rest);
        if (n <= 11) {
            double shift = polynomial(SMALL_SHIFT, n);
            if (y >= shift) {
                return 0;
            }
            double mean = polynomial(SMALL_MEAN, n);
            return Distributions.normalTail((-Math.log(shift - y) - mean) / Math.exp(polynomial(SMALL_LOG_SD, n)));
        }
        double log = Math.log(n);
        return Distributions.normalTail((y - polynomial(MEAN, log)) / Math.exp(polynomial(LOG_SD, log)));
    }

    private static double polynomial(double[] c, double x) {
        double sum = 0;
        for (int i = c.length - 1; i >= 0; i--) {
            sum = sum * x + c[i];
        }
        return sum;
    }
}
