package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import java.util.Arrays;

/*
 * The rows of a stretch are summed in LANES sums side by side, and these are added in a tree at the end, so the compiler can use
 * wide registers and the order of additions depends on nothing but the number of rows. It does so only for loops that begin at
 * the start of an array, with distances that are constants; hence the copies. A stretch of some dozens of columns stays in the
 * second-level cache for all its pairs of columns.
 */

/** Weighted dot products of columns, a stretch of rows at a time. */
final class Dots {
    /** Rows in a stretch. */
    static final int STRETCH = 2048;

    private static final int LANES = 256;

    /** By column; zeros behind the last row of its run of LANES. */
    private final double[][] x;

    private final double[] weights = new double[STRETCH];
    private final double[] weighted = new double[STRETCH];
    private final double[] sums = new double[LANES];
    private final double[] rest = new double[LANES];
    private final double[] left = new double[LANES];
    private final double[] right = new double[LANES];
    private int runs;

    Dots(int columns) {
        this.x = new double[columns][STRETCH];
    }

    /** Takes rows [from, to), at most a stretch; columns that are null are left out. */
    void take(double[][] columns, double[] w, int from, int to) {
        int n = to - from;
        runs = (n + LANES - 1) / LANES;
        copy(w, from, n, weights);
        for (int j = 0; j < columns.length; j++) {
            if (columns[j] != null) {
                copy(columns[j], from, n, x[j]);
            }
        }
    }

    private void copy(double[] from, int at, int n, double[] to) {
        System.arraycopy(from, at, to, 0, n);
        Arrays.fill(to, n, runs * LANES, 0);
    }

    /** Column j is to be multiplied with others. */
    void left(int j) {
        multiply(weights, x[j], weighted, runs * LANES);
    }

    /** sum_i w_i x_ij x_ik in plain double, j of {@link #left}. */
    double plain(int k) {
        if (runs * LANES == STRETCH) {
            whole(weighted, x[k], sums);
        } else {
            Arrays.fill(sums, 0);
            for (int r = 0; r < runs; r++) {
                add(weighted, x[k], r * LANES, sums);
            }
        }
        quarter(sums, rest);
        return total(rest);
    }

    private static void multiply(double[] a, double[] b, double[] product, int n) {
        for (int i = 0; i < n; i++) {
            product[i] = a[i] * b[i];
        }
    }

    private static void add(double[] a, double[] b, int from, double[] s) {
        for (int i = 0; i < LANES; i++) {
            s[i] = Math.fma(a[from + i], b[from + i], s[i]);
        }
    }

    /** All eight runs at once, so that the sums are stored once and need no zeros before. */
    private static void whole(double[] a, double[] b, double[] s) {
        for (int i = 0; i < LANES; i++) {
            double first = Math.fma(a[i + 2 * LANES], b[i + 2 * LANES], a[i + 3 * LANES] * b[i + 3 * LANES]);
            double last = Math.fma(a[i + 6 * LANES], b[i + 6 * LANES], a[i + 7 * LANES] * b[i + 7 * LANES]);
            first = Math.fma(a[i], b[i], Math.fma(a[i + LANES], b[i + LANES], first));
            last = Math.fma(a[i + 4 * LANES], b[i + 4 * LANES], Math.fma(a[i + 5 * LANES], b[i + 5 * LANES], last));
            s[i] = first + last;
        }
    }

    private static void quarter(double[] s, double[] t) {
        for (int i = 0; i < LANES / 4; i++) {
            t[i] = (s[i] + s[i + LANES / 4]) + (s[i + LANES / 2] + s[i + LANES / 4 * 3]);
        }
    }

    private static double total(double[] t) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        for (int i = 0; i < LANES / 4; i += 4) {
            a += t[i];
            b += t[i + 1];
            c += t[i + 2];
            d += t[i + 3];
        }
        return (a + b) + (c + d);
    }

    /** The same, w x to 53 bits and all else to twice as many. */
    DoubleDouble exact(int k) {
        Arrays.fill(sums, 0);
        Arrays.fill(rest, 0);
        for (int r = 0; r < runs; r++) {
            System.arraycopy(weighted, r * LANES, left, 0, LANES);
            System.arraycopy(x[k], r * LANES, right, 0, LANES);
            CrossProducts.accumulate(left, right, sums, rest);
        }
        return CrossProducts.total(sums, rest);
    }
}
