package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * In training sets a share p of its inputs to 0 and multiplies the others by 1 / (1 - p). By default new ones are drawn
 * at every step, as PyTorch does between layers; variational dropout keeps them for all steps of a sequence (Gal and
 * Ghahramani 2016, arXiv:1512.05287).
 */
final class Dropout extends Layer {
    private final int width;
    private final double share;
    private final boolean variational;

    Dropout(int width, double share, boolean variational) {
        this.width = width;
        this.share = share;
        this.variational = variational;
    }

    /** A plane of factors: 0 with probability p, else 1 / (1 - p). */
    static Plane mask(Batch batch, Kernels k, int size, double p) {
        SplittableRandom random = batch.random;
        Plane mask = k.plane(size);
        for (int i = 0; i < size; i++) {
            mask.set(i, random != null && random.nextDouble() < p ? 0 : 1 / (1 - p));
        }
        return mask;
    }

    @Override
    int outputs() {
        return width;
    }

    @Override
    Map<String, Parameter> parameters() {
        return Map.of();
    }

    @Override
    void prepare(Kernels k) {}

    @Override
    void initialise(Initial initial) {}

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
        return new Run(k, capacity);
    }

    private final class Run implements LayerRun {
        private final Kernels k;
        private final int capacity;
        private final List<Plane> masks = new ArrayList<>();
        private final List<Plane> output = new ArrayList<>();
        private final List<Plane> gradient = new ArrayList<>();
        private @Nullable Batch batch;
        private boolean drops;
        private Plane[] x = {};
        private Plane @Nullable [] dx;

        Run(Kernels k, int capacity) {
            this.k = k;
            this.capacity = capacity;
        }

        private Batch batch() {
            Batch b = batch;
            if (b == null) {
                throw new IllegalStateException("no batch");
            }
            return b;
        }

        @Override
        public void open(Batch b, Plane[] in) {
            batch = b;
            x = in;
            drops = b.random != null;
            while (output.size() < b.steps) {
                output.add(k.plane(capacity * width));
                gradient.add(k.plane(capacity * width));
            }
            masks.clear();
            for (int t = 0; drops && t < b.steps; t++) {
                masks.add(variational && t > 0 ? masks.get(0) : mask(b, k, capacity * width, share));
            }
        }

        @Override
        public void forward(int t) {
            int n = batch().active(t) * width;
            if (drops) {
                k.times(output.get(t), x[t], masks.get(t), n);
            } else {
                k.copy(output.get(t), x[t], n);
            }
        }

        @Override
        public Plane[] output() {
            return output.subList(0, batch().steps).toArray(Plane[]::new);
        }

        @Override
        public Plane[] openBack(Plane @Nullable [] to) {
            dx = to;
            Batch b = batch();
            for (int t = 0; t < b.steps; t++) {
                k.zero(gradient.get(t), b.active(t) * width);
            }
            return gradient.subList(0, b.steps).toArray(Plane[]::new);
        }

        @Override
        public void backward(int t) {
            Plane[] to = dx;
            if (to == null) {
                return;
            }
            int n = batch().active(t) * width;
            if (drops) {
                k.addTimes(to[t], gradient.get(t), masks.get(t), n);
            } else {
                k.add(to[t], gradient.get(t), n);
            }
        }

        @Override
        public void last(Plane into) {
            Batch b = batch();
            for (int r = 0; r < b.rows; r++) {
                k.copyRow(into, r, output.get(b.lengths[r] - 1), r, width);
            }
        }

        @Override
        public void backLast(Plane d) {
            Batch b = batch();
            for (int r = 0; r < b.rows; r++) {
                k.addRow(gradient.get(b.lengths[r] - 1), r, d, r, width);
            }
        }

        @Override
        public void reset() {}

        @Override
        public void copyState(LayerRun other) {}

        @Override
        public void carry() {}

        @Override
        public double[] state() {
            return new double[0];
        }

        @Override
        public int restore(double[] state, int at) {
            return at;
        }
    }
}
