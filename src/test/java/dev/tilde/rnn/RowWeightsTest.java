package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Weights say how much rows count beside each other. */
class RowWeightsTest {
    private static final int N = 30;
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(4)
            .training(Training.DEFAULTS.epochs(5).restarts(1));

    /** Three groups of noise. */
    private static Dataset table(IntToDoubleFunction weight) {
        Random random = new Random(1);
        double[] id = new double[3 * N];
        double[] w = new double[3 * N];
        double[] x = new double[3 * N];
        double[] y = new double[3 * N];
        for (int i = 0; i < id.length; i++) {
            id[i] = i / N;
            w[i] = weight.applyAsDouble(i);
            x[i] = random.nextGaussian();
            y[i] = 0.3 * x[i] + random.nextGaussian();
        }
        return Dataset.named("noise").with("id", id).with("w", w).with("x", x).with("y", y);
    }

    private static RnnFit fit(RnnRegression model, String formula, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y ~ lag(y) + x | id | false | 7",
                "y ~ lag(y) + x | id | false | 0.1",
                "y ~ lag(y) + x | id | false | 1e-12",
                "y ~ lag(y) + x | id | false | 1e12",
                "y ~ 1          | id | false | 7",
                "last(y) ~ x    | id | false | 7",
                "y ~ x          | id | true  | 7",
                "y ~ x          | id | true  | 1e-12",
            })
    void equalWeightsOfAnySizeAreNone(String formula, String group, boolean echo, double size) {
        RnnRegression model = echo ? SHORT.esn(20) : SHORT;
        RnnFit plain = fit(model, formula + " | " + group, table(i -> 1));
        RnnFit weighted = fit(model, formula + " + weights(w) | " + group, table(i -> size));
        assertThat(weighted.fitted()).containsExactly(plain.fitted());
        assertThat(weighted.scores()).isEqualTo(plain.scores());
    }

    /** Rows of weight 0 do not move the unit of the others. */
    @ParameterizedTest
    @CsvSource({"1, 1e-9", "1, 1e9", "1e-3, 50"})
    void onlyRatiosOfWeightsCount(double one, double other) {
        RnnFit[] fits = new RnnFit[2];
        for (int k = 0; k < 2; k++) {
            double unit = k == 0 ? one : other;
            fits[k] = fit(SHORT, "y ~ lag(y) + x + weights(w) | id", table(i -> i < N ? 0 : (1 + i % 3) * unit));
        }
        double[] first = fits[0].fitted();
        double[] second = fits[1].fitted();
        for (int i = 0; i < first.length; i++) {
            assertThat(second[i]).isCloseTo(first[i], within(1e-5));
        }
    }

    /** Of 24 rows of each group of 30 train, y = 1 with weight 3 in every third and 0 with weight 1 else: 24 / 40. */
    @ParameterizedTest
    @CsvSource({"linear (least squares)", "linear part (ridge)"})
    void withoutInputsTheLinearModelIsTheWeightedMean(String model) {
        Dataset data = table(i -> i % 3 == 0 ? 3 : 1);
        double[] y = new double[3 * N];
        Arrays.setAll(y, i -> i % 3 == 0 ? 1 : 0);
        RnnFit fit = fit(
                SHORT,
                "y ~ 1 + weights(w) | id",
                data.select(java.util.List.of("id", "w")).with("y", y));
        Score score = fit.scores().stream()
                .filter(s -> s.model().equals(model) && !s.heldOut())
                .findFirst()
                .orElseThrow();
        assertThat(score.mae()).isCloseTo((8 * 0.4 + 16 * 0.6) / 24, within(1e-12));
    }
}
