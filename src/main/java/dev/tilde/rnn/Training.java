package dev.tilde.rnn;

import dev.tilde.linalg.Engine;
import dev.tilde.linalg.Precision;
import java.util.function.Consumer;

/**
 * How a network is trained: an immutable value with a method for each change.
 *
 * @param optimizer the rule of a step
 * @param schedule of the learning rate; not with L-BFGS. A plateau needs rows held out, else the rate stays
 * @param epochs the most, at least 1
 * @param patience epochs without improvement before it stops
 * @param clip the most the norm of all gradients together may be; infinity for no limit; not with
 *     L-BFGS
 * @param batch sequences or windows a step sees; L-BFGS sees all
 * @param truncate steps after which gradients are cut (truncated backpropagation); 0 for never. The gradients of the
 *     parts are added: a batch is still one step of the optimiser. Windows cut as well, and begin at a state of 0. Without effect where a sequence has one response, is
 *     read in both directions or is a grid, and with L-BFGS
 * @param varyLengths whether each sequence is trained on up to a random step, or from one where it has one response
 *     at the end, at least a fifth of it; not windows, nor grids. Late steps, or early ones, are then scored less often
 * @param holdOut what is held out to stop and to calibrate
 * @param restarts with other first values, whose predictions are averaged; 0 for 5 where parameters x steps x
 *     epochs stay below 5e10, else 1
 * @param refit whether to train again on all rows, linear part and networks, for the median of their best numbers of
 *     epochs; errors and intervals stay those of the first training, which never saw the rows held out
 * @param seed of all that is random
 * @param threads 0 for all processors; the result does not depend on it
 * @param precision of the network's numbers
 * @param sampling what is fed back where the output is; L-BFGS, whose loss must stay the same one, takes a schedule for
 *     {@link Sampling#TEACHER}. Where outputs are fed back, in closed loop or by a schedule, rows held out say when to
 *     stop, and whether the network beats its linear part, in closed loop too: from the first of them on, responses are
 *     read from predictions, as in a forecast
 * @param engine what computes the products of networks in floats
 */
