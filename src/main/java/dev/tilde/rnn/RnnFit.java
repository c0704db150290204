package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Limits;
import dev.tilde.json.Json;
import dev.tilde.linalg.Engine;
import dev.tilde.model.Fitted;
import dev.tilde.model.SavedFile;
import dev.tilde.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
    final Core judged;

    final LinearPart ols;
    final List<Integer> bestEpochs;
    /** Of the core that is judged; none for a fit from a file. */
    final double[][] predictions;

    final Scores scores;
    private final Trained trained;
    private final Onward onward;

    private RnnFit(
            Trained trained, double[][] predictions, Function<RnnFit, Scores> scores, Function<RnnFit, Onward> onward) {
        this.trained = trained;
        this.model = trained.model();
        this.structure = trained.structure();
        this.formula = trained.formula();
        this.source = trained.source();
        this.rows = trained.rows();
        this.layout = rows.layout();
        this.core = trained.core();
        this.judged = trained.judged();
        this.ols = trained.ols();
        this.bestEpochs = trained.bestEpochs();
        this.predictions = predictions;
        this.scores = scores.apply(this);
        this.onward = onward.apply(this);
    }

    /** A fit with the rows it was trained on. */
    static RnnFit of(Trained trained, Workers workers) {
        double[][] predictions = new Loop(trained.judged(), trained.rows()).predictions(workers);
        return new RnnFit(trained, predictions, fit -> Scores.of(fit, workers), Onward::new);
    }

    /** A fit from a file, which holds no rows. */
    static RnnFit restored(
            Trained trained, List<Score> scores, @Nullable Endings endings, Conformal conformal, Smearing smearing) {
        return new RnnFit(
                trained,
                new double[0][],
                fit -> Scores.of(fit, scores),
                fit -> new Onward(fit, endings, conformal, smearing, false));
    }

    /** The same fit that goes on in another way. */
    private RnnFit onward(RnnRegression other, @Nullable Endings endings, boolean means) {
        return new RnnFit(
                trained.model(other),
                predictions,
                fit -> scores,
                fit -> new Onward(fit, endings, onward.conformal(), onward.smearing(), means));
    }

    /**
     * Reads what {@link #save} wrote. The fit predicts, forecasts and streams as the one that was saved, to the last
     * bit; it has no rows, so there are no fitted values.
     *
     * @throws DataException if the file is no saved fit, is damaged, was changed or comes from a newer version
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static RnnFit load(Path file) {
        return load(file, Vocabulary.STANDARD);
    }

    /** Reads a fit whose formula has functions of a vocabulary; see {@link #load(Path)}. */
    public static RnnFit load(Path file, Vocabulary vocabulary) {
        return SavedFile.read(file, json -> fromJson(json, vocabulary));
    }

    /**
     * Reads what {@link #toJson} wrote.
     *
     * @throws DataException if it is no saved fit, is damaged, was changed or comes from a newer version
     */
    public static RnnFit fromJson(Json json, Vocabulary vocabulary) {
        return SavedFit.fit(json, vocabulary, Limits.DEFAULT);
    }

    /**
     * All that new rows need: how they are cut and coded, options, weights, notes, scores, the errors of intervals, and
     * of the rows of the fit the last ones of each sequence, as many as forecasts and streams look back to.
     *
     * @throws DataException if the fit has a loss or a transform of your own that cannot be stored, or weights that are
     *     not finite
     */
    public Json toJson() {
        return SavedFit.json(this);
    }

    /**
     * Writes {@link #toJson} into a file, over an older one of that name.
     *
     * @throws DataException as {@link #toJson} does
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void save(Path file) {
        SavedFile.write(file, toJson());
    }

    /**
     * The weights of one of the networks whose outputs are averaged, as PyTorch has them. Its inputs are the
     * standardised ones of the design, its output is added to that of the linear part.
     *
     * @param restart from 0
     * @throws IllegalStateException if this is an echo state network
     * @throws IndexOutOfBoundsException if there are fewer restarts
     */
    public TorchWeights torchWeights(int restart) {
        return TorchWeights.of(networks().networks.get(restart));
    }

    /**
     * The same fit with other weights in one of its networks; predictions, scores and intervals are made anew. A fit
     * from a file has no rows to make them from and loses them, so that it predicts and no more. Numbers for
     * connections that a clockwork network does not have, from faster groups to slower ones, become 0.
     *
     * @param restart from 0
     * @throws IllegalArgumentException naming what is missing, too much or of another shape
     * @throws IllegalStateException if this is an echo state network
     * @throws IndexOutOfBoundsException if there are fewer restarts
     */
    public RnnFit withTorchWeights(int restart, TorchWeights weights) {
        NetworkCore old = networks();
        List<Network> networks = new ArrayList<>(old.networks);
        Network other = Networks.build(structure, layout, model.loss(), model.training());
        Needed.argument(weights, "weights").into(other);
        networks.set(restart, other);
        Core changedCore = new NetworkCore(old.linear, networks, rows.inputs(), rows.outputs());
        List<String> said = new ArrayList<>(notes());
        said.add("weights were put in that this fit did not find itself");
        Trained changed = trained.core(changedCore, said);
        if (source == null) {
            return restored(changed, List.of(), null, Conformal.none(rows.outputs()), Smearing.NONE);
        }
        try (Workers workers = new Workers(model.training().processors())) {
            return of(changed, workers);
        }
    }

    /**
     * What computed the products of the networks while they were trained. AUTO is Java or the Vector API, which give the
     * same bits; Java where there are no floats to compute.
     */
    public Engine engine() {
        return trained.engine();
    }

    private NetworkCore networks() {
        if (core instanceof NetworkCore network) {
            return network;
        }
        throw new IllegalStateException("an echo state network has no trained cells that PyTorch would know");
    }

    Onward onward() {
        return onward;
    }

    /**
     * The same model fitted to the same rows with another formula.
     *
     * @param changes to the formula, as in {@code . ~ . - x2}
     * @throws IllegalStateException if the fit came from a file, which holds no rows
     * @throws dev.tilde.formula.FormulaException if the new formula does not parse or does not fit the rows
     */
    public RnnFit update(String changes) {
        if (source == null) {
            throw new IllegalStateException(
                    "a fit from a file has no rows to be fitted again; fit the new formula to the data");
        }
        Formula changed = formula.update(Needed.argument(changes, "changes"));
        boolean said = changed.parts().size() > 1;
        String[] groups = said ? new String[0] : layout.spec().by().toArray(String[]::new);
        return model.fit(changed, source, design().options().groups(groups));
    }

    /** Its formula, with what it says of sequences. */
    public Formula formula() {
        return formula;
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
     * <p>Only this table's history is used. Lags of the response, {@code feedback(y)} among them, read what the table has;
     * a response that is missing inside it is replaced by the model's own prediction where they need it. A row is NaN only
     * where its history is missing, and with one response for each sequence on all but its last row.
     */
    @Override
    public double[] predict(Source table) {
        Sequences other = layout.sequences(table);
        try (Workers workers = new Workers(model.training().processors())) {
            return other.toRows(onward.said(new Loop(core, other).predictions(workers)));
        }
    }

    /**
     * Predicts the rows of a table, with split-conformal intervals: see {@link Forecast}. R:
     * {@code predict(interval = "prediction")}.
     *
     * @return for each row in order {@code prediction}, {@code low} and {@code high}, with several outputs
     *     {@code NAME}, {@code NAME low} and {@code NAME high} of each; {@code low} and {@code high} are NaN where no
     *     errors of held-out rows are known. What the loss says of the distribution follows, as in
     *     {@link #predictDistribution(Source)}
     */
    public Dataset predictIntervals(Source table) {
        return onward.predictions(table, true);
    }

    /**
     * Predicts the rows of a table, with what the loss says of the distribution of each response: with
     * {@link Losses#quantiles} its quantiles, which never cross, with {@link Losses#GAUSSIAN} the standard deviation of
     * the left side of the formula. Those of several restarts come from the averages of what their networks give.
     * Where the table misses a response that lags read, they are those given the prediction in its place.
     *
     * @return for each row in order {@code prediction}, then {@code q0.1}, {@code q0.5} and so on, or {@code sigma};
     *     with several outputs {@code NAME}, {@code NAME q0.1} and so on of each. Nothing beside the prediction with
     *     another loss. NaN where the prediction is, and for a change from a response that the same row predicts
     */
    public Dataset predictDistribution(Source table) {
        return onward.predictions(table, false);
    }

    /** Predicts with what the loss says of distributions; see {@link #predictDistribution(Source)}. */
    public Dataset predictDistribution(Dataset table) {
        return predictDistribution(Needed.rows(table, "table"));
    }

    /**
     * The level that the intervals of {@link #predictIntervals(Source)} attain: that of the model, or with m errors of
     * held-out rows, too few for it, m / (m + 1); of several outputs the least. NaN where no errors are known.
     */
    public double attainedLevel() {
        double least = Double.POSITIVE_INFINITY;
        for (int o = 0; o < layout.responses().count(); o++) {
            // Math.min hands NaN on.
            least = Math.min(least, onward.conformal().ofRow(o, model.level()).level());
        }
        return least;
    }

    /** Predicts with intervals; see {@link #predictIntervals(Source)}. */
    public Dataset predictIntervals(Dataset table) {
        return predictIntervals(Needed.rows(table, "table"));
    }

    /**
     * The predictions of the rows it was fitted to.
     *
     * @throws IllegalStateException if the fit came from a file, which holds no rows
     */
    public double[] fitted() {
        needRows();
        return rows.toRows(onward.said(Arrays.stream(own()).map(double[]::clone).toArray(double[][]::new)));
    }

    /** Whether it was fitted here; a fit from a file has no rows. */
    boolean hasRows() {
        return source != null;
    }

    private void needRows() {
        if (source == null) {
            throw new IllegalStateException("a fit from a file has no rows; predict those you have");
        }
    }

    /** Its predictions of its own rows, T x O for each sequence. */
    private double[][] own() {
        if (source == null || core == judged) {
            return predictions;
        }
        try (Workers workers = new Workers(model.training().processors())) {
            return new Loop(core, layout.sequences(source)).predictions(workers);
        }
    }

    /**
     * Forecasts the steps behind the last row of each sequence, where nothing of them needs to be known but group, time
     * and lags. A response that is lagged is read from the forecasts before.
     *
     * @param steps of each sequence, at least 1
     * @throws DataException naming the columns that must be known ahead; see {@link #forecast(int, Source)}
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
     * @throws DataException if a column, or a group at a time, is missing
     * @throws dev.tilde.formula.FormulaException if the network looks ahead, or sequences have one response each
     */
    public Forecast forecast(int steps, Source future) {
        return onward.forecast(steps, Needed.argument(future, "future"));
    }

    /** Forecasts with what is known of the future; see {@link #forecast(int, Source)}. */
    public Forecast forecast(int steps, Dataset future) {
        return forecast(steps, Needed.rows(future, "future"));
    }

    /**
     * The same fit with intervals of another level.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public RnnFit level(double level) {
        return onward(model.level(level), onward.knownEndings(), onward.means());
    }

    /**
     * The same fit whose predictions and forecasts are means. Where the response is transformed, what is predicted is
     * the median of the response: the number whose transform is predicted. Its mean is the average over the errors e of
     * rows held out of {@code g^-1(g(median) + e)}, the smearing estimate of Duan (1983),
     * doi:10.1080/01621459.1983.10478017. Scores, intervals and streams stay those of medians, and so does a response
     * without a transform, or whose transform acts on its differences. R: {@code point_forecast = list(.mean = mean)}
     * of fable.
     */
    public RnnFit means() {
        return onward(model, onward.knownEndings(), true);
    }

    /**
     * The same fit whose forecasts and streams go on from the last rows of another table, such as one that has grown
     * since; nothing is learned anew. Saved, it goes on from there as well.
     *
     * @param table the history of each sequence; a response may be missing, and is then the model's own prediction
     * @throws DataException if a column is not there, or groups or order are missing or tied
     * @throws dev.tilde.formula.FormulaException if the network looks ahead
     */
    public RnnFit behind(Source table) {
        return onward(model, onward.endings(layout.sequences(table)), onward.means());
    }

    /** The same fit that goes on behind other rows; see {@link #behind(Source)}. */
    public RnnFit behind(Dataset table) {
        return behind(Needed.rows(table, "table"));
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
        return onward.stream(Needed.argument(group, "group"));
    }

    /** The epochs of each restart; none for an echo state network. */
    public List<List<Epoch>> history() {
        return trained.history();
    }

    /** What a reader should know, in sentences. */
    public List<String> notes() {
        return trained.notes();
    }

    /**
     * How many numbers one network has, its linear part apart. Those that the layout of a cell has room for but nothing
     * reads, such as the forget gate of a coupled LSTM, do not count.
     */
    public int parameters() {
        return core.parameters();
    }

    /**
     * Errors of the model and of simpler ones on the rows that trained and on those held out, the model's own last. Where
     * training read outputs that were fed back, held-out errors in closed loop as well: from the first row held out of a
     * sequence on, responses are read from predictions. Their names end in {@code in closed loop}.
     */
    public List<Score> scores() {
        return new ArrayList<>(scores.all());
    }

    @Override
    public Document summary() {
        return RnnSummary.of(this);
    }

    /**
     * How far gradients reach back, and what they meet; see {@link GradientFlow}. Runs anew with each call.
     *
     * @throws IllegalStateException if the fit came from a file, which holds no rows
     */
    public GradientFlow gradientFlow() {
        needRows();
        return FlowProbe.flow(this);
    }

    /**
     * What each term is worth on the rows held out, or without such rows on those that trained; shuffled five times by
     * the seed of the training.
     *
     * @throws IllegalStateException if the fit came from a file, which holds no rows
     */
    public List<TermImportance> importance() {
        needRows();
        return Importance.of(this);
    }

    /** How predictions answer a change of a column at one step, up to 12 steps behind it; see {@link Effects}. */
    public Effects effects(String column) {
        return effects(column, 12);
    }

    /**
     * How predictions answer a change of a column at one step.
     *
     * @param column that the right side reads and that varies inside sequences; of a response its own lags answer
     * @param lags how many steps behind the change; fewer where no sequence is as long
     * @throws IllegalArgumentException if the model reads no such column, it does not vary inside sequences, is a time or
     *     has too many levels, or no sequence is long enough
     * @throws IllegalStateException if the fit came from a file, which holds no rows
     * @throws dev.tilde.formula.FormulaException for grids, and for networks that look ahead and answer at every step
     */
    public Effects effects(String column, int lags) {
        if (source == null) {
            throw new IllegalStateException("a fit from a file has no rows to change a column of");
        }
        return Impulses.of(this, source, Needed.argument(column, "column"), lags);
    }

    /**
     * Truth minus prediction for each row it was fitted to, on the scale of the data; of the first output where there
     * are several. NaN where the response or the history is missing. Of a change, such as that of {@code diff(y)}, a row
     * whose response is known and that of the row before is not has a residual, but no part in {@link #scores}.
     *
     * @throws IllegalStateException if the fit came from a file, which holds no rows
     */
    public double[] residuals() {
        needRows();
        double[][] errors = Errors.of(this, own(), Errors.Rows.ALL).toArray(double[][]::new);
        return rows.toRows(errors);
    }

    /**
     * This fit and another on the rows that both held out; where these are fewer than ten, on all that both predict.
     *
     * @param other fitted to the same table
     * @throws IllegalArgumentException if the tables differ in length, or no response is the same
     * @throws IllegalStateException if one of the fits is from a file, which holds no rows
     */
    public Comparison compare(RnnFit other) {
        needRows();
        Needed.argument(other, "other").needRows();
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
