package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Errors of a fit, and of the last value, the last season and the linear model beside it. */
final class Scores {
    static final String LEAST_SQUARES = "linear (least squares)";
    static final String RIDGE = "linear part (ridge)";
    /** What follows the name of a model whose score is one in closed loop. */
    static final String IN_CLOSED_LOOP = " in closed loop";

    private static final String LAST_VALUE = "last value";

    private final List<Score> all = new ArrayList<>();
    private final Map<String, double[][]> rivals = new LinkedHashMap<>();
    private final Map<String, double[][]> closed = new LinkedHashMap<>();
    private final RnnFit fit;
    private final Sequences rows;
    /** Of each response the mean absolute error of the last value on the rows that trained; none on grids. */
    private final double[] naive;
    /** Of each response what its errors are divided by. */
    private final double[] units;

    private Scores(RnnFit fit) {
        this.fit = fit;
        this.rows = fit.rows;
        this.naive = fit.layout.spec().isGrid() ? new double[0] : meanErrors(lastValue(1, null));
        this.units = Arrays.stream(spreads(means(), true))
                .mapToDouble(r -> spreads().length > 1 && r.varies() ? Math.sqrt(r.squares / r.n) : 1)
                .toArray();
    }

    /** Whether rows held out were judged in closed loop while it was trained. */
    static boolean inClosedLoop(RnnFit fit) {
        return fit.judged instanceof NetworkCore
                && fit.layout.formula().feedback()
                && fit.model.training().closesLoop();
    }

    static Scores of(RnnFit fit, Workers workers) {
        Scores scores = new Scores(fit);
        // No value of a grid is the last one.
        boolean last = fit.layout.isLast() || fit.layout.spec().isGrid();
        scores.add(last ? "mean" : LAST_VALUE, last ? scores.means() : scores.lastValue(1, null));
        int season = Season.of(fit.layout);
        if (season > 1 && !last) {
            scores.add(seasonal(season), scores.lastValue(season, null));
        }
        scores.add(LEAST_SQUARES, scores.linear(fit.ols, workers));
        if (fit.judged instanceof NetworkCore network) {
            scores.add(RIDGE, scores.linear(network.linear, workers));
        }
        if (inClosedLoop(fit) && fit.judged instanceof NetworkCore network) {
            scores.close(network, season, workers);
        }
        scores.add(RnnSummary.name(fit), fit.predictions);
        return scores;
    }

    private static String seasonal(int season) {
        return "value " + season + " steps before";
    }

    /** The same of the rows held out, when no response from the first of them on is known. */
    private void close(NetworkCore network, int season, Workers workers) {
        TrainingSet held = Use.BOTH.set(rows, network.linear, true);
        if (held.targets(true) == 0) {
            return;
        }
        TrainingSet least = Use.BOTH.set(rows, fit.ols, true);
        int[] starts = new int[rows.count()];
        Arrays.setAll(starts, s -> HeldOutLoop.start(rows, held, s));
        closed.put(LAST_VALUE, lastValue(1, starts));
        if (season > 1) {
            closed.put(seasonal(season), lastValue(season, starts));
        }
        closed.put(LEAST_SQUARES, looped(List.of(), least, workers));
        closed.put(RIDGE, looped(List.of(), held, workers));
        closed.put(RnnSummary.name(fit), looped(network.networks, held, workers));
        closed.forEach((name, predictions) -> add(name + IN_CLOSED_LOOP, predictions, false));
    }

    private double[][] looped(List<Network> networks, TrainingSet held, Workers workers) {
        return new HeldOutLoop(networks, held, rows, workers).outputs().predictions();
    }

    /** Those of a fit from a file. */
    static Scores of(RnnFit fit, List<Score> known) {
        Scores scores = new Scores(fit);
        scores.all.addAll(known);
        return scores;
    }

    List<Score> all() {
        return all;
    }

    /**
     * What errors of a response are divided by wherever those of several are put together: with one response 1, else its
     * standard deviation on the rows that trained.
     */
    double unit(int base) {
        return units[base];
    }

    /** The predictions of each model by its name, the fit's own last: T x O for each sequence. */
    Map<String, double[][]> rivals() {
        return rivals;
    }

    /**
     * The predictions of each model by its name in closed loop over the rows held out, the fit's own last; none where these
     * were not judged so.
     */
    Map<String, double[][]> closed() {
        return closed;
    }

    /** Predictions of a linear model of the same inputs. */
    private double[][] linear(LinearPart part, Workers workers) {
        NetworkCore core = new NetworkCore(part, List.of(), rows.inputs(), rows.outputs());
        return new Loop(core, rows).predictions(workers);
    }

