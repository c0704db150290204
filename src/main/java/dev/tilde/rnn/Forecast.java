package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a sequence model says of the steps behind the last row of each sequence, with split-conformal intervals: absolute
 * errors of forecasts made on rows that were held out, on the scale of a transformed response, for each number of steps
 * ahead by themselves. They are approximate for time series, whose errors are not exchangeable. R: {@code forecast::forecast}.
 *
 * <pre>{@code
 * Forecast next = fit.forecast(12);
 * next.rows().get(0).prediction();
 * next.dataset().table();             // groups, time, step, prediction, low, high, level
 * }</pre>
 */
public final class Forecast {
    /**
     * One step of one sequence.
     *
     * @param group as {@code a} or {@code a:b}; empty when there is one sequence
     * @param step from 1
     * @param time the value of the order column as text; empty when there is none
     * @param response its name, on whose scale the numbers are
     * @param prediction NaN where its history is missing
     * @param low end of the interval; NaN where no errors were measured
     * @param high end of the interval
     * @param level that the interval attains; below the one asked for where few errors were measured, NaN where the
     *     step is further ahead than any that was tried
     */
    public record Row(
            String group,
            int step,
            String time,
            String response,
            double prediction,
            double low,
            double high,
            double level) {}

    private static final int SHOWN = 10;

    private final List<Row> rows;
    private final Dataset data;
    private final List<String> notes;
    private final double level;

    private Forecast(List<Row> rows, Dataset data, List<String> notes, double level) {
        this.rows = List.copyOf(rows);
        this.data = data;
        this.notes = List.copyOf(notes);
        this.level = level;
    }

