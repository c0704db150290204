package dev.tilde.design;

import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.json.Json;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code cut(x, breaks, labels, include.lowest = FALSE, right = TRUE, dig.lab = 3, ordered_result = FALSE)}: numbers as
 * a factor of intervals.
 *
 * <p>A number k of breaks makes k intervals of equal width over the range, the two ends moved out by 0.1 % of it; a
 * list gives the breaks themselves. Intervals are {@code (a,b]}, or {@code [a,b)} with {@code right = FALSE};
 * {@code include.lowest} closes the outermost one. The labels have as few significant digits, from {@code dig.lab} to
 * 12, as keep the breaks apart; {@code labels = FALSE} gives the number of the interval instead of a factor.
 *
 * <p>Edges: a value in no interval is missing. The breaks are remembered: new rows are cut as the old ones were, where
 * R's formulas cut them anew.
 *
 * <p>Source: R's {@code cut}; patsy has none, pandas' {@code cut} forgets its breaks too.
 */
record Cut(List<Double> breaks, int pieces, Style style) implements StatefulTransform<Cut.Range> {
    /** How intervals are closed and called. */
    record Style(
            Optional<List<String>> labels, boolean codes, boolean lowest, boolean right, int digits, boolean ordered) {}

    static Object of(Arguments call) {
        Arguments args = call.placed("x", "breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result");
        args.only("breaks", "labels", "include.lowest", "right", "dig.lab", "ordered_result")
                .positional(1, 6);
        Node asked = args.node("breaks", 1)
                .orElseThrow(() -> args.problem("cut needs its breaks, a number or a list", "", Integer.MAX_VALUE));
        Optional<List<Double>> probabilities = QuantileCut.probabilities(args, asked);
        List<Double> breaks = probabilities.isPresent()
                ? probabilities.get()
                : args.numbers("breaks", 1).orElseThrow();
        boolean codes = args.node("labels", 2)
                .filter(n -> n instanceof Node.Name name
                        && Boolean.FALSE.equals(
                                Constants.truth(name.name(), args.conventions().reading())))
                .isPresent();
        Style style = new Style(
                codes ? Optional.empty() : args.texts("labels", 2),
                codes,
                args.flag("include.lowest", 3).orElse(false),
                args.flag("right", 4).orElse(true),
                args.whole("dig.lab", 5, 1).orElse(3),
                args.flag("ordered_result", -1).orElse(false));
        boolean counted = breaks.size() == 1 && probabilities.isEmpty();
        int pieces = counted ? args.whole("breaks", 1, 2).orElseThrow() : breaks.size() - 1;
        List<Double> sorted = breaks.stream().sorted().toList();
        if (sorted.stream().distinct().count() < sorted.size()) {
            throw args.problem("the breaks have a value twice", "breaks", 1);
        }
        if (style.labels().isPresent() && style.labels().get().size() != pieces) {
            throw args.problem(
                    "there are " + pieces + " intervals, and "
                            + style.labels().get().size() + " labels",
                    "labels",
                    2);
        }
        if (probabilities.isPresent()) {
            return new QuantileCut(sorted, style);
        }
        return counted ? new Cut(List.of(), pieces, style) : Intervals.of(Vectors.array(sorted), style);
    }

    /** The extremes. */
    static final class Range {
        private double low = Double.POSITIVE_INFINITY;
        private double high = Double.NEGATIVE_INFINITY;
    }

    @Override
    public Range init() {
        return new Range();
    }

    @Override
    public void add(Range state, double[][] arguments, int rows) {
        for (int i = 0; i < rows; i++) {
            double x = arguments[0][i];
            state.low = x < state.low ? x : state.low;
            state.high = x > state.high ? x : state.high;
        }
    }

    @Override
    public Range merge(Range left, Range right) {
        left.low = Math.min(left.low, right.low);
        left.high = Math.max(left.high, right.high);
        return left;
    }

    @Override
    public Transform learned(Range state) {
        if (state.low > state.high) {
            throw Misfit.of(Kind.EMPTY_DATA, 0, "has no value to learn from", "");
        }
        double width = state.high - state.low;
        if (Double.isInfinite(width)) {
            throw Misfit.infinite(0);
        }
        double margin = (width > 0 ? width : state.low == 0 ? 1 : Math.abs(state.low)) / 1000;
        // A constant is cut over its margins, anything else over its range.
        double from = width > 0 ? state.low : state.low - margin;
        double step = (width > 0 ? width : 2 * margin) / pieces;
        double[] b = new double[pieces + 1];
        Arrays.setAll(b, i -> from + i * step);
        b[0] = state.low - margin;
        b[pieces] = state.high + margin;
        return Intervals.of(b, style);
    }

