package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import java.util.List;
import java.util.Optional;

/**
 * {@code ifelse(condition, yes, no)}: for each row one of two values; missing where the condition or the chosen value
 * is. Two strings give a factor. R: {@code ifelse}; NumPy: {@code where}.
 */
final class Choice {
    private Choice() {}

    static Numbers of(Numbers condition, Numbers yes, Numbers no) {
        boolean same = yes.kind() == no.kind();
        boolean whole = yes.kind() != Kind.NUMBER && no.kind() != Kind.NUMBER;
        return Numbers.one(same ? yes.kind() : whole ? Kind.INTEGER : Kind.NUMBER, block -> {
            double[] c = condition.values().of(block)[0];
            double[] y = yes.values().of(block)[0];
            double[] n = no.values().of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = Double.isNaN(c[i]) ? Double.NaN : c[i] != 0 ? y[i] : n[i];
            }
            return new double[][] {out};
        });
    }

    /** Towards zero. */
    static Bound.Values truncated(Numbers x) {
        return block -> {
            double[] v = x.values().of(block)[0];
            double[] out = new double[block.rows()];
            for (int i = 0; i < out.length; i++) {
                out[i] = v[i] < 0 ? Math.ceil(v[i]) : Math.floor(v[i]);
            }
            return new double[][] {out};
        };
    }

    static Category of(Numbers condition, String yes, String no) {
        return new Category(
                block -> {
                    double[] c = condition.values().of(block)[0];
                    int[] codes = new int[block.rows()];
                    for (int i = 0; i < codes.length; i++) {
                        codes[i] = Double.isNaN(c[i]) ? -1 : c[i] != 0 ? 0 : 1;
                    }
                    return new Coded(codes, new String[] {yes, no});
                },
                Kind.TEXT,
                List.of(),
                Bound.Listed.OPEN,
                false,
                Optional.empty());
    }
}
