package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

/**
 * The matrix products of {@link FloatKernels}, as one {@link Engine} computes them; the contracts are those of
 * {@link Kernels}. Shared between threads.
 */
abstract class Products {
    static final int OUTER_ROWS = 256;

    /** {@link Kernels#settle}. */
    void settle(Plane[] b) {}

    /** {@link Kernels#multiply}. */
    abstract void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b);

    /** {@link Kernels#affine}, c being any numbers before. */
    abstract void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u);

    /** {@link Kernels#packed}. */
    Plane[] packed(int rows, int width) {
        Plane[] all = new Plane[rows];
        for (int r = 0; r < rows; r++) {
            all[r] = new FloatPlane(width);
        }
        return all;
    }

    /** {@link Kernels#pack}. */
    void pack(Plane[] into, int first, Plane[] gates, int n, int rows) {
        for (int g = 0; g < gates.length; g++) {
            float[] x = numbers(gates[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, r * n, numbers(into[first + r]), g * n, n);
            }
        }
    }

    /** {@link Kernels#outer}. */
    abstract void outer(Plane[] d, Plane a, int k, int rows, Plane[] g);

    /** {@link Kernels#addRows}. */
    void addRows(Plane d, Plane[] g, int rows) {
        float[] z = numbers(d);
        for (int r = 0; r < rows; r++) {
            float[] x = numbers(g[r]);
            for (int j = 0; j < z.length; j++) {
                z[j] += x[j];
            }
        }
    }

    /** {@link Kernels#outerRows}. */
    int outerRows() {
        return OUTER_ROWS;
    }
}
