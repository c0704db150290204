package dev.tilde.linalg;

/**
 * The matrix products of {@link FloatKernels}, as one {@link Engine} computes them; the contracts are those of
 * {@link Kernels}. Shared between threads.
 */
abstract class Products {
    /** {@link Kernels#settle}. */
    void settle(Plane[] b) {}

    /** {@link Kernels#multiply}. */
    abstract void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b);

    /** {@link Kernels#affine}, c being any numbers before. */
    abstract void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u);

    /** {@link Kernels#outer}. */
    abstract void outer(Plane[] d, Plane a, int k, int rows, Plane[] g);
}
