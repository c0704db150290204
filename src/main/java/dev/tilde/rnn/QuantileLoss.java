package dev.tilde.rnn;

import dev.tilde.text.Decimals;
import java.util.Arrays;
import java.util.List;

/**
 * Quantiles that do not cross. The first number f_0 is the quantile nearest to 0.5, which is the prediction; the others
 * go on from it in steps,
 *
 * <pre>
 *   q_m = f_0,  q_(m+k) = q_(m+k-1) + softplus(f_k),  q_(m-k) = q_(m-k+1) - softplus(f_(u+k)),
 * </pre>
 *
 * with u of them above the one in the middle. Their loss is the mean of the pinball losses.
 */
final class QuantileLoss implements Loss {
    private final double[] quantiles;
    private final int middle;

    QuantileLoss(double... quantiles) {
        this.quantiles = quantiles.clone();
        int nearest = 0;
        for (int i = 0; i < quantiles.length; i++) {
            if (!(quantiles[i] > 0 && quantiles[i] < 1) || i > 0 && !(quantiles[i] > quantiles[i - 1])) {
                throw new IllegalArgumentException(
                        "quantiles lie between 0 and 1 and ascend, got " + Arrays.toString(quantiles));
            }
            nearest = Math.abs(quantiles[i] - 0.5) < Math.abs(quantiles[nearest] - 0.5) ? i : nearest;
        }
        if (quantiles.length == 0) {
            throw new IllegalArgumentException("no quantiles given");
        }
        this.middle = nearest;
    }

    /** Which quantile is the prediction. */
    double predicted() {
        return quantiles[middle];
    }

    @Override
    public int heads() {
        return quantiles.length;
    }

    @Override
    public int locations() {
        return 1;
    }

    /** Which number holds the step to the quantile i from the one before it, seen from the middle. */
    private int step(int i) {
        return i >= middle ? i - middle : quantiles.length - 1 - middle + (middle - i);
    }

    @Override
    public void statistics(double[] f, int at, double[] out, int to) {
        out[to + middle] = f[at];
        for (int i = middle + 1; i < quantiles.length; i++) {
            out[to + i] = out[to + i - 1] + Softplus.of(f[at + step(i)]);
        }
        for (int i = middle - 1; i >= 0; i--) {
            out[to + i] = out[to + i + 1] - Softplus.of(f[at + step(i)]);
        }
    }

    @Override
    public List<Statistic> statistics() {
        return Arrays.stream(quantiles)
                .mapToObj(q -> new Statistic("q" + Decimals.shortest(q), q))
                .toList();
    }

    /** A step moves all quantiles beyond it. */
    @Override
    public double value(double[] f, int at, double y, double[] d) {
        int n = quantiles.length;
        double[] q = new double[n];
        statistics(f, at, q, 0);
        double[] slopes = new double[n];
        double loss = pinball(quantiles, q, 0, y, slopes);
        double above = 0;
        for (int i = n - 1; i > middle; i--) {
            above += slopes[i];
            d[at + step(i)] = above * Softplus.slope(f[at + step(i)]);
        }
        double below = 0;
        for (int i = 0; i < middle; i++) {
            below += slopes[i];
            d[at + step(i)] = -below * Softplus.slope(f[at + step(i)]);
        }
        d[at] = below + slopes[middle] + above;
        return loss;
    }

    /**
     * The mean over quantiles of max(p e, (p - 1) e) with e = y - q, derivative 0 at e = 0.
     *
     * @param p which quantiles
     * @param q predictions of them, from {@code at} on, in any order
     * @param d takes the derivatives with respect to q, from {@code at} on
     */
    static double pinball(double[] p, double[] q, int at, double y, double[] d) {
        double sum = 0;
        int n = p.length;
        for (int i = 0; i < n; i++) {
            double e = y - q[at + i];
            sum += Math.max(p[i] * e, (p[i] - 1) * e);
            d[at + i] = (e > 0 ? -p[i] : e < 0 ? 1 - p[i] : 0) / n;
        }
        return sum / n;
    }

    /** The linear part predicts the middle if that is the median; the steps are those between quantiles of the residuals. */
    @Override
    public void start(double[] residuals, double[] f, int at) {
        double[] q = Arrays.stream(quantiles).map(p -> quantile(residuals, p)).toArray();
        f[at] = quantiles[middle] == 0.5 ? 0 : q[middle];
        for (int i = 0; i < q.length; i++) {
            if (i != middle) {
                f[at + step(i)] = Softplus.inverse(i > middle ? q[i] - q[i - 1] : q[i + 1] - q[i]);
            }
        }
    }

    /** R's type 7 of ascending numbers. */
    private static double quantile(double[] sorted, double p) {
        double h = (sorted.length - 1) * p;
        int low = (int) h;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (h - low) * (sorted[high] - sorted[low]);
    }

    @Override
    public String name() {
        List<String> all = Arrays.stream(quantiles).mapToObj(Double::toString).toList();
        return "quantile(" + String.join(", ", all) + ")";
    }
}
