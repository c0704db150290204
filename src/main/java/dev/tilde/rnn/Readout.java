package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;

/**
 * The last step of a network at work on a batch: from states to outputs, their loss, and back. Of one thread.
 *
 * <pre>
 * f = V h + c            offsets, of the linear part, are added to those numbers of f that are locations
 * df = scale w dl/df     l the loss of a target, w its weight
 * dV = sum df h^T        dc = sum df        dh += V^T df
 * </pre>
 */
final class Readout {
    private final Network network;
    private final Kernels k;
    private final Gradient gradient;
    private final int capacity;
    /** What outputs cost: the network's own loss unless {@link #judge} says another. */
    private Loss loss;

    /** Numbers of a row: one head or more for each response. */
    private final int numbers;

    /** Units of the last layer. */
    private final int width;
    /** The network's outputs by step, or one plane of the final ones: rows x numbers. */
    private final List<Plane> f = new ArrayList<>();

    private final Plane df;
    private final Plane[] packed;
    private double[] at = {};
    private double[] dAt = {};

    Readout(Network network, Gradient gradient, int capacity) {
        this.network = network;
        this.k = network.k;
        this.gradient = gradient;
        this.capacity = capacity;
        this.loss = network.loss;
        this.numbers = network.v.out;
        this.width = network.v.in;
        this.df = k.plane(capacity * numbers);
        this.packed = k.packed(capacity, numbers);
    }

    void judge(Loss other) {
        loss = other;
    }

    /** Makes room for the outputs of so many steps. */
    void room(int steps) {
        while (f.size() < steps) {
            f.add(k.plane(capacity * numbers));
        }
    }

    /** Computes the outputs of step t from its states. */
    void forward(Batch batch, int t, Plane h) {
        read(f.get(t), h, batch.active(t));
        for (int r = 0; r < batch.active(t); r++) {
            addOffset(f.get(t), r, batch.offset[t]);
        }
    }

    /** Computes the one output of each sequence from its last state. */
    void forwardLast(Batch batch, Plane h) {
        read(f.get(0), h, batch.rows);
        for (int r = 0; r < batch.rows; r++) {
            addOffset(f.get(0), r, batch.offset[batch.lengths[r] - 1]);
        }
    }

    private void read(Plane to, Plane h, int rows) {
        Plane[] one = {to};
        k.spread(one, numbers, rows, network.c.vector());
        k.multiply(one, numbers, rows, new Plane[] {h}, width, network.v.columns());
    }

    private void addOffset(Plane to, int row, Plane offset) {
        int heads = network.loss.heads();
        for (int o = 0; o < network.responses; o++) {
            double shift = offset.get(row * network.responses + o);
            for (int h = 0; shift != 0 && h < network.loss.locations(); h++) {
                int i = row * numbers + o * heads + h;
                to.set(i, to.get(i) + shift);
            }
        }
    }

    /** The outputs of step t: rows x numbers; for one output per sequence t is ignored. */
    Plane output(int t) {
        return f.get(network.last ? 0 : t);
    }

    /** What of the outputs of a step is fed back: rows x responses. */
    double[] locations(Batch batch, int t) {
        int heads = network.loss.heads();
        double[] first = new double[batch.active(t) * network.responses];
        for (int i = 0; i < first.length; i++) {
            first[i] = f.get(t).get(i * heads);
        }
        return first;
    }

    /** Loss of step t; where {@code scale} is not 0, df takes its gradient times scale. */
    double loss(Batch batch, int t, double scale) {
        int rows = network.last ? batch.rows : batch.active(t);
        int heads = network.loss.heads();
        int n = rows * numbers;
        if (at.length < n) {
            at = new double[n];
            dAt = new double[n];
        }
        Plane out = output(t);
        for (int i = 0; i < n; i++) {
            at[i] = out.get(i);
        }
        double sum = 0;
        for (int r = 0; r < rows; r++) {
            int step = network.last ? batch.lengths[r] - 1 : t;
            for (int o = 0; o < network.responses; o++) {
                int i = r * network.responses + o;
                double w = batch.weight[step].get(i);
                if (w != 0) {
                    sum += w * loss.value(at, i * heads, batch.y[step].get(i), dAt);
                }
                for (int h = 0; scale != 0 && h < heads; h++) {
                    df.set(i * heads + h, w == 0 ? 0 : scale * w * dAt[i * heads + h]);
                }
            }
        }
        return sum;
    }

    /** The gradient that {@link #loss} took: rows x numbers. */
    Plane df() {
        return df;
    }

    /**
     * Adds to the gradient that of the step whose loss was asked for last.
     *
     * @param h the states it was read from
     * @param dh to which their gradient is added
     */
    void backward(Plane h, Plane dh, int rows) {
        Plane[] d = {df};
        k.pack(packed, 0, d, numbers, rows);
        k.outer(gradient.of(network.v), h, width, rows, packed);
        k.addRows(gradient.of(network.c)[0], packed, rows);
        k.multiply(new Plane[] {dh}, width, rows, d, numbers, network.v.rows());
    }
}
