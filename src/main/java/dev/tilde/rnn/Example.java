package dev.tilde.rnn;

/** A stretch of a sequence: steps {@code from} to {@code to} of arrays that hold one step after the other. */
final class Example {
    private final double[] x;
    private final double[] y;
    private final double[] weight;
    private final double[] offset;
    private final int from;
    private final int to;
    private final int scoredFrom;

    /**
     * Shares the arrays.
     *
     * @param x inputs, T x C
     * @param y targets, T x O
     * @param weight of the targets, T x O
     * @param offset added to the output, T x O
     * @param from first step
     * @param to after the last step
     * @param scoredFrom the first step whose targets count
     */
    Example(double[] x, double[] y, double[] weight, double[] offset, int from, int to, int scoredFrom) {
        this.x = x;
        this.y = y;
        this.weight = weight;
        this.offset = offset;
        this.from = from;
        this.to = to;
        this.scoredFrom = scoredFrom;
    }

    int length() {
        return to - from;
    }

    /** Steps {@code first} to {@code end} of it. */
    Example part(int first, int end) {
        return new Example(x, y, weight, offset, from + first, from + end, scoredFrom);
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
            for (int i = 0; i < o; i++) {
                batch.y[s].set(b * o + i, y[t * o + i]);
                batch.weight[s].set(b * o + i, t < scoredFrom ? 0 : weight[t * o + i]);
                batch.offset[s].set(b * o + i, offset[t * o + i]);
            }
        }
    }
}
