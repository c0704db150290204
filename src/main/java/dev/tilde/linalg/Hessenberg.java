package dev.tilde.linalg;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Eigenvalues of a square matrix without symmetry: orthogonal reduction to Hessenberg form, then QR steps with two
 * shifts at a time in real arithmetic. Source: Golub and Van Loan, Matrix Computations, 4th edition, algorithms 7.4.2,
 * 7.5.1 and 7.5.2.
 */
final class Hessenberg {
    private static final double EPS = 0x1p-52;
    private static final int MOST_STEPS = 60;

    private Hessenberg() {}

    /** Reduces rows of a square matrix, in place, to zeros below the first subdiagonal. */
    static void reduce(double[][] a) {
        int n = a.length;
        double[] v = new double[n];
        double[] w = new double[n];
        for (int k = 0; k + 2 < n; k++) {
            for (int i = k + 1; i < n; i++) {
                v[i] = a[i][k];
            }
            double r = Rank4.reflect(v, k + 1, n);
            Arrays.fill(w, 0);
            for (int i = k + 1; i < n; i++) {
                Rank4.add(w, v[i], a[i], k + 1, n);
            }
            for (int i = k + 1; i < n; i++) {
                Rank4.add(a[i], -v[i], w, k + 1, n);
                a[i][k] = 0;
            }
            a[k + 1][k] = r;
            for (double[] row : a) {
                Rank4.add(row, -Rank4.dot(row, v, k + 1, n), v, k + 1, n);
            }
        }
    }

    /**
     * The eigenvalues of a Hessenberg matrix.
     *
     * @param h overwritten
     * @return real parts, then imaginary parts; conjugate pairs side by side
     */
    static double[][] eigenvalues(double[][] h) {
        int n = h.length;
        double[][] out = new double[2][n];
        double norm = 0;
        for (double[] row : h) {
            for (double v : row) {
                norm = Math.max(norm, Math.abs(v));
            }
        }
        int high = n - 1;
        int steps = 0;
        while (high >= 0) {
            int low = split(h, high, norm);
            if (low == high) {
                out[0][high--] = h[low][low];
                steps = 0;
            } else if (low == high - 1) {
                pair(h, low, out);
                high -= 2;
                steps = 0;
            } else {
                if (++steps > MOST_STEPS) {
                    throw new ArithmeticException("the QR iteration for eigenvalues did not converge");
                }
                double s = h[high - 1][high - 1] + h[high][high];
                double t = h[high - 1][high - 1] * h[high][high] - h[high - 1][high] * h[high][high - 1];
                if (steps % 10 == 0) {
                    double m = Math.abs(h[high][high - 1]) + Math.abs(h[high - 1][high - 2]);
                    s = 1.5 * m + 2 * h[high][high];
                    t = m * m + h[high][high] * (1.5 * m + h[high][high]);
                }
                step(h, low, high, s, t, null);
            }
        }
        return out;
    }

    /** The first row of the block that ends at {@code high}: entries below the diagonal that count as 0 become 0. */
    private static int split(double[][] h, int high, double norm) {
        for (int k = high; k > 0; k--) {
            double near = Math.abs(h[k][k]) + Math.abs(h[k - 1][k - 1]);
            if (Math.abs(h[k][k - 1]) <= EPS * (near == 0 ? norm : near)) {
                h[k][k - 1] = 0;
                return k;
            }
        }
        return 0;
    }

    private static void pair(double[][] h, int k, double[][] out) {
        double a = h[k][k];
        double d = h[k + 1][k + 1];
        double half = (a - d) / 2;
        double bc = h[k][k + 1] * h[k + 1][k];
        double discriminant = half * half + bc;
        if (discriminant >= 0) {
            double z = half + Math.copySign(Math.sqrt(discriminant), half);
            out[0][k] = d + z;
            out[0][k + 1] = z == 0 ? d : d - bc / z;
        } else {
            out[0][k] = (a + d) / 2;
            out[0][k + 1] = out[0][k];
            out[1][k] = Math.sqrt(-discriminant);
            out[1][k + 1] = -out[1][k];
        }
    }

    /**
     * One QR step with the two shifts that have the sum s and the product t, on rows and columns low to high.
     *
     * @param q when given, the whole of h is kept similar and its rows (of the transpose of Q) are turned along;
     *     without it only the block is
     */
    static void step(double[][] h, int low, int high, double s, double t, double @Nullable [][] q) {
        double[] v = new double[3];
        double h00 = h[low][low];
        double h10 = h[low + 1][low];
        v[0] = h00 * h00 + h[low][low + 1] * h10 - s * h00 + t;
        v[1] = h10 * (h00 + h[low + 1][low + 1] - s);
        v[2] = low + 2 <= high ? h10 * h[low + 2][low + 1] : 0;
        int top = q == null ? low : 0;
        int end = q == null ? high + 1 : h.length;
        for (int k = low; k < high; k++) {
            int size = Math.min(3, high - k + 1);
            if (k > low) {
                for (int i = 0; i < size; i++) {
                    v[i] = h[k + i][k - 1];
                }
            }
            double r = Rank4.reflect(v, 0, size);
            if (k > low) {
                h[k][k - 1] = r;
                for (int i = 1; i < size; i++) {
                    h[k + i][k - 1] = 0;
                }
            }
            double v0 = v[0];
            double v1 = v[1];
            double v2 = size == 3 ? v[2] : 0;
            left(h, k, size, v0, v1, v2, k, end);
            for (int i = top; i <= Math.min(k + 3, high); i++) {
                double[] row = h[i];
                double dot = v0 * row[k] + v1 * row[k + 1] + (size == 3 ? v2 * row[k + 2] : 0);
                row[k] -= dot * v0;
                row[k + 1] -= dot * v1;
                if (size == 3) {
                    row[k + 2] -= dot * v2;
                }
            }
            if (q != null) {
                left(q, k, size, v0, v1, v2, 0, q.length);
            }
        }
    }

    private static void left(double[][] h, int k, int size, double v0, double v1, double v2, int from, int to) {
        double[] a = h[k];
        double[] b = h[k + 1];
        if (size == 2) {
            for (int j = from; j < to; j++) {
                double dot = v0 * a[j] + v1 * b[j];
                a[j] -= dot * v0;
                b[j] -= dot * v1;
            }
            return;
        }
        double[] c = h[k + 2];
        for (int j = from; j < to; j++) {
            double dot = v0 * a[j] + v1 * b[j] + v2 * c[j];
            a[j] -= dot * v0;
            b[j] -= dot * v1;
            c[j] -= dot * v2;
        }
    }
}
