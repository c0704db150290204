package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import java.util.Arrays;

/*
 * The rows are summed in LANES sums side by side, and these are added pair by pair at the end, so the compiler can use wide
 * registers and the order of additions depends on nothing but the number of rows. It does so only for loops over whole arrays,
 * hence the copies. A stretch of some dozens of columns stays in the second-level cache for all its pairs of columns.
 */

/** Weighted dot products of columns, a stretch of rows at a time. */
final class Dots {
    /** Rows in a stretch. */
    static final int STRETCH = 2048;

    private static final int LANES = 256;

    /** By run of LANES rows and column; zeros behind the last row. */
    private final double[][][] x;

    private final double[][] weights = new double[STRETCH / LANES][LANES];
    private final double[][] weighted = new double[STRETCH / LANES][LANES];
    private final double[] high = new double[LANES];
    private final double[] low = new double[LANES];
    private int runs;

    Dots(int columns) {
        this.x = new double[STRETCH / LANES][columns][LANES];
    }

    /** Takes rows [from, to), at most a stretch; columns that are null are left out. */
    void take(double[][] columns, double[] w, int from, int to) {
        runs = (to - from + LANES - 1) / LANES;
        for (int r = 0; r < runs; r++) {
            int at = from + r * LANES;
            int n = Math.min(LANES, to - at);
            copy(w, at, n, weights[r]);
            for (int j = 0; j < columns.length; j++) {
                if (columns[j] != null) {
                    copy(columns[j], at, n, x[r][j]);
                }
            }
        }
    }

    private static void copy(double[] from, int at, int n, double[] to) {
        System.arraycopy(from, at, to, 0, n);
        Arrays.fill(to, n, LANES, 0);
    }

    /** Column j is to be multiplied with others. */
    void left(int j) {
        for (int r = 0; r < runs; r++) {
            multiply(weights[r], x[r][j], weighted[r]);
        }
    }

    /** sum_i w_i x_ij x_ik in plain double, j of {@link #left}. */
    double plain(int k) {
        double[] s = high;
        Arrays.fill(s, 0);
        int r = 0;
        for (; r + 2 <= runs; r += 2) {
            addTwo(weighted[r], x[r][k], weighted[r + 1], x[r + 1][k], s);
        }
        for (; r < runs; r++) {
            add(weighted[r], x[r][k], s);
        }
        return folded(s);
    }

    /** Halves are added to halves; from 64 numbers on in one loop, as short loops cost more than their additions. */
    private static double folded(double[] s) {
        for (int half = LANES / 2; half >= 64; half /= 2) {
            fold(s, half);
        }
        for (int i = 0; i < 8; i++) {
            double even = (s[i] + s[i + 32]) + (s[i + 16] + s[i + 48]);
            double odd = (s[i + 8] + s[i + 40]) + (s[i + 24] + s[i + 56]);
            s[i] = even + odd;
        }
        return ((s[0] + s[1]) + (s[2] + s[3])) + ((s[4] + s[5]) + (s[6] + s[7]));
    }

    private static void multiply(double[] a, double[] b, double[] product) {
        for (int i = 0; i < product.length; i++) {
            product[i] = a[i] * b[i];
        }
    }

    private static void add(double[] a, double[] b, double[] s) {
        for (int i = 0; i < s.length; i++) {
            s[i] = Math.fma(a[i], b[i], s[i]);
        }
    }

    /** Two runs, so that the sums are loaded and stored once; of more the compiler makes no wide code. */
    private static void addTwo(double[] a, double[] b, double[] c, double[] d, double[] s) {
        for (int i = 0; i < s.length; i++) {
            s[i] = Math.fma(c[i], d[i], Math.fma(a[i], b[i], s[i]));
        }
    }

    private static void fold(double[] s, int half) {
        for (int i = 0; i < half; i++) {
            s[i] += s[i + half];
        }
    }

    /** The same, w x to 53 bits and all else to twice as many. */
    DoubleDouble exact(int k) {
        Arrays.fill(high, 0);
        Arrays.fill(low, 0);
        for (int r = 0; r < runs; r++) {
            CrossProducts.accumulate(weighted[r], x[r][k], high, low);
        }
        return CrossProducts.total(high, low);
    }
}
