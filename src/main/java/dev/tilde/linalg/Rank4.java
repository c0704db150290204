package dev.tilde.linalg;

/**
 * Products of matrices held as arrays of rows, four terms to a pass over a row: the loops that run along rows are
 * vectorised, and each entry sums its terms in one fixed order, so that splitting the rows or the columns of the result
 * among threads changes no bit.
 */
final class Rank4 {
    private Rank4() {}

    /** {@code out[j] += sum_k factors[k] rows[k][j]} for j in [from, to), k ascending. */
    static void addRows(double[] out, double[] factors, double[][] rows, int terms, int from, int to) {
        int k = 0;
        for (; k + 4 <= terms; k += 4) {
            add(
                    out,
                    factors[k],
                    rows[k],
                    factors[k + 1],
                    rows[k + 1],
                    factors[k + 2],
                    rows[k + 2],
                    factors[k + 3],
                    rows[k + 3],
                    from,
                    to);
        }
        for (; k < terms; k++) {
            add(out, factors[k], rows[k], from, to);
        }
    }

    /** out += a x + b y + c z + d w on [from, to). */
    static void add(
            double[] out,
            double a,
            double[] x,
            double b,
            double[] y,
            double c,
            double[] z,
            double d,
            double[] w,
            int from,
            int to) {
        for (int j = from; j < to; j++) {
            out[j] += a * x[j] + b * y[j] + c * z[j] + d * w[j];
        }
    }

    /** out += a x on [from, to). */
    static void add(double[] out, double a, double[] x, int from, int to) {
        for (int j = from; j < to; j++) {
            out[j] += a * x[j];
        }
    }

    /** The sum of x[j] y[j] over [from, to), in four interleaved partial sums. */
    static double dot(double[] x, double[] y, int from, int to) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int j = from;
        for (; j + 4 <= to; j += 4) {
            a += x[j] * y[j];
            b += x[j + 1] * y[j + 1];
            c += x[j + 2] * y[j + 2];
            d += x[j + 3] * y[j + 3];
        }
        for (; j < to; j++) {
            a += x[j] * y[j];
        }
        return (a + b) + (c + d);
    }

    /**
     * Turns x[from, to) into the v of the reflection I - v v' that maps it to a multiple of the first unit vector.
     *
     * @return that multiple; 0, and v = 0, where x is 0
     */
    static double reflect(double[] x, int from, int to) {
        double largest = 0;
        for (int i = from; i < to; i++) {
            largest = Math.max(largest, Math.abs(x[i]));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (int i = from; i < to; i++) {
            double s = x[i] / largest;
            sum += s * s;
        }
        double norm = largest * Math.sqrt(sum);
        double r = -Math.copySign(norm, x[from]);
        double scale = Math.sqrt(Math.abs(x[from] - r)) * Math.sqrt(norm);
        x[from] -= r;
        for (int i = from; i < to; i++) {
            x[i] /= scale;
        }
        return r;
    }
}
