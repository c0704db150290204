package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import java.util.stream.IntStream;

/*
 * minimise  1/2 b'Gb - c'b + l (alpha |b|_1 + (1 - alpha)/2 |b|^2),   G = Z'WZ / W,  c = Z'Wy / W
 *
 * Coordinate descent (Friedman, Hastie and Tibshirani 2010, doi:10.18637/jss.v033.i01) on the Gram matrix finds which columns
 * are in and with which sign; given these the optimum solves  (G_AA + l (1 - alpha) I) b_A = c_A - l alpha sign(b_A),
 * which is taken exactly, in double-double, and checked against the conditions of Karush, Kuhn and Tucker.
 */

/** The path of an elastic net on cross-products. */
final class ElasticNet {
    private static final int MOST_SWEEPS = 100_000;

    /** How often the signs may be corrected before the descent goes on more finely. */
    private static final int MOST_TRIES = 6;

    private final Products products;
    private final double alpha;
    private final boolean centred;
    private final int q;
    /** What each column is divided by; 0 for one that is constant. */
    private final double[] scale;

    private final double scaleOfY;
    private final DoubleDouble[][] g;
    private final DoubleDouble[] c;

    /**
     * @param standardize whether columns are divided by their standard deviation, 1 / W
     * @param centred whether there is an intercept
     */
    ElasticNet(Products products, double alpha, boolean standardize, boolean centred) {
        this.products = products;
        this.alpha = alpha;
        this.centred = centred;
        this.q = products.columns();
        this.scale = new double[q];
        for (int j = 0; j < q; j++) {
            double own = products.product(j, j, centred).value();
            boolean constant = own <= 1e-26 * products.product(j, j, false).value();
            scale[j] = constant ? 0 : standardize ? Math.sqrt(own) : 1;
        }
        this.scaleOfY = Math.sqrt(Math.max(0, products.product(q, q, centred).value()));
        this.g = new DoubleDouble[q][q];
        this.c = new DoubleDouble[q];
        for (int j = 0; j < q; j++) {
            c[j] = scale[j] == 0 || scaleOfY == 0
                    ? DoubleDouble.ZERO
                    : products.product(j, q, centred).over(scale[j]).over(scaleOfY);
            for (int k = 0; k < q; k++) {
                g[j][k] = scale[j] == 0 || scale[k] == 0
                        ? DoubleDouble.ZERO
                        : products.product(j, k, centred).over(scale[j]).over(scale[k]);
            }
        }
    }

    double scale(int j) {
        return scale[j];
    }

    double scaleOfY() {
        return scaleOfY;
    }

    /** The least lambda at which all coefficients are 0; for a ridge that of alpha = 0.001, as in glmnet. */
    double largestLambda() {
        double largest = 0;
        for (DoubleDouble v : c) {
            largest = Math.max(largest, Math.abs(v.value()));
        }
        return largest * scaleOfY / Math.max(alpha, 1e-3);
    }

    /**
     * Coefficients on the scale of the data.
     *
     * @param intercept 0 without one
     * @param b one for each column
     * @param df active columns of a lasso; of a ridge the trace of (G + l I)^-1 G
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Point(double intercept, double[] b, double df) {}

    /** @param lambdas on the scale of the response, as glmnet's, largest first for speed */
    Point[] path(double[] lambdas) {
        Point[] path = new Point[lambdas.length];
        double[] b = new double[q];
        for (int l = 0; l < lambdas.length; l++) {
            double lambda = scaleOfY == 0 ? 0 : lambdas[l] / scaleOfY;
            b = solve(lambda, b);
            path[l] = point(b, lambda);
        }
        return path;
    }

    private Point point(double[] b, double lambda) {
        double[] own = new double[q];
        double intercept = centred ? products.mean(q) : 0;
        for (int j = 0; j < q; j++) {
            own[j] = scale[j] == 0 ? 0 : b[j] * scaleOfY / scale[j];
            intercept -= centred ? own[j] * products.mean(j) : 0;
        }
        int[] active = IntStream.range(0, q).filter(j -> b[j] != 0).toArray();
        return new Point(intercept, own, degreesOfFreedom(active, lambda * (1 - alpha)));
    }

