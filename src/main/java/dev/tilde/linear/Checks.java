package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Tests of what least squares assumes: shape, spread, order and tails of the residuals.
 *
 * <p>Every number is NaN where it does not exist: too few rows, a perfect fit, nothing to add. Symbols as in
 * {@link Residuals}.
 */
final class Checks {
    private Checks() {}

    /** An F statistic with its degrees of freedom and tail probability. */
    record FTest(double statistic, double df1, double df2, double p) {
        static final FTest NONE = new FTest(Double.NaN, 0, 0, Double.NaN);

        static FTest of(double statistic, double df1, double df2) {
            return new FTest(statistic, df1, df2, Distributions.fTail(statistic, df1, df2));
        }
    }

    /** A chi-squared statistic with its degrees of freedom and tail probability. */
    record ChiSquaredTest(double statistic, double df, double p) {
        static final ChiSquaredTest NONE = new ChiSquaredTest(Double.NaN, 0, Double.NaN);

        static ChiSquaredTest of(double statistic, double df) {
            return new ChiSquaredTest(statistic, df, Distributions.chiSquaredTail(statistic, df));
        }
    }

    /**
     * One more column in the model.
     *
     * @param t of its coefficient
     * @param df n - p - 1
     * @param p of t, two-sided
     * @param gain how much R&sup2; rises
     */
    record Added(double t, double df, double p, double gain) {
        static final Added NONE = new Added(Double.NaN, 0, Double.NaN, Double.NaN);
    }

    /** Durbin and Watson's d, its mean and standard deviation without correlation, and p of the normal approximation. */
    record DurbinWatson(double d, double mean, double sd, double p) {
        static final DurbinWatson NONE = new DurbinWatson(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * Moments about the mean and the test of Jarque and Bera on them.
     *
     * @param skewness m3 / m2^1.5, 0 for a normal distribution
     * @param kurtosis m4 / m2^2, 3 for a normal distribution
     */
    record Tails(double skewness, double kurtosis, double jarqueBera, double p) {
        static final Tails NONE = new Tails(Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }

    /**
     * The row farthest from what the others predict.
     *
     * @param row position, from 0; -1 when there is none
     * @param t its studentised residual
     * @param p of |t| among n rows, by Bonferroni
     */
    record Outlier(int row, double t, double p) {
        static final Outlier NONE = new Outlier(-1, Double.NaN, Double.NaN);
    }

    /**
     * Ramsey's RESET: the F test of adding f&sup2; and f&sup3; of the fitted values. A power that the model holds already is
     * not added; none to add gives NaN. R: {@code lmtest::resettest(power = 2:3)}. Source: Ramsey (1969), JRSS B 31(2).
     */
    static FTest reset(Residuals r) {
        return reset(r, 2, 3);
    }

    /** RESET with the powers from {@code first} to {@code last}, 2 or 3. */
    static FTest reset(Residuals r, int first, int last) {
        double[] f = centred(r.predicted(), r.intercept() && !r.scale().shifted());
        List<double[]> added = new ArrayList<>();
        double gain = 0;
        for (int k = first; k <= last; k++) {
            double[] power = r.scale().apply(power(f, k));
            double[] z = r.space().residuals(power);
            for (double[] before : added) {
                double slope = dot(before, z) / squares(before);
                for (int i = 0; i < z.length; i++) {
                    z[i] -= slope * before[i];
                }
            }
            if (squares(z) > Residuals.NEW * Residuals.NEW * squares(power)) {
                gain += projected(r.raw(), z);
                added.add(z);
            }
        }
        int k = added.size();
        int rest = r.df() - k;
        if (r.perfect() || r.isFlat() || k == 0 || rest <= 0) {
            return FTest.NONE;
        }
        return FTest.of(gain / k / (Math.max(0, r.rss() - gain) / rest), k, rest);
    }

    /**
     * The t test of adding the square of a column of X: whether its straight line misses a curve.
     * R: {@code car::residualPlots}.
     */
    static Added curvature(Residuals r, int column) {
        return added(r, power(centred(r.plain().column(column), r.intercept()), 2));
    }

    /** Tukey's test of non-additivity: adding f&sup2;; p by the normal distribution, as car does. */
    static Added tukey(Residuals r) {
        if (r.isFlat()) {
            return Added.NONE;
        }
        Added a = added(
                r, power(centred(r.predicted(), r.intercept() && !r.scale().shifted()), 2));
        return new Added(a.t(), Double.POSITIVE_INFINITY, Distributions.normalTwoSided(a.t()), a.gain());
    }

    private static Added added(Residuals r, double[] plain) {
        double[] column = r.scale().apply(plain);
        double[] z = r.space().residuals(column);
        double df = r.df() - 1;
        if (r.perfect() || df <= 0 || !(squares(z) > Residuals.NEW * Residuals.NEW * squares(column))) {
            return Added.NONE;
        }
        double gain = projected(r.raw(), z);
        double t = Math.copySign(Math.sqrt(gain / (Math.max(0, r.rss() - gain) / df)), dot(r.raw(), z));
        return new Added(t, df, Distributions.tTwoSided(t, df), gain / r.totalSumOfSquares());
    }

    /**
     * The standard deviation of the residuals in the third of the rows with the largest fitted values, over that in the
     * third with the smallest; NaN where they are all alike.
     *
     * @param without a row to leave out, -1 for none: one far row would be told twice
     */
    static double spreadRatio(Residuals r, int without) {
        double[] f = r.predicted();
        int[] order = IntStream.range(0, r.n())
                .filter(i -> i != without)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> f[i]))
                .mapToInt(i -> i)
                .toArray();
        int k = order.length / 3;
        if (r.perfect() || r.isFlat() || k < 3) {
            return Double.NaN;
        }
        double low = deviation(r.raw(), Arrays.copyOf(order, k));
        double high = deviation(r.raw(), Arrays.copyOfRange(order, order.length - k, order.length));
        return low > 0 ? high / low : Double.NaN;
    }

