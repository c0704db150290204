package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * An expression of columns that can be evaluated at one step of one sequence, so that what the network puts out can be
 * lagged at once.
 *
 * @param value at a step
 * @param least the earliest step it reads, counted from its own
 * @param most the latest
 */
record Expression(Value value, int least, int most) {
    /** The columns of one sequence. */
    interface Series {
        /** NaN for a missing value and a step outside the sequence. */
        double at(int variable, int t);
    }

    /** Calculates. */
    interface Value {
        double at(Series series, int t);
    }

    static final Map<String, DoubleUnaryOperator> FUNCTIONS = Map.ofEntries(
            Map.entry("log", StrictMath::log),
            Map.entry("log2", x -> StrictMath.log(x) / StrictMath.log(2)),
            Map.entry("log10", StrictMath::log10),
            Map.entry("log1p", StrictMath::log1p),
            Map.entry("exp", StrictMath::exp),
            Map.entry("expm1", StrictMath::expm1),
            Map.entry("sqrt", StrictMath::sqrt),
            Map.entry("abs", Math::abs),
            Map.entry("sin", StrictMath::sin),
            Map.entry("cos", StrictMath::cos),
            Map.entry("tanh", StrictMath::tanh),
            Map.entry("sign", Math::signum),
            Map.entry("floor", Math::floor),
            Map.entry("ceiling", Math::ceil),
            Map.entry("logit", Expression::logit),
            Map.entry("I", x -> x));

    static double logit(double p) {
        return StrictMath.log(p) - StrictMath.log1p(-p);
    }

    static double boxcox(double x, double lambda) {
        double log = StrictMath.log(x);
        return lambda == 0 ? log : StrictMath.expm1(lambda * log) / lambda;
    }

    double at(Series series, int t) {
        return value.at(series, t);
    }

    private Expression with(DoubleUnaryOperator f) {
        return new Expression((s, t) -> f.applyAsDouble(value.at(s, t)), least, most);
    }

    Expression shifted(int by) {
        return new Expression((s, t) -> value.at(s, t + by), least + by, most + by);
    }

    private Expression minus(Expression other) {
        return zip(other, (a, b) -> a - b);
    }

    private Expression zip(Expression other, DoubleBinaryOperator f) {
        return new Expression(
                (s, t) -> f.applyAsDouble(value.at(s, t), other.value.at(s, t)),
                Math.min(least, other.least),
                Math.max(most, other.most));
    }

    /**
     * Reads an expression.
     *
     * @param variables by the canonical text of a column, or of an expression that stands for one
     * @return one for each column it has; empty when it has a function that is not known here
     */
    static Optional<List<Expression>> of(Formula formula, Node node, Map<String, Integer> variables) {
        try {
            return Optional.of(new Reader(formula, variables).read(node));
        } catch (Unreadable e) {
            return Optional.empty();
        }
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private Unreadable() {
            super(null, null, false, false);
        }
    }

    private record Reader(Formula formula, Map<String, Integer> variables) {
        private List<Expression> read(Node node) {
            Integer variable = variables.get(formula.text(node));
            if (variable != null) {
                int v = variable;
                return List.of(new Expression((s, t) -> s.at(v, t), 0, 0));
            }
            Double constant = Numerals.constant(node);
            if (constant != null) {
                double c = constant;
                return List.of(new Expression((s, t) -> c, 0, 0));
            }
            if (node instanceof Node.Group g) {
                return read(g.inner());
            }
            if (node instanceof Node.Prefix p && p.sign() != '!') {
                return p.sign() == '+'
                        ? read(p.operand())
                        : List.of(one(p.operand()).with(x -> -x));
            }
            if (node instanceof Node.Power p) {
                return List.of(one(p.base()).zip(one(p.exponent()), StrictMath::pow));
            }
            if (node instanceof Node.Chain c) {
                return List.of(chain(c));
            }
            if (node instanceof Node.Call c) {
                return call(c);
            }
            throw new Unreadable();
        }

        private Expression one(Node node) {
            List<Expression> read = read(node);
            if (read.size() != 1) {
                throw new Unreadable();
            }
            return read.get(0);
        }

        private Expression chain(Node.Chain c) {
            Expression all = one(c.operands().get(0));
            for (int i = 0; i < c.operators().size(); i++) {
                Expression next = one(c.operands().get(i + 1));
                all = switch (c.operators().get(i)) {
                    case ADD -> all.zip(next, Double::sum);
                    case REMOVE -> all.minus(next);
                    case CROSS -> all.zip(next, (a, b) -> a * b);
                    case NEST -> all.zip(next, (a, b) -> a / b);
                    default -> throw new Unreadable();
                };
            }
            return all;
        }

        private List<Expression> call(Node.Call c) {
            DoubleUnaryOperator f = FUNCTIONS.get(c.function());
            if (f != null) {
                if (c.arguments().size() != 1) {
                    throw new Unreadable();
                }
                return read(c.arguments().get(0).value()).stream()
                        .map(e -> e.with(f))
                        .toList();
            }
            if (c.function().equals("boxcox") && c.arguments().size() == 2) {
                Double lambda = Numerals.constant(c.arguments().get(1).value());
                if (lambda != null) {
                    double power = lambda;
                    return read(c.arguments().get(0).value()).stream()
                            .map(e -> e.with(x -> boxcox(x, power)))
                            .toList();
                }
            }
            Optional<Shift> shift = Shift.of(c);
            if (shift.isEmpty()) {
                throw new Unreadable();
            }
            return shift.get().apply(read(shift.get().argument()));
        }
    }

