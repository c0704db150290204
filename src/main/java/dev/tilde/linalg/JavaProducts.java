package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

/**
 * Products by loops that the compiler turns into vector instructions: up to four rows of C at a time get four products
 * added, or one row six, over stretches of columns that stay in the caches.
 */
final class JavaProducts extends Products {
    /** Whether the compiler turns a loop that stores to several arrays into vector instructions. JDK 17 does not. */
    private static final boolean MANY_STORES = Runtime.version().feature() >= 25;

    /** Rows from this length on are summed four at a time, shorter ones two. */
    private static final int LONG = 128;

    /**
     * Up to this length a row gets six products at a time where rows are summed one by one: seven rows of floats fit into
     * 32 kB. Of more than six the compiler of JDK 17 makes no vector instructions.
     */
    private static final int SIX = MANY_STORES ? 0 : 1024;

    /** Rows of G that are added before the next ones: a stretch of them fits into the first cache. */
    private static final int OUTER_ROWS = 16;

    /** Rows of C while they are being summed; products are shared between threads, these are not. */
    private final ThreadLocal<float[][]> rows = ThreadLocal.withInitial(() -> new float[0][0]);

    JavaProducts() {
        warm();
    }

    /**
     * How wide vectors get depends on how often the compiler saw a loop turn before it compiled it: 512 bits from 160
     * turns on, 256 from about 90. Wider ones need more turns one by one before and after, so that 256 bits are fastest
     * for the loop that serves rows of 32 to 2048 numbers. What the products see first therefore decides; this takes
     * some milliseconds once in a JVM.
     */
    private static void warm() {
        float[][] z = new float[8][2 * LONG];
        for (int i = 0; i < 20_000; i++) {
            rank4(z[0], z[4], z[5], z[6], z[7], 0, 0, 0, 0, LONG);
            rank6(z[0], z[1], z[2], z[3], z[5], z[6], z[7], z[4], 0, 1, LONG);
            if (MANY_STORES) {
                twoRanks4(z[0], z[1], z[4], z[5], z[6], z[7], z[4], 0, 4, 1, LONG / 2);
                fourRanks4(z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7], z[4], 0, 4, 1, 2 * LONG);
            }
        }
    }

    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        int width = c.length * n;
        float[][] sum = scratch(rows, width);
        for (int g = 0; g < c.length; g++) {
            float[] z = numbers(c[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(z, r * n, sum[r], g * n, n);
            }
        }
        for (int g = 0; g < a.length; g++) {
            accumulate(sum, width, rows, numbers(a[g]), k, b, g * k);
        }
        take(c, n, rows, sum);
    }

    @Override
    void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        int width = c.length * n;
        float[][] sum = scratch(rows, width);
        float[] b = numbers(bias);
        for (int r = 0; r < rows; r++) {
            System.arraycopy(b, 0, sum[r], 0, width);
        }
        accumulate(sum, width, rows, numbers(x), v.length, v, 0);
        accumulate(sum, width, rows, numbers(h), u.length, u, 0);
        take(c, n, rows, sum);
    }

    /** Cuts rows into planes side by side. */
    private static void take(Plane[] c, int n, int rows, float[][] sum) {
        for (int g = 0; g < c.length; g++) {
            float[] z = numbers(c[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(sum[r], g * n, z, r * n, n);
            }
        }
    }

    /** C += A B, a row of C in every array; four or six rows of B at a time, for all rows of C. */
    private static void accumulate(float[][] c, int n, int rows, float[] a, int k, Plane[] b, int first) {
        int i = 0;
        for (int end = bySix(k, n); i < end; i += 6) {
            float[] b0 = numbers(b[first + i]);
            float[] b1 = numbers(b[first + i + 1]);
            float[] b2 = numbers(b[first + i + 2]);
            float[] b3 = numbers(b[first + i + 3]);
            float[] b4 = numbers(b[first + i + 4]);
            float[] b5 = numbers(b[first + i + 5]);
            for (int r = 0; r < rows; r++) {
                rank6(c[r], b0, b1, b2, b3, b4, b5, a, r * k + i, 1, n);
            }
        }
        for (; i + 4 <= k; i += 4) {
            float[] b0 = numbers(b[first + i]);
            float[] b1 = numbers(b[first + i + 1]);
            float[] b2 = numbers(b[first + i + 2]);
            float[] b3 = numbers(b[first + i + 3]);
            int r = 0;
            for (; MANY_STORES && n >= LONG && r + 4 <= rows; r += 4) {
                int p = r * k + i;
                fourRanks4(c[r], c[r + 1], c[r + 2], c[r + 3], b0, b1, b2, b3, a, p, k, 1, n);
            }
            for (; MANY_STORES && r + 2 <= rows; r += 2) {
                twoRanks4(c[r], c[r + 1], b0, b1, b2, b3, a, r * k + i, k, 1, n);
            }
            for (; r < rows; r++) {
                int p = r * k + i;
                rank4(c[r], b0, b1, b2, b3, a[p], a[p + 1], a[p + 2], a[p + 3], n);
            }
        }
        for (; i < k; i++) {
            for (int r = 0; r < rows; r++) {
                rank1(c[r], numbers(b[first + i]), a[r * k + i], n);
            }
        }
    }

    /** How many of k products are added six at a time to rows of length n; of the others no more than need be are left by fours. */
    private static int bySix(int k, int n) {
        int sixes = n > SIX ? 0 : k / 6;
        return 6 * (sixes > 0 && (k - 6 * sixes) % 4 >= 2 ? sixes - 1 : sixes);
    }

    private static void rank6(
            float[] c,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] b4,
            float[] b5,
            float[] a,
            int at,
            int right,
            int n) {
        float a0 = a[at];
        float a1 = a[at + right];
        float a2 = a[at + 2 * right];
        float a3 = a[at + 3 * right];
        float a4 = a[at + 4 * right];
        float a5 = a[at + 5 * right];
        for (int j = 0; j < n; j++) {
            float three = Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j])));
            c[j] = Math.fma(a5, b5[j], Math.fma(a4, b4[j], Math.fma(a3, b3[j], three)));
        }
    }

    private static void rank4(
            float[] c, float[] b0, float[] b1, float[] b2, float[] b3, float a0, float a1, float a2, float a3, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a3, b3[j], Math.fma(a2, b2[j], Math.fma(a1, b1[j], Math.fma(a0, b0[j], c[j]))));
        }
    }

    /** {@link #rank4} for two rows at once. */
    private static void twoRanks4(
            float[] c,
            float[] d,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] a,
            int at,
            int down,
            int right,
            int n) {
        float c0 = a[at];
        float c1 = a[at + right];
        float c2 = a[at + 2 * right];
        float c3 = a[at + 3 * right];
        int q = at + down;
        float d0 = a[q];
        float d1 = a[q + right];
        float d2 = a[q + 2 * right];
        float d3 = a[q + 3 * right];
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            c[j] = Math.fma(c3, x3, Math.fma(c2, x2, Math.fma(c1, x1, Math.fma(c0, x0, c[j]))));
            d[j] = Math.fma(d3, x3, Math.fma(d2, x2, Math.fma(d1, x1, Math.fma(d0, x0, d[j]))));
        }
    }

    /** {@link #rank4} for four rows at once. */
    private static void fourRanks4(
            float[] c,
            float[] d,
            float[] e,
            float[] f,
            float[] b0,
            float[] b1,
            float[] b2,
            float[] b3,
            float[] a,
            int at,
            int down,
            int right,
            int n) {
        float c0 = a[at];
        float c1 = a[at + right];
        float c2 = a[at + 2 * right];
        float c3 = a[at + 3 * right];
        int q = at + down;
        float d0 = a[q];
        float d1 = a[q + right];
        float d2 = a[q + 2 * right];
        float d3 = a[q + 3 * right];
        q += down;
        float e0 = a[q];
        float e1 = a[q + right];
        float e2 = a[q + 2 * right];
        float e3 = a[q + 3 * right];
        q += down;
        float f0 = a[q];
        float f1 = a[q + right];
        float f2 = a[q + 2 * right];
        float f3 = a[q + 3 * right];
        for (int j = 0; j < n; j++) {
            float x0 = b0[j];
            float x1 = b1[j];
            float x2 = b2[j];
            float x3 = b3[j];
            c[j] = Math.fma(c3, x3, Math.fma(c2, x2, Math.fma(c1, x1, Math.fma(c0, x0, c[j]))));
            d[j] = Math.fma(d3, x3, Math.fma(d2, x2, Math.fma(d1, x1, Math.fma(d0, x0, d[j]))));
            e[j] = Math.fma(e3, x3, Math.fma(e2, x2, Math.fma(e1, x1, Math.fma(e0, x0, e[j]))));
            f[j] = Math.fma(f3, x3, Math.fma(f2, x2, Math.fma(f1, x1, Math.fma(f0, x0, f[j]))));
        }
    }

    private static void rank1(float[] c, float[] b, float a, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    private float[][] scratch(int count, int n) {
        float[][] s = rows.get();
        if (s.length < count || s[0].length < n) {
            s = new float[Math.max(count, s.length)][n];
            rows.set(s);
        }
        return s;
    }

    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        float[] x = numbers(a);
        int n = d.length == 0 ? 0 : d[0].length();
        for (int r = 0; r < rows; r += OUTER_ROWS) {
            int last = Math.min(rows, r + OUTER_ROWS);
            int i = 0;
            for (; MANY_STORES && i + 4 <= k && n >= LONG; i += 4) {
                outerFour(d, n, i, x, k, r, last, g);
            }
            for (; i < k; i++) {
                outerOne(numbers(d[i]), n, i, x, k, r, last, g);
            }
        }
    }

    private static void outerFour(Plane[] d, int n, int i, float[] x, int k, int first, int last, Plane[] g) {
        float[] z0 = numbers(d[i]);
        float[] z1 = numbers(d[i + 1]);
        float[] z2 = numbers(d[i + 2]);
        float[] z3 = numbers(d[i + 3]);
        int r = first;
        for (; r + 4 <= last; r += 4) {
            float[] g0 = numbers(g[r]);
            float[] g1 = numbers(g[r + 1]);
            float[] g2 = numbers(g[r + 2]);
            float[] g3 = numbers(g[r + 3]);
            fourRanks4(z0, z1, z2, z3, g0, g1, g2, g3, x, r * k + i, 1, k, n);
        }
        for (; r < last; r++) {
            int p = r * k + i;
            rank1(z0, numbers(g[r]), x[p], n);
            rank1(z1, numbers(g[r]), x[p + 1], n);
            rank1(z2, numbers(g[r]), x[p + 2], n);
            rank1(z3, numbers(g[r]), x[p + 3], n);
        }
    }

    private static void outerOne(float[] z, int n, int i, float[] x, int k, int first, int last, Plane[] g) {
        int r = first;
        for (int end = first + bySix(last - first, n); r < end; r += 6) {
            float[] g0 = numbers(g[r]);
            float[] g1 = numbers(g[r + 1]);
            float[] g2 = numbers(g[r + 2]);
            float[] g3 = numbers(g[r + 3]);
            float[] g4 = numbers(g[r + 4]);
            float[] g5 = numbers(g[r + 5]);
            rank6(z, g0, g1, g2, g3, g4, g5, x, r * k + i, k, n);
        }
        for (; r + 4 <= last; r += 4) {
            int p = r * k + i;
            float[] g0 = numbers(g[r]);
            float[] g1 = numbers(g[r + 1]);
            float[] g2 = numbers(g[r + 2]);
            float[] g3 = numbers(g[r + 3]);
            rank4(z, g0, g1, g2, g3, x[p], x[p + k], x[p + 2 * k], x[p + 3 * k], n);
        }
        for (; r < last; r++) {
            rank1(z, numbers(g[r]), x[r * k + i], n);
        }
    }
}
