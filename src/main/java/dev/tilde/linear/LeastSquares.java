package dev.tilde.linear;

import dev.tilde.design.Side;
import dev.tilde.formula.Conventions;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/*
 * With an intercept the other columns and the response are centred, and b_0 = mean(y) - sum b_j mean(u_j). Then
 * (X'WX)^-1 has  V_jk  of the centred columns,  V_0k = -sum_j mean_j V_jk  and  V_00 = 1/sum(w) + sum_jk mean_j V_jk mean_k.
 * An offset o is taken off the response, and is part of the fitted values in TSS = RSS + SS(X b + o), as in R.
 */

/** Coefficients, covariance and sums of squares of one set of columns, for one response or several. */
final class LeastSquares {
    /** The share of its sum of squares that a column must keep for plain double to do. */
    private static final double TAME = 1e-4;

    /** What rounding of the data may leave of a column that equals others. */
    private static final double ROUNDED = 1e-13;

    private final Gram gram;
    private final List<String> names;
    /** Position of the intercept among the columns, -1 without one. */
    private final int intercept;
    /** Positions of the other columns. */
    private final int[] others;

    private final int responses;
    private final int offsets;
    private final DoubleDouble[] means;
    private final Solve solve;
    /** What {@link Solve} would give with more digits, where it leaves too few. */
    private final @Nullable WideSolve wide;

    private final boolean centred;
    private final List<Relation> relations = new ArrayList<>();
    private @Nullable Coordinates coordinates;

    /**
     * @param gram of the predictors, then the responses, then the offsets
     * @param tolerance least 1 - R^2 of a column on those before it
     */
    LeastSquares(Gram gram, Side predictors, int responses, int offsets, double tolerance, Conventions conventions) {
        this.gram = gram;
        this.names = predictors.columns();
        this.responses = responses;
        this.offsets = offsets;
        NormalEquations equations = new NormalEquations(gram, predictors, responses);
        this.intercept = equations.intercept();
        this.others = equations.others();
        this.means = Arrays.stream(others).mapToObj(gram::mean).toArray(DoubleDouble[]::new);
        boolean local = conventions.coding() == Conventions.Coding.LOCAL;
        this.solve = equations.solve(tolerance, local);
        this.wide = equations.wide(solve);
        this.centred = intercept >= 0 || !local && spansConstant();
        for (int j = 0; j < others.length; j++) {
            if (!solve.isEstimated(j)) {
                relations.add(relation(j));
            }
        }
    }

    private boolean spansConstant() {
        return solve.residual(responses, responses).value()
                <= 1e-20 * gram.total().hi();
    }

    /** b of a response; 0 for columns that are left out. */
    private DoubleDouble[] solved(int response) {
        DoubleDouble[] b = wide == null ? solve.coefficients(response) : wide.coefficients(response);
        DoubleDouble[] all = new DoubleDouble[names.size()];
        DoubleDouble first = intercept >= 0 ? gram.mean(names.size() + response) : DoubleDouble.ZERO;
        for (int j = 0; j < others.length; j++) {
            all[others[j]] = b[j];
            if (intercept >= 0 && solve.isEstimated(j)) {
                first = first.minus(b[j].times(mean(j)));
            }
        }
        if (intercept >= 0) {
            all[intercept] = first;
        }
        return all;
    }

    /** The mean of column j of those beside the intercept. */
    private DoubleDouble mean(int j) {
        return means[j];
    }

