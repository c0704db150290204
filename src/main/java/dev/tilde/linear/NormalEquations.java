package dev.tilde.linear;

import dev.tilde.design.Side;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The cross-products that least squares solves: about the means of all other columns and the responses where there is an
 * intercept, raw without one. Then the constant is regressed on the columns beside the responses, to see whether it lies in
 * their span.
 */
final class NormalEquations {
    /** Stands for the constant where there is no intercept. */
    private static final int CONSTANT = -1;

    /** The pivot below which 32 digits may leave fewer than 15. */
    private static final double NARROW = 1e-8;

    /** Columns that 60 digits are worth their time for. */
    private static final int WIDEST = 64;

    private final Gram gram;
    private final int columns;
    private final int intercept;
    private final int[] others;
    private final int responses;

    /**
     * @param gram of the predictors, then the responses
     */
    NormalEquations(Gram gram, Side predictors, int responses) {
        this.gram = gram;
        this.columns = predictors.columns().size();
        this.intercept = predictors.intercept().orElse(-1);
        this.others = IntStream.range(0, columns).filter(j -> j != intercept).toArray();
        this.responses = responses;
    }

    /** Position of the intercept among the columns, -1 without one. */
    int intercept() {
        return intercept;
    }

    /** Positions of the other columns; not a copy. */
    int[] others() {
        return others;
    }

    /**
     * Solves them.
     *
     * @param tolerance least 1 - R^2 of a column on those before it
     * @param relativeToRaw whether that is a share of its raw sum of squares, not of what is not near to a constant
     */
    Solve solve(double tolerance, boolean relativeToRaw) {
        boolean about = intercept >= 0;
        int q = others.length;
        int rows = q + responses + (about ? 0 : 1);
        DoubleDoubleMatrix m = new DoubleDoubleMatrix(rows, rows);
        double[] raw = new double[rows];
        for (int j = 0; j < rows; j++) {
            for (int k = 0; k < rows; k++) {
                m.set(j, k, product(column(j), column(k)));
            }
            int c = column(j);
            raw[j] = c == CONSTANT ? gram.total().hi() : gram.raw(c, c).hi();
        }
        return new Solve(
                m,
                q,
                raw,
                gram.rows() - (about ? 1 : 0),
                tolerance,
                relativeToRaw ? null : j -> varying(j, i -> m.get(i, i).hi()));
    }

    /** What a solution would give with more digits, where it leaves too few; else null. */
    @Nullable
    WideSolve wide(Solve solve) {
        return gram.hasWide() && others.length <= WIDEST && solve.smallestPivot() < NARROW
                ? new WideSolve(
                        (j, k) -> gram.wide(column(j), column(k), intercept >= 0),
                        others.length,
                        responses,
                        solve::isEstimated)
                : null;
    }

    /**
     * The share of a column that is not near to a constant, so that designs of one space decide alike, with and without an
     * intercept or with cells of their own. Beside a column that is nearly constant the last level of a factor is nearly
     * made up, and new all the same.
     */
    private double varying(int j, IntToDoubleFunction squares) {
        double smallest = 1;
        for (int k = gram.hasNumbers(others[j]) ? j : 0; k <= j; k++) {
            double share = gram.centredSquares(others[k]) / squares.applyAsDouble(k);
            smallest = share < smallest ? share : smallest;
        }
        return smallest;
    }

    /** Predictors but the intercept, then the responses, then the constant. */
    private int column(int j) {
        int r = j - others.length;
        return r < 0 ? others[j] : r < responses ? columns + r : CONSTANT;
    }

    private DoubleDouble product(int j, int k) {
        if (intercept >= 0) {
            return gram.centred(j, k);
        }
        if (j == CONSTANT || k == CONSTANT) {
            return j == k ? gram.total() : gram.rawSum(Math.max(j, k));
        }
        return gram.raw(j, k);
    }
}
