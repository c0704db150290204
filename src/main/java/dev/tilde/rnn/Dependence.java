package dev.tilde.rnn;

import java.util.Arrays;

/**
 * How differences d of the losses of two models hang together from row to row, which decides how sure their mean is.
 *
 * <pre>
 * v = (c_0 + 2 sum_k w_k c_k) / n          c_k the autocovariance of d at lag k
 * S = mean(d) / sqrt(v) sqrt((n + 1 - 2h + h (h - 1) / n) / n),    t with n - 1 degrees of freedom
 * </pre>
 *
 * <p>Of forecasts h steps ahead w_k = 1 for k below h: Diebold and Mariano (1995), in the small-sample form of Harvey,
 * Leybourne and Newbold (1997, doi:10.1016/S0169-2070(96)00719-4). R: {@code forecast::dm.test(e, g, h = h, power = 2)}.
 * Models that do not read the response err alike from step to step: there lags up to 1.3 sqrt(n) count (Lazarus et al.
 * 2018, doi:10.1080/07350015.2018.1506926), w_k = 1 - k / (lags + 1) (Newey and West 1987). Where v is not positive h = 1
 * is taken. Over several sequences pairs k steps apart lie in one of them.
 *
 * <p>G sequences, or grids, whose cells have neighbours all around, can be taken as wholes: S = n mean(d) / sqrt(G / (G - 1)
 * sum_g (sum_{t in g} (d_t - mean(d)))^2), t with G - 1 degrees of freedom (Liang and Zeger 1986,
 * doi:10.1093/biomet/73.1.13).
 *
 * @param ahead h, at least 1
 * @param lags up to which autocovariances count; 0 for those of h alone
 * @param wholes whether sequences are taken as wholes; the others are not read then
 */
record Dependence(int ahead, int lags, boolean wholes) {
    /** Fewer wholes, or rows, than this are not judged. */
    private static final int FEWEST = 3;
    /** A variance that is less of c_0 than this is rounding. */
    private static final double NOTHING = 1e-12;

    static final Dependence WHOLES = new Dependence(1, 0, true);

    /** A test: NaN where there is none. */
    record Test(double statistic, double df) {
        static final Test NONE = new Test(Double.NaN, Double.NaN);
    }

    /**
     * What fits models: grids, and three or more sequences whose response they do not read, are wholes; rows one after the
     * other err alike, unless the response of the row before corrects them.
     *
     * @param grid whether sequences are grids
     * @param reads whether both models read the response up to the row before
     * @param ahead how many steps ahead they predict
     * @param sequences how many have rows to compare
     * @param rows how many rows they have together
     */
    static Dependence of(boolean grid, boolean reads, int ahead, long sequences, long rows) {
        if (grid || !reads && sequences >= FEWEST) {
            return WHOLES;
        }
        return reads ? ahead(ahead) : memory(ahead, rows);
    }

    /** Of forecasts that reach so many steps ahead and are right or wrong by themselves. */
    static Dependence ahead(int steps) {
        return new Dependence(steps, 0, false);
    }

    /** Of n rows one after the other that err alike. */
    static Dependence memory(int ahead, long n) {
        return new Dependence(ahead, (int) (1.3 * Math.sqrt(n)), false);
    }

    /**
     * Judges a mean.
     *
     * @param d for each sequence the differences of its steps, NaN where there is none
     * @param n how many there are
     */
    Test test(double[][] d, double n, double mean) {
        if (wholes) {
            double[] sums = wholes(d, mean);
            double squares = Arrays.stream(sums).map(v -> v * v).sum();
            double s = n * mean / Math.sqrt(squares * sums.length / (sums.length - 1));
            return sums.length >= FEWEST && squares > 0 ? new Test(s, sums.length - 1) : Test.NONE;
        }
        double own = covariance(d, 0, mean) / n;
        double v = 0;
        for (int k = 0; k < Math.max(ahead, lags + 1); k++) {
            double weight = k < ahead ? 1 : 1 - k / (lags + 1.0);
            v += (k == 0 ? 1 : 2) * weight * covariance(d, k, mean) / n;
        }
        // Where h is n or more all pairs count, and their sum is the square of sum (d - mean), which is 0.
        if (!(v > NOTHING * own) && (ahead > 1 || lags > 0)) {
            return ahead(1).test(d, n, mean);
        }
        double corrected = (n + 1 - 2 * ahead + ahead * (ahead - 1) / n) / n;
        double s = mean / Math.sqrt(v / n) * Math.sqrt(corrected);
        return n >= FEWEST && v / n > 0 && corrected > 0 ? new Test(s, n - 1) : Test.NONE;
    }

    /** For each sequence with a row to compare the sum of its differences from the mean. */
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
}
