package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Later;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Pending;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Calls bound to their functions: {@code I()}, {@code C()} and everything in the vocabulary. */
final class Calls {
    private static final Set<String> NUMBERS = Set.of("as.numeric", "as.double", "as.integer");

    private final Formula formula;
    private final Vocabulary vocabulary;
    private final Map<String, Transform> learned;
    private final Evaluator evaluator;
    private final Lookup lookup;
    private final FactorCalls factors;
    private final RowCalls neighbours;

    Calls(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            Evaluator evaluator,
            Lookup lookup,
            RowCalls neighbours) {
        this.formula = formula;
        this.vocabulary = options.vocabulary();
        this.learned = learned;
        this.evaluator = evaluator;
        this.lookup = lookup;
        this.factors = new FactorCalls(formula, options, learned, evaluator, lookup);
        this.neighbours = neighbours;
    }

    Bound bind(Node.Call call) {
        Arguments args = new Arguments(formula, call.function(), call.arguments(), call);
        if (call.function().equals("I")) {
            args.only().positional(1, 1);
            return evaluator.bind(args.node("", 0).orElseThrow());
        }
        if (call.function().equals("offset") && formula.conventions().roleCalls() == Conventions.RoleCalls.OFFSET) {
            args.only("object").positional(0, 1);
            return evaluator.bind(args.node("object", 0)
                    .orElseThrow(() -> args.problem("offset takes a column", "", Integer.MAX_VALUE)));
        }
        if (factors.knows(call.function())) {
            return factors.bind(call, args);
        }
        if (NUMBERS.contains(call.function()) && reading() != Reading.PATSY) {
            return factors.number(call, args);
        }
        if (call.function().equals("is.na") && reading() != Reading.PATSY) {
            args.only("x").positional(0, 1);
            return missing(FactorCalls.x(args));
        }
        if (call.function().equals("ifelse") && reading() != Reading.PATSY) {
            return choice(args);
        }
        if (vocabulary.transform(call.function()).isEmpty()) {
            if (RowCalls.knows(call.function())) {
                return neighbours.bind(call, args);
            }
            if (DateParts.knows(call.function())) {
                return DateParts.bind(formula, args, evaluator);
            }
            if (call.function().equals("hashed")) {
                return factors.hashed(args);
            }
        }
        return call.function().equals("cbind") ? together(call) : transform(call, args);
    }

    private Bound choice(Arguments call) {
        Arguments args = call.placed("test", "yes", "no");
        args.only("yes", "no");
        Node test = part(args, "test", 0);
        Node yes = part(args, "yes", 1);
        Node no = part(args, "no", 2);
        return yes instanceof Node.Text y && no instanceof Node.Text n
                ? Choice.of(evaluator.numbers(test), y.value(), n.value())
                : Choice.of(evaluator.numbers(test), evaluator.numbers(yes), evaluator.numbers(no));
    }

