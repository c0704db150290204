package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

import java.util.Arrays;

/**
 * Products by the Vector API, tile after tile. Weights are kept in panels, {@link VectorTile#WIDTH} columns each, one
 * panel after the other and in it one row after the other; columns that are missing in the last one are 0.
 *
 * <p>Every number of C gets its products in the same order as in {@link JavaProducts}, and each by one fused
 * multiply-add: the bits are the same, and products that are too small for tiles are left to it.
 */
final class VectorProducts extends Products {
    private static final int WIDTH = VectorTile.WIDTH;
    /** Rows of B that are added before the next ones: they stay in the first cache for all rows of C. */
    private static final int DEPTH = 256;
    /** The same for weight gradients; with so few, the columns of A stay in the second cache. */
    private static final int OUTER_DEPTH = 128;
    /** Columns that are transposed at once: a line of the cache. */
    private static final int LINE = 16;
    /** Fewer rows of C than this do not fill a tile. */
    private static final int FEWEST_ROWS = 4;

    private final Products java;
    private final ThreadLocal<Room> room = ThreadLocal.withInitial(Room::new);

    /** What a thread works in. */
    private static final class Room {
        /** The array of every row of C. */
        private float[][] rows = new float[0][];
        /** Columns of C that are no whole tile. */
        private float[] rest = new float[0];
        /** Columns of G. */
        private float[] panel = new float[0];
        /** A on its side. */
        private float[] columns = new float[0];

        float[][] rows(int count) {
            if (rows.length < count) {
                rows = new float[count][];
            }
            return rows;
        }

        float[] rest(int size) {
            if (rest.length < size) {
                rest = new float[size];
            }
            return rest;
        }

        float[] columns(int size) {
            if (columns.length < size) {
                columns = new float[size];
            }
            return columns;
        }

        float[] panel(int size) {
            if (panel.length < size) {
                panel = new float[size];
            }
            return panel;
        }
    }

    VectorProducts(Products java) {
        this.java = java;
    }

    @Override
    void settle(Plane[] b) {
        int n = b.length == 0 ? 0 : b[0].length();
        if (n < WIDTH) {
            return;
        }
        int panels = (n + WIDTH - 1) / WIDTH;
        float[] into = Settled.room(b, float[].class, panels * b.length * WIDTH, float[]::new);
        for (int k = 0; k < b.length; k++) {
            float[] row = numbers(b[k]);
            int whole = n / WIDTH;
            for (int p = 0; p < whole; p++) {
                VectorTile.copy(into, (p * b.length + k) * WIDTH, row, p * WIDTH);
            }
            if (whole < panels) {
                System.arraycopy(row, whole * WIDTH, into, (whole * b.length + k) * WIDTH, n - whole * WIDTH);
            }
        }
    }

