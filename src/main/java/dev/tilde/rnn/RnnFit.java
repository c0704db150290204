package dev.tilde.rnn;

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

    /** The predictions of the rows it was fitted to. */
    public double[] fitted() {
        return rows.toRows(predictions);
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

    /** How far gradients reach back, and what they meet; see {@link GradientFlow}. Runs anew with each call. */
    public GradientFlow gradientFlow() {
        return FlowProbe.flow(this);
    }

    /**
     * What each term is worth on the rows held out, or without such rows on those that trained; shuffled five times by
     * the seed of the training.
     */
    public List<TermImportance> importance() {
        return Importance.of(this);
    }

    /**
     * Truth minus prediction for each row it was fitted to, on the scale of the data; of the first output where there
     * are several. NaN where the response or the history is missing.
     */
    public double[] residuals() {
        double[][] errors = Errors.of(this, predictions, Errors.Rows.ALL).toArray(double[][]::new);
        return rows.toRows(errors);
    }

    /**
     * This fit and another on the rows that both held out; where these are fewer than ten, on all that both predict.
     *
     * @param other fitted to the same table
     * @throws IllegalArgumentException if the tables differ in length, or no response is the same
     */
    public Comparison compare(RnnFit other) {
        return Comparisons.of(this, other);
    }

    /** Its computational graph, folded: one node for each quantity. */
    public NetworkGraph graph() {
        return Graphs.folded(this);
    }

    /** Its computational graph over a few steps, parameters named once. */
    public NetworkGraph unfoldedGraph() {
        return Graphs.unfolded(this);
    }

    /** The report: a document to render or {@link Document#save save} as a page of its own. */
    public Document report() {
        return RnnReport.of(this);
    }

    /** A compact summary of less than 1,000 characters. */
    @Override
    public String toString() {
        return RnnSummary.compact(this);
    }
}
