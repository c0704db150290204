package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/*
 * In-order elimination in double-double on cross-products of columns scaled to length 1 (centred before, when there is
 * an intercept).
 *
 * Symbols: A = D^-1 M D^-1 with M = X'X, D^2 = diag M; L unit lower, P = diag(pivots), A = L P L'. After the columns
 * before j are eliminated the pivot of j is 1 - R^2 of column j on them: what is new in it. Columns that bring nothing
 * new are left out where they stand, so earlier columns win, as in R. What is left of row k above the diagonal is
 * P_k L'; from it L^-1 follows row by row, and A^-1 = sum_m (row m of L^-1)'(row m of L^-1) / P_m.
 */

/** Least squares from cross-products: rank decided column by column, coefficients, unscaled covariance. */
final class Solve {
    /**
     * What 1 - R^2 must exceed, of a column about its mean: rounding of the data leaves more than this of any column that is truly
     * new.
     */
    static final double TOLERANCE = 1e-17;

    /** Below this share of its raw sum of squares the centred one of a constant column is noise of the arithmetic. */
    private static final double CONSTANT = 1e-26;

    /** Rows below which a thread costs more than it saves. */
    private static final int WORTH_THREADS = 128;

    /** 2^-104 with room for sums of many products. */
    private static final double NOISE = 3e-30;

    private final int p;
    private final DoubleDouble[] scale;
    private final boolean[] estimated;
    private final DoubleDoubleMatrix a;

    /**
     * @param m cross-products of p columns and then of the responses, symmetric; overwritten
     * @param raw the sums of squares before centring, by which the scale of noise is judged
     * @param most columns that can be independent: the rows, less one for the intercept
     * @param tolerance least 1 - R^2 of a column that counts
     * @param varying what of a column the tolerance is a share of, asked for where it decides; null for {@code raw}
     */
    Solve(
            DoubleDoubleMatrix m,
            int p,
            double[] raw,
            long most,
            double tolerance,
            @Nullable IntToDoubleFunction varying) {
        this.p = p;
        this.scale = new DoubleDouble[m.rows()];
        this.estimated = new boolean[p];
        this.a = new DoubleDoubleMatrix(m.rows(), m.rows());
        for (int j = 0; j < m.rows(); j++) {
            boolean constant = m.get(j, j).hi() <= CONSTANT * raw[j];
            scale[j] = constant ? DoubleDouble.ONE : m.get(j, j).sqrt();
        }
        for (int j = 0; j < m.rows(); j++) {
            for (int k = 0; k < m.rows(); k++) {
                a.set(j, k, m.get(j, k).over(scale[j].times(scale[k])));
            }
        }
        long rank = 0;
        for (int j = 0; j < p; j++) {
            double pivot = a.get(j, j).hi();
            double share = varying == null ? pivot * square(scale[j]) / raw[j] : pivot;
            boolean constant = m.get(j, j).hi() <= CONSTANT * raw[j];
            boolean counts =
                    share > tolerance || share > 0 && varying != null && share > tolerance * varying.applyAsDouble(j);
            estimated[j] = !constant && counts && rank < most && !isNoise(pivot, j);
            if (estimated[j]) {
                rank++;
                eliminate(j, m.rows());
            }
        }
    }

    /**
     * The rounding of A moves the pivot of j by some 2^-104 (1 + |w|^2), w the weights of column j on those before. They
     * are large only where an earlier pivot was tiny, so a small pivot can be a true one there and pure noise here.
     */
    private boolean isNoise(double pivot, int j) {
        if (pivot > 1e-8) {
            return false;
        }
        double size = 1;
        for (DoubleDouble w : weights(j, j)) {
            size += square(w);
        }
        return pivot <= NOISE * size;
    }

    private static double square(DoubleDouble v) {
        return v.hi() * v.hi();
    }

    /** Subtracts multiples of row j from all below; each row by itself, so threads change no bit. */
    private void eliminate(int j, int rows) {
        DoubleDouble pivot = a.get(j, j);
        rowsFrom(j + 1, rows).forEach(i -> {
            DoubleDouble f = a.get(j, i).over(pivot);
            if (f.hi() != 0) {
                a.subtract(i, f, a, j, i, rows);
            }
        });
    }

    private static IntStream rowsFrom(int first, int rows) {
        IntStream all = IntStream.range(first, rows);
        return rows - first < WORTH_THREADS ? all : all.parallel();
    }

    boolean isEstimated(int j) {
        return estimated[j];
    }

    /** The sum of squares that the columns before a left-out one leave of it. */
    double left(int j) {
        return Math.max(0, a.get(j, j).hi() * square(scale[j]));
    }

