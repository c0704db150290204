package dev.tilde.design;

import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Values;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * Derivatives of bound expressions with respect to one column, by the rules of calculus and to rounding. What does not
 * depend on the column has none; neither have steps: comparisons, whole quotients, intervals.
 */
final class Derivative {
    private final Formula formula;
    private final DesignOptions options;
    private final Evaluator evaluator;
    private final String column;

    Derivative(Formula formula, DesignOptions options, Evaluator evaluator, String column) {
        this.formula = formula;
        this.options = options;
        this.evaluator = evaluator;
        this.column = column;
    }

    /** The slopes of all columns of an expression; empty when they are 0. */
    Optional<Values> of(Node node) {
        if (node instanceof Node.Name n) {
            boolean same =
                    evaluator.lookup().find(n).map(c -> c.name().equals(column)).orElse(false);
            if (!same || !(evaluator.bind(n) instanceof Numbers x)) {
                return Optional.empty();
            }
            return Optional.of(each(x.values(), v -> Double.isNaN(v) ? v : 1));
        }
        if (node instanceof Node.Group g) {
            return of(g.inner());
        }
        if (node instanceof Node.Prefix p) {
            return p.sign() == '+'
                    ? of(p.operand())
                    : p.sign() == '-' ? of(p.operand()).map(s -> each(s, v -> -v)) : Optional.empty();
        }
        if (node instanceof Node.Power p) {
            return binary(Op.POWER, value(p.base()), of(p.base()), value(p.exponent()), of(p.exponent()));
        }
        if (node instanceof Node.Chain c && !c.operators().get(0).compares()) {
            return chain(c);
        }
        return node instanceof Node.Call c ? call(c) : Optional.empty();
    }

    private Values value(Node node) {
        return evaluator.numbers(node).values();
    }

    private static Values each(Values values, DoubleUnaryOperator f) {
        return block -> {
            double[][] in = values.of(block);
            double[][] out = new double[in.length][block.rows()];
            for (int j = 0; j < in.length; j++) {
                for (int i = 0; i < out[j].length; i++) {
                    out[j][i] = f.applyAsDouble(in[j][i]);
                }
            }
            return out;
        };
    }

    private Optional<Values> chain(Node.Chain chain) {
        Values value = value(chain.operands().get(0));
        Optional<Values> slope = of(chain.operands().get(0));
        for (int k = 0; k < chain.operators().size(); k++) {
            Op op = chain.operators().get(k);
            Node right = chain.operands().get(k + 1);
            Values a = value;
            Values b = value(right);
            slope = binary(op, a, slope, b, of(right));
            value = pairs(a, b, (x, y, dx, dy) -> Arithmetic.of(op).applyAsDouble(x, y), a, b);
        }
        return slope;
    }

    /** The derivative of an operation at values a, b with slopes da, db. */
    private interface Rule {
        double of(double a, double b, double da, double db);
    }

    private static Optional<Values> binary(Op op, Values a, Optional<Values> da, Values b, Optional<Values> db) {
        if (da.isEmpty() && db.isEmpty()) {
            return Optional.empty();
        }
        boolean varies = db.isPresent();
        Rule rule = switch (op) {
            case ADD -> (x, y, dx, dy) -> dx + dy;
            case REMOVE -> (x, y, dx, dy) -> dx - dy;
            case CROSS -> (x, y, dx, dy) -> dx * y + x * dy;
            case NEST -> (x, y, dx, dy) -> (dx - x / y * dy) / y;
            case REMAINDER, MODULO -> (x, y, dx, dy) -> dx - Math.floor(x / y) * dy;
            case POWER -> (x, y, dx, dy) -> power(x, y, dx, dy, varies);
            default -> null;
        };
        return rule == null
                ? Optional.empty()
                : Optional.of(pairs(a, b, rule, da.orElse(each(a, v -> 0)), db.orElse(each(b, v -> 0))));
    }

    private static double power(double x, double y, double dx, double dy, boolean varies) {
        double own = y == 0 ? 0 : y * Arithmetic.power(x, y - 1) * dx;
        return varies ? own + Arithmetic.power(x, y) * StrictMath.log(x) * dy : own;
    }

