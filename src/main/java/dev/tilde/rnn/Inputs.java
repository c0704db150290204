package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network is fed with: the columns of the design without the intercept, standardised on the training rows, then
 * one indicator for each variable that is missing in some training row.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Inputs(List<Input> all, int columns, double[] mean, double[] sd) {
    /**
     * One input.
     *
     * @param name of the column; {@code x missing} for an indicator
     * @param term its position among the terms of the design's right side, -1 for an indicator
     * @param variable of an indicator, else empty
     * @param design its column in the design, -1 for an indicator
     * @param lag whether it is made of earlier responses
     */
    record Input(String name, int term, String variable, int design, boolean lag) {}

    Inputs {
        all = List.copyOf(all);
    }

    int count() {
        return all.size();
    }

    /** A number of the design as it is fed; 0 for a column that does not vary in training, and for a missing one. */
    double scaled(int input, double v) {
        return Double.isNaN(v) || !(sd[input] > 0) ? 0 : (v - mean[input]) / sd[input];
    }

    List<String> indicators() {
        return all.stream().map(Input::variable).filter(v -> !v.isEmpty()).toList();
    }

    Json toJson() {
        List<Json> list = new ArrayList<>();
        for (Input i : all) {
            list.add(Json.object(
                    "name", Json.of(i.name()),
                    "term", Json.of((double) i.term()),
                    "variable", Json.of(i.variable()),
                    "design", Json.of((double) i.design()),
                    "lag", Json.of(i.lag())));
        }
        return Json.object(
                "inputs",
                new Json.Arr(list),
                "columns",
                Json.of((double) columns),
                "mean",
                Json.of(mean),
                "sd",
                Json.of(sd));
    }

    static Inputs fromJson(SavedField saved) {
        List<Input> all = new ArrayList<>();
        for (SavedField f : saved.get("inputs").items()) {
            all.add(new Input(
                    f.get("name").text(),
                    f.get("term").whole(),
                    f.get("variable").text(),
                    f.get("design").whole(),
                    f.get("lag").flag()));
        }
        int columns = saved.get("columns").whole();
        double[] mean = saved.get("mean").numbers();
        double[] sd = saved.get("sd").numbers();
        if (columns < 0 || columns > all.size() || mean.length != columns || sd.length != columns) {
            throw saved.wrong("a list of inputs");
        }
        return new Inputs(all, columns, mean, sd);
    }
}