    private Relation relation(int j) {
        DoubleDouble[] w = solve.relation(j);
        DoubleDouble[] weights = new DoubleDouble[names.size()];
        Arrays.fill(weights, DoubleDouble.ZERO);
        double[] sizes = new double[names.size()];
        DoubleDouble constant = intercept >= 0 ? mean(j) : DoubleDouble.ZERO;
        for (int k = 0; k < j; k++) {
            weights[others[k]] = w[k];
            sizes[others[k]] =
                    Math.sqrt(gram.raw(others[k], others[k]).hi() / gram.total().hi());
            if (intercept >= 0 && solve.isEstimated(k)) {
                constant = constant.minus(w[k].times(mean(k)));
            }
        }
        double size =
                Math.sqrt(gram.raw(others[j], others[j]).hi() / gram.total().hi());
        double largest = size;
        for (int k = 0; k < sizes.length; k++) {
            largest = Math.max(largest, Math.abs(weights[k].hi()) * sizes[k]);
        }
        boolean exact = Math.sqrt(solve.left(j) / gram.total().hi()) <= ROUNDED * largest;
        return Relation.of(others[j], constant, weights, size, sizes, exact);
    }

    long n() {
        return gram.rows();
    }

    int rank() {
        return solve.rank() + (intercept >= 0 ? 1 : 0);
    }

    /** The residual sum of products of two responses. */
    double residual(int r, int s) {
        return residualProduct(r, s).value();
    }

    private DoubleDouble residualProduct(int r, int s) {
        return wide == null ? solve.residual(r, s) : wide.residual(r, s);
    }

    /** The residual sum of squares of a response. */
    double rss(int response) {
        return residual(response, response);
    }

    /** Whether the residuals of a response are nothing but rounding. */
    boolean isExact(int response) {
        int y = names.size() + response;
        return rss(response) <= Residuals.EXACT * gram.raw(y, y).hi();
    }

    /** The total sum of squares, about the mean if {@link #centred}; with an offset that of the fitted values + RSS. */
    double tss(int response) {
        int p = names.size();
        if (offsets == 0) {
            return (centred ? gram.centred(p + response, p + response) : gram.raw(p + response, p + response)).value();
        }
        DoubleDouble[] weights = Arrays.copyOf(solved(response), p + responses + offsets);
        Arrays.fill(weights, p, p + responses, DoubleDouble.ZERO);
        Arrays.fill(weights, p + responses, weights.length, DoubleDouble.ONE);
        DoubleDouble sum = residualProduct(response, response);
        for (int j = 0; j < weights.length; j++) {
            for (int k = 0; k < weights.length; k++) {
                if (weights[j].hi() != 0 && weights[k].hi() != 0) {
                    DoubleDouble g = centred ? gram.centred(j, k) : gram.raw(j, k);
                    sum = sum.plus(weights[j].times(weights[k]).times(g));
                }
            }
        }
        return sum.value();
    }

    boolean centred() {
        return centred;
    }

    long df() {
        return n() - rank();
    }

    double sigma(int response) {
        return df() > 0 ? variance(response).sqrt().value() : Double.NaN;
    }

    /** s^2; NaN without residual degrees of freedom. */
    private DoubleDouble variance(int response) {
        return df() > 0 ? residualProduct(response, response).over((double) df()) : DoubleDouble.of(Double.NaN);
    }

    /** The sum of the logarithms of the weights; 0 without weights. */
    double logWeights() {
        return gram.logWeights();
    }

    /** d'X'WXd of a change of the coefficients. */
    double squaredLength(double[] d) {
        DoubleDouble sum = DoubleDouble.ZERO;
        for (int j = 0; j < d.length; j++) {
            for (int k = 0; k < d.length; k++) {
                if (d[j] != 0 && d[k] != 0) {
                    sum = sum.plus(gram.raw(j, k).times(d[j]).times(d[k]));
                }
            }
        }
        return Math.max(0, sum.value());
    }

    /**
     * Whether cross-products in plain double leave 12 digits of coefficients and covariance: no column is summed far from
     * its mean or lies near to the span of others.
     */
    boolean isTame() {
        for (int j : others) {
            if (intercept >= 0
                    && gram.shiftedSquares(j).hi() * TAME > gram.centred(j, j).hi()) {
                return false;
            }
        }
        return solve.smallestPivot() > TAME;
    }

    List<Relation> relations() {
        return relations;
    }

