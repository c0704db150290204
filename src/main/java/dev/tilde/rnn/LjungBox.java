package dev.tilde.rnn;

import java.util.List;

/**
 * The test of Ljung and Box (1978, doi:10.1093/biomet/65.2.297) for autocorrelation up to a lag, over several series at
 * once: {@code Q = n (n + 2) sum_j r_j^2 / n_j}, n_j the number of pairs j steps apart in one series, r_j their sum of
 * products over the sum of squares. For one series without gaps that is R's {@code Box.test(type = "Ljung-Box")}.
 *
 * @param statistic Q; NaN where the series have no lag so long or do not vary
 * @param pValue of chi-squared with as many degrees of freedom as there are lags
 * @param lags how many
 * @param first r_1
 */
record LjungBox(double statistic, double pValue, int lags, double first) {
    /** @param series NaN where there is a gap */
    static LjungBox of(List<double[]> series, int lags) {
        double sum = 0;
        int n = 0;
        for (double[] e : series) {
            for (double v : e) {
                sum += Double.isNaN(v) ? 0 : v;
                n += Double.isNaN(v) ? 0 : 1;
            }
        }
        double mean = sum / n;
        double squares = products(series, 0, mean)[0];
        double q = 0;
        double first = Double.NaN;
        for (int j = 1; j <= lags; j++) {
            double[] lag = products(series, j, mean);
            double r = lag[0] / squares;
            first = j == 1 ? r : first;
            q += r * r / lag[1];
        }
        q *= n * (n + 2.0);
        return new LjungBox(q, Tails.chiSquared(q, lags), lags, first);
    }

    /** The sum of the products of numbers j steps apart, and how many there are. */
    private static double[] products(List<double[]> series, int j, double mean) {
        double[] out = new double[2];
        for (double[] e : series) {
            for (int t = j; t < e.length; t++) {
                double p = (e[t] - mean) * (e[t - j] - mean);
                if (!Double.isNaN(p)) {
                    out[0] += p;
                    out[1]++;
                }
            }
        }
        return out;
    }
}
