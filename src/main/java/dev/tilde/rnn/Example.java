package dev.tilde.rnn;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A stretch of a sequence: steps {@code from} to {@code to} of arrays that hold one step after the other. */
final class Example {
    private final double[] x;
    private final double[] y;
    private final double[] weight;
    private final double[] offset;
    private final boolean @Nullable [] known;
    private final int from;
    private final int to;
    private final int scoredFrom;
    private @Nullable SplittableRandom coin;
    private double truth = 1;
    /** Columns of a grid; 0 in one dimension. */
    private int columns;

    private boolean[] there = {};
    private boolean last;

    /**
     * Shares the arrays.
     *
     * @param x inputs, T x C
     * @param y targets, T x O
     * @param weight of the targets, T x O
     * @param offset added to the output, T x O
     * @param known T x O, whether the response of the step before is there to be fed back; null where none is
     * @param from first step
     * @param to after the last step
     * @param scoredFrom the first step whose targets count
     */
    Example(
            double[] x,
            double[] y,
            double[] weight,
            double[] offset,
            boolean @Nullable [] known,
            int from,
            int to,
            int scoredFrom) {
        this.x = x;
        this.y = y;
        this.weight = weight;
        this.offset = offset;
        this.known = known;
        this.from = from;
        this.to = to;
        this.scoredFrom = scoredFrom;
    }

    /** Steps; a grid has whole rows. */
    int length() {
        return Grids.filled(to - from, columns);
    }

    /**
     * The same on a grid, whole.
     *
     * @param cells whether each is there
     * @param one whether there is one target, which then stands on the last cell
     */
    Example onGrid(int width, boolean[] cells, boolean one) {
        columns = width;
        there = cells;
        last = one;
        return this;
    }

    /** Whether a grid misses a cell. */
    boolean hasGaps() {
        for (boolean cell : there) {
            if (!cell) {
                return true;
            }
        }
        return there.length < length();
    }

    boolean isFed() {
        return known != null;
    }

    /** Scheduled sampling: the truth is fed back with a probability, by the coins of a stream. */
    void sample(SplittableRandom random, double probability) {
        coin = random;
        truth = probability;
    }

    /** The truth is never fed back. */
    void close() {
        coin = null;
        truth = 0;
    }

    /** Steps {@code first} to {@code end} of it. */
    Example part(int first, int end) {
        Example part = new Example(x, y, weight, offset, known, from + first, from + end, scoredFrom);
        part.coin = coin;
        part.truth = truth;
        return part;
    }

    /** Puts itself into row b of a batch. */
    void fill(Batch batch, int b) {
        int c = batch.inputs;
        int o = batch.outputs;
        for (int t = from; t < to; t++) {
            int s = t - from;
            for (int i = 0; i < c; i++) {
                batch.x[s].set(b * c + i, x[t * c + i]);
            }
            int target = last && t == to - 1 ? length() - 1 : s;
            for (int i = 0; i < o; i++) {
                batch.y[target].set(b * o + i, y[t * o + i]);
                batch.weight[target].set(b * o + i, t < scoredFrom ? 0 : weight[t * o + i]);
                batch.offset[target].set(b * o + i, offset[t * o + i]);
            }
            if (batch.observed.length > 0) {
                batch.observed[s].set(b, there[t] ? 1 : 0);
            }
            if (known != null && batch.teacher != null) {
                boolean told = truth >= 1 || coin != null && coin.nextDouble() < truth;
                for (int i = 0; i < o; i++) {
                    batch.teacher[s][b * o + i] = known[t * o + i] && told;
                }
            }
        }
    }
}
