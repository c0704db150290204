package dev.tilde.rnn;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Dataset;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.data.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Whole columns of a source in memory: sequences are cut, sorted and filled up, so they need all rows at once. */
final class Columns {
    private final String name;
    private final List<Schema.Column> schema;
    private final List<double[]> numbers;
    private final List<String[]> dictionaries;
    private final int rows;

    /** @param numbers of text columns the codes in the dictionary; missing = NaN everywhere */
    private Columns(
            String name, List<Schema.Column> schema, List<double[]> numbers, List<String[]> dictionaries, int rows) {
        this.name = name;
        this.schema = List.copyOf(schema);
        this.numbers = List.copyOf(numbers);
        this.dictionaries = List.copyOf(dictionaries);
        this.rows = rows;
    }

    /** Reads the columns that are wanted. */
    static Columns of(Source source, Predicate<Schema.Column> wanted) {
        List<Schema.Column> schema =
                source.schema().columns().stream().filter(wanted).toList();
        List<String> names = schema.stream().map(Schema.Column::name).toList();
        State state = source.run(new Reading(schema), names);
        List<double[]> numbers = new ArrayList<>();
        List<String[]> dictionaries = new ArrayList<>();
        for (int j = 0; j < schema.size(); j++) {
            numbers.add(joined(state.pieces.get(j), state.rows));
            dictionaries.add(state.dictionaries.get(j).keySet().toArray(String[]::new));
        }
        return new Columns(source.name(), schema, numbers, dictionaries, state.rows);
    }

    private static double[] joined(List<double[]> pieces, int rows) {
        double[] all = new double[rows];
        int at = 0;
        for (double[] piece : pieces) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        pieces.clear();
        return all;
    }

    /** What some rows hold. */
    private static final class State {
        private final List<List<double[]>> pieces = new ArrayList<>();
        private final List<Map<String, Integer>> dictionaries = new ArrayList<>();
        private int rows;

        private State(int columns) {
            for (int j = 0; j < columns; j++) {
                pieces.add(new ArrayList<>());
                dictionaries.add(new LinkedHashMap<>());
            }
        }

        private int code(int column, String text) {
            Map<String, Integer> dictionary = dictionaries.get(column);
            Integer next = dictionary.size();
            Integer old = dictionary.putIfAbsent(text, next);
            return old == null ? next : old;
        }
    }

    private record Reading(List<Schema.Column> schema) implements Pass<State> {
        @Override
        public State init() {
            return new State(schema.size());
        }

        @Override
        public void add(State s, ColumnBlock block) {
            for (int j = 0; j < schema.size(); j++) {
                if (schema.get(j).kind() != Kind.TEXT) {
                    s.pieces.get(j).add(Arrays.copyOf(block.numeric(j), block.rows()));
                    continue;
                }
                int[] codes = block.codes(j);
                String[] texts = block.dictionary(j);
                int[] known = new int[texts.length];
                Arrays.fill(known, -1);
                double[] out = new double[block.rows()];
                for (int i = 0; i < out.length; i++) {
                    int c = codes[i];
                    if (c >= 0 && known[c] < 0) {
                        known[c] = s.code(j, texts[c]);
                    }
                    out[i] = c < 0 ? Double.NaN : known[c];
                }
                s.pieces.get(j).add(out);
            }
            s.rows = Math.addExact(s.rows, block.rows());
        }

        @Override
        public State merge(State left, State right) {
            for (int j = 0; j < schema.size(); j++) {
                if (schema.get(j).kind() == Kind.TEXT) {
                    String[] texts = right.dictionaries.get(j).keySet().toArray(String[]::new);
                    int[] codes = new int[texts.length];
                    for (int c = 0; c < texts.length; c++) {
                        codes[c] = left.code(j, texts[c]);
                    }
                    for (double[] piece : right.pieces.get(j)) {
                        for (int i = 0; i < piece.length; i++) {
                            piece[i] = Double.isNaN(piece[i]) ? piece[i] : codes[(int) piece[i]];
                        }
                    }
                }
                left.pieces.get(j).addAll(right.pieces.get(j));
            }
            left.rows = Math.addExact(left.rows, right.rows);
            return left;
        }
    }

