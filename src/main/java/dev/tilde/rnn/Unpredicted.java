package dev.tilde.rnn;

import java.util.Arrays;

/**
 * Where outputs are fed back: steps that are not predicted, since a lag of them reads a response that is missing and
 * that no step before could predict, as the first of a sequence. Their inputs would be 0 in training, which no
 * prediction reads.
 */
final class Unpredicted {
    private Unpredicted() {}

    /** Takes their weights. */
    static void unscore(Sequences rows) {
        if (!rows.layout().formula().feedback()) {
            return;
        }
        for (int s = 0; s < rows.count(); s++) {
            boolean open = false;
            for (int t = 0; t < rows.length(s); t++) {
                open |= rows.isOpen(s, t);
            }
            if (open) {
                unscore(rows, s);
            }
        }
    }

    private static void unscore(Sequences rows, int s) {
        int outputs = rows.outputs();
        double[] x = new double[rows.inputs()];
        History history = rows.history(s);
        double[] standIn = standIn(rows, s, history);
        for (int t = 0; t < rows.length(s); t++) {
            boolean known = rows.fill(s, t, history, x, 0);
            if (rows.hasHistory(t) && known) {
                rows.close(t, standIn, history);
            } else if (rows.hasHistory(t)) {
                Arrays.fill(rows.weight(s), t * outputs, (t + 1) * outputs, 0);
            }
        }
    }

    /** For each output some response of the sequence: any will do, since what counts is that there is one. */
    private static double[] standIn(Sequences rows, int s, History history) {
        double[] some = new double[rows.outputs()];
        for (int o = 0; o < some.length; o++) {
            int base = rows.layout().responses().baseOf(o);
            for (int t = 0; t < rows.length(s) && (t == 0 || Double.isNaN(some[o])); t++) {
                some[o] = history.at(base, t);
            }
        }
        return some;
    }
}
