package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tech.tablesaw.api.Table;

/**
 * What the model expects at the levels of some columns, averaged over the levels of all other factors with equal weights,
 * other numbers at their means over the rows used: estimated marginal means, effects of a term. R: {@code emmeans}.
 * A number whose effect is asked for is taken at five equal steps from its smallest to its largest value.
 *
 * @param columns whose levels are looked at
 * @param means one for each combination of their levels, the first column's varying fastest
 * @param contrasts all differences of two means, the earlier less the later; plain t tests, not corrected for their number
 */
public record MarginalMeans(List<String> columns, List<Effect> means, List<Effect> contrasts) {
    /** Means beyond which their differences are left out. */
    private static final int MOST_PAIRED = 60;

    public MarginalMeans {
        columns = List.copyOf(columns);
        means = List.copyOf(means);
        contrasts = List.copyOf(contrasts);
    }

    static MarginalMeans of(LinearFit fit, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("name a column of the right side to have means at its levels");
        }
        List<String> focal = Arrays.stream(names)
                .map(n -> ReferenceGrid.column(fit, n))
                .distinct()
                .toList();
        ReferenceGrid grid = new ReferenceGrid(fit, focal);
        Matrix x = fit.design().predictors(grid.data().source()).matrix();
        double[] offset = fit.design().offset(grid.data().source());
        Map<List<Integer>, double[]> sums = new LinkedHashMap<>();
        Map<List<Integer>, Integer> counts = new LinkedHashMap<>();
        int p = x.columns();
        for (int i = 0; i < x.rows(); i++) {
            int row = i;
            List<Integer> key = focal.stream().map(c -> grid.position(c, row)).toList();
            double[] sum = sums.computeIfAbsent(key, k -> new double[p + 1]);
            for (int j = 0; j < p; j++) {
                sum[j] += x.get(i, j);
            }
            sum[p] += offset[i];
            counts.merge(key, 1, Integer::sum);
        }
        List<List<Integer>> keys = new ArrayList<>(sums.keySet());
        keys.sort((a, b) -> {
            for (int k = focal.size() - 1; k >= 0; k--) {
                if (!a.get(k).equals(b.get(k))) {
                    return Integer.compare(a.get(k), b.get(k));
                }
            }
            return 0;
        });
        List<double[]> rows = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        List<Effect> means = new ArrayList<>();
        for (List<Integer> key : keys) {
            int n = counts.get(key);
            double[] mean = Arrays.stream(sums.get(key)).map(v -> v / n).toArray();
            List<String> own = new ArrayList<>();
            for (int k = 0; k < focal.size(); k++) {
                own.add(grid.text(focal.get(k), key.get(k)));
            }
            rows.add(mean);
            levels.add(String.join(", ", own));
            means.add(Effect.of(String.join(", ", own), fit, Arrays.copyOf(mean, p), mean[p]));
        }
        return new MarginalMeans(focal, means, contrasts(fit, rows, levels));
    }

    private static List<Effect> contrasts(LinearFit fit, List<double[]> rows, List<String> levels) {
        List<Effect> out = new ArrayList<>();
        for (int a = 0; a < rows.size() && rows.size() <= MOST_PAIRED; a++) {
            for (int b = a + 1; b < rows.size(); b++) {
                double[] c = new double[rows.get(a).length - 1];
                for (int j = 0; j < c.length; j++) {
                    c[j] = rows.get(a)[j] - rows.get(b)[j];
                }
                double offset = rows.get(a)[c.length] - rows.get(b)[c.length];
                out.add(Effect.of(levels.get(a) + " - " + levels.get(b), fit, c, offset));
            }
        }
        return out;
    }

    /** Columns {@code term, estimate, std.error, statistic, p.value, conf.low, conf.high}. */
    public Table table() {
        return table(means);
    }

    /** The differences, with the columns of {@link #table}. */
    public Table contrastTable() {
        return table(contrasts);
    }

    private static Table table(List<Effect> lines) {
        return Tidy.of("effects")
                .text("term", lines, Effect::name)
                .number("estimate", lines, Effect::estimate)
                .number("std.error", lines, Effect::stdError)
                .number("statistic", lines, Effect::statistic)
                .number("p.value", lines, Effect::pValue)
                .number("conf.low", lines, Effect::low)
                .number("conf.high", lines, Effect::high)
                .table();
    }

    /** Means and differences to print or to render. */
    public Document document() {
        List<Block> blocks = new ArrayList<>(List.of(grid(String.join(", ", columns), "Mean", means)));
        if (!contrasts.isEmpty()) {
            blocks.add(grid("", "Difference", contrasts));
        }
        return AnovaText.document("Marginal means", "other factors averaged, other numbers at their means", blocks);
    }

    private static Grid grid(String first, String what, List<Effect> lines) {
        List<Row> rows = new ArrayList<>();
        for (Effect l : lines) {
            rows.add(Row.of(
                    Kind.PLAIN,
                    Cell.of(l.name()),
                    Cell.of(Numbers.estimate(l.estimate(), l.stdError()), l.estimate()),
                    Cell.of(Numbers.interval(l.low(), l.high(), l.stdError())),
                    Cell.of(Numbers.error(l.stdError()), l.stdError()),
                    Cell.of(Numbers.fixed(l.statistic(), 2), l.statistic()),
                    Cell.of(Numbers.p(l.pValue()), l.pValue())));
        }
        return new Grid(
                "",
                List.of(
                        Column.left(first),
                        Column.right(what).tone(Grid.Tone.STRONG),
                        Column.interval("interval"),
                        Column.right("Std. err"),
                        Column.right("t"),
                        Column.right("p")),
                rows);
    }

    /** {@link #document} as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
