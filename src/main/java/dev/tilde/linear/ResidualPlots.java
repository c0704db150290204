package dev.tilde.linear;

import dev.tilde.report.Numbers;
import dev.tilde.report.Plot;
import dev.tilde.report.Plot.Axis;
import dev.tilde.report.Plot.Layer;
import dev.tilde.report.Plot.Stroke;
import dev.tilde.report.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Two plots that show whether a linear model's assumptions hold. Titles state what a rule found, else nothing. */
final class ResidualPlots {
    /** Rows up to which each says what it is. */
    private static final int HOVERS = 500;

    private ResidualPlots() {}

    /** e against fitted values, with a smoother and the three rows that stand out. */
    static Plot againstFitted(RowDetail d) {
        Residuals r = d.residuals();
        double[] fitted = r.predicted();
        Checks.FTest reset = Checks.reset(r);
        boolean bends = reset.p() < FindingRules.STRONG;
        List<Layer> layers = around(Series.of(fitted, r.raw()), r.standardised(), d::name, "fitted");
        String test = Double.isNaN(reset.p())
                ? ""
                : " RESET F(" + Numbers.count((long) reset.df1()) + ", " + Numbers.count((long) reset.df2()) + ") = "
                        + Numbers.fixed(reset.statistic(), 2) + ", " + Numbers.pSentence(reset.p()) + ".";
        return new Plot(
                bends ? "Residuals bend: the model misses a curve" : "Residuals and fitted values",
                "Wanted: an orange line that stays near zero, and the same spread everywhere." + test,
                "Residuals against fitted values",
                "Each point is a row; the line is a local average of the residuals",
                Axis.of("Fitted " + d.response()),
                Axis.of(r.scale().weighted() ? "Pearson residual" : "Residual"),
                layers);
    }

    /** Residuals about zero, with a smoother and the three rows whose size stands out. */
    static List<Layer> around(Series at, double[] sizes, IntFunction<String> name, String across) {
        List<String> hovers = new ArrayList<>();
        double[] x = new double[at.size()];
        double[] y = new double[at.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = at.x(i);
            y[i] = at.y(i);
            if (x.length <= HOVERS) {
                hovers.add(name.apply(i) + ": " + across + " " + Numbers.significant(x[i], 4) + ", residual "
                        + Numbers.significant(y[i], 4));
            }
        }
        Map<Integer, String> labels = new HashMap<>();
        for (int i : RowDetail.extreme(sizes, 3)) {
            labels.put(i, name.apply(i));
        }
        Plot.Points points = Plot.Points.of(at).labels(labels);
        List<Layer> layers = new ArrayList<>(
                List.of(new Plot.Slope(0, 0, Stroke.REFERENCE, ""), hovers.isEmpty() ? points : points.hovers(hovers)));
        Smoother.lowess(x, y).ifPresent(s -> layers.add(new Plot.Line(s, Stroke.SMOOTHER, "")));
        return layers;
    }

    /** Ordered standardised residuals against normal quantiles. */
    static Plot quantiles(RowDetail d) {
        Residuals r = d.residuals();
        return quantiles(r.standardised(), Checks.tails(r), d::name, "standardised residual", "");
    }

    /**
     * Ordered values against normal quantiles, with a pointwise 95 % band.
     *
     * @param values NaN for those to leave out
     * @param what one of them is called
     * @param remark behind the caption
     */
    static Plot quantiles(double[] values, Checks.Tails tails, IntFunction<String> name, String what, String remark) {
        int[] order = Arrays.stream(RowDetail.order(values))
                .filter(i -> !Double.isNaN(values[i]))
                .toArray();
        int m = order.length;
        double[] expected = new double[m];
        double[] own = new double[m];
        double[] low = new double[m];
        double[] high = new double[m];
        List<String> hovers = new ArrayList<>();
        for (int k = 0; k < m; k++) {
            expected[k] = Distributions.normalQuantile(1 - (k + 0.5) / m);
            own[k] = values[order[k]];
            low[k] = Distributions.orderStatistic(k + 1, m, 0.025);
            high[k] = Distributions.orderStatistic(k + 1, m, 0.975);
            if (m <= HOVERS) {
                hovers.add(name.apply(order[k]) + ": " + Numbers.fixed(own[k], 2));
            }
        }
        Map<Integer, String> labels = new HashMap<>();
        for (int i : RowDetail.extreme(values, 3)) {
            for (int k = 0; k < m; k++) {
                if (order[k] == i) {
                    labels.put(k, name.apply(i));
                }
            }
        }
        Plot.Points points = Plot.Points.of(Series.of(expected, own)).labels(labels);
        String title = Math.abs(tails.skewness()) > 1
                ? (tails.skewness() > 0 ? "Residuals lean right" : "Residuals lean left")
                : tails.kurtosis() > 5 ? "Residuals have heavy tails" : "Residuals and the normal distribution";
        return new Plot(
                title,
                "Wanted: points inside the band. Skewness " + Numbers.fixed(tails.skewness(), 2) + ", kurtosis "
                        + Numbers.fixed(tails.kurtosis(), 2) + " (normal: 0 and 3)." + remark,
                "Normal quantile plot of the " + what + "s",
                "Ordered " + what + "s against what a normal distribution would give, with a 95% band for each point",
                Axis.of("Expected of a normal distribution"),
                Axis.of(what.substring(0, 1).toUpperCase(Locale.ROOT) + what.substring(1)),
                List.of(
                        new Plot.Band(Series.of(expected, low), Series.of(expected, high), true, ""),
                        new Plot.Slope(0, 1, Stroke.REFERENCE, ""),
                        hovers.isEmpty() ? points : points.hovers(hovers)));
    }
}