    /**
     * The response some steps before, in closed loop as many times more as it takes to know it.
     *
     * @param unknown for each sequence the first step whose response is not known; null where each is that was before
     */
    private double[][] lastValue(int back, int @Nullable [] unknown) {
        double[][] out = new double[rows.count()][];
        int outputs = rows.outputs();
        for (int s = 0; s < out.length; s++) {
            History history = rows.history(s);
            out[s] = new double[rows.length(s) * outputs];
            for (int t = 0; t < rows.length(s); t++) {
                for (int o = 0; o < outputs; o++) {
                    int base = fit.layout.responses().baseOf(o);
                    int target = t + fit.layout.responses().lead(o);
                    int first = unknown == null ? t : Math.min(t, unknown[s]);
                    int seasons = (target - first + back) / back;
                    int at = target - seasons * back;
                    while (unknown != null && at >= 0 && Double.isNaN(history.at(base, at))) {
                        at -= back;
                    }
                    out[s][t * outputs + o] = history.at(base, at);
                }
            }
        }
        return out;
    }

    /** The mean of the responses that trained. */
    private double[][] means() {
        int outputs = rows.outputs();
        double[] sum = new double[outputs];
        double[] count = new double[outputs];
        for (int s = 0; s < rows.count(); s++) {
            History history = rows.history(s);
            for (int t = 0; t < rows.length(s); t++) {
                for (int o = 0; o < outputs; o++) {
                    double y = counts(s, t, o, true) ? rows.truth(s, t, o, history) : Double.NaN;
                    if (!Double.isNaN(y)) {
                        sum[o] += y;
                        count[o]++;
                    }
                }
            }
        }
        double[][] out = new double[rows.count()][];
        for (int s = 0; s < out.length; s++) {
            out[s] = new double[rows.length(s) * outputs];
            for (int i = 0; i < out[s].length; i++) {
                out[s][i] = sum[i % outputs] / count[i % outputs];
            }
        }
        return out;
    }

    private boolean counts(int s, int t, int o, boolean train) {
        int i = t * rows.outputs() + o;
        return rows.weight(s)[i] > 0
                && (rows.part(s)[i] == Split.TRAIN) == train
                && (!fit.layout.isLast() || t == rows.length(s) - 1);
    }

    /** Of each response the mean absolute error on the rows that trained. */
    private double[] meanErrors(double[][] predictions) {
        return Arrays.stream(spreads(predictions, true))
                .mapToDouble(Spread::mae)
                .toArray();
    }

    private Spread[] spreads(double[][] predictions, boolean train) {
        Spread[] spreads = spreads();
        each(predictions, train, (base, y, f) -> spreads[base].take(y, f));
        return spreads;
    }

    @FunctionalInterface
    private interface Pair {
        void take(int base, double y, double f);
    }

    /** Errors of a response, and how much it varies about its own mean, after Welford. */
    private static final class Spread {
        private long n;
        private double errors;
        private double squaredErrors;
        private double mean;
        private double squares;

        void take(double y, double f) {
            n++;
            errors += Math.abs(y - f);
            squaredErrors += (y - f) * (y - f);
            double step = y - mean;
            mean += step / n;
            squares += step * (y - mean);
        }

        double mae() {
            return errors / n;
        }

        boolean varies() {
            return squares > 1e-24 * n * mean * mean;
        }
    }

    private Spread[] spreads() {
        return fit.layout.responses().bases().stream().map(b -> new Spread()).toArray(Spread[]::new);
    }

    private void each(double[][] predictions, boolean train, Pair pair) {
        int outputs = rows.outputs();
        for (int s = 0; s < rows.count(); s++) {
            History history = rows.history(s);
            for (int t = 0; t < rows.length(s); t++) {
                for (int o = 0; o < outputs; o++) {
                    double f = predictions[s][t * outputs + o];
                    int base = fit.layout.responses().baseOf(o);
                    double y = counts(s, t, o, train) ? rows.truth(s, t, o, history) : Double.NaN;
                    if (!Double.isNaN(f) && !Double.isNaN(y)) {
                        pair.take(base, y, f);
                    }
                }
            }
        }
    }

    private void add(String name, double[][] predictions) {
        rivals.put(name, predictions);
        add(name, predictions, true, false);
    }

    private void add(String name, double[][] predictions, boolean... parts) {
        for (boolean train : parts) {
            Spread[] spreads = spreads(predictions, train);
            int n = (int) Arrays.stream(spreads).mapToLong(r -> r.n).sum();
            if (n > 0) {
                double squares = 0;
                double absolute = 0;
                for (int r = 0; r < spreads.length; r++) {
                    squares += spreads[r].squaredErrors / (units[r] * units[r]);
                    absolute += spreads[r].errors / units[r];
                }
                double r2 = Arrays.stream(spreads)
                        .filter(Spread::varies)
                        .mapToDouble(r -> 1 - r.squaredErrors / r.squares)
                        .average()
                        .orElse(Double.NaN);
                all.add(new Score(name, !train, n, Math.sqrt(squares / n), absolute / n, r2, mase(spreads)));
            }
        }
    }

    /** The mean over the responses that vary from row to row and have errors; NaN where none does. */
    private double mase(Spread[] spreads) {
        return IntStream.range(0, naive.length)
                .filter(r -> naive[r] > 0 && spreads[r].n > 0)
                .mapToDouble(r -> spreads[r].mae() / naive[r])
                .average()
                .orElse(Double.NaN);
    }
}