    /**
     * Durbin and Watson's d = sum (e_t - e_(t-1))&sup2; / RSS with its exact mean and variance, and a two-sided p of the normal
     * approximation. With U orthonormal in the columns of X and A the second-difference matrix: P = tr A - tr U'AU,
     * mean P / (n - p), variance 2 / ((n - p)(n - p + 2)) (tr A&sup2; - 2 tr U'A&sup2;U + tr (U'AU)&sup2; - P mean).
     * Rows are taken in their order. R: {@code lmtest::dwtest(exact = FALSE, alternative = "two.sided")}. Source: Durbin and
     * Watson (1950), Biometrika 37, 409-428.
     */
    static DurbinWatson durbinWatson(Residuals r) {
        int n = r.n();
        int p = r.p();
        if (r.perfect() || n < 3) {
            return DurbinWatson.NONE;
        }
        double[] e = r.raw();
        double d = 0;
        for (int i = 1; i < n; i++) {
            d += (e[i] - e[i - 1]) * (e[i] - e[i - 1]);
        }
        d /= r.rss();

        double[][] u = new double[p][];
        double[][] au = new double[p][];
        Matrix q = r.space().q();
        for (int j = 0; j < p; j++) {
            u[j] = q.column(j);
            au[j] = secondDifferences(u[j]);
        }
        double trace = 0;
        double traceOfSquare = 0;
        double squareOfTrace = 0;
        for (int j = 0; j < p; j++) {
            trace += dot(u[j], au[j]);
            traceOfSquare += squares(au[j]);
            for (int k = 0; k < p; k++) {
                double s = dot(u[j], au[k]);
                squareOfTrace += s * s;
            }
        }
        double df = n - p;
        double total = 2.0 * (n - 1) - trace;
        double mean = total / df;
        double variance = 2 / (df * (df + 2)) * (2 * (3.0 * n - 4) - 2 * traceOfSquare + squareOfTrace - total * mean);
        double sd = variance > 1e-14 ? Math.sqrt(variance) : Double.NaN;
        return new DurbinWatson(d, mean, sd, Distributions.normalTwoSided((d - mean) / sd));
    }

