package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the columns of X, or groups of them, carry the same information.
 *
 * <p>Everything is computed from triangular factors of columns scaled to unit length, never from cross-products, so nearly
 * dependent columns keep their digits.
 */
final class Collinearity {
    private Collinearity() {}

    /**
     * The generalised variance inflation of a group of columns.
     *
     * @param gvif det R_T det R_rest / det R of the correlations; 1 when the group is uncorrelated with the others
     * @param df the number of columns of the group
     * @param partner the other group with the most correlated column
     */
    record Inflation(double gvif, int df, int partner) {
        /** GVIF^(1 / (2 df)), comparable between groups of different size: a factor on the standard error. */
        double scaled() {
            return Math.pow(gvif, 1 / (2.0 * df));
        }
    }

    /**
     * The largest singular value of X with columns of unit length over the smallest, the intercept included; NaN without
     * columns, infinite for dependent ones. Source: Belsley, Kuh and Welsch (1980), Regression Diagnostics, chapter 3.
     */
    static double conditionNumber(Residuals r) {
        Matrix factor = r.factor();
        scaleColumns(factor);
        double[] lengths = singularValues(factor);
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (double length : lengths) {
            largest = Math.max(largest, length);
            smallest = Math.min(smallest, length);
        }
        return lengths.length == 0 ? Double.NaN : largest / smallest;
    }

    /**
     * The inflation of each group. With an intercept columns are centred, without one they are not, and the numbers depend
     * on where the variables have their zero. Fewer than two groups: an empty list. Columns in no group are left out.
     * R: {@code car::vif}. Source: Fox and Monette (1992), JASA 87(417), doi:10.2307/2290467.
     *
     * @param groups columns of X for each term, without the intercept
     */
    static List<Inflation> inflation(Residuals r, List<List<Integer>> groups) {
        int[] all = groups.stream().flatMap(List::stream).mapToInt(i -> i).toArray();
        if (groups.size() < 2 || all.length > r.n()) {
            return List.of();
        }
        Matrix x = columns(r.x(), all);
        if (r.intercept()) {
            centre(x, r.scale());
        }
        scaleColumns(x);
        Matrix factor = Qr.of(x).r();
        double whole = logDeterminant(factor);
        List<Inflation> out = new ArrayList<>();
        int from = 0;
        for (int g = 0; g < groups.size(); g++) {
            int size = groups.get(g).size();
            int[] own = new int[size];
            int[] rest = new int[all.length - size];
            for (int i = 0; i < all.length; i++) {
                if (i < from) {
                    rest[i] = i;
                } else if (i < from + size) {
                    own[i - from] = i;
                } else {
                    rest[i - size] = i;
                }
            }
            double log = logDeterminant(Qr.of(columns(factor, own)).r())
                    + logDeterminant(Qr.of(columns(factor, rest)).r())
                    - whole;
            out.add(new Inflation(Math.exp(log), size, partner(factor, own, rest, groups, g)));
            from += size;
        }
        return List.copyOf(out);
    }

    private static int partner(Matrix factor, int[] own, int[] rest, List<List<Integer>> groups, int group) {
        double largest = -1;
        int best = 0;
        for (int i : own) {
            double[] a = factor.column(i);
            for (int j : rest) {
                double[] b = factor.column(j);
                double dot = 0;
                for (int k = 0; k < a.length; k++) {
                    dot += a[k] * b[k];
                }
                if (Math.abs(dot) > largest + 1e-12) {
                    largest = Math.abs(dot);
                    best = j;
                }
            }
        }
        int end = 0;
        for (int g = 0; g < groups.size(); g++) {
            end += groups.get(g).size();
            if (best < end) {
                return g;
            }
        }
        return group;
    }

    /** Twice the log of the determinant of a triangular factor: that of the cross-products. */
    static double logDeterminant(Matrix factor) {
        double sum = 0;
        for (int j = 0; j < factor.columns(); j++) {
            sum += 2 * Math.log(factor.get(j, j));
        }
        return sum;
    }

    /** The triangular factor of columns scaled to length 1. */
    static Matrix unitFactor(Matrix x) {
        Matrix unit = Matrix.of(x.rows(), x.columns(), x.data().clone());
        scaleColumns(unit);
        return Qr.of(unit).r();
    }

    private static Matrix columns(Matrix x, int[] which) {
        double[] data = new double[x.rows() * which.length];
        for (int j = 0; j < which.length; j++) {
            System.arraycopy(x.data(), which[j] * x.rows(), data, j * x.rows(), x.rows());
        }
        return Matrix.of(x.rows(), which.length, data);
    }

    private static void centre(Matrix x, Scale scale) {
        for (int j = 0; j < x.columns(); j++) {
            double[] column = scale.centred(x.column(j));
            for (int i = 0; i < x.rows(); i++) {
                x.set(i, j, column[i]);
            }
        }
    }

    private static void scaleColumns(Matrix x) {
        for (int j = 0; j < x.columns(); j++) {
            double length = length(x, j);
            for (int i = 0; i < x.rows() && length > 0; i++) {
                x.set(i, j, x.get(i, j) / length);
            }
        }
    }

    private static double length(Matrix x, int j) {
        double largest = 0;
        for (int i = 0; i < x.rows(); i++) {
            largest = Math.max(largest, Math.abs(x.get(i, j)));
        }
        double sum = 0;
        for (int i = 0; i < x.rows() && largest > 0; i++) {
            double v = x.get(i, j) / largest;
            sum += v * v;
        }
        return largest * Math.sqrt(sum);
    }

    /** One-sided Jacobi: rotates pairs of columns until all are orthogonal; their lengths are the singular values. */
    private static double[] singularValues(Matrix a) {
        int p = a.columns();
        boolean rotated = true;
        for (int sweep = 0; rotated && sweep < 60; sweep++) {
            rotated = false;
            for (int i = 0; i < p - 1; i++) {
                for (int j = i + 1; j < p; j++) {
                    rotated |= orthogonalise(a, i, j);
                }
            }
        }
        double[] lengths = new double[p];
        for (int j = 0; j < p; j++) {
            lengths[j] = length(a, j);
        }
        return lengths;
    }

    private static boolean orthogonalise(Matrix a, int i, int j) {
        double ii = 0;
        double jj = 0;
        double ij = 0;
        for (int k = 0; k < a.rows(); k++) {
            double u = a.get(k, i);
            double v = a.get(k, j);
            ii += u * u;
            jj += v * v;
            ij += u * v;
        }
        if (!(Math.abs(ij) > 1e-15 * Math.sqrt(ii * jj))) {
            return false;
        }
        double zeta = (jj - ii) / (2 * ij);
        double t = Math.copySign(1 / (Math.abs(zeta) + Math.hypot(1, zeta)), zeta);
        double c = 1 / Math.hypot(1, t);
        double s = c * t;
        for (int k = 0; k < a.rows(); k++) {
            double u = a.get(k, i);
            double v = a.get(k, j);
            a.set(k, i, c * u - s * v);
            a.set(k, j, s * u + c * v);
        }
        return true;
    }
}
