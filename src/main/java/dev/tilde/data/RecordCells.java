package dev.tilde.data;

import dev.tilde.text.Names;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The values of one record, a map from names to Java objects, as cells of columns. */
public final class RecordCells {
    private RecordCells() {}

    /**
     * A cell as {@link ColumnBlock#numeric} codes it.
     *
     * @return a Double, of text a String; null when it is missing
     * @throws DataException if it is of another kind than the column
     */
    public static @Nullable Object cell(Schema.Column c, @Nullable Object value) {
        if (value == null || value instanceof String s && s.isEmpty()) {
            return null;
        }
        if (c.kind() == Schema.Kind.TEXT) {
            if (value instanceof CharSequence text) {
                return text.toString();
            }
        } else {
            double v = number(c.kind(), value);
            if (!Double.isNaN(v)) {
                return v;
            }
            if (value instanceof Number) {
                return null;
            }
        }
        throw new DataException(
                c.name() + " is " + value.getClass().getSimpleName() + " in the record, "
                        + c.kind().label() + " in the design" + wanted(c.kind()),
                "",
                -1,
                c.name());
    }

    private static String wanted(Schema.Kind kind) {
        return switch (kind) {
            case DATE -> "; a date is a LocalDate, as LocalDate.parse(\"2024-02-29\")";
            case TIME -> "; a time is a LocalTime, as LocalTime.parse(\"12:30\")";
            case DATE_TIME ->
                "; a date-time is an Instant, OffsetDateTime, ZonedDateTime or LocalDateTime, as"
                        + " LocalDateTime.parse(\"2024-02-29T12:30\")";
            default -> "";
        };
    }

    private static double number(Schema.Kind kind, Object value) {
        return switch (kind) {
            case NUMBER, INTEGER -> value instanceof Number n ? n.doubleValue() : Double.NaN;
            case BOOLEAN -> value instanceof Boolean b ? (b ? 1 : 0) : Double.NaN;
            case DATE -> value instanceof LocalDate d ? d.toEpochDay() : Double.NaN;
            case TIME -> value instanceof LocalTime t ? t.toNanoOfDay() / 1e9 : Double.NaN;
            case DATE_TIME ->
                value instanceof Instant i
                        ? Cells.seconds(i)
                        : value instanceof OffsetDateTime o
                                ? Cells.seconds(o.toInstant())
                                : value instanceof ZonedDateTime z
                                        ? Cells.seconds(z.toInstant())
                                        : value instanceof LocalDateTime t
                                                ? Cells.seconds(t.toInstant(ZoneOffset.UTC))
                                                : Double.NaN;
            case TEXT -> Double.NaN;
        };
    }

    /** The error for a record that does not name a value at all; null would say that it is missing. */
    public static DataException absent(String name, Map<String, ? extends @Nullable Object> values) {
        String near = Names.didYouMean(name, values.keySet());
        return new DataException(
                "the record has no value " + name + (near.isEmpty() ? "; null says that it is missing" : ". " + near),
                "",
                -1,
                name);
    }
}
