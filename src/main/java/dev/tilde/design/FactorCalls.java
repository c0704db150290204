package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Calls that make a factor or choose its levels and its contrast: {@code C factor as.factor ordered relevel}. */
final class FactorCalls {
    private static final Set<String> NAMES = Set.of(
            "C",
            "droplevels",
            "factor",
            "as.factor",
            "ordered",
            "as.ordered",
            "relevel",
            "addNA",
            "interaction",
            "full",
            "contrast",
            "pool");

    /** Calls that neither engine has. */
    private static final Set<String> OURS = Set.of("full", "contrast", "pool");

    private final Formula formula;
    private final DesignOptions options;
    private final Evaluator evaluator;
    private final Lookup lookup;
    private final ContrastCalls contrasts;
    private final LevelCalls levels;

    FactorCalls(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            Evaluator evaluator,
            Lookup lookup) {
        this.formula = formula;
        this.options = options;
        this.evaluator = evaluator;
        this.lookup = lookup;
        this.contrasts = new ContrastCalls(formula, options.vocabulary());
        this.levels = new LevelCalls(formula, this, evaluator, learned);
    }

    static boolean isCategorical(String function) {
        return NAMES.contains(function);
    }

    /** Whether the dialect at hand has the function. */
    boolean knows(String function) {
        return isCategorical(function)
                && switch (reading()) {
                    case STRICT -> true;
                    case R -> !OURS.contains(function);
                    case PATSY -> function.equals("C");
                };
    }

    Category bind(Node.Call call, Arguments args) {
        return switch (call.function()) {
            case "C" -> contrasted(args);
            case "contrast" -> compared(call, args);
            case "full" -> plain(args).coded(Contrasts.FULL);
            case "as.factor", "droplevels" -> plain(args);
            default -> levels.bind(call, args);
        };
    }

