package dev.tilde.formula;

import dev.tilde.formula.Node.Argument;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Node.Quoting;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Trees of formulas from Java code, for {@link Formula#of}. Names need no quoting and cannot be taken for anything
 * else, so column names from outside are safe here.
 *
 * <pre>{@code
 * import static dev.tilde.formula.Expressions.*;
 * Formula f = Formula.of(name("y"), sum(name("x"), cross(name("a"), call("log", name("odd name")))));
 * f.toString()                                          // y ~ x + a * log(`odd name`)
 * f.equals(Formula.parse("y ~ x + a*log(`odd name`)"))   // true
 * }</pre>
 */
public final class Expressions {
    private static final Span NOWHERE = new Span(0, 0);

    private Expressions() {}

    /** A column of exactly this name. */
    public static Node name(String column) {
        return new Node.Name(column, Canonical.name(column).equals(column) ? Quoting.NONE : Quoting.BACKTICKS, NOWHERE);
    }

    /**
     * A number: 0 and 1 stand for the intercept where terms are joined.
     *
     * @throws IllegalArgumentException if it is infinite or NaN
     */
    public static Node number(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("a formula holds finite numbers, not " + value);
        }
        Node positive = new Node.Numeral(Math.abs(value), Decimals.shortest(Math.abs(value)), NOWHERE);
        return value < 0 ? new Node.Prefix('-', positive, NOWHERE) : positive;
    }

    /** A string, for an argument. */
    public static Node text(String value) {
        return new Node.Text(value, '\'' + value.replace("\\", "\\\\").replace("'", "\\'") + '\'', NOWHERE);
    }

    /** {@code .}: all other columns. */
    public static Node dot() {
        return new Node.Dot(NOWHERE);
    }

    /** A call, as {@code call("log", name("x"))}. */
    public static Node call(String function, Node... arguments) {
        List<Argument> all = new ArrayList<>();
        for (Node a : arguments) {
            all.add(new Argument("", a));
        }
        return new Node.Call(function, all, NOWHERE, NOWHERE);
    }

    /** The call with one argument more, named: {@code with(call("bs", name("x")), "df", number(4))}. */
    public static Node with(Node call, String keyword, Node value) {
        if (!(call instanceof Node.Call c)) {
            throw new IllegalArgumentException("only a call takes arguments");
        }
        List<Argument> all = new ArrayList<>(c.arguments());
        all.add(new Argument(keyword, value));
        return new Node.Call(c.function(), all, NOWHERE, NOWHERE);
    }

    /** {@code a + b + ...}; a number or a column where there is but one. */
    public static Node sum(Node... terms) {
        return chain(Op.ADD, terms);
    }

    /** {@code a + b + ...} of any number of terms; {@code 1} for none. */
    public static Node sum(List<Node> terms) {
        return terms.isEmpty() ? number(1) : chain(Op.ADD, terms.toArray(Node[]::new));
    }

    /** {@code left - right}. */
    public static Node minus(Node left, Node right) {
        return chain(Op.REMOVE, left, right);
    }

    /** {@code a:b:...}. */
    public static Node interaction(Node... factors) {
        return chain(Op.INTERACT, factors);
    }

    /** {@code a * b * ...}: in a term all main effects and interactions, in a call the product. */
    public static Node cross(Node... factors) {
        return chain(Op.CROSS, factors);
    }

    /** {@code outer / inner}: in a term nesting, in a call the quotient. */
    public static Node nest(Node outer, Node inner) {
        return chain(Op.NEST, outer, inner);
    }

    /** {@code base ^ n}: in a term all interactions up to order n, in a call the power. */
    public static Node power(Node base, double n) {
        return new Node.Power(base, number(n), true, NOWHERE);
    }

    /** A comparison, as {@code compare(name("x"), Op.GREATER, number(2))}; in a term of its own brackets. */
    public static Node compare(Node left, Op op, Node right) {
        if (!op.compares()) {
            throw new IllegalArgumentException(op.symbol() + " compares nothing");
        }
        return new Node.Group('(', chain(op, left, right), NOWHERE);
    }

    private static Node chain(Op op, Node... operands) {
        if (operands.length == 0) {
            throw new IllegalArgumentException("\"" + op.symbol() + "\" needs an operand");
        }
        return operands.length == 1
                ? operands[0]
                : new Node.Chain(Arrays.asList(operands), Collections.nCopies(operands.length - 1, op), NOWHERE);
    }
}
