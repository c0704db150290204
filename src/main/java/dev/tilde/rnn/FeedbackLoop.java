package dev.tilde.rnn;

import dev.tilde.linalg.Plane;

/**
 * From the outputs of a step to inputs of the next, where the teacher does not speak, and the way back:
 *
 * <pre>
 * x_{t+1} = scale o_t + shift                  of the inputs that are fed
 * o_{t+1} = f_{t+1} + B x_{t+1}                f the readout, B the linear part
 *
 * do_t = dl_t + scale dx_{t+1}
 * dx_t += B^T do_t                             so that dx_t is complete before step t - 1
 * </pre>
 */
final class FeedbackLoop {
    private final Network network;
    private final Feedback feedback;

    FeedbackLoop(Network network, Feedback feedback) {
        this.network = network;
        this.feedback = feedback;
    }

    /** Whether the j-th fed input of a row of step t was an output. */
    private boolean isFed(Batch batch, int t, int row, int j) {
        boolean[][] teacher = batch.teacher;
        return teacher != null && !teacher[t][row * network.responses + j];
    }

    /** Sets inputs of step t; the linear part of the offset follows. */
    void feed(Batch batch, int t, double[] output) {
        for (int r = 0; r < batch.active(t); r++) {
            for (int j = 0; j < feedback.columns().length; j++) {
                if (isFed(batch, t, r, j)) {
                    double o = output[r * network.responses + j];
                    set(batch, t, r, feedback.columns()[j], feedback.scale()[j] * o + feedback.shift()[j]);
                }
            }
        }
    }

    private void set(Batch batch, int t, int row, int column, double value) {
        Plane x = batch.x[t];
        int i = row * batch.inputs + column;
        double was = x.get(i);
        x.set(i, value);
        double move = x.get(i) - was;
        for (int o = 0; batch.linear != null && o < network.responses; o++) {
            int to = row * network.responses + o;
            batch.offset[t].set(to, batch.offset[t].get(to) + batch.linear.slope(o, column) * move);
        }
    }

    /** Adds to df, the gradients of the outputs of step t, those of the inputs they became a step later. */
    void back(Batch batch, int t, Plane dxNext, Plane df) {
        for (int r = 0; r < batch.active(t + 1); r++) {
            for (int j = 0; j < feedback.columns().length; j++) {
                if (isFed(batch, t + 1, r, j)) {
                    int i = r * network.v.out + j * network.loss.heads();
                    int fed = r * batch.inputs + feedback.columns()[j];
                    df.set(i, df.get(i) + feedback.scale()[j] * dxNext.get(fed));
                }
            }
        }
    }

    /** Adds to dx what the linear part hands on of df to the inputs of step t that were outputs. */
    void backLinear(Batch batch, int t, Plane df, Plane dx) {
        LinearPart linear = batch.linear;
        if (linear == null) {
            return;
        }
        for (int r = 0; r < batch.active(t); r++) {
            for (int j = 0; j < feedback.columns().length; j++) {
                if (isFed(batch, t, r, j)) {
                    int column = feedback.columns()[j];
                    int i = r * batch.inputs + column;
                    dx.set(i, dx.get(i) + pulled(linear, df, r, column));
                }
            }
        }
    }

    private double pulled(LinearPart linear, Plane df, int row, int column) {
        int heads = network.loss.heads();
        double sum = 0;
        for (int o = 0; o < network.responses; o++) {
            for (int h = 0; h < network.loss.locations(); h++) {
                sum += linear.slope(o, column) * df.get(row * network.v.out + o * heads + h);
            }
        }
        return sum;
    }
}
