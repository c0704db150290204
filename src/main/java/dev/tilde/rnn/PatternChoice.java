package dev.tilde.rnn;

import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.rnn.SequenceSpec.Pattern;
import java.util.List;

/**
 * Whether every row has a response or every sequence one: the latter by itself only where the response does not vary
 * inside any sequence, differs between them, and nothing in the formula asks for more than one.
 *
 * @param lagsResponse whether a predictor reads a response of an earlier step
 */
record PatternChoice(SequenceFormula formula, Responses responses, boolean lagsResponse) {
    /**
     * The pattern that was asked for, or the one that fits.
     *
     * @param bases the responses of all steps of the panel
     * @param notes added to where the choice may surprise
     * @throws FormulaException if one response a sequence is asked for beside lags, leads or differences of it
     */
    Pattern of(Pattern asked, Panel panel, double[][] bases, List<String> notes) {
        boolean plain = !lagsResponse && responses.mostLead() == 0;
        for (int o = 0; o < responses.count(); o++) {
            plain &= !responses.isChange(o);
        }
        if (asked == Pattern.LAST && !plain) {
            throw formula.problem(
                    Kind.UNSUPPORTED,
                    "a sequence with one response has no lags, leads or differences of it",
                    "Leave out last(), or the lags.",
                    formula.design().response().orElseThrow());
        }
        if (asked != Pattern.AUTO) {
            return asked;
        }
        if (!plain || panel.count() < 2) {
            return Pattern.EACH;
        }
        int several = 0;
        for (int s = 0; s < panel.count(); s++) {
            several += panel.length(s) >= 2 ? 1 : 0;
        }
        if (2 * several <= panel.count()) {
            return Pattern.EACH;
        }
        boolean varies = false;
        for (double[] base : bases) {
            for (int s = 0; s < panel.count(); s++) {
                // The last step is always a row of the table.
                double first = base[panel.starts()[s + 1] - 1];
                for (int i = panel.starts()[s]; i < panel.starts()[s + 1]; i++) {
                    if (panel.rows()[i] >= 0 && !(base[i] == first)) {
                        return Pattern.EACH;
                    }
                }
                varies |= first != base[panel.starts()[1] - 1];
            }
        }
        if (varies) {
            notes.add("the response does not vary inside sequences, so each sequence has one; each(y) makes it one "
                    + "for each row");
        }
        return varies ? Pattern.LAST : Pattern.EACH;
    }
}