    /** {@code as.numeric(x)} and {@code as.integer(x)}: truth values as 0 and 1; in R a factor as its codes. */
    Numbers number(Node.Call call, Arguments args) {
        args.only("x").positional(0, 1);
        Node inner = x(args);
        boolean whole = call.function().equals("as.integer");
        Bound bound = evaluator.bind(inner);
        if (!(bound instanceof Category c)) {
            return whole
                    ? Numbers.one(Kind.INTEGER, Choice.truncated(evaluator.single(bound, inner)))
                    : new Numbers(
                            Kind.NUMBER,
                            List.of(""),
                            evaluator.single(bound, inner).values());
        }
        if (reading() != Reading.R) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    formula.text(inner) + " has levels, and their numbers mean nothing",
                    "R would number them in their order; comparisons such as I(" + formula.text(inner)
                            + " == \"...\") say what is meant.",
                    inner);
        }
        return levels.positions(call, c, whole);
    }

    private Category plain(Arguments args) {
        args.only("x").positional(0, 1);
        return base(x(args), Optional.empty());
    }

    static Node x(Arguments args) {
        return args.matched(0, "x|data|object")
                .orElseThrow(() -> args.problem(args.function() + " takes a column", "", Integer.MAX_VALUE));
    }

    /** {@code hashed(x, levels=n)}. */
    Category hashed(Arguments args) {
        int levels = Hashing.levels(args);
        return Hashing.of(base(args.node("", 0).orElseThrow(), Optional.empty()), levels);
    }

    /** The values of a column as levels; {@code listed} are the levels the call names. */
    Category base(Node inner, Optional<List<String>> listed) {
        Bound bound = evaluator.bind(inner);
        // Declared levels of a text column are known already; those of a number count once it is a factor.
        List<String> declared = inner instanceof Node.Name n && bound instanceof Numbers
                ? lookup.find(n)
                        .map(column -> options.levels().getOrDefault(column.name(), List.of()))
                        .orElse(List.of())
                : List.of();
        boolean spelled = listed.isPresent() || !declared.isEmpty();
        Category base = bound instanceof Category already ? already : ofValues(evaluator.single(bound, inner), spelled);
        return new Category(
                base.coder(),
                // R's factor() keeps no level without a row; a bare truth value has both whatever the rows.
                reading() == Reading.R && base.labels() == Kind.BOOLEAN ? Kind.TEXT : base.labels(),
                listed.orElse(declared.isEmpty() ? base.levels() : declared),
                listed.isPresent() && base.listed() == Bound.Listed.WHOLE ? Bound.Listed.OPEN : base.listed(),
                base.ordered(),
                base.contrast());
    }

    /** Levels that the formula lists are spelled as there, so {@code levels=[3, 2]} has those of 3.0 and 2.0. */
    private Category ofValues(Numbers n, boolean listed) {
        Spelling spelling = formula.conventions().spelling();
        return n.kind() == Kind.BOOLEAN
                ? Categories.logical(n, spelling)
                : Categories.ofNumbers(n, listed ? Spelling.TILDE : spelling);
    }

    /** {@code C(x, contrast, levels)} as in patsy, {@code C(x, contr, how.many, ...)} as in R. */
    private Category contrasted(Arguments args) {
        boolean r = reading() == Reading.R;
        boolean patsy = reading() == Reading.PATSY;
        List<String> keywords = r
                ? List.of("object", "contr", "how.many")
                : patsy
                        ? List.of("data", "contrast", "levels")
                        : List.of("x", "data", "object", "contrast", "contr", "how.many", "levels");
        List<Node.Argument> rest = args.others(keywords);
        if (patsy || !rest.isEmpty() && rest.get(0).keyword().isEmpty()) {
            args.only(keywords.toArray(String[]::new));
        }
        args.positional(0, 3);
        Node inner = x(args);
        if (r && !(evaluator.bind(inner) instanceof Category)) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    formula.text(inner) + " is no factor, and R's C() wants one",
                    "Write factor(" + formula.text(inner) + ").",
                    inner);
        }
        String[] parameters = {"x|data|object", "contrast|contr", "third"};
        Optional<Node> third = args.matched(2, parameters);
        boolean count =
                r || !patsy && third.filter(n -> Constants.number(n) != null).isPresent();
        Optional<Node> list = args.node("levels", Integer.MAX_VALUE).or(() -> count ? Optional.empty() : third);
        Optional<List<String>> levels = list.filter(n -> !Lists.isNone(n)).map(n -> Lists.different(args, "levels", n));
        Category base = base(inner, levels);
        Optional<Contrast> contrast =
                args.matched(1, parameters).filter(n -> r || !Lists.isNone(n)).map(n -> contrasts.of(n, rest));
        if (contrast.isEmpty() && !rest.isEmpty()) {
            String usual = base.ordered() ? "contr.poly" : "contr.treatment";
            contrast = Optional.of(contrasts.of(new Node.Name(usual, Node.Quoting.NONE, inner.span()), rest));
        }
        Optional<Node> many = args.node("how.many", Integer.MAX_VALUE).or(() -> count ? third : Optional.empty());
        if (many.isPresent()) {
            int n = Lists.whole(args, "how.many", many.get());
            if (n < 1) {
                throw fail(FormulaException.Kind.BAD_ARGUMENT, "how.many must be 1 or more", "", many.get());
            }
            Contrast whole = contrast.orElse(base.ordered() ? Contrasts.POLY : Contrasts.TREATMENT);
            contrast = Optional.of(new Counted(whole, List.of(), n));
        }
        return new Category(
                base.coder(),
                base.labels(),
                base.levels(),
                levels.isPresent() ? Bound.Listed.CLOSED : base.listed(),
                base.ordered(),
                contrast.isPresent() ? contrast : kept(base));
    }

    /** {@code contrast(x, "b - a", up = "c - (a + b)/2")}: columns that are comparisons of levels. */
    private Category compared(Node.Call call, Arguments args) {
        if (call.arguments().size() < 2 || !call.arguments().get(0).keyword().isEmpty()) {
            throw args.problem("contrast takes a column and hypotheses in quotes", "", Integer.MAX_VALUE);
        }
        List<Hypothesis> rows = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Node.Argument a : call.arguments().subList(1, call.arguments().size())) {
            if (!(a.value() instanceof Node.Text text)) {
                throw fail(
                        FormulaException.Kind.BAD_ARGUMENT,
                        "a hypothesis stands in quotes",
                        "As in contrast(a, \"a2 - a1\").",
                        a.value());
            }
            String name = a.keyword().isEmpty() ? text.value().strip() : a.keyword();
            if (!names.add(name)) {
                throw fail(FormulaException.Kind.BAD_ARGUMENT, "two hypotheses are called " + name, "", text);
            }
            try {
                rows.add(Hypothesis.parse(name, text.value()));
            } catch (IllegalArgumentException e) {
                String problem = e instanceof FormulaException f ? f.problem() : String.valueOf(e.getMessage());
                throw fail(
                        FormulaException.Kind.BAD_ARGUMENT,
                        problem,
                        "A hypothesis is a sum of levels times numbers: \"a3 - (a1 + a2)/2\".",
                        text);
            }
        }
        return base(call.arguments().get(0).value(), Optional.empty()).coded(new Hypotheses(rows));
    }

    /** What a complaint of a contrast is about: its argument, or one of its hypotheses. */
    static Node blamed(Formula formula, Node factor, IllegalArgumentException e) {
        if (!(factor instanceof Node.Call call)) {
            return factor;
        }
        if (call.function().equals("contrast")) {
            return e instanceof Misfit m ? call.arguments().get(m.column() + 1).value() : call;
        }
        Arguments args = new Arguments(formula, call.function(), call.arguments(), call);
        return switch (call.function()) {
            case "C" -> args.matched(1, "x|data|object", "contrast|contr").orElse(call);
            case "relevel" -> args.matched(1, "x", "ref").orElse(call);
            default -> call;
        };
    }

    /** The contrast a factor already has; R's functions make a new factor without one. */
    Optional<Contrast> kept(Category base) {
        return reading() == Reading.R ? Optional.empty() : base.contrast();
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
