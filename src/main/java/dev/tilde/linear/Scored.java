package dev.tilde.linear;

import dev.tilde.design.DesignSpec;
import java.util.function.Consumer;

/**
 * A fit whose coefficients solve sum of scores = 0: what sandwiches need of it.
 *
 * @param rows n
 * @param rank r
 * @param reading hands the scores of the rows with a weight above 0 on, in order, from one thread; an
 *     {@link IllegalStateException} if the rows cannot be read again
 */
record Scored(DesignSpec design, long rows, int rank, Coordinates coordinates, Consumer<Consumer<Scores>> reading) {
    /** Least squares. */
    static Scored of(LinearFit fit) {
        return new Scored(fit.design(), fit.rows(), fit.rank(), fit.coordinates(), sink -> Scores.read(fit, sink));
    }

    /** A generalised linear model: least squares of the working response with the weights of its last step. */
    static Scored of(GlmFit fit) {
        return new Scored(
                fit.design(),
                fit.rows(),
                fit.rank(),
                fit.result().solution().coordinates(),
                sink -> Scores.read(fit, sink));
    }

    /**
     * Reads the rows.
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    void scores(Consumer<Scores> sink) {
        reading.accept(sink);
    }
}
