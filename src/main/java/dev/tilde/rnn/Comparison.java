package dev.tilde.rnn;

import dev.tilde.report.Numbers;
import java.util.Arrays;
import java.util.List;

/**
 * Two models on the same rows, held out by both, and the test of Diebold and Mariano (1995,
 * doi:10.1080/07350015.1995.10524599) whether their squared errors differ, in the small-sample form of Harvey, Leybourne
 * and Newbold (1997, doi:10.1016/S0169-2070(96)00719-4):
 *
 * <pre>
 * d_t = e_t^2 - g_t^2                       averaged over the outputs of a row
 * v   = (c_0 + 2 sum_{k = 1 .. h-1} c_k) / n         c_k the autocovariance of d at lag k, h the steps ahead
 * S   = mean(d) / sqrt(v) sqrt((n + 1 - 2h + h (h - 1) / n) / n),    t with n - 1 degrees of freedom
 * </pre>
 *
 * <p>Errors of models that do not read the response are alike from step to step, not only within h: there v has the lags
 * up to 1.3 sqrt(n) (Lazarus et al. 2018, doi:10.1080/07350015.2018.1506926), with weights 1 - k / (lags + 1) (Newey and
 * West 1987), or, of three sequences or more, sequences are taken as wholes like grids.
 *
 * <p>Where v is not positive h = 1 is taken. R: {@code forecast::dm.test(e, g, h = h, power = 2)}. Over several sequences
 * pairs k steps apart lie in one of them. The cells of a grid have neighbours all around, so that G grids are taken as a
 * whole each: S = mean(d) / sqrt(G / (G - 1) sum_g (sum_{t in g} (d_t - mean(d)))^2) n, t with G - 1 degrees of freedom
 * (Liang and Zeger 1986, doi:10.1093/biomet/73.1.13).
 *
 * @param first the name of one model
 * @param second the name of the other
 * @param rows on which both have an error
 * @param firstRmse the root mean squared error of the first on these rows
 * @param secondRmse the same of the second
 * @param statistic S; negative where the first is better; NaN with fewer than 3 rows, where the errors are the same, and
 *     on rows that trained, where the larger model is the better one without being so
 * @param pValue two-sided
 * @param heldOut whether the rows are held out; else some of them trained, and there is no test
 */
public record Comparison(
        String first,
        String second,
        int rows,
        double firstRmse,
        double secondRmse,
        double statistic,
        double pValue,
        boolean heldOut) {
    /** Below this many rows held out all rows are compared. */
    static final int FEWEST = 10;

    /**
     * Compares errors.
     *
     * @param one for each sequence T x O errors of the first model, NaN where there is none
     * @param two the same of the second
     * @param ahead how many steps ahead the outputs reach, at least 1; 0 to take sequences as wholes, as those of grids
     * @param lags at how many lags autocovariances count beyond those, with Bartlett's falling weights
     */
    static Comparison of(
            String first,
            String second,
            List<double[]> one,
            List<double[]> two,
            int outputs,
            int ahead,
            int lags,
            boolean held) {
        double[][] d = new double[one.size()][];
        double[] sums = new double[4];
        for (int s = 0; s < d.length; s++) {
            d[s] = new double[one.get(s).length / outputs];
            for (int t = 0; t < d[s].length; t++) {
                double a = meanSquare(one.get(s), two.get(s), t, outputs);
                double b = meanSquare(two.get(s), one.get(s), t, outputs);
                d[s][t] = a - b;
                if (!Double.isNaN(d[s][t])) {
                    sums[0]++;
                    sums[1] += a;
                    sums[2] += b;
                    sums[3] += d[s][t];
                }
            }
        }
        double n = sums[0];
        double mean = sums[3] / n;
        if (ahead == 0) {
            double[] wholes = wholes(d, mean);
            int grids = wholes.length;
            double squares = Arrays.stream(wholes).map(v -> v * v).sum();
            double s = held && grids >= 3 && squares > 0
                    ? n * mean / Math.sqrt(squares * grids / (grids - 1))
                    : Double.NaN;
            return new Comparison(
                    first,
                    second,
                    (int) n,
                    Math.sqrt(sums[1] / n),
                    Math.sqrt(sums[2] / n),
                    s,
                    Tails.t(s, grids - 1),
                    held);
        }
        double v = 0;
        for (int k = 0; k < Math.max(ahead, lags + 1); k++) {
            double weight = k < ahead ? 1 : 1 - k / (lags + 1.0);
            v += (k == 0 ? 1 : 2) * weight * covariance(d, k, mean) / n;
        }
        if (!(v > 0) && (ahead > 1 || lags > 0)) {
            return of(first, second, one, two, outputs, 1, 0, held);
        }
        double corrected = (n + 1 - 2 * ahead + ahead * (ahead - 1) / n) / n;
        double statistic = held && n >= 3 && v / n > 0 && corrected > 0
                ? mean / Math.sqrt(v / n) * Math.sqrt(corrected)
                : Double.NaN;
        return new Comparison(
                first,
                second,
                (int) n,
                Math.sqrt(sums[1] / n),
                Math.sqrt(sums[2] / n),
                statistic,
                Tails.t(statistic, n - 1),
                held);
    }

    /** The mean squared error of a row over the outputs for which both models have one; NaN without. */
    private static double meanSquare(double[] e, double[] other, int t, int outputs) {
        double sum = 0;
        int n = 0;
        for (int i = t * outputs; i < (t + 1) * outputs; i++) {
            if (!Double.isNaN(e[i]) && !Double.isNaN(other[i])) {
                sum += e[i] * e[i];
                n++;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    /** For each grid with a row to compare the sum of its differences from the mean. */
    private static double[] wholes(double[][] d, double mean) {
        return Arrays.stream(d)
                .filter(own -> Arrays.stream(own).anyMatch(v -> !Double.isNaN(v)))
                .mapToDouble(own -> Arrays.stream(own)
                        .filter(v -> !Double.isNaN(v))
                        .map(v -> v - mean)
                        .sum())
                .toArray();
    }

    private static double covariance(double[][] d, int k, double mean) {
        double sum = 0;
        for (double[] one : d) {
            for (int t = k; t < one.length; t++) {
                double p = (one[t] - mean) * (one[t - k] - mean);
                sum += Double.isNaN(p) ? 0 : p;
            }
        }
        return sum;
    }

    /** Whether the first is better by more than chance, at 5 %. */
    public boolean isFirstBetter() {
        return pValue < 0.05 && statistic < 0;
    }

    /** {@code GRU 0.131 against last value 0.158 on 42 rows held out: lower, p = 0.012}. */
    @Override
    public String toString() {
        String how = Double.isNaN(pValue)
                ? "no test"
                : (pValue < 0.05 ? statistic < 0 ? "lower, " : "higher, " : "no clear difference, ")
                        + Numbers.pSentence(pValue);
        return first + " " + Numbers.significant(firstRmse, 3) + " against " + second + " "
                + Numbers.significant(secondRmse, 3) + " on " + Numbers.count(rows) + " rows"
                + (heldOut ? " held out: " : ", some of which trained: ") + how;
    }
}
