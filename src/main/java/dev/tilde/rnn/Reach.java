package dev.tilde.rnn;

import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.formula.Role;
import java.util.List;
import java.util.function.ToIntFunction;

/** How many steps from its own a row is told of, by lags, leads and what stands on rows around it. */
final class Reach {
    private Reach() {}

    /** Steps before a row that its predictors read. */
    static int back(DesignSpec design) {
        return ofTerms(design, Reach::back);
    }

    /** The same of predictors and offset. */
    static int backWithOffset(DesignSpec design) {
        return Math.max(back(design), ofFactors(design.role(Role.OFFSET), Reach::back));
    }

    /** Steps behind a row that its predictors and offset read. */
    static int ahead(DesignSpec design) {
        ToIntFunction<Expression.Shift> ahead = Expression.Shift::most;
        return Math.max(ofTerms(design, ahead), ofFactors(design.role(Role.OFFSET), ahead));
    }

    private static int back(Expression.Shift shift) {
        return -shift.least();
    }

    private static int ofTerms(DesignSpec design, ToIntFunction<Expression.Shift> way) {
        return design.predictors().terms().stream()
                .mapToInt(t -> ofFactors(t.term().factors(), way))
                .max()
                .orElse(0);
    }

    private static int ofFactors(List<Factor> factors, ToIntFunction<Expression.Shift> way) {
        return factors.stream().mapToInt(f -> of(f.expression(), way)).max().orElse(0);
    }

    /** Shifts inside each other add up. */
    private static int of(Node node, ToIntFunction<Expression.Shift> way) {
        int own = node instanceof Node.Call c
                ? Expression.Shift.of(c).map(way::applyAsInt).orElse(0)
                : 0;
        int inside = Formula.children(node).stream()
                .mapToInt(child -> of(child, way))
                .max()
                .orElse(0);
        return Math.max(0, own + inside);
    }
}
