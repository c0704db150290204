package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import java.util.Arrays;

/**
 * Weighted sums and cross-products of q columns and a response about zero; those of some rows can be taken off those of
 * all.
 */
final class Products {
    private final int q;
    private final DoubleDouble total;
    private final DoubleDouble[] sums;
    private final DoubleDouble[][] raw;

    private Products(int q, DoubleDouble total, DoubleDouble[] sums, DoubleDouble[][] raw) {
        this.q = q;
        this.total = total;
        this.sums = sums;
        this.raw = raw;
    }

    /** @param columns the columns of the Gram matrix to keep, the response last */
    static Products of(Gram gram, int[] columns) {
        int n = columns.length;
        DoubleDouble[] sums = new DoubleDouble[n];
        DoubleDouble[][] raw = new DoubleDouble[n][n];
        for (int j = 0; j < n; j++) {
            sums[j] = gram.rawSum(columns[j]);
            for (int k = 0; k < n; k++) {
                raw[j][k] = gram.raw(columns[j], columns[k]);
            }
        }
        return new Products(n - 1, gram.total(), sums, raw);
    }

    /** Those of the other rows. */
    Products without(Products part) {
        DoubleDouble[] s = new DoubleDouble[q + 1];
        DoubleDouble[][] r = new DoubleDouble[q + 1][q + 1];
        for (int j = 0; j <= q; j++) {
            s[j] = sums[j].minus(part.sums[j]);
            for (int k = 0; k <= q; k++) {
                r[j][k] = raw[j][k].minus(part.raw[j][k]);
            }
        }
        return new Products(q, total.minus(part.total), s, r);
    }

    /** Those of the rows of both. */
    Products with(Products more) {
        DoubleDouble[] s = new DoubleDouble[q + 1];
        DoubleDouble[][] r = new DoubleDouble[q + 1][q + 1];
        for (int j = 0; j <= q; j++) {
            s[j] = sums[j].plus(more.sums[j]);
            for (int k = 0; k <= q; k++) {
                r[j][k] = raw[j][k].plus(more.raw[j][k]);
            }
        }
        return new Products(q, total.plus(more.total), s, r);
    }

    int columns() {
        return q;
    }

    double total() {
        return total.value();
    }

    /** The mean of a column; of the response at q. */
    double mean(int j) {
        return sums[j].over(total).value();
    }

    /** The mean product of two columns, about their means if centred. */
    DoubleDouble product(int j, int k, boolean centred) {
        DoubleDouble r = raw[j][k];
        DoubleDouble c = centred ? r.minus(sums[j].times(sums[k]).over(total)) : r;
        return c.over(total);
    }

    /** sum w (y - a - x b)^2. */
    double squaredError(double a, double[] b) {
        double[] v = Arrays.copyOf(b, q + 1);
        for (int j = 0; j < q; j++) {
            v[j] = -v[j];
        }
        v[q] = 1;
        DoubleDouble sum = total.times(a).times(a);
        for (int j = 0; j <= q; j++) {
            sum = sum.minus(sums[j].times(v[j]).times(2 * a));
            for (int k = 0; k <= q; k++) {
                sum = sum.plus(raw[j][k].times(v[j]).times(v[k]));
            }
        }
        return Math.max(0, sum.value());
    }
}
