package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions.Spelling;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Levels made from values that are not text. */
final class Categories {
    private Categories() {}

    /** Truth values as two levels, false first. */
    static Category logical(Numbers n, Spelling spelling) {
        List<String> labels = Labels.logical(spelling);
        String[] dictionary = labels.toArray(String[]::new);
        return new Category(
                block -> {
                    double[] v = n.values().of(block)[0];
                    int[] codes = new int[block.rows()];
                    for (int i = 0; i < codes.length; i++) {
                        codes[i] = Double.isNaN(v[i]) ? -1 : v[i] != 0 ? 1 : 0;
                    }
                    return new Coded(codes, dictionary);
                },
                Kind.BOOLEAN,
                labels,
                Bound.Listed.OPEN,
                false,
                Optional.empty());
    }

    /** Every different number one level; 0 and -0 are the same. */
    static Category ofNumbers(Numbers n, Spelling spelling) {
        return new Category(
                block -> {
                    double[] v = n.values().of(block)[0];
                    int[] codes = new int[block.rows()];
                    Map<Double, Integer> seen = new HashMap<>();
                    List<String> dictionary = new ArrayList<>();
                    for (int i = 0; i < codes.length; i++) {
                        codes[i] = -1;
                        if (!Double.isNaN(v[i])) {
                            double value = v[i] == 0 ? 0.0 : v[i];
                            Integer code = seen.get(value);
                            if (code == null) {
                                code = dictionary.size();
                                seen.put(value, code);
                                dictionary.add(label(n.kind(), value, spelling));
                            }
                            codes[i] = code;
                        }
                    }
                    return new Coded(codes, dictionary.toArray(String[]::new));
                },
                isDate(n.kind()) ? Kind.TEXT : n.kind(),
                List.of(),
                Bound.Listed.OPEN,
                false,
                Optional.empty());
    }

    /** Levels by their positions. */
    static Category ofCodes(Bound.Values values, Leveled leveled) {
        String[] dictionary = leveled.levels().toArray(String[]::new);
        return new Category(
                block -> {
                    double[] v = values.of(block)[0];
                    int[] codes = new int[block.rows()];
                    for (int i = 0; i < codes.length; i++) {
                        codes[i] = Double.isNaN(v[i]) ? -1 : (int) v[i];
                    }
                    return new Coded(codes, dictionary);
                },
                Kind.TEXT,
                leveled.levels(),
                Bound.Listed.OPEN,
                leveled.ordered(),
                Optional.empty());
    }

    static boolean isDate(Kind kind) {
        return kind == Kind.DATE || kind == Kind.DATE_TIME || kind == Kind.TIME;
    }

    /** Dates as ISO 8601, whose order as text is that of time. */
    private static String label(Kind kind, double v, Spelling spelling) {
        return isDate(kind) ? kind.text(v) : Labels.number(v, kind == Kind.INTEGER, spelling);
    }
}
