package dev.tilde.design;

import java.util.Arrays;

/**
 * All values of one column, for what needs their order: quantiles, extremes, different values. Rows follow each other
 * as in the data, so the state is the same for any chunking; 8 bytes a value.
 */
final class Sample {
    private double[] values = new double[16];
    private int count;
    private long rows;

    void add(double[] x, int n) {
        rows += n;
        reserve(n);
        for (int i = 0; i < n; i++) {
            if (!Double.isNaN(x[i])) {
                values[count++] = x[i];
            }
        }
    }

    void add(Sample later) {
        rows += later.rows;
        reserve(later.count);
        System.arraycopy(later.values, 0, values, count, later.count);
        count += later.count;
    }

    private void reserve(int more) {
        if (values.length - count < more) {
            values = Arrays.copyOf(values, Math.max(Math.addExact(count, more), values.length + (values.length >> 1)));
        }
    }

    int count() {
        return count;
    }

    long missing() {
        return rows - count;
    }

    /** Values in the order of the rows. */
    double[] values() {
        return Arrays.copyOf(values, count);
    }

    double[] sorted() {
        double[] x = values();
        Arrays.sort(x);
        return x;
    }

    /** The different values, ascending. */
    double[] distinct() {
        return Arrays.stream(sorted()).map(v -> v == 0 ? 0 : v).distinct().toArray();
    }

    /**
     * The quantile of sorted values at the probability p, linear between order statistics: type 7 of Hyndman and Fan
     * (1996), <i>Sample quantiles in statistical packages</i>, doi:10.1080/00031305.1996.10473566; the default of R
     * and NumPy.
     */
    static double quantile(double[] sorted, double p) {
        double h = (sorted.length - 1) * p;
        int at = (int) Math.floor(h);
        return at + 1 < sorted.length ? sorted[at] + (h - at) * (sorted[at + 1] - sorted[at]) : sorted[at];
    }

    /** The same at {@code i / k}. */
    static double quantile(double[] sorted, int i, int k) {
        double h = (double) (sorted.length - 1) * i / k;
        int at = (int) Math.floor(h);
        return at + 1 < sorted.length ? sorted[at] + (h - at) * (sorted[at + 1] - sorted[at]) : sorted[at];
    }
}
