package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One response and the way from the number in the data to the one that is modelled, and back:
 * {@code diff(diff(log(y), 12))} is y, then log, then two differences.
 *
 * @param name of the output
 * @param base the number it starts from, a column or an expression without a way back
 * @param steps from the base on
 * @param lead how many steps later than its row the response is
 */
record ResponseScale(String name, Node base, List<Step> steps, int lead) {
    ResponseScale {
        steps = List.copyOf(steps);
    }

    /** One step on the way. */
    sealed interface Step {}

    /** A function with an inverse. */
    record Each(String function) implements Step {
        double forward(double x) {
            return Expression.FUNCTIONS.get(function).applyAsDouble(x);
        }

        double back(double z) {
            return switch (function) {
                case "log" -> StrictMath.exp(z);
                case "log2" -> StrictMath.pow(2, z);
                case "log10" -> StrictMath.pow(10, z);
                case "log1p" -> StrictMath.expm1(z);
                case "exp" -> z > 0 ? StrictMath.log(z) : Double.NaN;
                case "expm1" -> z > -1 ? StrictMath.log1p(z) : Double.NaN;
                case "sqrt" -> z > 0 ? z * z : Double.isNaN(z) ? z : 0;
                default -> 1 / (1 + StrictMath.exp(-z));
            };
        }
    }

    /** {@code boxcox(x, lambda)} of a constant in the formula. */
    record Power(double lambda) implements Step {
        double forward(double x) {
            return Expression.boxcox(x, lambda);
        }

        /** What no x has as its power comes from the end of the range: 0, or infinity, which is none. */
        double back(double z) {
            if (lambda == 0) {
                return StrictMath.exp(z);
            }
            double power = lambda * z;
            return power > -1 ? StrictMath.exp(StrictMath.log1p(power) / lambda) : lambda > 0 ? 0 * z : Double.NaN;
        }
    }

    /** {@code a x + b}, of constants in the formula. */
    record Affine(double a, double b) implements Step {}

    /** {@code (x - centre) / spread} as {@code scale(y)} learns it; the numbers stand elsewhere. */
    record Standard(boolean rescaled) implements Step {}

    /** The change since some steps before. */
    record Difference(int lag) implements Step {}

