package dev.tilde.rnn;

import dev.tilde.data.DataException;

/**
 * Sequences of inputs and targets, step after step. Rows of weight 0 move the state on and are not fitted; their targets
 * may be NaN.
 */
final class EchoSequences {
    final int inputs;
    final int outputs;
    /** {@code x[s][t * inputs + c]}. */
    final double[][] x;
    /** {@code y[s][t * outputs + o]}. */
    final double[][] y;
    /** {@code weight[s][t]}. */
    final double[][] weight;

    /** @throws DataException if an input or a target with a weight is not finite, or a weight is negative or NaN */
    EchoSequences(int inputs, int outputs, double[][] x, double[][] y, double[][] weight) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.x = x;
        this.y = y;
        this.weight = weight;
        if (x.length != y.length || x.length != weight.length) {
            throw new IllegalArgumentException("sequences: " + x.length + " of inputs, " + y.length + " of targets, "
                    + weight.length + " of weights");
        }
        for (int s = 0; s < x.length; s++) {
            int length = weight[s].length;
            if (x[s].length != (long) length * inputs || y[s].length != (long) length * outputs) {
                throw new IllegalArgumentException("sequence " + s + " of " + length + " steps has " + x[s].length
                        + " input and " + y[s].length + " target numbers");
            }
            for (int t = 0; t < length; t++) {
                if (!(weight[s][t] >= 0) || Double.isInfinite(weight[s][t])) {
                    throw wrong("weight", s, t, weight[s][t]);
                }
                for (int c = 0; c < inputs; c++) {
                    finite("input " + c, s, t, x[s][t * inputs + c]);
                }
                for (int o = 0; o < outputs && weight[s][t] > 0; o++) {
                    finite("target " + o, s, t, y[s][t * outputs + o]);
                }
            }
        }
    }

    private static void finite(String what, int s, int t, double v) {
        if (!Double.isFinite(v)) {
            throw wrong(what, s, t, v);
        }
    }

    private static DataException wrong(String what, int s, int t, double v) {
        return new DataException("sequence " + s + " has " + what + " = " + v + " at step " + t
                + "; fill or drop it, or give the row weight 0");
    }

    /** The same sequences with other weights. */
    EchoSequences weighted(double[][] other) {
        return new EchoSequences(inputs, outputs, x, y, other);
    }

    int count() {
        return weight.length;
    }

    int length(int s) {
        return weight[s].length;
    }

    long steps() {
        long sum = 0;
        for (double[] w : weight) {
            sum += w.length;
        }
        return sum;
    }

    /** Writes y_t into {@code fed} where it is known, and leaves what is there where it is not. */
    void observe(int s, int t, double[] fed) {
        for (int o = 0; o < outputs; o++) {
            double v = y[s][t * outputs + o];
            fed[o] = Double.isFinite(v) ? v : fed[o];
        }
    }
}
