package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Node.Op;
import java.util.Comparator;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;

/** Text compared with text, by code point; a missing side gives a missing truth value. */
final class Comparisons {
    private static final Comparator<String> ORDER = Labels.order(Kind.TEXT);

    private Comparisons() {}

    /** Levels against one text; {@code textFirst} when it stands on the left. */
    static Numbers of(Category c, String text, Op op, boolean textFirst) {
        DoubleBinaryOperator holds = Arithmetic.of(op);
        return Numbers.one(Kind.BOOLEAN, block -> {
            Coded coded = c.coder().of(block);
            double[] byCode = new double[coded.dictionary().length];
            for (int k = 0; k < byCode.length; k++) {
                int order = Integer.signum(ORDER.compare(coded.dictionary()[k], text));
                byCode[k] = textFirst ? holds.applyAsDouble(0, order) : holds.applyAsDouble(order, 0);
            }
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = coded.codes()[i] < 0 ? Double.NaN : byCode[coded.codes()[i]];
            }
            return new double[][] {out};
        });
    }

    /** Whether levels are among these texts; a missing one is not. */
    static Numbers within(Category c, Set<String> texts) {
        return Numbers.one(Kind.BOOLEAN, block -> {
            Coded coded = c.coder().of(block);
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                int code = coded.codes()[i];
                out[i] = code >= 0 && texts.contains(coded.dictionary()[code]) ? 1 : 0;
            }
            return new double[][] {out};
        });
    }

    /** Levels against levels, row by row. */
    static Numbers of(Category a, Category b, Op op) {
        DoubleBinaryOperator holds = Arithmetic.of(op);
        return Numbers.one(Kind.BOOLEAN, block -> {
            Coded x = a.coder().of(block);
            Coded y = b.coder().of(block);
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                int c = x.codes()[i];
                int d = y.codes()[i];
                out[i] = c < 0 || d < 0
                        ? Double.NaN
                        : holds.applyAsDouble(ORDER.compare(x.dictionary()[c], y.dictionary()[d]), 0);
            }
            return new double[][] {out};
        });
    }
}
