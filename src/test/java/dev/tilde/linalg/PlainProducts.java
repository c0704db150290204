package dev.tilde.linalg;

import static dev.tilde.linalg.FloatPlane.numbers;

/** Products as their contracts say them, one multiply-add after the other. */
final class PlainProducts extends Products {
    @Override
    void multiply(Plane[] c, int n, int rows, Plane[] a, int k, Plane[] b) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < c.length * n; j++) {
                float[] z = numbers(c[j / n]);
                int at = r * n + j % n;
                for (int i = 0; i < a.length * k; i++) {
                    z[at] = Math.fma(numbers(a[i / k])[r * k + i % k], numbers(b[i])[j], z[at]);
                }
            }
        }
    }

    @Override
    void affine(Plane[] c, int n, int rows, Plane bias, Plane x, Plane[] v, Plane h, Plane[] u) {
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < c.length * n; j++) {
                numbers(c[j / n])[r * n + j % n] = numbers(bias)[j];
            }
        }
        multiply(c, n, rows, new Plane[] {x}, v.length, v);
        multiply(c, n, rows, new Plane[] {h}, u.length, u);
    }

    @Override
    void outer(Plane[] d, Plane a, int k, int rows, Plane[] g) {
        for (int i = 0; i < k; i++) {
            float[] z = numbers(d[i]);
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < z.length; j++) {
                    z[j] = Math.fma(numbers(a)[r * k + i], numbers(g[r])[j], z[j]);
                }
            }
        }
    }
}
