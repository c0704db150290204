package dev.tilde.linear;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/*
 * Powers of one column are so nearly dependent that 106 bits of their cross-products are not enough: the smallest pivot of NIST's
 * Filip is 4e-15, its eleven columns together lose 19 digits, and of 32 there 13 are left. Three doubles, a + b + c with b below
 * the last bit of a and c below that of b, hold 159 bits. A number is added to a, the error of that to b, and its error to c
 * (Knuth's TwoSum twice), so b and c collect what does not fit before them.
 */

/** Cross-products, to 159 bits, of columns that are pairs of doubles; without weights. */
final class WideProducts {
    private final int q;
    private final double[] a;
    private final double[] b;
    private final double[] c;

    WideProducts(int q) {
        this.q = q;
        this.a = new double[q * q];
        this.b = new double[q * q];
        this.c = new double[q * q];
    }

    /**
     * Adds rows.
     *
     * @param high the columns
     * @param low what is to be added to each
     */
    void add(double[][] high, double[][] low, int n) {
        for (int j = 0; j < q; j++) {
            for (int k = j; k < q; k++) {
                for (int i = 0; i < n; i++) {
                    product(j * q + k, high[j][i], high[k][i], 0);
                    product(j * q + k, high[j][i], low[k][i], 0);
                    product(j * q + k, low[j][i], high[k][i], low[j][i] * low[k][i]);
                }
            }
        }
    }

    /** Adds x y + rest. */
    private void product(int at, double x, double y, double rest) {
        if (x == 0 || y == 0) {
            return;
        }
        double p = x * y;
        plus(at, p);
        plus(at, Math.fma(x, y, -p));
        plus(at, rest);
    }

    private void plus(int at, double v) {
        double s = a[at] + v;
        double t = s - a[at];
        double first = (a[at] - (s - t)) + (v - t);
        a[at] = s;
        s = b[at] + first;
        t = s - b[at];
        c[at] += (b[at] - (s - t)) + (first - t);
        b[at] = s;
    }

    /** The sums of these rows and those; null counts as no rows. */
    static @Nullable WideProducts merge(@Nullable WideProducts left, @Nullable WideProducts right) {
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        for (int at = 0; at < left.a.length; at++) {
            left.plus(at, right.a[at]);
            left.plus(at, right.b[at]);
            left.plus(at, right.c[at]);
        }
        return left;
    }

    /** sum_i x_ij x_ik. */
    BigDecimal get(int j, int k) {
        int at = Math.min(j, k) * q + Math.max(j, k);
        return new BigDecimal(a[at]).add(new BigDecimal(b[at])).add(new BigDecimal(c[at]));
    }
}
