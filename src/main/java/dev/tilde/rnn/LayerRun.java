package dev.tilde.rnn;

import dev.tilde.linalg.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A layer at work on a batch, forward and then backward. */
interface LayerRun {
    /** Gets ready for a batch; x by step. */
    void open(Batch batch, Plane[] x);

    /** Computes the outputs of step t, after those of the steps before. */
    void forward(int t);

    /** Computes the outputs of every step. */
    default void forward(Batch batch, Plane[] x) {
        open(batch, x);
        for (int t = 0; t < batch.steps; t++) {
            forward(t);
        }
    }

    /** The outputs by step: rows x outputs. */
    Plane[] output();

    /**
     * Gets ready to go back. Gradients of the parameters and of the inputs, where dx is there to take them, are added
     * to.
     *
     * @return the gradients of the loss with respect to the outputs by step, set to 0: to be added to before backward
     */
    Plane[] openBack(Plane @Nullable [] dx);

    /** Goes back through step t, after the steps behind it. */
    void backward(int t);

    /** Goes back through all steps of a batch. */
    default void backward(Batch batch) {
        for (int t = batch.steps - 1; t >= 0; t--) {
            backward(t);
        }
        close();
    }

    /** The tapes of its cells, one for each direction. */
    default List<Tape> tapes() {
        return List.of();
    }

    /** Called when the first step has been gone back through. */
    default void close() {}

    /**
     * Writes each sequence's final output: after its last step, in the direction in which it was read; of a grid the mean
     * over its {@linkplain Grids#ends last cells}.
     */
    void last(Plane into);

    /** Adds a gradient with respect to {@link #last} to those of the outputs. */
    void backLast(Plane d);

    /** Zero state before the next batch. */
    void reset();

    /** Takes the state of another run of the same layer. */
    void copyState(LayerRun other);

    /** The state after each sequence's end stands before the next batch. */
    void carry();

    /** The state before the next batch, as numbers; a new array. */
    double[] state();

    /**
     * Takes such numbers over.
     *
     * @param at where they begin
     * @return where they end
     */
    int restore(double[] state, int at);
}
