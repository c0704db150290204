package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The ends of sequences as JSON: of the rows of a fit only those that the next ones look back to. */
final class SavedEndings {
    private SavedEndings() {}

    static Json json(Endings e, SequenceLayout layout) {
        List<Json> responses = new ArrayList<>();
        for (int b = 0; b < e.bases().length; b++) {
            int column = e.columns().find(layout.responses().bases().get(b));
            boolean known =
                    column >= 0 && Arrays.equals(e.bases()[b], e.columns().numbers(column));
            responses.add(known ? Json.none() : PackedNumbers.json(e.bases()[b]));
        }
        Json.Obj all = Json.object(
                "rows", json(e.columns()),
                "starts",
                        PackedNumbers.json(
                                Arrays.stream(e.starts()).asDoubleStream().toArray()),
                "lengths",
                        PackedNumbers.json(
                                Arrays.stream(e.lengths()).asDoubleStream().toArray()),
                "groups", e.keys().equals(keys(e.columns(), e.starts(), layout)) ? Json.none() : Json.of(e.keys()),
                "responses", new Json.Arr(responses),
                "outputs", PackedNumbers.joined(e.outputs()),
                "states", PackedNumbers.joined(e.states()),
                "distributions", PackedNumbers.joined(e.distributions()),
                "ahead", Json.of(e.ahead()));
        if (Arrays.stream(e.open()).allMatch(n -> n == 0)) {
            return all;
        }
        Map<String, Json> fields = new LinkedHashMap<>(all.fields());
        fields.put(
                "open",
                PackedNumbers.json(Arrays.stream(e.open()).asDoubleStream().toArray()));
        return new Json.Obj(fields);
    }

    /** The keys of groups, which their rows tell. */
    private static List<String> keys(Columns columns, int[] starts, SequenceLayout layout) {
        int[] by = layout.spec().by().stream().mapToInt(columns::find).toArray();
        List<String> keys = new ArrayList<>();
        for (int s = 0; s + 1 < starts.length; s++) {
            int row = starts[s];
            keys.add(String.join(
                    ":", Arrays.stream(by).mapToObj(c -> columns.text(c, row)).toList()));
        }
        return keys;
    }

    static Json json(Columns columns) {
        List<Json> all = new ArrayList<>();
        for (int j = 0; j < columns.schema().size(); j++) {
            Schema.Column c = columns.column(j);
            Map<String, Json> fields = new LinkedHashMap<>();
            fields.put("name", Json.of(c.name()));
            fields.put("kind", Json.of(c.kind().label()));
            fields.put("levels", Json.of(c.levels()));
            fields.put("ordered", Json.of(c.ordered()));
            fields.put("offset", Json.of(c.offset()));
            double[] cells = columns.numbers(j);
            if (c.kind() == Schema.Kind.TEXT) {
                Map<Double, Double> codes = new LinkedHashMap<>();
                cells = Arrays.stream(cells)
                        .map(v -> Double.isNaN(v) ? v : codes.computeIfAbsent(v, k -> (double) codes.size()))
                        .toArray();
                String[] dictionary = columns.dictionary(j);
                fields.put(
                        "texts",
                        Json.of(codes.keySet().stream()
                                .map(k -> dictionary[k.intValue()])
                                .toList()));
            }
            fields.put("cells", PackedNumbers.json(cells));
            all.add(new Json.Obj(fields));
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
            data = c.kind() == Schema.Kind.TEXT
                    ? data.with(c, texts(f))
                    : data.with(c, PackedNumbers.numbers(f.get("cells")));
        }
        return Columns.of(data.source(), c -> true);
    }

    /** The cells of a column of text; in files of version 1 each by itself. */
    private static @Nullable String[] texts(SavedField column) {
        SavedField cells = column.get("cells");
        if (!column.has("texts")) {
            return cells.items().stream()
                    .map(cell -> cell.isNull() ? null : cell.text())
                    .toArray(String[]::new);
        }
        List<String> known = column.get("texts").texts();
        double[] codes = PackedNumbers.numbers(cells);
        @Nullable String[] texts = new String[codes.length];
        for (int i = 0; i < codes.length; i++) {
            if (!Double.isNaN(codes[i])) {
                if (!(codes[i] >= 0 && codes[i] < known.size())) {
                    throw cells.wrong("a list of places of texts");
                }
                texts[i] = known.get((int) codes[i]);
            }
        }
        return texts;
    }

    static Endings endings(SavedField saved, Core core, SequenceLayout layout) {
        Columns columns = columns(saved.get("rows"));
        int[] starts = Arrays.stream(PackedNumbers.numbers(saved.get("starts")))
                .mapToInt(v -> (int) v)
                .toArray();
        long[] lengths = Arrays.stream(PackedNumbers.numbers(saved.get("lengths")))
                .mapToLong(v -> (long) v)
                .toArray();
        int n = lengths.length;
        boolean fits = starts.length == n + 1
                && columns.names().equals(layout.columns())
                && starts[0] == 0
                && starts[n] == columns.rows();
        for (int s = 0; s < n && fits; s++) {
            fits = starts[s + 1] > starts[s] && lengths[s] >= starts[s + 1] - starts[s];
        }
        List<SavedField> responses = saved.get("responses").items();
        int ahead = saved.get("ahead").whole();
        fits &= responses.size() == layout.responses().bases().size() && ahead == Ahead.lookahead(layout);
        if (!fits) {
            throw saved.wrong("a list of the ends of sequences");
        }
        List<String> keys = saved.get("groups").isNull()
                ? keys(columns, starts, layout)
                : saved.get("groups").texts();
        double[][] bases = new double[responses.size()][];
        for (int b = 0; b < bases.length; b++) {
            int column = columns.find(layout.responses().bases().get(b));
            SavedField own = responses.get(b);
            bases[b] = own.isNull() && column >= 0 ? columns.numbers(column) : PackedNumbers.numbers(own);
            fits &= bases[b].length == columns.rows();
        }
        int outs = layout.responses().count();
        int[] rows = IntStream.range(0, n)
                .map(s -> Math.multiplyExact(starts[s + 1] - starts[s], outs))
                .toArray();
        int state = core.start().state().length;
        int size = outs * core.statistics().size();
        double[][] distributions = saved.has("distributions")
                ? PackedNumbers.parted(saved.get("distributions"), filled(n, size))
                : Distribution.missing(n, size);
        int[] open = new int[n];
        if (saved.has("open")) {
            open = Arrays.stream(PackedNumbers.numbers(saved.get("open")))
                    .mapToInt(v -> (int) v)
                    .toArray();
            fits &= open.length == n && Arrays.stream(open).allMatch(v -> v >= 0);
        }
        if (!fits || keys.size() != n) {
            throw saved.wrong("a list of the ends of sequences");
        }
        return new Endings(
                columns,
                starts,
                lengths,
                keys,
                bases,
                PackedNumbers.parted(saved.get("outputs"), rows),
                PackedNumbers.parted(saved.get("states"), filled(n, state)),
                distributions,
                ahead,
                open);
    }

    private static int[] filled(int n, int value) {
        int[] all = new int[n];
        Arrays.fill(all, value);
        return all;
    }
}
