package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.RecordCells;
import dev.tilde.data.Schema;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Role;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A sequence model in motion: one record at a time to its prediction, as a service needs it. It keeps the state of the
 * network and the last rows that lags read. Where an observed response is not told, lags of it read the prediction.
 *
 * <pre>{@code
 * RnnStream stream = fit.stream("store 7");                  // behind the last row of that group
 * double y = stream.step(Map.of("price", 2.5, "promo", true));
 * stream.observe(17);                                        // as soon as it is known
 * }</pre>
 *
 * <p>Predictions have the same bits as those of {@link RnnFit#predict(dev.tilde.data.Source)} on a table of all the
 * rows, but for one case: steps of a calendar that are left out are put in only where at least half of all steps are
 * there, and a stream judges by the records so far, a table by all its rows. A long gap behind the first records of a
 * new sequence is therefore one step in a stream. Not for several threads at once.
 */
public final class RnnStream {
    private final RnnFit fit;
    private final SequenceLayout layout;
    private final Core.Stepper stepper;
    private final Set<String> read;
    private Columns tail;
    /** The responses of the tail, in gaps what was predicted. */
    private double[][] bases;

    private double[] outputs;
    /** What is said of the distributions of the last record, O x S. */
    private double[] distributions;

    private long rows;
    private long steps;

    private RnnStream(
            RnnFit fit,
            Core.Stepper stepper,
            Columns tail,
            double[][] bases,
            double[] outputs,
            double[] distributions,
            long rows,
            long steps) {
        this.fit = fit;
        this.layout = fit.layout;
        this.stepper = stepper;
        this.tail = tail;
        this.bases = bases;
        this.outputs = outputs;
        this.distributions = distributions;
        this.rows = rows;
        this.steps = steps;
        this.read =
                new LinkedHashSet<>(layout.design().variables(layout.design().predictors()));
        layout.design().role(Role.OFFSET).forEach(f -> read.addAll(Formula.names(f.expression())));
        read.removeAll(layout.responses().columns());
        read.remove(SequenceLayout.ROWS);
    }

    static RnnStream fresh(RnnFit fit, Endings ends) {
        int bases = fit.layout.responses().bases().size();
        return new RnnStream(
                fit,
                fit.core.start(),
                ends.columns().rows(new int[0]),
                new double[bases][0],
                missing(fit.layout.responses().count()),
                missing(fit.layout.responses().count() * fit.core.statistics().size()),
                0,
                0);
    }

    static RnnStream behind(RnnFit fit, Endings ends, String group) {
        int s = ends.keys().indexOf(group);
        if (s < 0) {
            if (ends.count() == 0) {
                throw new IllegalArgumentException("there is no sequence " + group
                        + ", since the table behind which the fit goes on has no rows; stream() begins a new one");
            }
            String near = Names.didYouMean(group, ends.keys());
            throw new IllegalArgumentException("there is no sequence " + group
                    + (near.isEmpty() ? "; there are " + Names.list(ends.keys(), 10) : ". " + near));
        }
        if (ends.keys().lastIndexOf(group) != s) {
            throw new IllegalArgumentException("several sequences are called " + group
                    + ", since their values have a colon; give the columns "
                    + String.join(", ", fit.layout.spec().by()) + " values without one");
        }
        Core.Stepper stepper = fit.core.start();
        stepper.restore(ends.states()[s]);
        double[][] bases = Arrays.stream(ends.bases())
                .map(b -> Arrays.copyOfRange(b, ends.starts()[s], ends.starts()[s + 1]))
                .toArray(double[][]::new);
        int outs = fit.layout.responses().count();
        double[] all = ends.outputs()[s];
        double[] last = all.length == 0 ? missing(outs) : Arrays.copyOfRange(all, all.length - outs, all.length);
        return new RnnStream(
                fit,
                stepper,
                ends.columns(s),
                bases,
                last,
                ends.distributions()[s],
                ends.lengths()[s],
                ends.lengths()[s]);
    }

    private static double[] missing(int count) {
        double[] out = new double[count];
        Arrays.fill(out, Double.NaN);
        return out;
    }

    /** An independent copy in the same state, to try what follows. */
    public RnnStream copy() {
        double[][] copies = Arrays.stream(bases).map(double[]::clone).toArray(double[][]::new);
        return new RnnStream(fit, stepper.copy(), tail, copies, outputs.clone(), distributions.clone(), rows, steps);
    }

    /**
     * Moves on by one record.
     *
     * @param values by name of column: what the right side reads, as {@link dev.tilde.design.Rowwise#row} takes it. The
     *     response need not be there; where it is, it counts as {@linkplain #observe(Map) observed} behind the
     *     prediction, or before it where the model predicts later steps only ({@code lead(y, 1:3)}). Without a value for
     *     the order column the record is the next step of the calendar; steps that are left out are put in as in a
     *     table. Groups and columns that do not vary in a sequence are remembered
     * @return the prediction of the first response on the scale of the data; NaN where lags reach before the start
     * @throws DataException if a value is not there or of another type, or the record is not behind the last one or one
     *     of another sequence
     * @throws dev.tilde.formula.FormulaException if a level was not seen in training
     */
    public double step(Map<String, ? extends @Nullable Object> values) {
        @Nullable Object[] cells = cells(Needed.argument(values, "values"));
        int order = layout.spec().order().size() == 1
                ? tail.find(layout.spec().order().get(0))
                : -1;
        boolean follows = order >= 0 && tail.rows() > 0;
        if (follows && tail.column(order).kind() != Schema.Kind.TEXT) {
            double last = tail.numbers(order)[tail.rows() - 1];
            Optional<Calendar> calendar = layout.spec().calendar();
            if (cells[order] == null && calendar.isPresent()) {
                cells[order] = calendar.get().plus(last, 1);
            }
            if (cells[order] instanceof Double now) {
                refuseEarlier(order, last, now);
                calendar.ifPresent(c -> putIn(c, order, last, now));
            }
        }
        advance(tail.one(cells), true);
        rows++;
        observeGiven(values);
        return outputs[0];
    }

    /** The state of the network is that of one sequence. */
    private static void refuseOther(Schema.Column c, @Nullable Object own, @Nullable Object given) {
        if (own != null && given != null && !own.equals(given)) {
            throw new DataException(
                    "the record is one of " + c.name() + " = " + text(c, given) + ", the stream one of " + text(c, own)
                            + "; each sequence has a stream of its own",
                    "",
                    -1,
                    c.name());
        }
    }

    private static String text(Schema.Column c, Object cell) {
        return cell instanceof Double v ? c.text(v) : cell.toString();
    }

    private void refuseEarlier(int order, double last, double now) {
        if (!(now > last)) {
            Schema.Column c = tail.column(order);
            throw new DataException(
                    "the record at " + c.name() + " = " + c.text(now) + " is not behind the last one at "
                            + c.text(last),
                    "",
                    -1,
                    c.name());
        }
    }

    /** Steps of the calendar without a record, unless most of them have none. */
    private void putIn(Calendar calendar, int order, double last, double now) {
        long between = calendar.wholeSteps(last, now);
        if (between < 2 || steps + between > 2 * (rows + 1)) {
            return;
        }
        for (long k = 1; k < between; k++) {
            @Nullable Object[] cells = new @Nullable Object[tail.schema().size()];
            for (int j = 0; j < cells.length; j++) {
                String name = tail.column(j).name();
                boolean kept = layout.spec().by().contains(name)
                        || layout.spec().statics().contains(name);
                cells[j] = kept ? last(j) : null;
            }
            cells[order] = calendar.plus(last, k);
            advance(tail.one(cells), false);
        }
    }

    /** The last value of a column, or null. */
    private @Nullable Object last(int column) {
        int at = tail.rows() - 1;
        if (at < 0 || Double.isNaN(tail.numbers(column)[at])) {
            return null;
        }
        return tail.column(column).kind() == Schema.Kind.TEXT
                ? tail.text(column, at)
                : (Object) tail.numbers(column)[at];
    }

    private @Nullable Object[] cells(Map<String, ? extends @Nullable Object> values) {
        @Nullable Object[] cells = new @Nullable Object[tail.schema().size()];
        for (int j = 0; j < cells.length; j++) {
            Schema.Column c = tail.column(j);
            boolean response = layout.responses().columns().contains(c.name());
            if (values.containsKey(c.name())) {
                cells[j] = RecordCells.cell(c, values.get(c.name()));
                if (layout.spec().by().contains(c.name())) {
                    refuseOther(c, last(j), cells[j]);
                }
            } else if (!response) {
                boolean kept = layout.spec().by().contains(c.name())
                        || layout.spec().statics().contains(c.name());
                cells[j] = kept ? last(j) : null;
                boolean counted = layout.spec().order().contains(c.name())
                        && layout.spec().calendar().isPresent()
                        && tail.rows() > 0;
                if (cells[j] == null && !counted && read.contains(c.name())) {
                    throw RecordCells.absent(c.name(), values);
                }
            }
            // Told behind the prediction, but where the response of later steps is predicted that of the record is
            // read.
            if (response && layout.responses().leastLead() == 0) {
                cells[j] = null;
            }
        }
        return cells;
    }

    /** Computes the step of a row. */
    private void advance(Columns row, boolean given) {
        int keep = Ahead.reach(layout);
        int n = tail.rows() + 1;
        int from = Math.max(0, n - keep - 1);
        int[] kept = new int[n - 1 - from];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = from + i;
        }
        Columns next = tail.rows(kept).then(row);
        int t = kept.length;
        int[] table = new int[t + 1];
        for (int i = 0; i <= t; i++) {
            table[i] = i;
        }
        table[t] = given ? t : -1;
        Panel panel = new Panel(
                next, table, new int[] {0, t + 1}, List.of(""), layout.spec().order(), Optional.empty(), List.of());
        Sequences one = Assembly.of(layout, panel, t + 1, new int[0]);
        History history = one.history(0);
        double[][] known = new double[bases.length][];
        for (int b = 0; b < bases.length; b++) {
            known[b] = Arrays.copyOf(Arrays.copyOfRange(bases[b], from, n - 1), t + 1);
            known[b][t] = Double.NaN;
            for (int i = 0; i < t; i++) {
                history.set(b, i, known[b][i]);
            }
        }
        double[] out = missing((t + 1) * one.outputs());
        new Loop(fit.core, one).run(0, t, t + 1, stepper, history, one.x(0), out);
        for (int b = 0; b < bases.length; b++) {
            known[b][t] = history.at(b, t);
        }
        outputs = Arrays.copyOfRange(out, t * one.outputs(), out.length);
        Distribution.Steps told = new Distribution(one, fit.core.statistics()).steps();
        if (!Arrays.stream(outputs).allMatch(Double::isNaN)) {
            told.tell(0, t, stepper, history);
        }
        distributions = told.all(t);
        tail = one.panel().columns();
        bases = known;
        steps++;
    }

    private void observeGiven(Map<String, ? extends @Nullable Object> values) {
        Set<String> columns = layout.responses().columns();
        if (values.entrySet().stream().anyMatch(e -> columns.contains(e.getKey()) && e.getValue() != null)) {
            observe(values);
        }
    }

    /** The predictions of the last record: one for each output of the model; NaN before the first. A copy. */
    public double[] predictions() {
        return outputs.clone();
    }

    /**
     * What the loss says of the distribution of the responses of the last record, by the names of the columns of
     * {@link RnnFit#predictDistribution(dev.tilde.data.Source)}; NaN where the prediction is. Empty with a loss that
     * says nothing.
     */
    public Map<String, Double> distribution() {
        Map<String, Double> said = new LinkedHashMap<>();
        List<Loss.Statistic> statistics = fit.core.statistics();
        for (int o = 0; o < layout.responses().count(); o++) {
            List<String> names = Distribution.names(layout.responses(), o, statistics);
            String before = layout.responses().count() == 1
                    ? ""
                    : layout.responses().shown().get(o) + " ";
            for (int i = 0; i < names.size(); i++) {
                said.put(before + names.get(i), distributions[o * names.size() + i]);
            }
        }
        return said;
    }

    /** Names of {@link #predictions}. */
    public List<String> outputs() {
        return layout.responses().shown();
    }

    /**
     * Tells the response of the last record, which lags read from then on; NaN where it will never be known.
     *
     * @param y the column of the response, as it is in the data
     * @throws IllegalStateException if there was no record yet, or several columns are responses
     */
    public void observe(double y) {
        Set<String> columns = layout.responses().columns();
        if (columns.size() != 1) {
            throw new IllegalStateException("the model has the responses " + String.join(", ", columns)
                    + "; tell them by name, as in observe(Map.of("
                    + columns.iterator().next() + ", "
                    + Decimals.shortest(y) + "))");
        }
        observe(Map.of(columns.iterator().next(), y));
    }

    /**
     * Tells the responses of the last record by name of column; those that are missing keep the predictions. Other
     * columns may stand beside them.
     *
     * @throws IllegalStateException if there was no record yet
     * @throws DataException if a value is no number, or there are values and none is that of a response
     */
    public void observe(Map<String, ? extends @Nullable Object> values) {
        int t = tail.rows() - 1;
        if (t < 0) {
            throw new IllegalStateException("a response belongs to a record; step first");
        }
        if (!Needed.argument(values, "values").isEmpty()
                && layout.responses().columns().stream().noneMatch(values::containsKey)) {
            throw RecordCells.absent(layout.responses().columns().iterator().next(), values);
        }
        Columns told = tail;
        for (String name : layout.responses().columns()) {
            int column = tail.find(name);
            if (values.containsKey(name)
                    && RecordCells.cell(tail.column(column), values.get(name)) instanceof Double y) {
                double[] cells = told.numbers(column).clone();
                cells[t] = y;
                told = told.with(column, cells);
            }
        }
        tail = told;
        Panel panel = new Panel(
                told.rows(new int[] {t}),
                new int[] {0},
                new int[] {0, 1},
                List.of(""),
                List.of(),
                Optional.empty(),
                List.of());
        double[][] observed = Assembly.bases(layout.responses(), panel);
        for (int b = 0; b < bases.length; b++) {
            bases[b][t] = Double.isNaN(observed[b][0]) ? bases[b][t] : observed[b][0];
        }
    }

    /**
     * The state of the network as numbers, a copy: by restart, layer and direction first the number of steps so far, then h, of
     * an LSTM then c; with several delays each of them from the newest on. A convolution has the inputs of the last steps, an
     * echo state network its units and then what it feeds back.
     */
    public double[] state() {
        return stepper.state();
    }

    /** The model, and how many steps it has taken. */
    @Override
    public String toString() {
        return fit + ", behind step " + steps;
    }
}
