package dev.tilde.linalg;

/**
 * A dense matrix of double-double numbers, row-major. Mutable; arrays are never handed out.
 */
public final class DoubleDoubleMatrix {
    private final int columns;
    private final double[][] hi;
    private final double[][] lo;

    /** A matrix of zeros. */
    public DoubleDoubleMatrix(int rows, int columns) {
        this.columns = columns;
        this.hi = new double[rows][columns];
        this.lo = new double[rows][columns];
    }

    /** How many rows there are. */
    public int rows() {
        return hi.length;
    }

    /** How many columns there are. */
    public int columns() {
        return columns;
    }

    /** The entry in row i, column j, from 0; indexes are not checked. */
    public DoubleDouble get(int i, int j) {
        return new DoubleDouble(hi[i][j], lo[i][j]);
    }

    /** Sets the entry in row i, column j. */
    public void set(int i, int j, DoubleDouble v) {
        hi[i][j] = v.hi();
        lo[i][j] = v.lo();
    }

    /** this[i, j] += v. */
    public void add(int i, int j, DoubleDouble v) {
        set(i, j, get(i, j).plus(v));
    }

    /**
     * this[i, k] -= f * source[s, k] for k in [from, to): a row operation of an elimination. Rows are apart from each
     * other, so threads may work on different rows of this matrix at a time.
     *
     * @param source may be this matrix, with another row
     */
    public void subtract(int i, DoubleDouble f, DoubleDoubleMatrix source, int s, int from, int to) {
        double fh = f.hi();
        double fl = f.lo();
        double[] sh = source.hi[s];
        double[] sl = source.lo[s];
        double[] th = hi[i];
        double[] tl = lo[i];
        for (int k = from; k < to; k++) {
            double p = fh * sh[k];
            double e = Math.fma(fh, sh[k], -p) + Math.fma(fh, sl[k], fl * sh[k]);
            // (hi, lo) - (p, e), the accurate sum of DoubleDouble.plus
            double a = th[k];
            double x = a - p;
            double t = x - a;
            double xe = (a - (x - t)) - (p + t);
            double b = tl[k];
            double y = b - e;
            double u = y - b;
            double ye = (b - (y - u)) - (e + u);
            double v = x + (xe + y);
            double ve = (xe + y) - (v - x);
            double w = v + (ve + ye);
            th[k] = w;
            tl[k] = (ve + ye) - (w - v);
        }
    }
}
