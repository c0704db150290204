package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Later;
import dev.tilde.design.Bound.Neighbours;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Place;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.formula.Role;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls that read the neighbours of a row: {@code lag lead diff rolling}. */
final class RowCalls {
    private static final Set<String> NAMES = Set.of("lag", "lead", "diff", "rolling");
    private static final int FURTHEST = 1_000_000;

    private final Formula formula;
    private final Evaluator evaluator;
    private final Sequencing sequencing;
    private final Map<String, Gathered> gathered;
    /** Whether groups and order are being bound, which cannot look at neighbours themselves. */
    private boolean placing;

    /** @param gathered the values of calls for every row of the source, by key */
    RowCalls(Formula formula, Evaluator evaluator, Sequencing sequencing, Map<String, Gathered> gathered) {
        this.formula = formula;
        this.evaluator = evaluator;
        this.sequencing = sequencing;
        this.gathered = gathered;
    }

    static boolean knows(String function) {
        return NAMES.contains(function);
    }

    static Set<String> names() {
        return NAMES;
    }

    Bound bind(Node.Call call, Arguments args) {
        refuseElsewhere(args);
        if (placing) {
            throw args.problem(
                    FormulaException.Kind.BAD_ARGUMENT,
                    "groups and order cannot depend on the neighbours of a row",
                    "They say which rows are neighbours; name columns.",
                    call);
        }
        RowFunction function = function(args);
        Bound argument = argument(args, function);
        Place place = new Place(
                keys(args, "by", sequencing.groups(), Role.GROUPS),
                keys(args, "order", sequencing.order(), Role.ORDER));
        String key = formula.text(call);
        Gathered ready = gathered.get(key);
        return ready == null ? new Neighbours(key, argument, function, place) : applied(function, argument, ready);
    }

    private static void refuseElsewhere(Arguments args) {
        Reading reading = args.conventions().reading();
        if (reading == Reading.STRICT) {
            return;
        }
        String name = args.function();
        boolean shifts = reading == Reading.R && (name.equals("lag") || name.equals("diff"));
        throw args.unknownFunction(
                (reading == Reading.R ? "R" : "patsy")
                        + (shifts
                                ? "'s " + name + " does not align with the rows of a formula"
                                : " has no function named \"" + name + "\""),
                "Tilde's conventions have " + name + " by groups and order.");
    }

    /** What a call asks for, whatever its data. */
    static RowFunction function(Arguments args) {
        return switch (args.function()) {
            case "lag", "lead" -> shift(args);
            case "diff" -> difference(args);
            default -> rolling(args);
        };
    }

    private static RowFunction shift(Arguments args) {
        args.only("x", "n", "by", "order").positional(0, behind(args, 2));
        Optional<Node> list = option(args, "n", 1);
        List<Double> numbers = list.map(n -> Lists.numbers(args, "n", n)).orElse(List.of(1.0));
        boolean back = args.function().equals("lag");
        List<Integer> lags = new ArrayList<>();
        Node at = list.orElse(argument(args));
        for (double v : numbers) {
            if (v < 0) {
                throw args.problem(
                        FormulaException.Kind.BAD_ARGUMENT,
                        "a negative " + args.function() + " looks the other way",
                        "Write " + (back ? "lead" : "lag") + "(x, " + Decimals.shortest(-v) + ").",
                        at);
            }
            boolean possible = v == Math.rint(v) && v <= FURTHEST;
            boolean twice = possible && lags.contains((int) v);
            if (!possible || twice) {
                throw args.problem(
                        FormulaException.Kind.BAD_ARGUMENT,
                        "n must be different whole numbers from 0 to " + FURTHEST + ", not " + Decimals.shortest(v)
                                + (twice ? " twice" : ""),
                        "",
                        at);
            }
            lags.add((int) v);
        }
        if (lags.size() > args.mostColumns()) {
            throw args.problem(
                    FormulaException.Kind.LIMIT,
                    lags.size() + " columns from one call, more than " + args.mostColumns(),
                    "",
                    at);
        }
        return RowFunction.shift(lags, back ? -1 : 1, lags.size() > 1);
    }

    private static RowFunction difference(Arguments args) {
        args.only("x", "lag", "differences", "by", "order").positional(0, behind(args, 3));
        int lag = whole(args, "lag", 1).orElse(1);
        int times = whole(args, "differences", 2).orElse(1);
        if (lag < 1 || times < 1 || (long) lag * times > FURTHEST) {
            throw args.problem("lag and differences must be 1 or more", "lag", 1);
        }
        return new RowFunction.Difference(lag, times);
    }

