package dev.tilde.linear;

import dev.tilde.design.DesignSpec;
import java.util.function.Consumer;

/** A fit whose coefficients solve sum of scores = 0: what sandwiches need of it. */
interface Scored {
    DesignSpec design();

    /** n. */
    long rows();

    /** r. */
    int rank();

    Coordinates coordinates();

    /**
     * Reads the rows with a weight above 0, in order, from one thread.
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    void scores(Consumer<Scores> sink);

    /** Least squares. */
    static Scored of(LinearFit fit) {
        return new Scored() {
            @Override
            public DesignSpec design() {
                return fit.design();
            }

            @Override
            public long rows() {
                return fit.rows();
            }

            @Override
            public int rank() {
                return fit.rank();
            }

            @Override
            public Coordinates coordinates() {
                return fit.coordinates();
            }

            @Override
            public void scores(Consumer<Scores> sink) {
                Scores.read(fit, sink);
            }
        };
    }

    /** A generalised linear model: least squares of the working response with the weights of its last step. */
    static Scored of(GlmFit fit) {
        return new Scored() {
            @Override
            public DesignSpec design() {
                return fit.design();
            }

            @Override
            public long rows() {
                return fit.rows();
            }

            @Override
            public int rank() {
                return fit.rank();
            }

            @Override
            public Coordinates coordinates() {
                return fit.result().solution().coordinates();
            }

            @Override
            public void scores(Consumer<Scores> sink) {
                Scores.read(fit, sink);
            }
        };
    }
}
