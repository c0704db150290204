package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops for float; products are left to an engine. */
final class FloatKernels extends Kernels {
    /** Columns that are transposed at once: a line of the cache. */
    private static final int LINE = 16;

    private final Engine engine;
    private final Products products;

    FloatKernels(Engine engine, Products products) {
        this.engine = engine;
        this.products = products;
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
    public Engine engine() {
        return engine;
    }

    @Override
    public void settle(Plane[] b) {
        products.settle(b);
    }

    @Override
    public void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        products.multiply(c, n, rows, a, k, b);
    }

    @Override
    public void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        products.affine(c, n, rows, bias, x, v, h, u);
    }

    @Override
    public Plane[] packed(int rows, int width) {
        return products.packed(rows, width);
    }

    @Override
    public void pack(Plane[] into, int first, Plane[] gates, int n, int rows) {
        products.pack(into, first, gates, n, rows);
    }

    @Override
    public void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        products.outer(d, a, k, rows, g);
    }

    @Override
    public int outerRows() {
        return products.outerRows();
    }

    @Override
    public void addRows(Plane d, Plane[] g, int rows) {
        products.addRows(d, g, rows);
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

    @Override
    public boolean isBelow(Plane x, double bound, int n) {
        float[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            if (!(Math.abs(xx[i]) < bound)) {
                return false;
            }
        }
        return true;
    }
}
