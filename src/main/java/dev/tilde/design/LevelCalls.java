package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Coder;
import dev.tilde.design.Bound.Listed;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.design.Bound.Pending;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Calls that name, order, join or pool levels: {@code factor ordered relevel addNA interaction pool}. */
final class LevelCalls {
    /** What stands for a missing value that is a level. */
    private static final String MISSING = "NA";

    private final Formula formula;
    private final FactorCalls factors;
    private final Evaluator evaluator;
    private final Map<String, Transform> learned;

    LevelCalls(Formula formula, FactorCalls factors, Evaluator evaluator, Map<String, Transform> learned) {
        this.formula = formula;
        this.factors = factors;
        this.evaluator = evaluator;
        this.learned = learned;
    }

    Category bind(Node.Call call, Arguments args) {
        return switch (call.function()) {
            case "relevel" -> releveled(call, args);
            case "as.ordered" -> {
                args.only("x").positional(0, 1);
                yield inOrder(factors.base(FactorCalls.x(args), Optional.empty()), true);
            }
            case "addNA" -> withMissing(call, args);
            case "interaction" -> joined(call, args);
            case "pool" -> pooled(call, args);
            default -> made(call, args, call.function().equals("ordered"));
        };
    }

    /** The levels of factors, for which the rows must have been seen. */
    private SeenLevels seen(Node.Call call, List<Category> of) {
        String key = formula.text(call);
        if (learned.get(key) instanceof SeenLevels known) {
            return known;
        }
        Supplier<States.Cell> cell = () -> SeenLevels.cell(of);
        throw new Evaluator.Waiting(List.of(new Pending(key, cell)));
    }

    private Category inOrder(Category c, boolean ordered) {
        return new Category(c.coder(), c.labels(), c.levels(), c.listed(), ordered, factors.kept(c));
    }

    /** {@code factor(x, levels, labels, exclude)} and {@code ordered}: a value that is no level becomes missing. */
    private Category made(Node.Call call, Arguments args, boolean ordered) {
        args.only("x", "levels", "labels", "exclude", "ordered").positional(0, 4);
        String[] parameters = {"x", "levels", "labels", "exclude"};
        Optional<Node> list = args.matched(1, parameters);
        Optional<List<String>> levels = list.map(n -> Lists.different(args, "levels", n));
        Set<String> without = new HashSet<>();
        args.matched(3, parameters)
                .filter(n -> !Lists.isNone(n))
                .ifPresent(n -> Lists.items(args, "exclude", n).forEach(i -> without.add(i.text())));
        Category base = factors.base(FactorCalls.x(args), levels);
        boolean order = ordered
                || base.ordered()
                || args.flag("ordered", Integer.MAX_VALUE).orElse(false);
        Optional<Node> labels = args.matched(2, parameters);
        if (levels.isEmpty() && labels.isEmpty() && without.isEmpty()) {
            return inOrder(base, order);
        }
        List<String> from = new ArrayList<>(
                levels.isEmpty() && labels.isPresent()
                        ? seen(call, List.of(base)).used()
                        : base.levels());
        from.removeAll(without);
        List<String> to = labels.map(n -> labels(args, n, from)).orElse(from);
        Map<String, String> names = new HashMap<>();
        for (int k = 0; k < from.size(); k++) {
            names.put(from.get(k), to.get(k));
        }
        without.forEach(level -> names.put(level, ""));
        if (levels.isPresent()) {
            names.put("", "");
        }
        Category made = base.of(renamed(base.coder(), names), List.copyOf(new LinkedHashSet<>(to)));
        return inOrder(made, order);
    }

    /** One label for each level, equal ones for levels that become one; a single label is numbered. */
    private List<String> labels(Arguments args, Node list, List<String> levels) {
        List<String> labels =
                Lists.items(args, "labels", list).stream().map(Lists.Item::text).toList();
        if (labels.size() == 1 && levels.size() > 1) {
            List<String> numbered = new ArrayList<>();
            for (int k = 1; k <= levels.size(); k++) {
                numbered.add(labels.get(0) + k);
            }
            return numbered;
        }
        if (labels.size() != levels.size()) {
            throw fail(
                    Kind.BAD_ARGUMENT,
                    labels.size() + " labels for " + levels.size() + " levels: " + Names.list(levels, 10),
                    "",
                    list);
        }
        return labels;
    }

