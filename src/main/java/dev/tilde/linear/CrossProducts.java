package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/*
 * Sums and cross-products of columns in double-double, with columns of numbers far from zero shifted.
 *
 * S(j, k) = sum_i w_i (x_ij - c_j)(x_ik - c_k), w = 1 without weights. w x is kept as a rounded product and its error,
 * so weights cost no digits; a column may come as such a pair too.  A column of epoch milliseconds has sum x^2 near n 10^24, of which its
 * variance is a part in 10^18: twice 53 bits leave 14 digits of it. With c_j = its first value nothing is lost, and
 * the subtraction is exact where c/2 <= x <= 2c (Sterbenz 1974). So a block shifts a column exactly when all its values
 * lie there, and states with other shifts meet by S' = S + d_j S_k + d_k S_j + W d_j d_k, d = the difference and W = S(0, 0) the
 * sum of the weights.
 */

/** Weighted cross-products of q columns, of which column 0 is the constant 1. */
final class CrossProducts {
    /** Rows that are summed side by side, so that the compiler can use wide registers. */
    private static final int LANES = 256;

    /** Columns that stay in the second-level cache while all others are multiplied with them. */
    private static final int TOGETHER = 6;

    private final int q;
    private long rows;
    private final double[] shift;
    private final double[] hi;
    private final double[] lo;

    CrossProducts(int q) {
        this.q = q;
        this.shift = new double[q];
        this.hi = new double[q * q];
        this.lo = new double[q * q];
    }

    long rows() {
        return rows;
    }

    double shift(int j) {
        return shift[j];
    }

    /** The sum of the weights; without weights the number of rows. */
    DoubleDouble total() {
        return get(0, 0);
    }

    /** sum_i w_i (x_ij - c_j)(x_ik - c_k). */
    DoubleDouble get(int j, int k) {
        int at = Math.min(j, k) * q + Math.max(j, k);
        return new DoubleDouble(hi[at], lo[at]);
    }

    private void set(int j, int k, DoubleDouble v) {
        hi[j * q + k] = v.hi();
        lo[j * q + k] = v.lo();
    }

    /**
     * Takes the rows of one block; only for a state that has seen none.
     *
     * @param columns null for those whose products are not needed
     * @param rests what is to be added to each column, beyond its last bit; null for nothing
     * @param weights one for each row; null for 1
     */
    void first(double[][] columns, double @Nullable [][] rests, double @Nullable [] weights, int n) {
        if (n == 0) {
            return;
        }
        rows = n;
        double[][] x = shifted(columns, n);
        int width = Math.min(n, LANES);
        double[] h = new double[width];
        double[] l = new double[width];
        double[][][] lanes = lanes(x, n, width);
        Weighted weighted = weights == null ? null : Weighted.of(x, weights, n);
        double[][][] high = weighted == null ? lanes : lanes(weighted.product(), n, width);
        double[][][] rest = rests == null ? null : lanes(rests, n, width);
        double[][] lows = weighted == null ? rests : weighted.error();
        if (weighted != null && rests != null) {
            addProducts(lows, weights, rests, n);
        }
        double[][][] low = lows == null ? null : lanes(lows, n, width);
        for (int right = 0; right < q; right += TOGETHER) {
            int end = Math.min(q, right + TOGETHER);
            for (int j = 0; j < end; j++) {
                for (int k = Math.max(j, right); k < end; k++) {
                    if (x[j] == null || x[k] == null) {
                        continue;
                    }
                    Arrays.fill(h, 0);
                    Arrays.fill(l, 0);
                    for (int r = 0; r < lanes.length; r++) {
                        accumulate(high[r][j], lanes[r][k], h, l);
                        if (low != null) {
                            accumulateLow(low[r][j], lanes[r][k], l);
                        }
                        if (rest != null) {
                            accumulateLow(high[r][j], rest[r][k], l);
                            // Of a column far from 0 the rests are not small beside what is left when it is shifted.
                            accumulateLow(low[r][j], rest[r][k], l);
                        }
                    }
                    set(j, k, total(h, l));
                }
            }
        }
    }

    /**
     * The same in plain double, but for the products with one column.
     *
     * @param columns null for those whose products are not needed
     * @param exact the column whose products are taken to twice 53 bits; -1 for none
     */
    void rough(double[][] columns, double[] weights, int n, int exact) {
        rows = n;
        double[][] x = shifted(columns, n);
        Dots dots = new Dots(q);
        for (int from = 0; from < n; from += Dots.STRETCH) {
            dots.take(x, weights, from, Math.min(n, from + Dots.STRETCH));
            for (int j = 0; j < q; j++) {
                if (x[j] == null) {
                    continue;
                }
                dots.left(j);
                for (int k = j; k < q; k++) {
                    if (j != exact && k != exact && x[k] != null) {
                        hi[j * q + k] += dots.plain(k);
                    }
                }
                for (int k = 0; j == exact && k < q; k++) {
                    int at = Math.min(j, k);
                    if (x[k] != null) {
                        set(at, j + k - at, get(at, j + k - at).plus(dots.exact(k)));
                    }
                }
            }
        }
    }

