package dev.tilde.rnn;

import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Role;
import dev.tilde.report.Numbers;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/** Changes a column of the table row by row and sees how predictions answer; see {@link Effects}. */
final class Impulses {
    /** Origins that are tried, and at most so many tables for each change. */
    private static final int ORIGINS = 200;

    private static final int TABLES = 10;
    private static final int MOST_LEVELS = 30;

    /** A value of the column at an origin, by the one it has; the first setting is compared with. */
    private record Setting(String change, DoubleUnaryOperator value) {}

    private record Origin(int sequence, int step) {}

    private final RnnFit fit;
    private final String column;
    private final Workers workers;
    private final Columns columns;
    private final int at;
    private final List<Setting> settings;
    private final Sequences base;
    private final List<Core> cores;
    private final int lags;
    private final int lookahead;
    private final int bases;

    private Impulses(RnnFit fit, Source source, String column, int lags, Workers workers) {
        this.fit = fit;
        this.column = column;
        this.workers = workers;
        SequenceLayout layout = fit.layout;
        refuse(lags);
        this.columns = layout.read(source);
        this.at = columns.find(column);
        this.settings = settings();
        this.base = layout.sequences(source);
        this.lookahead = Ahead.lookahead(layout);
        this.bases = layout.responses().bases().size();
        int longest = 0;
        for (int s = 0; s < base.count(); s++) {
            longest = Math.max(longest, base.length(s));
        }
        this.lags = Math.min(lags, longest - 1 - layout.longestLag() - lookahead);
        if (this.lags < 0) {
            throw new IllegalArgumentException("no sequence is long enough to see what follows a change of " + column);
        }
        this.cores = new ArrayList<>(List.of(fit.core));
        if (fit.core instanceof NetworkCore all && all.networks.size() > 1) {
            all.networks.forEach(
                    n -> cores.add(new NetworkCore(all.linear, List.of(n), base.inputs(), base.outputs())));
        }
    }

    static Effects of(RnnFit fit, Source source, String column, int lags) {
        try (Workers workers = new Workers(fit.model.training().processors())) {
            Impulses impulses = new Impulses(fit, source, column, lags, workers);
            return fit.layout.isLast() ? impulses.fromTheEnd() : impulses.onward();
        }
    }

    private void refuse(int lags) {
        SequenceLayout layout = fit.layout;
        if (lags < 0) {
            throw new IllegalArgumentException("lags count from 0, got " + lags);
        }
        if (layout.spec().isGrid() || fit.core.looksAhead() && !layout.isLast()) {
            throw fit.onward()
                    .refused(
                            "effects follow a change forward in time, and this network reads rows on both sides of a step",
                            "importance() says what terms are worth, by lag.");
        }
        Set<String> read =
                new LinkedHashSet<>(layout.design().variables(layout.design().predictors()));
        layout.design().role(Role.OFFSET).forEach(f -> read.addAll(Formula.names(f.expression())));
        read.remove(SequenceLayout.ROWS);
        if (!read.contains(column)) {
            String near = Names.didYouMean(column, read);
            throw new IllegalArgumentException("the model reads no column " + column
                    + (near.isEmpty() ? "; it reads " + Names.list(List.copyOf(read), 10) : ". " + near));
        }
        SequenceSpec spec = layout.spec();
        if (spec.by().contains(column) || spec.order().contains(column)) {
            throw new IllegalArgumentException(
                    column + " says which rows are a sequence and in which order, so it cannot change at one step");
        }
        if (spec.statics().contains(column)) {
            throw new IllegalArgumentException(column + " does not vary inside sequences, so the model has not seen it"
                    + " change at one step; compare the predictions of two tables instead");
        }
    }

