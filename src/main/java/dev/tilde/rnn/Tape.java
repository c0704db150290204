package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * What a cell computed for a batch, step by step: slot s at step t is a plane of rows x {@link Cell#width}. Slots 0, 1, ...
 * hold the state that the next step sees (slot 0 is the output h), the others what the backward pass needs again.
 * Beside each state slot stands the gradient of the loss with respect to it.
 *
 * <p>Step -d is the state d steps before the first, zero or what a run before left; only state slots have it. Outside
 * a grid all is zero, and gradients that reach it are dropped.
 */
final class Tape {
    final Kernels k;
    final Cell cell;
    final Gradient gradient;
    /** Where steps are the cells of a grid: which of them are beside each other, and which are there. */
    final GridSteps grid;

    private final int capacity;
    private final List<Plane[]> slots = new ArrayList<>();
    private final List<Plane[]> gradients = new ArrayList<>();
    private final List<Plane[][]> blocks = new ArrayList<>();
    /** By state, then by delay - 1: capacity x hidden. The planes of a batch are overwritten by the next one. */
    private final Plane[][] before;

    private final Plane[][] beforeGradient;
    private final Plane[] work;
    private final Plane zero;
    private final Plane sink;

    private @Nullable Batch batch;
    private Plane[] x = {};
    private Plane @Nullable [] dx;
    /** How many steps were run before the first of this batch. */
    long start;

    /** By the first of the weight matrices that share the gradient of their outputs. */
    private final Map<Parameter, Gathered> gathered = new LinkedHashMap<>();

    /** Steps at which all gradients are smaller than this are passed over; 0 for none. */
    double negligible;

    private @Nullable Plane mask;
    private final List<Plane> masked = new ArrayList<>();

    Tape(Kernels k, Cell cell, Gradient gradient, int capacity) {
        this.k = k;
        this.cell = cell;
        this.gradient = gradient;
        this.grid = new GridSteps(k);
        this.capacity = capacity;
        int size = capacity * cell.hidden;
        this.before = new Plane[cell.states()][];
        this.beforeGradient = new Plane[cell.states()][];
        for (int s = 0; s < cell.states(); s++) {
            before[s] = k.planes(cell.delay(), size);
            beforeGradient[s] = k.planes(cell.delay(), size);
        }
        this.work = k.planes(cell.work(), capacity * cell.workWidth());
        this.zero = k.plane(size);
        this.sink = k.plane(size);
    }

    /** Gets ready for a batch; the states before its first step are left as they are. */
    void open(Batch next, Plane[] inputs) {
        batch = next;
        grid.open(next, next.observed);
        x = inputs;
        while (slots.size() < next.steps) {
            Plane[] step = new Plane[cell.slots()];
            for (int s = 0; s < step.length; s++) {
                step[s] = k.plane(capacity * cell.width(s));
            }
            slots.add(step);
            gradients.add(k.planes(cell.states(), capacity * cell.hidden));
            blocks.add(new Plane[cell.slots()][]);
        }
    }

    Batch batch() {
        Batch b = batch;
        if (b == null) {
            throw new IllegalStateException("no batch");
        }
        return b;
    }

    int steps() {
        return batch().steps;
    }

    /** How many sequences reach step t. */
    int rows(int t) {
        return batch().active(t);
    }

    /** How many numbers of a plane of step t count. */
    int size(int t) {
        return rows(t) * cell.hidden;
    }

    Plane x(int t) {
        return x[t];
    }

    Plane at(int slot, int t) {
        return t >= 0 ? slots.get(t)[slot] : t == GridSteps.OUTSIDE ? zero : before[slot][-t - 1];
    }

    /** Slots {@code first}, ... of step t side by side. */
    Plane[] at(int first, int count, int t) {
        Plane[][] known = blocks.get(t);
        Plane[] block = known[first];
        if (block == null || block.length != count) {
            block = Arrays.copyOfRange(slots.get(t), first, first + count);
            known[first] = block;
        }
        return block;
    }

    /** The gradient of the loss with respect to a state. */
    Plane gradient(int state, int t) {
        return t >= 0 ? gradients.get(t)[state] : t == GridSteps.OUTSIDE ? sink : beforeGradient[state][-t - 1];
    }

    /** A plane of the cell's own to work in. */
    Plane work(int i) {
        return work[i];
    }

    // what the recurrent products see: h, or h under a mask that stays the same for all steps (variational dropout)

    /** Sets the mask for the recurrent products; null for none. */
    void mask(@Nullable Plane next) {
        mask = next;
    }

    /** h of step t as the product with the recurrent weights of a later step sees it. */
    Plane recall(int t) {
        Plane m = mask;
        if (m == null) {
            return at(0, t);
        }
        int at = t < 0 ? 0 : t + 1;
        while (masked.size() <= at) {
            masked.add(k.plane(capacity * cell.hidden));
        }
        k.times(masked.get(at), at(0, t), m, m.length());
        return masked.get(at);
    }

    // backward

    /** Forgets the gradients of the batch before; {@code inputs} takes those of the inputs. */
    void openBack(Plane @Nullable [] inputs) {
        dx = inputs;
        gathered.values().forEach(Gathered::clear);
        for (int t = 0; t < steps(); t++) {
            for (Plane g : gradients.get(t)) {
                k.zero(g, size(t));
            }
        }
        for (Plane[] state : beforeGradient) {
            for (Plane g : state) {
                k.zero(g, g.length());
            }
        }
    }

    /**
     * Goes back through step t of the cell, unless every gradient of its states is negligible. Gradients that vanish
     * would else soon be denormal, numbers that processors are slow with.
     */
    void backward(int t) {
        boolean counts = negligible == 0;
        for (int s = 0; s < cell.states() && !counts; s++) {
            counts = !k.isBelow(gradient(s, t), negligible, size(t));
        }
        if (counts) {
            cell.backward(this, t);
        }
    }

    /** Called when the first step has been gone back through: the gradients of the parameters are complete. */
    void finish() {
        gathered.values().forEach(g -> g.flush(gradient));
        cell.finish(gradient, k);
    }

    /**
     * The backward pass of {@code gates = x W' + b}: adds to the gradients of W and of every b, and to that of x
     * where it is wanted.
     *
     * @param d gradients of the gates, side by side
     */
    void backInput(Plane[] d, int t, Parameter w, Parameter... biases) {
        gather(new Parameter[] {w}, biases).add(gradient, d, rows(t), x[t]);
        throughInput(d, t, w);
    }

    /** The backward pass of {@code gates = h(previous) U' + b}, h seen by {@link #recall}. */
    void backRecurrent(Plane[] d, int t, int previous, Parameter u, Parameter... biases) {
        gather(new Parameter[] {u}, biases).add(gradient, d, rows(t), recall(previous));
        recurrent(d, t, previous, u);
    }

    /** The backward pass of {@code gates = x W' + h(previous) U' + b}. */
    void backBoth(Plane[] d, int t, int previous, Parameter w, Parameter u, Parameter... biases) {
        gather(new Parameter[] {w, u}, biases).add(gradient, d, rows(t), x[t], recall(previous));
        throughInput(d, t, w);
        recurrent(d, t, previous, u);
    }

    private Gathered gather(Parameter[] weights, Parameter[] biases) {
        return gathered.computeIfAbsent(weights[0], w -> new Gathered(k, capacity, weights, biases));
    }

    private void throughInput(Plane[] d, int t, Parameter w) {
        Plane[] to = dx;
        if (to != null) {
            through(d, t, to[t], w);
        }
    }

    private void recurrent(Plane[] d, int t, int previous, Parameter u) {
        if (mask == null) {
            through(d, t, gradient(0, previous), u);
            return;
        }
        k.zero(sink, size(t));
        through(d, t, sink, u);
        addRecalled(sink, t, previous);
    }

    /** Adds a gradient with respect to {@link #recall} of a step to that of its h. */
    void addRecalled(Plane d, int t, int previous) {
        Plane m = mask;
        if (m == null) {
            k.add(gradient(0, previous), d, size(t));
        } else {
            k.addTimes(gradient(0, previous), d, m, size(t));
        }
    }

    /** The backward pass of {@code gates = a U'}: adds to the gradients of U and, in {@code da}, of a. */
    void backProduct(Plane[] d, int t, Plane a, Plane da, Parameter u) {
        gather(new Parameter[] {u}, new Parameter[0]).add(gradient, d, rows(t), a);
        through(d, t, da, u);
    }

    /** The gradients of the gates, back through a product to its input. */
    private void through(Plane[] d, int t, Plane da, Parameter u) {
        k.multiply(new Plane[] {da}, u.in, rows(t), d, u.out / d.length, u.rows());
    }

    // state

    /** States before the first step: zero. */
    void reset() {
        start = 0;
        for (Plane[] state : before) {
            for (Plane p : state) {
                k.zero(p, p.length());
            }
        }
    }

    /** Takes the states of another tape of the same cell. */
    void copyState(Tape other) {
        start = other.start;
        for (int s = 0; s < before.length; s++) {
            for (int d = 0; d < before[s].length; d++) {
                k.copy(before[s][d], other.before[s][d], before[s][d].length());
            }
        }
    }

    /** How many steps there were, then the states before the next batch's first one: by state, by delay, by row, by unit. */
    double[] state() {
        DoubleStream.Builder all = DoubleStream.builder();
        all.add(start);
        for (Plane[] state : before) {
            for (Plane p : state) {
                for (double v : p.toArray()) {
                    all.add(v);
                }
            }
        }
        return all.build().toArray();
    }

    /** Takes over what {@link #state} gave, from {@code at} on; where it ends. */
    int restore(double[] state, int at) {
        start = (long) state[at];
        int next = at + 1;
        for (Plane[] planes : before) {
            for (Plane p : planes) {
                p.set(0, Arrays.copyOfRange(state, next, next + p.length()));
                next += p.length();
            }
        }
        return next;
    }

    /** The states after each sequence's last step become those before the next batch's first. */
    void carry() {
        Batch b = batch();
        int h = cell.hidden;
        for (int s = 0; s < before.length; s++) {
            Plane[] old = k.planes(before[s].length, capacity * h);
            for (int d = 0; d < old.length; d++) {
                for (int r = 0; r < b.rows; r++) {
                    k.copyRow(old[d], r, at(s, b.lengths[r] - 1 - d), r, h);
                }
            }
            System.arraycopy(old, 0, before[s], 0, old.length);
        }
        start += b.steps;
    }

    /** The state {@code delay} steps before the first. */
    Plane before(int state, int delay) {
        return before[state][delay - 1];
    }

    /** The gradient of the loss with respect to {@link #before}. */
    Plane beforeGradient(int state, int delay) {
        return beforeGradient[state][delay - 1];
    }
}
