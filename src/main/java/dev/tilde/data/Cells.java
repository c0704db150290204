package dev.tilde.data;

import dev.tilde.text.Decimals;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** Cells as text and as the numbers that {@link ColumnBlock#numeric} promises, kind by kind. */
final class Cells {
    private Cells() {}

    /** Days since 1970 of {@code 2024-02-29}; NaN when it is no ISO date. */
    static double date(String text) {
        if (text.length() != 10 || text.charAt(4) != '-') {
            return Double.NaN;
        }
        try {
            return LocalDate.parse(text).toEpochDay();
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** Whether a date-time ends in Z or an offset such as {@code +01:00}. */
    static boolean hasOffset(String text) {
        int n = text.length();
        return text.endsWith("Z")
                || n > 16 && (text.charAt(n - 6) == '+' || text.charAt(n - 6) == '-') && text.charAt(n - 3) == ':';
    }

    /** The offset of a date-time that has one, as {@link ZoneOffset#getId} writes it. */
    static String offset(String text) {
        return text.endsWith("Z")
                ? "Z"
                : ZoneOffset.of(text.substring(text.length() - 6)).getId();
    }

    /** An instant on the clock of an offset: {@code 2024-02-29T12:30+01:00}. */
    static String instant(double seconds, ZoneOffset offset) {
        return toDateTime(seconds)
                .atOffset(ZoneOffset.UTC)
                .withOffsetSameInstant(offset)
                .toString();
    }

    /**
     * Seconds since 1970 of {@code 2024-02-29T12:30}, also with a blank for the T, seconds, fractions, and an offset
     * (then in UTC); NaN when it is none.
     */
    static double dateTime(String text) {
        if (text.length() < 16 || text.charAt(4) != '-' || text.charAt(10) != 'T' && text.charAt(10) != ' ') {
            return Double.NaN;
        }
        String iso = text.charAt(10) == ' ' ? text.substring(0, 10) + 'T' + text.substring(11) : text;
        try {
            Instant at = hasOffset(iso)
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
            return seconds(at);
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** Seconds since 1970-01-01T00:00Z; a double holds today's to about a fifth of a microsecond. */
    static double seconds(Instant at) {
        return at.getEpochSecond() + at.getNano() / 1e9;
    }

    /** Seconds since midnight of {@code 12:30} or {@code 12:30:15.5}; NaN when it is none. */
    static double time(String text) {
        try {
            return LocalTime.parse(text).toNanoOfDay() / 1e9;
        } catch (DateTimeException e) {
            return Double.NaN;
        }
    }

    /** 1 and 0 for true and false in lower case, capitals, or with a capital; NaN for anything else. */
    static double truth(String text) {
        return switch (text) {
            case "true", "TRUE", "True" -> 1;
            case "false", "FALSE", "False" -> 0;
            default -> Double.NaN;
        };
    }

    static LocalDate toDate(double days) {
        return LocalDate.ofEpochDay((long) days);
    }

    static LocalDateTime toDateTime(double seconds) {
        long whole = (long) Math.floor(seconds);
        return LocalDateTime.ofEpochSecond(whole, nanos(seconds - whole), ZoneOffset.UTC);
    }

    static LocalTime toTime(double seconds) {
        long whole = (long) Math.floor(seconds);
        return LocalTime.ofSecondOfDay(whole).withNano(nanos(seconds - whole));
    }

    /** To the microsecond: a double of today's seconds holds no more. */
    private static int nanos(double fraction) {
        return (int) Math.min(999_999, Math.round(fraction * 1e6)) * 1000;
    }

    /** A value as a level is written: whole numbers without a point, ISO dates, {@code true} and {@code false}. */
    static String text(Schema.Kind kind, double value) {
        return switch (kind) {
            case BOOLEAN -> value != 0 ? "true" : "false";
            case DATE -> toDate(value).toString();
            case DATE_TIME -> toDateTime(value).toString();
            case TIME -> toTime(value).toString();
            default -> Double.isInfinite(value) ? (value > 0 ? "Inf" : "-Inf") : Decimals.shortest(value);
        };
    }

    /** The number of a text under a kind that is not text; NaN when it is none. */
    static double value(Schema.Kind kind, String text, NumberText numbers) {
        return switch (kind) {
            case BOOLEAN -> truth(text);
            case DATE -> date(text);
            case DATE_TIME -> dateTime(text);
            case TIME -> time(text);
            default -> {
                NumberText.Form form = numbers.read(text);
                yield form == NumberText.Form.NONE
                                || kind == Schema.Kind.INTEGER && numbers.value != Math.rint(numbers.value)
                        ? Double.NaN
                        : numbers.value;
            }
        };
    }
}
