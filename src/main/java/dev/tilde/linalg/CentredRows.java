package dev.tilde.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of a {@link Ridge} about their weighted means, read in blocks by several threads: for the triangle R, and again
 * for their leave-one-out errors. Blocks are merged in their order, so that threads change no bit.
 */
final class CentredRows {
    private static final int BLOCK = 8192;
    private static final int TILE = 64;
    /** A row whose leverage is nearer to 1 than this has no error when left out: rounding would be all of it. */
    private static final double LEAST_FREEDOM = 1e-8;

    private final Ridge.Rows rows;
    private final int p;
    private final int q;
    private final boolean centred;
    private final double[] means;
    private final double weight;

    /**
     * @param centred whether the means are taken off, else all are 0
     * @throws IllegalArgumentException if there is no column, no response or no row with a weight
     */
    CentredRows(Ridge.Rows rows, boolean centred) {
        this.rows = rows;
        this.p = rows.columns();
        this.q = rows.responses();
        if (p < 1 || q < 1) {
            throw new IllegalArgumentException(
                    "ridge needs at least one column and one response, got " + p + " and " + q);
        }
        this.centred = centred;
        double[] sums = sums();
        this.weight = sums[p + q];
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException("ridge needs rows with a weight, got weights with the sum " + weight);
        }
        this.means = new double[p + q];
        if (centred) {
            double[] first = first();
            for (int j = 0; j < p + q; j++) {
                means[j] = first[j] + sums[j] / weight;
            }
        }
    }

    int columns() {
        return p;
    }

    int responses() {
        return q;
    }

    /** Of the columns, then of the responses; not a copy. */
    double[] means() {
        return means;
    }

    /** The sum of the weights. */
    double weight() {
        return weight;
    }

    private IntStream blocks() {
        return IntStream.range(0, (int) ((rows.rows() + BLOCK - 1L) / BLOCK)).parallel();
    }

    private int end(int block) {
        return (int) Math.min(rows.rows(), (block + 1L) * BLOCK);
    }

    private double[] first() {
        double[] row = new double[p + q];
        for (int i = 0; i < rows.rows(); i++) {
            if (rows.weight(i) > 0) {
                rows.read(i, row);
                break;
            }
        }
        return row;
    }

    /** The weighted sums of what exceeds the first row, then the sum of the weights. */
    private double[] sums() {
        int m = p + q;
        double[] first = first();
        List<double[]> parts = blocks().mapToObj(b -> {
                    double[] sum = new double[m + 1];
                    double[] row = new double[m];
                    for (int i = b * BLOCK; i < end(b); i++) {
                        double w = rows.weight(i);
                        if (w < 0 || Double.isNaN(w)) {
                            throw new IllegalArgumentException("a weight is at least 0, got " + w + " in row " + i);
                        }
                        if (w > 0) {
                            rows.read(i, row);
                            for (int j = 0; j < m; j++) {
                                sum[j] += w * (row[j] - first[j]);
                            }
                            sum[m] += w;
                        }
                    }
                    return sum;
                })
                .toList();
        double[] sum = new double[m + 1];
        for (double[] part : parts) {
            Rank4.add(sum, 1, part, 0, m + 1);
        }
        return sum;
    }

    /** R of the weighted and centred columns and responses, at least p + q rows of p + q numbers. */
    double[][] triangle() {
        List<double[][]> parts = blocks().mapToObj(this::triangle).toList();
        double[][] r = parts.get(0);
        for (int b = 1; b < parts.size(); b++) {
            double[][] next = parts.get(b);
            double[][] both = Arrays.copyOf(r, r.length + next.length);
            System.arraycopy(next, 0, both, r.length, next.length);
            TallQr.triangle(both, p + q);
            r = Arrays.copyOf(both, p + q);
        }
        return r;
    }

    private double[][] triangle(int block) {
        int m = p + q;
        double[][] a = new double[Math.max(m, end(block) - block * BLOCK)][m];
        int n = 0;
        for (int i = block * BLOCK; i < end(block); i++) {
            double w = rows.weight(i);
            if (w > 0) {
                centred(i, Math.sqrt(w), a[n++]);
            }
        }
        double[][] kept = n < a.length && n > m ? Arrays.copyOf(a, n) : a;
        TallQr.triangle(kept, m);
        return Arrays.copyOf(kept, m);
    }

    private void centred(int row, double factor, double[] into) {
        rows.read(row, into);
        for (int j = 0; j < p + q; j++) {
            into[j] = factor * (into[j] - means[j]);
        }
    }

    /**
     * Sums of weighted squares of the leave-one-out errors: for each response, by penalty.
     *
     * @param right the rows of P, p by p
     */
    double[] squares(List<Bidiagonal.Penalised> all, double[][] right) {
        List<double[]> parts = blocks().mapToObj(b -> squares(b, all, right)).toList();
        double[] sums = new double[all.size() * q];
        for (double[] part : parts) {
            for (int k = 0; k < part.length; k++) {
                sums[k] += part[k];
            }
        }
        return sums;
    }

    private double[] squares(int block, List<Bidiagonal.Penalised> all, double[][] right) {
        double[] sums = new double[all.size() * q];
        double[][] z = new double[TILE][p + q];
        double[][] turned = new double[TILE][p];
        double[] shares = new double[TILE];
        int n = 0;
        for (int i = block * BLOCK; i < end(block); i++) {
            double w = rows.weight(i);
            if (w > 0) {
                centred(i, Math.sqrt(w), z[n]);
                shares[n++] = centred ? w / weight : 0;
            }
            if (n == TILE || n > 0 && i + 1 == end(block)) {
                turn(z, n, right, turned);
                for (int k = 0; k < n; k++) {
                    add(sums, all, turned[k], z[k], shares[k]);
                }
                n = 0;
            }
        }
        return sums;
    }

    /** The rows z times P. */
    private void turn(double[][] z, int n, double[][] right, double[][] out) {
        for (int k = 0; k < n; k++) {
            Arrays.fill(out[k], 0);
        }
        int j = 0;
        for (; j + 4 <= p; j += 4) {
            for (int k = 0; k < n; k++) {
                double[] f = z[k];
                Rank4.add(
                        out[k],
                        f[j],
                        right[j],
                        f[j + 1],
                        right[j + 1],
                        f[j + 2],
                        right[j + 2],
                        f[j + 3],
                        right[j + 3],
                        0,
                        p);
            }
        }
        for (; j < p; j++) {
            for (int k = 0; k < n; k++) {
                Rank4.add(out[k], z[k][j], right[j], 0, p);
            }
        }
    }

    private void add(double[] sums, List<Bidiagonal.Penalised> all, double[] w, double[] z, double share) {
        for (int l = 0; l < all.size(); l++) {
            double freedom = 1 - share - all.get(l).leverage(w);
            for (int r = 0; r < q; r++) {
                double e = z[p + r] - Rank4.dot(w, all.get(l).solution(r), 0, p);
                double left = freedom < LEAST_FREEDOM ? Double.POSITIVE_INFINITY : e / freedom;
                sums[r * all.size() + l] += left * left;
            }
        }
    }
}
