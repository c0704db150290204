package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * patsy's precedence over a tree read with R's. Between brackets the in-order walk of a tree is the text again; that
 * sequence is climbed a second time with patsy's levels: everything Python binds tighter than the operators of
 * formulas, {@code **} is read from the left, and a minus sign takes a whole product: {@code -a:b} is {@code -(a:b)}.
 */
final class Regroup {
    private static final int SIGN = 100;

    /** An operand, an operator between two, or a sign before one. */
    private record Item(@Nullable Node operand, Op operator, char sign, Span span) {
        boolean isOperand() {
            return operand != null;
        }
    }

    private final String source;
    private final Limits limits;
    private final List<Item> items = new ArrayList<>();
    private int depth;
    private int at;

    private Regroup(String source, Limits limits, int depth) {
        this.source = source;
        this.limits = limits;
        this.depth = depth;
    }

    static Node patsy(Node tree, String source, Limits limits) {
        return patsy(tree, source, limits, 0);
    }

    private static Node patsy(Node tree, String source, Limits limits, int depth) {
        Regroup r = new Regroup(source, limits, depth);
        if (depth == 0) {
            r.refuseBackticks(tree);
        }
        r.flatten(tree);
        return r.climb(0);
    }

    private void refuseBackticks(Node node) {
        if (node instanceof Node.Name n && n.quoting() == Node.Quoting.BACKTICKS) {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "patsy has no backticks",
                    "Write " + Canonical.name(n, Conventions.Spelling.PATSY) + ".",
                    source,
                    n.span());
        }
        Formula.children(node).forEach(this::refuseBackticks);
    }

    private void flatten(Node node) {
        if (node instanceof Node.Chain c) {
            flatten(c.operands().get(0));
            for (int i = 0; i < c.operators().size(); i++) {
                Node next = c.operands().get(i + 1);
                operator(c.operators().get(i), next.span());
                flatten(next);
            }
        } else if (node instanceof Node.Power p) {
            flatten(p.base());
            if (p.caret()) {
                throw new FormulaException(
                        p.base() instanceof Node.Group ? Kind.SYNTAX : Kind.TYPE,
                        "patsy reads ^ as Python's exclusive or",
                        "A power of terms is written ** there.",
                        source,
                        p.span());
            }
            operator(Op.POWER, p.exponent().span());
            flatten(p.exponent());
        } else if (node instanceof Node.Prefix p) {
            items.add(new Item(null, Op.ADD, p.sign(), p.span()));
            flatten(p.operand());
        } else {
            items.add(new Item(node, Op.ADD, ' ', node.span()));
        }
    }

    private Node inside(Node node) {
        return node instanceof Node.Group g && g.bracket() == '('
                ? new Node.Group('(', patsy(g.inner(), source, limits, depth + 1), g.span())
                : node;
    }

    private void operator(Op op, Span next) {
        items.add(new Item(null, op, ' ', next));
    }

    private static int level(Op op) {
        return switch (op) {
            case ADD, REMOVE -> 100;
            case CROSS, NEST -> 200;
            case INTERACT -> 300;
            case POWER -> 500;
            case LESS, AT_MOST, GREATER, AT_LEAST, EQUAL, UNEQUAL -> 800;
            case OR -> 810;
            case AND -> 820;
            case REMAINDER, FLOOR -> 830;
            case IN, MODULO, QUOTIENT -> 840;
        };
    }

    /** An expression of operators that bind at least as tight as {@code lowest}. */
    private Node climb(int lowest) {
        Node left = operand();
        while (at < items.size()) {
            int level = level(items.get(at).operator());
            if (level < lowest) {
                break;
            }
            List<Node> operands = new ArrayList<>(List.of(left));
            List<Op> operators = new ArrayList<>();
            while (at < items.size() && level(items.get(at).operator()) == level) {
                operators.add(items.get(at++).operator());
                operands.add(climb(level + 1));
            }
            left = chain(operands, operators);
        }
        return left;
    }

    private static Node chain(List<Node> operands, List<Op> operators) {
        Node left = operands.get(0);
        if (operators.get(0) != Op.POWER) {
            return new Node.Chain(
                    operands,
                    operators,
                    left.span().to(operands.get(operands.size() - 1).span()));
        }
        for (Node exponent : operands.subList(1, operands.size())) {
            left = new Node.Power(left, exponent, false, left.span().to(exponent.span()));
        }
        return left;
    }

    private Node operand() {
        Item item = items.get(at++);
        Node operand = item.operand();
        if (operand != null) {
            return inside(operand);
        }
        if (item.sign() == '!'
                || at > 1
                        && level(items.get(at - 2).operator()) >= 800
                        && !items.get(at - 2).isOperand()) {
            throw new FormulaException(
                    Kind.SYNTAX, "patsy cannot read a sign here", "Put the comparison into I().", source, item.span());
        }
        // A sign takes the whole product behind it, so -a * -b * -c nests although its text does not.
        if (++depth > limits.depth()) {
            throw new FormulaException(
                    Kind.LIMIT,
                    "signs nest deeper than " + limits.depth(),
                    "Raise Limits.depth if this formula is meant.",
                    source,
                    item.span());
        }
        Node inner = climb(SIGN + 1);
        depth--;
        return new Node.Prefix(item.sign(), inner, item.span().to(inner.span()));
    }
}
