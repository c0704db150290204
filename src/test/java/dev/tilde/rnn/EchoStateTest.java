package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import dev.tilde.linalg.SpectralRadius;
import dev.tilde.text.Decimals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class EchoStateTest {
    @ParameterizedTest
    @ValueSource(strings = {"esn_leak03_ridge1e-06", "esn_leak10_ridge1e-02", "esn_closed_loop"})
    void agreesWithTorch(String name) throws IOException {
        Json file = Json.parse(Files.readString(Path.of("src/test/resources/rnn-golden/" + name + ".json")));
        assertThat(EchoGolden.knows(file)).isTrue();
        assertThat(EchoGolden.check(file)).isEmpty();
    }

    private static double median(ToDoubleFunction<Long> task) {
        return EchoTask.median(
                LongStream.rangeClosed(1, 5).mapToDouble(task::applyAsDouble).toArray());
    }

    private static final EchoState LINEAR = EchoState.DEFAULTS.readout(EchoState.Readout.LINEAR);
    private static final EchoState NARMA =
            EchoState.DEFAULTS.inputScale(.03).biasScale(.1).spectralRadius(.97);

    /** GMD report 148 of 2001 gives 2.8e-4 for 400 units. */
    /** Trained networks beside them: EchoBench has 0.011 to 0.065 with five restarts. */
    @Test
    void gatedUnitsPredictNarma() {
        Training one = Training.DEFAULTS.restarts(1).epochs(150);
        assertThat(EchoTask.narma10("y ~ lag(u, 0:9)", RnnRegression.DEFAULTS.training(one), 1))
                .isLessThan(.1);
    }

    @Test
    void continuesMackeyGlass() {
        EchoState options = LINEAR.units(400).leakRate(.5).inputScale(1);
        assertThat(median(seed -> EchoTask.mackeyGlass84(options, 17, seed))).isLessThan(5e-4);
    }

    @Test
    void remembersTenSteps() {
        EchoState plain = LINEAR.units(200).inputScale(.03).biasScale(.2);
        assertThat(median(seed -> EchoTask.narma10(plain, seed))).isLessThan(.03);
        assertThat(median(seed -> EchoTask.narma10(NARMA.units(400), seed))).isLessThan(.012);
    }

    @Test
    void remembersInARing() {
        EchoState ring = NARMA.wiring(EchoState.Wiring.CYCLE).units(200).spectralRadius(.9);
        assertThat(median(seed -> EchoTask.narma10(ring, seed))).isLessThan(.03);
    }

    @Test
    void forecastsLorenz() {
        assertThat(EchoTask.lorenzValidTime(EchoState.DEFAULTS.units(200).inputScale(.1), 1))
                .isGreaterThan(9);
    }

    private static EchoSequences panel(int sequences, int length, long seed) {
        Random random = new Random(seed);
        double[][] x = new double[sequences][2 * length];
        double[][] y = new double[sequences][2 * length];
        double[][] w = new double[sequences][length];
        for (int s = 0; s < sequences; s++) {
            for (int t = 0; t < length; t++) {
                x[s][2 * t] = random.nextGaussian();
                x[s][2 * t + 1] = random.nextDouble();
                double before = t == 0 ? 0 : x[s][2 * t - 2];
                y[s][2 * t] = StrictMath.sin(x[s][2 * t]) + before;
                y[s][2 * t + 1] = x[s][2 * t + 1] * before + (t == 0 ? 0 : .5 * y[s][2 * t - 1]);
                w[s][t] = 1;
            }
        }
        return new EchoSequences(2, 2, x, y, w);
    }

    private static EchoFit fit(EchoState options, EchoSequences data) {
        return EchoFit.of(options, data, () -> false);
    }

    @Test
    void givesTheSameBitsForAnyThreads() {
        EchoState options = EchoState.DEFAULTS.units(60).feedbackScale(.2).noise(1e-3);
        EchoSequences data = panel(7, 80, 2);
        double[] many = fit(options, data).coefficients.data();
        double[] one = new ForkJoinPool(1)
                .submit(() -> fit(options, data).coefficients.data())
                .join();
        assertThat(one).isEqualTo(many);
        assertThat(fit(options.seed(2), data).coefficients.data()).isNotEqualTo(many);
        // W does not change with the shape of the inputs.
        assertThat(Reservoir.of(options, 60, 5, 1).recurrent.values())
                .isEqualTo(fit(options, data).reservoir.recurrent.values());
    }

    /** Targets of rows without weight are not looked at, and their inputs are. */
    @Test
    void leavesOutRowsWithoutWeight() {
        EchoState options = EchoState.DEFAULTS.units(30).washout(0);
        EchoSequences data = panel(3, 60, 4);
        double[][] w = {new double[60], data.weight[1].clone(), data.weight[2].clone()};
        w[1][20] = 0;
        EchoFit before = fit(options, data.weighted(w));
        data.y[1][40] = Double.NaN;
        data.y[0][17] = 1e9;
        EchoFit after = fit(options, data.weighted(w));
        assertThat(after.coefficients.data()).isEqualTo(before.coefficients.data());
        data.x[1][40] += 1;
        assertThat(fit(options, data.weighted(w)).coefficients.data()).isNotEqualTo(before.coefficients.data());
    }

    @Test
    void washesOutEverySequence() {
        EchoSequences data = panel(2, 500, 5);
        assertThat(EchoState.DEFAULTS.washoutOf(500)).isEqualTo(50);
        assertThat(EchoState.DEFAULTS.washoutOf(5000)).isEqualTo(100);
        assertThat(EchoState.DEFAULTS.washout(9).washoutOf(5)).isEqualTo(5);
        Reservoir r = Reservoir.of(EchoState.DEFAULTS, 10, 2, 2);
        assertThat(EchoStates.of(EchoState.DEFAULTS, r, data, () -> false).rows())
                .isEqualTo(900);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, .3})
    void stepsAsItPredicts(double feedback) {
        EchoSequences data = panel(2, 50, 6);
        EchoFit fit = fit(EchoState.DEFAULTS.units(20).feedbackScale(feedback), data);
        double[] all = fit.predict(data.x[0], data.y[0]);
        double[] alone = fit.predict(data.x[0]);
        if (feedback == 0) {
            assertThat(alone).isEqualTo(all);
        }
        EchoRun run = fit.start();
        for (int t = 0; t < 50; t++) {
            double[] out = run.step(Arrays.copyOfRange(data.x[0], 2 * t, 2 * t + 2));
            assertThat(out).containsExactly(all[2 * t], all[2 * t + 1]);
            run.observe(data.y[0], 2 * t);
        }
    }

    /** A sine made by feedback alone: no inputs but the constant. */
    @Test
    void sustainsWhatItIsFed() {
        int n = 600;
        double[] y = new double[n];
        Arrays.setAll(y, t -> StrictMath.sin(t / 3.));
        EchoFit fit = fit(EchoState.DEFAULTS.units(40).feedbackScale(1), EchoTask.single(new double[0], y));
        EchoRun run = fit.start();
        for (int t = 0; t < n; t++) {
            run.step(new double[0]);
            run.observe(y, t);
        }
        double[] free = run.closedLoop(100, (last, k, u) -> {});
        for (int k = 0; k < 100; k++) {
            assertThat(free[k]).isCloseTo(StrictMath.sin((n + k) / 3.), within(1e-3));
        }
    }

    /** A trend that grows without bound when its forecasts are fed back. */
    @Test
    void keepsClosedLoopsNearTheData() {
        int n = 200;
        double[] u = new double[n];
        double[] y = new double[n];
        Arrays.setAll(u, t -> StrictMath.pow(1.02, t));
        Arrays.setAll(y, t -> StrictMath.pow(1.02, t + 1));
        EchoState options = LINEAR.units(10).inputScale(.01).ridges(1e-8);
        EchoFit fit = fit(options, EchoTask.single(u, y));
        EchoGuard guard = fit.guard;
        assertThat(guard.most().get(0)).isGreaterThan(y[n - 1]).isLessThan(2 * y[n - 1]);
        assertThat(Arrays.stream(free(fit, u)).max().orElseThrow())
                .isEqualTo(guard.most().get(0));
        EchoFit off = fit(options.guard(EchoState.Guard.OFF), EchoTask.single(u, y));
        assertThat(Arrays.stream(free(off, u)).max().orElseThrow())
                .isGreaterThan(guard.most().get(0));
    }

    private static double[] free(EchoFit fit, double[] u) {
        EchoRun run = fit.start();
        for (double v : u) {
            run.step(new double[] {v});
        }
        return run.closedLoop(100, (last, k, into) -> into[0] = last[0]);
    }

    @Test
    void choosesByValidation() {
        double[][] all = EchoTask.narma10(1200, 3);
        EchoSequences data = EchoTask.single(all[0], all[1]);
        double[][] validation = {new double[1200]};
        for (int t = 900; t < 1200; t++) {
            data.weight[0][t] = 0;
            validation[0][t] = 1;
        }
        EchoState options = EchoState.DEFAULTS.units(50).biasScale(.1);
        EchoSearch search = EchoSearch.of(options, data, validation, () -> false);
        assertThat(search.tried()).hasSize(9);
        double least = search.tried().stream()
                .mapToDouble(EchoSearch.Candidate::error)
                .min()
                .orElseThrow();
        EchoSearch.Candidate best = search.tried().stream()
                .filter(c -> c.error() == least)
                .findFirst()
                .orElseThrow();
        assertThat(search.best().options.leak()).isEqualTo(best.leakRate()).isEqualTo(1);
        assertThat(search.best().options.scaleOfInputs()).isEqualTo(best.inputScale());
        EchoFit again = fit(options.leakRate(best.leakRate()).inputScale(best.inputScale()), data);
        assertThat(again.coefficients.data())
                .isEqualTo(search.best().coefficients.data());
        assertThatThrownBy(() -> EchoSearch.of(options, data, new double[1][1200], () -> false))
                .hasMessageContaining("no validation row");
    }

    /** What is open is chosen by rows held out and said; what is given stays. */
    @Test
    void choosesWhatIsOpen() {
        Dataset sunspots = Datasets.find("sunspot.year");
        Formula formula = Formula.parse("sunspots ~ lag(sunspots, 1:2)");
        RnnFit open = RnnRegression.DEFAULTS.esn(40).fit(formula, sunspots.source(), DesignOptions.DEFAULTS);
        EchoState chosen = ((EchoCore) open.core).fit.options;
        assertThat(chosen.isOpen()).isFalse();
        assertThat(String.join("\n", open.notes()))
                .contains("leak rate " + Decimals.shortest(chosen.leak()))
                .contains("best, of 9 pairs");
        EchoState given = EchoState.DEFAULTS.units(40).leakRate(chosen.leak()).inputScale(chosen.scaleOfInputs());
        RnnFit same = RnnRegression.DEFAULTS.esn(given).fit(formula, sunspots.source(), DesignOptions.DEFAULTS);
        assertThat(same.fitted()).isEqualTo(open.fitted());
        assertThat(String.join("\n", same.notes())).doesNotContain("pairs");
        RnnFit again = RnnRegression.DEFAULTS
                .esn(given)
                .training(Training.DEFAULTS.refit(true))
                .fit(formula, sunspots.source(), DesignOptions.DEFAULTS);
        assertThat(again.fitted()).isNotEqualTo(open.fitted());
        assertThat(String.join("\n", again.notes())).contains("fitted again to all rows");
    }

    @Test
    void stopsWhenCancelled() {
        int[] asked = {0};
        assertThatThrownBy(() -> EchoFit.of(EchoState.DEFAULTS.units(5), panel(1, 100, 1), () -> asked[0]++ > 0))
                .isInstanceOf(CancellationException.class);
        assertThat(asked[0]).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(EchoState.Guard.class)
    void comesBackFromJson(EchoState.Guard guard) {
        EchoSequences data = panel(2, 60, 8);
        EchoState options =
                EchoState.DEFAULTS.units(20).guard(guard).feedbackScale(.1).seed(Long.MIN_VALUE + 1);
        EchoFit fit = fit(options, data);
        String text = fit.toJson().compact();
        EchoFit back = EchoFit.of(Json.parse(text));
        assertThat(back.options).isEqualTo(options);
        assertThat(back.guard).isEqualTo(fit.guard);
        assertThat(back.ridge).isEqualTo(fit.ridge);
        assertThat(back.predict(data.x[1])).isEqualTo(fit.predict(data.x[1]));
        assertThat(back.toJson().compact()).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\":1 | \"format\":2 | format is not 1",
                "\"outputs\":2 | \"outputs\":3 | least has 2 numbers, not 3",
                "\"wiring\":\"random\" | \"wiring\":\"star\" | wiring is not a known word",
                "\"leakRate\":1 | \"leakRate\":7 | leak rate must be above 0 and at most 1, got 7",
                "\"starts\":[0, | \"starts\":[3, | the arrays are not a sparse matrix of 4 x 4",
                "\"columns\":[0, | \"columns\":[\"a\", | columns[0] is not a number",
                "\"seed\":\"1\" | \"seed\":1 | seed is not a string",
                "\"inputs\":2 | \"inputs\":2.5 | inputs is not a whole number from 0 on",
            })
    void refusesDamagedFiles(String from, String to, String message) {
        String text = fit(EchoState.DEFAULTS.units(4).leakRate(1), panel(1, 60, 8))
                .toJson()
                .compact();
        assertThat(text).contains(from);
        assertThatThrownBy(() -> EchoFit.of(Json.parse(text.replace(from, to))))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("the saved network is damaged")
                .hasMessageContaining(message);
    }

    @Test
    void saysWhatItCannotTake() {
        assertThatThrownBy(() -> EchoState.DEFAULTS.leakRate(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("echo state network: the leak rate must be above 0 and at most 1, got 0");
        assertThatThrownBy(() -> EchoState.DEFAULTS.spectralRadius(Double.NaN)).hasMessageContaining("above 0");
        EchoSequences data = panel(2, 50, 6);
        assertThatThrownBy(() -> fit(EchoState.DEFAULTS.washout(50), data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no row is left to fit: 2 sequences of 100 steps in all");
        data.x[1][6] = Double.NaN;
        assertThatThrownBy(() -> data.weighted(data.weight))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("sequence 1 has input 0 = NaN at step 3");
    }

    /** So few connections that the matrix may have no loop: the ring stands in. */
    @Test
    void drawsAnyShape() {
        for (int units : new int[] {1, 2, 3, 7}) {
            Reservoir r = Reservoir.of(EchoState.DEFAULTS.connections(1), units, 1, 1);
            assertThat(SpectralRadius.of(r.recurrent)).isCloseTo(.9, within(1e-12));
        }
        assertThat(EchoState.DEFAULTS.unitsFor(3)).isEqualTo(1);
        assertThat(EchoState.DEFAULTS.unitsFor(1000)).isEqualTo(250);
        assertThat(EchoState.DEFAULTS.unitsFor(1_000_000)).isEqualTo(400);
    }
}
