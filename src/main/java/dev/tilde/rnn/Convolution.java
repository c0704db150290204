package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dilated causal convolution, one layer of a time-delay network:
 * {@code z_t = phi(b + sum_k W_k x_{t - (K-1-k) d})} for k = 0 .. K-1, with zeros before the first step; the last tap
 * sees the newest input. Backward:
 *
 * <pre>
 * da_t = dz_t phi'                               db = sum_t da_t
 * dW_k = sum_t da_t x_{t - (K-1-k) d}^T          dx_{t - (K-1-k) d} += W_k^T da_t
 * </pre>
 *
 * <p>No gradient goes to inputs before the first step of a batch. Waibel et al. (1989), doi:10.1109/29.21701; van den Oord et al. (2016), arXiv:1609.03499.
 * PyTorch: {@code Conv1d} after padding on the left by (K-1) d.
 */
final class Convolution extends Layer {
    private final int inputs;
    private final int width;
    private final int taps;
    private final int dilation;
    private final boolean relu;
    private final String name;
    private final Parameter w;
    private final Parameter b;
    /** By tap: the columns and rows of W_k. */
    private final List<Plane[]> columns = new ArrayList<>();

    private final List<Plane[]> rows = new ArrayList<>();

    Convolution(int inputs, int width, int taps, int dilation, boolean relu, String name) {
        this.inputs = inputs;
        this.width = width;
        this.taps = taps;
        this.dilation = dilation;
        this.relu = relu;
        this.name = name;
        this.w = Parameter.convolution("weight", width, inputs, taps);
        this.b = Parameter.vector("bias", width);
    }

    @Override
    int width() {
        return width;
    }

    @Override
    Map<String, Parameter> parameters() {
        Map<String, Parameter> all = new LinkedHashMap<>();
        all.put(name + ".weight", w);
        all.put(name + ".bias", b);
        return all;
    }

    @Override
    void prepare(Kernels k) {
        columns.clear();
        rows.clear();
        for (int tap = 0; tap < taps; tap++) {
            columns.add(tap(w.columns(), tap));
            Plane[] r = k.planes(width, inputs);
            for (int o = 0; o < width; o++) {
                for (int i = 0; i < inputs; i++) {
                    r[o].set(i, w.rows()[o].get(i * taps + tap));
                }
            }
            rows.add(r);
            k.settle(columns.get(tap));
            k.settle(r);
        }
    }

    private Plane[] tap(Plane[] all, int tap) {
        Plane[] some = new Plane[inputs];
        for (int i = 0; i < inputs; i++) {
            some[i] = all[i * taps + tap];
        }
        return some;
    }

    @Override
    void initialise(Initial initial) {
        initial.glorot(w, inputs * taps, width);
        initial.fill(b, j -> 0);
    }

    @Override
    boolean looksAhead() {
        return false;
    }

    @Override
    List<Cell> cells() {
        return List.of();
    }

    @Override
    LayerRun run(Kernels k, Gradient gradient, int capacity) {
        return new Run(k, gradient, capacity);
    }

    private final class Run extends StepwiseRun {
        private final Gradient weights;
        private final Plane work;
        private final Plane[] packed;
        /** Inputs before the first step: the last is the newest. */
        private final Plane[] before;

        Run(Kernels k, Gradient gradient, int capacity) {
            super(k, capacity, width);
            this.weights = gradient;
            this.work = k.plane(capacity * width);
            this.packed = k.packed(capacity, width);
            this.before = k.planes((taps - 1) * dilation, capacity * inputs);
        }

        @Override
        Plane x(int t) {
            return t >= 0 ? super.x(t) : before[before.length + t];
        }

        @Override
        public void forward(int t) {
            int n = batch().active(t);
            Plane[] z = {output(t)};
            k.spread(z, width, n, b.vector());
            for (int tap = 0; tap < taps; tap++) {
                Plane seen = x(t - (taps - 1 - tap) * dilation);
                k.multiply(z, width, n, new Plane[] {seen}, inputs, columns.get(tap));
            }
            if (relu) {
                k.relu(z[0], z[0], n * width);
            } else {
                k.tanh(z[0], z[0], n * width);
            }
        }

        @Override
        public void backward(int t) {
            int n = batch().active(t);
            Plane z = output(t);
            if (relu) {
                k.reluBack(work, gradient(t), z, n * width);
            } else {
                k.tanhBack(work, gradient(t), z, n * width);
            }
            Plane[] da = {work};
            Plane[] dw = weights.of(w);
            Plane[] to = dx();
            k.pack(packed, 0, da, width, n);
            k.addRows(weights.of(b)[0], packed, n);
            for (int tap = 0; tap < taps; tap++) {
                int at = t - (taps - 1 - tap) * dilation;
                k.outer(tap(dw, tap), x(at), inputs, n, packed);
                if (to != null && at >= 0) {
                    k.multiply(new Plane[] {to[at]}, inputs, n, da, width, rows.get(tap));
                }
            }
        }

        @Override
        public void reset() {
            for (Plane p : before) {
                k.zero(p, p.length());
            }
        }

        @Override
        public void copyState(LayerRun other) {
            Plane[] theirs = ((Run) other).before;
            for (int i = 0; i < before.length; i++) {
                k.copy(before[i], theirs[i], before[i].length());
            }
        }

        @Override
        public void carry() {
            Batch now = batch();
            Plane[] next = k.planes(before.length, capacity * inputs);
            for (int i = 0; i < next.length; i++) {
                for (int r = 0; r < now.rows; r++) {
                    k.copyRow(next[i], r, x(now.lengths[r] - next.length + i), r, inputs);
                }
            }
            System.arraycopy(next, 0, before, 0, next.length);
        }

        @Override
        public double[] state() {
            return Arrays.stream(before)
                    .flatMapToDouble(p -> Arrays.stream(p.toArray()))
                    .toArray();
        }

        @Override
        public int restore(double[] state, int at) {
            int next = at;
            for (Plane p : before) {
                p.set(0, Arrays.copyOfRange(state, next, next + p.length()));
                next += p.length();
            }
            return next;
        }
    }
}
