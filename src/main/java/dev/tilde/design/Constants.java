package dev.tilde.design;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import dev.tilde.text.Decimals;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Nodes read as constants: numbers, truth values, levels, lists of them. Signs and arithmetic of numbers are folded. */
final class Constants {
    private Constants() {}

    /** {@code TRUE} or {@code False} and, where R reads, {@code T} or {@code F}; else null. */
    static @Nullable Boolean truth(String word, Conventions.Reading reading) {
        boolean letter = reading == Conventions.Reading.R && (word.equals("T") || word.equals("F"));
        return letter ? Boolean.valueOf(word.equals("T")) : truth(word);
    }

    static @Nullable Boolean truth(String word) {
        return switch (word) {
            case "TRUE", "True" -> Boolean.TRUE;
            case "FALSE", "False" -> Boolean.FALSE;
            default -> null;
        };
    }

    /** {@code Inf}, as in {@code cut(x, c(0, 10, Inf))}. */
    static boolean isInfinity(Node.Name name) {
        return name.name().equals("Inf") && name.quoting() == Node.Quoting.NONE;
    }

    static @Nullable String label(Node n) {
        if (n instanceof Node.Text t) {
            return t.value();
        }
        if (n instanceof Node.Name name && truth(name.name()) != null) {
            return Boolean.TRUE.equals(truth(name.name())) ? "True" : "False";
        }
        Double v = number(n);
        return v == null ? null : Decimals.shortest(v);
    }

    /** The value of a constant expression of numbers, or null. */
    static @Nullable Double number(Node n) {
        if (n instanceof Node.Numeral number) {
            return number.value();
        }
        if (n instanceof Node.Name name && isInfinity(name)) {
            return Double.POSITIVE_INFINITY;
        }
        if (n instanceof Node.Group g) {
            return number(g.inner());
        }
        if (n instanceof Node.Prefix p && p.isSign()) {
            Double v = number(p.operand());
            return v == null ? null : p.sign() == '-' ? Double.valueOf(-v) : v;
        }
        if (n instanceof Node.Power p) {
            Double base = number(p.base());
            Double exponent = number(p.exponent());
            return base == null || exponent == null ? null : Double.valueOf(StrictMath.pow(base, exponent));
        }
        if (n instanceof Node.Chain c) {
            Double v = number(c.operands().get(0));
            for (int i = 0; v != null && i < c.operators().size(); i++) {
                Double w = number(c.operands().get(i + 1));
                Op op = c.operators().get(i);
                v = w == null || op.compares() || op == Op.AND || op == Op.OR || op == Op.IN || op == Op.INTERACT
                        ? null
                        : Double.valueOf(Arithmetic.of(op).applyAsDouble(v, w));
            }
            return v;
        }
        return null;
    }

    /** The items of {@code [a, b]} or {@code c(a, b)}. */
    static Optional<List<Node>> items(Node n) {
        return n instanceof Node.Sequence s
                ? Optional.of(s.items())
                : n instanceof Node.Call c && c.function().equals("c")
                        ? Optional.of(Formula.children(c))
                        : Optional.empty();
    }

    /** Whether this is a list of constants, as {@code c(1, 2)}. */
    static boolean isList(Node n) {
        return items(n).map(all -> all.stream().allMatch(i -> label(i) != null)).orElse(false);
    }
}
