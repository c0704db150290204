package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToIntFunction;

/**
 * Numbers made from dates, date-times and times of day, in the proleptic Gregorian calendar of ISO 8601. Instants are
 * read in UTC.
 */
final class DateParts {
    private static final int DAY = 86_400;
    private static final Set<Kind> DATED = EnumSet.of(Kind.DATE, Kind.DATE_TIME);
    private static final Set<Kind> CLOCKED = EnumSet.of(Kind.DATE_TIME, Kind.TIME);

    /** The functions by name. */
    private static final Map<String, Part> PARTS = parts();

    private DateParts() {}

    /**
     * One function.
     *
     * @param kinds of columns that have it
     * @param whole whether it gives whole numbers
     * @param ofSeconds of seconds since 1970, or since midnight
     */
    private record Part(Set<Kind> kinds, boolean whole, DoubleUnaryOperator ofSeconds) {}

    private static Map<String, Part> parts() {
        Map<String, Part> parts = new HashMap<>();
        calendar(parts, "year", LocalDate::getYear);
        calendar(parts, "quarter", d -> d.get(IsoFields.QUARTER_OF_YEAR));
        calendar(parts, "month", LocalDate::getMonthValue);
        calendar(parts, "day", LocalDate::getDayOfMonth);
        calendar(parts, "weekday", d -> d.getDayOfWeek().getValue());
        calendar(parts, "yearday", LocalDate::getDayOfYear);
        calendar(parts, "week", d -> d.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
        clock(parts, "hour", 3600, 24);
        clock(parts, "minute", 60, 60);
        clock(parts, "second", 1, 60);
        parts.put("days", new Part(DATED, false, s -> s / DAY));
        parts.put("seconds", new Part(EnumSet.of(Kind.DATE, Kind.DATE_TIME, Kind.TIME), false, s -> s));
        return Map.copyOf(parts);
    }

    private static void calendar(Map<String, Part> parts, String name, ToIntFunction<LocalDate> part) {
        parts.put(name, new Part(DATED, true, s -> part.applyAsInt(LocalDate.ofEpochDay((long) Math.floor(s / DAY)))));
    }

    private static void clock(Map<String, Part> parts, String name, int unit, int of) {
        parts.put(name, new Part(CLOCKED, true, s -> Math.floorMod((long) Math.floor(s / unit), of)));
    }

    static boolean knows(String function) {
        return PARTS.containsKey(function);
    }

    static Set<String> names() {
        return PARTS.keySet();
    }

    static Numbers bind(Formula formula, Arguments args, Evaluator evaluator) {
        String name = args.function();
        Reading reading = args.conventions().reading();
        if (reading != Reading.STRICT) {
            throw args.unknownFunction(
                    (reading == Reading.R ? "R" : "patsy") + " has no function named \"" + name
                            + "\" that a formula could call",
                    "Tilde's conventions have it, or make the column beforehand.");
        }
        args.only().positional(1, 1);
        Node node = args.node("", 0).orElseThrow();
        Part part = PARTS.get(name);
        Bound bound = evaluator.seen(node);
        if (!(bound instanceof Numbers x) || !part.kinds.contains(x.kind())) {
            throw args.problem(
                    FormulaException.Kind.TYPE,
                    name + " is of " + words(part.kinds) + ", and " + formula.text(node) + " holds "
                            + (bound instanceof Numbers n ? words(Set.of(n.kind())) : "text"),
                    help(bound),
                    node);
        }
        evaluator.single(x, node);
        int unit = x.kind() == Kind.DATE ? DAY : 1;
        return Numbers.one(part.whole ? Kind.INTEGER : Kind.NUMBER, block -> {
            double[] in = x.values().of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = Double.isFinite(in[i]) ? part.ofSeconds.applyAsDouble(in[i] * unit) : in[i];
            }
            return new double[][] {out};
        });
    }

    private static String help(Bound bound) {
        if (!(bound instanceof Numbers n) || !Categories.isDate(n.kind())) {
            return "Dates are read from ISO 8601: 2024-02-29, 2024-02-29T12:30.";
        }
        Set<String> others = new TreeSet<>();
        PARTS.forEach((name, p) -> {
            if (p.kinds.contains(n.kind())) {
                others.add(name);
            }
        });
        return "A " + words(Set.of(n.kind())).replaceFirst("s$", "") + " has " + String.join(", ", others) + ".";
    }

    private static String words(Set<Kind> kinds) {
        List<String> words = new ArrayList<>();
        for (Kind kind : new TreeSet<>(kinds)) {
            words.add(
                    switch (kind) {
                        case DATE -> "dates";
                        case DATE_TIME -> "date-times";
                        case TIME -> "times";
                        case BOOLEAN -> "truth values";
                        case TEXT -> "text";
                        default -> "numbers";
                    });
        }
        int last = words.size() - 1;
        return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " and " + words.get(last);
    }
}