    /**
     * The intervals.
     *
     * @param breaks ascending
     * @param right whether each is closed above, else below
     * @param lowest whether the outermost break that is open belongs to its interval
     */
    record Intervals(List<Double> breaks, boolean right, boolean lowest, List<String> levels, boolean ordered)
            implements Leveled, StorableTransform {
        Intervals {
            breaks = List.copyOf(breaks);
            levels = List.copyOf(levels);
        }

        static Transform of(double[] breaks, Style style) {
            List<String> levels = style.labels().orElseGet(() -> labels(breaks, style));
            Intervals made =
                    new Intervals(Vectors.list(breaks), style.right(), style.lowest(), levels, style.ordered());
            return style.codes() ? new Codes(made) : made;
        }

        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            double[] b = Vectors.array(breaks);
            for (int i = 0; i < rows; i++) {
                // Adding 0 makes -0 the break 0.
                out[0][i] = interval(b, arguments[0][i] + 0.0);
            }
        }

        private double interval(double[] b, double x) {
            int last = b.length - 1;
            if (Double.isNaN(x) || x < b[0] || x > b[last]) {
                return Double.NaN;
            }
            if (x == b[right ? 0 : last]) {
                return lowest ? (right ? 0 : last - 1) : Double.NaN;
            }
            int at = Arrays.binarySearch(b, x);
            return at < 0 ? -at - 2 : right ? at - 1 : at;
        }

        @Override
        public String type() {
            return "intervals";
        }

        @Override
        public Json json() {
            return Json.object(
                    "breaks", Saved.of(breaks),
                    "right", Json.of(right),
                    "lowest", Json.of(lowest),
                    "levels", Json.of(levels),
                    "ordered", Json.of(ordered));
        }

        static Intervals of(Saved s) {
            List<Double> breaks = s.get("breaks").ascending();
            List<String> levels = s.get("levels").texts();
            if (breaks.size() < 2 || levels.size() != breaks.size() - 1) {
                throw s.get("levels").wrong("one string for each interval");
            }
            return new Intervals(
                    breaks,
                    s.get("right").truth(),
                    s.get("lowest").truth(),
                    levels,
                    s.get("ordered").truth());
        }

        private static List<String> labels(double[] b, Style style) {
            for (int digits = style.digits(); digits <= Math.max(12, style.digits()); digits++) {
                List<String> texts = new ArrayList<>();
                for (double v : b) {
                    texts.add(significant(v, digits));
                }
                if (texts.stream().distinct().count() == texts.size()) {
                    return labels(texts, style);
                }
            }
            List<String> names = new ArrayList<>();
            for (int i = 1; i < b.length; i++) {
                names.add("Range_" + i);
            }
            return names;
        }

        private static List<String> labels(List<String> texts, Style style) {
            List<String> labels = new ArrayList<>();
            int last = texts.size() - 2;
            for (int i = 0; i <= last; i++) {
                boolean closedBelow = !style.right() || style.lowest() && i == 0;
                boolean closedAbove = style.right() || style.lowest() && i == last;
                labels.add(
                        (closedBelow ? "[" : "(") + texts.get(i) + "," + texts.get(i + 1) + (closedAbove ? "]" : ")"));
            }
            return labels;
        }

        /** As C's {@code %.*g}: so many significant digits, no zeros behind, an exponent when it is large or small. */
        private static String significant(double v, int digits) {
            if (v == 0 || !Double.isFinite(v)) {
                // R pads it to the width of "-Inf".
                return v == 0 ? "0" : v > 0 ? " Inf" : "-Inf";
            }
            BigDecimal d = new BigDecimal(v).round(new MathContext(digits, RoundingMode.HALF_EVEN));
            int exponent = d.precision() - d.scale() - 1;
            BigDecimal plain = d.stripTrailingZeros();
            if (exponent >= -4 && exponent < digits) {
                return plain.toPlainString();
            }
            String m = plain.unscaledValue().abs().toString();
            return (v < 0 ? "-" : "")
                    + m.charAt(0)
                    + (m.length() > 1 ? "." + m.substring(1) : "")
                    + (exponent < 0 ? "e-" : "e+")
                    + (Math.abs(exponent) < 10 ? "0" : "")
                    + Math.abs(exponent);
        }
    }

    /** The numbers of the intervals, from 1. */
    record Codes(Intervals intervals) implements StorableTransform {
        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            intervals.apply(arguments, rows, out);
            for (int i = 0; i < rows; i++) {
                out[0][i]++;
            }
        }

        @Override
        public String type() {
            return "interval-numbers";
        }

        @Override
        public Json json() {
            return intervals.json();
        }

        static Codes of(Saved s) {
            return new Codes(Intervals.of(s));
        }
    }
}
