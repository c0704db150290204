package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Small tables to cut. */
final class Panels {
    private Panels() {}

    static Sequences learn(String formula, Dataset data) {
        return learn(formula, data, SequenceSpec.DEFAULTS, Split.Rule.AUTO);
    }

    static Sequences learn(String formula, Dataset data, SequenceSpec spec, Split.Rule rule) {
        return Sequences.learn(
                Formula.parse(formula), data.source(), DesignOptions.DEFAULTS, spec, rule, 1, Structure.Kind.GRU);
    }

    /** Two groups, months; y grows. */
    static Dataset months(int n) {
        double[] t = new double[2 * n];
        double[] y = new double[2 * n];
        double[] x = new double[2 * n];
        String[] id = new String[2 * n];
        for (int g = 0; g < 2; g++) {
            for (int i = 0; i < n; i++) {
                int at = g * n + i;
                id[at] = g == 0 ? "b" : "a";
                t[at] = LocalDate.of(2020, 1, 31)
                        .plusMonths(i)
                        .withDayOfMonth(LocalDate.of(2020, 1, 1).plusMonths(i).lengthOfMonth())
                        .toEpochDay();
                y[at] = Math.exp(0.05 * i + 0.3 * g + 0.2 * Math.sin(i + g));
                x[at] = Math.cos(3.0 * i + g);
            }
        }
        return Dataset.named("months")
                .with("id", id)
                .with(Schema.Column.of("date", Schema.Kind.DATE), t)
                .with("y", y)
                .with("x", x);
    }

    static Dataset without(Dataset d, int... rows) {
        List<Integer> gone = Arrays.stream(rows).boxed().toList();
        return d.rows(i -> !gone.contains(i));
    }
}
