package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import java.util.List;
import java.util.Map;

/** A layer of a network: sequences of one width to sequences of another. Holds no activations; those a run has. */
abstract class Layer {
    /** How many numbers a row has behind it: its units, of several directions together. */
    abstract int width();

    /** Parameters by their name in the layer, in the order in which they are stored. */
    abstract Map<String, Parameter> parameters();

    /** Called when the parameters have new values. */
    abstract void prepare(Kernels k);

    abstract void initialise(Initial initial);

    /** Memory for batches of up to {@code capacity} sequences, for one thread. */
    abstract LayerRun run(Kernels k, Gradient gradient, int capacity);

    /** Whether an output may depend on later steps of its sequence. */
    abstract boolean looksAhead();

    /** Cells in it, for diagnostics. */
    abstract List<Cell> cells();
}
