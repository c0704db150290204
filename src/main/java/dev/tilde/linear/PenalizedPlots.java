package dev.tilde.linear;

import dev.tilde.report.Block;
import dev.tilde.report.Numbers;
import dev.tilde.report.Plot;
import dev.tilde.report.Plot.Axis;
import dev.tilde.report.Plot.Layer;
import dev.tilde.report.Plot.Stroke;
import dev.tilde.report.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Coefficients and cross-validated error along the path of a penalised regression. */
final class PenalizedPlots {
    /** Lines that can still be told apart. */
    private static final int MOST_LINES = 40;

    private static final int MOST_NAMES = 8;

    /** How far two names are apart, in parts of the height. */
    private static final double APART = 0.06;

    private final PenalizedFit fit;
    private final String response;
    /** Points of the path with a lambda above 0. */
    private final int[] points;

    private PenalizedPlots(PenalizedFit fit, String response, int[] points) {
        this.fit = fit;
        this.response = response;
        this.points = points;
    }

    /** Empty for a path of fewer than two values above 0. */
    static Optional<List<Block>> of(PenalizedFit fit, String response) {
        double[] lambdas = fit.lambdas();
        int[] points =
                IntStream.range(0, lambdas.length).filter(l -> lambdas[l] > 0).toArray();
        if (points.length < 2 || lambdas[points[0]] == lambdas[points[points.length - 1]]) {
            return Optional.empty();
        }
        PenalizedPlots plots = new PenalizedPlots(fit, response, points);
        List<Block> all = new ArrayList<>(List.of(plots.coefficients()));
        if (fit.isValidated()) {
            all.add(plots.error());
        }
        return Optional.of(all);
    }

    private double x(int point) {
        return -Math.log10(fit.lambdas()[point]);
    }

    private double[] xs() {
        return IntStream.of(points).mapToDouble(this::x).toArray();
    }

    private static Axis axis() {
        return Axis.of("-log10 of lambda");
    }

    /** Upright lines at the lambdas that are spoken of. */
    private List<Layer> choices() {
        List<Layer> out = new ArrayList<>();
        if (fit.lambda() > 0) {
            out.add(new Plot.Upright(x(fit.selected()), Stroke.REFERENCE, "chosen"));
        }
        if (fit.isValidated() && fit.oneStandardError() != fit.selected() && fit.lambdaOneStandardError() > 0) {
            out.add(new Plot.Upright(x(fit.oneStandardError()), Stroke.LIMIT, "within one standard error"));
        }
        return out;
    }

    private Plot coefficients() {
        int intercept = fit.design().predictors().intercept().orElse(-1);
        int last = points[points.length - 1];
        double[] end = fit.coefficients(last);
        double[][] paths = new double[end.length][points.length];
        for (int l = 0; l < points.length; l++) {
            double[] b = fit.coefficients(points[l]);
            for (int j = 0; j < b.length; j++) {
                paths[j][l] = fit.standardised(j, b[j]);
            }
        }
        int[] largest = IntStream.range(0, end.length)
                .filter(j -> j != intercept)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -Math.abs(paths[j][points.length - 1])))
                .limit(MOST_LINES)
                .mapToInt(j -> j)
                .toArray();
        List<Layer> layers = new ArrayList<>(choices());
        layers.add(new Plot.Slope(0, 0, Stroke.REFERENCE, ""));
        double[] ends = new double[largest.length];
        for (int k = 0; k < largest.length; k++) {
            layers.add(new Plot.Line(Series.of(xs(), paths[largest[k]]), Stroke.MODEL, ""));
            ends[k] = paths[largest[k]][points.length - 1];
        }
        Map<Integer, String> names = new TreeMap<>();
        for (int k : apart(ends)) {
            names.put(k, fit.design().predictors().columns().get(largest[k]));
        }
        double[] at = IntStream.range(0, ends.length).mapToDouble(k -> x(last)).toArray();
        layers.add(new Plot.Points(Series.of(at, ends), List.of(), names, true, ""));
        int longest = names.values().stream().mapToInt(String::length).max().orElse(0);
        double room = (x(last) - x(points[0])) * Math.min(0.7, 0.05 + 0.027 * longest);
        int columns = end.length - (intercept >= 0 ? 1 : 0);
        String shown = largest.length < columns ? " The " + largest.length + " largest of " + columns + "." : "";
        return new Plot(
                "Coefficients along the path",
                "From left to right the penalty falls. A line that keeps its sign and its order can be relied on more."
                        + shown,
                "Path of the coefficients",
                "A line for each column: its standardised coefficient at each lambda",
                axis().covering(x(points[0]), x(last) + room),
                Axis.of("Standardised coefficient"),
                layers);
    }

    /** The largest of the ends, those too near to a larger one left out. */
    private static List<Integer> apart(double[] ends) {
        double range = DoubleStream.concat(DoubleStream.of(ends), DoubleStream.of(0))
                        .max()
                        .orElse(0)
                - DoubleStream.concat(DoubleStream.of(ends), DoubleStream.of(0))
                        .min()
                        .orElse(0);
        List<Integer> out = new ArrayList<>();
        for (int k = 0; k < ends.length && out.size() < MOST_NAMES; k++) {
            double own = ends[k];
            if (own != 0 && out.stream().noneMatch(o -> Math.abs(ends[o] - own) < APART * range)) {
                out.add(k);
            }
        }
        return out;
    }

    private Plot error() {
        double[] errors = fit.errors();
        double[] se = fit.errorsOfErrors();
        double[] own = IntStream.of(points).mapToDouble(l -> errors[l]).toArray();
        double[] low = IntStream.of(points).mapToDouble(l -> errors[l] - se[l]).toArray();
        double[] high = IntStream.of(points).mapToDouble(l -> errors[l] + se[l]).toArray();
        String where = fit.best() == errors.length - 1
                ? "The error falls to the end of the path"
                : fit.best() == 0 ? "The error is least at the largest penalty" : "The error is least inside the path";
        List<Layer> layers = new ArrayList<>(List.of(
                new Plot.Band(Series.of(xs(), low), Series.of(xs(), high), true, ""),
                new Plot.Line(Series.of(xs(), own), Stroke.MODEL, "")));
        layers.addAll(choices());
        return new Plot(
                where,
                "Wanted: a dip inside. Least " + Numbers.significant(errors[fit.best()], 4) + " at lambda "
                        + Numbers.significant(fit.lambdas()[fit.best()], 4) + "; the band is one standard error over "
                        + fit.model().folds() + " folds.",
                "Cross-validated error",
                "Mean squared error of rows left out at each lambda, with one standard error",
                axis(),
                Axis.of("Mean squared error of " + response),
                layers);
    }
}
