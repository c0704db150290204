package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.Matrix;

/** An orthonormal basis of columns that are known to more than 53 bits, by Gram and Schmidt in 106 bits. */
final class GramSchmidt {
    /** Columns that leave less of their length beside those before show their rounding to more than 1e-12. */
    private static final double DEPENDENT = 1e-4;

    private GramSchmidt() {}

    /** Whether a column is so near to those before it that its rounding shows in what is left of it. */
    static boolean isNeeded(Matrix r) {
        for (int j = 0; j < r.columns(); j++) {
            if (r.get(j, j) < DEPENDENT * Math.sqrt(Checks.squares(r.column(j)))) {
                return true;
            }
        }
        return false;
    }

    /**
     * The basis of the columns x_j + rest[j] - means[j], each row times its root.
     *
     * @param rest what was rounded off each column; null for nothing
     */
    static Matrix of(Matrix x, double[][] rest, double[] means, double[] roots) {
        int n = x.rows();
        int columns = x.columns();
        double[][] hi = new double[columns][n];
        double[][] lo = new double[columns][n];
        Matrix out = Matrix.zeros(n, columns);
        for (int j = 0; j < columns; j++) {
            for (int i = 0; i < n; i++) {
                DoubleDouble v = DoubleDouble.sum(x.get(i, j), -means[j]);
                v = rest[j] == null ? v : v.plus(DoubleDouble.of(rest[j][i]));
                v = v.times(roots[i]);
                hi[j][i] = v.hi();
                lo[j][i] = v.lo();
            }
            for (int k = 0; k < j; k++) {
                DoubleDouble d = dot(hi[k], lo[k], hi[j], lo[j]).negated();
                for (int i = 0; i < n; i++) {
                    DoubleDouble v =
                            new DoubleDouble(hi[j][i], lo[j][i]).plus(new DoubleDouble(hi[k][i], lo[k][i]).times(d));
                    hi[j][i] = v.hi();
                    lo[j][i] = v.lo();
                }
            }
            DoubleDouble length = dot(hi[j], lo[j], hi[j], lo[j]).sqrt();
            for (int i = 0; i < n; i++) {
                DoubleDouble v = new DoubleDouble(hi[j][i], lo[j][i]).over(length);
                hi[j][i] = v.hi();
                lo[j][i] = v.lo();
                out.set(i, j, v.value());
            }
        }
        return out;
    }

    private static DoubleDouble dot(double[] a, double[] restOfA, double[] b, double[] restOfB) {
        DoubleDouble sum = DoubleDouble.ZERO;
        for (int i = 0; i < a.length; i++) {
            sum = sum.plus(new DoubleDouble(a[i], restOfA[i]).times(new DoubleDouble(b[i], restOfB[i])));
        }
        return sum;
    }
}
