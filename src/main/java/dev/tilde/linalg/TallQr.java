package dev.tilde.linalg;

import java.util.stream.IntStream;

/**
 * The triangle of {@code A = Q R} for rows that are only needed once: Householder reflections, 32 at a time, in their
 * compact form {@code H1 ... Hk = I - V T V'}. Source: Golub and Van Loan, Matrix Computations, 4th edition, 5.2.3;
 * Schreiber and Van Loan (1989), doi:10.1137/0910005.
 */
final class TallQr {
    private static final int PANEL = 32;
    private static final int STRIPE = 256;

    private TallQr() {}

    /**
     * Overwrites the first rows of {@code a} with R.
     *
     * @param a at least as many rows as columns; overwritten
     * @param columns the first so many of each row
     */
    static void triangle(double[][] a, int columns) {
        int n = a.length;
        for (int k = 0; k < columns; k += PANEL) {
            int width = Math.min(PANEL, columns - k);
            double[][] v = factored(a, k, width);
            double[][] t = compact(v, width, n - k);
            int first = k + width;
            int start = k;
            int stripes = (columns - first + STRIPE - 1) / STRIPE;
            IntStream all = IntStream.range(0, stripes);
            ((long) n * (columns - first) > 1 << 16 ? all.parallel() : all)
                    .forEach(s -> reflectTransposed(
                            a, start, v, t, first + s * STRIPE, Math.min(columns, first + (s + 1) * STRIPE)));
        }
    }

    /** Factors columns k to k + width of the rows from k on, and gives the vectors of the reflections. */
    private static double[][] factored(double[][] a, int k, int width) {
        int n = a.length - k;
        double[][] v = new double[width][n];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < width; c++) {
                v[c][i] = a[k + i][k + c];
            }
        }
        for (int c = 0; c < width; c++) {
            double r = Rank4.reflect(v[c], c, n);
            for (int d = c + 1; d < width; d++) {
                Rank4.add(v[d], -Rank4.dot(v[c], v[d], c, n), v[c], c, n);
            }
            for (int i = 0; i < c; i++) {
                a[k + i][k + c] = v[c][i];
                v[c][i] = 0;
            }
            a[k + c][k + c] = r;
            for (int i = c + 1; i < n; i++) {
                a[k + i][k + c] = 0;
            }
        }
        return v;
    }

    /** The upper triangle T of so many reflections, with {@code t[i][j]}. */
    static double[][] compact(double[][] v, int width, int n) {
        double[][] t = new double[width][width];
        double[] products = new double[width];
        for (int j = 0; j < width; j++) {
            for (int i = 0; i < j; i++) {
                products[i] = Rank4.dot(v[i], v[j], 0, n);
            }
            for (int i = 0; i < j; i++) {
                double sum = 0;
                for (int l = i; l < j; l++) {
                    sum += t[i][l] * products[l];
                }
                t[i][j] = -sum;
            }
            t[j][j] = 1;
        }
        return t;
    }

    /** Columns [from, to) of the rows from k on: {@code A <- (I - V T' V') A}. */
    private static void reflectTransposed(double[][] a, int k, double[][] v, double[][] t, int from, int to) {
        int width = v.length;
        double[][] w = projections(a, k, v, from, to);
        for (int j = width - 1; j >= 0; j--) {
            for (int i = 0; i < j; i++) {
                Rank4.add(w[j], t[i][j], w[i], 0, to - from);
            }
        }
        subtract(a, k, v, w, from, to);
    }

    /** Columns [from, to) of the rows from k on: {@code A <- (I - V T V') A}. */
    static void reflect(double[][] a, int k, double[][] v, double[][] t, int from, int to) {
        int width = v.length;
        double[][] w = projections(a, k, v, from, to);
        for (int i = 0; i < width; i++) {
            for (int j = i + 1; j < width; j++) {
                Rank4.add(w[i], t[i][j], w[j], 0, to - from);
            }
        }
        subtract(a, k, v, w, from, to);
    }

    /** V'A of columns [from, to). */
    private static double[][] projections(double[][] a, int k, double[][] v, int from, int to) {
        int n = a.length - k;
        int width = v.length;
        int stripe = to - from;
        double[][] w = new double[width][stripe];
        double[][] four = new double[4][stripe];
        int i = 0;
        for (; i + 4 <= n; i += 4) {
            for (int r = 0; r < 4; r++) {
                System.arraycopy(a[k + i + r], from, four[r], 0, stripe);
            }
            for (int c = 0; c < width; c++) {
                double[] f = v[c];
                Rank4.add(w[c], f[i], four[0], f[i + 1], four[1], f[i + 2], four[2], f[i + 3], four[3], 0, stripe);
            }
        }
        for (; i < n; i++) {
            System.arraycopy(a[k + i], from, four[0], 0, stripe);
            for (int c = 0; c < width; c++) {
                Rank4.add(w[c], v[c][i], four[0], 0, stripe);
            }
        }
        return w;
    }

    private static void subtract(double[][] a, int k, double[][] v, double[][] w, int from, int to) {
        int n = a.length - k;
        int width = v.length;
        double[] factors = new double[width];
        double[] row = new double[to - from];
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < width; c++) {
                factors[c] = -v[c][i];
            }
            System.arraycopy(a[k + i], from, row, 0, row.length);
            Rank4.addRows(row, factors, w, width, 0, row.length);
            System.arraycopy(row, 0, a[k + i], from, row.length);
        }
    }
}
