package dev.tilde.rnn;

import dev.tilde.report.Block;
import dev.tilde.report.Numbers;
import dev.tilde.report.Plot;
import dev.tilde.report.Plot.Axis;
import dev.tilde.report.Plot.Layer;
import dev.tilde.report.Plot.Line;
import dev.tilde.report.Plot.Points;
import dev.tilde.report.Plot.Stroke;
import dev.tilde.report.Plot.Upright;
import dev.tilde.report.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The plots of a sequence report. */
final class SequencePlots {
    private static final int SEQUENCES = 4;
    private static final int STEPS = 160;
    private static final int POINTS = 1_000;
    /** Numbers along an axis, each of which is written. */
    private static final int FEW = 15;

    private static final double FLOOR = 1e-30;

    private SequencePlots() {}

    /** Truth and prediction over the last steps; one plot for fits with one response a sequence. */
    static List<Block> predictions(RnnFit fit) {
        if (fit.layout.isLast() || fit.layout.spec().isGrid()) {
            return List.of(responses(fit));
        }
        List<Block> plots = new ArrayList<>();
        IntStream.range(0, fit.rows.count())
                .boxed()
                .sorted((a, b) -> Integer.compare(fit.rows.length(b), fit.rows.length(a)))
                .limit(SEQUENCES)
                .forEach(s -> plots.add(sequence(fit, s)));
        return plots;
    }

    private static Plot sequence(RnnFit fit, int s) {
        int outputs = fit.rows.outputs();
        int n = fit.rows.length(s);
        int from = Math.max(0, n - STEPS);
        double[] at = new double[n - from];
        double[] y = new double[n - from];
        double[] f = new double[n - from];
        History history = fit.rows.history(s);
        Responses responses = fit.layout.responses();
        int first = -1;
        for (int t = from; t < n; t++) {
            at[t - from] = t + 1;
            y[t - from] = history.at(responses.baseOf(0), t + responses.lead(0));
            f[t - from] = fit.predictions[s][t * outputs];
            boolean held = fit.rows.part(s)[t * outputs] != Split.TRAIN;
            first = held && first < 0 ? t : first;
        }
        List<Layer> layers = new ArrayList<>();
        layers.add(new Points(Series.of(at, y), List.of(), Map.of(), true, "observed"));
        layers.add(new Line(Series.of(at, y), Stroke.REFERENCE, ""));
        layers.add(new Line(Series.of(at, f), Stroke.MODEL, "predicted"));
        if (first > from) {
            layers.add(new Upright(first + 0.5, Stroke.LIMIT, "held out from here"));
        }
        List<double[]> errors =
                List.of(Errors.of(fit, fit.predictions, Errors.Rows.ALL).get(s));
        double rmse = Errors.rmse(Errors.output(errors, responses.count(), 0));
        String key = fit.rows.key(s).isEmpty() ? "The series" : fit.rows.key(s);
        String name = responses.bases().get(responses.baseOf(0));
        return new Plot(
                key + ": typical error " + Numbers.error(rmse) + ", all rows",
                "",
                "Observed and predicted " + name,
                "observed values and predictions one after the other" + (first > from ? ", the last held out" : ""),
                Axis.of("step"),
                Axis.of(name),
                layers);
    }

    /** Observed against predicted, of so many at most, spread evenly. */
    private static Plot responses(RnnFit fit) {
        int outputs = fit.rows.outputs();
        Responses responses = fit.layout.responses();
        boolean last = fit.layout.isLast();
        List<int[]> scored = new ArrayList<>();
        for (int s = 0; s < fit.rows.count(); s++) {
            for (int t = last ? fit.rows.length(s) - 1 : 0; t < fit.rows.length(s); t++) {
                if (last || fit.rows.weight(s)[t * outputs] > 0) {
                    scored.add(new int[] {s, t});
                }
            }
        }
        List<double[]> trained = new ArrayList<>();
        List<double[]> held = new ArrayList<>();
        int shown = last ? scored.size() : Math.min(POINTS, scored.size());
        for (int i = 0; i < shown; i++) {
            int[] at = scored.get((int) ((long) i * scored.size() / shown));
            double y = fit.rows.truth(at[0], at[1], 0, fit.rows.history(at[0]));
            double[] point = {fit.predictions[at[0]][at[1] * outputs], y};
            (fit.rows.part(at[0])[at[1] * outputs] == Split.TRAIN ? trained : held).add(point);
        }
        String name = responses.bases().get(responses.baseOf(0));
        List<Layer> layers = new ArrayList<>(List.of(
                new Points(series(trained), List.of(), Map.of(), true, "trained"),
                new Points(series(held), List.of(), Map.of(), false, "held out"),
                new Plot.Slope(0, 1, Stroke.REFERENCE, "equal")));
        return new Plot(
                last
                        ? "One response for each " + (fit.layout.spec().isGrid() ? "grid" : "sequence")
                        : shown < scored.size() ? shown + " cells of " + scored.size() : "Cell by cell",
                "Wanted: points along the dashed line.",
                "Observed against predicted " + name,
                "observed against predicted values of all " + (last ? "sequences" : "cells shown"),
                Axis.of("predicted"),
                Axis.of("observed"),
                layers);
    }

