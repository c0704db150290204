package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.report.Numbers;
import tech.tablesaw.api.Table;

/**
 * Predictions of rows with their errors. With x a row of the design, V the covariance of the coefficients and s the residual
 * standard error: fit = x b + offset, se^2 = x'V x, confidence interval fit -+ t se, prediction interval
 * fit -+ t sqrt(s^2 + se^2), t on the residual degrees of freedom. R: {@code predict(fit, rows, se.fit = TRUE)}.
 *
 * <p>One number for each row, in order; all NaN where the prediction is, see {@link LinearFit#predict(Source)}. Without
 * residual degrees of freedom only the fit is a number. Accessors of arrays give copies.
 */
public final class Predictions {
    private final double[] fit;
    private final double[] stdError;
    private final long df;
    private final double sigma;
    private final double level;
    private final Interval interval;

    private Predictions(double[] fit, double[] stdError, long df, double sigma, double level, Interval interval) {
        this.fit = fit;
        this.stdError = stdError;
        this.df = df;
        this.sigma = sigma;
        this.level = level;
        this.interval = interval;
    }

    static Predictions of(LinearFit model, Source rows, Interval interval) {
        return of(
                model.predictor(),
                model.design(),
                model.rowErrors(),
                model.dfResidual(),
                model.sigma(),
                model.model().level(),
                rows,
                interval);
    }

    static Predictions of(
            LinearPredictor predictor,
            DesignSpec spec,
            RowErrors errors,
            long df,
            double sigma,
            double level,
            Source rows,
            Interval interval) {
        double[] fit = predictor.predict(rows);
        return new Predictions(fit, errors.of(spec, rows, fit), df, sigma, level, interval);
    }

    /**
     * The same at another level.
     *
     * @throws IllegalArgumentException if it does not lie between 0 and 1
     */
    public Predictions level(double other) {
        if (!(other > 0 && other < 1)) {
            throw new IllegalArgumentException("the level of intervals must lie between 0 and 1, got " + other);
        }
        return new Predictions(fit, stdError, df, sigma, other, interval);
    }

    /** The same with intervals of another kind. */
    public Predictions interval(Interval other) {
        return new Predictions(fit, stdError, df, sigma, level, other);
    }

    /** The predictions. */
    public double[] fit() {
        return fit.clone();
    }

    /** The standard error of each as an estimate of the expected response. */
    public double[] stdError() {
        return stdError.clone();
    }

    /** Lower ends of the intervals. */
    public double[] low() {
        return ends(-1);
    }

    /** Upper ends of the intervals. */
    public double[] high() {
        return ends(1);
    }

    private double[] ends(int sign) {
        double t = Distributions.tQuantile((1 - level) / 2, df);
        double[] ends = new double[fit.length];
        for (int i = 0; i < ends.length; i++) {
            double error = interval == Interval.PREDICTION ? Math.hypot(sigma, stdError[i]) : stdError[i];
            ends[i] = fit[i] + sign * t * error;
        }
        return ends;
    }

    /** How many there are. */
    public int rows() {
        return fit.length;
    }

    /** Residual degrees of freedom. */
    public long df() {
        return df;
    }

    /** The residual standard error s. */
    public double residualScale() {
        return sigma;
    }

    /** The level of the intervals. */
    public double level() {
        return level;
    }

    /** What the intervals hold. */
    public Interval interval() {
        return interval;
    }

    /** Columns {@code .fitted, .se.fit, .lower, .upper}, as broom's {@code augment}. */
    public Table table() {
        return Tidy.of("predictions")
                .number(".fitted", fit)
                .number(".se.fit", stdError)
                .number(".lower", low())
                .number(".upper", high())
                .table();
    }

    /** How many there are, and the first rows. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(fit.length + " predictions, " + level * 100 + " % "
                + (interval == Interval.PREDICTION ? "prediction" : "confidence") + " intervals");
        double[] low = low();
        double[] high = high();
        for (int i = 0; i < Math.min(8, fit.length); i++) {
            out.append("\n  ").append(Numbers.estimate(fit[i], stdError[i]));
            out.append("   ").append(Numbers.interval(low[i], high[i], stdError[i]));
        }
        return out.append(fit.length > 8 ? "\n  \u2026 " + (fit.length - 8) + " more" : "")
                .toString();
    }
}
