package dev.tilde.data;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.DateColumn;
import tech.tablesaw.api.DateTimeColumn;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.InstantColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.NumericColumn;
import tech.tablesaw.api.ShortColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;
import tech.tablesaw.columns.Column;
import tech.tablesaw.columns.strings.ByteDictionaryMap;
import tech.tablesaw.columns.strings.DictionaryMap;
import tech.tablesaw.columns.strings.ShortDictionaryMap;

/** Reads a Tablesaw table in place. The only file, with {@link Tables}, that touches Tablesaw columns. */
final class TableSource implements Rows {
    private final Schema schema;
    private final Table table;
    private final List<Column<?>> columns;
    private final @Nullable Codes[] codes;

    TableSource(Table table) {
        this(schemaOf(table), table, new Codes[table.columnCount()]);
    }

    private TableSource(Schema schema, Table table, @Nullable Codes[] codes) {
        this.schema = schema;
        this.table = table;
        this.columns = List.copyOf(table.columns());
        this.codes = codes;
    }

    private static Schema schemaOf(Table table) {
        List<Schema.Column> columns = new ArrayList<>();
        for (Column<?> column : table.columns()) {
            Schema.Column known = Schema.Column.of(column.name(), kind(column));
            columns.add(column instanceof InstantColumn ? known.withOffset("Z") : known);
        }
        return new Schema(columns);
    }

    private static Schema.Kind kind(Column<?> column) {
        if (column instanceof ShortColumn || column instanceof IntColumn || column instanceof LongColumn) {
            return Schema.Kind.INTEGER;
        } else if (column instanceof NumericColumn) {
            return Schema.Kind.NUMBER;
        } else if (column instanceof BooleanColumn) {
            return Schema.Kind.BOOLEAN;
        } else if (column instanceof DateColumn) {
            return Schema.Kind.DATE;
        } else if (column instanceof DateTimeColumn || column instanceof InstantColumn) {
            return Schema.Kind.DATE_TIME;
        } else if (column instanceof TimeColumn) {
            return Schema.Kind.TIME;
        } else if (column instanceof StringColumn) {
            return Schema.Kind.TEXT;
        }
        throw new DataException(
                "column " + column.name() + " of the table has the type "
                        + column.type().name() + ", which cannot be used; known are numbers, booleans, text, dates,"
                        + " times, date-times and instants",
                "",
                -1,
                column.name());
    }

    Table table() {
        return table;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public int count() {
        return table.rowCount();
    }

    @Override
    public Rows withSchema(Schema other) {
        return new TableSource(other, table, codes);
    }

    @Override
    public void numbers(int column, int from, int n, double[] to, int at) {
        Column<?> cells = columns.get(column);
        if (cells instanceof DoubleColumn doubles) {
            // Apart from the others, so that the call is one the compiler can inline.
            for (int i = 0; i < n; i++) {
                to[at + i] = doubles.getDouble(from + i);
            }
        } else if (cells instanceof NumericColumn<?> numeric) {
            for (int i = 0; i < n; i++) {
                to[at + i] = numeric.getDouble(from + i);
            }
        } else if (cells instanceof BooleanColumn flags) {
            // Its getDouble gives the sentinel of a missing value, -128.
            for (int i = 0; i < n; i++) {
                byte flag = flags.getByte(from + i);
                to[at + i] = flag == 0 || flag == 1 ? flag : Double.NaN;
            }
        } else {
            for (int i = 0; i < n; i++) {
                to[at + i] = cells.isMissing(from + i) ? Double.NaN : point(cells, from + i);
            }
        }
    }

    /** A point in time as the number that {@link ColumnBlock#numeric} promises. */
    private static double point(Column<?> cells, int row) {
        if (cells instanceof DateColumn dates) {
            return dates.get(row).toEpochDay();
        } else if (cells instanceof DateTimeColumn times) {
            return Cells.seconds(times.get(row).toInstant(ZoneOffset.UTC));
        } else if (cells instanceof InstantColumn instants) {
            return Cells.seconds(instants.get(row));
        }
        return ((TimeColumn) cells).get(row).toNanoOfDay() / 1e9;
    }

    @Override
    public void codes(int column, int from, int n, int[] to, int at) {
        codesOf(column).copy(from, n, to, at);
    }

    @Override
    public String[] dictionary(int column) {
        return codesOf(column).dictionary;
    }

    private Codes codesOf(int column) {
        synchronized (codes) {
            Codes known = codes[column];
            if (known == null) {
                known = new Codes((StringColumn) columns.get(column));
                codes[column] = known;
            }
            return known;
        }
    }

    /** From the keys of Tablesaw's dictionary, which begin at the smallest byte or short, to codes from 0. */
    private static final class Codes {
        final String[] dictionary;
        private final byte @Nullable [] bytes;
        private final short @Nullable [] shorts;
        /** Code of key + offset, or, without keys, of the row. */
        private final int[] table;

        Codes(StringColumn column) {
            DictionaryMap map = column.getDictionary();
            Dictionary texts = new Dictionary();
            if (map instanceof ByteDictionaryMap small) {
                String[] byKey = new String[1 << Byte.SIZE];
                small.getKeyValueEntries().forEach(e -> byKey[e.getByteKey() - Byte.MIN_VALUE] = e.getValue());
                table = inOrder(byKey, texts);
                bytes = small.values().elements();
                shorts = null;
            } else if (map instanceof ShortDictionaryMap middle) {
                String[] byKey = new String[1 << Short.SIZE];
                middle.getKeyValueEntries().forEach(e -> byKey[e.getShortKey() - Short.MIN_VALUE] = e.getValue());
                table = inOrder(byKey, texts);
                bytes = null;
                shorts = middle.values().elements();
            } else {
                // The larger dictionaries have no keys to rely on (one of them throws when asked for them).
                table = new int[column.size()];
                Arrays.setAll(table, i -> add(texts, column.get(i)));
                bytes = null;
                shorts = null;
            }
            dictionary = texts.toArray();
        }

        /** Keys are given in order of first appearance; so are codes. */
        private static int[] inOrder(@Nullable String[] byKey, Dictionary texts) {
            int[] codes = new int[byKey.length];
            Arrays.setAll(codes, key -> add(texts, byKey[key]));
            return codes;
        }

        private static int add(Dictionary texts, @Nullable String text) {
            return text == null || text.isEmpty() ? -1 : texts.code(text);
        }

        void copy(int from, int n, int[] to, int at) {
            if (bytes != null) {
                for (int i = 0; i < n; i++) {
                    to[at + i] = table[bytes[from + i] - Byte.MIN_VALUE];
                }
            } else if (shorts != null) {
                for (int i = 0; i < n; i++) {
                    to[at + i] = table[shorts[from + i] - Short.MIN_VALUE];
                }
            } else {
                System.arraycopy(table, from, to, at, n);
            }
        }
    }
}
