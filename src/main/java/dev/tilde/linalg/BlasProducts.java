package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

import java.util.Arrays;

/**
 * Products by OpenBLAS. Weights are kept outside the heap, where they can begin with a line of the cache. What was never
 * settled is left to Java.
 */
final class BlasProducts extends Products {
    /** Below so many multiplications a call costs more than the product. */
    private static final long FEWEST = 512;

    /**
     * Weights lie in panels of so many columns, and so many rows of a panel go into a call. OpenBLAS copies the weights of a
     * large product before it multiplies, though at every step of 16 sequences each of them is used 16 times only. Products
     * of up to 100^3 multiplications it makes where the weights lie, with AVX-512; these are half as large. With AVX2 it
     * copies them all the same, but each time a part that fits the cache.
     */
    private static final int COLUMNS = 512;

    private static final int ROWS = 64;

    private final OpenBlas blas;
    private final Products java;
    private final ThreadLocal<float[]> room = ThreadLocal.withInitial(() -> new float[0]);

    BlasProducts(OpenBlas blas, Products java) {
        this.blas = blas;
        this.java = java;
    }

    @Override
    void settle(Plane[] b) {
        int width = b.length == 0 ? 0 : b[0].length();
        if (width == 0) {
            return;
        }
        OpenBlas.Room into = Settled.room(b, OpenBlas.Room.class, Math.multiplyExact(b.length, width), blas::room);
        for (int from = 0; from < width; from += COLUMNS) {
            int stride = Math.min(COLUMNS, width - from);
            for (int i = 0; i < b.length; i++) {
                blas.copy(numbers(b[i]), from, into, from * b.length + i * stride, stride);
            }
        }
    }

    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        OpenBlas.Room all = Settled.of(b, OpenBlas.Room.class);
        int width = c.length * n;
        if (all == null || (long) rows * k * width < FEWEST) {
            java.multiply(c, n, rows, a, k, b);
            return;
        }
        for (int from = 0; from < width; from += COLUMNS) {
            int stride = Math.min(COLUMNS, width - from);
            for (int j = from, end; j < from + stride; j = end) {
                end = Math.min(from + stride, (j / n + 1) * n);
                for (int i = 0; i < a.length * k; i += Math.min(ROWS, k - i % k)) {
                    blas.multiply(
                            rows,
                            end - j,
                            Math.min(ROWS, k - i % k),
                            numbers(a[i / k]),
                            i % k,
                            k,
                            all,
                            from * b.length + i * stride + j - from,
                            stride,
                            numbers(c[j / n]),
                            j % n,
                            n);
                }
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

    /** All rows in one plane, row after row: that is what OpenBLAS wants, and what stands for each of them. */
    @Override
    Plane[] packed(int rows, int width) {
        Plane[] all = new Plane[rows];
        Arrays.fill(all, new FloatPlane(Math.multiplyExact(rows, width)));
        return all;
    }

    @Override
    void pack(Plane[] into, int first, Plane[] gates, int n, int rows) {
        for (int g = 0; g < gates.length; g++) {
            for (int r = 0; r < rows; r++) {
                int at = ((first + r) * gates.length + g) * n;
                System.arraycopy(numbers(gates[g]), r * n, numbers(into[0]), at, n);
            }
        }
    }

    /** The rows of D are arrays of their own: the product is made, and added to them. */
    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        int n = d.length == 0 ? 0 : d[0].length();
        if ((long) rows * k * n == 0) {
            return;
        }
        float[] product = room(k * n);
        blas.outer(k, n, rows, numbers(a), numbers(g[0]), product);
        for (int i = 0; i < k; i++) {
            add(numbers(d[i]), product, i * n);
        }
    }

    @Override
    void addRows(Plane d, Plane[] g, int rows) {
        for (int r = 0; r < rows; r++) {
            add(numbers(d), numbers(g[0]), r * d.length());
        }
    }

    /** All of D is written, read and added once a call: many rows make up for it. */
    @Override
    int outerRows() {
        return 1024;
    }

    private static void add(float[] z, float[] x, int from) {
        for (int j = 0; j < z.length; j++) {
            z[j] += x[from + j];
        }
    }

    private float[] room(int size) {
        if (room.get().length < size) {
            room.set(new float[size]);
        }
        return room.get();
    }
}
