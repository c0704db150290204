package dev.tilde.rnn;

import static dev.tilde.rnn.StreamsTest.fit;
import static dev.tilde.rnn.StreamsTest.model;
import static dev.tilde.rnn.StreamsTest.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Impulse responses, where they are known: of linear systems, whose network adds nothing to the linear part. */
class EffectsTest {
    /** Without an epoch a fit is its linear part. */
    private static final RnnRegression LINEAR = RnnRegression.DEFAULTS
            .hidden(2)
            .training(Training.DEFAULTS.epochs(1).restarts(2).threads(2));

    /** y_t = 0.6 y_(t-1) + 2 x_t - x_(t-2) + 3 [k_t = b] + 0.5 p_t, without noise. */
    private static Dataset system(int groups, int n) {
        int rows = groups * n;
        SplittableRandom random = new SplittableRandom(4);
        String[] id = new String[rows];
        double[] x = new double[rows];
        double[] y = new double[rows];
        String[] k = new String[rows];
        boolean[] p = new boolean[rows];
        double[] static1 = new double[rows];
        for (int i = 0; i < rows; i++) {
            id[i] = "g" + i / n;
            int t = i % n;
            x[i] = random.nextGaussian();
            k[i] = random.nextBoolean() ? "b" : "a";
            p[i] = random.nextBoolean();
            static1[i] = i / n;
            y[i] = (t > 0 ? 0.6 * y[i - 1] : 0)
                    + 2 * x[i]
                    - (t > 1 ? x[i - 2] : 0)
                    + (k[i].equals("b") ? 3 : 0)
                    + (p[i] ? 0.5 : 0);
        }
        return Dataset.named("system")
                .with("id", id)
                .with("x", x)
                .with("k", k)
                .with("p", p)
                .with("size", static1)
                .with("y", y);
    }

