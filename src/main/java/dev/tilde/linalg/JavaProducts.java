package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Products by the loops of {@link JavaLoops}: two or four rows of C at a time get four products added. Long rows are cut
 * into tiles, copied to where they stay in the caches until all products are added.
 */
final class JavaProducts extends Products {
    /** Columns of a tile at most. */
    private static final int TILE = 512;

    /** Rows of G that are added before the next ones, so that they stay in the caches for all rows of D. */
    private static final int OUTER_ROWS = 32;

    private final ThreadLocal<Room> room = ThreadLocal.withInitial(Room::new);

    /** What a thread works in. */
    private static final class Room {
        /** Rows of C, or of their tiles. */
        private float[][] c = new float[1][0];

        /** Tiles of rows of G, and of D. */
        private final float[][] g = new float[OUTER_ROWS][TILE];

        private final float[][] d = new float[4][TILE];

        float[][] c(int count, int width) {
            if (c.length < count || c[0].length < width) {
                c = new float[Math.max(count, c.length)][width];
            }
            return c;
        }
    }

    /** Rows of n numbers in tiles of equal width but the last. */
    private record Tiles(int n, int width) {
        static Tiles of(int n) {
            int count = (n + TILE - 1) / TILE;
            return count <= 1 ? one(n) : new Tiles(n, ((n + count - 1) / count + 15) / 16 * 16);
        }

        /** Rows as they are. */
        static Tiles one(int n) {
            return new Tiles(n, n);
        }

        int count() {
            return width == 0 ? 0 : (n + width - 1) / width;
        }

        int from(int t) {
            return t * width;
        }

        int width(int t) {
            return Math.min(width, n - t * width);
        }
    }

    /** Long rows are cut: row i of tile t is number {@code t b.length + i}. */
    @Override
    void settle(Plane[] b) {
        Tiles tiles = Tiles.of(b.length == 0 ? 0 : b[0].length());
        if (tiles.count() > 1) {
            float[][] into =
                    Settled.room(b, float[][].class, tiles.n, n -> new float[b.length * tiles.count()][tiles.width]);
            for (int t = 0; t < tiles.count(); t++) {
                for (int i = 0; i < b.length; i++) {
                    System.arraycopy(numbers(b[i]), tiles.from(t), into[t * b.length + i], 0, tiles.width(t));
                }
            }
        }
    }

    /** The tiles of B; null if its rows are longer than one and were not settled. */
    private static float @Nullable [][] tiles(Plane[] b) {
        return b.length == 0 || b[0].length() <= TILE ? rows(b) : Settled.of(b, float[][].class);
    }

