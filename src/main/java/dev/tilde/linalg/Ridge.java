package dev.tilde.linalg;

import java.util.Arrays;
import java.util.List;

/**
 * Ridge least squares of one or several responses on the same columns, for any number of penalties from one
 * decomposition. For a penalty lambda the coefficients B (p by q) and the intercepts b (q) minimise
 *
 * <pre>sum_i w_i |y_i - b - B'x_i|^2 + lambda |B|^2</pre>
 *
 * with the intercepts free of the penalty. The rows are centred at their weighted means and reduced, in blocks of 8,192
 * rows, to the triangle R of a QR decomposition, and R to a bidiagonal matrix (Eldén 1977, doi:10.1007/BF01933413). The
 * cross-products X'X, whose condition number is the square, are never formed: penalties down to about 1e-16 times the
 * largest cross-product have an effect. Columns are not rescaled: a penalty is fair when the columns have like scales.
 *
 * <p>The error of a row that was left out of the fit is {@code e_i / (1 - h_i)} with the residual e_i and
 * {@code h_i = w_i (1 / sum w + z_i'(Z'WZ + lambda I)^-1 z_i)}, z the centred rows; {@link #leaveOneOut} takes it for a
 * whole grid of penalties in a second pass over the rows.
 *
 * <p>Cost: 2np&sup2; + 4p&sup3; operations, and 2np&sup2; more for leave-one-out. Memory: a block of rows for each
 * thread. The same rows give the same bits for any number of threads. R calls it {@code MASS::lm.ridge} (which divides
 * the columns by their standard deviations), scikit-learn {@code RidgeCV}.
 */
public final class Ridge {
    private final CentredRows rows;
    private final int p;
    private final int q;
    private final double[] totals;
    private final Bidiagonal form;

    /** Rows of numbers and responses, read in any order and by several threads at a time. */
    public interface Rows {
        /** How many rows there are, at least one of them with a weight above 0. */
        int rows();

        /** How many columns a row has: p, at least 1. */
        int columns();

        /** How many responses a row has: q, at least 1. */
        int responses();

        /** Writes the p numbers of a row and then its q responses, all finite; only asked for rows of weight above 0. */
        void read(int row, double[] into);

        /** The weight of a row, at least 0; a row of weight 0 is left out. */
        default double weight(int row) {
            return 1;
        }
    }

    private Ridge(CentredRows rows) {
        this.rows = rows;
        this.p = rows.columns();
        this.q = rows.responses();
        double[][] r = rows.triangle();
        this.totals = new double[q];
        for (int c = 0; c < q; c++) {
            for (int i = 0; i <= p + c; i++) {
                totals[c] += r[i][p + c] * r[i][p + c];
            }
        }
        this.form = Bidiagonal.of(r, p, q);
    }

    /**
     * With intercepts, which carry no penalty.
     *
     * @throws IllegalArgumentException if there is no column, no response or no row with a weight
     */
    public static Ridge of(Rows rows) {
        return new Ridge(new CentredRows(rows, true));
    }

    /**
     * With intercepts, all weights 1.
     *
     * @param x n by p
     * @param y n by q
     * @throws IllegalArgumentException if the row counts differ, or as {@link #of(Rows)}
     */
    public static Ridge of(Matrix x, Matrix y) {
        if (x.rows() != y.rows()) {
            throw new IllegalArgumentException("x has " + x.rows() + " rows, y has " + y.rows());
        }
        return of(new Rows() {
            @Override
            public int rows() {
                return x.rows();
            }

            @Override
            public int columns() {
                return x.columns();
            }

            @Override
            public int responses() {
                return y.columns();
            }

            @Override
            public void read(int row, double[] into) {
                for (int j = 0; j < x.columns(); j++) {
                    into[j] = x.get(row, j);
                }
                for (int r = 0; r < y.columns(); r++) {
                    into[x.columns() + r] = y.get(row, r);
                }
            }
        });
    }

    /**
     * Without intercepts and without centring, so that every column carries the penalty, a column of ones too.
     *
     * @throws IllegalArgumentException as {@link #of(Rows)}
     */
    public static Ridge throughOrigin(Rows rows) {
        return new Ridge(new CentredRows(rows, false));
    }

    /**
     * The solution for one penalty.
     *
     * @param lambda at least 0; with 0 the columns must be independent, else the coefficients are infinite or NaN
     * @throws IllegalArgumentException if lambda is negative or not finite
     */
    public Solution solve(double lambda) {
        Bidiagonal.Penalised at = form.penalised(checked(lambda));
        Matrix b = Matrix.zeros(p, q);
        double[] intercepts = new double[q];
        double[] means = rows.means();
        for (int r = 0; r < q; r++) {
            double[] column = form.turned(at.solution(r));
            System.arraycopy(column, 0, b.data(), r * p, p);
            intercepts[r] = means[p + r] - Rank4.dot(column, means, 0, p);
        }
        return new Solution(lambda, b, intercepts);
    }

    /**
     * The solution for the penalty with the least leave-one-out error, the responses counted in units of their own
     * spread; of equal ones the largest penalty.
     *
     * @param lambdas one or more, each at least 0
     * @throws IllegalArgumentException if there is none, one is negative, or no penalty has a finite error (rows of
     *     leverage 1 under all of them, numbers that are not finite)
     */
    public Solution best(double... lambdas) {
        Matrix errors = leaveOneOut(lambdas);
        double best = -1;
        double least = Double.POSITIVE_INFINITY;
        for (int l = 0; l < lambdas.length; l++) {
            double error = 0;
            for (int r = 0; r < q; r++) {
                error += totals[r] > 0 ? errors.get(l, r) * rows.weight() / totals[r] : errors.get(l, r);
            }
            if (error < least || error == least && error < Double.POSITIVE_INFINITY && lambdas[l] > best) {
                least = error;
                best = lambdas[l];
            }
        }
        if (best < 0) {
            throw new IllegalArgumentException(
                    "no penalty has a finite leave-one-out error; give larger ones, or one for solve");
        }
        return solve(best);
    }

    /**
     * The weighted mean squares of the leave-one-out errors, a row for each penalty and a column for each response;
     * infinite where a row decides its own fit (a leverage within 1e-8 of 1).
     *
     * @throws IllegalArgumentException if a penalty is negative or not finite
     */
    public Matrix leaveOneOut(double... lambdas) {
        List<Bidiagonal.Penalised> all =
                Arrays.stream(lambdas).mapToObj(l -> form.penalised(checked(l))).toList();
        double[] squares = rows.squares(all, form.rightVectors());
        Matrix out = Matrix.zeros(lambdas.length, q);
        for (int k = 0; k < squares.length; k++) {
            out.data()[k] = squares[k] / rows.weight();
        }
        return out;
    }

    private static double checked(double lambda) {
        if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("a ridge penalty is finite and at least 0, got " + lambda);
        }
        return lambda;
    }

    /** Coefficients for one penalty. */
    public static final class Solution {
        private final double lambda;
        private final Matrix coefficients;
        private final double[] intercepts;

        private Solution(double lambda, Matrix coefficients, double[] intercepts) {
            this.lambda = lambda;
            this.coefficients = coefficients;
            this.intercepts = intercepts;
        }

        /** The penalty. */
        public double lambda() {
            return lambda;
        }

        /** B, a row for each column of the data and a column for each response; not a copy. */
        public Matrix coefficients() {
            return coefficients;
        }

        /** One for each response, 0 for a fit through the origin; a copy. */
        public double[] intercepts() {
            return intercepts.clone();
        }
    }
}