    /**
     * The test of Breusch and Godfrey: n times R&sup2; of e on X and the residuals 1 to {@code lags} rows before, with 0 before
     * the first row. R: {@code lmtest::bgtest(order = lags, fill = 0)}. Source: Godfrey (1978), Econometrica 46(6).
     */
    static ChiSquaredTest breuschGodfrey(Residuals r, int lags) {
        int n = r.n();
        int p = r.p();
        if (r.perfect() || lags < 1 || r.df() - lags <= 0) {
            return ChiSquaredTest.NONE;
        }
        double[] data = Arrays.copyOf(r.spanning().data(), n * (p + lags));
        for (int lag = 1; lag <= lags; lag++) {
            System.arraycopy(r.raw(), 0, data, n * (p + lag - 1) + lag, n - lag);
        }
        double left = Qr.of(Matrix.of(n, p + lags, data)).residualSumOfSquares(r.raw());
        return ChiSquaredTest.of(n * Math.max(0, 1 - left / r.rss()), lags);
    }

    /**
     * Skewness, kurtosis and n / 6 (skewness&sup2; + (kurtosis - 3)&sup2; / 4) of the residuals, chi-squared with 2 degrees of
     * freedom in large samples. Source: Jarque and Bera (1987), International Statistical Review 55(2).
     */
    static Tails tails(Residuals r) {
        return r.perfect() ? Tails.NONE : tails(r.raw());
    }

    /** Those of any numbers; none for fewer than three, or equal ones. */
    static Tails tails(double[] e) {
        int n = e.length;
        if (n < 3) {
            return Tails.NONE;
        }
        double mean = Arrays.stream(e).sum() / n;
        double m2 = 0;
        double m3 = 0;
        double m4 = 0;
        for (double v : e) {
            double d = v - mean;
            m2 += d * d / n;
            m3 += d * d * d / n;
            m4 += d * d * d * d / n;
        }
        if (!(m2 > 0)) {
            return Tails.NONE;
        }
        double s = m3 / Math.pow(m2, 1.5);
        double k = m4 / (m2 * m2);
        double jb = n / 6.0 * (s * s + (k - 3) * (k - 3) / 4);
        return new Tails(s, k, jb, Distributions.chiSquaredTail(jb, 2));
    }

    /** The largest |studentised residual| and its p among n rows: min(1, n p). R: {@code car::outlierTest}. */
    static Outlier outlier(Residuals r) {
        double[] t = r.deletion().studentised();
        int row = -1;
        int rows = 0;
        for (int i = 0; i < t.length; i++) {
            if (!Double.isNaN(t[i])) {
                rows++;
                row = row < 0 || Math.abs(t[i]) > Math.abs(t[row]) ? i : row;
            }
        }
        return row < 0
                ? Outlier.NONE
                : new Outlier(row, t[row], Math.min(1, rows * Distributions.tTwoSided(t[row], r.df() - 1.0)));
    }

    /** A v with A the matrix of -1, 2, -1 and 1 in its first and last corner. */
    private static double[] secondDifferences(double[] v) {
        double[] out = new double[v.length];
        for (int i = 1; i < v.length; i++) {
            double d = v[i] - v[i - 1];
            out[i] += d;
            out[i - 1] -= d;
        }
        return out;
    }

    /** Centred if the model can take the constant up, and at most 1 in size, so that powers stay far from each other. */
    private static double[] centred(double[] v, boolean centre) {
        double mean = centre ? Arrays.stream(v).sum() / v.length : 0;
        double largest = 0;
        for (double value : v) {
            largest = Math.max(largest, Math.abs(value - mean));
        }
        double scale = largest == 0 ? 1 : largest;
        return Arrays.stream(v).map(value -> (value - mean) / scale).toArray();
    }

    private static double[] power(double[] v, int k) {
        return Arrays.stream(v)
                .map(value -> k == 2 ? value * value : value * value * value)
                .toArray();
    }

    private static double deviation(double[] v, int[] rows) {
        double mean = Arrays.stream(rows).mapToDouble(i -> v[i]).sum() / rows.length;
        double sum = Arrays.stream(rows)
                .mapToDouble(i -> (v[i] - mean) * (v[i] - mean))
                .sum();
        return Math.sqrt(sum / (rows.length - 1));
    }

    /** The sum of squares that z, orthogonal to the model, takes out of e. */
    private static double projected(double[] e, double[] z) {
        double d = dot(e, z);
        return d * d / squares(z);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double squares(double[] v) {
        return dot(v, v);
    }
}
