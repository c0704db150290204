package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import dev.tilde.text.Decimals;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The regular steps that the values of an order column stand on: years, quarters, months, Monday to Friday, weeks, days,
 * or multiples of one number. Positions count steps of {@code every} units, so that two neighbours differ by 1.
 *
 * @param unit what is counted
 * @param every units from one step to the next, such as 12 months; above 0
 * @param day of months: the day of the month; 31 for the last one
 * @param clock of days and longer: seconds past midnight when the column has a time of day, always the same; of
 *     instants counted from the midnight in UTC of the day that their offset makes it, so it may lie before 0 or past a day
 * @param seconds whether the column counts seconds and not days
 */
public record Calendar(Unit unit, double every, int day, double clock, boolean seconds) {
    /** What a calendar counts. */
    public enum Unit {
        /** Months, on the same day or the last one. */
        MONTH,
        /** Mondays to Fridays. */
        WEEKDAY,
        /** Weeks. */
        WEEK,
        /** Days. */
        DAY,
        /** The numbers of the column: seconds of date-times and times. */
        NUMBER
    }

    private static final double DAY_SECONDS = 86_400;
    private static final int MONTHS = 12;
    /** How far a number may lie off its step, in steps. */
    private static final double OFF = 1e-6;

    /** @throws IllegalArgumentException if the step is not above 0 */
    public Calendar {
        if (!(every > 0)) {
            throw new IllegalArgumentException("a calendar needs a step above 0, not " + every);
        }
    }

    /**
     * The calendar that all values of all groups lie on, in the order year, quarter, month, Monday to Friday, week, day,
     * then the commonest step; weeks come before Monday to Friday when all dates are whole weeks apart.
     *
     * @param column that holds them; the days of instants are those of its offset
     * @param values of each group, ascending without ties
     * @return none when no two values follow each other, or they have no common step
     */
    static Optional<Calendar> of(Schema.Column column, List<double[]> values) {
        Schema.Kind kind = column.kind();
        if (values.stream().noneMatch(v -> v.length > 1)) {
            return Optional.empty();
        }
        boolean seconds = kind == Schema.Kind.DATE_TIME;
        if (kind == Schema.Kind.DATE || seconds) {
            double first = values.stream().filter(v -> v.length > 0).findFirst().orElseThrow()[0];
            double ahead = column.offset().isEmpty()
                    ? 0
                    : ZoneOffset.of(column.offset()).getTotalSeconds();
            double clock = seconds ? first - DAY_SECONDS * Math.floor((first + ahead) / DAY_SECONDS) : 0;
            Calendar days = new Calendar(Unit.DAY, 1, 0, clock, seconds);
            if (days.holds(values)) {
                return Optional.of(days.longest(values));
            }
        }
        Calendar one = new Calendar(Unit.NUMBER, 1, 0, 0, seconds);
        return one.stepped(values, true);
    }

    private Calendar longest(List<double[]> values) {
        int last = 0;
        boolean weekend = false;
        for (double[] group : values) {
            for (double v : group) {
                LocalDate date = date(v);
                last = Math.max(last, date.getDayOfMonth());
                weekend |= date.getDayOfWeek().getValue() > 5;
            }
        }
        Calendar months = new Calendar(Unit.MONTH, 1, last, clock, seconds);
        Calendar weeks = new Calendar(Unit.WEEK, 1, 0, clock, seconds);
        Calendar weekdays = new Calendar(Unit.WEEKDAY, 1, 0, clock, seconds);
        if (months.holds(values)) {
            return months.stepped(values, false).orElse(months);
        }
        if (weeks.wholeSteps(values)) {
            return weeks.stepped(values, false).orElse(weeks);
        }
        if (!weekend) {
            return weekdays.stepped(values, false).orElse(weekdays);
        }
        return stepped(values, false).orElse(this);
    }

    /** Whether every value lies exactly on a unit. */
    private boolean holds(List<double[]> values) {
        for (double[] group : values) {
            for (double v : group) {
                if (value(units(v)) != v) {
                    return false;
                }
            }
        }
        return true;
    }

