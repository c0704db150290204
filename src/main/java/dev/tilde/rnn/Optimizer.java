package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;

/** A rule by which parameters follow their gradient. An immutable value; its memory is handed to it. */
public sealed interface Optimizer permits Optimizers.Rule {
    /** The step size. */
    double rate();

    /** The same with another step size. */
    Optimizer rate(double rate);

    /** How many planes of the size of the parameters it remembers. */
    int memory();

    /** As in a summary, such as {@code adamw(0.005)}. */
    String name();

    /**
     * One step: p and the memory change.
     *
     * @param p all parameters
     * @param g their gradient; may be overwritten
     * @param memory {@link #memory} planes, zero before the first step
     * @param step 1 for the first
     * @param rate the step size of this step, by the schedule
     * @param decayed 1 for each parameter that weight decay applies to
     */
    void step(Kernels k, Plane p, Plane g, List<Plane> memory, long step, double rate, Plane decayed);
}
