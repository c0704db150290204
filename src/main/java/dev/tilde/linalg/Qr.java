package dev.tilde.linalg;

import java.util.Arrays;

/**
 * The factorisation {@code X = Q R} of a tall dense matrix by Householder reflections, for least squares: Q has
 * orthonormal columns, R is upper triangular. X is n by p with n at least p and independent columns; it is copied. There
 * is no pivoting: deciding which columns to keep is the caller's part, and a column that depends on earlier ones gives
 * infinite or NaN results.
 *
 * <p>Cost: 2np&sup2; operations, np numbers kept. Source: Golub and Van Loan, Matrix Computations, 4th edition,
 * algorithms 5.1.1 and 5.2.1. R calls it {@code qr}, with a diagonal of R of either sign; here it is never negative.
 */
public final class Qr {
    private final int n;
    private final int p;
    /** Column j holds, from row j on, the vector v of the reflection I - v v'; above it the column of R. */
    private final double[] a;

    private final double[] diagonal;

    private Qr(int n, int p, double[] a) {
        this.n = n;
        this.p = p;
        this.a = a;
        this.diagonal = new double[p];
        for (int j = 0; j < p; j++) {
            diagonal[j] = reflect(j);
            for (int k = j + 1; k < p; k++) {
                apply(j, a, k * n);
            }
        }
    }

    /**
     * Factors X.
     *
     * @param x n by p, not changed
     * @throws IllegalArgumentException if X has more columns than rows
     */
    public static Qr of(Matrix x) {
        if (x.columns() > x.rows()) {
            throw new IllegalArgumentException("a QR of a tall matrix needs at least as many rows as columns, got "
                    + x.rows() + " x " + x.columns());
        }
        return new Qr(x.rows(), x.columns(), x.data().clone());
    }

    /** The number of rows of X. */
    public int rows() {
        return n;
    }

    /** The number of columns of X. */
    public int columns() {
        return p;
    }

    /** R, p by p, upper triangular with a diagonal that is not negative. */
    public Matrix r() {
        Matrix r = Matrix.zeros(p, p);
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < j; i++) {
                r.set(i, j, Math.copySign(1, diagonal[i]) * a[j * n + i]);
            }
            r.set(j, j, Math.abs(diagonal[j]));
        }
        return r;
    }

    /** The thin Q, n by p, formed anew at each call. */
    public Matrix q() {
        double[] q = new double[n * p];
        for (int j = 0; j < p; j++) {
            q[j * n + j] = Math.copySign(1, diagonal[j]);
            for (int k = j; k >= 0; k--) {
                apply(k, q, j * n);
            }
        }
        return Matrix.of(n, p, q);
    }

    /** The b that makes the sum of squares of y - X b least: the solution of R b = Q'y. Y has n numbers. */
    public double[] solve(double[] y) {
        double[] z = rotated(y);
        double[] b = Arrays.copyOf(z, p);
        backSubstitute(b, p);
        return b;
    }

    /** The residuals y - X b of the least squares fit, as the projection of y on what X leaves. */
    public double[] residuals(double[] y) {
        double[] z = rotated(y);
        Arrays.fill(z, 0, p, 0);
        for (int j = p - 1; j >= 0; j--) {
            apply(j, z, 0);
        }
        return z;
    }

    /** The sum of squares of the residuals; 0 where n = p. */
    public double residualSumOfSquares(double[] y) {
        double[] z = rotated(y);
        double sum = 0;
        for (int i = p; i < n; i++) {
            sum += z[i] * z[i];
        }
        return sum;
    }

    /** The diagonal of X (X'X)^-1 X', as the squared row norms of the thin Q: between 0 and 1, with sum p. R: {@code hat}. */
    public double[] leverages() {
        double[] h = new double[n];
        double[] q = q().data();
        for (int j = 0; j < p; j++) {
            int c = j * n;
            for (int i = 0; i < n; i++) {
                h[i] += q[c + i] * q[c + i];
            }
        }
        return h;
    }

    /** (X'X)^-1 = R^-1 R^-1', p by p and exactly symmetric. R: {@code chol2inv(qr.R(qr(x)))}. */
    public Matrix inverseGram() {
        double[][] inverse = new double[p][p];
        for (int j = 0; j < p; j++) {
            inverse[j][j] = 1;
            backSubstitute(inverse[j], j + 1);
        }
        Matrix g = Matrix.zeros(p, p);
        for (int i = 0; i < p; i++) {
            for (int j = i; j < p; j++) {
                double sum = 0;
                for (int k = j; k < p; k++) {
                    sum += inverse[k][i] * inverse[k][j];
                }
                g.set(i, j, sum);
                g.set(j, i, sum);
            }
        }
        return g;
    }

    /** Makes the reflection of column j from its rows j on, scaled so that it is I - v v'; returns the diagonal of R. */
    private double reflect(int j) {
        int c = j * n;
        double largest = 0;
        for (int i = j; i < n; i++) {
            largest = Math.max(largest, Math.abs(a[c + i]));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = j; i < n; i++) {
            double s = a[c + i] / largest;
            sum += s * s;
        }
        double norm = largest * Math.sqrt(sum);
        double r = -Math.copySign(norm, a[c + j]);
        double v = a[c + j] - r;
        double scale = Math.sqrt(Math.abs(v)) * Math.sqrt(norm);
        a[c + j] = v / scale;
        for (int i = j + 1; i < n; i++) {
            a[c + i] /= scale;
        }
        return r;
    }

    /** Applies reflection j to the n numbers of {@code z} from {@code at} on. */
    private void apply(int j, double[] z, int at) {
        int c = j * n;
        double dot = 0;
        for (int i = j; i < n; i++) {
            dot += a[c + i] * z[at + i];
        }
        for (int i = j; i < n; i++) {
            z[at + i] -= dot * a[c + i];
        }
    }

    private double[] rotated(double[] y) {
        if (y.length != n) {
            throw new IllegalArgumentException("y has " + y.length + " numbers, the matrix " + n + " rows");
        }
        double[] z = y.clone();
        for (int j = 0; j < p; j++) {
            apply(j, z, 0);
        }
        return z;
    }

    /** Solves R x = z in place for the first k unknowns; the others are taken as 0. */
    private void backSubstitute(double[] z, int k) {
        for (int j = k - 1; j >= 0; j--) {
            z[j] /= diagonal[j];
            int c = j * n;
            for (int i = 0; i < j; i++) {
                z[i] -= z[j] * a[c + i];
            }
        }
    }
}
