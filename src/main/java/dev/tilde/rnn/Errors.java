package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Truth minus prediction on the scale of the data, step by step. */
final class Errors {
    /** Which targets are looked at. */
    enum Rows {
        /** All of them, whatever their weight. */
        ALL,
        /** Those that trained. */
        TRAINED,
        /** Those that did not train. */
        HELD_OUT,
        /** Of these the ones that did not say when to stop. */
        UNTOUCHED
    }

    private Errors() {}

    /** For each sequence T x O errors; NaN where truth or prediction is missing, or the row is not looked at. */
    static List<double[]> of(RnnFit fit, double[][] predictions, Rows which) {
        Sequences rows = fit.rows;
        int outputs = rows.outputs();
        List<double[]> all = new ArrayList<>();
        for (int s = 0; s < rows.count(); s++) {
            History history = rows.history(s);
            int n = rows.length(s);
            double[] e = new double[n * outputs];
            Arrays.fill(e, Double.NaN);
            for (int t = fit.layout.isLast() ? n - 1 : 0; t < n; t++) {
                for (int o = 0; o < outputs; o++) {
                    int i = t * outputs + o;
                    if (isOf(rows, s, i, which)) {
                        e[i] = rows.truth(s, t, o, history) - predictions[s][i];
                    }
                }
            }
            all.add(e);
        }
        return all;
    }

    /** The same over the {@linkplain Scores#unit unit} of each response, so that those of several can be put together. */
    static List<double[]> inUnits(RnnFit fit, double[][] predictions, Rows which) {
        List<double[]> all = of(fit, predictions, which);
        Responses responses = fit.layout.responses();
        for (double[] e : all) {
            for (int i = 0; i < e.length; i++) {
                e[i] /= fit.scores.unit(responses.baseOf(i % responses.count()));
            }
        }
        return all;
    }

    private static boolean isOf(Sequences rows, int s, int i, Rows which) {
        byte part = rows.part(s)[i];
        return which == Rows.ALL
                || rows.weight(s)[i] > 0
                        && switch (which) {
                            case TRAINED -> part == Split.TRAIN;
                            case HELD_OUT -> part != Split.TRAIN;
                            case UNTOUCHED -> part == Split.CALIBRATE;
                            case ALL -> true;
                        };
    }

    static int count(List<double[]> errors) {
        int n = 0;
        for (double[] e : errors) {
            for (double v : e) {
                n += Double.isNaN(v) ? 0 : 1;
            }
        }
        return n;
    }

    /** Root of the mean square; NaN without errors. */
    static double rmse(List<double[]> errors) {
        double sum = 0;
        for (double[] e : errors) {
            for (double v : e) {
                sum += Double.isNaN(v) ? 0 : v * v;
            }
        }
        return Math.sqrt(sum / count(errors));
    }

    /** The errors of one output. */
    static List<double[]> output(List<double[]> errors, int outputs, int o) {
        List<double[]> one = new ArrayList<>();
        for (double[] e : errors) {
            double[] some = new double[e.length / outputs];
            for (int t = 0; t < some.length; t++) {
                some[t] = e[t * outputs + o];
            }
            one.add(some);
        }
        return one;
    }

    /** The hardest of the rows that there are enough of: untouched ones, else held out, else all that trained too. */
    static Rows fairest(RnnFit fit) {
        for (Rows which : List.of(Rows.UNTOUCHED, Rows.HELD_OUT)) {
            if (count(of(fit, fit.predictions, which)) >= Comparison.FEWEST * fit.rows.outputs()) {
                return which;
            }
        }
        return Rows.ALL;
    }
}
