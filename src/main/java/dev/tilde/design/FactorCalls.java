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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Calls that make a factor or choose its levels and its contrast: {@code C factor as.factor ordered relevel}. */
final class FactorCalls {
    private static final Set<String> NAMES =
            Set.of("C", "factor", "as.factor", "ordered", "as.ordered", "relevel", "full");

    /** Calls that neither engine has. */
    private static final Set<String> OURS = Set.of("full");

    private final Formula formula;
    private final DesignOptions options;
    private final Evaluator evaluator;
    private final Lookup lookup;

    FactorCalls(Formula formula, DesignOptions options, Evaluator evaluator, Lookup lookup) {
        this.formula = formula;
        this.options = options;
        this.evaluator = evaluator;
        this.lookup = lookup;
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
        return args.node("x", 0)
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

    /** {@code C(x, contrast, levels=)}; R: {@code C(x, contrast, how.many)}. */
    private Category contrasted(Arguments args) {
        boolean r = reading() == Reading.R;
        args.only(r ? new String[] {"contr", "how.many"} : new String[] {"contrast", "levels"})
                .positional(1, r ? 3 : 2);
        Node inner = args.node("", 0).orElseThrow();
        if (r && !(evaluator.bind(inner) instanceof Category)) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    formula.text(inner) + " is no factor, and R's C() wants one",
                    "Write factor(" + formula.text(inner) + ").",
                    inner);
        }
        Optional<List<String>> levels =
                args.node("levels", Integer.MAX_VALUE).map(n -> Lists.different(args, "levels", n));
        Category base = base(inner, levels);
        Optional<Contrast> contrast = args.node(r ? "contr" : "contrast", 1).map(this::contrast);
        Optional<Node> many = r ? args.node("how.many", 2) : Optional.empty();
        if (many.isPresent()) {
            int n = Lists.whole(args, "how.many", many.get());
            if (n < 1) {
                throw args.problem("how.many must be 1 or more", "how.many", 2);
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

    /** {@code factor(x, levels, labels)} and {@code ordered}: a value that is no level becomes missing. */
    private Category made(Arguments args, boolean ordered) {
        args.only("x", "levels", "labels", "ordered").positional(0, 3);
        Optional<Node> list = args.node("levels", 1);
        Optional<List<String>> levels = list.map(n -> Lists.different(args, "levels", n));
        Optional<List<String>> labels = args.node("labels", 2).map(n -> Lists.different(args, "labels", n));
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
                        args.node("labels", 2).orElseThrow());
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
        Node at = args.node("ref", 1)
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

    private Contrast contrast(Node node) {
        Vocabulary vocabulary = options.vocabulary();
        if (node instanceof Node.Sequence s) {
            return matrix(s);
        }
        String name = node instanceof Node.Name n
                ? n.name()
                : node instanceof Node.Call c ? c.function() : node instanceof Node.Text t ? t.value() : "";
        Optional<Function<Arguments, Contrast>> found = vocabulary.contrast(name);
        boolean foreign = ContrastNames.table().containsKey(name) && !ContrastNames.speaks(reading(), name);
        if (found.isEmpty() || foreign) {
            String near = Names.didYouMean(name, vocabulary.contrasts());
            List<String> known = vocabulary.contrasts().stream()
                    .filter(n -> !ContrastNames.isShort(n) && ContrastNames.speaks(reading(), n))
                    .toList();
            boolean unknown = node instanceof Node.Name && reading() == Reading.PATSY;
            throw fail(
                    node instanceof Node.Call
                            ? FormulaException.Kind.UNKNOWN_FUNCTION
                            : unknown ? FormulaException.Kind.UNKNOWN_VARIABLE : FormulaException.Kind.BAD_ARGUMENT,
                    name.isEmpty() ? "this is no contrast" : "no contrast named " + name,
                    near + (near.isEmpty() ? "" : "\n") + "Contrasts: " + String.join(", ", known),
                    node);
        }
        List<Node.Argument> arguments = node instanceof Node.Call c ? c.arguments() : List.of();
        Contrast made = found.get().apply(new Arguments(formula, name, arguments, node));
        // R applies a short name or a string to the levels, so its columns are called after them.
        boolean byLevel = node instanceof Node.Text || node instanceof Node.Name && ContrastNames.isShort(name);
        return byLevel && made instanceof Counted c ? c.contrast() : made;
    }

    /** Rows of numbers, one for each level: {@code [[1, 0], [0, 1], [-1, -1]]}. */
    private Contrast matrix(Node.Sequence rows) {
        Arguments args = new Arguments(formula, "C", List.of(), rows);
        List<List<Double>> numbers = new ArrayList<>();
        for (Node row : rows.items()) {
            numbers.add(Lists.numbers(args, "the matrix of the contrast", row));
        }
        try {
            return Contrasts.matrix(
                    numbers, reading() == Reading.PATSY ? Custom.Rule.AS_WRITTEN : Custom.Rule.INDEPENDENT);
        } catch (IllegalArgumentException e) {
            throw fail(FormulaException.Kind.BAD_ARGUMENT, String.valueOf(e.getMessage()), "", rows);
        }
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
