package dev.tilde.rnn;

import java.util.List;

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
     * @return the loss, not weighted
     */
    double value(double[] f, int at, double y, double[] d);

    /** The prediction: a mean or a median. */
    default double prediction(double[] f, int at) {
        return f[at];
    }

    /** What the numbers say of the distribution of a response beside its prediction; for most losses nothing. */
    default List<Statistic> statistics() {
        return List.of();
    }

    /**
     * The {@link #statistics()}, on the scale on which the response is modelled.
     *
     * @param f the numbers that predict a response, from {@code at} on
     * @param out takes one for each statistic, from {@code to} on
     */
    default void statistics(double[] f, int at, double[] out, int to) {}

    /**
     * First values of the numbers, where the linear part alone predicts: those that suit the residuals of it.
     *
     * @param residuals of the targets that train, ascending, at least one
     * @param f takes them, from {@code at} on; 0 before
     */
    default void start(double[] residuals, double[] f, int at) {}

    /** As in a summary, such as {@code mse}. */
    String name();

    /**
     * A number of the distribution of a response.
     *
     * @param name of its column, such as {@code q0.1} or {@code sigma}
     * @param quantile in (0, 1); NaN where it is no quantile but a width, which has the unit of the left side of the
     *     formula
     */
    record Statistic(String name, double quantile) {
        /** Whether it is a width and not a value of the response. */
        public boolean isWidth() {
            return Double.isNaN(quantile);
        }
    }
}
