package dev.tilde.data;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The columns of a source: names, kinds, declared levels, units and descriptions.
 *
 * @param columns in the order of the table; names are unique and compared exactly
 */
public record Schema(List<Column> columns) {
    public Schema {
        columns = List.copyOf(columns);
    }

    /** What a column holds. */
    public enum Kind {
        /** Decimal numbers. */
        NUMBER("double"),
        /** Whole numbers. */
        INTEGER("int"),
        /** True or false. */
        BOOLEAN("boolean"),
        /** Text: the levels of a factor. */
        TEXT("string"),
        /** Days. */
        DATE("date"),
        /** Days with a time of day, or instants. */
        DATE_TIME("datetime"),
        /** Times of day. */
        TIME("time");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        /** Whether values are numbers to calculate with. */
        public boolean isNumber() {
            return this == NUMBER || this == INTEGER;
        }

        /** The word for it in a metadata file. */
        public String label() {
            return label;
        }

        /**
         * The kind that a word means, in any case: {@code factor}, {@code text}, {@code string}; {@code numeric},
         * {@code number}, {@code double}; {@code integer}, {@code int}; {@code boolean}, {@code bool},
         * {@code logical}; {@code date}; {@code datetime}, {@code date-time}; {@code time}.
         *
         * @throws IllegalArgumentException if it means none
         */
        public static Kind of(String word) {
            return switch (word.strip().toLowerCase(Locale.ROOT)) {
                case "factor", "text", "string" -> TEXT;
                case "numeric", "number", "double" -> NUMBER;
                case "integer", "int" -> INTEGER;
                case "boolean", "bool", "logical" -> BOOLEAN;
                case "date" -> DATE;
                case "datetime", "date-time" -> DATE_TIME;
                case "time" -> TIME;
                default ->
                    throw new IllegalArgumentException("unknown type " + word
                            + "; known are factor, text, numeric, integer, boolean, date, datetime and time");
            };
        }

        /**
         * A value of a column that is not text, coded as {@link ColumnBlock#numeric} says, as its level is written:
         * whole numbers without a point, ISO dates and times, {@code true} and {@code false}.
         */
        public String text(double value) {
            return Cells.text(this, value);
        }
    }

    /**
     * One column.
     *
     * @param name as in the data
     * @param kind what it holds
     * @param levels the declared order of its levels; empty when none is declared
     * @param ordered whether the levels have a natural order (R's ordered factor)
     * @param unit such as {@code mph}; empty when there is none or it is not known
     * @param description empty when not known
     * @param identifier whether it names rows (a row label, a text that is different in every row) and so is no
     *     predictor; {@code .} leaves it out
     * @param note what the reader of a file wants said about this column; empty for nothing
     * @param notNumbers for a text column of which at least 80 % are numbers: the sentence that says which values are
     *     not; empty otherwise. Such a column is refused as a factor unless it is asked for
     */
    public record Column(
            String name,
            Kind kind,
            List<String> levels,
            boolean ordered,
            String unit,
            String description,
            boolean identifier,
            String note,
            String notNumbers) {
        public Column {
            levels = List.copyOf(levels);
        }

        /** A column of which only name and kind are known. */
        public static Column of(String name, Kind kind) {
            return new Column(name, kind, List.of(), false, "", "", false, "", "");
        }

        /** The same with declared levels. */
        public Column withLevels(List<String> order, boolean isOrdered) {
            return new Column(name, kind, order, isOrdered, unit, description, identifier, note, notNumbers);
        }
    }

    /** The column of exactly this name. */
    public Optional<Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }

    /** All names, in order. */
    public List<String> names() {
        return columns.stream().map(Column::name).toList();
    }
}