    @Override
    void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        if (rows < FEWEST_ROWS) {
            java.affine(c, n, rows, bias, x, v, h, u);
            return;
        }
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

    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        float[] panels = Settled.of(b, float[].class);
        if (panels == null || rows < FEWEST_ROWS) {
            java.multiply(c, n, rows, a, k, b);
            return;
        }
        Room own = room.get();
        float[][] z = own.rows(rows);
        int width = c.length * n;
        for (int j = 0; j < width; j += WIDTH) {
            int g = j / n;
            int at = j - g * n;
            int panel = j * b.length;
            if (at + WIDTH <= n) {
                Arrays.fill(z, 0, rows, numbers(c[g]));
                tiles(z, rows, at, n, a, k, panels, panel);
            } else {
                float[] rest = own.rest(rows * WIDTH);
                int count = Math.min(WIDTH, width - j);
                rest(rest, c, n, rows, j, count, true);
                Arrays.fill(z, 0, rows, rest);
                tiles(z, rows, 0, WIDTH, a, k, panels, panel);
                rest(rest, c, n, rows, j, count, false);
            }
        }
    }

    /** Columns j, ... of the planes c side by side, to or from an array of their own. */
    private static void rest(float[] rest, Plane[] c, int n, int rows, int j, int count, boolean out) {
        for (int i = 0; i < count; i++) {
            float[] z = numbers(c[(j + i) / n]);
            int at = (j + i) % n;
            for (int r = 0; r < rows; r++) {
                if (out) {
                    rest[r * WIDTH + i] = z[r * n + at];
                } else {
                    z[r * n + at] = rest[r * WIDTH + i];
                }
            }
        }
    }

    /** All rows of some columns; the planes of A one after the other. */
    private static void tiles(float[][] z, int rows, int at, int step, Plane[] a, int k, float[] b, int panel) {
        for (int g = 0; g < a.length; g++) {
            float[] x = numbers(a[g]);
            for (int i = 0; i < k; i += DEPTH) {
                int deep = Math.min(DEPTH, k - i);
                tiles(z, rows, at, step, x, i, k, deep, b, panel + (g * k + i) * WIDTH);
            }
        }
    }

    private static void tiles(
            float[][] z, int rows, int at, int step, float[] a, int from, int down, int k, float[] b, int q) {
        int r = 0;
        while (r < rows) {
            int left = rows - r;
            int p = from + r * down;
            int o = at + r * step;
            if (left >= 6 && left != 8) {
                VectorTile.six(z, r, o, step, a, p, down, k, b, q);
                r += 6;
            } else if (left >= 4) {
                VectorTile.four(z, r, o, step, a, p, down, k, b, q);
                r += 4;
            } else {
                VectorTile.one(z, r, o, step, a, p, down, k, b, q);
                r++;
            }
        }
    }

    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        int n = d.length == 0 ? 0 : d[0].length();
        if (n < WIDTH || k < FEWEST_ROWS) {
            java.outer(d, a, k, rows, g);
            return;
        }
        Room own = room.get();
        float[][] z = own.rows(k);
        for (int i = 0; i < k; i++) {
            z[i] = numbers(d[i]);
        }
        for (int r = 0; r < rows; r += OUTER_DEPTH) {
            int deep = Math.min(OUTER_DEPTH, rows - r);
            float[] x = own.columns(k * OUTER_DEPTH);
            transpose(x, numbers(a), r, k, deep);
            outer(own, z, n, x, k, deep, g, r);
        }
    }

    /** Rows r, ... of A: its columns one after the other, each {@link #OUTER_DEPTH} numbers after the one before. */
    private static void transpose(float[] x, float[] a, int r, int k, int deep) {
        for (int i = 0; i < k; i += LINE) {
            int end = Math.min(k, i + LINE);
            for (int q = 0; q < deep; q++) {
                for (int c = i; c < end; c++) {
                    x[c * OUTER_DEPTH + q] = a[(r + q) * k + c];
                }
            }
        }
    }

    private static void outer(Room own, float[][] z, int n, float[] x, int k, int deep, Plane[] g, int r) {
        float[] panel = own.panel(OUTER_DEPTH * WIDTH);
        int j = 0;
        for (; j + WIDTH <= n; j += WIDTH) {
            for (int q = 0; q < deep; q++) {
                VectorTile.copy(panel, q * WIDTH, numbers(g[r + q]), j);
            }
            tiles(z, k, j, 0, x, 0, OUTER_DEPTH, deep, panel, 0);
        }
        if (j < n) {
            last(own, z, n, j, x, k, deep, g, r, panel);
        }
    }

    /** Columns of D that are no whole tile. */
    private static void last(
            Room own, float[][] z, int n, int j, float[] x, int k, int deep, Plane[] g, int r, float[] panel) {
        int count = n - j;
        for (int q = 0; q < deep; q++) {
            System.arraycopy(numbers(g[r + q]), j, panel, q * WIDTH, count);
        }
        float[] rest = own.rest(k * WIDTH);
        float[][] same = new float[k][];
        Arrays.fill(same, rest);
        for (int i = 0; i < k; i++) {
            System.arraycopy(z[i], j, rest, i * WIDTH, count);
        }
        tiles(same, k, 0, WIDTH, x, 0, OUTER_DEPTH, deep, panel, 0);
        for (int i = 0; i < k; i++) {
            System.arraycopy(rest, i * WIDTH, z[i], j, count);
        }
    }
}
