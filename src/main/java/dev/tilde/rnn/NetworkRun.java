package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A network at work on a batch: outputs, loss, gradients. Of one thread. */
final class NetworkRun {
    /** Gradients below this change no parameter. */
    private static final double NEGLIGIBLE = 1e-30;

    private final Network network;
    private final Kernels k;
    final Gradient gradient;
    private final List<LayerRun> runs = new ArrayList<>();
    private final Readout readout;
    private final int width;
    private final Plane lastHidden;
    private final Plane dLast;
    private final @Nullable FeedbackLoop loop;
    /** With output feedback, the outputs before the first step of the next batch: rows x responses. Null at the start. */
    private double @Nullable [] before;
    /** Those of the last step of the batch last run forward. */
    private double @Nullable [] after;

    /** The outputs of the last layer of the batch that was opened, by step. */
    private Plane[] hidden = {};

    NetworkRun(Network network, Gradient gradient, int capacity) {
        this.network = network;
        this.k = network.k;
        this.gradient = gradient;
        this.readout = new Readout(network, gradient, capacity);
        this.width = network.v.in;
        this.loop = network.feedback == null ? null : new FeedbackLoop(network, network.feedback);
        for (Layer layer : network.layers) {
            runs.add(layer.run(k, gradient, capacity));
        }
        this.lastHidden = k.plane(capacity * width);
        this.dLast = k.plane(capacity * width);
    }

    /** Takes gradients of another loss, which has as many heads. */
    void judge(Loss other) {
        readout.judge(other);
    }

    LayerRun layer(int i) {
        return runs.get(i);
    }

    /** The tapes of all recurrent layers, the first layer first, a layer's directions in turn. */
    List<Tape> tapes() {
        return runs.stream().flatMap(run -> run.tapes().stream()).toList();
    }

    void reset() {
        runs.forEach(LayerRun::reset);
        before = null;
        after = null;
    }

    /** Takes the state of another run of the same network. */
    void copyState(NetworkRun other) {
        for (int i = 0; i < runs.size(); i++) {
            runs.get(i).copyState(other.runs.get(i));
        }
        before = other.before == null ? null : other.before.clone();
    }

    void carry() {
        runs.forEach(LayerRun::carry);
        before = after;
    }

    /** The state of all layers as numbers. */
    double[] state() {
        return runs.stream().flatMapToDouble(run -> Arrays.stream(run.state())).toArray();
    }

    /** Takes such numbers over, from {@code at} on; where they end. */
    int restore(double[] state, int at) {
        int next = at;
        for (LayerRun run : runs) {
            next = run.restore(state, next);
        }
        return next;
    }

    /** Gets ready for the steps of a batch, whose inputs may be set until each is computed; of outputs at every step. */
    void open(Batch batch) {
        readout.room(batch.steps);
        Plane[] x = batch.x;
        for (LayerRun run : runs) {
            run.open(batch, x);
            x = run.output();
        }
        hidden = x;
    }

    /** Computes the outputs of step t of the batch that was opened, after those of the steps before. */
    void forward(Batch batch, int t) {
        for (LayerRun run : runs) {
            run.forward(t);
        }
        readout.forward(batch, t, hidden[t]);
    }

    /** Computes the outputs of a batch. */
    void forward(Batch batch) {
        Plane[] x = batch.x;
        readout.room(network.last ? 1 : batch.steps);
        if (loops(batch)) {
            forwardFed(batch);
            return;
        }
        for (LayerRun run : runs) {
            run.forward(batch, x);
            x = run.output();
        }
        if (network.last) {
            top().last(lastHidden);
            readout.forwardLast(batch, lastHidden);
            return;
        }
        for (int t = 0; t < batch.steps; t++) {
            readout.forward(batch, t, x[t]);
        }
    }

    /** Whether inputs are outputs of the step before. */
    private boolean loops(Batch batch) {
        return batch.teacher != null && loop != null;
    }

