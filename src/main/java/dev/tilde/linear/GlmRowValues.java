package dev.tilde.linear;

import dev.tilde.design.Side;
import dev.tilde.linalg.Matrix;
import java.util.function.IntToDoubleFunction;

/** What a generalised linear model says of each row it was fitted to. */
final class GlmRowValues {
    /** How far a step at rest may still move a linear predictor. */
    private static final double AT_REST = 1e-3;

    private final GlmSystem system;
    private final Family family;
    private final Link link;
    private final Side predictors;
    private final Irls.Result result;

    GlmRowValues(GlmSystem system, Family family, Link link, Side predictors, Irls.Result result) {
        this.system = system;
        this.family = family;
        this.link = link;
        this.predictors = predictors;
        this.result = result;
    }

    private interface OfRow {
        double of(GlmRows.Block block, int i, double eta, double mu);
    }

    private double[] byRow(OfRow f) {
        double[][] out = system.arrays();
        for (int k = 0; k < out.length; k++) {
            for (int i = 0; i < out[k].length; i++) {
                out[k][i] = f.of(system.blocks().get(k), i, result.eta()[k][i], result.mu()[k][i]);
            }
        }
        return system.joined(out);
    }

    double[] fitted() {
        return system.joined(result.mu());
    }

    double[] linearPredictor() {
        return system.joined(result.eta());
    }

    double[] priorWeights() {
        return byRow((b, i, eta, mu) -> b.w[i]);
    }

    double[] observed() {
        return byRow((b, i, eta, mu) -> b.y[i]);
    }

    double[] deviance() {
        return byRow((b, i, eta, mu) ->
                Math.copySign(Math.sqrt(Math.max(0, b.w[i] * family.deviance(b.y[i], mu))), b.y[i] - mu));
    }

    double[] pearson() {
        return byRow((b, i, eta, mu) -> (b.y[i] - mu) * Math.sqrt(b.w[i] / family.variance(mu)));
    }

    double[] response() {
        return byRow((b, i, eta, mu) -> b.y[i] - mu);
    }

    double[] working() {
        return byRow((b, i, eta, mu) -> (b.y[i] - mu) / link.slope(eta));
    }

    double[] workingWeights() {
        return byRow(this::workingWeight);
    }

    /** The rows of the design in orthonormal coordinates. */
    double[][] coordinates(Coordinates of) {
        double[][] out = new double[rows().length][];
        int at = 0;
        for (int k = 0; k < system.blocks().size(); k++) {
            double[][] x = system.columns(predictors, k);
            for (int i = 0; i < system.blocks().get(k).n; i++) {
                double[] row = new double[x.length];
                for (int j = 0; j < row.length; j++) {
                    row[j] = x[j][i];
                }
                out[at++] = of.of(row);
            }
        }
        return out;
    }

    /** The standard deviation of each column of the design by the prior weights. */
    double[] spreads() {
        int p = predictors.columns().size();
        double[] mean = new double[p];
        double[] squares = new double[p];
        double total = 0;
        for (int k = 0; k < system.blocks().size(); k++) {
            GlmRows.Block b = system.blocks().get(k);
            double[][] x = system.columns(predictors, k);
            for (int i = 0; i < b.n; i++) {
                if (b.w[i] > 0) {
                    total += b.w[i];
                    for (int j = 0; j < p; j++) {
                        double d = x[j][i] - mean[j];
                        mean[j] += d * b.w[i] / total;
                        squares[j] += b.w[i] * d * (x[j][i] - mean[j]);
                    }
                }
            }
        }
        for (int j = 0; j < p; j++) {
            squares[j] = Math.sqrt(squares[j] / total);
        }
        return squares;
    }

    long[] rows() {
        return system.blocks().stream()
                .flatMapToLong(b -> java.util.Arrays.stream(b.row))
                .toArray();
    }

    private double workingWeight(GlmRows.Block b, int i, double eta, double mu) {
        double d = link.slope(eta);
        return b.w[i] > 0 ? b.w[i] * d * d / family.variance(mu) : 0;
    }

    /** Exactly 1 where it is nearer to 1 than rounding tells. */
    double[] leverages() {
        double[] squared = ownErrors(covariance(), 1);
        double[] w = workingWeights();
        for (int i = 0; i < w.length; i++) {
            double h = w[i] * squared[i] * squared[i];
            w[i] = 1 - h < 1e-12 ? 1 : h;
        }
        return w;
    }

    /** sqrt(phi x'Vx) of the rows fitted; see {@link #errors}. */
    double[] ownErrors(Matrix v, double phi) {
        double[][] out = system.arrays();
        system.each(k -> {
            double[][] x = system.columns(predictors, k);
            for (int i = 0; i < out[k].length; i++) {
                int row = i;
                out[k][i] = Math.sqrt(phi * form(v, j -> x[j][row]));
            }
        });
        return system.joined(out);
    }

    /**
     * sqrt(phi x'Vx) of rows of coded columns.
     *
     * @param v (X'WX)^-1, or another covariance, with zeros for columns that are left out
     */
    static double[] errors(Matrix x, Matrix v, double phi) {
        double[] out = new double[x.rows()];
        for (int i = 0; i < out.length; i++) {
            int row = i;
            out[i] = Math.sqrt(phi * form(v, j -> x.get(row, j)));
        }
        return out;
    }

    private static double form(Matrix v, IntToDoubleFunction x) {
        double sum = 0;
        for (int j = 0; j < v.rows(); j++) {
            double xj = x.applyAsDouble(j);
            double inner = 0;
            for (int m = 0; xj != 0 && m < j; m++) {
                inner += v.get(j, m) * x.applyAsDouble(m);
            }
            sum += xj == 0 ? 0 : xj * (2 * inner + v.get(j, j) * xj);
        }
        return sum;
    }

    /** (X'WX)^-1 with zeros for columns that are left out. */
    Matrix covariance() {
        return withoutAliases(result.solution().unscaledCovariance());
    }

    /** With zeros in the rows and columns of those that are left out, in place. */
    Matrix withoutAliases(Matrix v) {
        for (int j = 0; j < v.rows(); j++) {
            for (int k = 0; k < v.columns(); k++) {
                boolean both =
                        result.solution().isEstimated(j) && result.solution().isEstimated(k);
                v.set(j, k, both ? v.get(j, k) : 0);
            }
        }
        return v;
    }

    /** Whether the last step still moved a row that counts: its mean runs to the edge of the range. */
    boolean runsAway() {
        double[][] moved = system.arrays();
        system.predict(predictors, result.step(), moved);
        for (int k = 0; k < moved.length; k++) {
            GlmRows.Block b = system.blocks().get(k);
            for (int i = 0; i < b.n; i++) {
                if (b.w[i] > 0 && Math.abs(moved[k][i] - b.offset[i]) > AT_REST * (1 + Math.abs(result.eta()[k][i]))) {
                    return true;
                }
            }
        }
        return false;
    }
}
