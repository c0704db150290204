package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/*
 * A hypothesis says that some combinations of the coordinates g have given values: B'g = d with B r by q of orthonormal
 * columns. Then W = (B'g - d)'(B'M B)^-1 (B'g - d). With the Cholesky factor L of B'M B it is |v|^2 with L v = B'g - d,
 * and since L is triangular the last entries of v alone test the last columns of B given that the first ones hold: for a
 * term beside those that contain it (type II), or beside those behind it (type I). With M = s^2 I that is the classic
 * difference of two sums of squares over s^2.
 */

/** Wald statistics in orthonormal coordinates. */
final class Wald {
    /** What is left of a column of length 1 beside those before it, below which it is one of them. */
    private static final double NEW = 1e-10;

    private Wald() {}

    /**
     * The Wald statistic of the last q columns, given the others.
     *
     * @param b orthonormal columns of length r
     * @param d what B'g is off from its hypothesis, one number for each
     * @param m covariance of g
     * @return NaN if M is NaN or says that a combination has no variance, as with fewer clusters than combinations
     */
    static double last(List<double[]> b, double[] d, int q, Matrix m) {
        int k = b.size();
        double[][] l = new double[k][k];
        double[] v = new double[k];
        double sum = 0;
        for (int i = 0; i < k; i++) {
            double[] mb = m.times(b.get(i));
            double own = Coordinates.dot(mb, b.get(i));
            double left = own;
            double value = d[i];
            for (int j = 0; j < i; j++) {
                double s = Coordinates.dot(mb, b.get(j));
                for (int c = 0; c < j; c++) {
                    s -= l[i][c] * l[j][c];
                }
                l[i][j] = s / l[j][j];
                left -= l[i][j] * l[i][j];
                value -= l[i][j] * v[j];
            }
            if (!(left > 1e-12 * own)) {
                return Double.NaN;
            }
            l[i][i] = Math.sqrt(left);
            v[i] = value / l[i][i];
            sum += i >= k - q ? v[i] * v[i] : 0;
        }
        return sum;
    }

    /** The Wald statistic of B'g = 0 for the last q columns, given the others. */
    static double zero(List<double[]> b, double[] g, int q, Matrix m) {
        return last(b, b.stream().mapToDouble(c -> Coordinates.dot(c, g)).toArray(), q, m);
    }

    /**
     * More orthonormal columns that span, with those given, these vectors too: those with the most to add first.
     *
     * @param basis orthonormal
     * @param vectors of length r
     * @param most how many to take at most
     */
    static List<double[]> extension(List<double[]> basis, List<double[]> vectors, int most) {
        List<double[]> rest = new ArrayList<>();
        for (double[] v : vectors) {
            double length = Math.sqrt(Coordinates.dot(v, v));
            if (length > 0) {
                double[] unit = Arrays.stream(v).map(x -> x / length).toArray();
                basis.forEach(b -> takeOff(unit, b));
                basis.forEach(b -> takeOff(unit, b));
                rest.add(unit);
            }
        }
        List<double[]> added = new ArrayList<>();
        while (added.size() < most && !rest.isEmpty()) {
            int best = 0;
            for (int i = 1; i < rest.size(); i++) {
                best = Coordinates.dot(rest.get(i), rest.get(i)) > Coordinates.dot(rest.get(best), rest.get(best))
                        ? i
                        : best;
            }
            double[] next = rest.remove(best);
            double length = Math.sqrt(Coordinates.dot(next, next));
            if (!(length > NEW)) {
                break;
            }
            for (int i = 0; i < next.length; i++) {
                next[i] /= length;
            }
            basis.forEach(b -> takeOff(next, b));
            added.forEach(b -> takeOff(next, b));
            double again = Math.sqrt(Coordinates.dot(next, next));
            for (int i = 0; i < next.length; i++) {
                next[i] /= again;
            }
            added.add(next);
            rest.forEach(v -> takeOff(v, next));
        }
        return added;
    }

    private static void takeOff(double[] v, double[] unit) {
        double f = Coordinates.dot(v, unit);
        for (int i = 0; i < v.length; i++) {
            v[i] -= f * unit[i];
        }
    }

    /** Orthonormal columns for what the given ones leave of r dimensions. */
    static List<double[]> complement(List<double[]> basis, int r) {
        List<double[]> units = new ArrayList<>();
        for (int m = 0; m < r; m++) {
            units.add(unit(m, r));
        }
        return extension(basis, units, r - basis.size());
    }

    static double[] unit(int m, int r) {
        double[] e = new double[r];
        e[m] = 1;
        return e;
    }

    static List<double[]> columns(Matrix a) {
        List<double[]> columns = new ArrayList<>();
        for (int j = 0; j < a.columns(); j++) {
            columns.add(a.column(j));
        }
        return columns;
    }
}
