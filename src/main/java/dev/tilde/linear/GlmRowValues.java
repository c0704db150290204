package dev.tilde.linear;

import dev.tilde.design.Side;
import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** What a generalised linear model says of each row it was fitted to. */
final class GlmRowValues {
    /** How far a step at rest may still move a linear predictor. */
    private static final double AT_REST = 1e-3;

    /** A mean nearer than this to an end of its range, in units of the largest response, or over its inverse, is at the edge. */
    private static final double EDGE = 1e-6;

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

    /** A number of a row. */
    interface OfRow {
        double of(GlmRows.Block block, int i, double eta, double mu);
    }

    private double[] byRow(OfRow f) {
        double[][] out = system.arrays();
        system.each(k -> {
            for (int i = 0; i < out[k].length; i++) {
                out[k][i] = f.of(system.blocks().get(k), i, result.eta()[k][i], result.mu()[k][i]);
            }
        });
        return system.joined(out);
    }

    /** The sum over the rows of a weight that is not 0. */
    double sum(OfRow f) {
        double[] parts = new double[system.blocks().size()];
        system.each(k -> {
            GlmRows.Block b = system.blocks().get(k);
            double sum = 0;
            for (int i = 0; i < b.n; i++) {
                sum += b.w[i] > 0 ? f.of(b, i, result.eta()[k][i], result.mu()[k][i]) : 0;
            }
            parts[k] = sum;
        });
        return Arrays.stream(parts).sum();
    }

    /** The largest of the rows of a weight that is not 0, or 0. */
    double largest(OfRow f) {
        double[] parts = new double[system.blocks().size()];
        system.each(k -> {
            GlmRows.Block b = system.blocks().get(k);
            double largest = 0;
            for (int i = 0; i < b.n; i++) {
                double v = b.w[i] > 0 ? f.of(b, i, result.eta()[k][i], result.mu()[k][i]) : 0;
                largest = v > largest ? v : largest;
            }
            parts[k] = largest;
        });
        return Arrays.stream(parts).max().orElse(0);
    }

    /** Which of the rows, those of weight 0 counted, is the first that is not 0 and has a weight; -1 for none. */
    int first(OfRow f) {
        double[] all = byRow((b, i, eta, mu) -> b.w[i] > 0 ? f.of(b, i, eta, mu) : 0);
        return IntStream.range(0, all.length)
                .filter(i -> all[i] != 0)
                .findFirst()
                .orElse(-1);
    }

    /** The log likelihood at a dispersion. */
    double logLikelihood(double phi) {
        return sum((b, i, eta, mu) -> family.logDensity(b.y[i], mu, b.w[i], b.trials[i], phi));
    }

