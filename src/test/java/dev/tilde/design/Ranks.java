package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.SingularValueDecomposition;

/** Numerical rank by singular values, for tests. */
final class Ranks {
    private Ranks() {}

    static int of(Matrix... sideBySide) {
        int n = sideBySide[0].rows();
        int p = 0;
        for (Matrix m : sideBySide) {
            p += m.columns();
        }
        if (n == 0 || p == 0) {
            return 0;
        }
        double[][] x = new double[n][p];
        int at = 0;
        for (Matrix m : sideBySide) {
            for (int j = 0; j < m.columns(); j++, at++) {
                double norm = 0;
                for (int i = 0; i < n; i++) {
                    norm += m.get(i, j) * m.get(i, j);
                }
                for (int i = 0; i < n; i++) {
                    x[i][at] = norm == 0 ? 0 : m.get(i, j) / Math.sqrt(norm);
                }
            }
        }
        double[] s = new SingularValueDecomposition(new Array2DRowRealMatrix(x)).getSingularValues();
        int rank = 0;
        for (double v : s) {
            rank += v > 1e-9 * s[0] ? 1 : 0;
        }
        return rank;
    }

    /** Whether the columns of both span the same space. */
    static boolean sameSpan(Matrix a, Matrix b) {
        int together = of(a, b);
        return of(a) == together && of(b) == together;
    }
}
