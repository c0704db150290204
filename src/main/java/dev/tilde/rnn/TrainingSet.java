package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Sequences as a trainer sees them: inputs, targets, what is added to the output, and which targets count for what. */
final class TrainingSet {
    private final int inputs;
    private final int outputs;
    private final boolean last;
    private final Grids grids;
    private final double[][] x;
    private final double[][] y;
    private final double[][] offset;
    private final double[][] train;
    private final double[][] stop;
    private final boolean @Nullable [][] known;
    private final @Nullable LinearPart linear;
    private @Nullable Sequences closed;
    private boolean whole;

    /**
     * Shares the arrays, one for each sequence.
     *
     * @param x T x inputs
     * @param y T x outputs; where a weight is 0 it may be anything
     * @param offset T x outputs
     * @param train T x outputs: weights of the targets that train
     * @param stop T x outputs: weights of the targets that say when to stop
     * @param known T x outputs, whether the response of the step before is there to be fed back; null where none is
     * @param linear what of the offset moves with the inputs; null for nothing
     */
    TrainingSet(
            int inputs,
            int outputs,
            boolean last,
            Grids grids,
            double[][] x,
            double[][] y,
            double[][] offset,
            double[][] train,
            double[][] stop,
            boolean @Nullable [][] known,
            @Nullable LinearPart linear) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.last = last;
        this.grids = grids;
        this.x = x;
        this.y = y;
        this.offset = offset;
        this.train = train;
        this.stop = stop;
        this.known = known;
        this.linear = linear;
    }

    /**
     * The same, whose targets that say when to stop are judged in closed loop: see {@link HeldOutLoop}.
     *
     * @param rows the sequences it is of
     */
    TrainingSet closed(Sequences rows) {
        TrainingSet set = copy();
        set.closed = rows;
        return set;
    }

    /** The same, whose sequences are taken whole: a network that looks ahead reads rows behind the last target too. */
    TrainingSet whole() {
        TrainingSet set = copy();
        set.whole = true;
        return set;
    }

    private TrainingSet copy() {
        TrainingSet set = new TrainingSet(inputs, outputs, last, grids, x, y, offset, train, stop, known, linear);
        set.closed = closed;
        set.whole = whole;
        return set;
    }

    /** The sequences it is of where it is judged in closed loop; null where every step knows the responses before. */
    @Nullable
    Sequences closed() {
        return closed;
    }

    /** What of the offset moves with the inputs; null for nothing. */
    @Nullable
    LinearPart linear() {
        return linear;
    }

    int inputs() {
        return inputs;
    }

    int outputs() {
        return outputs;
    }

    boolean last() {
        return last;
    }

    Grids grids() {
        return grids;
    }

    /** Columns of a grid; 0 in one dimension. */
    int columns() {
        return grids.columns();
    }

    int count() {
        return x.length;
    }

    int length(int s) {
        return y[s].length / outputs;
    }

    double[] x(int s) {
        return x[s];
    }

    /**
     * The first steps of a sequence, up to the last target that trains; 0 where none does. A grid is taken whole, and
     * so is what a network reads that looks ahead.
     */
    int trained(int s) {
        return reach(train[s]);
    }

    /** The first steps of a sequence, up to the last target that says when to stop. */
    int stopped(int s) {
        return reach(stop[s]);
    }

    private int reach(double[] weight) {
        for (int i = weight.length - 1; i >= 0; i--) {
            if (weight[i] > 0) {
                return (grids.isPlane() || whole ? weight.length - 1 : i) / outputs + 1;
            }
        }
        return 0;
    }

    /** Examples side by side, the longest first. */
    Batch batch(Kernels k, List<Example> examples) {
        Batch batch = Batch.of(k, examples, inputs, outputs, columns());
        batch.linear = linear;
        return batch;
    }

    Example example(int s, int from, int to, int scoredFrom) {
        return placed(s, new Example(x[s], y[s], train[s], offset[s], known(s), from, to, scoredFrom));
    }

    private Example placed(int s, Example example) {
        return grids.isPlane() ? example.onGrid(grids.columns(), grids.there()[s], last) : example;
    }

    private boolean @Nullable [] known(int s) {
        return known == null ? null : known[s];
    }

    double[] y(int s) {
        return y[s];
    }

    double[][] trainWeights() {
        return train;
    }

    /** Weights of the targets that say when to stop. */
    double[] stopWeights(int s) {
        return stop[s];
    }

    double[] offset(int s) {
        return offset[s];
    }

    /** What is left of the targets of an output that train when the offset is taken off, ascending. */
    double[] residuals(int output) {
        return IntStream.range(0, count())
                .boxed()
                .flatMapToDouble(s -> IntStream.range(0, length(s))
                        .map(t -> t * outputs + output)
                        .filter(i -> train[s][i] > 0)
                        .mapToDouble(i -> y[s][i] - offset[s][i]))
                .sorted()
                .toArray();
    }

    /** A stretch whose targets are those that say when to stop. */
    Example stopping(int s, int from, int to) {
        return placed(s, new Example(x[s], y[s], stop[s], offset[s], known(s), from, to, from));
    }

    /** How many targets train, or stop. */
    long targets(boolean stopping) {
        long count = 0;
        for (double[] w : stopping ? stop : train) {
            for (double v : w) {
                count += v > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /** How many steps are computed in an epoch. */
    long steps() {
        long count = 0;
        for (int s = 0; s < count(); s++) {
            count += trained(s) == 0 ? 0 : grids.isPlane() ? grids.cells(s) : trained(s);
        }
        return count;
    }
}