    /** Chooses the shifts, and takes them off. */
    private double[][] shifted(double[][] columns, int n) {
        double[][] x = new double[q][];
        for (int j = 0; j < q; j++) {
            shift[j] = j == 0 || columns[j] == null ? 0 : exactShift(columns[j], n);
            x[j] = shift[j] == 0 ? columns[j] : shifted(columns[j], shift[j], n);
        }
        return x;
    }

    private static void addProducts(double[][] to, double[] weights, double[][] rests, int n) {
        for (int j = 0; j < to.length; j++) {
            for (int i = 0; i < n; i++) {
                to[j][i] = Math.fma(weights[i], rests[j][i], to[j][i]);
            }
        }
    }

    private static double exactShift(double[] x, int n) {
        double c = x[0];
        double low = Math.min(c / 2, c * 2);
        double high = Math.max(c / 2, c * 2);
        for (int i = 0; i < n; i++) {
            if (!(x[i] >= low && x[i] <= high)) {
                return 0;
            }
        }
        return Double.isInfinite(high) ? 0 : c;
    }

    /** The largest absolute value; NaN if there is one. */
    static double largest(double[] x, int n) {
        double largest = 0;
        int from = 0;
        if (n >= LANES) {
            // Copies, as the compiler uses wide registers for loops over whole arrays.
            double[] most = new double[LANES];
            double[] run = new double[LANES];
            for (; from + LANES <= n; from += LANES) {
                System.arraycopy(x, from, run, 0, LANES);
                atLeast(most, run);
            }
            for (double m : most) {
                largest = Math.max(largest, m);
            }
        }
        for (; from < n; from++) {
            largest = Math.max(largest, Math.abs(x[from]));
        }
        return largest;
    }

    private static void atLeast(double[] most, double[] x) {
        for (int i = 0; i < most.length; i++) {
            most[i] = Math.max(most[i], Math.abs(x[i]));
        }
    }

    private static double[] shifted(double[] x, double c, int n) {
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = x[i] - c;
        }
        return out;
    }

    /** The rows cut into runs of equal width, the last filled up with zeros. */
    private static double[][][] lanes(double[][] x, int n, int width) {
        int runs = (n + width - 1) / width;
        double[][][] lanes = new double[runs][x.length][];
        for (int r = 0; r < runs; r++) {
            for (int j = 0; j < x.length; j++) {
                if (x[j] != null) {
                    lanes[r][j] = new double[width];
                    System.arraycopy(x[j], r * width, lanes[r][j], 0, Math.min(width, n - r * width));
                }
            }
        }
        return lanes;
    }

    /** (h, l) += x y, elementwise: an exact product, an exact sum, their errors in l. */
    static void accumulate(double[] x, double[] y, double[] h, double[] l) {
        for (int i = 0; i < h.length; i++) {
            double p = x[i] * y[i];
            double e = Math.fma(x[i], y[i], -p);
            double a = h[i];
            double s = a + p;
            double t = s - a;
            h[i] = s;
            l[i] += (a - (s - t)) + (p - t) + e;
        }
    }

    private static void accumulateLow(double[] x, double[] y, double[] l) {
        for (int i = 0; i < l.length; i++) {
            l[i] = Math.fma(x[i], y[i], l[i]);
        }
    }

    static DoubleDouble total(double[] h, double[] l) {
        double sum = 0;
        double rest = 0;
        for (int i = 0; i < h.length; i++) {
            double s = sum + h[i];
            double t = s - sum;
            rest += (sum - (s - t)) + (h[i] - t) + l[i];
            sum = s;
        }
        return DoubleDouble.sum(sum, rest);
    }

    /** The sums of these rows and those. */
    static CrossProducts merge(CrossProducts left, CrossProducts right) {
        if (left.rows == 0 || right.rows == 0) {
            return left.rows == 0 ? right : left;
        }
        right.move(left.shift);
        for (int j = 0; j < left.q; j++) {
            for (int k = j; k < left.q; k++) {
                left.set(j, k, left.get(j, k).plus(right.get(j, k)));
            }
        }
        left.rows += right.rows;
        return left;
    }

    /** Changes the shifts. */
    private void move(double[] to) {
        DoubleDouble[] d = new DoubleDouble[q];
        DoubleDouble[] s = new DoubleDouble[q];
        DoubleDouble total = total();
        boolean moves = false;
        for (int j = 0; j < q; j++) {
            d[j] = DoubleDouble.sum(shift[j], -to[j]);
            s[j] = get(0, j);
            moves |= d[j].hi() != 0;
        }
        for (int j = 0; moves && j < q; j++) {
            for (int k = j; k < q; k++) {
                if (d[j].hi() != 0 || d[k].hi() != 0) {
                    DoubleDouble cross = d[j].times(s[k])
                            .plus(d[k].times(s[j]))
                            .plus(d[j].times(d[k]).times(total));
                    set(j, k, get(j, k).plus(cross));
                }
            }
            shift[j] = to[j];
        }
    }
}
