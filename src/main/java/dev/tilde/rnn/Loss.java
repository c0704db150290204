package dev.tilde.rnn;

/**
 * What a prediction costs. A network has {@link #heads} numbers for each response at each step; the loss of a batch is
 * sum w l / sum w over the targets that are there.
 */
public interface Loss {
    /** How many numbers predict one response. */
    default int heads() {
        return 1;
    }

    /** How many of them, the first ones, are on the scale of the response: the linear part is added to them. */
    default int locations() {
        return heads();
    }

    /**
     * The loss of one target, and its derivatives.
     *
     * @param f the numbers that predict it, from {@code at} on
     * @param y the target
     * @param d takes the derivatives with respect to them, from {@code at} on
     */
    double value(double[] f, int at, double y, double[] d);

    /** The prediction: a mean or a median. */
    default double prediction(double[] f, int at) {
        return f[at];
    }

    /** As in a summary, such as {@code mse}. */
    String name();
}
