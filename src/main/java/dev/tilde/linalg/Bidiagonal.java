package dev.tilde.linalg;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The form {@code A = U B P'} of a square matrix with orthogonal U and P and an upper bidiagonal B, and with it the ridge
 * solutions of one system for any number of penalties at a cost of a few operations per column each. Source: Golub and
 * Kahan (1965), doi:10.1137/0702016; Eldén (1977), doi:10.1007/BF01933413.
 */
final class Bidiagonal {
    private static final int PANEL = 32;
    private static final int STRIPE = 256;

    private final int p;
    private final double[] diagonal;
    /** Entry j stands at row j, column j + 1. */
    private final double[] above;
    /** {@code right[k]} is the vector of the reflection of columns k + 1 on. */
    private final double[][] right;
    /** U'D, p rows. */
    private final double[][] rotated;

    private Bidiagonal(int p) {
        this.p = p;
        this.diagonal = new double[p];
        this.above = new double[p];
        this.right = new double[Math.max(0, p - 2)][];
        this.rotated = new double[p][];
    }

    /**
     * Reduces the first p columns of p rows.
     *
     * @param a p rows of p columns of A and then q of right-hand sides; overwritten
     */
    static Bidiagonal of(double[][] a, int p, int q) {
        Bidiagonal b = new Bidiagonal(p);
        b.reduce(a, p + q);
        for (int i = 0; i < p; i++) {
            b.rotated[i] = new double[q];
            System.arraycopy(a[i], p, b.rotated[i], 0, q);
        }
        return b;
    }

    private void reduce(double[][] a, int columns) {
        double[] u = new double[p];
        double[] x = new double[columns];
        double[] y = new double[p];
        double[] v = new double[columns];
        for (int k = 0; k < p; k++) {
            for (int i = k; i < p; i++) {
                a[i][k] -= y[i] * v[k];
                u[i] = a[i][k];
            }
            diagonal[k] = Rank4.reflect(u, k, p);
            Arrays.fill(x, 0);
            addRows(x, u, a, k, k + 1, columns);
            Rank4.add(x, -Rank4.dot(u, y, k, p), v, k + 1, columns);
            update(a[k], y[k], v, u[k], x, k + 1, columns);
            double[] next = new double[columns];
            if (k < p - 2) {
                System.arraycopy(a[k], k + 1, next, k + 1, p - k - 1);
                above[k] = Rank4.reflect(next, k + 1, p);
                right[k] = Arrays.copyOf(next, p);
            } else if (k == p - 2) {
                above[k] = a[k][k + 1];
            }
            for (int i = k + 1; i < p; i++) {
                update(a[i], y[i], v, u[i], x, k + 1, columns);
                y[i] = Rank4.dot(a[i], next, k + 1, p);
            }
            v = next;
        }
    }

    private void addRows(double[] x, double[] u, double[][] a, int k, int from, int to) {
        int i = k;
        for (; i + 4 <= p; i += 4) {
            Rank4.add(x, u[i], a[i], u[i + 1], a[i + 1], u[i + 2], a[i + 2], u[i + 3], a[i + 3], from, to);
        }
        for (; i < p; i++) {
            Rank4.add(x, u[i], a[i], from, to);
        }
    }

    private static void update(double[] row, double y, double[] v, double u, double[] x, int from, int to) {
        for (int j = from; j < to; j++) {
            row[j] -= y * v[j] + u * x[j];
        }
    }

    /** P, as p rows; formed anew at each call. */
    double[][] rightVectors() {
        double[][] out = new double[p][p];
        for (int i = 0; i < p; i++) {
            out[i][i] = 1;
        }
        int last = (right.length - 1) / PANEL * PANEL;
        for (int k = last; k >= 0 && right.length > 0; k -= PANEL) {
            int width = Math.min(PANEL, right.length - k);
            double[][] v = new double[width][];
            for (int c = 0; c < width; c++) {
                v[c] = Arrays.copyOfRange(right[k + c], k + 1, p);
            }
            double[][] t = TallQr.compact(v, width, p - k - 1);
            int start = k + 1;
            IntStream.range(0, (p - start + STRIPE - 1) / STRIPE)
                    .parallel()
                    .forEach(s -> TallQr.reflect(
                            out, start, v, t, start + s * STRIPE, Math.min(p, start + (s + 1) * STRIPE)));
        }
        return out;
    }

    /** {@code P g}. */
    double[] turned(double[] g) {
        double[] out = g.clone();
        for (int k = right.length - 1; k >= 0; k--) {
            Rank4.add(out, -Rank4.dot(right[k], out, k + 1, p), right[k], k + 1, p);
        }
        return out;
    }

    /** The least squares solution with a penalty of lambda times its square, for each right-hand side. */
    Penalised penalised(double lambda) {
        return new Penalised(lambda);
    }

    /** The triangle C of {@code C'C = B'B + lambda I}, and the solutions in the coordinates of P. */
    final class Penalised {
        private final double[] inverse = new double[p];
        private final double[] off = new double[p];
        private final double[][] solutions;

        private Penalised(double lambda) {
            int q = p == 0 ? 0 : rotated[0].length;
            double root = Math.sqrt(lambda);
            double[][] f = new double[q][p];
            double[] carried = new double[q];
            double low = root;
            for (int i = 0; i < p; i++) {
                double rho = Math.hypot(diagonal[i], low);
                double c = diagonal[i] / rho;
                double s = low / rho;
                inverse[i] = 1 / rho;
                off[i] = c * above[i];
                double fill = -s * above[i];
                double next = Math.hypot(root, fill);
                for (int r = 0; r < q; r++) {
                    double d = rotated[i][r];
                    f[r][i] = c * d + s * carried[r];
                    double left = c * carried[r] - s * d;
                    carried[r] = next == 0 ? 0 : left * fill / next;
                }
                low = next;
            }
            for (double[] g : f) {
                for (int i = p - 1; i >= 0; i--) {
                    g[i] = (i + 1 < p ? g[i] - off[i] * g[i + 1] : g[i]) * inverse[i];
                }
            }
            solutions = f;
        }

        /** For right-hand side r, in the coordinates of P. */
        double[] solution(int r) {
            return solutions[r];
        }

        /** {@code w' (B'B + lambda I)^-1 w} for w = P'z. */
        double leverage(double[] w) {
            double t = 0;
            double h = 0;
            double before = 0;
            for (int j = 0; j < p; j++) {
                t = (w[j] - before * t) * inverse[j];
                h += t * t;
                before = off[j];
            }
            return h;
        }
    }
}
