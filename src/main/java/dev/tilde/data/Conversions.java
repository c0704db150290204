package dev.tilde.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Cells of one kind as cells of another. */
final class Conversions {
    /** How many offending values a message names. */
    private static final int NAMED = 3;

    private Conversions() {}

    /**
     * Cells as another kind.
     *
     * @throws DataException naming the first values that are not of that kind
     */
    static Values convert(String source, Schema.Column column, Values cells, Schema.Kind kind) {
        if (kind == Schema.Kind.TEXT) {
            return toTexts(column, cells);
        }
        if (cells instanceof Values.Texts texts) {
            return fromTexts(source, column, texts, kind);
        }
        double[] numbers = ((Values.Numbers) cells).cells;
        boolean fine = column.kind().isNumber() || kind.isNumber();
        for (double v : numbers) {
            fine &= switch (kind) {
                case INTEGER -> Double.isNaN(v) || v == Math.rint(v);
                case BOOLEAN -> Double.isNaN(v) || v == 0 || v == 1;
                case NUMBER -> true;
                default -> false;
            };
        }
        if (!fine) {
            throw new DataException(
                    "column " + column.name() + " holds " + column.kind().label() + " values that are not "
                            + kind.label(),
                    source,
                    -1,
                    column.name());
        }
        return cells;
    }

    private static Values fromTexts(String source, Schema.Column column, Values.Texts texts, Schema.Kind kind) {
        NumberText numbers = new NumberText('.');
        double[] values = new double[texts.dictionary.length];
        Arrays.setAll(values, k -> Cells.value(kind, texts.dictionary[k], numbers));
        refuse(source, column, texts, values, " is not " + kind.label());
        Offsets offsets = kind == Schema.Kind.DATE_TIME ? Offsets.of(texts.dictionary, values) : new Offsets();
        if (offsets.areMixed()) {
            throw Typing.mixed(column, offsets, source);
        }
        double[] cells = new double[texts.codes.length];
        Arrays.setAll(cells, i -> texts.codes[i] < 0 ? Double.NaN : values[texts.codes[i]]);
        return new Values.Numbers(cells);
    }

    /** Throws when a text that occurs has no value. */
    private static void refuse(String source, Schema.Column column, Values.Texts texts, double[] values, String what) {
        Set<Integer> named = new HashSet<>();
        List<String> examples = new ArrayList<>();
        int first = -1;
        int bad = 0;
        for (int i = 0; i < texts.codes.length; i++) {
            int code = texts.codes[i];
            if (code >= 0 && Double.isNaN(values[code])) {
                first = first < 0 ? i : first;
                bad++;
                if (named.size() < NAMED && named.add(code)) {
                    examples.add('"' + texts.dictionary[code] + "\" (row " + (i + 1) + ")");
                }
            }
        }
        if (bad > 0) {
            throw new DataException(
                    "column " + column.name() + ": " + String.join(", ", examples) + what
                            + (bad > 1 ? ", " + bad + " cells in all" : ""),
                    source,
                    first,
                    column.name());
        }
    }

    /** @throws DataException naming the first values that are not among the levels */
    static void checkLevels(String source, Schema.Column column, Values.Texts texts, List<String> levels) {
        Set<String> known = new HashSet<>(levels);
        double[] values = new double[texts.dictionary.length];
        Arrays.setAll(values, k -> known.contains(texts.dictionary[k]) ? k : Double.NaN);
        refuse(source, column, texts, values, " is not among the levels " + String.join(", ", levels));
    }

    /** Cells as texts of their column. */
    static Values.Texts toTexts(Schema.Column column, Values cells) {
        if (cells instanceof Values.Texts texts) {
            return texts;
        }
        Map<Double, Integer> known = new HashMap<>();
        Dictionary texts = new Dictionary();
        double[] numbers = ((Values.Numbers) cells).cells;
        int[] codes = new int[numbers.length];
        for (int i = 0; i < codes.length; i++) {
            codes[i] =
                    Double.isNaN(numbers[i]) ? -1 : known.computeIfAbsent(numbers[i], v -> texts.code(column.text(v)));
        }
        return new Values.Texts(codes, texts.toArray());
    }
}