    private boolean wholeSteps(List<double[]> values) {
        for (double[] group : values) {
            for (int i = 1; i < group.length; i++) {
                if ((group[i] - group[i - 1]) % (seconds ? 7 * DAY_SECONDS : 7) != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** With the commonest step where all are multiples of it, else the largest number of units that divides all. */
    private Optional<Calendar> stepped(List<double[]> values, boolean numbers) {
        Map<Double, Integer> counts = new TreeMap<>();
        for (double[] group : values) {
            for (int i = 1; i < group.length; i++) {
                double step = units(group[i]) - units(group[i - 1]);
                counts.merge(rounded(step), 1, Integer::sum);
            }
        }
        double commonest = 0;
        int most = 0;
        for (var e : counts.entrySet()) {
            if (e.getValue() > most) {
                commonest = e.getKey();
                most = e.getValue();
            }
        }
        double usual = commonest;
        double step = commonest;
        if (!(step > 0) || counts.keySet().stream().anyMatch(s -> !isMultiple(s, usual))) {
            boolean whole = counts.keySet().stream().allMatch(s -> s == Math.rint(s) && s < 1L << 52);
            if (!whole) {
                return Optional.empty();
            }
            step = counts.keySet().stream().reduce(0.0, Calendar::gcd);
        }
        return step > 0 && (numbers || step == Math.rint(step))
                ? Optional.of(new Calendar(unit, step, day, clock, seconds))
                : Optional.empty();
    }

    /** Steps of decimals differ in their last digits. */
    private static double rounded(double step) {
        return step == Math.rint(step)
                ? step
                : new BigDecimal(step).round(new MathContext(9)).doubleValue();
    }

    private static boolean isMultiple(double step, double of) {
        double times = step / of;
        return Math.rint(times) >= 1 && Math.abs(times - Math.rint(times)) <= OFF;
    }

    private static double gcd(double a, double b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** Steps from one value of the column to another; not whole where one is off the grid of the other. */
    double steps(double from, double to) {
        double units = units(to) - units(from);
        boolean off = unit != Unit.NUMBER && (value(units(from)) != from || value(units(to)) != to);
        return off ? Double.NaN : units / every;
    }

    /** Whole steps between two values, or -1 where the second does not lie on the grid of the first. */
    long wholeSteps(double from, double to) {
        double steps = steps(from, to);
        return Math.abs(steps - Math.rint(steps)) <= OFF * Math.max(1, Math.abs(steps)) ? (long) Math.rint(steps) : -1;
    }

    /** The value some steps behind one. */
    double plus(double from, long steps) {
        if (unit != Unit.NUMBER) {
            return value(units(from) + steps * every);
        }
        double sum = from + steps * every;
        // 12 and 0.3 are 12.3 as a table has it, not 12.299999999999999.
        return from == Math.rint(from) && every == Math.rint(every) || !Double.isFinite(sum)
                ? sum
                : BigDecimal.valueOf(every)
                        .multiply(BigDecimal.valueOf(steps))
                        .add(BigDecimal.valueOf(from))
                        .doubleValue();
    }

    /** The number of a value's step from the epoch on, in steps; what {@code steps(t)} is in a formula. */
    double position(double value) {
        return Double.isNaN(value) ? Double.NaN : units(value) / every;
    }

    private double units(double value) {
        return switch (unit) {
            case NUMBER -> value;
            case DAY -> days(value);
            case WEEK -> days(value) / 7;
            case WEEKDAY -> {
                double sinceMonday = days(value) + 3;
                double week = Math.floor(sinceMonday / 7);
                yield 5 * week + (sinceMonday - 7 * week);
            }
            case MONTH -> {
                LocalDate d = date(value);
                yield (double) MONTHS * d.getYear() + d.getMonthValue() - 1;
            }
        };
    }

    private double value(double units) {
        double days = switch (unit) {
            case NUMBER -> units;
            case DAY -> units;
            case WEEK -> 7 * units;
            case WEEKDAY -> {
                double week = Math.floor(units / 5);
                yield 7 * week + (units - 5 * week) - 3;
            }
            case MONTH -> {
                YearMonth m = YearMonth.of(
                        (int) Math.floor(units / MONTHS), 1 + (int) (units - MONTHS * Math.floor(units / MONTHS)));
                yield m.atDay(Math.min(day, m.lengthOfMonth())).toEpochDay();
            }
        };
        return seconds && unit != Unit.NUMBER ? days * DAY_SECONDS + clock : days;
    }

    private double days(double value) {
        return seconds ? Math.floor(value / DAY_SECONDS) - Math.floor(clock / DAY_SECONDS) : value;
    }

    private LocalDate date(double value) {
        return LocalDate.ofEpochDay((long) days(value));
    }

    /** {@code month}, {@code quarter}, {@code 2 weeks}, {@code 0.5}. */
    String words() {
        if (unit == Unit.MONTH && every == MONTHS) {
            return "year";
        }
        if (unit == Unit.MONTH && every == 3) {
            return "quarter";
        }
        if (unit == Unit.WEEKDAY && every == 1) {
            return "Monday to Friday";
        }
        String number = Decimals.shortest(every);
        if (unit == Unit.NUMBER) {
            return "step " + number + (seconds ? " s" : "");
        }
        String word = unit.name().toLowerCase(Locale.ROOT);
        return every == 1 ? word : number + " " + word + "s";
    }

    Json toJson() {
        return Json.object(
                "unit", Json.of(unit.name().toLowerCase(Locale.ROOT)),
                "every", Json.of(every),
                "day", Json.of((double) day),
                "clock", Json.of(clock),
                "seconds", Json.of(seconds));
    }

    /** @throws DataException if it is none */
    static Calendar fromJson(Json json) {
        SavedField s = new SavedField(json, "calendar");
        try {
            return new Calendar(
                    Unit.valueOf(s.get("unit").text().toUpperCase(Locale.ROOT)),
                    s.get("every").number(),
                    s.get("day").whole(),
                    s.get("clock").number(),
                    s.get("seconds").flag());
        } catch (IllegalArgumentException e) {
            throw s.wrong("a calendar");
        }
    }
}
