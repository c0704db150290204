package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;
import dev.tilde.linalg.DoubleDouble;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Double-double sums of products within the observed cells of some factors. A cell is numbered when it is first met;
 * with one factor its number is the factor's code.
 */
final class Cells {
    private final List<Integer> factors;
    private final int pairs;
    /** Per factor after the first: (cell of the factors before, code) to cell. */
    private final List<LongNumbers> chain;
    /** Codes of each cell, {@code factors.size()} apiece. */
    private int[] codes = new int[0];

    private int count;
    private double[] hi = new double[0];
    private double[] lo = new double[0];

    Cells(List<Integer> factors, int pairs) {
        this.factors = factors;
        this.pairs = pairs;
        this.chain = factors.stream().skip(1).map(f -> new LongNumbers()).toList();
    }

    List<Integer> factors() {
        return factors;
    }

    int count() {
        return count;
    }

    /** How many sums there are in all cells. */
    long sums() {
        return (long) count * pairs;
    }

    /** The code of a factor, by its place in {@link #factors}, in a cell. */
    int code(int cell, int place) {
        return codes[cell * factors.size() + place];
    }

    DoubleDouble sum(int cell, int pair) {
        int at = cell * pairs + pair;
        return new DoubleDouble(hi[at], lo[at]);
    }

    /** The cells of the rows of a frame. */
    int[] index(Frame frame) {
        return index(frame::codes, frame.levels(factors.get(0)), frame.rows());
    }

    /**
     * The cells of some rows.
     *
     * @param codesOf the codes of a factor
     * @param levels how many codes of the first factor there are
     */
    int[] index(IntFunction<int[]> codesOf, int levels, int rows) {
        int[] cell = codesOf.apply(factors.get(0));
        reserveFirst(levels);
        if (factors.size() == 1) {
            return cell;
        }
        int[] out = Arrays.copyOf(cell, rows);
        for (int place = 1; place < factors.size(); place++) {
            int[] next = codesOf.apply(factors.get(place));
            LongNumbers numbers = chain.get(place - 1);
            boolean last = place == factors.size() - 1;
            long key = -1;
            int number = -1;
            for (int i = 0; i < rows; i++) {
                long k = (long) out[i] << 32 | next[i];
                if (k != key) {
                    key = k;
                    number = numbers.of(out[i], next[i]);
                }
                if (last && number >= count) {
                    reserve(number);
                    for (int p = 0; p < factors.size(); p++) {
                        codes[number * factors.size() + p] = codesOf.apply(factors.get(p))[i];
                    }
                }
                out[i] = number;
            }
        }
        return out;
    }

    private void reserveFirst(int levels) {
        if (factors.size() == 1) {
            for (int c = count; c < levels; c++) {
                reserve(c);
                codes[c] = c;
            }
        }
    }

    private void reserve(int cell) {
        if (cell < count) {
            return;
        }
        count = cell + 1;
        if (count * factors.size() > codes.length) {
            int room = Math.max(8, count * 2);
            codes = Arrays.copyOf(codes, room * factors.size());
            hi = Arrays.copyOf(hi, Math.multiplyExact(room, pairs));
            lo = Arrays.copyOf(lo, room * pairs);
        }
    }

    /**
     * Adds x y, or x alone when y is null, of each row to its cell.
     *
     * @param rest what is to be added to x; null for nothing
     */
    void add(int pair, int[] cell, int rows, double[] x, double @Nullable [] rest, double @Nullable [] y) {
        double[] h = hi;
        double[] l = lo;
        for (int i = 0; i < rows; i++) {
            int at = cell[i] * pairs + pair;
            double p = y == null ? x[i] : x[i] * y[i];
            double e = y == null ? 0 : Math.fma(x[i], y[i], -p);
            if (rest != null) {
                e += y == null ? rest[i] : rest[i] * y[i];
            }
            double a = h[at];
            double s = a + p;
            double t = s - a;
            h[at] = s;
            l[at] += (a - (s - t)) + (p - t) + e;
        }
    }

    /** The same as {@link #add} in plain double. */
    void addRough(int pair, int[] cell, int rows, double[] x, double @Nullable [] y) {
        double[] h = hi;
        if (y == null) {
            for (int i = 0; i < rows; i++) {
                h[cell[i] * pairs + pair] += x[i];
            }
            return;
        }
        for (int i = 0; i < rows; i++) {
            int at = cell[i] * pairs + pair;
            h[at] = Math.fma(x[i], y[i], h[at]);
        }
    }

