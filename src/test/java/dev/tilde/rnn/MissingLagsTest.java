package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lags of a response that is missing here and there. */
class MissingLagsTest {
    private static final int N = 80;
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(4)
            .training(Training.DEFAULTS.epochs(30).restarts(1));

    private static Dataset series(IntPredicate missing) {
        double[] x = new double[N];
        double[] y = new double[N];
        for (int i = 0; i < N; i++) {
            x[i] = Math.cos(7.0 * i);
            y[i] = missing.test(i) ? Double.NaN : 10 + Math.sin(i) + Math.cos(3.0 * i * i) / 3;
        }
        return Dataset.named("series").with("x", x).with("y", y);
    }

    private static boolean someMissing(int i) {
        return i < 15 || i == 30 || i % 9 == 3;
    }

    private static RnnFit fit(RnnRegression model, String formula, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    private static Score leastSquares(RnnFit fit, boolean heldOut) {
        return score(fit, "linear (least squares)", heldOut);
    }

    private static Score score(RnnFit fit, String model, boolean heldOut) {
        return fit.scores().stream()
                .filter(s -> s.model().equals(model) && s.heldOut() == heldOut)
                .findFirst()
                .orElseThrow();
    }

    /**
     * numpy 2.4.6: {@code lstsq} of the rows that train and have all three lags; then step by step, a missing y replaced by
     * its prediction once its own lags are known.
     */
    @ParameterizedTest
    @CsvSource({"1, false", "2, false", "1, true", "2, true"})
    void leastSquaresIsTheSameBesideAnyNetwork(long seed, boolean echo) {
        RnnRegression model = echo ? SHORT.esn(20) : SHORT;
        RnnFit fit = fit(model.seed(seed), "y ~ lag(y, 1:3) + x", series(MissingLagsTest::someMissing));
        assertThat(leastSquares(fit, false).count()).isEqualTo(41);
        assertThat(leastSquares(fit, false).rmse()).isCloseTo(0.29100258749839236, within(1e-9));
        assertThat(leastSquares(fit, true).rmse()).isCloseTo(0.27130240519686416, within(1e-9));
    }

    /** Row 32 has no lag that is observed and is none, so that what stands there teaches the linear models nothing. */
    @ParameterizedTest
    @CsvSource({"linear (least squares), 1e-9", "linear part (ridge), 0.01"})
    void aRowWithoutItsLagsTeachesNothing(String model, double tolerance) {
        double[] rmse = new double[2];
        for (int k = 0; k < 2; k++) {
            Dataset data = series(i -> i % 9 == 3 || i % 9 == 5);
            double[] y = data.numbers("y").clone();
            y[31] += 30 * k;
            RnnFit fit = fit(SHORT, "y ~ lag(y) + x", data.select(List.of("x")).with("y", y));
            rmse[k] = score(fit, model, true).rmse();
        }
        assertThat(rmse[1]).isCloseTo(rmse[0], within(tolerance));
    }

    /** No lag is observed where y is, so nothing can be learned about it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lagsThatAreNeverObservedHaveNoSlope(boolean heldOut) {
        RnnFit fit = fit(SHORT, "y ~ lag(y)", series(i -> i % 2 == 0));
        assertThat(leastSquares(fit, heldOut).rmse()).isBetween(0.5, 1.0);
    }

    /** What is not predicted trains nothing: rows 16 to 18 read the missing row 14 or rows before it. */
    @ParameterizedTest
    @CsvSource({"y ~ lag(y) + x, 1", "'y ~ lag(y, 1:3) + x', 3", "y ~ x + feedback(y), 1"})
    void stepsWithoutAPredictionDoNotCount(String formula, int cut) {
        RnnFit fit = fit(SHORT, formula, series(i -> i < 15));
        assertThat(RnnSummary.steps(fit)).contains("; " + cut + " whose lags miss responses");
        double[] y = series(i -> i < 15).numbers("y");
        double[] fitted = fit.fitted();
        long scored = Arrays.stream(fitted).filter(v -> !Double.isNaN(v)).count();
        assertThat(scored).isEqualTo(N - 15 - cut);
        assertThat(Arrays.stream(y).filter(v -> !Double.isNaN(v)).count()).isEqualTo(N - 15);
        assertThat(fit.scores().get(fit.scores().size() - 1).count()
                        + fit.scores().get(fit.scores().size() - 2).count())
                .isEqualTo((int) scored);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ lag(y, 1:9)", "y ~ lag(y, 1:9) + x"})
    void someRowHasItsLags(String formula) {
        assertThatThrownBy(() -> fit(SHORT, formula, series(i -> i % 7 == 3)))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no row can be used")
                .hasMessageContaining("the lags reach 9 steps back");
    }
}
