package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops for float. */
final class FloatKernels extends Kernels {
    /** Whether the compiler turns a loop that stores to several arrays into vector instructions. JDK 17 does not. */
    private static final boolean MANY_STORES = Runtime.version().feature() >= 25;

    /** Rows from this length on are summed four at a time, shorter ones two. */
    private static final int LONG = 128;

    /** Columns that are transposed at once: a line of the cache. */
    private static final int LINE = 16;

    /** Rows of C while they are being summed; kernels are shared between threads, these are not. */
    private final ThreadLocal<float[][]> rows = ThreadLocal.withInitial(() -> new float[0][0]);

    FloatKernels() {
        settle();
    }

    /**
     * How wide vectors get depends on how often the compiler saw a loop turn before it compiled it: 512 bits from 160
     * turns on, 256 from about 90. Wider ones need more turns one by one before and after, so that 256 bits are fastest
     * for the loop that serves rows of 32 to 2048 numbers. What the products see first therefore decides; this takes
     * some milliseconds once in a JVM.
     */
    private static void settle() {
        float[][] z = new float[8][2 * LONG];
        for (int i = 0; i < 20_000; i++) {
            rank4(z[0], z[4], z[5], z[6], z[7], 0, 0, 0, 0, LONG);
            if (MANY_STORES) {
                twoRanks4(z[0], z[1], z[4], z[5], z[6], z[7], z[4], 0, 4, 1, LONG / 2);
                fourRanks4(z[0], z[1], z[2], z[3], z[4], z[5], z[6], z[7], z[4], 0, 4, 1, 2 * LONG);
            }
        }
    }

    @Override
    public Precision precision() {
        return Precision.SINGLE;
    }

    @Override
    public Plane plane(int length) {
        return new FloatPlane(length);
    }

