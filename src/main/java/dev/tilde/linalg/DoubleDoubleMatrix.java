package dev.tilde.linalg;

/**
 * A dense matrix of double-double numbers, row-major. Mutable; arrays are never handed out.
 */
public final class DoubleDoubleMatrix {
    private final int rows;
    private final int columns;
    private final double[] hi;
    private final double[] lo;

    /** A matrix of zeros. */
    public DoubleDoubleMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.hi = new double[Math.multiplyExact(rows, columns)];
        this.lo = new double[hi.length];
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    /** How many columns there are. */
    public int columns() {
        return columns;
    }

    /** The entry in row i, column j, from 0; indexes are not checked. */
    public DoubleDouble get(int i, int j) {
        return new DoubleDouble(hi[i * columns + j], lo[i * columns + j]);
    }

    /** Sets the entry in row i, column j. */
    public void set(int i, int j, DoubleDouble v) {
        hi[i * columns + j] = v.hi();
        lo[i * columns + j] = v.lo();
    }

    /** this[i, j] += v. */
    public void add(int i, int j, DoubleDouble v) {
        set(i, j, get(i, j).plus(v));
    }

    /**
     * this[i, k] -= f * source[s, k] for k from {@code from} to the last column: a row operation of an elimination.
     *
     * @param source of the same number of columns; may be this matrix, with another row
     */
    public void subtract(int i, DoubleDouble f, DoubleDoubleMatrix source, int s, int from) {
        double fh = f.hi();
        double fl = f.lo();
        double[] sh = source.hi;
        double[] sl = source.lo;
        int ti = i * columns;
        int si = s * columns;
        for (int k = from; k < columns; k++) {
            double bh = sh[si + k];
            double p = fh * bh;
            double e = Math.fma(fh, bh, -p) + Math.fma(fh, sl[si + k], fl * bh);
            // (hi, lo) - (p, e), the accurate sum of DoubleDouble.plus
            double a = hi[ti + k];
            double x = a - p;
            double t = x - a;
            double xe = (a - (x - t)) - (p + t);
            double b = lo[ti + k];
            double y = b - e;
            double u = y - b;
            double ye = (b - (y - u)) - (e + u);
            double v = x + (xe + y);
            double ve = (xe + y) - (v - x);
            double w = v + (ve + ye);
            hi[ti + k] = w;
            lo[ti + k] = (ve + ye) - (w - v);
        }
    }
}
