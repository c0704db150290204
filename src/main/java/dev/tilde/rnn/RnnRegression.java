package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Engine;
import dev.tilde.model.Model;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The sequence regressor: a recurrent network on the design matrix of a formula, beside the linear model of the same
 * design.
 *
 * <pre>{@code
 * RnnFit fit = Tilde.rnn("Ozone ~ Wind + Temp | Month", air);
 * RnnRegression.DEFAULTS.lstm().hidden(32).fit(formula, source, DesignOptions.DEFAULTS);
 * }</pre>
 *
 * <p>The rows of each group form a sequence. Inputs and response are standardised; the output of the network, whose
 * readout starts at 0, is added to that of a ridge regression on the same inputs, so that the fit starts at the linear model
 * and moves away from it only where that lowers the loss on rows held out.
 *
 * @param structure of the network
 * @param sequences what is said about groups, order, window and horizon beside the formula
 * @param training how it is trained
 * @param loss what is minimised
 * @param echo an echo state network in place of a trained one
 * @param level of the intervals of forecasts, in (0, 1)
 */
public record RnnRegression(
        Structure structure,
        SequenceSpec sequences,
        Training training,
        Loss loss,
        Optional<EchoState> echo,
        double level)
        implements Model<RnnFit> {
    /**
     * One layer of gated recurrent units, squared error, 95 % intervals; recurrence from the output where the formula has
     * {@code feedback(y)}, a four-direction LSTM over grids.
     */
    public static final RnnRegression DEFAULTS = new RnnRegression(
            Structure.AUTO, SequenceSpec.DEFAULTS, Training.DEFAULTS, Losses.MSE, Optional.empty(), 0.95);

    /**
     * @throws IllegalArgumentException if the level does not lie between 0 and 1, an option is null, or the loss has no
     *     name or no numbers
     */
    public RnnRegression {
        Needed.given(structure, "the structure", "Structure.AUTO");
        Needed.given(sequences, "the sequence part", "SequenceSpec.DEFAULTS");
        Needed.given(training, "the training", "Training.DEFAULTS");
        Needed.given(loss, "the loss", "Losses.MSE");
        Needed.given(echo, "the echo state network", "Optional.empty()");
        Needed.given(loss.name(), "the name of the loss", "mse");
        if (loss.heads() < 1 || loss.locations() < 0 || loss.locations() > loss.heads()) {
            throw new IllegalArgumentException("the loss " + loss.name() + " has " + loss.heads()
                    + " numbers for a response, " + loss.locations()
                    + " of them on its scale; it needs 1 or more, and no more of these");
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of intervals must lie between 0 and 1, got " + level);
        }
    }

    /** The same with another structure, trained in place of an echo state network. */
    public RnnRegression structure(Structure other) {
        return new RnnRegression(other, sequences, training, loss, Optional.empty(), level);
    }

    /**
     * The same with cells of another kind, trained in place of an echo state network.
     *
     * @throws IllegalArgumentException if two directions or a memory were asked for, which the kind does not have
     */
    public RnnRegression cells(Structure.Kind kind) {
        Needed.given(kind, "the kind of cells", "Structure.Kind.GRU");
        return cells(Structure.of(kind));
    }

    /** Cells whose delays or periods are known, since units divide by them, with what the network has besides. */
    private RnnRegression cells(Structure fresh) {
        Structure sized =
                fresh.hidden(structure.hidden()).layers(structure.layers()).bidirectional(structure.bidirectional());
        return structure(
                sized.dropout(structure.dropout(), structure.recurrentDropout()).memory(structure.memory()));
    }

    /** The same network with something else about its cells; an echo state network has none. */
    private RnnRegression trained(Structure other, String what) {
        if (echo.isPresent()) {
            throw new IllegalArgumentException("an echo state network has no " + what
                    + "; say it of its EchoState, or choose cells such as gru() first");
        }
        return structure(other);
    }

    /** Long short-term memory. */
    public RnnRegression lstm() {
        return cells(Structure.Kind.LSTM);
    }

    /** Gated recurrent units. */
    public RnnRegression gru() {
        return cells(Structure.Kind.GRU);
    }

    /** The simple recurrent network. */
    public RnnRegression simple() {
        return cells(Structure.Kind.RNN);
    }

    /** Leaky units with trained time constants. */
    public RnnRegression leaky() {
        return cells(Structure.Kind.LEAKY);
    }

    /** Connections over several delays; without 1 among them, length-one connections are removed. */
    public RnnRegression skip(int... delays) {
        return cells(Structure.of(Structure.Kind.SKIP).steps(delays));
    }

    /**
     * Groups of units with periods of their own.
     *
     * @param periods in steps, ascending: the fastest group first
     * @throws IllegalArgumentException if there is none, one is below 1, or they do not ascend
     */
    public RnnRegression clockwork(int... periods) {
        return cells(Structure.of(Structure.Kind.CLOCKWORK).steps(periods));
    }

    /** A time-delay network. */
    public RnnRegression tdnn(int taps, int... dilations) {
        return cells(Structure.of(Structure.Kind.TDNN).taps(taps).steps(dilations));
    }

    /** Recurrence from the output only; the formula gets {@code feedback(y)} where it has none. */
    public RnnRegression outputRecurrent() {
        return cells(Structure.Kind.OUTPUT);
    }

    /**
     * The simple recurrent network over grids, from their first cells: each cell sees those above it and to its left.
     * The columns of the grid come from {@code order(row, col)}.
     */
    public RnnRegression grid() {
        return cells(Structure.Kind.GRID);
    }

    /** Long short-term memory over grids, from their first cells; see {@link #grid()}. */
    public RnnRegression gridLstm() {
        return cells(Structure.Kind.GRID_LSTM);
    }

    /**
     * From how many corners a grid is read; each with cells of its own, so that from four every cell sees all others.
     * Long short-term memory where no network over grids was chosen.
     *
     * @param corners 1 or 4
     * @throws IllegalArgumentException if it is another number, or a network of one dimension was chosen
     */
    public RnnRegression directions(int corners) {
        return trained(structure.corners(corners), "corners");
    }

    /**
     * First values of the gates for dependencies over up to so many steps, as {@link Structure#memory} says: worth
     * setting where what matters is known to lie far back.
     */
    public RnnRegression memory(int steps) {
        return trained(structure.memory(steps), "gates");
    }

    /** An echo state network of so many units, with the seed of the training. */
    public RnnRegression esn(int units) {
        return esn(EchoState.DEFAULTS.units(units).seed(training.seed()));
    }

    /** An echo state network; its seed is that of its options. */
    public RnnRegression esn(EchoState options) {
        Needed.given(options, "the echo state network", "EchoState.DEFAULTS");
        return new RnnRegression(structure, sequences, training, loss, Optional.of(options), level);
    }

    /** The same with so many units in each layer; 0 to leave it to the data. */
    public RnnRegression hidden(int units) {
        if (echo.isPresent()) {
            return esn(units == 0 ? echo.get().sizedByRows() : echo.get().units(units));
        }
        return structure(structure.hidden(units));
    }

    /** The same with so many layers. */
    public RnnRegression layers(int count) {
        return trained(structure.layers(count), "layers");
    }

    /** The same, each layer reading sequences in both directions. */
    public RnnRegression bidirectional() {
        return trained(structure.bidirectional(true), "two directions");
    }

    /** The same with other words about sequences. */
    public RnnRegression sequences(SequenceSpec other) {
        return new RnnRegression(structure, other, training, loss, echo, level);
    }

    /** The same with the rows of sequences told apart by columns. */
    public RnnRegression by(String... columns) {
        return sequences(sequences.by(columns));
    }

    /** The same with the rows of a sequence sorted by columns. */
    public RnnRegression order(String... columns) {
        return sequences(sequences.order(columns));
    }

    /** The same with training windows of so many steps. */
    public RnnRegression window(int steps) {
        return sequences(sequences.window(steps));
    }

    /** The same, each row predicting so many steps. */
    public RnnRegression horizon(int steps) {
        return sequences(sequences.horizon(steps));
    }

    /** The same with another training. An echo state network keeps its own seed: {@link #seed} sets both. */
    public RnnRegression training(Training other) {
        return new RnnRegression(structure, sequences, other, loss, echo, level);
    }

    /** The same with another seed, of training or of an echo state network. */
    public RnnRegression seed(long seed) {
        return new RnnRegression(structure, sequences, training.seed(seed), loss, echo.map(e -> e.seed(seed)), level);
    }

    /** The same with its matrix products computed by another engine; see {@link Training#engine}. */
    public RnnRegression engine(Engine engine) {
        return training(training.engine(engine));
    }

    /** The same with another loss. */
    public RnnRegression loss(Loss other) {
        return new RnnRegression(structure, sequences, training, other, echo, level);
    }

    /** The same with intervals of another level. */
    public RnnRegression level(double other) {
        return new RnnRegression(structure, sequences, training, loss, echo, other);
    }

    /**
     * {@inheritDoc}
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not fit the rows, or a term sees the future of the
     *     response
     * @throws dev.tilde.data.DataException if groups or order are missing or tied, or no row can be used
     * @throws IllegalStateException if the engine is not there; the message says what is missing
     * @throws IllegalArgumentException if the engine computes in floats and the network is in double precision, or
     *     formula and options contradict each other
     * @throws java.util.concurrent.CancellationException if an echo state network is told to stop, which has nothing to
     *     keep before its end
     */
    @Override
    public RnnFit fit(Formula formula, Source source, DesignOptions options) {
        return fit(formula, source, options, Progress.SILENT);
    }

    /** Fits and tells of every epoch; see {@link #fit(Formula, Source, DesignOptions)}. */
    public RnnFit fit(Formula formula, Source source, DesignOptions options, Progress progress) {
        return new Fitting(this, formula, source, options, progress, null, 0).fit();
    }

    /**
     * Fits, and keeps the state of training in a file every few seconds. If the file is there, training goes on from it,
     * to the same bits as if it had never stopped; an echo state network has no use for it.
     *
     * @throws dev.tilde.data.DataException if the file is damaged, from a newer version or of another fit
     */
    public RnnFit fit(Formula formula, Source source, DesignOptions options, Progress progress, Path checkpoint) {
        Needed.argument(checkpoint, "checkpoint");
        return new Fitting(this, formula, source, options, progress, checkpoint, 5_000).fit();
    }
}
