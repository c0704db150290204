package dev.tilde.rnn;

import static dev.tilde.rnn.StreamsTest.fit;
import static dev.tilde.rnn.StreamsTest.model;
import static dev.tilde.rnn.StreamsTest.record;
import static dev.tilde.rnn.StreamsTest.shop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.design.Vocabulary;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss says of distributions: in tables, forecasts and streams, on the scale of the data. */
class DistributionTest {
    /** A series whose spread grows with |x|; errors are normal with standard deviation 0.2 + |x|. */
    private static Dataset uneven(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = 2 * random.nextDouble() - 1;
            y[i] = 10 + 3 * x[i] + (0.2 + Math.abs(x[i])) * random.nextGaussian();
        }
        return Dataset.named("uneven").with("x", x).with("y", y);
    }

    private static RnnRegression trained(Loss loss) {
        Training training = Training.DEFAULTS.epochs(60).restarts(2).threads(1);
        return RnnRegression.DEFAULTS.hidden(8).training(training).loss(loss);
    }

    @Test
    void quantilesCoverWhatTheySayWhereverTheSpreadIs() {
        RnnFit fit = fit("y ~ x", trained(Losses.quantiles(0.1, 0.5, 0.9)), uneven(3000, 1));
        Dataset fresh = uneven(3000, 2);
        Dataset said = fit.predictDistribution(fresh);
        assertThat(said.schema().names()).containsExactly("prediction", "q0.1", "q0.5", "q0.9");
        double[] x = fresh.numbers("x");
        double[] y = fresh.numbers("y");
        for (boolean wide : new boolean[] {false, true}) {
            int[] part = IntStream.range(0, x.length)
                    .filter(i -> Math.abs(x[i]) > 0.5 == wide)
                    .toArray();
            for (String q : List.of("q0.1", "q0.5", "q0.9")) {
                double[] at = said.numbers(q);
                double below = Arrays.stream(part).filter(i -> y[i] < at[i]).count() / (double) part.length;
                // Some 1,500 draws have a standard error of 0.01; the rest is what the fit has not learned.
                assertThat(below)
                        .as("%s, wide %s", q, wide)
                        .isCloseTo(Double.parseDouble(q.substring(1)), within(0.05));
            }
        }
    }

    @Test
    void sigmaIsTheStandardDeviationWhereverTheSpreadIs() {
        RnnFit fit = fit("y ~ x", trained(Losses.GAUSSIAN), uneven(3000, 1));
        Dataset fresh = uneven(1000, 2);
        double[] sigma = fit.predictDistribution(fresh).numbers("sigma");
        double[] x = fresh.numbers("x");
        for (double[] range : new double[][] {{0, 0.1, 0.25}, {0.4, 0.6, 0.7}, {0.9, 1, 1.15}}) {
            double mean = IntStream.range(0, x.length)
                    .filter(i -> Math.abs(x[i]) >= range[0] && Math.abs(x[i]) < range[1])
                    .mapToDouble(i -> sigma[i])
                    .average()
                    .orElseThrow();
            assertThat(mean).as("|x| from %s to %s", range[0], range[1]).isCloseTo(range[2], within(0.15));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x | by(id) + order(date); gru",
                "log(y) ~ lag(y, 1:3) + x + kind | id; gru",
                "diff(diff(log(y), 12)) ~ lag(x, 0:2) + month(date) | id; lstm",
                "y ~ x + feedback(y) | id; output",
                "y ~ lag(y, 2) + lag(x) | id; tdnn",
                "I(-y) ~ lag(y) + x | id; gru",
                "cbind(y, log(z)) ~ lag(y) + lag(z, 2) + x | id; gru",
                "y ~ lag(y) + x | by(id) + horizon(3); gru",
                "lead(y, 1:2) ~ lag(y, 0:2) + x | id; gru",
                "y ~ lag(y) + x + offset(size) | id; gru",
            })
    void tablesStreamsAndFilesSayTheSame(String formula, String words) {
        Dataset data = shop(40);
        for (Loss loss : List.of(Losses.quantiles(0.1, 0.5, 0.9), Losses.quantiles(0.7, 0.8), Losses.GAUSSIAN)) {
            RnnFit fit = fit(formula, model(words).loss(loss), data);
            Dataset table = fit.predictDistribution(data);
            RnnFit loaded = RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD);
            Dataset again = loaded.predictDistribution(data);
            for (String name : table.schema().names()) {
                assertThat(again.numbers(name)).isEqualTo(table.numbers(name));
            }
            for (int g = 0; g < 2; g++) {
                RnnStream stream = fit.stream();
                for (int t = 0; t < 40; t++) {
                    int row = g * 40 + t;
                    stream.step(record(data, row));
                    stream.distribution()
                            .forEach((name, v) -> assertThat(v)
                                    .as("%s in row %d", name, row)
                                    .isEqualTo(Double.valueOf(table.numbers(name)[row])));
                }
                RnnStream behind = loaded.stream(g == 0 ? "north" : "south");
                assertThat(behind.distribution()).isEqualTo(stream.distribution());
            }
            assertOrdered(fit, table);
        }
    }

    /** Quantiles of every output ascend by name, and the one nearest to the middle is the prediction. */
    private static void assertOrdered(RnnFit fit, Dataset table) {
        for (String output : fit.layout.responses().count() == 1
                ? List.of("")
                : fit.layout.responses().shown()) {
            String before = output.isEmpty() ? "" : output + " ";
            List<String> names = table.schema().names().stream()
                    .filter(n -> n.startsWith(before + "q0"))
                    .sorted()
                    .toList();
            double[] prediction = table.numbers(output.isEmpty() ? "prediction" : output);
            for (int i = 0; i < prediction.length; i++) {
                int row = i;
                double[] q =
                        names.stream().mapToDouble(n -> table.numbers(n)[row]).toArray();
                for (int k = 1; k < q.length; k++) {
                    assertThat(q[k] < q[k - 1])
                            .as("%s in row %d: %s", output, i, q)
                            .isFalse();
                }
                if (q.length > 0 && !Double.isNaN(prediction[i])) {
                    assertThat(q)
                            .usingComparatorWithPrecision(1e-9 * Math.abs(prediction[i]))
                            .contains(prediction[i]);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ lag(y) + size | id", "lead(y, 1:2) ~ lag(y, 0:2) + size | id", "diff(y) ~ size | id"})
    void aForecastSaysItOfTheStepsThatReadNoForecast(String formula) {
        Dataset data = shop(40);
        RnnFit fit = fit(formula, model("quantile"), data);
        Dataset ahead = fit.forecast(4).dataset();
        int honest = formula.startsWith("lead") ? 2 : 1;
        for (int i = 0; i < ahead.rows(); i++) {
            int step = (int) ahead.numbers("step")[i];
            double[] q = {ahead.numbers("q0.1")[i], ahead.numbers("q0.5")[i], ahead.numbers("q0.9")[i]};
            assertThat(Arrays.stream(q).noneMatch(Double::isNaN))
                    .as("step %d", step)
                    .isEqualTo(step <= honest);
            assertThat(step > honest || q[0] < q[1] && q[1] < q[2]).isTrue();
            assertThat(step > honest || q[1] == ahead.numbers("prediction")[i]).isTrue();
        }
        RnnStream stream = fit.stream("north");
        if (honest == 1) {
            Map<String, @Nullable Object> next = new HashMap<>();
            next.put("date", null);
            stream.step(next);
            assertThat(stream.distribution().get("q0.1")).isEqualTo(Double.valueOf(ahead.numbers("q0.1")[0]));
        }
        assertThat(fit.forecast(4).notes().toString()).contains("read forecasts");
    }

    @Test
    void allStepsOfAModelThatReadsNoResponseHaveQuantiles() {
        Dataset ahead =
                fit("y ~ size | id", model("quantile"), shop(40)).forecast(5).dataset();
        assertThat(ahead.numbers("q0.9")).doesNotContain(Double.NaN);
    }

    /** What is the low quantile of -z is the high one of z. */
    @Test
    void aForecastNamesTheQuantilesOfEveryResponse() {
        RnnFit fit = fit("cbind(y, I(-z)) ~ lag(y) | id", model("quantile"), shop(40));
        Dataset ahead = fit.forecast(1).dataset();
        for (int i = 0; i < ahead.rows(); i++) {
            assertThat(new double[] {ahead.numbers("q0.1")[i], ahead.numbers("q0.5")[i], ahead.numbers("q0.9")[i]})
                    .as(ahead.texts("response")[i])
                    .isSorted();
        }
    }

    @Test
    void otherLossesSayNothing() {
        RnnFit fit = fit("y ~ lag(y) + x | id", model("gru"), shop(40));
        assertThat(fit.predictDistribution(shop(40)).schema().names()).containsExactly("prediction");
        assertThat(fit.stream().distribution()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"quantile(0.1, 0.5, 0.9)", "quantile(0.8, 0.95)", "gaussian"})
    void trainingBeginsAtTheResidualsOfTheLinearPart(String loss) {
        Dataset data = uneven(500, 3);
        RnnFit fit = fit(
                "y ~ x",
                trained(Losses.named(loss)).training(Training.DEFAULTS.epochs(1).restarts(1)),
                data);
        LinearPart linear = ((NetworkCore) fit.core).linear;
        double[][] scaled = {linear.outputs(fit.rows.x(0), fit.rows.length(0))};
        double[] residuals = IntStream.range(0, fit.rows.length(0))
                .filter(t -> fit.rows.part(0)[t] == Split.TRAIN)
                .mapToDouble(t -> fit.rows.y(0)[t] - scaled[0][t])
                .sorted()
                .toArray();
        double[] f = new double[fit.model.loss().heads()];
        fit.model.loss().start(residuals, f, 0);
        double best = mean(fit.model.loss(), f, residuals);
        for (int h = fit.model.loss().name().contains("0.5") ? 1 : 0; h < f.length; h++) {
            for (double step : new double[] {-0.1, 0.1}) {
                double[] other = f.clone();
                other[h] += step;
                assertThat(mean(fit.model.loss(), other, residuals)).isGreaterThan(best - 1e-4);
            }
        }
    }

    private static double mean(Loss loss, double[] f, double[] residuals) {
        double[] d = new double[f.length];
        return Arrays.stream(residuals)
                .map(e -> loss.value(f, 0, e, d))
                .average()
                .orElseThrow();
    }
}
