package dev.tilde.linalg;

import static dev.tilde.linalg.DoublePlane.numbers;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The loops for double; products are left to {@link DoubleProducts}. */
final class DoubleKernels extends Kernels {
    private final DoubleProducts products = new DoubleProducts();

    @Override
    public Precision precision() {
        return Precision.DOUBLE;
    }

    @Override
    public Plane plane(int length) {
        return new DoublePlane(length);
    }

    @Override
    public void spread(Plane[] c, int n, int rows, Plane bias) {
        double[] b = numbers(bias);
        for (int g = 0; g < c.length; g++) {
            double[] z = numbers(c[g]);
            for (int r = 0; r < rows; r++) {
                System.arraycopy(b, g * n, z, r * n, n);
            }
        }
    }

    @Override
    public void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        products.multiply(c, n, rows, a, k, b);
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
    public void addRows(Plane d, Plane[] g, int rows) {
        for (int r = 0; r < rows; r++) {
            add(d, g[r], d.length());
        }
    }

    @Override
    public void addScaledColumns(Plane z, Plane p, Plane x, int n, int rows) {
        double[] zz = numbers(z);
        double[] pp = numbers(p);
        double[] xx = numbers(x);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < n; j++) {
                zz[r * n + j] = Math.fma(pp[j], xx[r * n + j], zz[r * n + j]);
            }
        }
    }

    @Override
    public void addColumnProducts(Plane d, Plane x, Plane y, int n, int rows) {
        double[] dd = numbers(d);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < n; j++) {
                dd[j] = Math.fma(xx[r * n + j], yy[r * n + j], dd[j]);
            }
        }
    }

    @Override
    public void addColumns(Plane d, Plane x, int n, int rows) {
        double[] dd = numbers(d);
        double[] xx = numbers(x);
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
        double[] zz = numbers(z);
        double[] xx = numbers(x);
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
        double[] x = numbers(flat);
        for (int i = 0; i < columns.length; i++) {
            double[] z = numbers(columns[i]);
            for (int o = 0; o < z.length; o++) {
                z[o] = x[from + o * in + i];
            }
        }
    }

    @Override
    public void addTransposed(Plane flat, int from, int in, Plane[] columns) {
        double[] x = numbers(flat);
        for (int i = 0; i < columns.length; i++) {
            double[] z = numbers(columns[i]);
            for (int o = 0; o < z.length; o++) {
                x[from + o * in + i] += z[o];
            }
        }
    }

    @Override
    public void standardise(Plane z, Plane inverse, Plane x, int n, int rows, double eps) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
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
            numbers(inverse)[r] = f;
            for (int j = 0; j < n; j++) {
                zz[r * n + j] = ((xx[r * n + j] - mean) * f);
            }
        }
    }

    @Override
    public void standardiseBack(Plane dx, Plane dz, Plane z, Plane inverse, int n, int rows) {
        double[] d = numbers(dz);
        double[] zz = numbers(z);
        double[] out = numbers(dx);
        for (int r = 0; r < rows; r++) {
            double mean = 0;
            double slope = 0;
            for (int j = 0; j < n; j++) {
                mean += d[r * n + j];
                slope += d[r * n + j] * zz[r * n + j];
            }
            mean /= n;
            slope /= n;
            double f = numbers(inverse)[r];
            for (int j = 0; j < n; j++) {
                out[r * n + j] = (f * (d[r * n + j] - mean - zz[r * n + j] * slope));
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
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] += xx[i];
        }
    }

    @Override
    public void addScaled(Plane z, double f, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double ff = f;
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(ff, xx[i], zz[i]);
        }
    }

    @Override
    public void scale(Plane z, double f, int n) {
        double[] zz = numbers(z);
        double ff = f;
        for (int i = 0; i < n; i++) {
            zz[i] *= ff;
        }
    }

    @Override
    public void times(Plane z, Plane x, Plane y, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] * yy[i];
        }
    }

    @Override
    public void addTimes(Plane z, Plane x, Plane y, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(xx[i], yy[i], zz[i]);
        }
    }

    @Override
    public void timesComplement(Plane z, Plane x, Plane y, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] * (1.0 - yy[i]);
        }
    }

    @Override
    public void addTimesComplement(Plane z, Plane x, Plane y, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(xx[i], 1.0 - yy[i], zz[i]);
        }
    }

    @Override
    public void minus(Plane z, Plane x, Plane y, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] - yy[i];
        }
    }

    @Override
    public void blend(Plane z, Plane g, Plane x, Plane y, int n) {
        double[] zz = numbers(z);
        double[] gg = numbers(g);
        double[] xx = numbers(x);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(gg[i], yy[i] - xx[i], xx[i]);
        }
    }

    @Override
    public void sigmoid(Plane z, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = 1 / (1 + StrictMath.exp(-xx[i]));
        }
    }

    @Override
    public void tanh(Plane z, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = StrictMath.tanh(xx[i]);
        }
    }

    @Override
    public void relu(Plane z, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.max(xx[i], 0);
        }
    }

    @Override
    public void sigmoidBack(Plane z, Plane d, Plane y, int n) {
        double[] zz = numbers(z);
        double[] dd = numbers(d);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = dd[i] * yy[i] * (1.0 - yy[i]);
        }
    }

    @Override
    public void tanhBack(Plane z, Plane d, Plane y, int n) {
        double[] zz = numbers(z);
        double[] dd = numbers(d);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = dd[i] * (1.0 - yy[i] * yy[i]);
        }
    }

    @Override
    public void addTanhBack(Plane z, Plane d, Plane y, int n) {
        double[] zz = numbers(z);
        double[] dd = numbers(d);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(dd[i], 1.0 - yy[i] * yy[i], zz[i]);
        }
    }

    @Override
    public void reluBack(Plane z, Plane d, Plane y, int n) {
        double[] zz = numbers(z);
        double[] dd = numbers(d);
        double[] yy = numbers(y);
        for (int i = 0; i < n; i++) {
            zz[i] = yy[i] > 0 ? dd[i] : 0;
        }
    }

    @Override
    public void decay(Plane z, double a, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double aa = a;
        double bb = (1 - a);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(aa, zz[i], bb * xx[i]);
        }
    }

    @Override
    public void decaySquare(Plane z, double a, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double aa = a;
        double bb = (1 - a);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(aa, zz[i], bb * xx[i] * xx[i]);
        }
    }

    @Override
    public void addSquare(Plane z, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.fma(xx[i], xx[i], zz[i]);
        }
    }

    @Override
    public void maximum(Plane z, Plane x, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            zz[i] = Math.max(zz[i], xx[i]);
        }
    }

    @Override
    public void rootStep(Plane p, double rate, Plane m, Plane v, double c, double eps, int n) {
        double[] pp = numbers(p);
        double[] mm = numbers(m);
        double[] vv = numbers(v);
        double r = rate;
        double cc = c;
        double e = eps;
        for (int i = 0; i < n; i++) {
            pp[i] -= r * mm[i] / (Math.sqrt(vv[i] * cc) + e);
        }
    }

    @Override
    public void rootQuotient(Plane z, Plane x, Plane v, @Nullable Plane u, double eps, int n) {
        double[] zz = numbers(z);
        double[] xx = numbers(x);
        double[] vv = numbers(v);
        double[] uu = u == null ? new double[n] : numbers(u);
        double e = eps;
        for (int i = 0; i < n; i++) {
            zz[i] = xx[i] / (Math.sqrt(vv[i] - uu[i] * uu[i]) + e);
        }
    }

    @Override
    public double squares(Plane x, int from, int n) {
        double[] xx = numbers(x);
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += xx[i] * xx[i];
        }
        return sum;
    }

    @Override
    public boolean isBelow(Plane x, double bound, int n) {
        double[] xx = numbers(x);
        for (int i = 0; i < n; i++) {
            if (!(Math.abs(xx[i]) < bound)) {
                return false;
            }
        }
        return true;
    }
}