    private static RowFunction rolling(Arguments args) {
        args.only("x", "width", "by", "order").positional(1, behind(args, 3));
        Node name = args.node("", 0).orElseThrow();
        String word = name instanceof Node.Name n ? n.name() : name instanceof Node.Text t ? t.value() : "";
        Statistic statistic = Statistic.named(word)
                .orElseThrow(() -> args.problem(
                        FormulaException.Kind.BAD_ARGUMENT,
                        "rolling takes the name of a statistic first",
                        "As in rolling(mean, x, 7); there are " + String.join(", ", Statistic.names()) + ".",
                        name));
        int width = whole(args, "width", 2)
                .orElseThrow(() -> args.problem("rolling needs a width, as in rolling(mean, x, 7)", "", 99));
        if (width < statistic.leastWidth() || width > FURTHEST) {
            throw args.problem("width must be " + statistic.leastWidth() + " or more", "width", 2);
        }
        return new RowFunction.Rolling(statistic, width);
    }

    private static Optional<Integer> whole(Arguments args, String keyword, int position) {
        return option(args, keyword, position).map(n -> Lists.whole(args, keyword, n));
    }

    /** One position less when x has its keyword. */
    private static int behind(Arguments args, int position) {
        return position - (args.node("x", Integer.MAX_VALUE).isPresent() ? 1 : 0);
    }

    /** An argument behind x, by its keyword or its position, not both. */
    private static Optional<Node> option(Arguments args, String keyword, int position) {
        Optional<Node> placed = args.node("", behind(args, position));
        Optional<Node> named = args.node(keyword, Integer.MAX_VALUE);
        if (placed.isPresent() && named.isPresent()) {
            throw args.problem(
                    FormulaException.Kind.BAD_ARGUMENT,
                    "the argument " + keyword + " is given twice",
                    "",
                    placed.get());
        }
        return named.or(() -> placed);
    }

    /** The expression whose neighbours are read. */
    static Node argument(Arguments args) {
        return args.node("x", Integer.MAX_VALUE)
                .or(() -> args.node("", args.function().equals("rolling") ? 1 : 0))
                .orElseThrow(() -> args.problem(args.function() + " takes a column", "", Integer.MAX_VALUE));
    }

    private Bound argument(Arguments args, RowFunction function) {
        Node x = argument(args);
        Bound bound = evaluator.seen(x);
        if (!(bound instanceof Category) || !function.keepsKind()) {
            return evaluator.columns(x);
        }
        if (function.suffixes().size() > 1) {
            throw args.problem(
                    FormulaException.Kind.TYPE,
                    formula.text(x) + " is a factor, whose " + args.function() + "s are a factor each",
                    "Write them as terms of their own: " + args.function() + "(x, 1) + " + args.function() + "(x, 2).",
                    x);
        }
        return bound;
    }

    /** The columns named in the call, or those of the whole design. */
    private List<Bound.Key> keys(Arguments args, String keyword, List<Factor> design, Role role) {
        List<Factor> factors = new ArrayList<>();
        args.node(keyword, Integer.MAX_VALUE)
                .ifPresentOrElse(
                        list -> Lists.nodes(list).forEach(n -> factors.add(new Factor(formula.text(n), n))),
                        () -> factors.addAll(design));
        List<Bound.Key> keys = new ArrayList<>();
        placing = true;
        try {
            for (Factor f : factors) {
                Sequencing.check(f, evaluator.lookup().names(), "", role);
                Bound bound = evaluator.role(f, role);
                if (bound instanceof Later u) {
                    throw new Evaluator.Waiting(List.of(u));
                }
                if (bound instanceof Numbers n) {
                    evaluator.single(n, f.expression());
                }
                keys.add(new Bound.Key(f.name(), bound));
            }
        } finally {
            placing = false;
        }
        return keys;
    }

    private static Bound applied(RowFunction function, Bound argument, Gathered ready) {
        if (argument instanceof Category c) {
            return new Category(ready::coded, c.labels(), c.levels(), c.listed(), c.ordered(), c.contrast());
        }
        Numbers n = (Numbers) argument;
        List<String> suffixes = new ArrayList<>();
        n.suffixes().forEach(outer -> function.suffixes().forEach(inner -> suffixes.add(outer + inner)));
        boolean whole = function instanceof RowFunction.Difference
                && (n.kind() == Kind.INTEGER || n.kind() == Kind.BOOLEAN || n.kind() == Kind.DATE);
        Kind kind = function.keepsKind() ? n.kind() : whole ? Kind.INTEGER : Kind.NUMBER;
        return new Numbers(kind, suffixes, ready::of);
    }
}