    private static Series series(List<double[]> points) {
        return Series.of(
                points.stream().mapToDouble(p -> p[0]).toArray(),
                points.stream().mapToDouble(p -> p[1]).toArray());
    }

    /** Losses by epoch; the restarts one line each. */
    static Optional<Plot> loss(RnnFit fit) {
        if (fit.history().isEmpty()) {
            return Optional.empty();
        }
        String mode = Scores.inClosedLoop(fit) ? Scores.IN_CLOSED_LOOP : "";
        List<Layer> layers = new ArrayList<>();
        boolean watched = false;
        for (int r = 0; r < fit.history().size(); r++) {
            List<Epoch> epochs = fit.history().get(r);
            double[] at = epochs.stream().mapToDouble(Epoch::number).toArray();
            double[] train = epochs.stream().mapToDouble(Epoch::train).toArray();
            double[] stop = epochs.stream().mapToDouble(Epoch::stop).toArray();
            layers.add(new Line(Series.of(at, train), Stroke.REFERENCE, r == 0 ? "training" : ""));
            layers.add(new Line(Series.of(at, stop), Stroke.MODEL, r == 0 ? "held out" + mode : ""));
            watched |= !Double.isNaN(epochs.get(0).stop());
        }
        String best =
                String.join(", ", fit.bestEpochs.stream().map(String::valueOf).toList());
        return Optional.of(new Plot(
                watched ? "Best held out after epoch " + best : "Loss of the training rows",
                "Epoch 0 is the linear part. Wanted: a held-out line that falls below its start.",
                "Loss by epoch",
                "the loss of training rows and of held-out rows after each epoch, one pair of lines for each restart",
                Axis.of("epoch"),
                Axis.of("loss (" + fit.model.loss().name() + ")"),
                layers));
    }

    /** The gradient by distance, in powers of ten. */
    static Optional<Plot> flow(GradientFlow flow) {
        if (flow.profile().size() < 2) {
            return Optional.empty();
        }
        List<Layer> layers = new ArrayList<>();
        if (!flow.start().isEmpty()) {
            layers.add(new Line(log(flow.start()), Stroke.REFERENCE, "before training"));
        }
        if (!flow.trained().isEmpty()) {
            layers.add(new Line(log(flow.trained()), Stroke.MODEL, "trained"));
        }
        layers.add(new Plot.Slope(-2, 0, Stroke.LIMIT, "1 %"));
        String title = switch (flow.verdict()) {
            case VANISHES ->
                "1 % of the gradient is left after " + flow.memory().orElse(0) + " steps";
            case EXPLODES -> "The gradient grows on its way back";
            default -> "The gradient reaches all steps looked at";
        };
        return Optional.of(new Plot(
                title,
                "Powers of ten relative to the step itself.",
                "Gradient by distance",
                "the size of the gradient of an output with respect to states before it, by steps back",
                Axis.of("steps back"),
                Axis.of("log10 of gradient, 0 = the step itself"),
                layers));
    }

    private static Series log(List<Double> g) {
        return Series.of(
                IntStream.range(0, g.size()).asDoubleStream().toArray(),
                g.stream()
                        .mapToDouble(v -> v > FLOOR ? StrictMath.log10(v / g.get(0)) : Double.NaN)
                        .toArray());
    }

    /** The effect of the term that is worth most, by lag, or over grids by distance. */
    static Optional<Plot> reach(RnnFit fit, List<TermImportance> terms) {
        boolean grid = fit.layout.spec().isGrid();
        String lag = grid ? "distance" : "lag";
        List<TermImportance> known = terms.stream()
                .filter(t -> !t.reach().isEmpty())
                .sorted((a, b) -> Double.compare(b.increase(), a.increase()))
                .limit(1)
                .toList();
        if (known.isEmpty()) {
            return Optional.empty();
        }
        List<Layer> layers = new ArrayList<>();
        for (TermImportance t : known) {
            Series at = Series.of(
                    IntStream.range(0, t.reach().size()).asDoubleStream().toArray(),
                    t.reach().stream().mapToDouble(v -> v).toArray());
            layers.add(new Line(at, Stroke.MODEL, ""));
            layers.add(new Points(at, List.of(), Map.of(), false, ""));
        }
        String term = known.get(0).term();
        return Optional.of(new Plot(
                term + " acts most at " + lag + " " + known.get(0).peak(),
                "How far the output moves with the term that many " + (grid ? "cells away" : "steps back")
                        + ", both in standard deviations.",
                "Effect of " + term + " by " + lag,
                "the mean size of the derivative of an output with respect to the term's columns, by " + lag,
                whole(
                        grid ? "distance in rows and columns" : "lag",
                        known.get(0).reach().size()),
                Axis.of("mean size of the derivative").covering(0, 0),
                layers));
    }

    /** An axis of 0, 1, ...: there is nothing between two of so few, so no number stands there. */
    private static Axis whole(String title, int count) {
        return count > FEW
                ? Axis.of(title)
                : Axis.of(
                        title,
                        IntStream.range(0, count).mapToObj(Integer::toString).toList());
    }
}