    /** Whether a value is missing, of numbers and of levels; never missing itself. */
    private Numbers missing(Node x) {
        Bound bound = evaluator.bind(x);
        if (bound instanceof Bound.Category c) {
            return Numbers.one(Kind.BOOLEAN, block -> {
                int[] codes = c.coder().of(block).codes();
                double[] out = new double[block.rows()];
                for (int i = 0; i < out.length; i++) {
                    out[i] = codes[i] < 0 ? 1 : 0;
                }
                return new double[][] {out};
            });
        }
        Numbers n = evaluator.single(bound, x);
        return Numbers.one(Kind.BOOLEAN, block -> {
            double[] v = n.values().of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = Double.isNaN(v[i]) ? 1 : 0;
            }
            return new double[][] {out};
        });
    }

    private static Node part(Arguments args, String keyword, int position) {
        return args.node(keyword, position)
                .orElseThrow(() -> args.problem("ifelse takes a condition and two values", "", Integer.MAX_VALUE));
    }

    /** Columns side by side, named by their text. */
    private Numbers together(Node.Call call) {
        if (call.arguments().isEmpty()) {
            throw fail(FormulaException.Kind.BAD_ARGUMENT, "cbind takes at least 1 argument", "", call);
        }
        List<Numbers> parts = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Node.Argument a : call.arguments()) {
            parts.add(evaluator.numbers(a.value()));
            boolean nameless = reading() == Reading.R && !(a.value() instanceof Node.Name);
            names.add(!a.keyword().isEmpty() ? a.keyword() : nameless ? "" : formula.text(a.value()));
        }
        return new Numbers(Kind.NUMBER, names, block -> Operands.columns(parts, block));
    }

    private Bound transform(Node.Call call, Arguments args) {
        boolean numpy = call.function().startsWith("np.") && reading() != Reading.R;
        Optional<Function<Arguments, ?>> found =
                vocabulary.transform(numpy ? plain(call.function().substring(3)) : call.function());
        if (found.isEmpty()) {
            throw lookup.unknownFunction(call, vocabulary);
        }
        List<Node> nodes = new ArrayList<>();
        boolean named = call.arguments().stream().anyMatch(a -> a.keyword().equals("x"));
        for (Node.Argument a : call.arguments()) {
            boolean first = nodes.isEmpty() && a.keyword().isEmpty() && !named;
            boolean breaks = call.function().equals("cut") && QuantileCut.isQuantile(a.value());
            if (first || !isOption(a.value()) && !breaks) {
                nodes.add(a.value());
            }
        }
        List<Numbers> values = values(nodes);
        Object made = found.get().apply(args);
        if (nodes.isEmpty()) {
            throw fail(FormulaException.Kind.BAD_ARGUMENT, call.function() + " takes at least 1 argument", "", call);
        }
        Operands operands = new Operands(formula, call, nodes, values);
        if (made instanceof Widened widened) {
            made = widened.over(operands.suffixes());
        } else {
            for (int k = 0; k < nodes.size(); k++) {
                evaluator.single(values.get(k), nodes.get(k));
            }
        }
        if (made instanceof StatefulTransform<?> stateful) {
            String key = formula.text(call);
            Transform ready = learned.get(key);
            return ready == null ? new Pending(key, () -> States.cell(operands, stateful)) : applied(ready, operands);
        }
        return applied((Transform) made, operands);
    }

    private List<Numbers> values(List<Node> nodes) {
        List<Numbers> values = new ArrayList<>();
        List<Later> waiting = new ArrayList<>();
        for (Node node : nodes) {
            try {
                values.add(evaluator.columns(node));
            } catch (Evaluator.Waiting w) {
                waiting.addAll(w.unseen());
            }
        }
        if (!waiting.isEmpty()) {
            throw new Evaluator.Waiting(waiting);
        }
        return values;
    }

    /** What numpy calls otherwise than R. */
    static String plain(String numpy) {
        return switch (numpy) {
            case "ceil" -> "ceiling";
            case "absolute" -> "abs";
            case "minimum" -> "pmin";
            case "maximum" -> "pmax";
            case "arcsin", "arccos", "arctan" -> "a" + numpy.substring(3);
            default -> numpy;
        };
    }

    /** Constants with a keyword or after the first argument configure a function; everything else is data. */
    private boolean isOption(Node value) {
        if (value instanceof Node.Name n) {
            return (Constants.truth(n.name(), reading()) != null || Constants.isInfinity(n) || Lists.isNone(n))
                    && lookup.find(n).isEmpty();
        }
        return Constants.number(value) != null
                || value instanceof Node.Text
                || value instanceof Node.Sequence
                || Constants.isList(value);
    }

    private static Bound applied(Transform transform, Operands operands) {
        List<String> suffixes = transform.suffixes();
        Bound.Values values = new Applied(transform, operands);
        return transform instanceof Leveled leveled
                ? Categories.ofCodes(values, leveled)
                : new Numbers(Kind.NUMBER, suffixes, values);
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