    /**
     * Adds four columns to pairs behind each other: rows of one cell wait for each other's sums, and four sums can be under
     * way at a time.
     */
    void addFour(int pair, int[] cell, int rows, IntFunction<double[]> columns) {
        double[] h = hi;
        double[] l = lo;
        double[] v = columns.apply(pair);
        double[] w = columns.apply(pair + 1);
        double[] x = columns.apply(pair + 2);
        double[] y = columns.apply(pair + 3);
        for (int i = 0; i < rows; i++) {
            int at = cell[i] * pairs + pair;
            double a = h[at];
            double s = a + v[i];
            double t = s - a;
            h[at] = s;
            l[at] += (a - (s - t)) + (v[i] - t);
            a = h[at + 1];
            s = a + w[i];
            t = s - a;
            h[at + 1] = s;
            l[at + 1] += (a - (s - t)) + (w[i] - t);
            a = h[at + 2];
            s = a + x[i];
            t = s - a;
            h[at + 2] = s;
            l[at + 2] += (a - (s - t)) + (x[i] - t);
            a = h[at + 3];
            s = a + y[i];
            t = s - a;
            h[at + 3] = s;
            l[at + 3] += (a - (s - t)) + (y[i] - t);
        }
    }

    /** The same of weighted rows in plain double. */
    void addFourRough(int pair, int[] cell, int rows, double[] weights, IntFunction<double[]> columns) {
        double[] h = hi;
        double[] a = columns.apply(pair);
        double[] b = columns.apply(pair + 1);
        double[] c = columns.apply(pair + 2);
        double[] d = columns.apply(pair + 3);
        for (int i = 0; i < rows; i++) {
            int at = cell[i] * pairs + pair;
            double w = weights[i];
            h[at] = Math.fma(w, a[i], h[at]);
            h[at + 1] = Math.fma(w, b[i], h[at + 1]);
            h[at + 2] = Math.fma(w, c[i], h[at + 2]);
            h[at + 3] = Math.fma(w, d[i], h[at + 3]);
        }
    }

    /** Cells of the same numbers with sums of zero. */
    Cells emptied() {
        Cells other = new Cells(factors, pairs);
        other.codes = codes;
        other.count = count;
        other.hi = new double[count * pairs];
        other.lo = new double[count * pairs];
        return other;
    }

    /** Adds the sums of other rows in cells of the same numbers. */
    void plus(Cells right) {
        plus(right, 0, 0, count);
    }

    /** Adds the sums of other rows, whose codes mean something else. */
    void merge(Cells right, Companion.Recoding recoding) {
        int k = factors.size();
        int[][] recoded = new int[k][];
        for (int place = 0; place < k; place++) {
            recoded[place] = recoding.of(factors.get(place));
        }
        int[] own = new int[k];
        for (int c = 0; c < right.count; c++) {
            int cell = -1;
            for (int place = 0; place < k; place++) {
                own[place] = recoded[place][right.code(c, place)];
                cell = place == 0 ? own[0] : chain.get(place - 1).of(cell, own[place]);
            }
            reserve(cell);
            System.arraycopy(own, 0, codes, cell * k, k);
            plus(right, c, cell, 1);
        }
    }

    /** Adds the sums of some cells that follow each other, each by {@link DoubleDouble#plus} without the objects. */
    private void plus(Cells right, int from, int cell, int cells) {
        int shift = (cell - from) * pairs;
        double[] h = hi;
        double[] l = lo;
        double[] rh = right.hi;
        double[] rl = right.lo;
        for (int i = from * pairs; i < (from + cells) * pairs; i++) {
            double a = h[i + shift];
            double b = rh[i];
            double s = a + b;
            double t = s - a;
            double e = (a - (s - t)) + (b - t);
            double c = l[i + shift];
            double d = rl[i];
            double u = c + d;
            double v = u - c;
            double f = (c - (u - v)) + (d - v);
            double g = e + u;
            double p = s + g;
            double q = (g - (p - s)) + f;
            double top = p + q;
            h[i + shift] = top;
            l[i + shift] = q - (top - p);
        }
    }
}
