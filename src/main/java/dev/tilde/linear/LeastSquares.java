package dev.tilde.linear;

import dev.tilde.design.Side;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Term;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/*
 * With an intercept the other columns and the response are centred, and b_0 = mean(y) - sum b_j mean(u_j). Then
 * (X'X)^-1 has  V_jk  of the centred columns,  V_0k = -sum_j mean_j V_jk  and  V_00 = 1/n + sum_jk mean_j V_jk mean_k.
 * Without one the raw cross-products are solved; the constant is regressed on the columns beside the response, to see
 * whether it lies in their span.
 */

/** Coefficients, covariance and sums of squares of one set of columns. */
final class LeastSquares {
    private final Gram gram;
    private final List<String> names;
    /** Position of the intercept among the columns, -1 without one. */
    private final int intercept;
    /** Positions of the other columns. */
    private final int[] others;

    private final DoubleDouble[] means;
    private final Solve solve;
    private final double[] estimates;
    private final double rss;
    private final double tss;
    private final boolean centred;
    private final List<Relation> relations = new ArrayList<>();
    private final DoubleDouble exactRss;

    LeastSquares(Gram gram, Side predictors, double tolerance, Conventions conventions) {
        this.gram = gram;
        this.names = predictors.columns();
        int p = names.size();
        this.intercept = predictors.terms().stream()
                .filter(t -> t.term().equals(Term.INTERCEPT))
                .mapToInt(t -> t.start())
                .findFirst()
                .orElse(-1);
        this.others = IntStream.range(0, p).filter(j -> j != intercept).toArray();
        this.means = Arrays.stream(others).mapToObj(gram::mean).toArray(DoubleDouble[]::new);
        boolean local = conventions.coding() == Conventions.Coding.LOCAL;
        this.solve = solve(p, tolerance, local);
        this.exactRss = solve.residual(0, 0);
        this.rss = exactRss.value();
        this.centred = intercept >= 0 || !local && spansConstant();
        this.tss = (centred ? gram.centred(p, p) : gram.raw(p, p)).value();
        this.estimates = solved();
        for (int j = 0; j < others.length; j++) {
            if (!solve.isEstimated(j)) {
                relations.add(relation(j));
            }
        }
    }

    private Solve solve(int y, double tolerance, boolean relativeToRaw) {
        boolean about = intercept >= 0;
        int q = others.length;
        int rows = about ? q + 1 : q + 2;
        DoubleDoubleMatrix m = new DoubleDoubleMatrix(rows, rows);
        double[] raw = new double[rows];
        for (int j = 0; j < rows; j++) {
            for (int k = 0; k < rows; k++) {
                m.set(j, k, product(column(j, y), column(k, y), y));
            }
            int c = column(j, y);
            raw[j] = c > y ? gram.rows() : gram.raw(c, c).hi();
        }
        return new Solve(m, q, raw, gram.rows() - (about ? 1 : 0), tolerance, relativeToRaw);
    }

    /** Predictors, then the response, then the constant, numbered y + 1. */
    private int column(int j, int y) {
        return j < others.length ? others[j] : j == others.length ? y : y + 1;
    }

    private DoubleDouble product(int j, int k, int y) {
        if (intercept >= 0) {
            return gram.centred(j, k);
        }
        if (j > y || k > y) {
            return j > y && k > y ? DoubleDouble.of((double) gram.rows()) : gram.rawSum(j > y ? k : j);
        }
        return gram.raw(j, k);
    }

    private boolean spansConstant() {
        return solve.residual(1, 1).value() <= 1e-20 * gram.rows();
    }

    private double[] solved() {
        DoubleDouble[] b = solve.coefficients(0);
        double[] all = new double[names.size()];
        DoubleDouble first = intercept >= 0 ? gram.mean(names.size()) : DoubleDouble.ZERO;
        for (int j = 0; j < others.length; j++) {
            all[others[j]] = b[j].value();
            if (intercept >= 0 && solve.isEstimated(j)) {
                first = first.minus(b[j].times(mean(j)));
            }
        }
        if (intercept >= 0) {
            all[intercept] = first.value();
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
            sizes[others[k]] = Math.sqrt(gram.raw(others[k], others[k]).hi() / gram.rows());
            if (intercept >= 0 && solve.isEstimated(k)) {
                constant = constant.minus(w[k].times(mean(k)));
            }
        }
        double size = Math.sqrt(gram.raw(others[j], others[j]).hi() / gram.rows());
        return Relation.of(others[j], constant, weights, size, sizes);
    }

    long n() {
        return gram.rows();
    }

    int rank() {
        return solve.rank() + (intercept >= 0 ? 1 : 0);
    }

    double rss() {
        return rss;
    }

    double tss() {
        return tss;
    }

    boolean centred() {
        return centred;
    }

    double sigma() {
        long df = n() - rank();
        return df > 0 ? exactRss.over((double) df).sqrt().value() : Double.NaN;
    }

    List<Relation> relations() {
        return relations;
    }

    double standardising(int column) {
        double x = Math.sqrt(gram.centred(column, column).hi());
        double y = Math.sqrt(gram.centred(names.size(), names.size()).hi());
        return column == intercept || x == 0 || y == 0 ? Double.NaN : x / y;
    }

    /** b with 0 for columns that are left out. */
    double[] estimates() {
        return estimates.clone();
    }

    boolean isEstimated(int column) {
        if (column == intercept) {
            return true;
        }
        return solve.isEstimated(Arrays.binarySearch(others, column));
    }

    Matrix covariance() {
        int p = names.size();
        long df = n() - rank();
        DoubleDouble s2 = df > 0 ? exactRss.over((double) df) : DoubleDouble.of(Double.NaN);
        DoubleDoubleMatrix v = solve.inverse();
        Matrix out = Matrix.zeros(p, p);
        DoubleDouble[] first = new DoubleDouble[others.length];
        DoubleDouble corner = DoubleDouble.ONE.over((double) n());
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

    List<Coefficient> coefficients(double level) {
        Matrix v = covariance();
        double df = n() - rank();
        double width = Distributions.tQuantile((1 - level) / 2, df);
        List<Coefficient> all = new ArrayList<>();
        for (int j = 0; j < names.size(); j++) {
            double b = isEstimated(j) ? estimates[j] : Double.NaN;
            double se = Math.sqrt(v.get(j, j));
            double t = b / se;
            all.add(new Coefficient(
                    names.get(j), b, se, t, Distributions.tTwoSided(t, df), b - width * se, b + width * se));
        }
        return all;
    }
}