    private static float[][] rows(Plane[] b) {
        float[][] rows = new float[b.length][];
        for (int i = 0; i < b.length; i++) {
            rows[i] = numbers(b[i]);
        }
        return rows;
    }

    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        float[][] cut = tiles(b);
        float[][] all = cut == null ? rows(b) : cut;
        Tiles tiles = cut == null ? Tiles.one(c.length * n) : Tiles.of(c.length * n);
        float[][] z = room.get().c(rows, tiles.width);
        for (int t = 0; t < tiles.count(); t++) {
            for (int r = 0; r < rows; r++) {
                move(c, n, r, tiles, t, z[r], true);
            }
            for (int g = 0; g < a.length; g++) {
                accumulate(z, tiles.width(t), rows, numbers(a[g]), k, all, t * b.length + g * k);
            }
            for (int r = 0; r < rows; r++) {
                move(c, n, r, tiles, t, z[r], false);
            }
        }
    }

    @Override
    void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        float[][] inputs = tiles(v);
        float[][] recurrent = tiles(u);
        boolean cut = inputs != null && recurrent != null;
        float[][] vv = cut ? inputs : rows(v);
        float[][] uu = cut ? recurrent : rows(u);
        Tiles tiles = cut ? Tiles.of(c.length * n) : Tiles.one(c.length * n);
        float[][] z = room.get().c(rows, tiles.width);
        for (int t = 0; t < tiles.count(); t++) {
            int width = tiles.width(t);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(numbers(bias), tiles.from(t), z[r], 0, width);
            }
            accumulate(z, width, rows, numbers(x), v.length, vv, t * v.length);
            accumulate(z, width, rows, numbers(h), u.length, uu, t * u.length);
            for (int r = 0; r < rows; r++) {
                move(c, n, r, tiles, t, z[r], false);
            }
        }
    }

    /** A tile of row r of the planes c side by side, to z or back. */
    private static void move(Plane[] c, int n, int r, Tiles tiles, int t, float[] z, boolean out) {
        int from = tiles.from(t);
        int to = from + tiles.width(t);
        for (int j = from, end; j < to; j = end) {
            int g = j / n;
            end = Math.min(to, (g + 1) * n);
            int inPlane = r * n + j - g * n;
            if (out) {
                System.arraycopy(numbers(c[g]), inPlane, z, j - from, end - j);
            } else {
                System.arraycopy(z, j - from, numbers(c[g]), inPlane, end - j);
            }
        }
    }

    /** C += A B, the rows of B from {@code first} on; four of them at a time for all rows of C. */
    private static void accumulate(float[][] c, int n, int rows, float[] a, int k, float[][] b, int first) {
        int i = 0;
        for (; i + 4 <= k; i += 4) {
            float[] b0 = b[first + i];
            float[] b1 = b[first + i + 1];
            float[] b2 = b[first + i + 2];
            float[] b3 = b[first + i + 3];
            int r = 0;
            for (; JavaLoops.four(n) && r + 4 <= rows; r += 4) {
                JavaLoops.four4(c[r], c[r + 1], c[r + 2], c[r + 3], b0, b1, b2, b3, a, r * k + i, k, 1, n);
            }
            for (; r + 2 <= rows; r += 2) {
                JavaLoops.two4(c[r], c[r + 1], b0, b1, b2, b3, a, r * k + i, k, 1, n);
            }
            if (r < rows) {
                JavaLoops.one4(c[r], b0, b1, b2, b3, a, r * k + i, 1, n);
            }
        }
        for (; i < k; i++) {
            for (int r = 0; r < rows; r++) {
                JavaLoops.one1(c[r], b[first + i], a[r * k + i], n);
            }
        }
    }

    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        Tiles tiles = Tiles.of(d.length == 0 ? 0 : d[0].length());
        float[][] z = rows(d);
        for (int t = 0; t < tiles.count(); t++) {
            for (int r = 0; r < rows; r += OUTER_ROWS) {
                float[][] some = rows(Arrays.copyOfRange(g, r, Math.min(rows, r + OUTER_ROWS)));
                if (tiles.count() == 1) {
                    outer(z, k, tiles.n, numbers(a), r * k, k, some);
                } else {
                    outer(z, tiles, t, numbers(a), r * k, k, some);
                }
            }
        }
    }

    /** A tile of D with some rows of A, from {@code at} on, and of G. */
    private void outer(float[][] d, Tiles tiles, int t, float[] a, int at, int k, float[][] g) {
        Room own = room.get();
        int from = tiles.from(t);
        int n = tiles.width(t);
        float[][] part = Arrays.copyOf(own.g, g.length);
        for (int r = 0; r < g.length; r++) {
            System.arraycopy(g[r], from, part[r], 0, n);
        }
        for (int i = 0; i < k; i += own.d.length) {
            int count = Math.min(own.d.length, k - i);
            for (int q = 0; q < count; q++) {
                System.arraycopy(d[i + q], from, own.d[q], 0, n);
            }
            outer(own.d, count, n, a, at + i, k, part);
            for (int q = 0; q < count; q++) {
                System.arraycopy(own.d[q], 0, d[i + q], from, n);
            }
        }
    }

    /** So many rows of D; those of A are k numbers long. */
    private static void outer(float[][] d, int count, int n, float[] a, int at, int k, float[][] g) {
        int i = 0;
        for (; JavaLoops.four(n) && i + 4 <= count; i += 4) {
            outerFour(d[i], d[i + 1], d[i + 2], d[i + 3], n, a, at + i, k, g);
        }
        for (; i + 2 <= count; i += 2) {
            outerTwo(d[i], d[i + 1], n, a, at + i, k, g);
        }
        if (i < count) {
            outerOne(d[i], 0, n, a, at + i, k, g);
        }
    }

    private static void outerFour(
            float[] d0, float[] d1, float[] d2, float[] d3, int n, float[] a, int at, int k, float[][] g) {
        int r = 0;
        for (; r + 4 <= g.length; r += 4) {
            JavaLoops.four4(d0, d1, d2, d3, g[r], g[r + 1], g[r + 2], g[r + 3], a, at + r * k, 1, k, n);
        }
        outerOne(d0, r, n, a, at, k, g);
        outerOne(d1, r, n, a, at + 1, k, g);
        outerOne(d2, r, n, a, at + 2, k, g);
        outerOne(d3, r, n, a, at + 3, k, g);
    }

    private static void outerTwo(float[] d0, float[] d1, int n, float[] a, int at, int k, float[][] g) {
        int r = 0;
        for (; r + 4 <= g.length; r += 4) {
            JavaLoops.two4(d0, d1, g[r], g[r + 1], g[r + 2], g[r + 3], a, at + r * k, 1, k, n);
        }
        outerOne(d0, r, n, a, at, k, g);
        outerOne(d1, r, n, a, at + 1, k, g);
    }

    /** From row r of A and G on. */
    private static void outerOne(float[] d, int r, int n, float[] a, int at, int k, float[][] g) {
        for (; r + 4 <= g.length; r += 4) {
            JavaLoops.one4(d, g[r], g[r + 1], g[r + 2], g[r + 3], a, at + r * k, k, n);
        }
        for (; r < g.length; r++) {
            JavaLoops.one1(d, g[r], a[at + r * k], n);
        }
    }
}
