package dev.tilde.design;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;

/**
 * The rows that an expression reads, counted from the row it stands in.
 *
 * @param least of the earliest, 0 or negative for rows before
 * @param most of the latest
 */
record Reach(int least, int most) {
    /** The row itself. */
    static final Reach NONE = new Reach(0, 0);

    /** @param vocabulary may have functions of its own under the names of the language */
    static Reach of(Formula formula, Node node, Vocabulary vocabulary) {
        if (node instanceof Node.Call c
                && RowCalls.knows(c.function())
                && vocabulary.transform(c.function()).isEmpty()) {
            Arguments args = new Arguments(formula, c.function(), c.arguments(), c);
            RowFunction f = RowCalls.function(args);
            Reach inside = of(formula, RowCalls.argument(args), vocabulary);
            return new Reach(inside.least + f.least(), inside.most + f.most());
        }
        return Formula.children(node).stream()
                .filter(child -> !Formula.names(child).isEmpty())
                .map(child -> of(formula, child, vocabulary))
                .reduce(Reach::and)
                .orElse(NONE);
    }

    Reach and(Reach other) {
        return new Reach(Math.min(least, other.least), Math.max(most, other.most));
    }

    int before() {
        return Math.max(0, -least);
    }

    int after() {
        return Math.max(0, most);
    }
}
