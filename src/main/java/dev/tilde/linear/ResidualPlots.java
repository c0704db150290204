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
import java.util.Map;

/** Two plots that show whether a linear model's assumptions hold. Titles state what a rule found, else nothing. */
final class ResidualPlots {
    private ResidualPlots() {}

    /** e against fitted values, with a smoother and the three rows that stand out. */
    static Plot againstFitted(RowDetail d) {
        Residuals r = d.residuals();
        double[] fitted = r.predicted();
        List<String> hovers = new ArrayList<>();
        for (int i = 0; i < r.n() && r.n() <= 500; i++) {
            hovers.add(d.name(i) + ": fitted " + Numbers.significant(fitted[i], 4) + ", residual "
                    + Numbers.significant(r.raw()[i], 4));
        }
        Checks.FTest reset = Checks.reset(r);
        boolean bends = reset.p() < FindingRules.STRONG;
        Plot.Points points = Plot.Points.of(Series.of(fitted, r.raw())).labels(labels(d));
        List<Layer> layers = new ArrayList<>(
                List.of(new Plot.Slope(0, 0, Stroke.REFERENCE, ""), hovers.isEmpty() ? points : points.hovers(hovers)));
        Smoother.lowess(fitted, r.raw()).ifPresent(s -> layers.add(new Plot.Line(s, Stroke.SMOOTHER, "")));
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

    /** Ordered standardised residuals against normal quantiles, with a pointwise 95 % band. */
    static Plot quantiles(RowDetail d) {
        Residuals r = d.residuals();
        double[] values = r.standardised();
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
            if (m <= 500) {
                hovers.add(d.name(order[k]) + ": " + Numbers.fixed(own[k], 2));
            }
        }
        Checks.Tails tails = Checks.tails(r);
        Map<Integer, String> labels = new HashMap<>();
        for (int i : RowDetail.extreme(values, 3)) {
            for (int k = 0; k < m; k++) {
                if (order[k] == i) {
                    labels.put(k, d.name(i));
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
                        + Numbers.fixed(tails.kurtosis(), 2) + " (normal: 0 and 3).",
                "Normal quantile plot of the standardised residuals",
                "Ordered standardised residuals against what a normal distribution would give, with a 95% band for each point",
                Axis.of("Expected of a normal distribution"),
                Axis.of("Standardised residual"),
                List.of(
                        new Plot.Band(Series.of(expected, low), Series.of(expected, high), true, ""),
                        new Plot.Slope(0, 1, Stroke.REFERENCE, ""),
                        hovers.isEmpty() ? points : points.hovers(hovers)));
    }

    private static Map<Integer, String> labels(RowDetail d) {
        Map<Integer, String> labels = new HashMap<>();
        for (int i : RowDetail.extreme(d.residuals().standardised(), 3)) {
            labels.put(i, d.name(i));
        }
        return labels;
    }
}