    @Override
    public void spread(Plane[] c, int n, int rows, Plane bias) {
        float[] b = numbers(bias);
        for (int g = 0; g < c.length; g++) {
            float[] z = numbers(c[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(b, g * n, z, r * n, n);
            }
        }
    }

    @Override
    public void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
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
    public void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
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

    /** C += A B, a row of C in every array; four rows of B at a time, for all rows of C. */
    private static void accumulate(float[][] c, int n, int rows, float[] a, int k, Plane[] b, int first) {
        int i = 0;
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
    public void pack(Plane[] into, Plane[] gates, int n, int rows) {
        for (int g = 0; g < gates.length; g++) {
            float[] x = numbers(gates[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(x, r * n, numbers(into[r]), g * n, n);
            }
        }
    }

    @Override
    public void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        float[] x = numbers(a);
        int i = 0;
        for (; MANY_STORES && i + 4 <= k && d[i].length() >= LONG; i += 4) {
            outerFour(d, i, x, k, rows, g);
        }
        for (; i < k; i++) {
            outerOne(numbers(d[i]), i, x, k, rows, g);
        }
    }

    private static void outerFour(Plane[] d, int i, float[] x, int k, int rows, Plane[] g) {
        float[] z0 = numbers(d[i]);
        float[] z1 = numbers(d[i + 1]);
        float[] z2 = numbers(d[i + 2]);
        float[] z3 = numbers(d[i + 3]);
        int n = z0.length;
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            float[] g0 = numbers(g[r]);
            float[] g1 = numbers(g[r + 1]);
            float[] g2 = numbers(g[r + 2]);
            float[] g3 = numbers(g[r + 3]);
            fourRanks4(z0, z1, z2, z3, g0, g1, g2, g3, x, r * k + i, 1, k, n);
        }
        for (; r < rows; r++) {
            int p = r * k + i;
            rank1(z0, numbers(g[r]), x[p], n);
            rank1(z1, numbers(g[r]), x[p + 1], n);
            rank1(z2, numbers(g[r]), x[p + 2], n);
            rank1(z3, numbers(g[r]), x[p + 3], n);
        }
    }

    private static void outerOne(float[] z, int i, float[] x, int k, int rows, Plane[] g) {
        int n = z.length;
        int r = 0;
        for (; r + 4 <= rows; r += 4) {
            int p = r * k + i;
            float[] g0 = numbers(g[r]);
            float[] g1 = numbers(g[r + 1]);
            float[] g2 = numbers(g[r + 2]);
            float[] g3 = numbers(g[r + 3]);
            rank4(z, g0, g1, g2, g3, x[p], x[p + k], x[p + 2 * k], x[p + 3 * k], n);
        }
        for (; r < rows; r++) {
            rank1(z, numbers(g[r]), x[r * k + i], n);
        }
    }

    @Override
    public void addRows(Plane d, Plane[] g, int rows) {
        for (int r = 0; r < rows; r++) {
            add(d, g[r], d.length());
        }
    }

    @Override
    public void addScaledColumns(Plane z, Plane p, Plane x, int n, int rows) {
        float[] zz = numbers(z);
        float[] pp = numbers(p);
        float[] xx = numbers(x);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < n; j++) {
                zz[r * n + j] = Math.fma(pp[j], xx[r * n + j], zz[r * n + j]);
            }
        }
    }

    @Override
    public void addColumnProducts(Plane d, Plane x, Plane y, int n, int rows) {
        float[] dd = numbers(d);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < n; j++) {
                dd[j] = Math.fma(xx[r * n + j], yy[r * n + j], dd[j]);
            }
        }
    }

    @Override
    public void addColumns(Plane d, Plane x, int n, int rows) {
        float[] dd = numbers(d);
        float[] xx = numbers(x);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < n; j++) {
                dd[j] += xx[r * n + j];
            }
        }
    }

    @Override
    public void zeroRow(Plane z, int r, int n) {
        Arrays.fill(numbers(z), r * n, (r + 1) * n, 0);
    }

    @Override
    public void copyRow(Plane z, int to, Plane x, int from, int n) {
        System.arraycopy(numbers(x), from * n, numbers(z), to * n, n);
    }

    @Override
    public void addRow(Plane z, int to, Plane x, int from, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int j = 0; j < n; j++) {
            zz[to * n + j] += xx[from * n + j];
        }
    }

    @Override
    public void copy(Plane z, int to, Plane x, int from, int n) {
        System.arraycopy(numbers(x), from, numbers(z), to, n);
    }

    @Override
    public void transpose(Plane[] columns, Plane flat, int from, int in) {
        float[] x = numbers(flat);
        for (int i = 0; i < columns.length; i += LINE) {
            int end = Math.min(columns.length, i + LINE);
            for (int o = 0; o < columns[i].length(); o++) {
                for (int c = i; c < end; c++) {
                    numbers(columns[c])[o] = x[from + o * in + c];
                }
            }
        }
    }

    @Override
    public void addTransposed(Plane flat, int from, int in, Plane[] columns) {
        float[] x = numbers(flat);
        for (int i = 0; i < columns.length; i += LINE) {
            int end = Math.min(columns.length, i + LINE);
            for (int o = 0; o < columns[i].length(); o++) {
                for (int c = i; c < end; c++) {
                    x[from + o * in + c] += numbers(columns[c])[o];
                }
            }
        }
    }

    @Override
    public void standardise(Plane z, Plane inverse, Plane x, int n, int rows, double eps) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            for (int j = 0; j < n; j++) {
                mean += xx[r * n + j];
            }
            mean /= n;
            double variance = 0;
            for (int j = 0; j < n; j++) {
                double e = xx[r * n + j] - mean;
                variance += e * e;
            }
            double f = 1 / Math.sqrt(variance / n + eps);
            numbers(inverse)[r] = (float) f;
            for (int j = 0; j < n; j++) {
                zz[r * n + j] = (float) ((xx[r * n + j] - mean) * f);
            }
        }
    }

    @Override
    public void standardiseBack(Plane dx, Plane dz, Plane z, Plane inverse, int n, int rows) {
        float[] d = numbers(dz);
        float[] zz = numbers(z);
        float[] out = numbers(dx);
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            double slope = 0;
            for (int j = 0; j < n; j++) {
                mean += d[r * n + j];
                slope += (double) d[r * n + j] * zz[r * n + j];
            }
            mean /= n;
            slope /= n;
            double f = numbers(inverse)[r];
            for (int j = 0; j < n; j++) {
                out[r * n + j] = (float) (f * (d[r * n + j] - mean - zz[r * n + j] * slope));
            }
        }
    }

    @Override
    public void zero(Plane z, int n) {
        Arrays.fill(numbers(z), 0, n, 0);
    }

    @Override
    public void copy(Plane z, Plane x, int n) {
        System.arraycopy(numbers(x), 0, numbers(z), 0, n);
    }

    @Override
    public void add(Plane z, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] += xx[i];
        }
    }

    @Override
    public void addScaled(Plane z, double f, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float ff = (float) f;
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(ff, xx[i], zz[i]);
        }
    }

    @Override
    public void scale(Plane z, double f, int n) {
        float[] zz = numbers(z);
        float ff = (float) f;
        for (int i = 0; i < n; i++) {
            zz[i] *= ff;
        }
    }

    @Override
    public void times(Plane z, Plane x, Plane y, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] * yy[i];
        }
    }

    @Override
    public void addTimes(Plane z, Plane x, Plane y, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(xx[i], yy[i], zz[i]);
        }
    }

    @Override
    public void timesComplement(Plane z, Plane x, Plane y, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] * (1f - yy[i]);
        }
    }

    @Override
    public void addTimesComplement(Plane z, Plane x, Plane y, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(xx[i], 1f - yy[i], zz[i]);
        }
    }

    @Override
    public void minus(Plane z, Plane x, Plane y, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] - yy[i];
        }
    }

    @Override
    public void blend(Plane z, Plane g, Plane x, Plane y, int n) {
        float[] zz = numbers(z);
        float[] gg = numbers(g);
        float[] xx = numbers(x);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(gg[i], yy[i] - xx[i], xx[i]);
        }
    }

    @Override
    public void sigmoid(Plane z, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(0.5f, Rational.tanh(0.5f * xx[i]), 0.5f);
        }
    }

    @Override
    public void tanh(Plane z, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Rational.tanh(xx[i]);
        }
    }

    @Override
    public void relu(Plane z, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.max(xx[i], 0);
        }
    }

    @Override
    public void sigmoidBack(Plane z, Plane d, Plane y, int n) {
        float[] zz = numbers(z);
        float[] dd = numbers(d);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = dd[i] * yy[i] * (1f - yy[i]);
        }
    }

    @Override
    public void tanhBack(Plane z, Plane d, Plane y, int n) {
        float[] zz = numbers(z);
        float[] dd = numbers(d);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = dd[i] * (1f - yy[i] * yy[i]);
        }
    }

    @Override
    public void addTanhBack(Plane z, Plane d, Plane y, int n) {
        float[] zz = numbers(z);
        float[] dd = numbers(d);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(dd[i], 1f - yy[i] * yy[i], zz[i]);
        }
    }

    @Override
    public void reluBack(Plane z, Plane d, Plane y, int n) {
        float[] zz = numbers(z);
        float[] dd = numbers(d);
        float[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = yy[i] > 0 ? dd[i] : 0;
        }
    }

    @Override
    public void decay(Plane z, double a, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float aa = (float) a;
        float bb = (float) (1 - a);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(aa, zz[i], bb * xx[i]);
        }
    }

    @Override
    public void decaySquare(Plane z, double a, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float aa = (float) a;
        float bb = (float) (1 - a);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(aa, zz[i], bb * xx[i] * xx[i]);
        }
    }

    @Override
    public void addSquare(Plane z, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(xx[i], xx[i], zz[i]);
        }
    }

    @Override
    public void maximum(Plane z, Plane x, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.max(zz[i], xx[i]);
        }
    }

    @Override
    public void rootStep(Plane p, double rate, Plane m, Plane v, double c, double eps, int n) {
        float[] pp = numbers(p);
        float[] mm = numbers(m);
        float[] vv = numbers(v);
        float r = (float) rate;
        float cc = (float) c;
        float e = (float) eps;
        for (int i = 0; i < n; i++) {
            pp[i] -= r * mm[i] / ((float) Math.sqrt(vv[i] * cc) + e);
        }
    }

    @Override
    public void rootQuotient(Plane z, Plane x, Plane v, @Nullable Plane u, double eps, int n) {
        float[] zz = numbers(z);
        float[] xx = numbers(x);
        float[] vv = numbers(v);
        float[] uu = u == null ? new float[n] : numbers(u);
        float e = (float) eps;
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] / ((float) Math.sqrt(vv[i] - uu[i] * uu[i]) + e);
        }
    }

    @Override
    public double squares(Plane x, int from, int n) {
        float[] xx = numbers(x);
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += (double) xx[i] * xx[i];
        }
        return sum;
    }
}
