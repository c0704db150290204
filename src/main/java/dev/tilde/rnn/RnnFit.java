package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Formula;
import dev.tilde.model.Fitted;
import dev.tilde.report.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fitted sequence model. */
public final class RnnFit implements Fitted {
    final RnnRegression model;
    final Structure structure;
    final Formula formula;
    final @Nullable Source source;
    final Sequences rows;
    final SequenceLayout layout;
    final Core core;
    final LinearPart ols;
    private final List<List<Epoch>> history;
    final List<Integer> bestEpochs;
    private final List<String> notes;
    final double[][] predictions;
    final Scores scores;
    private final Onward onward;

    RnnFit(
            RnnRegression model,
            Structure structure,
            Formula formula,
            @Nullable Source source,
            Sequences rows,
            Core core,
            LinearPart ols,
            List<List<Epoch>> history,
            List<Integer> bestEpochs,
            List<String> notes,
            Workers workers) {
        this.model = model;
        this.structure = structure;
        this.formula = formula;
        this.source = source;
        this.rows = rows;
        this.layout = rows.layout();
        this.core = core;
        this.ols = ols;
        this.history = history;
        this.bestEpochs = List.copyOf(bestEpochs);
        this.predictions = new Loop(core, rows).predictions(workers);
        this.scores = Scores.of(this, workers);
        this.notes = List.copyOf(notes);
        this.onward = new Onward(this);
    }

    @Override
    public DesignSpec design() {
        return layout.design();
    }

    /** Its options. */
    public RnnRegression model() {
        return model;
    }

    /** How rows are cut into sequences, with what was found out about them. */
    public SequenceSpec sequences() {
        return layout.spec();
    }

    /**
     * {@inheritDoc}
     *
     * <p>Only this table's history is used. A response that is missing inside it is replaced by the model's own
     * prediction where lags need it; a row is NaN only where its history is missing, and with one response for each
     * sequence on all but its last row.
     */
    @Override
    public double[] predict(Source table) {
        Sequences other = layout.sequences(table);
        try (Workers workers = new Workers(model.training().processors())) {
            return other.toRows(new Loop(core, other).predictions(workers));
        }
    }

    /**
     * Predicts the rows of a table, with split-conformal intervals: see {@link Forecast}. R:
     * {@code predict(interval = "prediction")}.
     *
     * @return for each row in order {@code prediction}, {@code low} and {@code high}, with several outputs
     *     {@code NAME}, {@code NAME low} and {@code NAME high} of each; {@code low} and {@code high} are NaN where no
     *     errors of held-out rows are known
     */
    public Dataset predictIntervals(Source table) {
        return onward.intervals(table);
    }

    /** Predicts with intervals; see {@link #predictIntervals(Source)}. */
    public Dataset predictIntervals(Dataset table) {
        return predictIntervals(table.source());
    }

    /** The predictions of the rows it was fitted to. */
    public double[] fitted() {
        return rows.toRows(predictions);
    }

    /**
     * Forecasts the steps behind the last row of each sequence, where nothing of them needs to be known but group, time
     * and lags. A response that is lagged is read from the forecasts before.
     *
     * @param steps of each sequence, at least 1
     * @throws dev.tilde.data.DataException naming the columns that must be known ahead; see {@link #forecast(int, Source)}
     * @throws dev.tilde.formula.FormulaException if the network looks ahead, or sequences have one response each
     */
    public Forecast forecast(int steps) {
        return onward.forecast(steps, null);
    }

    /**
     * Forecasts the steps behind the last row of each sequence.
     *
     * @param steps of each sequence, at least 1
     * @param future rows that hold what is known of these steps, in any order; told apart by the columns of groups and
     *     order. Groups without a past are left out with a note
     * @throws dev.tilde.data.DataException if a column, or a group at a time, is missing
     * @throws dev.tilde.formula.FormulaException if the network looks ahead, or sequences have one response each
     */
    public Forecast forecast(int steps, Source future) {
        return onward.forecast(steps, future);
    }

    /** Forecasts with what is known of the future; see {@link #forecast(int, Source)}. */
    public Forecast forecast(int steps, Dataset future) {
        return forecast(steps, future.source());
    }

    /**
     * A stream of records of a new sequence, from the zero state.
     *
     * @throws dev.tilde.formula.FormulaException if the network or the formula looks ahead
     */
    public RnnStream stream() {
        return onward.stream(null);
    }

    /**
     * A stream of records behind the last row of a sequence.
     *
     * @param group as {@code a} or {@code a:b}; empty where there is one sequence
     * @throws IllegalArgumentException if there is no such sequence
     * @throws dev.tilde.formula.FormulaException if the network or the formula looks ahead
     */
    public RnnStream stream(String group) {
        return onward.stream(group);
    }

    /** The epochs of each restart; none for an echo state network. */
    public List<List<Epoch>> history() {
        return history;
    }

    /** What a reader should know, in sentences. */
    public List<String> notes() {
        return notes;
    }

    /** How many numbers one network has, its linear part apart. */
    public int parameters() {
        return core.parameters();
    }

    /** Errors of the model and of simpler ones on the rows that trained and on those held out. */
    public List<Score> scores() {
        return new ArrayList<>(scores.all());
    }

    @Override
    public Document summary() {
        return RnnSummary.of(this);
    }

    @Override
    public String toString() {
        return RnnSummary.line(this);
    }
}
