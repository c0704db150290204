package dev.tilde.linalg;

import static dev.tilde.linalg.DoublePlane.numbers;

/** The matrix products of {@link DoubleKernels}; the contracts are those of {@link Kernels}. Shared between threads. */
final class DoubleProducts {
    /** A row of C while it is being summed; products are shared between threads, rows are not. */
    private final ThreadLocal<double[]> row = ThreadLocal.withInitial(() -> new double[0]);

    /** {@link Kernels#multiply}. */
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        int width = c.length * n;
        double[] sum = scratch(width);
        for (int r = 0; r < rows; r++) {
            for (int g = 0; g < c.length; g++) {
                System.arraycopy(numbers(c[g]), r * n, sum, g * n, n);
            }
            for (int g = 0; g < a.length; g++) {
                accumulate(sum, width, numbers(a[g]), r * k, k, b, g * k);
            }
            for (int g = 0; g < c.length; g++) {
                System.arraycopy(sum, g * n, numbers(c[g]), r * n, n);
            }
        }
    }

    /** sum += a[from..from+k) B[first..first+k), four rows of B at a time. */
    private static void accumulate(double[] sum, int n, double[] a, int from, int k, Plane[] b, int first) {
        int i = 0;
        for (; i + 4 <= k; i += 4) {
            int p = from + i;
            int q = first + i;
            rank4(
                    sum,
                    numbers(b[q]),
                    numbers(b[q + 1]),
                    numbers(b[q + 2]),
                    numbers(b[q + 3]),
                    a[p],
                    a[p + 1],
                    a[p + 2],
                    a[p + 3],
                    n);
        }
        for (; i < k; i++) {
            rank1(sum, numbers(b[first + i]), a[from + i], n);
        }
    }

    private static void rank4(
            double[] c,
            double[] b0,
            double[] b1,
            double[] b2,
            double[] b3,
            double a0,
            double a1,
            double a2,
            double a3,
            int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    private static void rank1(double[] c, double[] b, double a, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    private double[] scratch(int n) {
        double[] s = row.get();
        if (s.length < n) {
            s = new double[n];
            row.set(s);
        }
        return s;
    }

    /** {@link Kernels#pack}. */
    void pack(Plane[] into, int first, Plane[] gates, int n, int rows) {
        for (int g = 0; g < gates.length; g++) {
            double[] x = numbers(gates[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, r * n, numbers(into[first + r]), g * n, n);
            }
        }
    }

    /** {@link Kernels#outer}. */
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        double[] x = numbers(a);
        for (int i = 0; i < k; i++) {
            double[] z = numbers(d[i]);
            int r = 0;
            for (; r + 4 <= rows; r += 4) {
                rank4(
                        z,
                        numbers(g[r]),
                        numbers(g[r + 1]),
                        numbers(g[r + 2]),
                        numbers(g[r + 3]),
                        x[r * k + i],
                        x[(r + 1) * k + i],
                        x[(r + 2) * k + i],
                        x[(r + 3) * k + i],
                        z.length);
            }
            for (; r < rows; r++) {
                rank1(z, numbers(g[r]), x[r * k + i], z.length);
            }
        }
    }
}
