package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gains of a network over its linear part, and their standard errors. */
class LinearCheckTest {
    private static final double[][] Y = {{1, 2, 4, 0}, {3, 1, 2}, {2, 2, 5, 1}, {0, 3}};
    private static final double[][] NETWORKS = {{1.5, 2, 3, .5}, {3.25, 1, 1.5}, {2, 2.5, 4, 1.5}, {.5, 2}};
    private static final double[][] LINEAR = {{2, 1, 3, 1}, {3, 2, 1}, {1.5, 2, 4.5, 2}, {1, 1.5}};
    private static final double[][] WEIGHTS = {{1, 2, 1, 0}, {1, .5, 1}, {2, 1, 1, 1}, {1, 3}};

    /** statsmodels 0.13.5, {@code WLS(gain, 1, weights)}: {@code cov_type="HC1"}, and {@code "cluster"} by sequence. */
    @ParameterizedTest
    @CsvSource({
        "true,  2.819031012487781",
        "false, 2.179379418897868",
    })
    void rowsOfASequenceHangTogetherUnlessTheyKnowTheResponse(boolean reads, double errors) {
        LinearCheck check = tally(NETWORKS).check(reads, 1);
        assertThat(check.errors()).isCloseTo(errors, within(1e-12));
        assertThat(check.targets()).isEqualTo(12);
        assertThat(check.networks() / check.linear())
                .isCloseTo(0.20362903225806453 / 0.4838709677419355, within(1e-12));
        assertThat(check.linearIsBetter()).isFalse();
        assertThat(check.inDoubt()).isFalse();
    }

    @Test
    void theSameOutputsAreNoGain() {
        LinearCheck check = tally(LINEAR).check(false, 1);
        assertThat(check.linearIsBetter()).isTrue();
        assertThat(check.inDoubt()).isTrue();
    }

    /** Gains 1, 1, -2, 1 of four sequences: a quarter, with a standard error of three quarters. */
    @Test
    void aGainOfLessThanAStandardErrorIsDoubted() {
        double[][] y = {{0, 0}, {0, 0}, {0, 0}, {0, 0}};
        double[][] ones = {{1, 1}, {1, 1}, {1, 1}, {1, 1}};
        double[][] net = {{0, 0}, {0, 0}, {Math.sqrt(3), Math.sqrt(3)}, {0, 0}};
        LinearCheck check = tally(y, ones, ones, net).check(false, 1);
        assertThat(check.errors()).isCloseTo(1. / 3, within(1e-12));
        assertThat(check.linearIsBetter()).isFalse();
        assertThat(check.inDoubt()).isTrue();
    }

    private static LinearCheck.Tally tally(double[][] networks) {
        return tally(Y, WEIGHTS, LINEAR, networks);
    }

    private static LinearCheck.Tally tally(double[][] y, double[][] w, double[][] linear, double[][] networks) {
        double[][] zeros = new double[y.length][4];
        TrainingSet held = new TrainingSet(1, 1, false, Grids.NONE, y, y, zeros, zeros, w, null, null);
        LinearCheck.Tally tally = new LinearCheck.Tally(Losses.MSE, held);
        for (int s = 0; s < y.length; s++) {
            tally.add(s, networks[s], linear[s]);
        }
        return tally;
    }
}
