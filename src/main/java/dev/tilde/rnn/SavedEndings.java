package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The ends of sequences as JSON: of the rows of a fit only those that the next ones look back to. */
final class SavedEndings {
    private SavedEndings() {}

    static Json json(Endings e) {
        return Json.object(
                "rows", json(e.columns()),
                "starts", Json.of(Arrays.stream(e.starts()).asDoubleStream().toArray()),
                "lengths", Json.of(Arrays.stream(e.lengths()).asDoubleStream().toArray()),
                "groups", Json.of(e.keys()),
                "responses", lists(e.bases()),
                "outputs", lists(e.outputs()),
                "states", lists(e.states()),
                "distributions", lists(e.distributions()),
                "ahead", Json.of(e.ahead()));
    }

    static Json lists(double[][] values) {
        return new Json.Arr(Arrays.stream(values).map(Json::of).toList());
    }

    static double[][] lists(SavedField saved) {
        return saved.items().stream().map(SavedField::numbers).toArray(double[][]::new);
    }

    static Json json(Columns columns) {
        List<Json> all = new ArrayList<>();
        for (int j = 0; j < columns.schema().size(); j++) {
            Schema.Column c = columns.column(j);
            List<Json> cells = new ArrayList<>();
            for (int i = 0; i < columns.rows(); i++) {
                double v = columns.numbers(j)[i];
                boolean text = c.kind() == Schema.Kind.TEXT && !Double.isNaN(v);
                cells.add(text ? Json.of(columns.text(j, i)) : Json.of(v));
            }
            all.add(Json.object(
                    "name", Json.of(c.name()),
                    "kind", Json.of(c.kind().label()),
                    "levels", Json.of(c.levels()),
                    "ordered", Json.of(c.ordered()),
                    "offset", Json.of(c.offset()),
                    "cells", new Json.Arr(cells)));
        }
        return Json.object("name", Json.of(columns.name()), "columns", new Json.Arr(all));
    }

    /** The rows, and without rows their columns. */
    static Columns columns(SavedField saved) {
        Dataset data = Dataset.named(saved.get("name").text());
        for (SavedField f : saved.get("columns").items()) {
            Schema.Column c = Schema.Column.of(
                            f.get("name").text(), Schema.Kind.of(f.get("kind").text()))
                    .withLevels(f.get("levels").texts(), f.get("ordered").flag())
                    .withOffset(f.has("offset") ? f.get("offset").text() : "");
            SavedField cells = f.get("cells");
            if (c.kind() == Schema.Kind.TEXT) {
                @Nullable
                String[] texts = cells.items().stream()
                        .map(cell -> cell.isNull() ? null : cell.text())
                        .toArray(String[]::new);
                data = data.with(c, texts);
            } else {
                data = data.with(c, cells.numbers());
            }
        }
        return Columns.of(data.source(), c -> true);
    }

    static Endings endings(SavedField saved, Core core, SequenceLayout layout) {
        Columns columns = columns(saved.get("rows"));
        int[] starts = Arrays.stream(saved.get("starts").numbers())
                .mapToInt(v -> (int) v)
                .toArray();
        long[] lengths = Arrays.stream(saved.get("lengths").numbers())
                .mapToLong(v -> (long) v)
                .toArray();
        List<String> keys = saved.get("groups").texts();
        double[][] bases = lists(saved.get("responses"));
        double[][] outputs = lists(saved.get("outputs"));
        double[][] states = lists(saved.get("states"));
        int size = layout.responses().count() * core.statistics().size();
        double[][] distributions = saved.has("distributions")
                ? lists(saved.get("distributions"))
                : Distribution.missing(keys.size(), size);
        int ahead = saved.get("ahead").whole();
        int n = keys.size();
        int state = core.start().state().length;
        boolean fits = starts.length == n + 1
                && lengths.length == n
                && outputs.length == n
                && states.length == n
                && distributions.length == n
                && bases.length == layout.responses().bases().size()
                && ahead == Ahead.lookahead(layout)
                && columns.names().equals(layout.columns())
                && starts[0] == 0
                && starts[n] == columns.rows();
        for (int s = 0; s < n && fits; s++) {
            fits = starts[s + 1] > starts[s]
                    && lengths[s] >= starts[s + 1] - starts[s]
                    && states[s].length == state
                    && distributions[s].length == size
                    && outputs[s].length
                            == (long) (starts[s + 1] - starts[s])
                                    * layout.responses().count();
        }
        for (double[] base : bases) {
            fits &= base.length == columns.rows();
        }
        if (!fits) {
            throw saved.wrong("a list of the ends of sequences");
        }
        return new Endings(columns, starts, lengths, keys, bases, outputs, states, distributions, ahead);
    }
}
