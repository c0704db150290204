package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Errors of a fit, and of the last value, the last season and the linear model beside it. */
final class Scores {
    static final String LEAST_SQUARES = "linear (least squares)";
    static final String RIDGE = "linear part (ridge)";

    private final List<Score> all = new ArrayList<>();
    private final Map<String, double[][]> rivals = new LinkedHashMap<>();
    private final RnnFit fit;
    private final Sequences rows;
    private final double unit;

    private Scores(RnnFit fit) {
        this.fit = fit;
        this.rows = fit.rows;
        this.unit = fit.layout.spec().isGrid() ? Double.NaN : mean(lastValue(1), true);
    }

    static Scores of(RnnFit fit, Workers workers) {
        Scores scores = new Scores(fit);
        // No value of a grid is the last one.
        boolean last = fit.layout.isLast() || fit.layout.spec().isGrid();
        scores.add(last ? "mean" : "last value", last ? scores.means() : scores.lastValue(1));
        int season = Season.of(fit.layout);
        if (season > 1 && !last) {
            scores.add("value " + season + " steps before", scores.lastValue(season));
        }
        scores.add(LEAST_SQUARES, scores.linear(fit.ols, workers));
        if (fit.judged instanceof NetworkCore network) {
            scores.add(RIDGE, scores.linear(network.linear, workers));
        }
        scores.add(RnnSummary.name(fit), fit.predictions);
        return scores;
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

    /** The predictions of each model by its name, the fit's own last: T x O for each sequence. */
    Map<String, double[][]> rivals() {
        return rivals;
    }

    /** Predictions of a linear model of the same inputs. */
    private double[][] linear(LinearPart part, Workers workers) {
        NetworkCore core = new NetworkCore(part, List.of(), rows.inputs(), rows.outputs());
        return new Loop(core, rows).predictions(workers);
    }

    /** The response some steps before, as the prediction of the first output. */
    private double[][] lastValue(int back) {
        double[][] out = new double[rows.count()][];
        int outputs = rows.outputs();
        for (int s = 0; s < out.length; s++) {
            History history = rows.history(s);
            out[s] = new double[rows.length(s) * outputs];
            for (int t = 0; t < rows.length(s); t++) {
                for (int o = 0; o < outputs; o++) {
                    int base = fit.layout.responses().baseOf(o);
                    int seasons = (fit.layout.responses().lead(o) + back) / back;
                    out[s][t * outputs + o] =
                            history.at(base, t + fit.layout.responses().lead(o) - seasons * back);
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
            for (int t = 0; t < rows.length(s); t++) {
                for (int o = 0; o < outputs; o++) {
                    double y = truth(s, t, o);
                    if (counts(s, t, o, true) && !Double.isNaN(y)) {
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

    /** The response on the scale of the data. */
    private double truth(int s, int t, int o) {
        History history = rows.history(s);
        return history.at(
                fit.layout.responses().baseOf(o), t + fit.layout.responses().lead(o));
    }

    private boolean counts(int s, int t, int o, boolean train) {
        int i = t * rows.outputs() + o;
        return rows.weight(s)[i] > 0
                && (rows.part(s)[i] == Split.TRAIN) == train
                && (!fit.layout.isLast() || t == rows.length(s) - 1);
    }

    private double mean(double[][] predictions, boolean train) {
        double sum = 0;
        int n = 0;
        for (double e : errors(predictions, train)) {
            sum += Math.abs(e);
            n++;
        }
        return sum / n;
    }

    /** Truth minus prediction where both are there. */
    private List<Double> errors(double[][] predictions, boolean train) {
        List<Double> errors = new ArrayList<>();
        each(predictions, train, (y, f) -> errors.add(y - f));
        return errors;
    }

    @FunctionalInterface
    private interface Pair {
        void take(double y, double f);
    }

    private void each(double[][] predictions, boolean train, Pair pair) {
        int outputs = rows.outputs();
        for (int s = 0; s < rows.count(); s++) {
            History history = rows.history(s);
            for (int t = 0; t < rows.length(s); t++) {
                for (int o = 0; o < outputs; o++) {
                    double f = predictions[s][t * outputs + o];
                    double y = history.at(
                            fit.layout.responses().baseOf(o),
                            t + fit.layout.responses().lead(o));
                    if (counts(s, t, o, train) && !Double.isNaN(f) && !Double.isNaN(y)) {
                        pair.take(y, f);
                    }
                }
            }
        }
    }

    private void add(String name, double[][] predictions) {
        rivals.put(name, predictions);
        for (boolean train : new boolean[] {true, false}) {
            // Count, sum of e^2, sum of |e|, and Welford's mean and sum of squares of the responses.
            double[] sums = new double[5];
            each(predictions, train, (y, f) -> {
                sums[0]++;
                sums[1] += (y - f) * (y - f);
                sums[2] += Math.abs(y - f);
                double step = y - sums[3];
                sums[3] += step / sums[0];
                sums[4] += step * (y - sums[3]);
            });
            double n = sums[0];
            if (n > 0) {
                double total = sums[4];
                double r2 = total > 1e-24 * n * sums[3] * sums[3] ? 1 - sums[1] / total : Double.NaN;
                double mae = sums[2] / n;
                all.add(new Score(
                        name, !train, (int) n, Math.sqrt(sums[1] / n), mae, r2, unit > 0 ? mae / unit : Double.NaN));
            }
        }
    }
}
