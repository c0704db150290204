package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

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

    /**
     * A plane of factors: 0 with probability p, else 1 / (1 - p).
     *
     * @param keeps whether it is for all steps of a sequence
     */
    static Plane mask(Batch batch, Kernels k, int size, double p, boolean keeps) {
        SplittableRandom random = keeps && batch.kept != null ? batch.kept : batch.random;
        Plane mask = k.plane(size);
        for (int i = 0; i < size; i++) {
            mask.set(i, random != null && random.nextDouble() < p ? 0 : 1 / (1 - p));
        }
        return mask;
    }

    @Override
    int width() {
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

    private final class Run extends StepwiseRun {
        private final List<Plane> masks = new ArrayList<>();
        private boolean drops;

        Run(Kernels k, int capacity) {
            super(k, capacity, width);
        }

        @Override
        public void open(Batch b, Plane[] in) {
            super.open(b, in);
            drops = b.random != null;
            masks.clear();
            for (int t = 0; drops && t < b.steps; t++) {
                masks.add(variational && t > 0 ? masks.get(0) : mask(b, k, capacity * width, share, variational));
            }
        }

        @Override
        public void forward(int t) {
            int n = batch().active(t) * width;
            if (drops) {
                k.times(output(t), x(t), masks.get(t), n);
            } else {
                k.copy(output(t), x(t), n);
            }
        }

        @Override
        public void backward(int t) {
            Plane[] to = dx();
            if (to == null) {
                return;
            }
            int n = batch().active(t) * width;
            if (drops) {
                k.addTimes(to[t], gradient(t), masks.get(t), n);
            } else {
                k.add(to[t], gradient(t), n);
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