    /**
     * Other names for levels. An empty name is a missing value; the name of the empty level is that of all levels which
     * have none; without it they stay.
     */
    private static Coder renamed(Coder coder, Map<String, String> names) {
        return block -> {
            Coded coded = coder.of(block);
            String[] dictionary = coded.dictionary().clone();
            boolean[] gone = new boolean[dictionary.length];
            for (int k = 0; k < dictionary.length; k++) {
                String name = names.getOrDefault(dictionary[k], names.getOrDefault("", dictionary[k]));
                gone[k] = name.isEmpty();
                dictionary[k] = name;
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
    private Category releveled(Node.Call call, Arguments args) {
        args.only("x", "ref").positional(0, 2);
        Node inner = FactorCalls.x(args);
        Node at = args.matched(1, "x", "ref")
                .orElseThrow(() -> args.problem("relevel needs a reference level", "", Integer.MAX_VALUE));
        Category base = factors.base(inner, Optional.empty());
        Lists.Item item = Lists.item(args, "ref", at);
        boolean place = reading() == Reading.R && item.number();
        String ref = place ? at(call, base, Lists.whole(args, "ref", at), at) : item.text();
        if (reading() == Reading.R && (base.ordered() || !(evaluator.bind(inner) instanceof Category))) {
            throw fail(Kind.TYPE, "relevel is for factors without an order", "", inner);
        }
        boolean declared = place || base.levels().contains(ref);
        if (!base.levels().isEmpty() && !declared) {
            throw fail(
                    Kind.BAD_ARGUMENT,
                    "the reference level \"" + ref + "\" is not among " + Names.list(base.levels(), 10),
                    Names.didYouMean(ref, base.levels()),
                    at);
        }
        List<String> order = new ArrayList<>(List.of(ref));
        base.levels().stream().filter(l -> !l.equals(ref)).forEach(order::add);
        Listed listed = declared ? base.listed() : Listed.FIRST;
        return new Category(base.coder(), base.labels(), order, listed, base.ordered(), factors.kept(base));
    }

    /** The level at a place from 1, as R counts. */
    private String at(Node.Call call, Category base, int place, Node at) {
        List<String> levels = seen(call, List.of(base)).levels().get(0);
        if (place < 1 || place > levels.size()) {
            throw fail(Kind.BAD_ARGUMENT, "there is no level " + place + ", there are " + levels.size(), "", at);
        }
        return levels.get(place - 1);
    }

    /** {@code addNA(x)}: missing values are a level of their own, the last. */
    private Category withMissing(Node.Call call, Arguments args) {
        args.only("x", "ifany").positional(0, 2);
        Category base = factors.base(FactorCalls.x(args), Optional.empty());
        List<String> levels = new ArrayList<>(seen(call, List.of(base)).levels().get(0));
        if (levels.contains(MISSING)) {
            throw fail(
                    Kind.BAD_ARGUMENT,
                    "a level is called \"NA\" already, so missing values cannot be",
                    "",
                    FactorCalls.x(args));
        }
        levels.add(MISSING);
        Coder coder = block -> {
            Coded coded = base.coder().of(block);
            int n = coded.dictionary().length;
            String[] dictionary = java.util.Arrays.copyOf(coded.dictionary(), n + 1);
            dictionary[n] = MISSING;
            int[] codes = new int[block.rows()];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = coded.codes()[i] < 0 ? n : coded.codes()[i];
            }
            return new Coded(codes, dictionary);
        };
        return base.of(coder, levels);
    }

    /** {@code interaction(a, b, sep = ".")}: one factor of all combinations, the first varying fastest. */
    private Category joined(Node.Call call, Arguments args) {
        args.only("sep", "drop", "lex.order").positional(1, Integer.MAX_VALUE);
        String sep = args.text("sep", -1).orElse(".");
        boolean lexical = args.flag("lex.order", -1).orElse(false);
        List<Category> parts = new ArrayList<>();
        for (Node.Argument a : call.arguments()) {
            if (a.keyword().isEmpty()) {
                parts.add(factors.base(a.value(), Optional.empty()));
            }
        }
        SeenLevels seen = seen(call, parts);
        List<String> all = List.of();
        for (int p = 0; p < parts.size(); p++) {
            all = p == 0 ? seen.levels().get(0) : pairs(all, seen.levels().get(p), sep, lexical);
            if (all.size() > formula.limits().columns()) {
                throw fail(Kind.LIMIT, "more than " + formula.limits().columns() + " combinations of levels", "", call);
            }
        }
        Coder coder = block -> {
            Coded both = parts.get(0).coder().of(block);
            for (Category part : parts.subList(1, parts.size())) {
                both = joined(both, part.coder().of(block), block.rows(), sep);
            }
            return both;
        };
        return new Category(coder, Schema.Kind.TEXT, all, Listed.OPEN, false, Optional.empty());
    }

    private static List<String> pairs(List<String> left, List<String> right, String sep, boolean lexical) {
        List<String> pairs = new ArrayList<>();
        for (String slow : lexical ? left : right) {
            for (String fast : lexical ? right : left) {
                pairs.add(lexical ? slow + sep + fast : fast + sep + slow);
            }
        }
        return pairs;
    }

    /** Combinations that the block has. */
    private static Coded joined(Coded left, Coded right, int rows, String sep) {
        Map<Long, Integer> known = new HashMap<>();
        List<String> dictionary = new ArrayList<>();
        int[] codes = new int[rows];
        for (int i = 0; i < rows; i++) {
            int l = left.codes()[i];
            int r = right.codes()[i];
            if (l < 0 || r < 0) {
                codes[i] = -1;
                continue;
            }
            long pair = (long) l << 32 | r;
            Integer code = known.get(pair);
            if (code == null) {
                code = dictionary.size();
                known.put(pair, code);
                dictionary.add(left.dictionary()[l] + sep + right.dictionary()[r]);
            }
            codes[i] = code;
        }
        return new Coded(codes, dictionary.toArray(String[]::new));
    }

    /** {@code as.numeric(x)} of a factor in R: the positions of its levels from 1. */
    Numbers positions(Node.Call call, Category of, boolean whole) {
        Map<String, Integer> position = new HashMap<>();
        seen(call, List.of(of)).levels().get(0).forEach(level -> position.put(level, position.size() + 1));
        return Numbers.one(whole ? Schema.Kind.INTEGER : Schema.Kind.NUMBER, block -> {
            Coded coded = of.coder().of(block);
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                int c = coded.codes()[i];
                Integer at = c < 0 ? null : position.get(coded.dictionary()[c]);
                out[i] = at == null ? Double.NaN : at;
            }
            return new double[][] {out};
        });
    }

    /** {@code pool(x, n)}: levels of fewer than n rows become one, the last. */
    private Category pooled(Node.Call call, Arguments args) {
        args.only("x", "min_count").positional(0, 2);
        Node least = args.matched(1, "x", "min_count")
                .orElseThrow(() -> args.problem(
                        "pool needs the number of rows below which a level is rare", "", Integer.MAX_VALUE));
        int n = Lists.whole(args, "min_count", least);
        if (n < 1) {
            throw fail(Kind.BAD_ARGUMENT, "min_count must be 1 or more", "", least);
        }
        Category base = factors.base(FactorCalls.x(args), Optional.empty());
        SeenLevels seen = seen(call, List.of(base));
        List<String> kept = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        for (int k = 0; k < seen.levels().get(0).size(); k++) {
            String level = seen.levels().get(0).get(k);
            if (seen.counts().get(0).get(k) < n) {
                names.put(level, Unseen.POOL);
            } else {
                kept.add(level);
            }
        }
        if (kept.remove(Unseen.POOL) || !names.isEmpty()) {
            kept.add(Unseen.POOL);
        }
        return base.of(renamed(base.coder(), names), kept);
    }

    private FormulaException fail(Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
