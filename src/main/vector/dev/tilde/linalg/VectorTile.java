package dev.tilde.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * A tile of C, some rows x {@link #WIDTH} columns, in registers while products are added to it over k ascending: the
 * innermost loops of {@link VectorProducts}. Nothing rare may stand in these methods: it would keep the compiler from
 * holding the vectors in registers.
 *
 * <p>Row r of the tile is {@code c[row + r]} from {@code at + r step} on. The number of A for its product i is
 * {@code a[from + r down + i]}; those of B are {@code b[panel + i WIDTH]} and the ones behind it.
 */
final class VectorTile {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    /** Columns of a tile: two vectors. */
    static final int WIDTH = 2 * LANES;

    private VectorTile() {}

    /** Six rows of C. */
    static void six(
            float[][] c, int row, int at, int step, float[] a, int from, int down, int k, float[] b, int panel) {
        float[] c0 = c[row];
        float[] c1 = c[row + 1];
        int o1 = at + step;
        int p1 = from + down;
        float[] c2 = c[row + 2];
        int o2 = o1 + step;
        int p2 = p1 + down;
        float[] c3 = c[row + 3];
        int o3 = o2 + step;
        int p3 = p2 + down;
        float[] c4 = c[row + 4];
        int o4 = o3 + step;
        int p4 = p3 + down;
        float[] c5 = c[row + 5];
        int o5 = o4 + step;
        int p5 = p4 + down;
        FloatVector l0 = FloatVector.fromArray(S, c0, at);
        FloatVector r0 = FloatVector.fromArray(S, c0, at + LANES);
        FloatVector l1 = FloatVector.fromArray(S, c1, o1);
        FloatVector r1 = FloatVector.fromArray(S, c1, o1 + LANES);
        FloatVector l2 = FloatVector.fromArray(S, c2, o2);
        FloatVector r2 = FloatVector.fromArray(S, c2, o2 + LANES);
        FloatVector l3 = FloatVector.fromArray(S, c3, o3);
        FloatVector r3 = FloatVector.fromArray(S, c3, o3 + LANES);
        FloatVector l4 = FloatVector.fromArray(S, c4, o4);
        FloatVector r4 = FloatVector.fromArray(S, c4, o4 + LANES);
        FloatVector l5 = FloatVector.fromArray(S, c5, o5);
        FloatVector r5 = FloatVector.fromArray(S, c5, o5 + LANES);
        for (int i = 0; i < k; i++) {
            FloatVector left = FloatVector.fromArray(S, b, panel + i * WIDTH);
            FloatVector rest = FloatVector.fromArray(S, b, panel + i * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[from + i]);
            l0 = x.fma(left, l0);
            r0 = x.fma(rest, r0);
            x = FloatVector.broadcast(S, a[p1 + i]);
            l1 = x.fma(left, l1);
            r1 = x.fma(rest, r1);
            x = FloatVector.broadcast(S, a[p2 + i]);
            l2 = x.fma(left, l2);
            r2 = x.fma(rest, r2);
            x = FloatVector.broadcast(S, a[p3 + i]);
            l3 = x.fma(left, l3);
            r3 = x.fma(rest, r3);
            x = FloatVector.broadcast(S, a[p4 + i]);
            l4 = x.fma(left, l4);
            r4 = x.fma(rest, r4);
            x = FloatVector.broadcast(S, a[p5 + i]);
            l5 = x.fma(left, l5);
            r5 = x.fma(rest, r5);
        }
        l0.intoArray(c0, at);
        r0.intoArray(c0, at + LANES);
        l1.intoArray(c1, o1);
        r1.intoArray(c1, o1 + LANES);
        l2.intoArray(c2, o2);
        r2.intoArray(c2, o2 + LANES);
        l3.intoArray(c3, o3);
        r3.intoArray(c3, o3 + LANES);
        l4.intoArray(c4, o4);
        r4.intoArray(c4, o4 + LANES);
        l5.intoArray(c5, o5);
        r5.intoArray(c5, o5 + LANES);
    }

    /** Four rows of C. */
    static void four(
            float[][] c, int row, int at, int step, float[] a, int from, int down, int k, float[] b, int panel) {
        float[] c0 = c[row];
        float[] c1 = c[row + 1];
        int o1 = at + step;
        int p1 = from + down;
        float[] c2 = c[row + 2];
        int o2 = o1 + step;
        int p2 = p1 + down;
        float[] c3 = c[row + 3];
        int o3 = o2 + step;
        int p3 = p2 + down;
        FloatVector l0 = FloatVector.fromArray(S, c0, at);
        FloatVector r0 = FloatVector.fromArray(S, c0, at + LANES);
        FloatVector l1 = FloatVector.fromArray(S, c1, o1);
        FloatVector r1 = FloatVector.fromArray(S, c1, o1 + LANES);
        FloatVector l2 = FloatVector.fromArray(S, c2, o2);
        FloatVector r2 = FloatVector.fromArray(S, c2, o2 + LANES);
        FloatVector l3 = FloatVector.fromArray(S, c3, o3);
        FloatVector r3 = FloatVector.fromArray(S, c3, o3 + LANES);
        for (int i = 0; i < k; i++) {
            FloatVector left = FloatVector.fromArray(S, b, panel + i * WIDTH);
            FloatVector rest = FloatVector.fromArray(S, b, panel + i * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[from + i]);
            l0 = x.fma(left, l0);
            r0 = x.fma(rest, r0);
            x = FloatVector.broadcast(S, a[p1 + i]);
            l1 = x.fma(left, l1);
            r1 = x.fma(rest, r1);
            x = FloatVector.broadcast(S, a[p2 + i]);
            l2 = x.fma(left, l2);
            r2 = x.fma(rest, r2);
            x = FloatVector.broadcast(S, a[p3 + i]);
            l3 = x.fma(left, l3);
            r3 = x.fma(rest, r3);
        }
        l0.intoArray(c0, at);
        r0.intoArray(c0, at + LANES);
        l1.intoArray(c1, o1);
        r1.intoArray(c1, o1 + LANES);
        l2.intoArray(c2, o2);
        r2.intoArray(c2, o2 + LANES);
        l3.intoArray(c3, o3);
        r3.intoArray(c3, o3 + LANES);
    }

    /** One row of C. */
    static void one(
            float[][] c, int row, int at, int step, float[] a, int from, int down, int k, float[] b, int panel) {
        float[] c0 = c[row];
        FloatVector l0 = FloatVector.fromArray(S, c0, at);
        FloatVector r0 = FloatVector.fromArray(S, c0, at + LANES);
        for (int i = 0; i < k; i++) {
            FloatVector left = FloatVector.fromArray(S, b, panel + i * WIDTH);
            FloatVector rest = FloatVector.fromArray(S, b, panel + i * WIDTH + LANES);
            FloatVector x = FloatVector.broadcast(S, a[from + i]);
            l0 = x.fma(left, l0);
            r0 = x.fma(rest, r0);
        }
        l0.intoArray(c0, at);
        r0.intoArray(c0, at + LANES);
    }

    /** WIDTH numbers of x from {@code at} on, to z at {@code to}. */
    static void copy(float[] z, int to, float[] x, int at) {
        FloatVector.fromArray(S, x, at).intoArray(z, to);
        FloatVector.fromArray(S, x, at + LANES).intoArray(z, to + LANES);
    }
}
