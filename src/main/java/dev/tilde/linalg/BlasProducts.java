package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

/**
 * Products by OpenBLAS. Weights are kept row after row in one array, as it wants them. What was never settled, and
 * weight gradients of few rows, are left to Java.
 */
final class BlasProducts extends Products {
    /** Below so many multiplications a call costs more than the product. */
    private static final long FEWEST = 512;

    /**
     * Between the rows of weights: a power of two apart they fall on the same few lines of the cache, and OpenBLAS, which
     * reads columns of them, takes a tenth longer to train 512 units and half as long again to predict.
     */
    private static final int PAD = 16;

    private final OpenBlas blas;
    private final Products java;
    private final ThreadLocal<float[][]> room = ThreadLocal.withInitial(() -> new float[2][0]);

    BlasProducts(OpenBlas blas, Products java) {
        this.blas = blas;
        this.java = java;
    }

    @Override
    void settle(Plane[] b) {
        int n = b.length == 0 ? 0 : b[0].length();
        if (n == 0) {
            return;
        }
        int stride = n + PAD;
        float[] into = Settled.room(b, Math.multiplyExact(b.length, stride));
        for (int i = 0; i < b.length; i++) {
            System.arraycopy(numbers(b[i]), 0, into, i * stride, n);
        }
    }

    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        float[] all = Settled.of(b);
        int width = c.length * n;
        int stride = width + PAD;
        if (all == null || (long) rows * k * width < FEWEST) {
            java.multiply(c, n, rows, a, k, b);
            return;
        }
        for (int g = 0; g < c.length; g++) {
            for (int i = 0; i < a.length; i++) {
                blas.multiply(
                        false,
                        rows,
                        n,
                        k,
                        numbers(a[i]),
                        0,
                        k,
                        all,
                        i * k * stride + g * n,
                        stride,
                        1,
                        numbers(c[g]),
                        0,
                        n);
            }
        }
    }

    @Override
    void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        float[] b = numbers(bias);
        for (int g = 0; g < c.length; g++) {
            float[] z = numbers(c[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(b, g * n, z, r * n, n);
            }
        }
        multiply(c, n, rows, new Plane[] {x}, v.length, v);
        multiply(c, n, rows, new Plane[] {h}, u.length, u);
    }

    /** The rows of G and of D are arrays of their own: G is put together, the product is made, and added to D. */
    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        int n = d.length == 0 ? 0 : d[0].length();
        if ((long) rows * k * n < FEWEST) {
            java.outer(d, a, k, rows, g);
            return;
        }
        float[] together = room(0, rows * n);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(numbers(g[r]), 0, together, r * n, n);
        }
        float[] product = room(1, k * n);
        blas.multiply(true, k, n, rows, numbers(a), 0, k, together, 0, n, 0, product, 0, n);
        for (int i = 0; i < k; i++) {
            add(numbers(d[i]), product, i * n);
        }
    }

    private static void add(float[] z, float[] x, int from) {
        for (int j = 0; j < z.length; j++) {
            z[j] += x[from + j];
        }
    }

    private float[] room(int which, int size) {
        float[][] own = room.get();
        if (own[which].length < size) {
            own[which] = new float[size];
        }
        return own[which];
    }
}