    static Forecast of(RnnFit fit, Endings ends, Sequences ahead, int steps, Conformal conformal) {
        Responses responses = fit.layout.responses();
        SequenceSpec spec = fit.layout.spec();
        int bases = responses.bases().size();
        Columns columns = ahead.panel().columns();
        List<Row> rows = new ArrayList<>();
        List<Integer> places = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        List<String> open = new ArrayList<>();
        int furthest = steps;
        boolean grows = fit.layout.readsResponse()
                || IntStream.range(0, responses.count()).anyMatch(responses::isChange);
        int order = spec.order().isEmpty() ? -1 : columns.find(spec.order().get(0));
        Ahead onward = new Ahead(ahead);
        List<Loss.Statistic> statistics = fit.core.statistics();
        List<double[]> distributions = new ArrayList<>();
        int lookahead = Ahead.lookahead(fit.layout);
        for (int s = 0; s < ahead.count(); s++) {
            int future = ahead.length(s) - steps - lookahead;
            History history = ahead.history(s);
            ends.fill(s, history);
            double[] out = Arrays.copyOf(ends.outputs()[s], ahead.length(s) * ahead.outputs());
            Core.Stepper stepper = fit.core.start();
            stepper.restore(ends.states()[s]);
            int from = Math.max(0, future - ends.ahead());
            Distribution.Steps told = new Distribution(ahead, statistics).steps();
            told.put(future - 1, ends.distributions()[s]);
            Ahead.Path path = onward.path(s, from, future, history, stepper, out, steps, told);
            boolean missing = false;
            // An error is handed on from the last response that is known.
            int behind = grows ? ends.open()[s] : 0;
            for (int k = 0; k < steps; k++) {
                int place = ahead.panel().starts()[s] + future + k;
                for (int b = 0; b < bases; b++) {
                    double p = path.predictions()[b][k];
                    Conformal.Half half = conformal.ofStep(responses, b, behind + k + 1, fit.model.level());
                    double[] interval = conformal.ends(responses, b, p, half);
                    String time =
                            order < 0 || Double.isNaN(columns.numbers(order)[place]) ? "" : columns.text(order, place);
                    rows.add(new Row(
                            ahead.key(s),
                            k + 1,
                            time,
                            responses.bases().get(b),
                            fit.onward().said(b, k + 1, p),
                            interval[0],
                            interval[1],
                            half.level()));
                    int source = path.from()[b][k];
                    distributions.add(IntStream.range(0, statistics.size())
                            .mapToDouble(i -> told.at(source, i))
                            .toArray());
                    places.add(place);
                    missing |= Double.isNaN(p);
                }
            }
            if (missing) {
                unknown.add(ahead.key(s));
            } else if (behind > 0) {
                open.add(ahead.key(s));
                furthest = Math.max(furthest, behind + steps);
            }
        }
        List<String> notes = new ArrayList<>(ahead.layout()
                .notes()
                .subList(fit.layout.notes().size(), ahead.layout().notes().size()));
        if (!unknown.isEmpty()) {
            notes.add((spec.by().isEmpty() ? "the history" : "the history of " + Names.list(unknown, 5))
                    + " misses what the lags need, so there are steps without a forecast");
        }
        if (ends.count() == 0) {
            notes.add("there is no sequence to forecast: the table behind which the fit goes on has no rows");
        }
        intervals(fit, conformal, furthest, notes);
        if (!open.isEmpty() && conformal.known(0) > 0) {
            notes.add("the last response" + (spec.by().isEmpty() ? "" : " of " + Names.list(open, 5))
                    + " is missing: forecasts and the width of their intervals go on from the last one known");
        }
        if (distributions.stream().flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN)) {
            notes.add("the loss says nothing of the distribution of steps that read forecasts");
        }
        Dataset data = dataset(fit, rows, places, columns);
        return new Forecast(rows, distributed(data, fit, distributions), notes, fit.model.level());
    }

    private static void intervals(RnnFit fit, Conformal conformal, int steps, List<String> notes) {
        int known = conformal.known(0);
        if (known == 0) {
            notes.add("no errors of held-out rows are known, so there are no intervals");
            return;
        }
        notes.add("intervals are approximate for time series");
        if (known < steps) {
            notes.add("errors were measured up to " + known + (known == 1 ? " step" : " steps")
                    + " ahead; later intervals are as wide as the widest of these, at a level that is not known");
        }
        if (conformal.shared()) {
            notes.add("intervals rest on the rows that said when to stop, so they may be too narrow");
        }
        double least = Double.POSITIVE_INFINITY;
        for (int k = 1; k <= Math.min(steps, known); k++) {
            least = Math.min(
                    least,
                    conformal
                            .ofStep(fit.layout.responses(), 0, k, fit.model.level())
                            .level());
        }
        if (least < fit.model.level()) {
            notes.add(String.format(
                    Locale.ROOT,
                    "few errors were measured: the largest make intervals of level %.2f and more, not %s",
                    least,
                    Decimals.shortest(fit.model.level())));
        }
    }

    private static Dataset dataset(RnnFit fit, List<Row> rows, List<Integer> places, Columns columns) {
        SequenceSpec spec = fit.layout.spec();
        Set<String> keys = new LinkedHashSet<>(spec.by());
        keys.addAll(spec.order());
        Columns picked =
                columns.rows(places.stream().mapToInt(Integer::intValue).toArray());
        Dataset known = picked.dataset(null, c -> true).select(List.copyOf(keys));
        Dataset data = known.renamed("forecast");
        data = data.with(
                Schema.Column.of(free("step", keys), Schema.Kind.INTEGER),
                rows.stream().mapToDouble(Row::step).toArray());
        if (fit.layout.responses().bases().size() > 1) {
            data = data.with(
                    free("response", keys), rows.stream().map(Row::response).toArray(String[]::new));
        }
        return data.with(
                        free("prediction", keys),
                        rows.stream().mapToDouble(Row::prediction).toArray())
                .with(free("low", keys), rows.stream().mapToDouble(Row::low).toArray())
                .with(free("high", keys), rows.stream().mapToDouble(Row::high).toArray())
                .with(free("level", keys), rows.stream().mapToDouble(Row::level).toArray());
    }

    /** With what the loss says of distributions, by name: where one response falls as another rises, names differ. */
    private static Dataset distributed(Dataset data, RnnFit fit, List<double[]> distributions) {
        Dataset out = data;
        Responses responses = fit.layout.responses();
        int bases = responses.bases().size();
        List<List<String>> own = IntStream.range(0, bases)
                .mapToObj(b -> Distribution.names(responses, responses.outputOf(b), fit.core.statistics()))
                .toList();
        Set<String> names = new LinkedHashSet<>();
        own.forEach(names::addAll);
        for (String name : names) {
            // Rows go through the responses one after the other.
            double[] cells = IntStream.range(0, distributions.size())
                    .mapToDouble(i -> {
                        int at = own.get(i % bases).indexOf(name);
                        return at < 0 ? Double.NaN : distributions.get(i)[at];
                    })
                    .toArray();
            out = out.with(free(name, new LinkedHashSet<>(data.schema().names())), cells);
        }
        return out;
    }

    /** A name that no column of groups or order has; a table cannot hold names that differ by case only. */
    private static String free(String name, Set<String> taken) {
        boolean clash = taken.stream().anyMatch(name::equalsIgnoreCase);
        return clash ? free(name + "_", taken) : name;
    }

    /** Group by group, step by step, and with several responses one after the other. */
    public List<Row> rows() {
        return rows;
    }

    /** The predictions, in the order of {@link #rows}. */
    public double[] predictions() {
        return rows.stream().mapToDouble(Row::prediction).toArray();
    }

    /** What a reader should know, in sentences. */
    public List<String> notes() {
        return notes;
    }

    /**
     * The rows as a data set: the columns of groups and order as in the data, {@code step}, with several responses
     * {@code response}, then {@code prediction}, {@code low}, {@code high} and {@code level}, and what the loss says of
     * the distribution, as {@link RnnFit#predictDistribution} names it: NaN for steps whose inputs are forecasts, since
     * a quantile given a forecast is not one of the response. Its {@link Dataset#table} is a Tablesaw table.
     */
    public Dataset dataset() {
        return data;
    }

    /** The first rows, in columns. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (Row r : rows.subList(0, Math.min(SHOWN, rows.size()))) {
            String where = (r.group() + " " + (r.time().isEmpty() ? "+" + r.step() : r.time())).strip();
            out.append(String.format(
                    Locale.ROOT, "%-24s %12.5g  [%.5g, %.5g]%n", where, r.prediction(), r.low(), r.high()));
        }
        if (rows.size() > SHOWN) {
            out.append("... ").append(rows.size() - SHOWN).append(" more\n");
        }
        out.append(Decimals.shortest(100 * level)).append(" % intervals");
        notes.forEach(note -> out.append("; ").append(note));
        return out.toString();
    }
}
