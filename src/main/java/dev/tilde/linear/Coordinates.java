package dev.tilde.linear;

import dev.tilde.json.Json;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.SavedField;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/*
 * With T from the elimination, the columns of Z = X T' are orthonormal under the weights, Z'WZ = I, and everything that
 * follows from (X'WX)^-1 = T'T can be said in z = T x: the leverage of a row is w |z|^2, the variance of c'b is
 * s^2 |T c|^2, and with a covariance M of g = Z'Wy that of c'b is (T c)'M(T c). T comes from double-double, so errors
 * grow with the condition of X and not with its square, as they would with (X'WX)^-1 in doubles.
 *
 * With an intercept the other columns are centred before, and the first coordinate is x_0 / sqrt(sum w).
 */

/** Rows and linear combinations of coefficients in orthonormal coordinates of the column space; r numbers each. */
final class Coordinates {
    private static final double ROUNDING = 1e-15;

    private final double[][] t;
    private final DoubleDoubleMatrix exact;
    private final DoubleDouble[] means;
    private final DoubleDouble total;
    private final int intercept;
    /** Columns beside the intercept that are estimated: their places among the others, and in the design. */
    private final int[] places;

    private final int[] others;

    Coordinates(
            DoubleDoubleMatrix exact,
            DoubleDouble[] means,
            DoubleDouble total,
            int intercept,
            int[] others,
            IntPredicate estimated) {
        this.exact = exact;
        this.means = means;
        this.total = total;
        this.intercept = intercept;
        this.others = others;
        this.places = IntStream.range(0, others.length).filter(estimated).toArray();
        this.t = new double[places.length][places.length];
        for (int m = 0; m < places.length; m++) {
            for (int k = 0; k <= m; k++) {
                t[m][k] = exact.get(places[m], places[k]).value();
            }
        }
    }

    /** What {@link #of(double[])} needs, as JSON. */
    Json json() {
        double[] low = Arrays.stream(means).mapToDouble(DoubleDouble::lo).toArray();
        double[] high = Arrays.stream(means).mapToDouble(DoubleDouble::hi).toArray();
        return Json.object(
                "intercept", Json.of(intercept),
                "columns", Json.of(Arrays.stream(others).asDoubleStream().toArray()),
                "estimated", Json.of(Arrays.stream(places).asDoubleStream().toArray()),
                "means", Json.of(high),
                "meansRest", Json.of(low),
                "weights", Json.of(new double[] {total.hi(), total.lo()}),
                "rows",
                        new Json.Arr(Arrays.stream(t)
                                .map(Json::of)
                                .map(Json.class::cast)
                                .toList()));
    }

    /** Those of {@link #json}, to the same bits; good for rows and combinations of coefficients. */
    static Coordinates of(SavedField saved) {
        int[] others = ints(saved.get("columns"));
        int[] places = ints(saved.get("estimated"));
        double[] high = saved.get("means").numbers();
        double[] low = saved.get("meansRest").numbers();
        double[] weights = saved.get("weights").numbers();
        DoubleDouble[] means = new DoubleDouble[high.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = new DoubleDouble(high[j], low[j]);
        }
        DoubleDoubleMatrix t = new DoubleDoubleMatrix(others.length, others.length);
        for (int m = 0; m < places.length; m++) {
            double[] row = saved.get("rows").items().get(m).numbers();
            for (int k = 0; k < places.length; k++) {
                t.set(places[m], places[k], DoubleDouble.of(row[k]));
            }
        }
        return new Coordinates(
                t,
                means,
                new DoubleDouble(weights[0], weights[1]),
                saved.get("intercept").whole(),
                others,
                j -> Arrays.stream(places).anyMatch(p -> p == j));
    }

    private static int[] ints(SavedField list) {
        return list.items().stream().mapToInt(SavedField::whole).toArray();
    }

    /** r. */
    int rank() {
        return places.length + first();
    }

    /** 1 with an intercept, whose coordinate is the first; else 0. */
    private int first() {
        return intercept >= 0 ? 1 : 0;
    }

    /** The column of the design that brings coordinate m. */
    int column(int m) {
        return m < first() ? intercept : others[places[m - first()]];
    }

