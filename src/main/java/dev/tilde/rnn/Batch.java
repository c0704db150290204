package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sequences side by side, the longest first, padded on the right: step t is then the first {@link #active} rows of its
 * planes, and padding is never computed. In two dimensions a sequence is a grid, its cells row after row.
 */
final class Batch {
    final int rows;
    final int steps;
    final int inputs;
    final int outputs;
    final int[] lengths;
    /** How many sequences reach step t. */
    private final int[] active;
    /** Columns of the grid; 0 in one dimension. */
    final int columns;
    /** Inputs by step: rows x inputs. */
    final Plane[] x;
    /** Targets by step: rows x outputs. */
    final Plane[] y;
    /** Weights of the targets by step: rows x outputs, 0 where a target is missing or not scored. */
    final Plane[] weight;
    /** What is added to the network's output by step: rows x outputs. */
    final Plane[] offset;
    /** For grids with missing cells, by step one number for each row: 1 where the cell is there. Else empty. */
    Plane[] observed = {};
    /**
     * With output feedback, by step rows x outputs: whether what is fed back is the true response of the step before
     * (teacher forcing) or the network's own output. Null without feedback.
     */
    boolean @Nullable [][] teacher;
    /**
     * What of the offset moves with the inputs: where an output is fed back, the offset follows. Null where it is given
     * whatever the inputs are.
     */
    @Nullable
    LinearPart linear;
    /** For dropout; null when nothing is to be dropped. */
    @Nullable
    SplittableRandom random;

    /**
     * For the masks that a sequence keeps: where it is cut, each part begins anew with the same numbers. Null where
     * masks are drawn from {@link #random}.
     */
    @Nullable
    SplittableRandom kept;

    /** A batch of zeros, to be filled. */
    Batch(Kernels k, int[] lengths, int inputs, int outputs, int columns) {
        this.rows = lengths.length;
        this.lengths = lengths;
        this.steps = lengths.length == 0 ? 0 : lengths[0];
        this.inputs = inputs;
        this.outputs = outputs;
        this.columns = columns;
        this.active = new int[steps];
        for (int b = 0; b < rows; b++) {
            if (b > 0 && lengths[b] > lengths[b - 1]) {
                throw new IllegalArgumentException("sequences of a batch come longest first");
            }
            for (int t = 0; t < lengths[b]; t++) {
                active[t]++;
            }
        }
        this.x = k.planes(steps, rows * inputs);
        this.y = k.planes(steps, rows * outputs);
        this.weight = k.planes(steps, rows * outputs);
        this.offset = k.planes(steps, rows * outputs);
    }

    /** Sequences of numbers, longest first. */
    static Batch of(Kernels k, List<Example> sequences, int inputs, int outputs, int columns) {
        int[] lengths = sequences.stream().mapToInt(Example::length).toArray();
        Batch batch = new Batch(k, lengths, inputs, outputs, columns);
        if (!sequences.isEmpty() && sequences.get(0).isFed()) {
            batch.teacher = new boolean[batch.steps][batch.rows * outputs];
        }
        if (columns > 0 && sequences.stream().anyMatch(Example::hasGaps)) {
            batch.observed = k.planes(batch.steps, batch.rows);
        }
        for (int b = 0; b < lengths.length; b++) {
            sequences.get(b).fill(batch, b);
        }
        return batch;
    }

    int active(int t) {
        return active[t];
    }

    /** The sum of the weights of the targets. */
    double weight() {
        double sum = 0;
        for (int t = 0; t < steps; t++) {
            for (int i = 0; i < active[t] * outputs; i++) {
                sum += weight[t].get(i);
            }
        }
        return sum;
    }
}
