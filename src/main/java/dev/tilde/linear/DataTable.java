package dev.tilde.linear;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The columns a formula reads: kind, missing values, range or levels. */
final class DataTable {
    private DataTable() {}

    private static final class Seen {
        private final long[] missing;
        private final double[] low;
        private final double[] high;
        private final List<Map<String, Long>> levels = new ArrayList<>();

        Seen(int columns) {
            missing = new long[columns];
            low = new double[columns];
            high = new double[columns];
            Arrays.fill(low, Double.POSITIVE_INFINITY);
            Arrays.fill(high, Double.NEGATIVE_INFINITY);
            for (int j = 0; j < columns; j++) {
                levels.add(new TreeMap<>());
            }
        }
    }

    private record Look(List<Schema.Column> columns) implements Pass<Seen> {
        @Override
        public Seen init() {
            return new Seen(columns.size());
        }

        @Override
        public void add(Seen s, ColumnBlock block) {
            for (int j = 0; j < columns.size(); j++) {
                if (columns.get(j).kind() == Schema.Kind.TEXT) {
                    addText(s, j, block);
                    continue;
                }
                double[] x = block.numeric(j);
                for (int i = 0; i < block.rows(); i++) {
                    s.missing[j] += Double.isNaN(x[i]) ? 1 : 0;
                    s.low[j] = x[i] < s.low[j] ? x[i] : s.low[j];
                    s.high[j] = x[i] > s.high[j] ? x[i] : s.high[j];
                }
            }
        }

        private static void addText(Seen s, int j, ColumnBlock block) {
            String[] dictionary = block.dictionary(j);
            long[] count = new long[dictionary.length];
            for (int i = 0; i < block.rows(); i++) {
                int c = block.codes(j)[i];
                if (c < 0) {
                    s.missing[j]++;
                } else {
                    count[c]++;
                }
            }
            for (int c = 0; c < count.length; c++) {
                if (count[c] > 0) {
                    s.levels.get(j).merge(dictionary[c], count[c], Long::sum);
                }
            }
        }

        @Override
        public Seen merge(Seen left, Seen right) {
            for (int j = 0; j < columns.size(); j++) {
                left.missing[j] += right.missing[j];
                left.low[j] = Math.min(left.low[j], right.low[j]);
                left.high[j] = Math.max(left.high[j], right.high[j]);
                Map<String, Long> levels = left.levels.get(j);
                right.levels.get(j).forEach((level, n) -> levels.merge(level, n, Long::sum));
            }
            return left;
        }
    }

    static Grid of(DesignSpec spec, Source source) {
        Schema schema = source.schema();
        Set<String> read = Set.copyOf(spec.variables());
        List<Schema.Column> columns =
                schema.columns().stream().filter(c -> read.contains(c.name())).toList();
        Seen seen = source.replayable()
                ? source.run(
                        new Look(columns),
                        columns.stream().map(Schema.Column::name).toList())
                : new Seen(columns.size());
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            Schema.Column c = columns.get(j);
            rows.add(Row.of(
                    Kind.PLAIN,
                    Cell.of(c.name()).note(c.unit()),
                    Cell.of(kind(c.kind())),
                    Cell.of(Numbers.count(seen.missing[j]), seen.missing[j]),
                    Cell.of(range(c, seen, j)),
                    Cell.of(c.description())));
        }
        return new Grid(
                "",
                List.of(
                        Column.left("Column"),
                        Column.left("Type").tone(Grid.Tone.QUIET),
                        Column.right("Missing"),
                        Column.left("Range or levels"),
                        Column.left("Description").tone(Grid.Tone.QUIET)),
                rows);
    }

    private static String kind(Schema.Kind kind) {
        return switch (kind) {
            case NUMBER -> "decimal";
            case INTEGER -> "integer";
            case BOOLEAN -> "true or false";
            case TEXT -> "text";
            case DATE -> "date";
            case DATE_TIME -> "date and time";
            case TIME -> "time";
        };
    }

    private static String range(Schema.Column c, Seen seen, int j) {
        if (c.kind() == Schema.Kind.TEXT) {
            List<String> levels = seen.levels.get(j).entrySet().stream()
                    .map(e -> e.getKey() + " (" + e.getValue() + ")")
                    .toList();
            return Names.list(levels, 6);
        }
        if (seen.low[j] > seen.high[j]) {
            return Numbers.NONE;
        }
        return switch (c.kind()) {
            case NUMBER, INTEGER -> Numbers.significant(seen.low[j], 5) + " to " + Numbers.significant(seen.high[j], 5);
            case DATE, DATE_TIME, TIME ->
                c.kind().text(seen.low[j]) + " to " + c.kind().text(seen.high[j]);
            default -> "";
        };
    }
}
