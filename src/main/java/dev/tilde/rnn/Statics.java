package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Terms;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Columns that do not vary inside sequences. */
final class Statics {
    private Statics() {}

    /** Those of the right side. */
    static List<String> of(Terms terms, Panel panel) {
        Set<String> names = new LinkedHashSet<>();
        terms.predictors().forEach(t -> t.factors().forEach(f -> names.addAll(Formula.names(f.expression()))));
        return names.stream()
                .filter(n -> panel.columns().find(n) >= 0 && isStatic(panel, n))
                .toList();
    }

    private static boolean isStatic(Panel panel, String name) {
        double[] v = panel.columns().numbers(panel.columns().find(name));
        boolean compared = false;
        for (int s = 0; s < panel.count(); s++) {
            double value = Double.NaN;
            for (int i = panel.starts()[s]; i < panel.starts()[s + 1]; i++) {
                if (!Double.isNaN(v[i]) && !Double.isNaN(value) && v[i] != value) {
                    return false;
                }
                compared |= !Double.isNaN(v[i]) && !Double.isNaN(value);
                value = Double.isNaN(v[i]) ? value : v[i];
            }
        }
        return compared;
    }

    /** Rows that were put in know what does not vary; cells that are not there need to know nothing. */
    static Panel carried(Panel panel, List<String> statics) {
        Columns columns = panel.columns();
        if (panel.width() > 0 || Arrays.stream(panel.rows()).noneMatch(r -> r < 0)) {
            return panel;
        }
        for (String name : statics) {
            int at = columns.find(name);
            columns = columns.with(at, Panel.carried(columns.numbers(at), panel.rows(), panel.starts()));
        }
        return panel.with(columns);
    }
}
