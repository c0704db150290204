package dev.tilde.design;

import java.util.List;

/**
 * An orthonormal basis of everything orthogonal to a few vectors: the last columns of Q in the full QR decomposition
 * of the matrix they form. Reflections with the sign of LINPACK and LAPACK, so that the basis is the one R and patsy
 * get; Golub and Van Loan, <i>Matrix Computations</i>, 5.2.
 */
final class Householder {
    private Householder() {}

    /**
     * @param columns m independent vectors of length k; overwritten
     * @return k rows of k - m numbers
     */
    static List<List<Double>> complement(double[][] columns) {
        int m = columns.length;
        int k = columns[0].length;
        double[][] reflections = new double[m][];
        for (int j = 0; j < m; j++) {
            double[] v = columns[j].clone();
            double norm = 0;
            for (int i = j; i < k; i++) {
                norm = Math.hypot(norm, v[i]);
            }
            for (int i = 0; i < j; i++) {
                v[i] = 0;
            }
            v[j] += Math.copySign(norm, v[j]);
            reflections[j] = v;
            for (int c = j; c < m; c++) {
                reflect(v, columns[c]);
            }
        }
        double[][] q = new double[k][k - m];
        for (int c = 0; c < k - m; c++) {
            double[] e = new double[k];
            e[m + c] = 1;
            for (int j = m - 1; j >= 0; j--) {
                reflect(reflections[j], e);
            }
            for (int i = 0; i < k; i++) {
                q[i][c] = e[i];
            }
        }
        return Vectors.lists(q);
    }

    private static void reflect(double[] v, double[] x) {
        double vv = 0;
        double vx = 0;
        for (int i = 0; i < v.length; i++) {
            vv += v[i] * v[i];
            vx += v[i] * x[i];
        }
        double f = vv == 0 ? 0 : 2 * vx / vv;
        for (int i = 0; i < v.length; i++) {
            x[i] -= f * v[i];
        }
    }
}
