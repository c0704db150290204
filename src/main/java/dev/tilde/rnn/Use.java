package dev.tilde.rnn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What rows are used for. */
enum Use {
    /** As they were split. */
    SPLIT,
    /** Those that were to calibrate help to say when to stop. */
    BOTH,
    /** Those that calibrate are those to be scored. */
    CHECK,
    /** All of them train. */
    ALL;

    /** Fewer targets than this say nothing about when to stop, or what is better. */
    static final int LEAST_TARGETS = 10;

    boolean trains(byte part) {
        return this == ALL || part == Split.TRAIN;
    }

    private boolean stops(byte part) {
        return part == Split.STOP && (this == SPLIT || this == BOTH)
                || part == Split.CALIBRATE && (this == BOTH || this == CHECK);
    }

    /** How many targets of a part have a weight. */
    static int targets(Sequences rows, byte part) {
        int count = 0;
        for (int s = 0; s < rows.count(); s++) {
            for (int i = 0; i < rows.part(s).length; i++) {
                count += rows.part(s)[i] == part && rows.weight(s)[i] > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /** What is trained on; with a linear part, what it leaves to the network. */
    TrainingSet set(Sequences rows, @Nullable LinearPart linear, boolean fed) {
        int count = rows.count();
        int outputs = rows.outputs();
        double[][] x = new double[count][];
        double[][] y = new double[count][];
        double[][] offset = new double[count][];
        double[][] train = new double[count][];
        double[][] stop = new double[count][];
        boolean[][] known = fed ? new boolean[count][] : null;
        for (int s = 0; s < count; s++) {
            int n = rows.length(s);
            x[s] = rows.x(s);
            y[s] = rows.y(s);
            double[] add = rows.offset(s);
            offset[s] = linear == null ? new double[n * outputs] : linear.outputs(x[s], n);
            train[s] = new double[n * outputs];
            stop[s] = new double[n * outputs];
            for (int i = 0; i < n * outputs; i++) {
                offset[s][i] += add == null ? 0 : add[i];
                double w = rows.weight(s)[i];
                train[s][i] = trains(rows.part(s)[i]) ? w : 0;
                stop[s][i] = stops(rows.part(s)[i]) ? w : 0;
            }
            if (known != null) {
                known[s] = known(rows, s, train[s], stop[s]);
            }
        }
        return new TrainingSet(
                rows.inputs(), outputs, rows.layout().isLast(), rows.grids(), x, y, offset, train, stop, known, linear);
    }

    /**
     * Which responses of the step before are there to be fed back. Where one is missing and the network has said nothing
     * in its place, since that row lies before all it could read, the input stays 0 and the step is not scored, as it is
     * not predicted.
     */
    private static boolean[] known(Sequences rows, int s, double[]... weights) {
        int outputs = rows.outputs();
        int fed = Networks.feedback(rows.layout()).columns().length;
        double[] y = rows.y(s);
        boolean[] known = new boolean[y.length];
        Arrays.fill(known, true);
        boolean said = false;
        for (int t = 0; t < rows.length(s); t++) {
            boolean all = true;
            for (int i = t * outputs; i < t * outputs + fed; i++) {
                known[i] = !rows.hasHistory(t) || !Double.isNaN(y[i - outputs]);
                all &= known[i];
            }
            if (!all && !said) {
                Arrays.fill(known, t * outputs, (t + 1) * outputs, true);
                for (double[] w : weights) {
                    Arrays.fill(w, t * outputs, (t + 1) * outputs, 0);
                }
            }
            said = rows.hasHistory(t) && (all || said);
        }
        return known;
    }
}