    String name() {
        return name;
    }

    int rows() {
        return rows;
    }

    List<Schema.Column> schema() {
        return schema;
    }

    List<String> names() {
        return schema.stream().map(Schema.Column::name).toList();
    }

    /** The position of a column, -1 for none. */
    int find(String column) {
        return names().indexOf(column);
    }

    Schema.Column column(int at) {
        return schema.get(at);
    }

    /** Numbers, of text codes; not to be modified. */
    double[] numbers(int at) {
        return numbers.get(at);
    }

    String[] dictionary(int at) {
        return dictionaries.get(at);
    }

    /** A cell in words. */
    String text(int at, int row) {
        double v = numbers.get(at)[row];
        return Double.isNaN(v)
                ? "missing"
                : schema.get(at).kind() == Kind.TEXT
                        ? dictionaries.get(at)[(int) v]
                        : schema.get(at).text(v);
    }

    /** Rows in another order, -1 for one that misses everything. */
    Columns rows(int[] which) {
        List<double[]> some = new ArrayList<>();
        for (double[] column : numbers) {
            double[] out = new double[which.length];
            for (int i = 0; i < out.length; i++) {
                out[i] = which[i] < 0 ? Double.NaN : column[which[i]];
            }
            some.add(out);
        }
        return new Columns(name, schema, some, dictionaries, which.length);
    }

    /** The same with other numbers in one column. */
    Columns with(int at, double[] column) {
        List<double[]> some = new ArrayList<>(numbers);
        some.set(at, column);
        return new Columns(name, schema, some, dictionaries, rows);
    }

    /** The same with some columns that a dot does not stand for. */
    Columns identified(Set<String> names) {
        List<Schema.Column> marked = schema.stream()
                .map(c -> names.contains(c.name()) ? c.asIdentifier() : c)
                .toList();
        return new Columns(name, marked, numbers, dictionaries, rows);
    }

    /** The same with the texts of another column; a text column here. */
    Columns withTexts(int at, Columns other, int from) {
        Map<String, Integer> codes = new LinkedHashMap<>();
        for (String t : dictionaries.get(at)) {
            codes.put(t, codes.size());
        }
        double[] cells = new double[rows];
        for (int i = 0; i < rows; i++) {
            boolean missing = Double.isNaN(other.numbers(from)[i]);
            cells[i] = missing ? Double.NaN : codes.computeIfAbsent(other.text(from, i), text -> codes.size());
        }
        List<double[]> all = new ArrayList<>(numbers);
        all.set(at, cells);
        List<String[]> texts = new ArrayList<>(dictionaries);
        texts.set(at, codes.keySet().toArray(String[]::new));
        return new Columns(name, schema, all, texts, rows);
    }

    /** These columns in this order, those that are not there without a value. */
    Columns arranged(List<String> names) {
        Columns all = this;
        for (String name : names) {
            all = all.find(name) < 0 ? all.withMissing(name) : all;
        }
        int[] at = names.stream().mapToInt(all::find).toArray();
        Columns from = all;
        return new Columns(
                name,
                Arrays.stream(at).mapToObj(from.schema::get).toList(),
                Arrays.stream(at).mapToObj(from.numbers::get).toList(),
                Arrays.stream(at).mapToObj(from.dictionaries::get).toList(),
                rows);
    }

