package dev.tilde.linear;

import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import dev.tilde.linear.Averages.Average;
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
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * What the model expects at the levels of some columns, averaged over the levels of all other factors with equal weights,
 * other numbers at their means over the rows used: estimated marginal means, effects of a term. R: {@code emmeans}.
 * A number whose effect is asked for is taken at five equal steps from its smallest to its largest value.
 *
 * <p>Of a generalised linear model they are averages of the linear predictor or of the mean of each combination, as
 * {@link EffectScale} says; {@link #transformed} takes averages of the linear predictor back to the scale of the response.
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
    private final Shown shown;
    private @Nullable List<Effect> contrasts;

    private MarginalMeans(
            List<String> columns,
            List<Effect> means,
            List<Effect> plain,
            Adjustment adjustment,
            Adjustment.Family family,
            Shown shown) {
        this.columns = List.copyOf(columns);
        this.means = List.copyOf(means);
        this.plain = List.copyOf(plain);
        this.adjustment = adjustment;
        this.family = family;
        this.shown = shown;
    }

    /**
     * What the numbers are.
     *
     * @param level of intervals
     * @param transformed whether linear predictors are shown as means
     * @param z whether the dispersion is known
     */
    private record Shown(double level, Link link, EffectScale scale, boolean transformed, boolean z) {
        static Shown of(Averages a) {
            return new Shown(a.level(), a.link(), a.scale(), false, a.df() == Double.POSITIVE_INFINITY);
        }

        Shown back() {
            return new Shown(level, link, scale, scale == EffectScale.LINK && link != Links.IDENTITY, z);
        }

        boolean ratios() {
            return transformed && (link == Links.LOG || link == Links.LOGIT);
        }

        private boolean predictors() {
            return scale == EffectScale.LINK && link != Links.IDENTITY;
        }

        String subtitle() {
            String on = transformed
                    ? "; back from the " + link.label() + " scale"
                    : predictors()
                            ? "; on the " + link.label() + " scale"
                            : scale == EffectScale.LINK ? "" : "; means of the response";
            return "other factors averaged, other numbers at their means" + on;
        }

        String mean() {
            return predictors() && !transformed ? "Predictor" : "Mean";
        }

        String difference() {
            return !ratios() ? "Difference" : link == Links.LOGIT ? "Odds ratio" : "Ratio";
        }
    }

    /** The columns whose levels are looked at. */
    public List<String> columns() {
        return columns;
    }

    /** One mean for each combination of their levels, the first column's varying fastest; each interval by itself. */
    public List<Effect> means() {
        return shown.transformed
                ? means.stream().map(m -> m.transformed(shown.link)).toList()
                : means;
    }

    /**
     * All differences of two means, the earlier less the later, adjusted for their number; none of more than 60 means. R:
     * {@code pairs(emmeans(fit, spec))}.
     */
    public synchronized List<Effect> contrasts() {
        if (contrasts == null) {
            double[] p = adjustment.pValues(
                    plain.stream().mapToDouble(Effect::statistic).toArray(), family);
            double width = plain.isEmpty() ? Double.NaN : adjustment.width(shown.level, family);
            List<Effect> adjusted = new ArrayList<>();
            for (int a = 0; a < means.size() && adjusted.size() < p.length; a++) {
                for (int b = a + 1; b < means.size(); b++) {
                    int i = adjusted.size();
                    Effect own = plain.get(i).with(p[i], width);
                    String ratio = means.get(a).name() + " / " + means.get(b).name();
                    adjusted.add(shown.ratios() ? own.ratio(ratio) : own);
                }
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
        return new MarginalMeans(columns, means, plain, other, family, shown);
    }

    /**
     * Averages of the linear predictor as means of the response: g^-1(eta), its error |dmu/deta| times that of eta, its interval
     * g^-1 of that of eta, statistic and p those of eta. Differences become ratios of means for the link log, odds ratios for
     * logit, and stay differences of linear predictors for others. What is on the scale of the response stays as it is. R:
     * {@code emmeans(fit, spec, type = "response")}.
     */
    public MarginalMeans transformed() {
        return new MarginalMeans(columns, means, plain, adjustment, family, shown.back());
    }

    static MarginalMeans of(Averages averages, String... names) {
        if (names.length == 0) {
            throw new IllegalArgumentException("name a column of the right side to have means at its levels");
        }
        DesignSpec spec = averages.spec();
        List<String> focal = Arrays.stream(names)
                .map(n -> ReferenceGrid.column(spec, n))
                .distinct()
                .toList();
        ReferenceGrid grid = new ReferenceGrid(spec, averages.source(), focal);
        Matrix x = spec.predictors(grid.data().source()).matrix();
        double[] offset = spec.offset(grid.data().source());
        // Of two keys that of the last column counts first, so that the first column's levels vary fastest.
        Comparator<List<Integer>> order = (a, b) -> {
            int k = focal.size() - 1;
            while (k > 0 && a.get(k).equals(b.get(k))) {
                k--;
            }
            return Integer.compare(a.get(k), b.get(k));
        };
        Map<List<Integer>, List<Integer>> rows = new TreeMap<>(order);
        for (int i = 0; i < x.rows(); i++) {
            int row = i;
            List<Integer> key = focal.stream().map(c -> grid.position(c, row)).toList();
            rows.computeIfAbsent(key, k -> new ArrayList<>()).add(i);
        }
        List<Average> means = new ArrayList<>();
        List<String> levels = new ArrayList<>();
        rows.forEach((key, own) -> {
            List<String> texts = new ArrayList<>();
            for (int k = 0; k < focal.size(); k++) {
                texts.add(grid.text(focal.get(k), key.get(k)));
            }
            levels.add(String.join(", ", texts));
            means.add(averages.of(
                    x, offset, own.stream().mapToInt(Integer::intValue).toArray()));
        });
        List<Effect> lines = new ArrayList<>();
        for (int k = 0; k < means.size(); k++) {
            lines.add(averages.effect(levels.get(k), means.get(k)));
        }
        return paired(focal, averages, means, levels, lines);
    }

    private static MarginalMeans paired(
            List<String> focal, Averages averages, List<Average> means, List<String> levels, List<Effect> lines) {
        List<Effect> contrasts = new ArrayList<>();
        List<Average> known = new ArrayList<>();
        Set<Integer> compared = new HashSet<>();
        for (int a = 0; a < means.size() && means.size() <= MOST_PAIRED; a++) {
            for (int b = a + 1; b < means.size(); b++) {
                Average difference = averages.difference(means.get(a), means.get(b));
                contrasts.add(averages.effect(levels.get(a) + " - " + levels.get(b), difference));
                if (!Double.isNaN(difference.value())) {
                    known.add(difference);
                    compared.addAll(List.of(a, b));
                }
            }
        }
        Adjustment.Family family = new Adjustment.Family(
                compared.size(), known.size(), averages.rank(known, compared.size()), averages.df());
        return new MarginalMeans(focal, lines, contrasts, Adjustment.TUKEY, family, Shown.of(averages));
    }

    /** Columns {@code term, estimate, std.error, statistic, p.value, conf.low, conf.high}. */
    public Table table() {
        return table(means(), "p.value");
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
        List<Block> blocks =
                new ArrayList<>(List.of(grid("", String.join(", ", columns), shown.mean(), shown, means())));
        if (!plain.isEmpty()) {
            String caption = (shown.ratios() ? "Ratios: " : "Differences: ") + adjustment.text(family) + ".";
            blocks.add(grid(caption, "", shown.difference(), shown, contrasts()));
        }
        return AnovaText.document("Marginal means", shown.subtitle(), blocks);
    }

    private static Grid grid(String caption, String first, String what, Shown shown, List<Effect> lines) {
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
                        Column.right(shown.z ? "z" : "t"),
                        Column.right("p")),
                rows);
    }

    /** {@link #document} as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