    private static Values pairs(Values a, Values b, Rule rule, Values da, Values db) {
        return block -> {
            double[] x = a.of(block)[0];
            double[] y = b.of(block)[0];
            double[] dx = da.of(block)[0];
            double[] dy = db.of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                // Where an operand is missing so is the slope, though a sum would not notice.
                out[i] = Double.isNaN(x[i]) || Double.isNaN(y[i]) ? Double.NaN : rule.of(x[i], y[i], dx[i], dy[i]);
            }
            return new double[][] {out};
        };
    }

    private Optional<Values> call(Node.Call call) {
        List<Node> arguments =
                call.arguments().stream().map(Node.Argument::value).toList();
        Bound bound = evaluator.bind(call);
        if (!(bound instanceof Numbers n)) {
            return Optional.empty();
        }
        if (n.values() instanceof Applied applied) {
            return applied(call, applied);
        }
        return switch (call.function()) {
            case "I" -> of(arguments.get(0));
            case "ifelse" -> choice(new Arguments(formula, "ifelse", call.arguments(), call));
            case "cbind" -> slopes(arguments, Collections.nCopies(arguments.size(), 1));
            default -> {
                if (!Formula.names(call).contains(column)) {
                    yield Optional.empty();
                }
                throw unsupported(call);
            }
        };
    }

    private Optional<Values> choice(Arguments call) {
        Arguments args = call.placed("test", "yes", "no");
        Values test = value(args.node("test", 0).orElseThrow());
        Optional<Values> yes = of(args.node("yes", 1).orElseThrow());
        Optional<Values> no = of(args.node("no", 2).orElseThrow());
        if (yes.isEmpty() && no.isEmpty()) {
            return Optional.empty();
        }
        Values a = yes.orElse(each(test, v -> 0));
        Values b = no.orElse(each(test, v -> 0));
        return Optional.of(pairs(test, test, (t, same, da, db) -> t != 0 ? da : db, a, b));
    }

    private Optional<Values> applied(Node.Call call, Applied applied) {
        List<Integer> widths = applied.operands().values().stream()
                .map(v -> v.suffixes().size())
                .toList();
        Optional<Values> arguments = slopes(applied.operands().nodes(), widths);
        if (arguments.isEmpty() || applied.transform() instanceof Cut.Codes) {
            return Optional.empty();
        }
        if (applied.transform() instanceof DifferentiableTransform) {
            return arguments.map(s -> block -> applied.slopes(block, s.of(block)));
        }
        DoubleUnaryOperator f = Slopes.of(plain(call.function()), options.vocabulary(), base(call))
                .orElseThrow(() -> unsupported(call));
        Values x = applied.operands().values().get(0).values();
        return arguments.map(s -> block -> {
            double[] in = x.of(block)[0];
            double[] value = applied.of(block)[0];
            double[] slope = s.of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = Double.isNaN(value[i]) ? Double.NaN : f.applyAsDouble(in[i]) * slope[i];
            }
            return new double[][] {out};
        });
    }

    private static String plain(String function) {
        return function.startsWith("np.") ? Calls.plain(function.substring(3)) : function;
    }

    private double base(Node.Call call) {
        return call.function().equals("log")
                ? new Arguments(formula, "log", call.arguments(), call)
                        .placed("x", "base")
                        .number("base", 1)
                        .orElse(Math.E)
                : Math.E;
    }

    /** Side by side; columns that do not depend on the variable have slope 0. */
    private Optional<Values> slopes(List<Node> nodes, List<Integer> widths) {
        List<Optional<Values>> all = new ArrayList<>();
        nodes.forEach(n -> all.add(of(n)));
        if (all.stream().allMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(block -> {
            List<double[]> columns = new ArrayList<>();
            for (int k = 0; k < all.size(); k++) {
                double[][] own =
                        all.get(k).isPresent() ? all.get(k).get().of(block) : new double[widths.get(k)][block.rows()];
                columns.addAll(Arrays.asList(own));
            }
            return columns.toArray(double[][]::new);
        });
    }

    private FormulaException unsupported(Node.Call call) {
        return new FormulaException(
                Kind.UNSUPPORTED,
                "the derivative of " + call.function() + " is not known",
                "Let its transform implement DifferentiableTransform.",
                formula.source(),
                call.span());
    }
}