    /** The trace of (G_AA + l I)^-1 G_AA over the active columns: their number without a ridge part. */
    private double degreesOfFreedom(int[] active, double ridge) {
        if (ridge == 0 || active.length == 0) {
            return active.length;
        }
        DoubleDoubleMatrix inverse = solver(active, ridge, null).inverse();
        double trace = 0;
        for (int i = 0; i < active.length; i++) {
            trace += inverse.get(i, i).value();
        }
        return active.length - ridge * trace;
    }

    private double[] solve(double lambda, double[] start) {
        double[] b = start.clone();
        double tolerance = 1e-9;
        for (int attempt = 0; attempt < MOST_TRIES; attempt++) {
            descend(lambda, b, tolerance);
            double[] exact = exact(lambda, b);
            if (exact.length > 0) {
                return exact;
            }
            tolerance /= 1e2;
        }
        return b;
    }

    /** Cyclic coordinate descent until no coefficient moves by more than the tolerance. */
    private void descend(double lambda, double[] b, double tolerance) {
        double[] slope = new double[q];
        for (int j = 0; j < q; j++) {
            slope[j] = c[j].value();
            for (int k = 0; k < q; k++) {
                slope[j] -= g[j][k].value() * b[k];
            }
        }
        for (int sweep = 0; sweep < MOST_SWEEPS; sweep++) {
            double moved = 0;
            for (int j = 0; j < q; j++) {
                double own = g[j][j].value();
                if (own <= 0) {
                    continue;
                }
                double at = slope[j] + own * b[j];
                double soft = Math.max(0, Math.abs(at) - lambda * alpha);
                double next = Math.copySign(soft, at) / (own + lambda * (1 - alpha));
                double d = next - b[j];
                if (d != 0) {
                    for (int k = 0; k < q; k++) {
                        slope[k] -= g[k][j].value() * d;
                    }
                    b[j] = next;
                    moved = Math.max(moved, Math.abs(d) * Math.sqrt(own));
                }
            }
            if (moved <= tolerance) {
                return;
            }
        }
    }

    /** The optimum with the columns and signs of b; empty if another set of columns is better. */
    private double[] exact(double lambda, double[] b) {
        int[] active = IntStream.range(0, q)
                .filter(j -> scale[j] > 0 && (alpha == 0 || b[j] != 0))
                .toArray();
        DoubleDouble[] right = new DoubleDouble[active.length];
        for (int i = 0; i < active.length; i++) {
            right[i] = c[active[i]].minus(DoubleDouble.of(lambda * alpha * Math.signum(b[active[i]])));
        }
        DoubleDouble[] solved = active.length == 0
                ? new DoubleDouble[0]
                : solver(active, lambda * (1 - alpha), right).coefficients(0);
        double[] out = new double[q];
        for (int i = 0; i < active.length; i++) {
            int j = active[i];
            out[j] = solved[i].value();
            if (alpha > 0 && lambda > 0 && out[j] * b[j] < 0) {
                return new double[0];
            }
        }
        for (int j = 0; alpha > 0 && lambda > 0 && j < q; j++) {
            if (out[j] == 0 && Math.abs(slope(j, active, solved)) > lambda * alpha * (1 + 1e-9) + 1e-15) {
                return new double[0];
            }
        }
        return out.length == 0 ? b : out;
    }

    private double slope(int j, int[] active, DoubleDouble[] b) {
        DoubleDouble s = c[j];
        for (int i = 0; i < active.length; i++) {
            s = s.minus(g[j][active[i]].times(b[i]));
        }
        return s.value();
    }

    /** (G_AA + l I) beside a right side. */
    private Solve solver(int[] active, double ridge, DoubleDouble[] right) {
        int n = active.length;
        DoubleDoubleMatrix m = new DoubleDoubleMatrix(n + 1, n + 1);
        double[] raw = new double[n + 1];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                DoubleDouble v = g[active[i]][active[k]];
                m.set(i, k, i == k ? v.plus(DoubleDouble.of(ridge)) : v);
            }
            DoubleDouble r = right == null ? DoubleDouble.ZERO : right[i];
            m.set(i, n, r);
            m.set(n, i, r);
            raw[i] = m.get(i, i).hi();
        }
        m.set(n, n, DoubleDouble.ONE);
        raw[n] = 1;
        return new Solve(m, n, raw, n, Solve.TOLERANCE, j -> 1);
    }
}