    /** The least 1 - R^2 of a column on those before it; of one that is left out it is 0. */
    double smallestPivot() {
        double smallest = 1;
        for (int j = 0; j < p; j++) {
            smallest = Math.min(smallest, estimated[j] ? a.get(j, j).hi() : 0);
        }
        return smallest;
    }

    int rank() {
        int rank = 0;
        for (boolean e : estimated) {
            rank += e ? 1 : 0;
        }
        return rank;
    }

    /** Coefficients of response r; zero for columns that are left out. */
    DoubleDouble[] coefficients(int r) {
        return solved(p + r, p);
    }

    /** The coefficients that make a left-out column of the estimated ones before it; zero elsewhere. */
    DoubleDouble[] relation(int j) {
        return solved(j, j);
    }

    private DoubleDouble[] solved(int c, int end) {
        DoubleDouble[] b = weights(c, end);
        for (int k = 0; k < end; k++) {
            b[k] = b[k].times(scale[c]).over(scale[k]);
        }
        return b;
    }

    /** Column {@code c} of A on the estimated columns before {@code end}, by back substitution. */
    private DoubleDouble[] weights(int c, int end) {
        DoubleDouble[] b = new DoubleDouble[p];
        Arrays.fill(b, DoubleDouble.ZERO);
        for (int k = end - 1; k >= 0; k--) {
            if (estimated[k]) {
                DoubleDouble s = a.get(k, c);
                for (int m = k + 1; m < end; m++) {
                    if (estimated[m]) {
                        s = s.minus(a.get(k, m).times(b[m]));
                    }
                }
                b[k] = s.over(a.get(k, k));
            }
        }
        return b;
    }

    /** The residual sum of products of two responses; the last pivot where they are one. */
    DoubleDouble residual(int r, int s) {
        int i = p + Math.min(r, s);
        int j = p + Math.max(r, s);
        DoubleDouble v = a.get(i, j).times(scale[i]).times(scale[j]);
        return r == s && v.hi() < 0 ? DoubleDouble.ZERO : v;
    }

    /** (X'X)^-1 of the estimated columns, p by p with zeros elsewhere. */
    DoubleDoubleMatrix inverse() {
        DoubleDoubleMatrix l = inverseOfL();
        DoubleDoubleMatrix inverse = new DoubleDoubleMatrix(p, p);
        rowsFrom(0, p).forEach(j -> {
            for (int m = j; m < p; m++) {
                DoubleDouble f = l.get(m, j);
                if (estimated[m] && f.hi() != 0) {
                    inverse.subtract(j, f.negated().over(a.get(m, m)), l, m, 0, j + 1);
                }
            }
        });
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= j; k++) {
                DoubleDouble v = inverse.get(j, k).over(scale[j].times(scale[k]));
                inverse.set(j, k, v);
                inverse.set(k, j, v);
            }
        }
        return inverse;
    }

    /**
     * The rows of T that make X orthonormal: the columns of X T' have length 1 and right angles, {@code T =
     * P^(-1/2) L^-1 D^-1}, lower triangular; zeros in the rows and columns of those that are left out.
     */
    DoubleDoubleMatrix orthonormalising() {
        DoubleDoubleMatrix t = inverseOfL();
        for (int m = 0; m < p; m++) {
            DoubleDouble length = estimated[m] ? a.get(m, m).sqrt() : DoubleDouble.ONE;
            for (int k = 0; k < p; k++) {
                boolean stays = estimated[m] && estimated[k] && k <= m;
                t.set(m, k, stays ? t.get(m, k).over(length.times(scale[k])) : DoubleDouble.ZERO);
            }
        }
        return t;
    }

    /** The coordinates of a response in the orthonormal columns, 0 for those that are left out. */
    double[] coordinates(int response) {
        double[] g = new double[p];
        for (int m = 0; m < p; m++) {
            if (estimated[m]) {
                g[m] = a.get(m, p + response)
                        .times(scale[p + response])
                        .over(a.get(m, m).sqrt())
                        .value();
            }
        }
        return g;
    }

    /** Rows of L^-1: row m is e_m - sum_k L_mk (row k), over the estimated k before m. */
    private DoubleDoubleMatrix inverseOfL() {
        DoubleDoubleMatrix l = new DoubleDoubleMatrix(p, p);
        for (int m = 0; m < p; m++) {
            l.set(m, m, DoubleDouble.ONE);
        }
        for (int k = 0; k < p; k++) {
            if (estimated[k]) {
                int row = k;
                DoubleDouble pivot = a.get(k, k);
                rowsFrom(k + 1, p).forEach(m -> {
                    DoubleDouble f = a.get(row, m).over(pivot);
                    if (f.hi() != 0) {
                        l.subtract(m, f, l, row, 0, row + 1);
                    }
                });
            }
        }
        return l;
    }
}
