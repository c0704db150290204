package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.Arrays;

/**
 * From medians to means of a response that is transformed by g: a prediction p becomes the mean over the errors e of
 * rows held out, at the level of g, of {@code g^-1(g(p) + e)}. Duan (1983), doi:10.1080/01621459.1983.10478017, calls
 * it the smearing estimate; it needs no distribution. A forecast takes the errors of forecasts of as many steps.
 *
 * @param errors signed ones, at the level before any differences
 */
record Smearing(HeldOutErrors errors) {
    static final Smearing NONE = new Smearing(new HeldOutErrors(new double[0][], new double[0][][]));

    /** Nothing where no response is bent, since means are medians there. */
    static Smearing of(Core core, Sequences rows, double[][] predictions, Workers workers) {
        Responses responses = rows.layout().responses();
        if (!responses.bend()) {
            return NONE;
        }
        HeldOutErrors.Measure error = (base, y, p) -> {
            int o = responses.outputOf(base);
            return responses.level(o, y) - responses.level(o, p);
        };
        return new Smearing(new HeldOutErrors.Measuring(core, rows, error).measured(predictions, workers));
    }

    /** The mean of a row's prediction; the prediction itself where there are no errors. */
    double ofRow(Responses responses, int output, double p) {
        return errors.one().length == 0 ? p : mean(responses, output, p, errors.one()[output]);
    }

    /** The mean of a forecast; of steps further ahead than any that was tried, with the errors of the furthest. */
    double ofStep(Responses responses, int base, int step, double p) {
        if (errors.ahead().length == 0) {
            return ofRow(responses, responses.outputOf(base), p);
        }
        double[][] known = errors.ahead()[base];
        int at = Math.min(step, known.length) - 1;
        while (at >= 0 && known[at].length == 0) {
            at--;
        }
        return at < 0 ? p : mean(responses, responses.outputOf(base), p, known[at]);
    }

    private static double mean(Responses responses, int output, double p, double[] errors) {
        double level = responses.level(output, p);
        return Arrays.stream(errors)
                .map(e -> responses.ofLevel(output, level + e))
                .average()
                .orElse(p);
    }

    Json toJson() {
        return Json.object(
                "rows",
                PackedNumbers.lists(errors.one()),
                "ahead",
                new Json.Arr(
                        Arrays.stream(errors.ahead()).map(PackedNumbers::lists).toList()));
    }

    /** @throws dev.tilde.data.DataException if there are not errors for every output and response, or none at all */
    static Smearing fromJson(SavedField saved, Responses responses) {
        double[][] one = PackedNumbers.lists(saved.get("rows"));
        double[][][] ahead =
                saved.get("ahead").items().stream().map(PackedNumbers::lists).toArray(double[][][]::new);
        boolean fits = one.length == responses.count()
                && (ahead.length == 0 || ahead.length == responses.bases().size());
        if (!fits && (one.length > 0 || ahead.length > 0)) {
            throw saved.wrong("a list of errors");
        }
        return new Smearing(new HeldOutErrors(one, ahead));
    }
}
