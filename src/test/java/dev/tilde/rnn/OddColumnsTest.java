package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of sizes, kinds and holes that nobody draws on a slide. */
class OddColumnsTest {
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(2)
            .training(Training.DEFAULTS.epochs(2).restarts(1));

    private static final int N = 15;

    /** Four groups; y is an autoregression with the input x, w is what an expression makes of the row. */
    private static Dataset table(DoubleUnaryOperator x, DoubleUnaryOperator y, DoubleUnaryOperator w) {
        Random random = new Random(1);
        String[] id = new String[4 * N];
        double[] t = new double[4 * N];
        double[] in = new double[4 * N];
        double[] out = new double[4 * N];
        double[] other = new double[4 * N];
        double before = 0;
        for (int i = 0; i < id.length; i++) {
            id[i] = "g" + i / N;
            t[i] = i % N;
            double v = random.nextGaussian();
            before = 0.5 * before + v;
            in[i] = x.applyAsDouble(v);
            out[i] = y.applyAsDouble(before);
            other[i] = w.applyAsDouble(i);
        }
        return Dataset.named("odd")
                .with("id", id)
                .with(Schema.Column.of("t", Schema.Kind.INTEGER), t)
                .with("x", in)
                .with("y", out)
                .with("w", other);
    }

    private static RnnFit fit(String formula, Dataset data) {
        return SHORT.fit(Formula.parse(formula + " | by(id) + order(t)"), data.source(), DesignOptions.DEFAULTS);
    }

    /** Standardised inputs have no unit. */
    @ParameterizedTest
    @CsvSource({"1e290", "1e200", "1e20", "1e-20", "1e-200", "1e-290"})
    void theUnitOfAnInputIsNoMatter(double unit) {
        double[] plain = fit("y ~ x", table(v -> v, v -> v, v -> 0)).fitted();
        double[] scaled = fit("y ~ x", table(v -> v * unit, v -> v, v -> 0)).fitted();
        for (int i = 0; i < plain.length; i++) {
            assertThat(scaled[i]).isCloseTo(plain[i], org.assertj.core.api.Assertions.within(1e-6));
        }
    }

    @ParameterizedTest
    @CsvSource({"1e155", "1e300", "1e-155", "1e-300"})
    void aResponseHasASizeThatCanBeSquared(double unit) {
        assertThat(catchThrowable(() -> fit("y ~ x", table(v -> v, v -> v * unit, v -> 0))))
                .hasMessageContaining("y is of the size")
                .hasMessageContaining("another unit");
    }

    /** Of the column w, by the kind of row it spoils. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // formula               | w of rows 3, 18, 33, 48 | of others | what is said
                "y ~ x + weights(w)      | Infinity | 1    | the weight w is infinite in row 4 of the data",
                "y ~ x + weights(w)      | 1e300    | 1    | the weight w is 1.0E300 in row 4 of the data",
                "y ~ x + weights(w)      | 0        | 0    | the weights w are 0 in every row",
                "y ~ x + weights(w)      | NaN      | 0    | the weights w are 0 or missing in every row",
                "y ~ x + offset(w)       | Infinity | 1    | the offset w is infinite in row 4 of the data",
                "y ~ x + offset(w)       | -1e300   | 1    | the offset w is -1.0E300 in row 4 of the data",
                "w ~ x                   | NaN      | NaN  | no row can be used: w has no value in any row",
                "y ~ lag(x, 20)          | 1        | 1    | the lags reach 20 steps back, and the longest sequence has 15 rows",
            })
    void saysWhatCannotBeUsed(String formula, double some, double others, String said) {
        Dataset data = table(v -> v, v -> v, i -> i % N == 3 ? some : others);
        assertThat(catchThrowable(() -> fit(formula, data))).hasMessageContaining(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y ~ x + offset(w)       | NaN | 1   | 4 | the offset w is missing in 4 rows, which are not scored and not predicted",
                "y ~ x + weights(w)      | NaN | 1   | 0 | w is missing in 4 rows, which are not scored",
                "y ~ x + w               | NaN | NaN | 0 | w has no value in the training rows and so no weight",
                "y ~ x + lead(x, 20)     | 1   | 1   | 0 | lead(x, 20) has no value in the training rows and so no weight",
            })
    void saysWhatIsLeftOut(String formula, double some, double others, int without, String said) {
        RnnFit fit = fit(formula, table(v -> v, v -> v, i -> i % N == 3 ? some : others));
        assertThat(fit.notes()).contains(said);
        assertThat(Arrays.stream(fit.fitted()).filter(Double::isNaN).count()).isEqualTo(without);
    }

    @ParameterizedTest
    @CsvSource({"DATE, date", "DATE_TIME, datetime", "TIME, time"})
    void timesAreNoResponse(Schema.Kind kind, String word) {
        Dataset data = table(v -> v, v -> v, i -> i);
        Dataset dated =
                data.select(java.util.List.of("id", "t", "x")).with(Schema.Column.of("d", kind), data.numbers("w"));
        assertThat(catchThrowable(() -> fit("d ~ x", dated)))
                .hasMessageContaining("d is a " + word + ", a response is a number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NUMBER | the values of w have no common step, so lags go by row",
                "TEXT   | w is text, sorted character by character, so lags go by row",
            })
    void saysHowRowsAreSorted(Schema.Kind kind, String said) {
        Dataset data = table(v -> v, v -> v, Math::sqrt).withType("w", kind);
        RnnFit fit = SHORT.fit(Formula.parse("y ~ lag(y) | by(id) + order(w)"), data.source(), DesignOptions.DEFAULTS);
        assertThat(fit.notes()).contains(said);
    }

    /** A response that its own scale does not know is no history to read lags from. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log(y) ~ lag(log(y)) | log(y) is not a finite number where y is -1, first in row 5, in 1 row",
                "log(y) ~ x           | ''",
            })
    void newRowsHaveTheScaleOfTheResponse(String formula, String said) {
        Dataset data = table(v -> v, v -> 10 + v, v -> 0);
        RnnFit fit = fit(formula, data);
        double[] y = data.numbers("y");
        y[4] = -1;
        Dataset other = data.select(java.util.List.of("id", "t", "x")).with("y", y);
        if (said.isEmpty()) {
            assertThat(fit.predict(other.source())).doesNotContain(Double.NaN);
        } else {
            assertThat(catchThrowable(() -> fit.predict(other.source()))).hasMessageContaining(said);
        }
    }
}