    /**
     * T c for p numbers: a row of the design, or the weights of a combination of coefficients. Those of left-out columns
     * do not matter; NaN in others gives NaN.
     */
    double[] of(double[] c) {
        double one = intercept >= 0 ? c[intercept] : 0;
        double[] u = new double[places.length];
        for (int k = 0; k < u.length; k++) {
            u[k] = c[others[places[k]]];
            if (one != 0) {
                DoubleDouble mean = means[places[k]].times(one);
                u[k] = u[k] - mean.hi() - mean.lo();
            }
        }
        double[] z = new double[rank()];
        if (intercept >= 0) {
            z[0] = one / Math.sqrt(total.value());
        }
        for (int m = 0; m < u.length; m++) {
            double sum = 0;
            for (int k = 0; k <= m; k++) {
                sum += t[m][k] * u[k];
            }
            z[m + first()] = sum;
        }
        return z;
    }

    /** T C': a column for each row of C, which has p columns. */
    Matrix of(Matrix c) {
        double[] all = new double[rank() * c.rows()];
        for (int i = 0; i < c.rows(); i++) {
            System.arraycopy(of(c.row(i)), 0, all, i * rank(), rank());
        }
        return Matrix.of(rank(), c.rows(), all);
    }

    /**
     * T'M T, p by p: a covariance of coordinates as one of coefficients; NaN in the rows and columns of those left out.
     *
     * @param m r by r
     */
    Matrix coefficients(Matrix m) {
        int p = others.length + first();
        Matrix unit = Matrix.zeros(p, rank());
        boolean[] estimated = new boolean[p];
        for (int k = 0; k < rank(); k++) {
            estimated[column(k)] = true;
        }
        for (int j = 0; j < p; j++) {
            double[] e = new double[p];
            e[j] = 1;
            double[] z = of(e);
            for (int k = 0; k < z.length; k++) {
                unit.set(j, k, estimated[j] ? z[k] : Double.NaN);
            }
        }
        Matrix out = Matrix.zeros(p, p);
        for (int j = 0; j < p; j++) {
            double[] mj = times(m, unit.row(j));
            for (int k = 0; k <= j; k++) {
                double v = j == k ? variance(unit.row(j), m) : dot(mj, unit.row(k));
                out.set(j, k, v);
                out.set(k, j, v);
            }
        }
        return out;
    }

    /**
     * Z'W U for other columns U on the same rows: what the space of X holds of each; r numbers a column.
     *
     * @param gram of the columns of the design followed by those of U
     * @param from the first of U
     * @param count how many U has
     */
    Matrix of(Gram gram, int from, int count) {
        Matrix out = Matrix.zeros(rank(), count);
        for (int c = 0; c < count; c++) {
            int u = from + c;
            if (intercept >= 0) {
                out.set(0, c, gram.mean(u).times(total.sqrt()).value());
            }
            for (int m = 0; m < places.length; m++) {
                DoubleDouble sum = DoubleDouble.ZERO;
                for (int k = 0; k <= m; k++) {
                    int x = others[places[k]];
                    DoubleDouble product = intercept >= 0 ? gram.centred(x, u) : gram.raw(x, u);
                    sum = sum.plus(exact.get(places[m], places[k]).times(product));
                }
                out.set(m + first(), c, sum.value());
            }
        }
        return out;
    }

    /** M v for a symmetric M. */
    static double[] times(Matrix m, double[] v) {
        return m.times(v);
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** v'M v, and 0 where it is nothing but rounding of either sign. */
    static double variance(double[] v, Matrix m) {
        double[] mv = times(m, v);
        double sum = 0;
        double size = 0;
        for (int i = 0; i < v.length; i++) {
            sum += mv[i] * v[i];
            for (int k = 0; k < v.length; k++) {
                size += Math.abs(v[i] * m.get(i, k) * v[k]);
            }
        }
        return Math.abs(sum) <= ROUNDING * v.length * size ? 0 : sum;
    }

    /** s2 times the identity, r by r. */
    Matrix identity(double s2) {
        Matrix m = Matrix.zeros(rank(), rank());
        for (int k = 0; k < rank(); k++) {
            m.set(k, k, s2);
        }
        return m;
    }

    /** The coordinates of the constant 1, of length 1; all 0 where it has none. */
    double[] constant(Gram gram) {
        double[] c = new double[rank()];
        if (intercept >= 0) {
            c[0] = 1;
            return c;
        }
        for (int m = 0; m < places.length; m++) {
            DoubleDouble sum = DoubleDouble.ZERO;
            for (int k = 0; k <= m; k++) {
                sum = sum.plus(exact.get(places[m], places[k]).times(gram.rawSum(others[places[k]])));
            }
            c[m] = sum.value();
        }
        double length = Math.sqrt(dot(c, c));
        return Arrays.stream(c).map(v -> length > 0 ? v / length : 0).toArray();
    }
}
