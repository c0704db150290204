package dev.tilde.data;

import java.time.ZoneOffset;
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
     * @param offset of date-times that were written with one: that of the latest of them, such as {@code +02:00} or
     *     {@code Z}. They are instants, and this is the clock they are shown on. Empty for anything else
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
            String notNumbers,
            String offset) {
        /** @throws java.time.DateTimeException if the offset is none */
        public Column {
            levels = List.copyOf(levels);
            offset = offset.isEmpty() ? "" : ZoneOffset.of(offset).getId();
        }

        /** A column of which only name and kind are known. */
        public static Column of(String name, Kind kind) {
            return new Column(name, kind, List.of(), false, "", "", false, "", "", "");
        }

        /** The same with declared levels. */
        public Column withLevels(List<String> order, boolean isOrdered) {
            return new Column(name, kind, order, isOrdered, unit, description, identifier, note, notNumbers, offset);
        }

        /** The same as a column that names rows, which a dot does not stand for. */
        public Column asIdentifier() {
            return new Column(name, kind, levels, ordered, unit, description, true, note, notNumbers, offset);
        }

        Column withNote(String said) {
            return new Column(name, kind, levels, ordered, unit, description, identifier, said, notNumbers, offset);
        }

        /**
         * The same as instants shown on the clock of an offset.
         *
         * @param shown such as {@code +02:00} or {@code Z}; empty for local date-times
         * @throws java.time.DateTimeException if it is none
         */
        public Column withOffset(String shown) {
            return new Column(name, kind, levels, ordered, unit, description, identifier, note, notNumbers, shown);
        }

        /**
         * A value that is not text, coded as {@link ColumnBlock#numeric} says, as it is written: as
         * {@link Kind#text} has it, and an instant on the clock of its offset, as {@code 2024-02-29T12:30+01:00}.
         */
        public String text(double value) {
            return offset.isEmpty() ? kind.text(value) : Cells.instant(value, ZoneOffset.of(offset));
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