    /** Step by step: the first step of a batch that goes on is fed the last outputs of the batch before. */
    private void forwardFed(Batch batch) {
        FeedbackLoop fed = Objects.requireNonNull(loop);
        open(batch);
        double[] output = before;
        for (int t = 0; t < batch.steps; t++) {
            if (output != null) {
                fed.feed(batch, t, output);
            }
            forward(batch, t);
            output = readout.locations(batch, t);
        }
        after = output;
    }

    private LayerRun top() {
        return runs.get(runs.size() - 1);
    }

    /** See {@link Readout#output}. */
    Plane output(int t) {
        return readout.output(t);
    }

    /** The sum of the weights of the targets of sequences that have one each. */
    double lastWeight(Batch batch) {
        double sum = 0;
        for (int r = 0; r < batch.rows; r++) {
            for (int o = 0; o < batch.outputs; o++) {
                sum += batch.weight[batch.lengths[r] - 1].get(r * batch.outputs + o);
            }
        }
        return sum;
    }

    /** The sum of w l over the targets of the batch last run forward. */
    double loss(Batch batch) {
        double sum = 0;
        for (int t = 0; t < (network.last ? 1 : batch.steps); t++) {
            sum += readout.loss(batch, t, 0);
        }
        return sum;
    }

    /**
     * Adds to {@link #gradient} that of scale times the sum of w l of the batch last run forward.
     *
     * @param dx takes the gradients of the inputs by step; null where they are not wanted
     * @return the sum of w l
     */
    double backward(Batch batch, double scale, Plane @Nullable [] dx) {
        return backward(batch, scale, dx, null);
    }

    /**
     * The same of a batch whose outputs are fed back.
     *
     * @param dOut takes the gradients of the outputs by step, what goes back through the loop included; null where they
     *     are not wanted
     */
    double backward(Batch batch, double scale, Plane @Nullable [] dx, Plane @Nullable [] dOut) {
        boolean fed = loops(batch);
        // Who asks for the gradients of inputs wants to see how far they reach.
        tapes().forEach(tape -> tape.negligible = dx == null ? NEGLIGIBLE : 0);
        Plane[] inputs = dx != null || !fed ? dx : k.planes(batch.steps, batch.rows * batch.inputs);
        Plane[] below = inputs;
        for (LayerRun run : runs) {
            below = run.openBack(below);
        }
        Plane[] dh = below;
        if (dh == null) {
            throw new IllegalStateException("a network has a layer");
        }
        Plane[] h = top().output();
        if (fed && inputs != null) {
            return backwardFed(batch, scale, inputs, h, dh, dOut);
        }
        double sum = 0;
        if (network.last) {
            sum = readout.loss(batch, 0, scale);
            k.zero(dLast, batch.rows * width);
            readout.backward(lastHidden, dLast, batch.rows);
            top().backLast(dLast);
        } else {
            for (int t = 0; t < batch.steps; t++) {
                sum += readout.loss(batch, t, scale);
                readout.backward(h[t], dh[t], batch.active(t));
            }
        }
        for (int i = runs.size() - 1; i >= 0; i--) {
            runs.get(i).backward(batch);
        }
        return sum;
    }

    /** Step by step as well: the gradient of an input that was an output goes on to that output. */
    private double backwardFed(Batch batch, double scale, Plane[] dx, Plane[] h, Plane[] dh, Plane @Nullable [] dOut) {
        FeedbackLoop fed = Objects.requireNonNull(loop);
        Plane df = readout.df();
        double sum = 0;
        for (int t = batch.steps - 1; t >= 0; t--) {
            sum += readout.loss(batch, t, scale);
            if (t + 1 < batch.steps) {
                fed.back(batch, t, dx[t + 1], df);
            }
            if (dOut != null) {
                k.copy(dOut[t], df, batch.active(t) * network.v.out);
            }
            if (t > 0) {
                fed.backLinear(batch, t, df, dx[t]);
            }
            readout.backward(h[t], dh[t], batch.active(t));
            for (int i = runs.size() - 1; i >= 0; i--) {
                runs.get(i).backward(t);
            }
        }
        runs.forEach(LayerRun::close);
        return sum;
    }
}