    private static final List<String> INVERTIBLE =
            List.of("log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "logit");

    /** One for each column of a factor on the left side. */
    static List<ResponseScale> of(Formula formula, Node factor) {
        Chain chain = new Chain();
        Node base = chain.read(factor);
        String text = formula.text(factor);
        List<ResponseScale> scales = new ArrayList<>();
        for (int lead : chain.leads) {
            String name = chain.leads.size() == 1 ? text : text + "[" + (lead - chain.shift) + "]";
            scales.add(new ResponseScale(name, base, chain.steps, lead));
        }
        return scales;
    }

    ResponseScale ahead(int by, String label) {
        return new ResponseScale(label, base, steps, lead + by);
    }

    /** Steps from the outside in; where no way back is known, all of it becomes the base. */
    private static final class Chain {
        private final List<Step> steps = new ArrayList<>();
        private List<Integer> leads = List.of(0);
        private int shift;

        private Node read(Node node) {
            if (node instanceof Node.Group g) {
                return read(g.inner());
            }
            if (node instanceof Node.Prefix p && p.sign() != '!') {
                return then(new Affine(p.sign() == '-' ? -1 : 1, 0), p.operand());
            }
            if (node instanceof Node.Chain c) {
                return arithmetic(c);
            }
            return node instanceof Node.Call c ? call(c) : node;
        }

        private Node then(Step step, Node inner) {
            Node base = read(inner);
            steps.add(step);
            return base;
        }

        private Node arithmetic(Node.Chain c) {
            Node first = c.operands().get(0);
            Double constant = Numerals.constant(first);
            if (c.operands().size() > 2) {
                int last = c.operands().size() - 1;
                Node rest = new Node.Chain(
                        c.operands().subList(0, last), c.operators().subList(0, last - 1), c.span());
                Double k = Numerals.constant(c.operands().get(last));
                Affine step = k == null ? null : affine(c.operators().get(last - 1), k);
                return step == null ? c : then(step, rest);
            }
            Node second = c.operands().get(1);
            Double k = Numerals.constant(second);
            Op op = c.operators().get(0);
            if (k != null && constant == null) {
                Affine step = affine(op, k);
                return step == null ? c : then(step, first);
            }
            if (constant != null && k == null && (op == Op.ADD || op == Op.REMOVE || op == Op.CROSS)) {
                double a = op == Op.REMOVE ? -1 : op == Op.CROSS ? constant : 1;
                return a == 0 ? c : then(new Affine(a, op == Op.CROSS ? 0 : constant), second);
            }
            return c;
        }

        private static @Nullable Affine affine(Op op, double k) {
            return switch (op) {
                case ADD -> new Affine(1, k);
                case REMOVE -> new Affine(1, -k);
                case CROSS -> k == 0 ? null : new Affine(k, 0);
                case NEST -> k == 0 ? null : new Affine(1 / k, 0);
                default -> null;
            };
        }

        private Node call(Node.Call c) {
            List<Node> values = Formula.children(c);
            if (c.function().equals("I") && values.size() == 1) {
                return read(values.get(0));
            }
            if (c.function().equals("as") && values.size() == 2) {
                return read(values.get(1));
            }
            if (INVERTIBLE.contains(c.function()) && values.size() == 1) {
                return then(new Each(c.function()), values.get(0));
            }
            Double base = values.size() == 2 ? Numerals.constant(values.get(1)) : null;
            if (c.function().equals("log") && base != null && base > 0 && base != 1) {
                Node inner = then(new Each("log"), values.get(0));
                steps.add(new Affine(1 / StrictMath.log(base), 0));
                return inner;
            }
            Double power = c.function().equals("boxcox") ? base : null;
            if (power != null) {
                return then(new Power(power), values.get(0));
            }
            if ((c.function().equals("scale") || c.function().equals("standardize")) && !values.isEmpty()) {
                return then(new Standard(true), values.get(0));
            }
            if (c.function().equals("center") && values.size() == 1) {
                return then(new Standard(false), values.get(0));
            }
            return shifted(c);
        }

        private Node shifted(Node.Call c) {
            Optional<Expression.Shift> found = Expression.Shift.of(c);
            if (found.isEmpty()) {
                return c;
            }
            Expression.Shift shift = found.get();
            if (shift.function().equals("diff")) {
                Node base = read(shift.argument());
                for (int m = 0; m < shift.numbers().get(1); m++) {
                    steps.add(new Difference(shift.numbers().get(0)));
                }
                return base;
            }
            if (shift.function().equals("lead") && leads.size() == 1) {
                Node base = read(shift.argument());
                if (leads.size() > 1) {
                    return c;
                }
                this.shift = leads.get(0);
                int inside = this.shift;
                leads = shift.numbers().stream().map(k -> k + inside).toList();
                return base;
            }
            return c;
        }
    }

    /** The number at some point of the way, at step t. */
    double forward(int steps, int t, Expression.Series series, int variable, double[] centre, double[] spread) {
        if (steps == 0) {
            return series.at(variable, t);
        }
        double x = forward(steps - 1, t, series, variable, centre, spread);
        Step step = this.steps.get(steps - 1);
        if (step instanceof Each e) {
            return e.forward(x);
        }
        if (step instanceof Power p) {
            return p.forward(x);
        }
        if (step instanceof Affine a) {
            return a.a() * x + a.b();
        }
        if (step instanceof Difference d) {
            return x - forward(steps - 1, t - d.lag(), series, variable, centre, spread);
        }
        return (x - centre[steps - 1]) / spread[steps - 1];
    }

    /** The base at step t of what is modelled there, given what the series has before. */
    double back(double z, int t, Expression.Series series, int variable, double[] centre, double[] spread) {
        double v = z;
        for (int i = steps.size() - 1; i >= 0; i--) {
            v = steps.get(i) instanceof Difference d
                    ? v + forward(i, t - d.lag(), series, variable, centre, spread)
                    : undone(i, v, centre, spread);
        }
        return v;
    }

    private double undone(int i, double v, double[] centre, double[] spread) {
        Step step = steps.get(i);
        if (step instanceof Each e) {
            return e.back(v);
        }
        if (step instanceof Power p) {
            return p.back(v);
        }
        return step instanceof Affine a ? (v - a.b()) / a.a() : v * spread[i] + centre[i];
    }

    /** How many first steps read one number alone: those before the first difference. */
    private int alone() {
        int first = 0;
        while (first < steps.size() && !(steps.get(first) instanceof Difference)) {
            first++;
        }
        return first;
    }

    /** Whether the steps before the first difference are more than a shift and a scale. */
    boolean bends() {
        return steps.subList(0, alone()).stream().anyMatch(s -> s instanceof Each || s instanceof Power);
    }

    /** A number of the base after the steps before the first difference: the level that is modelled. */
    double level(double y, double[] centre, double[] spread) {
        return forward(alone(), 0, (variable, t) -> y, 0, centre, spread);
    }

    /** The number of the base at a level. */
    double ofLevel(double level, double[] centre, double[] spread) {
        double v = level;
        for (int i = alone() - 1; i >= 0; i--) {
            v = undone(i, v, centre, spread);
        }
        return v;
    }

    /** How many steps back the way reads. */
    int reach() {
        return steps.stream()
                .mapToInt(s -> s instanceof Difference d ? d.lag() : 0)
                .sum();
    }
}
