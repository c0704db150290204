package dev.tilde.design;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Constant lists in the arguments of a call: {@code c(1, 2)}, {@code [1, 2]}, {@code (1, 2)}, {@code 1:4}, or one. */
final class Lists {
    /** A range in a formula is typed by hand. */
    private static final int LONGEST_RANGE = 100_000;

    private Lists() {}

    /** A constant: its text, and whether it was a number and not a string. */
    record Item(String text, boolean number) {}

    static boolean isNone(Node n) {
        return n instanceof Node.Name name
                && name.quoting() == Node.Quoting.NONE
                && (name.name().equals("None") || name.name().equals("NULL"));
    }

    /** Whether it is written as a list. */
    static boolean isList(Node n) {
        return n instanceof Node.Sequence
                || n instanceof Node.Call c && c.function().equals("c");
    }

    /** What is in a list, or the node itself. */
    static List<Node> nodes(Node n) {
        return n instanceof Node.Sequence s ? s.items() : isList(n) ? Formula.children(n) : List.of(n);
    }

    /** One constant. */
    static Item item(Arguments args, String keyword, Node n) {
        String text = Constants.label(n);
        if (text == null) {
            throw args.problem(Kind.BAD_ARGUMENT, keyword + " must be a string or a number", "", n);
        }
        return new Item(text, Constants.number(n) != null);
    }

    /** All constants of a list, at least one. */
    static List<Item> items(Arguments args, String keyword, Node list) {
        List<Item> items = new ArrayList<>();
        for (Node n : nodes(list)) {
            List<Double> range = range(n);
            if (range.isEmpty()) {
                items.add(item(args, keyword, n));
            }
            range.forEach(v -> items.add(new Item(Decimals.shortest(v), true)));
        }
        if (items.isEmpty()) {
            throw args.problem(Kind.BAD_ARGUMENT, keyword + " is an empty list", "", list);
        }
        return items;
    }

    /** All texts of a list, each once. */
    static List<String> different(Arguments args, String keyword, Node list) {
        List<String> texts = items(args, keyword, list).stream().map(Item::text).toList();
        for (int i = 0; i < texts.size(); i++) {
            if (texts.indexOf(texts.get(i)) < i) {
                throw args.problem(Kind.BAD_ARGUMENT, keyword + " has \"" + texts.get(i) + "\" twice", "", list);
            }
        }
        return texts;
    }

    static List<Double> numbers(Arguments args, String keyword, Node list) {
        List<Double> numbers = new ArrayList<>();
        for (Node n : nodes(list)) {
            List<Double> range = range(n);
            Double v = Constants.number(n);
            ends(n).filter(e -> !isShort(e)).ifPresent(e -> {
                throw args.problem(
                        Kind.LIMIT, keyword + " is a range of more than " + LONGEST_RANGE + " numbers", "", n);
            });
            if (v == null && range.isEmpty()) {
                throw args.problem(Kind.BAD_ARGUMENT, keyword + " must be numbers", "", n);
            }
            numbers.addAll(range.isEmpty() && v != null ? List.of(v) : range);
        }
        if (numbers.isEmpty()) {
            throw args.problem(Kind.BAD_ARGUMENT, keyword + " is an empty list", "", list);
        }
        return numbers;
    }

    static int whole(Arguments args, String keyword, Node n) {
        Double v = Constants.number(n);
        if (v == null || v != Math.rint(v) || Math.abs(v) > 1e6) {
            throw args.problem(Kind.BAD_ARGUMENT, keyword + " must be a whole number", "", n);
        }
        return v.intValue();
    }

    /** The numbers of {@code from:to}, or none where there are too many. */
    private static List<Double> range(Node n) {
        List<Double> range = new ArrayList<>();
        ends(n).filter(Lists::isShort).ifPresent(e -> {
            double step = e.to() < e.from() ? -1 : 1;
            for (int i = 0; i <= Math.abs(e.to() - e.from()); i++) {
                range.add(e.from() + i * step);
            }
        });
        return range;
    }

    private record Ends(double from, double to) {}

    private static boolean isShort(Ends ends) {
        return Math.abs(ends.to() - ends.from()) < LONGEST_RANGE;
    }

    /** The ends of {@code from:to} between numbers. */
    private static Optional<Ends> ends(Node n) {
        Node inner = n instanceof Node.Group g ? g.inner() : n;
        if (!(inner instanceof Node.Chain c)
                || c.operands().size() != 2
                || c.operators().get(0) != Op.INTERACT) {
            return Optional.empty();
        }
        Double from = Constants.number(c.operands().get(0));
        Double to = Constants.number(c.operands().get(1));
        return from == null || to == null ? Optional.empty() : Optional.of(new Ends(from, to));
    }
}