    private static final String SYSTEM = "y ~ lag(y) + lag(x, 0:2) + k + p | id";

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // c_0 = 2, c_1 = 0.6 c_0, c_2 = 0.6 c_1 - 1, then 0.6 times the one before
                "x; 2 1.2 -0.28 -0.168",
                "k; 3 1.8 1.08 0.648",
                "p; 0.5 0.3 0.18 0.108",
                "y; 0 0.6 0.36 0.216",
            })
    void ofALinearSystemAreItsOwn(String column, String wanted) {
        Dataset data = system(3, 300);
        RnnFit fit = fit(SYSTEM, LINEAR, data);
        Effects effects = fit.effects(column, 3);
        double unit = column.equals("x") || column.equals("y") ? sd(data.numbers(column)) : 1;
        double[] want = Arrays.stream(wanted.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        assertThat(effects.steps()).hasSize(4);
        for (int k = 0; k < 4; k++) {
            Effects.Step step = effects.steps().get(k);
            assertThat(step.lag()).isEqualTo(k);
            // Ridge regression with a penalty of next to nothing, then one epoch that is kept where it is better.
            assertThat(step.effect()).as("lag %d of %s", k, column).isCloseTo(unit * want[k], within(0.03 * unit));
            assertThat(step.low()).isLessThanOrEqualTo(step.high());
        }
        assertThat(effects.origins()).isBetween(100, 200);
        assertThat(effects.dataset().rows()).isEqualTo(4);
        assertThat(effects.toString()).startsWith(column + ", mean of ");
    }

    private static double sd(double[] v) {
        double mean = Arrays.stream(v).average().orElseThrow();
        return Math.sqrt(Arrays.stream(v).map(u -> (u - mean) * (u - mean)).sum() / (v.length - 1));
    }

    @Test
    void ofTheEndOfSequencesCountBack() {
        int groups = 200;
        int n = 6;
        SplittableRandom random = new SplittableRandom(9);
        String[] id = new String[groups * n];
        double[] x = new double[groups * n];
        double[] y = new double[groups * n];
        for (int g = 0; g < groups; g++) {
            for (int t = 0; t < n; t++) {
                id[g * n + t] = "g" + g;
                x[g * n + t] = random.nextGaussian();
                y[g * n + t] = Double.NaN;
            }
            y[g * n + n - 1] = 2 * x[g * n + n - 1] - x[g * n + n - 3];
        }
        Dataset data = Dataset.named("ends").with("id", id).with("x", x).with("y", y);
        Effects effects = fit("last(y) ~ lag(x, 0:2) | id", LINEAR, data).effects("x", 3);
        double unit = sd(x);
        double[] want = {2, 0, -1, 0};
        for (int k = 0; k < 4; k++) {
            assertThat(effects.steps().get(k).effect()).isCloseTo(unit * want[k], within(0.05));
        }
    }

    /** A network that has to remember by itself. */
    @Test
    void showWhatANetworkRemembers() {
        Dataset data = system(4, 300);
        RnnRegression gru = RnnRegression.DEFAULTS
                .hidden(8)
                .training(Training.DEFAULTS.epochs(150).restarts(2));
        Effects effects = fit("y ~ x + k + p | id", gru, data).effects("x", 3);
        double unit = sd(data.numbers("x"));
        double[] want = {2, 1.2, -0.28, -0.168};
        for (int k = 0; k < 4; k++) {
            assertThat(effects.steps().get(k).effect()).isCloseTo(unit * want[k], within(0.25));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ lag(y) + x + kind | id; gru; x; 0; 1",
                "log(y) ~ lag(log(y), 1:3) + x*kind | id; lstm; kind; 0; 2",
                "y ~ lag(y) + lead(x, 2) | id; gru; x; -2; 1",
                "y ~ lag(y) + x | by(id) + horizon(3); gru; x; 0; 1",
                "lead(y, 1:2) ~ lag(y, 0:2) + x | id; gru; y; 0; 1",
                "cbind(y, log(z)) ~ lag(y) + x | id; gru; x; 0; 2",
                "y ~ lag(y) + x | id; esn; x; 0; 1",
                "y ~ x + feedback(y) | id; output; x; 0; 1",
                "y ~ rolling(mean, x, 3) + C(month(date)) | id; tdnn; x; 0; 1",
            })
    void areThereForEveryKindOfFormula(String formula, String words, String column, int first, int curves) {
        RnnFit fit = fit(formula, model(words), shop(60));
        boolean several = fit.core instanceof NetworkCore core && core.networks.size() > 1;
        Effects effects = fit.effects(column, 5);
        int each = 6 - first;
        assertThat(effects.steps()).hasSize(curves * each);
        for (int i = 0; i < effects.steps().size(); i++) {
            Effects.Step step = effects.steps().get(i);
            assertThat(step.lag()).isEqualTo(i % each + first);
            assertThat(step.effect()).isNotNaN();
            assertThat(Double.isNaN(step.low())).isEqualTo(!several);
        }
        assertThat(effects.steps().stream().anyMatch(s -> s.effect() != 0)).isTrue();
    }

    /** A block of leads is asked where it first reads the change, so that horizons lose no effect. */
    @ParameterizedTest
    @CsvSource({"1", "2", "3"})
    void ofDirectHorizonsAreThoseOfOneStep(int horizon) {
        Dataset data = system(3, 300);
        String formula = "y ~ lag(y) + lag(x) | by(id)" + (horizon > 1 ? " + horizon(" + horizon + ")" : "");
        Effects.Step first = fit(formula, LINEAR, data).effects("x", 4).steps().get(1);
        // y_t = 0.6 y_(t-1) + 2 x_t - x_(t-2): x_(t-1) moves y_(t-1) by 2, which is read as it is.
        double alone = fit("y ~ lag(y) + lag(x) | id", LINEAR, data)
                .effects("x", 4)
                .steps()
                .get(1)
                .effect();
        assertThat(first.lag()).isEqualTo(1);
        assertThat(first.effect()).isCloseTo(alone, within(0.02)).isNotZero();
    }

    @Test
    void haveTheSameBitsForAnyNumberOfThreads() {
        List<Effects.Step> one =
                fit("y ~ lag(y) + x | id", model("gru"), shop(60)).effects("x").steps();
        RnnRegression two = model("gru").training(StreamsTest.QUICK.training().threads(2));
        assertThat(fit("y ~ lag(y) + x | id", two, shop(60)).effects("x").steps())
                .isEqualTo(one);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + size | id; xx; the model reads no column xx. Did you mean x?",
                "y ~ x + size | id; size; size does not vary inside sequences",
                "y ~ x + month(date) | by(id) + order(date); date; date says which rows are a sequence",
                "y ~ x + id | id; id; id says which rows are a sequence",
            })
    void refusalsSayWhatWouldWork(String formula, String column, String message) {
        RnnFit fit = fit(formula, model("gru"), shop(40));
        assertThatThrownBy(() -> fit.effects(column))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
