package dev.tilde.rnn;

/**
 * A model over sequences, step by step: inputs made of earlier responses that are not known are made of its own
 * predictions (the closed loop).
 */
final class Loop {
    private final Core core;
    private final Sequences rows;

    Loop(Core core, Sequences rows) {
        this.core = core;
        this.rows = rows;
    }

    /**
     * Predictions on the scale of the data.
     *
     * @return for each sequence T x O; NaN where history is missing, and with one response per sequence at all but the
     *     last step
     */
    double[][] predictions(Workers workers) {
        int count = rows.count();
        int[] lengths = new int[count];
        double[][] x = new double[count][];
        for (int s = 0; s < count; s++) {
            lengths[s] = rows.length(s);
            x[s] = rows.x(s);
        }
        double[][] scaled = core.outputs(x, lengths, rows.grids(), workers);
        double[][] out = new double[count][];
        for (int s = 0; s < count; s++) {
            out[s] = isClosed(s) ? closed(s) : opened(s, scaled[s]);
        }
        return out;
    }

    /** Whether all inputs of a sequence are given. */
    private boolean isClosed(int s) {
        if (!rows.layout().readsResponse()) {
            return false;
        }
        if (rows.future(s) < rows.length(s)) {
            return true;
        }
        for (int t = 0; t < rows.length(s); t++) {
            if (rows.isOpen(s, t)) {
                return true;
            }
        }
        return false;
    }

    private double[] opened(int s, double[] scaled) {
        int n = rows.length(s);
        int outputs = rows.outputs();
        double[] out = new double[n * outputs];
        java.util.Arrays.fill(out, Double.NaN);
        History history = rows.history(s);
        double[] one = new double[outputs];
        double[] original = new double[outputs];
        for (int t = rows.layout().isLast() ? n - 1 : 0; t < n; t++) {
            if (rows.hasHistory(t)) {
                System.arraycopy(scaled, t * outputs, one, 0, outputs);
                rows.original(s, t, one, history, original);
                rows.close(t, original, history);
                System.arraycopy(original, 0, out, t * outputs, outputs);
            }
        }
        return out;
    }

    /** Step by step; overwrites the inputs that are made of responses. */
    private double[] closed(int s) {
        double[] out = new double[rows.length(s) * rows.outputs()];
        java.util.Arrays.fill(out, Double.NaN);
        run(s, 0, rows.length(s), core.start(), rows.history(s), rows.x(s), out);
        return out;
    }

    /**
     * Steps {@code from} to {@code to} of a sequence.
     *
     * @param history known responses; predictions are put into its gaps
     * @param x T x C, overwritten where responses come in
     * @param out takes predictions, T x O
     */
    void run(int s, int from, int to, Core.Stepper stepper, History history, double[] x, double[] out) {
        int outputs = rows.outputs();
        int inputs = rows.inputs();
        double[] scaled = new double[outputs];
        double[] original = new double[outputs];
        for (int t = from; t < to; t++) {
            boolean complete = !rows.layout().readsResponse() || rows.fill(s, t, history, x, t * inputs);
            stepper.step(x, t * inputs, scaled);
            if (rows.hasHistory(t) && complete) {
                rows.original(s, t, scaled, history, original);
                rows.close(t, original, history);
                System.arraycopy(original, 0, out, t * outputs, outputs);
            }
        }
    }
}
