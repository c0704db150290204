package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A run that keeps an output and its gradient for every step; what happens at a step is its layer's. */
abstract class StepwiseRun implements LayerRun {
    final Kernels k;
    final int capacity;
    private final int width;
    private final List<Plane> output = new ArrayList<>();
    private final List<Plane> gradient = new ArrayList<>();
    private @Nullable Batch batch;
    private Plane[] x = {};
    private Plane @Nullable [] dx;

    /** @param width of the outputs */
    StepwiseRun(Kernels k, int capacity, int width) {
        this.k = k;
        this.capacity = capacity;
        this.width = width;
    }

    final Batch batch() {
        Batch b = batch;
        if (b == null) {
            throw new IllegalStateException("no batch");
        }
        return b;
    }

    Plane x(int t) {
        return x[t];
    }

    /** Where gradients of the inputs go; null where they are not wanted. */
    final Plane @Nullable [] dx() {
        return dx;
    }

    final Plane output(int t) {
        return output.get(t);
    }

    final Plane gradient(int t) {
        return gradient.get(t);
    }

    @Override
    public void open(Batch next, Plane[] in) {
        batch = next;
        x = in;
        while (output.size() < next.steps) {
            output.add(k.plane(capacity * width));
            gradient.add(k.plane(capacity * width));
        }
    }

    @Override
    public final Plane[] output() {
        return output.subList(0, batch().steps).toArray(Plane[]::new);
    }

    @Override
    public final Plane[] openBack(Plane @Nullable [] to) {
        dx = to;
        Batch b = batch();
        for (int t = 0; t < b.steps; t++) {
            k.zero(gradient.get(t), b.active(t) * width);
        }
        return gradient.subList(0, b.steps).toArray(Plane[]::new);
    }

    @Override
    public final void last(Plane into) {
        Batch b = batch();
        for (int r = 0; r < b.rows; r++) {
            k.copyRow(into, r, output.get(b.lengths[r] - 1), r, width);
        }
    }

    @Override
    public final void backLast(Plane d) {
        Batch b = batch();
        for (int r = 0; r < b.rows; r++) {
            k.addRow(gradient.get(b.lengths[r] - 1), r, d, r, width);
        }
    }
}
