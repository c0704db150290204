package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Averages over rows of a design of the linear predictor eta = x'b + offset, or of the mean mu = g^-1(eta), and their
 * differences: values and gradients by the coefficients, which give standard errors by the delta method, sqrt(g'V g).
 */
final class Averages {
    private final DesignSpec spec;
    private final Source source;
    private final double[] b;
    private final List<Relation> relations;
    private final RowErrors errors;
    private final double df;
    private final double level;
    private final Link link;
    private final EffectScale scale;

    private Averages(
            DesignSpec spec,
            Source source,
            LinearPredictor predictor,
            RowErrors errors,
            double df,
            double level,
            Link link,
            EffectScale scale) {
        this.spec = spec;
        this.source = source;
        this.b = predictor.estimates();
        this.relations = predictor.relations();
        this.errors = errors;
        this.df = df;
        this.level = level;
        this.link = link;
        this.scale = scale;
    }

    static Averages of(LinearFit fit) {
        return new Averages(
                fit.design(),
                fit.source(),
                fit.predictor(),
                fit.rowErrors(),
                fit.dfResidual(),
                fit.model().level(),
                Links.IDENTITY,
                EffectScale.LINK);
    }

    static Averages of(GlmFit fit, EffectScale scale) {
        return new Averages(
                fit.design(),
                fit.source(),
                fit.predictor(),
                fit.rowErrors(),
                fit.isDispersionFixed() ? Double.POSITIVE_INFINITY : fit.dfResidual(),
                fit.model().level(),
                fit.model().link(),
                scale);
    }

    DesignSpec spec() {
        return spec;
    }

    Source source() {
        return source;
    }

    Link link() {
        return link;
    }

    EffectScale scale() {
        return scale;
    }

    /** Of t; infinite for z. */
    double df() {
        return df;
    }

    /** Of intervals. */
    double level() {
        return level;
    }

    /**
     * An average or a difference.
     *
     * @param gradient by the coefficients: of a linear predictor its weights
     * @param offset of a linear predictor, 0 of a mean
     * @param value NaN if the data cannot estimate it
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Average(double[] gradient, double offset, double value) {}

    private Average linear(double[] weights, double offset) {
        return new Average(weights, offset, isEstimable(weights) ? Coordinates.dot(weights, b) + offset : Double.NaN);
    }

    private boolean isEstimable(double[] c) {
        int intercept = spec.predictors().intercept().orElse(-1);
        return Relation.allHold(relations, c, intercept);
    }

    /** The average over some rows of a design and their offsets. */
    Average of(Matrix x, double[] offset, int... rows) {
        double[] sum = new double[b.length];
        double rest = 0;
        boolean estimable = true;
        for (int i : rows) {
            double[] row = x.row(i);
            if (scale == EffectScale.LINK) {
                add(sum, 1, row);
                rest += offset[i];
            } else {
                double eta = Coordinates.dot(row, b) + offset[i];
                add(sum, link.slope(eta), row);
                rest += link.mu(eta);
                estimable &= isEstimable(row);
            }
        }
        return averaged(sum, rest, rows.length, estimable);
    }

    /** The average of the derivative of each row with respect to a column, whose derivatives of the columns are dx. */
    Average slope(Matrix x, double[] offset, Matrix dx, int... rows) {
        double[] sum = new double[b.length];
        double rest = 0;
        boolean estimable = true;
        for (int i : rows) {
            double[] change = dx.row(i);
            if (scale == EffectScale.LINK) {
                add(sum, 1, change);
            } else {
                double[] row = x.row(i);
                double eta = Coordinates.dot(row, b) + offset[i];
                double d = Coordinates.dot(change, b);
                add(sum, Links.curvature(link, eta) * d, row);
                add(sum, link.slope(eta), change);
                rest += link.slope(eta) * d;
                estimable &= isEstimable(row) && isEstimable(change);
            }
        }
        return averaged(sum, rest, rows.length, estimable);
    }

    private Average averaged(double[] sum, double rest, int n, boolean estimable) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] /= n;
        }
        return scale == EffectScale.LINK
                ? linear(sum, rest / n)
                : new Average(sum, 0, estimable ? rest / n : Double.NaN);
    }

    private static void add(double[] sum, double weight, double[] row) {
        for (int j = 0; j < sum.length; j++) {
            sum[j] += weight * row[j];
        }
    }

    /** One less another; of linear predictors it may be estimable where none of the two is. */
    Average difference(Average one, Average other) {
        double[] c = new double[b.length];
        for (int j = 0; j < c.length; j++) {
            c[j] = one.gradient[j] - other.gradient[j];
        }
        return scale == EffectScale.LINK
                ? linear(c, one.offset - other.offset)
                : new Average(c, 0, one.value - other.value);
    }

    Effect effect(String name, Average average) {
        double se = Double.isNaN(average.value) ? Double.NaN : errors.of(average.gradient);
        double t = average.value / se;
        double p = Distributions.tTwoSided(t, df);
        double width = Distributions.tQuantile((1 - level) / 2, df);
        return new Effect(name, average.value, se, t, p, average.value, average.value).with(p, width);
    }

    /** How many dimensions some differences have. */
    int rank(List<Average> differences, int most) {
        List<double[]> vectors = new ArrayList<>();
        differences.forEach(d -> vectors.add(errors.coordinates().of(d.gradient)));
        return Wald.extension(List.of(), vectors, most).size();
    }
}