    /** Pearson's chi-squared, without rows where it is not defined. */
    double chiSquared() {
        return sum((b, i, eta, mu) -> {
            double r = pearson(b, i, mu);
            return Double.isNaN(r) ? 0 : r * r;
        });
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

    double[] trials() {
        return byRow((b, i, eta, mu) -> b.trials[i]);
    }

    double[] offsets() {
        return byRow((b, i, eta, mu) -> b.offset[i]);
    }

    /** The estimated columns of the rows, whatever their weights. */
    Residuals space() {
        int[] estimated = IntStream.range(0, predictors.columns().size())
                .filter(result.solution()::isEstimated)
                .toArray();
        double[] y = observed();
        Matrix all = Matrix.zeros(y.length, estimated.length);
        int row = 0;
        for (int k = 0; k < system.blocks().size(); k++) {
            double[][] x = system.columns(predictors, k);
            for (int i = 0; i < system.blocks().get(k).n; i++) {
                for (int j = 0; j < estimated.length; j++) {
                    all.set(row, j, x[estimated[j]][i]);
                }
                row++;
            }
        }
        return Residuals.of(all, y, predictors.intercept().isPresent());
    }

    double[] observed() {
        return byRow((b, i, eta, mu) -> b.y[i]);
    }

    double[] deviance() {
        return byRow((b, i, eta, mu) ->
                Math.copySign(Math.sqrt(Math.max(0, b.w[i] * family.deviance(b.y[i], mu))), b.y[i] - mu));
    }

    double[] pearson() {
        return byRow((b, i, eta, mu) -> pearson(b, i, mu));
    }

    /** Quantile residuals; NaN for rows of weight 0 and for families without a distribution. */
    double[] quantile(double phi, long seed) {
        return byRow((b, i, eta, mu) -> {
            if (!(b.w[i] > 0) || !(family instanceof RangedFamily known)) {
                return Double.NaN;
            }
            double share = (Folds.mixed(b.row[i], seed) >>> 11) * 0x1p-53 + 0x1p-54;
            return known.place(b.y[i], mu, b.w[i], b.trials[i], phi).residual(share);
        });
    }

    private double pearson(GlmRows.Block b, int i, double mu) {
        return (b.y[i] - mu) * Math.sqrt(b.w[i] / family.variance(mu));
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
        return system.blocks().stream().flatMapToLong(b -> Arrays.stream(b.row)).toArray();
    }

    private double workingWeight(GlmRows.Block b, int i, double eta, double mu) {
        double d = link.slope(eta);
        return b.w[i] > 0 ? b.w[i] * d * d / family.variance(mu) : 0;
    }

    /** Exactly 1 where it is nearer to 1 than rounding tells; NaN for rows of weight 0. */
    double[] leverages() {
        double[] root = ownErrors(new RowErrors(result.solution().coordinates(), null, 1));
        double[] w = workingWeights();
        double[] prior = priorWeights();
        for (int i = 0; i < w.length; i++) {
            double h = w[i] * root[i] * root[i];
            w[i] = prior[i] > 0 ? 1 - h < 1e-12 ? 1 : h : Double.NaN;
        }
        return w;
    }

    /** Deviance residuals / sqrt(phi (1 - h)); NaN where h = 1 or the weight 0. */
    double[] standardised(double phi) {
        double[] d = deviance();
        double[] h = leverages();
        for (int i = 0; i < d.length; i++) {
            d[i] = h[i] == 1 ? Double.NaN : d[i] / Math.sqrt(phi * (1 - h[i]));
        }
        return d;
    }

    /** (r / (1 - h))^2 h / (phi rank), r Pearson's residual; NaN where h = 1 or the weight 0. */
    double[] cook(double phi) {
        double[] r = pearson();
        double[] h = leverages();
        for (int i = 0; i < r.length; i++) {
            double e = r[i] / (1 - h[i]);
            r[i] = h[i] == 1
                    ? Double.NaN
                    : e * e * h[i] / (phi * result.solution().rank());
        }
        return r;
    }

    /** The errors of the linear predictors of the rows fitted. */
    double[] ownErrors(RowErrors errors) {
        double[][] out = system.arrays();
        system.each(k -> {
            double[][] x = system.columns(predictors, k);
            double[] row = new double[x.length];
            for (int i = 0; i < out[k].length; i++) {
                for (int j = 0; j < row.length; j++) {
                    row[j] = x[j][i];
                }
                out[k][i] = errors.of(row);
            }
        });
        return system.joined(out);
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

    /** Whether the last step still moved a row that counts and whose mean is at the edge of the range: it runs there. */
    boolean runsAway() {
        RangedFamily.Range range = RangedFamily.range(family);
        double far = largest((b, i, eta, mu) -> Math.abs(b.y[i]));
        GlmColumns.Predictor predictor = system.predictor(predictors, result.step());
        AtomicBoolean found = new AtomicBoolean();
        system.each(k -> {
            GlmRows.Block b = system.blocks().get(k);
            double[] moved = null;
            for (int i = 0; i < b.n; i++) {
                if (b.w[i] > 0 && range.distance(result.mu()[k][i], far) < EDGE) {
                    moved = moved == null ? moved(predictor, k) : moved;
                    if (Math.abs(moved[i] - b.offset[i]) > AT_REST * (1 + Math.abs(result.eta()[k][i]))) {
                        found.set(true);
                        return;
                    }
                }
            }
        });
        return found.get();
    }

    /** What a step adds to the linear predictor of a block, and its offset. */
    private double[] moved(GlmColumns.Predictor predictor, int k) {
        double[] eta = new double[system.blocks().get(k).n];
        predictor.of(k, eta);
        return eta;
    }
}