    /**
     * One row with the same columns.
     *
     * @param cells numbers, for columns of text a {@link String}; null = missing
     */
    Columns one(@Nullable Object[] cells) {
        List<double[]> all = new ArrayList<>();
        List<String[]> texts = new ArrayList<>();
        for (int j = 0; j < cells.length; j++) {
            Object cell = cells[j];
            boolean text = cell instanceof String;
            all.add(new double[] {cell instanceof Double v ? v : text ? 0 : Double.NaN});
            texts.add(text ? new String[] {(String) cell} : new String[0]);
        }
        return new Columns(name, schema, all, texts, 1);
    }

    /** The same with a column of missing numbers. */
    Columns withMissing(String column) {
        List<Schema.Column> more = new ArrayList<>(schema);
        more.add(Schema.Column.of(column, Kind.NUMBER));
        double[] missing = new double[rows];
        Arrays.fill(missing, Double.NaN);
        List<double[]> some = new ArrayList<>(numbers);
        some.add(missing);
        List<String[]> texts = new ArrayList<>(dictionaries);
        texts.add(new String[0]);
        return new Columns(name, more, some, texts, rows);
    }

    /** These rows, then others; columns that the others do not have are missing there. */
    Columns then(Columns others) {
        List<double[]> all = new ArrayList<>();
        List<String[]> texts = new ArrayList<>();
        for (int j = 0; j < schema.size(); j++) {
            int k = others.find(schema.get(j).name());
            double[] column = Arrays.copyOf(numbers.get(j), rows + others.rows);
            if (k < 0) {
                Arrays.fill(column, rows, column.length, Double.NaN);
                texts.add(dictionaries.get(j));
            } else {
                Map<String, Integer> codes = new LinkedHashMap<>();
                for (String t : dictionaries.get(j)) {
                    codes.put(t, codes.size());
                }
                for (int i = 0; i < others.rows; i++) {
                    double v = others.numbers.get(k)[i];
                    if (schema.get(j).kind() == Kind.TEXT && !Double.isNaN(v)) {
                        String t = others.schema.get(k).kind() == Kind.TEXT
                                ? others.dictionaries.get(k)[(int) v]
                                : others.schema.get(k).text(v);
                        codes.putIfAbsent(t, codes.size());
                        v = codes.get(t);
                    }
                    column[rows + i] = v;
                }
                texts.add(codes.keySet().toArray(String[]::new));
            }
            all.add(column);
        }
        return new Columns(name, schema, all, texts, rows + others.rows);
    }

    /** The rows as a data set in which numbers are missing where they are hidden. */
    Dataset dataset(@Nullable IntPredicate hidden, Predicate<String> shown) {
        Dataset data = Dataset.named(name);
        for (int j = 0; j < schema.size(); j++) {
            Schema.Column c = schema.get(j);
            double[] column = numbers.get(j);
            if (c.kind() == Kind.TEXT) {
                @Nullable String[] texts = new String[rows];
                for (int i = 0; i < rows; i++) {
                    texts[i] = Double.isNaN(column[i]) ? null : dictionaries.get(j)[(int) column[i]];
                }
                data = data.with(c, texts);
                continue;
            }
            if (hidden != null && !shown.test(c.name())) {
                column = column.clone();
                for (int i = 0; i < rows; i++) {
                    column[i] = hidden.test(i) ? Double.NaN : column[i];
                }
            }
            data = data.with(c, column);
        }
        return data;
    }

    /** For each row the number of its combination of values in some columns, by first appearance; none missing. */
    int[] groups(int[] columns) {
        int[] group = new int[rows];
        for (int column : columns) {
            Map<Long, Integer> seen = new HashMap<>();
            double[] values = numbers.get(column);
            Map<Double, Integer> codes = new HashMap<>();
            for (int i = 0; i < rows; i++) {
                Integer nextCode = codes.size();
                Integer code = codes.putIfAbsent(values[i] + 0.0, nextCode);
                long key = ((long) group[i] << 32) | (code == null ? nextCode : code);
                Integer next = seen.size();
                Integer old = seen.putIfAbsent(key, next);
                group[i] = old == null ? next : old;
            }
        }
        return group;
    }
}
