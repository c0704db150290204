package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Calls that make a factor or choose its levels and its contrast: {@code C factor as.factor ordered relevel}. */
final class FactorCalls {
    private static final Set<String> NAMES =
            Set.of("C", "factor", "as.factor", "ordered", "as.ordered", "relevel", "full", "contrast");

    /** Calls that neither engine has. */
    private static final Set<String> OURS = Set.of("full", "contrast");

    private final Formula formula;
    private final DesignOptions options;
    private final Evaluator evaluator;
    private final Lookup lookup;
    private final ContrastCalls contrasts;

    FactorCalls(Formula formula, DesignOptions options, Evaluator evaluator, Lookup lookup) {
        this.formula = formula;
        this.options = options;
        this.evaluator = evaluator;
        this.lookup = lookup;
        this.contrasts = new ContrastCalls(formula, options.vocabulary());
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
            case "relevel" -> releveled(args);
            case "as.factor" -> {
                args.only("x").positional(0, 1);
                yield base(x(args), Optional.empty());
            }
            case "contrast" -> compared(call, args);
            case "full" -> {
                args.only("x").positional(0, 1);
                yield coded(base(x(args), Optional.empty()), Contrasts.FULL);
            }
            case "as.ordered" -> {
                args.only("x").positional(0, 1);
                yield inOrder(base(x(args), Optional.empty()));
            }
            default -> made(args, call.function().equals("ordered"));
        };
    }

    private static Node x(Arguments args) {
        return args.matched(0, "x|data|object")
                .orElseThrow(() -> args.problem(args.function() + " takes a column", "", Integer.MAX_VALUE));
    }

    /** The values of a column as levels; {@code listed} are the levels the call names. */
    private Category base(Node inner, Optional<List<String>> listed) {
        Bound bound = evaluator.bind(inner);
        // Declared levels of a text column are known already; those of a number count once it is a factor.
        List<String> declared = inner instanceof Node.Name n && bound instanceof Numbers
                ? lookup.find(n)
                        .map(column -> options.levels().getOrDefault(column.name(), List.of()))
                        .orElse(List.of())
                : List.of();
        boolean spelled = listed.isPresent() || !declared.isEmpty();
        Category base = bound instanceof Category already ? already : levels(evaluator.single(bound, inner), spelled);
        return new Category(
                base.coder(),
                // R's factor() keeps no level without a row; a bare truth value has both whatever the rows.
                reading() == Reading.R && base.labels() == Kind.BOOLEAN ? Kind.TEXT : base.labels(),
                listed.orElse(declared.isEmpty() ? base.levels() : declared),
                base.closed(),
                base.ordered(),
                base.contrast());
    }

    /** Levels that the formula lists are spelled as there, so {@code levels=[3, 2]} has those of 3.0 and 2.0. */
    private Category levels(Numbers n, boolean listed) {
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
                r || !patsy && third.filter(n -> Arguments.constant(n) != null).isPresent();
        Optional<Node> list = args.node("levels", Integer.MAX_VALUE).or(() -> count ? Optional.empty() : third);
        Optional<List<String>> levels = list.filter(n -> !Lists.isNone(n)).map(n -> Lists.different(args, "levels", n));
        Category base = base(inner, levels);
        Optional<Contrast> contrast =
                args.matched(1, parameters).filter(n -> r || !Lists.isNone(n)).map(n -> contrasts.of(n, rest));
        if (contrast.isEmpty() && !rest.isEmpty()) {
            args.only(keywords.toArray(String[]::new));
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
                base.closed() || levels.isPresent(),
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
        return coded(base(call.arguments().get(0).value(), Optional.empty()), new Hypotheses(rows));
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
        return call.function().equals("C")
                ? args.matched(1, "x|data|object", "contrast|contr").orElse(call)
                : call;
    }

    /** {@code factor(x, levels, labels)} and {@code ordered}: a value that is no level becomes missing. */
    private Category made(Arguments args, boolean ordered) {
        args.only("x", "levels", "labels", "ordered").positional(0, 3);
        String[] parameters = {"x", "levels", "labels"};
        Optional<Node> list = args.matched(1, parameters);
        Optional<List<String>> levels = list.map(n -> Lists.different(args, "levels", n));
        Optional<List<String>> labels = args.matched(2, parameters).map(n -> Lists.different(args, "labels", n));
        Category base = base(x(args), levels);
        List<String> names = base.levels();
        Bound.Coder coder = base.coder();
        if (labels.isPresent()) {
            if (base.levels().size() != labels.get().size()) {
                String help = base.levels().isEmpty() ? "Name the levels too: levels = c(...)." : "";
                throw fail(
                        FormulaException.Kind.BAD_ARGUMENT,
                        labels.get().size() + " labels for "
                                + (base.levels().isEmpty()
                                        ? "levels that are not named"
                                        : base.levels().size() + " levels"),
                        help,
                        args.matched(2, parameters).orElseThrow());
            }
            names = labels.get();
        }
        if (levels.isPresent() || labels.isPresent()) {
            coder = renamed(coder, base.levels(), names, levels.isPresent());
        }
        boolean order = ordered
                || base.ordered()
                || args.flag("ordered", Integer.MAX_VALUE).orElse(false);
        return new Category(coder, base.labels(), names, base.closed(), order, kept(base));
    }

    private static Bound.Coder renamed(Bound.Coder coder, List<String> from, List<String> to, boolean others) {
        return block -> {
            Coded coded = coder.of(block);
            String[] dictionary = coded.dictionary().clone();
            boolean[] gone = new boolean[dictionary.length];
            for (int k = 0; k < dictionary.length; k++) {
                int at = from.indexOf(dictionary[k]);
                gone[k] = at < 0 && others;
                dictionary[k] = at < 0 ? dictionary[k] : to.get(at);
            }
            int[] codes = new int[block.rows()];
            for (int i = 0; i < codes.length; i++) {
                int c = coded.codes()[i];
                codes[i] = c < 0 || gone[c] ? -1 : c;
            }
            return new Coded(codes, dictionary);
        };
    }

    /** {@code relevel(x, ref)}: one level first, the others in their order behind it. */
    private Category releveled(Arguments args) {
        args.only("x", "ref").positional(0, 2);
        Node inner = x(args);
        Node at = args.matched(1, "x", "ref")
                .orElseThrow(() -> args.problem("relevel needs a reference level", "", Integer.MAX_VALUE));
        Category base = base(inner, Optional.empty());
        Lists.Item item = Lists.item(args, "ref", at);
        String ref = item.text();
        if (reading() == Reading.R && item.number()) {
            throw fail(
                    FormulaException.Kind.BAD_ARGUMENT,
                    "the reference level is given by its name, not its place",
                    "Write ref = \"...\".",
                    at);
        }
        if (reading() == Reading.R && (base.ordered() || !(evaluator.bind(inner) instanceof Category))) {
            throw fail(FormulaException.Kind.TYPE, "relevel is for factors without an order", "", inner);
        }
        if (!base.levels().isEmpty() && !base.levels().contains(ref)) {
            throw fail(
                    FormulaException.Kind.BAD_ARGUMENT,
                    "the reference level \"" + ref + "\" is not among " + Names.list(base.levels(), 10),
                    "",
                    at);
        }
        List<String> order = new ArrayList<>(List.of(ref));
        base.levels().stream().filter(l -> !l.equals(ref)).forEach(order::add);
        return new Category(base.coder(), base.labels(), order, base.closed(), base.ordered(), kept(base));
    }

    private static Category coded(Category c, Contrast contrast) {
        return new Category(c.coder(), c.labels(), c.levels(), c.closed(), c.ordered(), Optional.of(contrast));
    }

    private Category inOrder(Category c) {
        return new Category(c.coder(), c.labels(), c.levels(), c.closed(), true, kept(c));
    }

    /** The contrast a factor already has; R's functions make a new factor without one. */
    private Optional<Contrast> kept(Category base) {
        return reading() == Reading.R ? Optional.empty() : base.contrast();
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
