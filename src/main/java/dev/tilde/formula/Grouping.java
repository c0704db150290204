package dev.tilde.formula;

import java.util.ArrayList;
import java.util.List;

/** Brackets for trees that were not parsed: around every operand that binds no tighter than what it stands in. */
final class Grouping {
    private static final int NOT = 3;
    private static final int PREFIX = 9;
    private static final int POWER = 10;
    private static final int ATOM = 11;

    private Grouping() {}

    static Node of(Node node) {
        if (node instanceof Node.Chain c) {
            int level = level(c);
            List<Node> operands = new ArrayList<>();
            c.operands().forEach(o -> operands.add(above(level, o)));
            return new Node.Chain(operands, c.operators(), c.span());
        }
        if (node instanceof Node.Prefix p) {
            return new Node.Prefix(p.sign(), above(p.sign() == '!' ? NOT : PREFIX, p.operand()), p.span());
        }
        if (node instanceof Node.Power p) {
            return new Node.Power(above(POWER, p.base()), above(POWER, p.exponent()), p.caret(), p.span());
        }
        if (node instanceof Node.Group g) {
            return new Node.Group(g.bracket(), of(g.inner()), g.span());
        }
        if (node instanceof Node.Call c) {
            List<Node.Argument> arguments = new ArrayList<>();
            c.arguments().forEach(a -> arguments.add(new Node.Argument(a.keyword(), of(a.value()))));
            return new Node.Call(c.function(), arguments, c.name(), c.span());
        }
        return node;
    }

    private static Node above(int level, Node operand) {
        Node inner = of(operand);
        return level(inner) > level ? inner : new Node.Group('(', inner, inner.span());
    }

    /** How tight the operators of a node bind, as the rules of the grammar follow each other. */
    private static int level(Node node) {
        if (node instanceof Node.Chain c) {
            return switch (c.operators().get(0)) {
                case OR -> 1;
                case AND -> 2;
                case LESS, AT_MOST, GREATER, AT_LEAST, EQUAL, UNEQUAL -> 4;
                case ADD, REMOVE -> 5;
                case CROSS, NEST, REMAINDER, FLOOR -> 6;
                case IN, MODULO, QUOTIENT -> 7;
                case INTERACT -> 8;
                case POWER -> POWER;
            };
        }
        if (node instanceof Node.Prefix p) {
            return p.sign() == '!' ? NOT : PREFIX;
        }
        return node instanceof Node.Power ? POWER : ATOM;
    }
}