public record Training(
        Optimizer optimizer,
        Schedule schedule,
        int epochs,
        int patience,
        double clip,
        int batch,
        int truncate,
        boolean varyLengths,
        HoldOut holdOut,
        int restarts,
        boolean refit,
        long seed,
        int threads,
        Precision precision,
        Sampling sampling,
        Engine engine) {
    /** AdamW at 0.005, plateau halving, at most 500 epochs with patience 40, norm clipped at 1, floats, seed 1. */
    public static final Training DEFAULTS = new Training(
            Optimizers.adamw(0.005, 0.01),
            Schedule.PLATEAU,
            500,
            40,
            1,
            64,
            0,
            false,
            HoldOut.AUTO,
            0,
            false,
            1,
            0,
            Precision.SINGLE,
            Sampling.TEACHER,
            Engine.AUTO);

    /** What is held out: half of it says when to stop, half measures errors for intervals. */
    public enum HoldOut {
        /** The last fifth of every sequence where the response is lagged, led or fed back; else a fifth of the groups. */
        AUTO,
        /** The last fifth of every sequence. */
        TIME,
        /** A fifth of the groups. */
        GROUPS,
        /** Nothing: all epochs are run. */
        NONE
    }

    /** Each is a network of its own that a fit keeps. */
    private static final int MOST_RESTARTS = 1000;

    private static final int MOST_THREADS = 10_000;

    /** @throws IllegalArgumentException if a number is out of range */
    public Training {
        Needed.given(optimizer, "the optimiser", "Optimizers.adamw(0.005, 0.01)");
        Needed.given(schedule, "the schedule", "Schedule.PLATEAU");
        Needed.given(holdOut, "what is held out", "HoldOut.AUTO");
        Needed.given(precision, "the precision", "Precision.SINGLE");
        Needed.given(sampling, "the sampling", "Sampling.TEACHER");
        Needed.given(engine, "the engine", "Engine.AUTO");
        if (epochs < 1 || patience < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "epochs, patience and batch must be 1 or more, got " + epochs + ", " + patience + " and " + batch);
        }
        if (!(clip > 0)) {
            throw new IllegalArgumentException("the limit of the gradient's norm must be positive, got " + clip);
        }
        if (truncate < 0 || restarts < 0 || threads < 0) {
            throw new IllegalArgumentException("truncate, restarts and threads must not be negative, got " + truncate
                    + ", " + restarts + " and " + threads);
        }
        if (restarts > MOST_RESTARTS || threads > MOST_THREADS) {
            throw new IllegalArgumentException("restarts are up to " + MOST_RESTARTS + " and threads up to "
                    + MOST_THREADS + ", got " + restarts + " and " + threads
                    + "; 5 restarts average most of the chance out, and 0 threads are all processors");
        }
    }

    /** The same with another optimiser. */
    public Training optimizer(Optimizer other) {
        return with(d -> d.optimizer = other);
    }

    /** The same with another learning rate. */
    public Training rate(double rate) {
        return optimizer(optimizer.rate(rate));
    }

    /** The same with another schedule. */
    public Training schedule(Schedule other) {
        return with(d -> d.schedule = other);
    }

    /** The same with at most so many epochs. */
    public Training epochs(int most) {
        return with(d -> d.epochs = most);
    }

    /** The same with another patience. */
    public Training patience(int other) {
        return with(d -> d.patience = other);
    }

    /** The same with another limit of the gradient's norm. */
    public Training clip(double norm) {
        return with(d -> d.clip = norm);
    }

    /** The same with another size of batch. */
    public Training batch(int sequences) {
        return with(d -> d.batch = sequences);
    }

    /** The same with gradients cut after so many steps; 0 for never. */
    public Training truncate(int steps) {
        return with(d -> d.truncate = steps);
    }

    /** The same with or without varying lengths. */
    public Training varyLengths(boolean vary) {
        return with(d -> d.varyLengths = vary);
    }

    /** The same with something else held out. */
    public Training holdOut(HoldOut other) {
        return with(d -> d.holdOut = other);
    }

    /** The same with so many restarts; 0 to leave it to the size of the model. */
    public Training restarts(int count) {
        return with(d -> d.restarts = count);
    }

    /** The same with or without a second training on all rows. */
    public Training refit(boolean again) {
        return with(d -> d.refit = again);
    }

    /** The same with another seed. */
    public Training seed(long other) {
        return with(d -> d.seed = other);
    }

    /** The same on so many threads; 0 for all processors. */
    public Training threads(int count) {
        return with(d -> d.threads = count);
    }

    /** The same in another precision. */
    public Training precision(Precision other) {
        return with(d -> d.precision = other);
    }

    /** The same with something else fed back. */
    public Training sampling(Sampling other) {
        return with(d -> d.sampling = other);
    }

    /**
     * The same with another engine: JAVA and VECTOR give the same bits, BLAS others in the last digits. Where the engine
     * is not there, a fit throws an {@link IllegalStateException} that says what is missing.
     */
    public Training engine(Engine other) {
        return with(d -> d.engine = other);
    }

    /** Whether outputs that are fed back are read in training; L-BFGS takes a schedule for the teacher. */
    boolean closesLoop() {
        return sampling.kind() == Sampling.Kind.CLOSED
                || sampling.isScheduled() && !(optimizer instanceof Optimizers.Lbfgs);
    }

    /** L-BFGS needs doubles for its line search. */
    Precision networkPrecision() {
        return optimizer instanceof Optimizers.Lbfgs ? Precision.DOUBLE : precision;
    }

    int processors() {
        return threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
    }

    private Training with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The components one by one, so that a method can change the one it is about. */
    private static final class Draft {
        private Optimizer optimizer;
        private Schedule schedule;
        private int epochs;
        private int patience;
        private double clip;
        private int batch;
        private int truncate;
        private boolean varyLengths;
        private HoldOut holdOut;
        private int restarts;
        private boolean refit;
        private long seed;
        private int threads;
        private Precision precision;
        private Sampling sampling;
        private Engine engine;

        Draft(Training from) {
            optimizer = from.optimizer;
            schedule = from.schedule;
            epochs = from.epochs;
            patience = from.patience;
            clip = from.clip;
            batch = from.batch;
            truncate = from.truncate;
            varyLengths = from.varyLengths;
            holdOut = from.holdOut;
            restarts = from.restarts;
            refit = from.refit;
            seed = from.seed;
            threads = from.threads;
            precision = from.precision;
            sampling = from.sampling;
            engine = from.engine;
        }

        Training done() {
            return new Training(
                    optimizer,
                    schedule,
                    epochs,
                    patience,
                    clip,
                    batch,
                    truncate,
                    varyLengths,
                    holdOut,
                    restarts,
                    refit,
                    seed,
                    threads,
                    precision,
                    sampling,
                    engine);
        }
    }
}