    /** The weighted standard deviation of a column. */
    double spread(int column) {
        return Math.sqrt(
                Math.max(0, gram.centred(column, column).hi() / gram.total().hi()));
    }

    double standardising(int column, int response) {
        int r = names.size() + response;
        double x = Math.sqrt(gram.centred(column, column).hi());
        double y = Math.sqrt(gram.centred(r, r).hi());
        return column == intercept || x == 0 || y == 0 ? Double.NaN : x / y;
    }

    /** b of a response with 0 for columns that are left out. */
    double[] estimates(int response) {
        return Arrays.stream(solved(response)).mapToDouble(DoubleDouble::value).toArray();
    }

    boolean isEstimated(int column) {
        if (column == intercept) {
            return true;
        }
        return solve.isEstimated(Arrays.binarySearch(others, column));
    }

    /** The orthonormal coordinates of this fit's columns. */
    synchronized Coordinates coordinates() {
        if (coordinates == null) {
            DoubleDoubleMatrix t = solve.orthonormalising();
            coordinates = new Coordinates(t, means, gram.total(), intercept, others, solve::isEstimated);
        }
        return coordinates;
    }

    /** The coordinates of the constant 1, of length 1; all 0 where the columns do not hold it. */
    double[] constant() {
        return coordinates().constant(gram);
    }

    /** The coordinates of a response, for the columns that {@link #coordinates} keeps, without that of the intercept. */
    double[] slopes(int response) {
        double[] all = solve.coordinates(response);
        return IntStream.range(0, others.length)
                .filter(solve::isEstimated)
                .mapToDouble(j -> all[j])
                .toArray();
    }

    /** The coordinate of a response on the intercept. */
    double interceptCoordinate(int response) {
        return responseMean(response).times(gram.total().sqrt()).value();
    }

    /** Sum of the weights and of their logarithms, mean of a response less the offset and its spread about it. */
    double[] fingerprint(int response) {
        int y = names.size() + response;
        return new double[] {
            gram.total().value(),
            gram.logWeights(),
            gram.mean(y).value(),
            gram.centred(y, y).value()
        };
    }

    /** The weighted mean of a response, less that of the offset. */
    DoubleDouble responseMean(int response) {
        return gram.mean(names.size() + response);
    }

    /** s^2 (X'WX)^-1, p by p, NaN for columns that are left out. */
    Matrix covariance(int response) {
        return scaledInverse(variance(response));
    }

    /** (X'WX)^-1, p by p, NaN for columns that are left out. */
    Matrix unscaledCovariance() {
        return scaledInverse(DoubleDouble.ONE);
    }

    private Matrix scaledInverse(DoubleDouble s2) {
        int p = names.size();
        DoubleDoubleMatrix v = wide == null ? solve.inverse() : wide.inverse();
        Matrix out = Matrix.zeros(p, p);
        DoubleDouble[] first = new DoubleDouble[others.length];
        DoubleDouble corner = DoubleDouble.ONE.over(gram.total());
        for (int k = 0; k < others.length; k++) {
            first[k] = DoubleDouble.ZERO;
            for (int j = 0; j < others.length; j++) {
                out.set(others[j], others[k], v.get(j, k).times(s2).value());
                first[k] = intercept < 0 ? first[k] : first[k].minus(mean(j).times(v.get(j, k)));
            }
            corner = intercept < 0 ? corner : corner.minus(first[k].times(mean(k)));
        }
        for (int k = 0; intercept >= 0 && k < others.length; k++) {
            out.set(intercept, others[k], first[k].times(s2).value());
            out.set(others[k], intercept, first[k].times(s2).value());
        }
        if (intercept >= 0) {
            out.set(intercept, intercept, corner.times(s2).value());
        }
        for (Relation r : relations) {
            for (int k = 0; k < p; k++) {
                out.set(r.column(), k, Double.NaN);
                out.set(k, r.column(), Double.NaN);
            }
        }
        return out;
    }
}
