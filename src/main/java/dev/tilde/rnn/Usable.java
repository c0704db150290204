package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.formula.Factor;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;

/** Whether there is anything to learn from, and what to say where there is not. */
final class Usable {
    /** Of this size squares can be summed. */
    private static final double MOST = 1e150;

    private Usable() {}

    /** Errors are squared, and squares of these would be infinite or nothing. */
    static void sizes(SequenceFormula formula, Responses responses, double[][] bases) {
        for (int b = 0; b < bases.length; b++) {
            Scaling all = new Scaling();
            for (double v : bases[b]) {
                all.add(v);
            }
            double size = Math.max(Math.abs(all.mean()), all.sd());
            if (all.sd() > 0 && (size > MOST || all.sd() < 1 / MOST)) {
                throw formula.problem(
                        Kind.OUT_OF_BOUNDS,
                        responses.bases().get(b) + " is of the size "
                                + Decimals.shortest(size > MOST ? size : all.sd())
                                + ", and squares of such errors are no numbers a computer holds",
                        "Give it another unit in the data.",
                        formula.design().response().orElseThrow());
            }
        }
    }

    /** Refuses responses that have no number on the scale that is modelled. */
    static void defined(Responses responses, Panel panel, double[][] bases) {
        for (int o = 0; o < responses.count(); o++) {
            long count = 0;
            int first = -1;
            double value = 0;
            for (int s = 0; s < panel.count(); s++) {
                History history = Assembly.history(panel, bases, s);
                for (int t = 0; t < panel.length(s); t++) {
                    double bad = undefined(responses, o, t, history);
                    int row = panel.rows()[panel.starts()[s] + t];
                    if (!Double.isNaN(bad) && row >= 0) {
                        count++;
                        if (first < 0 || row < first) {
                            first = row;
                            value = bad;
                        }
                    }
                }
            }
            if (count > 0) {
                boolean log = responses.names().get(o).contains("log(");
                throw new DataException(
                        responses.names().get(o) + " is not a finite number where "
                                + responses.bases().get(responses.baseOf(o)) + " is "
                                + Decimals.shortest(value) + ", first in row " + (first + 1) + ", in "
                                + count + (count == 1 ? " row" : " rows")
                                + (log ? "; log1p is defined from 0 on" : "; drop the rows, or take another scale"),
                        panel.columns().name(),
                        first,
                        responses.bases().get(responses.baseOf(o)));
            }
        }
    }

    /** The base that has no finite number behind some step at its own time, or NaN. */
    private static double undefined(Responses responses, int o, int t, History history) {
        double base = history.at(responses.baseOf(o), t);
        double in = base;
        for (int i = 0; i < responses.steps(o).size() && !Double.isNaN(in); i++) {
            double out = responses.before(o, i + 1, t, history);
            boolean each = responses.steps(o).get(i) instanceof ResponseScale.Each;
            if (each && !Double.isFinite(out)) {
                return base;
            }
            in = out;
        }
        return Double.isInfinite(base) ? base : Double.NaN;
    }

    /** Numbers that are multiplied and added, row by row, must have sums. */
    static void finite(SequenceFormula formula, Factor factor, String what, Panel panel, double[] values) {
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) > MOST) {
                throw formula.problem(
                        Kind.OUT_OF_BOUNDS,
                        "the " + what + " " + factor + " is "
                                + (Double.isInfinite(values[i]) ? "infinite" : Decimals.shortest(values[i]))
                                + " in row " + (panel.rows()[i] + 1) + " of the data",
                        "Leave the row out, or give the " + what + " another unit.",
                        factor.expression());
            }
        }
    }

    /** Rows are scored by their weights, so some row of the table needs one. */
    static void weights(SequenceFormula formula, Factor weight, Panel panel, double[] weights, int missing) {
        int rows = 0;
        for (int i = 0; i < weights.length; i++) {
            rows += panel.rows()[i] >= 0 ? 1 : 0;
            if (weights[i] > 0 && panel.rows()[i] >= 0) {
                return;
            }
        }
        String what = missing == 0 ? "0" : missing == rows ? "missing" : "0 or missing";
        throw formula.problem(
                Kind.OUT_OF_BOUNDS,
                "the weights " + weight + " are " + what + " in every row",
                "A row counts as much as its weight says, so some rows need one above 0.",
                weight.expression());
    }

    /** Why no row of sequences has a weight. */
    static String whyNone(Sequences sequences) {
        int longest = sequences.layout().longestLag();
        int most = 0;
        boolean known = false;
        for (int s = 0; s < sequences.count(); s++) {
            most = Math.max(most, sequences.length(s));
            History history = sequences.history(s);
            for (int b = 0; b < sequences.layout().responses().bases().size(); b++) {
                for (int t = 0; t < sequences.length(s); t++) {
                    known |= !Double.isNaN(history.at(b, t));
                }
            }
        }
        if (!known) {
            return Names.list(sequences.layout().responses().bases(), 5) + " has no value in any row";
        }
        String reach = "the lags reach " + longest + (longest == 1 ? " step back" : " steps back");
        if (most <= longest) {
            return reach + ", and the longest sequence has " + most + (most == 1 ? " row" : " rows");
        }
        return "in every row the response, its weight, the offset or what the lags need is missing"
                + (longest == 0 ? "" : "; " + reach + ", shorter ones need less");
    }
}