    /**
     * A call of {@code lag lead diff rolling}.
     *
     * @param function its name
     * @param argument what it is applied to
     * @param numbers lags or leads; of {@code diff} the lag and how often; of {@code rolling} the width
     * @param statistic of {@code rolling}
     */
    record Shift(String function, Node argument, List<Integer> numbers, String statistic) {
        private static final List<String> STATISTICS = List.of("mean", "sum", "min", "max", "sd", "var", "median");

        Shift {
            numbers = List.copyOf(numbers);
        }

        /** Reads one; the call itself was checked where the design was learned. */
        static Optional<Shift> of(Node.Call call) {
            List<Node> placed = new ArrayList<>();
            Map<String, Node> named = new HashMap<>();
            for (Node.Argument a : call.arguments()) {
                if (a.keyword().isEmpty()) {
                    placed.add(a.value());
                } else {
                    named.put(a.keyword(), a.value());
                }
            }
            if (named.containsKey("by") || named.containsKey("order")) {
                return Optional.empty();
            }
            boolean rolling = call.function().equals("rolling");
            Node x = named.get("x");
            if (x != null) {
                placed.add(rolling ? Math.min(1, placed.size()) : 0, x);
            }
            return switch (call.function()) {
                case "lag", "lead" -> shift(call.function(), placed, named);
                case "diff" -> difference(placed, named);
                case "rolling" -> rolling(placed, named);
                default -> Optional.empty();
            };
        }

        private static Optional<Shift> shift(String function, List<Node> placed, Map<String, Node> named) {
            Node n = placed.size() > 1 ? placed.get(1) : named.get("n");
            int[] numbers = n == null ? new int[] {1} : Numerals.wholes(n);
            return placed.isEmpty() || numbers == null || numbers.length == 0
                    ? Optional.empty()
                    : Optional.of(new Shift(
                            function,
                            placed.get(0),
                            Arrays.stream(numbers).boxed().toList(),
                            ""));
        }

        private static Optional<Shift> difference(List<Node> placed, Map<String, Node> named) {
            Node lag = placed.size() > 1 ? placed.get(1) : named.get("lag");
            Node times = placed.size() > 2 ? placed.get(2) : named.get("differences");
            Double k = lag == null ? Double.valueOf(1) : Numerals.constant(lag);
            Double m = times == null ? Double.valueOf(1) : Numerals.constant(times);
            return placed.isEmpty() || k == null || m == null
                    ? Optional.empty()
                    : Optional.of(new Shift("diff", placed.get(0), List.of(k.intValue(), m.intValue()), ""));
        }

        private static Optional<Shift> rolling(List<Node> placed, Map<String, Node> named) {
            Node width = placed.size() > 2 ? placed.get(2) : named.get("width");
            Double w = width == null ? null : Numerals.constant(width);
            if (placed.size() < 2 || w == null) {
                return Optional.empty();
            }
            String word = placed.get(0) instanceof Node.Name n
                    ? n.name()
                    : placed.get(0) instanceof Node.Text t ? t.value() : "";
            String statistic = word.toLowerCase(Locale.ROOT);
            return STATISTICS.contains(statistic)
                    ? Optional.of(new Shift("rolling", placed.get(1), List.of(w.intValue()), statistic))
                    : Optional.empty();
        }

        int least() {
            return switch (function) {
                case "lag" -> -numbers.stream().mapToInt(n -> n).max().orElse(0);
                case "lead" -> numbers.stream().mapToInt(n -> n).min().orElse(0);
                case "diff" -> -numbers.get(0) * numbers.get(1);
                default -> 1 - numbers.get(0);
            };
        }

        int most() {
            return switch (function) {
                case "lag" -> -numbers.stream().mapToInt(n -> n).min().orElse(0);
                case "lead" -> numbers.stream().mapToInt(n -> n).max().orElse(0);
                default -> 0;
            };
        }

        List<Expression> apply(List<Expression> inner) {
            List<Expression> all = new ArrayList<>();
            for (Expression e : inner) {
                switch (function) {
                    case "lag" -> numbers.forEach(k -> all.add(e.shifted(-k)));
                    case "lead" -> numbers.forEach(k -> all.add(e.shifted(k)));
                    case "diff" -> {
                        Expression d = e;
                        for (int m = 0; m < numbers.get(1); m++) {
                            d = d.minus(d.shifted(-numbers.get(0)));
                        }
                        all.add(d);
                    }
                    default -> all.add(windowed(e));
                }
            }
            return all;
        }

        private Expression windowed(Expression e) {
            int w = numbers.get(0);
            return new Expression(
                    (s, t) -> {
                        double[] window = new double[w];
                        for (int i = 0; i < w; i++) {
                            window[i] = e.at(s, t - w + 1 + i);
                        }
                        return statistic(window);
                    },
                    e.least() + 1 - w,
                    e.most());
        }

        private double statistic(double[] x) {
            double sum = 0;
            for (double v : x) {
                sum += v;
            }
            if (Double.isNaN(sum) || statistic.equals("sum")) {
                return sum;
            }
            double mean = sum / x.length;
            return switch (statistic) {
                case "mean" -> mean;
                case "min" -> Arrays.stream(x).min().orElse(Double.NaN);
                case "max" -> Arrays.stream(x).max().orElse(Double.NaN);
                case "median" -> median(x.clone());
                case "var" -> variance(x, mean);
                default -> StrictMath.sqrt(variance(x, mean));
            };
        }

        private static double median(double[] x) {
            Arrays.sort(x);
            int n = x.length;
            return n % 2 == 1 ? x[n / 2] : (x[n / 2 - 1] + x[n / 2]) / 2;
        }

        private static double variance(double[] x, double mean) {
            double squares = 0;
            for (double v : x) {
                squares += (v - mean) * (v - mean);
            }
            return squares / (x.length - 1);
        }
    }
}
