package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recurrent cell: what happens at one step, forward and backward. Equations in the classes use the letters of the
 * literature: x_t input, h_t output, W input weights, U recurrent weights, b biases, s the logistic function, d the
 * gradient of the loss with respect to what follows it.
 *
 * <p>Where {@code a_t = W x_t + U h_{t-1} + b} and da_t is known, every cell has the same gradients of its parameters, sums
 * over the steps because the steps share them: {@code dW = sum_t da_t x_t^T}, {@code dU = sum_t da_t h_{t-1}^T},
 * {@code db = sum_t da_t}. {@link Gathered} collects them, and the classes give da_t and what goes on to the states before.
 */
abstract class Cell {
    /** Slot of h. */
    static final int H = 0;

    final int inputs;
    final int hidden;
    /** How many steps back matters, for first values; 0 where it is not known. */
    int memory;

    Cell(int inputs, int hidden) {
        this.inputs = inputs;
        this.hidden = hidden;
    }

    /** In the order in which they are stored. */
    abstract List<Parameter> parameters();

    /** How many of their numbers nothing reads: they fill up the layout of a kindred cell. */
    int idle() {
        return 0;
    }

    /** Sets to 0 what stands for connections that the cell does not have, where numbers come from elsewhere. */
    void cut(Plane all) {}

    /** How many planes a step keeps. */
    abstract int slots();

    /** How many of them are state; slot 0 is the output. */
    int states() {
        return 1;
    }

    /** How many steps back the state is read. */
    int delay() {
        return 1;
    }

    /** The slots of gates, numbers from 0 (shut) to 1 (open), for diagnostics. */
    int[] gateSlots() {
        return new int[0];
    }

    /** How many planes to work in. */
    abstract int work();

    /** How many numbers a row of a slot has. */
    int width(int slot) {
        return hidden;
    }

    /** How many numbers a row of a plane to work in has. */
    int workWidth() {
        return hidden;
    }

    /** Called when the parameters have new values. */
    void prepare(Kernels k) {}

    /** b_ih + b_hh: PyTorch's cells keep two biases, which only their gradients tell apart. */
    static Plane sum(Parameter a, Parameter b, Kernels k) {
        Plane sum = k.plane(a.out);
        k.copy(sum, a.vector(), a.out);
        k.add(sum, b.vector(), a.out);
        return sum;
    }

    static Plane prepared(@Nullable Plane plane) {
        if (plane == null) {
            throw new IllegalStateException("the parameters were never read");
        }
        return plane;
    }

    /** Computes the slots of step t from x_t and the states before. */
    abstract void forward(Tape tape, int t);

    /**
     * From the gradients of the states of step t, to which all later steps have added, those of the parameters, of x_t and
     * of the states before, to which it adds. It may add to the gradient of a state of t what reaches it within the step.
     */
    abstract void backward(Tape tape, int t);

    /** Called after the last backward step of a batch. */
    void finish(Gradient gradient, Kernels k) {}

    /** First values of a parameter's numbers. */
    void initialise(Parameter p, Initial initial) {
        initial.standard(p, this);
    }
}
