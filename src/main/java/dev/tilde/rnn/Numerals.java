package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Constants in the text of a formula. */
final class Numerals {
    private Numerals() {}

    /** The number, or null when it is none. */
    static @Nullable Double constant(Node n) {
        if (n instanceof Node.Numeral v) {
            return v.value();
        }
        if (n instanceof Node.Group g) {
            return constant(g.inner());
        }
        if (n instanceof Node.Prefix p && p.sign() != '!') {
            Double inner = constant(p.operand());
            return inner == null ? null : p.sign() == '-' ? Double.valueOf(-inner) : inner;
        }
        return null;
    }

    /** The whole numbers of {@code 3}, {@code 1:3}, {@code c(1, 3)} or {@code [1, 3]}, or null when it is something else. */
    static int @Nullable [] wholes(Node n) {
        if (n instanceof Node.Group g) {
            return wholes(g.inner());
        }
        if (n instanceof Node.Chain c
                && c.operands().size() == 2
                && c.operators().get(0) == Op.INTERACT) {
            Double from = constant(c.operands().get(0));
            Double to = constant(c.operands().get(1));
            if (from == null || to == null || Math.abs(to - from) > 100_000) {
                return null;
            }
            int step = to < from ? -1 : 1;
            int first = from.intValue();
            return IntStream.rangeClosed(0, Math.abs(to.intValue() - first))
                    .map(i -> first + i * step)
                    .toArray();
        }
        boolean list = n instanceof Node.Sequence
                || n instanceof Node.Call c && c.function().equals("c");
        List<Node> items = list ? Formula.children(n) : List.of(n);
        IntStream.Builder all = IntStream.builder();
        for (Node item : items) {
            Double v = constant(item);
            int[] some = list && v == null ? wholes(item) : v == null ? null : new int[] {v.intValue()};
            if (some == null) {
                return null;
            }
            IntStream.of(some).forEach(all);
        }
        return all.build().toArray();
    }
}
