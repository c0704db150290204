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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * What the model expects at the levels of some columns, averaged over the levels of all other factors with equal weights,
 * other numbers at their means over the rows used: estimated marginal means, effects of a term. R: {@code emmeans}.
 * A number whose effect is asked for is taken at five equal steps from its smallest to its largest value.
 *
 * <p>Means are compared in pairs, p and intervals of all pairs together by {@link Adjustment#TUKEY} unless {@link #with}
 * says otherwise. Means and pairs that the data cannot estimate have NaN and do not count among them.
 */
public final class MarginalMeans {
    /** Means beyond which their differences are left out. */
    private static final int MOST_PAIRED = 60;

    private final List<String> columns;
    private final List<Effect> means;
    /** Not adjusted. */
    private final List<Effect> plain;

    private final Adjustment adjustment;
    private final Adjustment.Family family;
    private final double level;
    private @Nullable List<Effect> contrasts;

    private MarginalMeans(
            List<String> columns,
            List<Effect> means,
            List<Effect> plain,
            Adjustment adjustment,
            Adjustment.Family family,
            double level) {
        this.columns = List.copyOf(columns);
        this.means = List.copyOf(means);
        this.plain = List.copyOf(plain);
        this.adjustment = adjustment;
        this.family = family;
        this.level = level;
    }

    /** The columns whose levels are looked at. */
    public List<String> columns() {
        return columns;
    }

    /** One mean for each combination of their levels, the first column's varying fastest; each interval by itself. */
    public List<Effect> means() {
        return means;
    }

    /**
     * All differences of two means, the earlier less the later, adjusted for their number; none of more than 60 means. R:
     * {@code pairs(emmeans(fit, spec))}.
     */
    public synchronized List<Effect> contrasts() {
        if (contrasts == null) {
            double[] p = adjustment.pValues(
                    plain.stream().mapToDouble(Effect::statistic).toArray(), family);
            double width = plain.isEmpty() ? Double.NaN : adjustment.width(level, family);
            List<Effect> adjusted = new ArrayList<>();
            for (int i = 0; i < p.length; i++) {
                adjusted.add(plain.get(i).with(p[i], width));
            }
            contrasts = List.copyOf(adjusted);
        }
        return contrasts;
    }

    /** How the differences allow for their number. */
    public Adjustment adjustment() {
        return adjustment;
    }

    /** The same means, their differences adjusted in another way. */
    public MarginalMeans with(Adjustment other) {
        return new MarginalMeans(columns, means, plain, other, family, level);
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
        List<Effect> contrasts = contrasts(fit, rows, levels);
        return new MarginalMeans(
                focal,
                means,
                contrasts,
                Adjustment.TUKEY,
                family(fit, rows, contrasts),
                fit.model().level());
    }

    /** Of the pairs that have an estimate. */
    private static Adjustment.Family family(LinearFit fit, List<double[]> rows, List<Effect> contrasts) {
        Set<Integer> compared = new HashSet<>();
        List<double[]> vectors = new ArrayList<>();
        int at = 0;
        for (int a = 0; a < rows.size() && !contrasts.isEmpty(); a++) {
            for (int b = a + 1; b < rows.size(); b++) {
                if (!Double.isNaN(contrasts.get(at++).estimate())) {
                    vectors.add(fit.coordinates().of(difference(rows.get(a), rows.get(b))));
                    compared.addAll(List.of(a, b));
                }
            }
        }
        int rank = Wald.extension(List.of(), vectors, compared.size()).size();
        return new Adjustment.Family(compared.size(), vectors.size(), rank, fit.dfResidual());
    }

    /** Of the weights, without the offset behind them. */
    private static double[] difference(double[] a, double[] b) {
        double[] c = new double[a.length - 1];
        for (int j = 0; j < c.length; j++) {
            c[j] = a[j] - b[j];
        }
        return c;
    }

    private static List<Effect> contrasts(LinearFit fit, List<double[]> rows, List<String> levels) {
        List<Effect> out = new ArrayList<>();
        for (int a = 0; a < rows.size() && rows.size() <= MOST_PAIRED; a++) {
            for (int b = a + 1; b < rows.size(); b++) {
                double[] c = difference(rows.get(a), rows.get(b));
                double offset = rows.get(a)[c.length] - rows.get(b)[c.length];
                out.add(Effect.of(levels.get(a) + " - " + levels.get(b), fit, c, offset));
            }
        }
        return out;
    }

    /** Columns {@code term, estimate, std.error, statistic, p.value, conf.low, conf.high}. */
    public Table table() {
        return table(means, "p.value");
    }

    /** The differences, with the columns of {@link #table}; {@code adj.p.value} for an adjusted p, as broom has it. */
    public Table contrastTable() {
        return table(contrasts(), adjustment == Adjustment.NONE ? "p.value" : "adj.p.value");
    }

    private static Table table(List<Effect> lines, String p) {
        return Tidy.of("effects")
                .text("term", lines, Effect::name)
                .number("estimate", lines, Effect::estimate)
                .number("std.error", lines, Effect::stdError)
                .number("statistic", lines, Effect::statistic)
                .number(p, lines, Effect::pValue)
                .number("conf.low", lines, Effect::low)
                .number("conf.high", lines, Effect::high)
                .table();
    }

    /** Means and differences to print or to render. */
    public Document document() {
        List<Block> blocks = new ArrayList<>(List.of(grid("", String.join(", ", columns), "Mean", means)));
        if (!plain.isEmpty()) {
            String caption = "Differences: " + adjustment.text(family) + ".";
            blocks.add(grid(caption, "", "Difference", contrasts()));
        }
        return AnovaText.document("Marginal means", "other factors averaged, other numbers at their means", blocks);
    }

    private static Grid grid(String caption, String first, String what, List<Effect> lines) {
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
                caption,
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
