package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A table as sequences of numbers, T steps of C inputs and O outputs each, row-major. The arrays are this object's own;
 * those of inputs may be overwritten by a closed loop, the others must not be modified.
 */
final class Sequences {
    private final SequenceLayout layout;
    private final Panel panel;
    private final Assembly.Arrays arrays;
    private final int tableRows;
    private final int[] future;
    private final Grids grids;

    Sequences(SequenceLayout layout, Panel panel, Assembly.Arrays arrays, int tableRows, int[] future) {
        this.layout = layout;
        this.panel = panel;
        this.arrays = arrays;
        this.tableRows = tableRows;
        this.future = future;
        this.grids = Grids.of(panel);
    }

    /**
     * Learns how to cut and scale rows, and does it.
     *
     * @param spec what options say beside the formula
     * @param rule how to hold rows out
     * @param seed decides which groups are held out
     * @param kind of the network: one over grids, or none yet, takes two columns of order as rows and columns, any other
     *     as what sorts a sequence
     * @throws dev.tilde.formula.FormulaException if the formula does not fit the rows or leaks
     * @throws dev.tilde.data.DataException if groups or order are missing or tied, a response has no logarithm, or no
     *     row can be used
     */
    static Sequences learn(
            Formula formula,
            Source source,
            DesignOptions options,
            SequenceSpec spec,
            Split.Rule rule,
            long seed,
            Structure.Kind kind) {
        return new SequenceLearning(formula, source, options, spec, rule, seed, kind).learn();
    }

    SequenceLayout layout() {
        return layout;
    }

    /** How many sequences there are. */
    int count() {
        return panel.count();
    }

    /** C. */
    int inputs() {
        return layout.inputs().count();
    }

    /** O. */
    int outputs() {
        return layout.responses().count();
    }

    /** T of a sequence, at least 1. */
    int length(int s) {
        return panel.length(s);
    }

    /** How steps lie on grids. */
    Grids grids() {
        return grids;
    }

    /** Its group, as {@code a} or {@code a:b}; empty when there are no groups. */
    String key(int s) {
        return panel.keys().get(s);
    }

    /** T x C, standardised; 0 where a value is missing. */
    double[] x(int s) {
        return arrays.x()[s];
    }

    /** T x O, standardised; NaN where there is none. */
    double[] y(int s) {
        return arrays.y()[s];
    }

    /** T x O, the weight of each output in the loss; 0 = not scored. */
    double[] weight(int s) {
        return arrays.weight()[s];
    }

    /** T x O, what is added to the output of the network to give y; null when the formula has no offset. */
    double @Nullable [] offset(int s) {
        double[] @Nullable [] offset = arrays.offset();
        return offset == null ? null : offset[s];
    }

    /** T x O: {@link Split#TRAIN}, {@link Split#STOP} or {@link Split#CALIBRATE}, by the row of the target. */
    byte[] part(int s) {
        return arrays.part()[s];
    }

    /** For each step its row in the table from 0, or -1 for a step that was put in. */
    long[] rows(int s) {
        return Arrays.stream(panel.rows(), panel.starts()[s], panel.starts()[s + 1])
                .asLongStream()
                .toArray();
    }

    /** The first step of a forecast; T when the rows are not to be forecast. */
    int future(int s) {
        return future.length == 0 ? length(s) : future[s];
    }

    /** Whether every input of a step lies inside its sequence. */
    boolean hasHistory(int t) {
        return t >= layout.longestLag();
    }

    /** The responses that are observed; a new copy for each loop. */
    History history(int s) {
        int from = panel.starts()[s];
        int to = panel.starts()[s + 1];
        double[][] bases = new double[arrays.bases().length][];
        for (int b = 0; b < bases.length; b++) {
            bases[b] = Arrays.copyOfRange(arrays.bases()[b], from, to);
        }
        return new History(panel, s, bases);
    }

    /** What an output predicts at a step, on the scale of the data; of one response for each sequence the last known. */
    double truth(int s, int t, int o, History history) {
        int base = layout.responses().baseOf(o);
        return layout.isLast()
                ? history.at(base, Assembly.lastKnown(history, base, length(s)))
                : history.at(base, t + layout.responses().lead(o));
    }

    /** Whether an input made of earlier responses is missing at a step that has its history, so that a loop fills it. */
    boolean isOpen(int s, int t) {
        return arrays.open().get(panel.starts()[s] + t);
    }

    /**
     * Makes the inputs of earlier responses anew.
     *
     * @param x T x C or a part of it, to be overwritten
     * @param at where the inputs of step t begin in {@code x}
     * @return whether the responses they read are known, and at a step without a row the factors beside them; an input
     *     that is missing is 0
     */
    boolean fill(int s, int t, History history, double[] x, int at) {
        boolean complete = true;
        int row = panel.starts()[s] + t;
        // A step that was put in misses all factors at once, as no row that trained does.
        boolean isRow = panel.rows()[row] >= 0;
        @Nullable Matrix beside = arrays.beside();
        int[] lagged = arrays.lagged();
        for (int k = 0; k < lagged.length; k++) {
            double v = layout.lags().value(k, history, t, beside, row);
            complete &= !Double.isNaN(v) || isRow && layout.lags().isKnown(k, history, t);
            x[at + lagged[k]] = layout.inputs().scaled(lagged[k], v);
        }
        return complete;
    }

    /**
     * The predictions of a step on the scale of the data.
     *
     * @param output O numbers of the network, the offset not yet added
     * @param out O numbers
     */
    void original(int s, int t, double[] output, History history, double[] out) {
        double[] scaled = output.clone();
        double[] add = offset(s);
        for (int o = 0; add != null && o < scaled.length; o++) {
            scaled[o] += add[t * scaled.length + o];
        }
        layout.responses().original(scaled, t, history, out);
    }

    /** Puts the first output of a step into the history, if it is the response of that very step and none is known. */
    void close(int t, double[] original, History history) {
        Responses responses = layout.responses();
        for (int o = 0; o < original.length; o++) {
            int b = responses.baseOf(o);
            if (responses.lead(o) == 0 && Double.isNaN(history.at(b, t))) {
                history.set(b, t, original[o]);
            }
        }
    }

    /** How many rows the table has. */
    int tableRows() {
        return tableRows;
    }

    /**
     * One number for each row of the table.
     *
     * @param steps for each sequence T x O numbers
     * @param output which of the O
     * @return NaN where a row has none: its history is missing, or its sequence has one response on its last row
     */
    double[] toRows(double[][] steps, int output) {
        return toRows(steps, output, outputs());
    }

    /** The same of another number of columns for each step. */
    double[] toRows(double[][] steps, int column, int columns) {
        double[] out = new double[tableRows];
        Arrays.fill(out, Double.NaN);
        for (int s = 0; s < count(); s++) {
            int n = length(s);
            for (int t = layout.isLast() ? n - 1 : 0; t < n; t++) {
                int row = panel.rows()[panel.starts()[s] + t];
                if (row >= 0 && row < tableRows && hasHistory(t)) {
                    out[row] = steps[s][t * columns + column];
                }
            }
        }
        return out;
    }

    /** The first output for each row of the table. */
    double[] toRows(double[][] steps) {
        return toRows(steps, 0);
    }

    /** The same with other notes. */
    Sequences with(List<String> notes) {
        return new Sequences(layout.with(notes), panel, arrays, tableRows, future);
    }

    /** Names of the inputs. */
    List<String> inputNames() {
        return layout.inputs().all().stream().map(Inputs.Input::name).toList();
    }

    Panel panel() {
        return panel;
    }
}
