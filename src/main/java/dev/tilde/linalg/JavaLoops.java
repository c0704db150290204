package dev.tilde.linalg;

/**
 * The innermost loops of {@link JavaProducts}: products added to one, two or four rows of C. All but the last are written so
 * that the compiler of JDK 17 turns them into vector instructions: they start at 0 of their arrays and have at most eight
 * products. Where two rows use the same numbers of B, one of them has these in front in its multiply-adds and the other
 * behind: otherwise the compiler may put products of both rows into one vector, finds no stores to match, and gives up.
 */
final class JavaLoops {
    /** Whether the compiler makes vector instructions of {@link #four4}. That of JDK 17 does not. */
    private static final boolean FOUR = Runtime.version().feature() >= 25;

    /** From this length on four rows at a time are faster than two. */
    private static final int LONG = 128;

    static {
        warm();
    }

    private JavaLoops() {}

    /**
     * How the compiler unrolls a loop depends on how often it saw it turn before it compiled it. That of JDK 17 takes vectors of
     * 256 bits from about 70 to 140 turns on, with fewer turns shorter ones; with more there is less left to do in them for
     * short rows. What the loops see first therefore decides; this takes some milliseconds once in a JVM.
     */
    private static void warm() {
        float[][] b = new float[4][2 * LONG];
        float[][] c = new float[4][2 * LONG];
        float[] a = new float[16];
        for (int i = 0; i < 20_000; i++) {
            one4(c[0], b[0], b[1], b[2], b[3], a, 0, 1, LONG);
            two4(c[0], c[1], b[0], b[1], b[2], b[3], a, 0, 4, 1, FOUR ? LONG / 2 : LONG);
            if (FOUR) {
                four4(c[0], c[1], c[2], c[3], b[0], b[1], b[2], b[3], a, 0, 4, 1, 2 * LONG);
            }
        }
    }

    /** Whether rows of n numbers are best added to four at a time. */
    static boolean four(int n) {
        return FOUR && n >= LONG;
    }

    /**
     * Four products added to a row: {@code c[j] += sum_p a[at + p right] b_p[j]}, j below n and p ascending.
     *
     * @param right from one number of A to the next
     */
    static void one4(float[] c, float[] b0, float[] b1, float[] b2, float[] b3, float[] a, int at, int right, int n) {
        float c0 = a[at];
        float c1 = a[at + right];
        float c2 = a[at + 2 * right];
        float c3 = a[at + 3 * right];
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(c3, b3[j], Math.fma(c2, b2[j], Math.fma(c1, b1[j], Math.fma(c0, b0[j], c[j]))));
        }
    }

    /** One product added to a row. */
    static void one1(float[] c, float[] b, float a, int n) {
        for (int j = 0; j < n; j++) {
            c[j] = Math.fma(a, b[j], c[j]);
        }
    }

    /**
     * As {@link #one4} for two rows at once, of four loads for eight products.
     *
     * @param down from the numbers of A for the first row to those for the second
     */
    static void two4(
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
            d[j] = Math.fma(x3, d3, Math.fma(x2, d2, Math.fma(x1, d1, Math.fma(x0, d0, d[j]))));
        }
    }

    /** As {@link #two4} for four rows at once. */
    static void four4(
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
}
