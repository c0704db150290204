package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GradientFlowTest {
    /** Gradients that shrink by the same factor with every step. */
    @ParameterizedTest
    @CsvSource({
        "0.5, 30, VANISHES, 7, -0.30103, 1, gradients vanish: under 1 % is left after 7 steps",
        "0.9, 60, VANISHES, 44, -0.045757, 6.5788, gradients fade: under 1 % is left after 44 steps",
        "0.99, 60, STEADY, 0, -0.0043648, 68.968, gradients reach all of the 59 steps looked at: 55 % is left",
        "1.2, 60, EXPLODES, 0, 0.0791812, Infinity, gradients explode: 47000 times as large after 59 steps",
    })
    void judges(
            double factor, int n, GradientFlow.Verdict verdict, int memory, double slope, double half, String words) {
        List<Double> g =
                DoubleStream.iterate(2, v -> v * factor).limit(n).boxed().toList();
        GradientFlow flow = GradientFlow.of(g, List.of(), "", 0, new UnitCensus());
        assertThat(flow.verdict()).isEqualTo(verdict);
        assertThat(flow.memory().orElse(0)).isEqualTo(memory);
        assertThat(flow.slope()).isCloseTo(slope, within(1e-6));
        if (Double.isFinite(half)) {
            assertThat(flow.halfLife()).isCloseTo(half, within(1e-3 * half));
        }
        assertThat(flow.toString()).startsWith(words);
    }

    /** What grew and is gone again is told where it was largest, and gates are no cure for it. */
    @Test
    void tellsTheLargest() {
        String words = GradientFlow.of(List.of(1.0, 200.0, 50.0, .2, .001), List.of(), "Gates.", 0, new UnitCensus())
                .toString();
        assertThat(words)
                .startsWith("gradients explode: 200 times as large after 1 step (")
                .doesNotContain("Gates.");
    }

    /** A connection over some steps brings back what was gone between: 1 0.005 1 0.005 ... */
    @Test
    void remembersWhatSkipsBringBack() {
        List<Double> g = new ArrayList<>();
        for (int k = 0; k < 40; k++) {
            g.add(k > 24 ? 1e-4 : k % 12 == 0 ? 1 : 0.005);
        }
        assertThat(GradientFlow.of(g, g.subList(0, 25), "", 0, new UnitCensus()).memory())
                .hasValue(25);
        assertThat(GradientFlow.of(g.subList(0, 25), List.of(), "", 0, new UnitCensus())
                        .verdict())
                .isEqualTo(GradientFlow.Verdict.STEADY);
    }

    @Test
    void tellsThatTanhUnitsForget() {
        RnnRegression tanh = RnnRegression.DEFAULTS
                .simple()
                .hidden(8)
                .training(Training.DEFAULTS.epochs(5).restarts(1));
        RnnFit fit = SequenceFits.fit(tanh, "sum ~ value*mark | id", SequenceFits.adding(60, 100));
        assertThat(fit.layout.isLast()).isTrue();
        GradientFlow flow = fit.gradientFlow();
        assertThat(flow.verdict()).isEqualTo(GradientFlow.Verdict.VANISHES);
        assertThat(flow.startMemory().orElse(100)).isLessThan(50);
        assertThat(flow.toString())
                .contains("gradients vanish", "Each step back multiplies by U' diag(1 - h^2)", "gates (lstm, gru)");
        assertThat(flow.start()).hasSize(100);
        assertThat(fit.summary().toString()).contains("gradients vanish");
    }

    /** Every kind of network has an answer, and sensible counts. */
    @ParameterizedTest
    @EnumSource(
            value = Structure.Kind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"GRID", "GRID_FOUR", "GRID_LSTM", "GRID_LSTM_FOUR"})
    void looksAtEveryKind(Structure.Kind kind) {
        RnnRegression model = RnnRegression.DEFAULTS
                .structure(Structure.of(kind).hidden(8))
                .training(Training.DEFAULTS.epochs(3).restarts(1));
        RnnFit fit = SequenceFits.fit(model, "y ~ x + junk | id", SequenceFits.delayed(4, 40));
        GradientFlow flow = fit.gradientFlow();
        if (kind == Structure.Kind.TDNN) {
            assertThat(flow.verdict()).isEqualTo(GradientFlow.Verdict.FIXED);
            assertThat(flow).hasToString("an output sees the last 15 steps and nothing before");
        } else {
            assertThat(flow.start()).hasSize(40);
            assertThat(flow.start().get(0)).isPositive();
            assertThat(flow.units()).isEqualTo(8);
            // The gains of a layer normalisation start at 0, and with them all units.
            assertThat(flow.dead()).isZero();
        }
        assertThat(fit.summary()
                        .toString()
                        .lines()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
                .isLessThanOrEqualTo(80);
        assertThat(fit.toString().length()).isLessThan(1000);
        assertThat(fit.report().sections()).isNotEmpty();
    }

    /** Responses that move against each other have gradients all the same. */
    @Test
    void responsesDoNotCancel() {
        Dataset one = SequenceFits.delayed(4, 40);
        double[] minus = Arrays.stream(one.numbers("y")).map(v -> -v).toArray();
        RnnRegression model = RnnRegression.DEFAULTS
                .hidden(8)
                .training(Training.DEFAULTS.epochs(30).restarts(1).holdOut(Training.HoldOut.NONE));
        GradientFlow both = SequenceFits.fit(model, "cbind(y, z) ~ x | id", one.with("z", minus))
                .gradientFlow();
        GradientFlow single = SequenceFits.fit(model, "y ~ x | id", one).gradientFlow();
        assertThat(both.trained()).hasSameSizeAs(single.trained());
        assertThat(both.trained().get(0))
                .isBetween(0.3 * single.trained().get(0), 3 * single.trained().get(0));
    }

    /** What an LSTM keeps it keeps in c: with forget gates that stay open the gradient of its state does not fade. */
    @Test
    void cellsRememberBesideTheOutput() {
        RnnRegression model = RnnRegression.DEFAULTS
                .lstm()
                .hidden(8)
                .memory(1000)
                .training(Training.DEFAULTS.epochs(1).restarts(1).rate(1e-6).holdOut(Training.HoldOut.NONE));
        RnnFit fit = SequenceFits.fit(model, "sum ~ value*mark | id", SequenceFits.adding(20, 100));
        List<Double> g = fit.gradientFlow().start();
        assertThat(g.get(20) / g.get(1)).isGreaterThan(0.5);
    }

    @Test
    void looksAtAReservoir() {
        RnnFit fit = SequenceFits.fit(RnnRegression.DEFAULTS.esn(30), "y ~ x | id", SequenceFits.delayed(4, 60));
        GradientFlow flow = fit.gradientFlow();
        assertThat(flow.trained()).hasSizeGreaterThan(20);
        assertThat(flow.verdict()).isEqualTo(GradientFlow.Verdict.VANISHES);
        assertThat(fit.summary().toString()).contains("echo state network", "spectral radius");
        assertThat(fit.report().toString()).contains("Findings");
    }

    /**
     * The gradient of a prediction with respect to an input some steps before is a difference quotient, whatever else a
     * loss learns.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "RNN; mse",
                "LSTM; mse",
                "GRU; mse",
                "SKIP; mse",
                "CLOCKWORK; mse",
                "LEAKY; mse",
                "TDNN; mse",
                "GRU; huber(0.5)",
                "GRU; gaussian",
                "LSTM; quantile(0.1, 0.5, 0.9)",
            })
    void agreesWithDifferences(Structure.Kind kind, String loss) {
        RnnRegression model = RnnRegression.DEFAULTS
                .structure(Structure.of(kind).hidden(8))
                .loss(Losses.named(loss))
                .training(Training.DEFAULTS
                        .epochs(20)
                        .restarts(2)
                        .holdOut(Training.HoldOut.NONE)
                        .precision(dev.tilde.linalg.Precision.DOUBLE));
        RnnFit fit = SequenceFits.fit(model, "y ~ x + junk | id", SequenceFits.delayed(1, 40));
        NetworkCore core = (NetworkCore) fit.core;
        double[][] gradients = FlowProbe.inputs(fit, core);
        for (int k : new int[] {0, 1, 2, 5}) {
            for (int j = 0; j < 2; j++) {
                List<Double> ends = new ArrayList<>();
                for (double step : new double[] {1e-5, -1e-5}) {
                    double[] x = fit.rows.x(0).clone();
                    x[(39 - k) * 2 + j] += step;
                    try (Workers workers = new Workers(1)) {
                        ends.add(core.outputs(new double[][] {x}, new int[] {40}, Grids.NONE, workers)[0][39]);
                    }
                }
                assertThat(gradients[j][k]).isCloseTo(Math.abs(ends.get(0) - ends.get(1)) / 2e-5, within(1e-7));
            }
        }
    }

    /** Where outputs are fed back an input acts through them too, and through the linear part of each step on the way. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "OUTPUT; y ~ x + junk + feedback(y) | id",
                "GRU; y ~ x + feedback(y) + junk | id",
                "LSTM; y ~ feedback(y) + lag(x, 0:1) | id",
                "OUTPUT; y ~ x + feedback(y) + offset(junk) | id",
                "RNN; cbind(y, x) ~ feedback(y) + junk + feedback(x) | id",
            })
    void agreesWithDifferencesInClosedLoop(Structure.Kind kind, String formula) {
        RnnRegression model = RnnRegression.DEFAULTS
                .structure(Structure.of(kind).hidden(8))
                .training(Training.DEFAULTS
                        .epochs(20)
                        .restarts(1)
                        .holdOut(Training.HoldOut.NONE)
                        .precision(dev.tilde.linalg.Precision.DOUBLE));
        RnnFit fit = SequenceFits.fit(model, formula, SequenceFits.delayed(1, 40));
        NetworkCore core = (NetworkCore) fit.core;
        double[][] gradients = FlowProbe.inputs(fit, core);
        for (int k : new int[] {0, 1, 2, 5, 39}) {
            for (int j = 0; j < fit.rows.inputs(); j++) {
                double[] up = looped(fit, core, 39 - k, j, 1e-5);
                double[] down = looped(fit, core, 39 - k, j, -1e-5);
                double mean = IntStream.range(0, up.length)
                        .mapToDouble(o -> Math.abs(up[o] - down[o]) / 2e-5)
                        .average()
                        .orElseThrow();
                assertThat(gradients[j][k]).as("input %d, %d steps back", j, k).isCloseTo(mean, within(1e-7));
            }
        }
    }

    /** The last outputs in closed loop, an input moved at one step. */
    private static double[] looped(RnnFit fit, NetworkCore core, int at, int moved, double by) {
        Responses responses = fit.layout.responses();
        Inputs inputs = fit.layout.inputs();
        int c = inputs.count();
        double[] add = fit.rows.offset(0);
        Core.Stepper stepper = core.start();
        double[] f = new double[responses.count()];
        for (int t = 0; t < 40; t++) {
            double[] x = java.util.Arrays.copyOfRange(fit.rows.x(0), t * c, (t + 1) * c);
            for (int j = 0; t > 0 && j < c; j++) {
                for (int o = 0; o < f.length; o++) {
                    if (inputs.all()
                            .get(j)
                            .name()
                            .equals("lag(" + responses.names().get(o) + ")")) {
                        double fed = responses.mean(o) + responses.sd(o) * f[o];
                        x[j] = (fed - inputs.mean()[j]) / inputs.sd()[j];
                    }
                }
            }
            x[moved] += t == at ? by : 0;
            stepper.step(x, 0, f);
            for (int o = 0; add != null && o < f.length; o++) {
                f[o] += add[t * f.length + o];
            }
        }
        return f;
    }
}