    private List<Setting> settings() {
        Schema.Column c = columns.column(at);
        double[] cells = columns.numbers(at);
        double[] known = Arrays.stream(cells)
                .filter(v -> !Double.isNaN(v))
                .distinct()
                .sorted()
                .toArray();
        if (known.length < 2) {
            throw new IllegalArgumentException(column + " does not vary");
        }
        boolean factor = fit.design().factors().stream()
                .anyMatch(info -> !(info instanceof FactorInfo.Numeric)
                        && Formula.names(info.factor().expression()).contains(column));
        if (c.kind().isNumber() && !factor) {
            double sd = sd(cells);
            return List.of(new Setting("", v -> v), new Setting("+" + Numbers.significant(sd, 3), v -> v + sd));
        }
        if (c.kind() == Schema.Kind.DATE || c.kind() == Schema.Kind.DATE_TIME || c.kind() == Schema.Kind.TIME) {
            throw new IllegalArgumentException(column + " is a time, which cannot change at one step");
        }
        double[] levels = c.kind() == Schema.Kind.TEXT ? ordered(c, known) : known;
        if (levels.length > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    column + " has " + levels.length + " levels; effects are told for up to " + MOST_LEVELS);
        }
        List<Setting> all = new ArrayList<>();
        for (double level : levels) {
            String change = word(levels[0]) + " to " + word(level);
            all.add(new Setting(all.isEmpty() ? "" : change, v -> level));
        }
        return all;
    }

    /** The codes of levels as they are declared, else by their text. */
    private double[] ordered(Schema.Column c, double[] codes) {
        Comparator<Double> declared = Comparator.comparingInt(v -> c.levels().indexOf(word(v)));
        return Arrays.stream(codes)
                .boxed()
                .sorted(declared.thenComparing(this::word))
                .mapToDouble(Double::doubleValue)
                .toArray();
    }

    private String word(double v) {
        Schema.Column c = columns.column(at);
        return c.kind() == Schema.Kind.TEXT ? columns.dictionary(at)[(int) v] : c.text(v);
    }

    /** The standard deviation of those that are there. */
    private static double sd(double[] cells) {
        double[] known = Arrays.stream(cells).filter(v -> !Double.isNaN(v)).toArray();
        double mean = Arrays.stream(known).average().orElseThrow();
        return Math.sqrt(Arrays.stream(known).map(v -> (v - mean) * (v - mean)).sum() / (known.length - 1));
    }

    /** Sequences in which some rows have a setting. */
    private Sequences set(Setting setting, List<Origin> origins) {
        double[] cells = columns.numbers(at).clone();
        for (Origin o : origins) {
            int row = (int) base.rows(o.sequence())[o.step()];
            cells[row] = setting.value().applyAsDouble(cells[row]);
        }
        return fit.layout.sequences(
                columns.with(at, cells).dataset(null, c -> true).source());
    }

    private boolean isThere(int s, int t) {
        long row = base.rows(s)[t];
        return row >= 0 && !Double.isNaN(columns.numbers(at)[(int) row]) && base.hasHistory(t - lookahead);
    }

    // one response for every step

    /** Origins of one table are so far apart that what one changes is over, in the inputs, where the next begins. */
    private List<List<Origin>> phases() {
        int apart = lags + lookahead + Ahead.reach(fit.layout) + 1;
        int phases = Math.min(TABLES, apart);
        List<List<Origin>> all = new ArrayList<>();
        int total = 0;
        for (int p = 0; p < phases; p++) {
            List<Origin> own = new ArrayList<>();
            for (int s = 0; s < base.count(); s++) {
                int start = fit.layout.longestLag() + lookahead + p * apart / phases;
                for (int t = start; t + lags < base.length(s); t++) {
                    if (isThere(s, t)) {
                        own.add(new Origin(s, t));
                        t += apart - 1;
                    }
                }
            }
            total += own.size();
            all.add(own);
        }
        if (total == 0) {
            throw new IllegalArgumentException("no row has a value of " + column + " and " + lags + " steps behind it");
        }
        // Every so many-th, so that all tables and sequences have their share.
        double keep = Math.min(1, ORIGINS / (double) total);
        List<List<Origin>> some = new ArrayList<>();
        int seen = 0;
        for (List<Origin> own : all) {
            List<Origin> kept = new ArrayList<>();
            for (Origin o : own) {
                if ((int) ((seen + 1) * keep) > (int) (seen * keep)) {
                    kept.add(o);
                }
                seen++;
            }
            if (!kept.isEmpty()) {
                some.add(kept);
            }
        }
        return some;
    }

    private Effects onward() {
        double[][][] means = new double[cores.size()][settings.size()][bases * (lags + lookahead + 1)];
        int count = 0;
        for (List<Origin> origins : phases()) {
            List<Sequences> tables =
                    settings.stream().map(setting -> set(setting, origins)).toList();
            List<Callable<List<double[][]>>> work = new ArrayList<>();
            for (Core core : cores) {
                for (int s = 0; s < base.count(); s++) {
                    int sequence = s;
                    List<Origin> own = origins.stream()
                            .filter(o -> o.sequence() == sequence)
                            .toList();
                    if (!own.isEmpty()) {
                        work.add(() -> paths(core, tables, own));
                    }
                }
            }
            List<double[][]> found =
                    workers.all(work).stream().flatMap(List::stream).toList();
            for (int i = 0; i < origins.size(); i++) {
                int origin = i;
                List<double[][]> own = IntStream.range(0, cores.size())
                        .mapToObj(c -> found.get(c * origins.size() + origin))
                        .toList();
                if (own.stream()
                        .flatMap(Arrays::stream)
                        .flatMapToDouble(Arrays::stream)
                        .allMatch(Double::isFinite)) {
                    count++;
                    for (int c = 0; c < means.length; c++) {
                        move(means[c], own.get(c), count);
                    }
                }
            }
        }
        if (count == 0) {
            throw new IllegalArgumentException("wherever " + column
                    + " could be changed, lags of the response miss history or the closed loop grows without end");
        }
        return effects(means, count, -lookahead);
    }

    /** Moves means on by one more. */
    private static void move(double[][] means, double[][] one, int count) {
        for (int k = 0; k < means.length; k++) {
            for (int j = 0; j < means[k].length; j++) {
                means[k][j] += (one[k][j] - means[k][j]) / count;
            }
        }
    }

    /** The predictions behind each origin of one sequence: for each setting all steps of each base. */
    private List<double[][]> paths(Core core, List<Sequences> tables, List<Origin> origins) {
        int s = origins.get(0).sequence();
        int steps = lags + lookahead + 1;
        List<double[][]> all = new ArrayList<>();
        History known = base.history(s);
        double[] x = base.x(s).clone();
        double[] out = new double[base.length(s) * base.outputs()];
        Arrays.fill(out, Double.NaN);
        Core.Stepper stepper = core.start();
        Loop loop = new Loop(core, base);
        boolean isResponse = fit.layout.responses().columns().contains(column);
        int least = FutureRows.leastLag(fit.layout, column);
        int done = 0;
        for (Origin o : origins) {
            // The first row that reads the change, which a lag does later; leads are asked of it.
            int from = o.step() + least;
            int future = from + (fit.layout.responses().leastLead() > 0 ? 1 : 0);
            int first = future - (o.step() - lookahead);
            int ahead = Math.max(0, steps - first);
            double[][] own = new double[settings.size()][bases * steps];
            all.add(own);
            if (ahead == 0) {
                continue;
            }
            loop.run(s, done, from, stepper, known, x, out);
            done = from;
            for (int k = 0; k < tables.size(); k++) {
                History branch = tables.get(k).history(s);
                for (int b = 0; b < bases; b++) {
                    for (int t = 0; t < base.length(s); t++) {
                        boolean told = isResponse && t == o.step();
                        branch.set(b, t, told ? branch.at(b, t) : t < future ? known.at(b, t) : Double.NaN);
                    }
                }
                Ahead.Path path = new Ahead(tables.get(k))
                        .path(s, from, future, branch, stepper.copy(), out.clone(), ahead, null);
                for (int b = 0; b < bases; b++) {
                    for (int i = 0; i < ahead; i++) {
                        own[k][b * steps + first + i] = path.predictions()[b][i];
                    }
                }
            }
        }
        return all;
    }

    // one response for a sequence

    private Effects fromTheEnd() {
        int steps = lags + 1;
        double[][][] means = new double[cores.size()][settings.size()][bases * steps];
        int most = 0;
        for (int k = 0; k < steps; k++) {
            List<Origin> origins = new ArrayList<>();
            for (int s = 0; s < base.count(); s++) {
                int t = base.length(s) - 1 - k;
                if (t >= 0 && isThere(s, t)) {
                    origins.add(new Origin(s, t));
                }
            }
            most = Math.max(most, origins.size());
            for (int i = 0; i < settings.size(); i++) {
                Sequences table = set(settings.get(i), origins);
                for (int c = 0; c < cores.size(); c++) {
                    double[][] predictions = new Loop(cores.get(c), table).predictions(workers);
                    for (Origin o : origins) {
                        double[] own = predictions[o.sequence()];
                        for (int b = 0; b < bases; b++) {
                            int output = fit.layout.responses().outputOf(b);
                            means[c][i][b * steps + k] += own[own.length - base.outputs() + output] / origins.size();
                        }
                    }
                }
            }
        }
        return effects(means, most, 0);
    }

    /** @param means of predictions: for each core and setting all steps of each base */
    private Effects effects(double[][][] means, int count, int first) {
        List<Effects.Step> out = new ArrayList<>();
        int steps = means[0][0].length / bases;
        for (int k = 1; k < settings.size(); k++) {
            for (int j = 0; j < bases * steps; j++) {
                double[] each = new double[cores.size()];
                for (int c = 0; c < each.length; c++) {
                    each[c] = means[c][k][j] - means[c][0][j];
                }
                double[] restarts = Arrays.copyOfRange(each, 1, each.length);
                out.add(new Effects.Step(
                        settings.get(k).change(),
                        fit.layout.responses().bases().get(j / steps),
                        j % steps + first,
                        each[0],
                        Arrays.stream(restarts).min().orElse(Double.NaN),
                        Arrays.stream(restarts).max().orElse(Double.NaN)));
            }
        }
        return new Effects(column, count, out);
    }
}
