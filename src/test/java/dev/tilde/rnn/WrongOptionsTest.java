package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Options out of their range are refused where they are given, in words; what is accepted is also read. */
class WrongOptionsTest {
    private static final RnnRegression MODEL = RnnRegression.DEFAULTS
            .hidden(3)
            .training(Training.DEFAULTS.epochs(2).restarts(1));
    private static final Training T = Training.DEFAULTS;
    private static final EchoState E = EchoState.DEFAULTS;
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static final Map<String, ThrowingCallable> WRONG = new TreeMap<>(Map.ofEntries(
            Map.entry("least share of the truth lies in [0, 1], got 2", () -> Sampling.linear(2, 10)),
            Map.entry("falls over 1 or more epochs, got 0", () -> Sampling.linear(0.5, 0)),
            Map.entry("base of an exponential fall lies in (0, 1), got 1", () -> Sampling.exponential(1)),
            Map.entry("inverse sigmoid is finite, 1 or more, got Inf", () -> Sampling.inverseSigmoid(INFINITE)),
            Map.entry(
                    "sampling linear counts epochs in whole numbers, got 2.5", () -> Sampling.named("linear(0, 2.5)")),
            Map.entry("schedule step counts epochs in whole numbers, got 1.5", () -> Schedule.named("step(0.5, 1.5)")),
            Map.entry("a step comes every 1 or more epochs, got 0", () -> Schedule.step(0.5, 0)),
            Map.entry("epochs of a schedule must not be negative, got -3", () -> Schedule.step(0.5, -3)),
            Map.entry("the rule of a schedule is null; leave it out", () -> new Schedule(null, .5, 0, 0)),
            Map.entry(
                    "the kind of a rule is null; leave it out",
                    () -> new Optimizers.Rule(null, .1, 0, .9, .99, 1e-8, 0, false)),
            Map.entry("must lie in [0, 1], got 2.0", () -> Schedule.cosine(2)),
            Map.entry("weight decay must be finite", () -> Optimizers.adamw(0.1, INFINITE)),
            Map.entry(
                    "history of L-BFGS must be positive and finite",
                    () -> Optimizers.lbfgs().rate(INFINITE)),
            Map.entry("delta of Huber's loss must be positive and finite", () -> Losses.huber(INFINITE)),
            Map.entry("units must be at least 1, got 0", () -> E.units(0)),
            Map.entry("noise must be between 0 and 1000000, got 1.0E308", () -> E.noise(1e308)),
            Map.entry("the input scale must be between 0 and 1000000, got 2000000", () -> E.inputScale(2e6)),
            Map.entry(
                    "the spectral radius must be above 0 and at most 1000000, got Inf",
                    () -> E.spectralRadius(INFINITE)),
            Map.entry(
                    "restarts are up to 1000 and threads up to 10000, got 2147483647 and 0",
                    () -> T.restarts(Integer.MAX_VALUE)),
            Map.entry(
                    "restarts are up to 1000 and threads up to 10000, got 0 and 2147483647",
                    () -> T.threads(Integer.MAX_VALUE)),
            Map.entry("layers are up to 1000, got 1000000; 1 to 4 are usual", () -> MODEL.layers(1_000_000)),
            Map.entry("an echo state network has no corners", () -> MODEL.esn(9).directions(4)),
            Map.entry("the units of a layer are up to 1000000, got 2147483647", () -> MODEL.hidden(Integer.MAX_VALUE)),
            Map.entry("dilations are up to 1000000, got 1073741824", () -> MODEL.skip(1 << 30)),
            Map.entry("the loss is null", () -> MODEL.loss(null)),
            Map.entry("the loss none has 0 numbers", () -> MODEL.loss(loss("none", 0))),
            Map.entry("the name of the loss is null", () -> MODEL.loss(loss(null, 1))),
            Map.entry("the training is null", () -> MODEL.training(null)),
            Map.entry("the optimiser is null", () -> T.optimizer(null)),
            Map.entry("the echo state network is null", () -> MODEL.esn(null)),
            Map.entry("a column of by is null", () -> MODEL.by("a", null))));

    /** Found out by a fit, since they depend on the data. */
    private static final Map<String, RnnRegression> TOO_MUCH = new TreeMap<>(Map.of(
            "parameters is larger than the most, 2147483639", MODEL.hidden(50_000),
            "more than 268435456 connections", MODEL.esn(E.units(1 << 20).connections(1 << 20)),
            "a ridge penalty of 0 does not settle the weights of 202 features",
                    MODEL.esn(E.units(100).ridges(0.0)),
            "the horizon has 2147483647 steps and the longest sequence 31", MODEL.horizon(Integer.MAX_VALUE)));

    private static Loss loss(String name, int heads) {
        return new Loss() {
            @Override
            public int heads() {
                return heads;
            }

            @Override
            public double value(double[] f, int at, double y, double[] d) {
                return 0;
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    private static RnnFit fit(RnnRegression model) {
        Dataset air = Tilde.dataset("airquality");
        return model.fit(Formula.parse("Wind ~ lag(Wind) + Temp | Month"), air.source(), DesignOptions.DEFAULTS);
    }

    @Test
    void refusesThemWhereTheyAreGiven() {
        WRONG.forEach((message, call) -> assertThatThrownBy(call)
                .as(message)
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message));
    }

    @Test
    void refusesWhatIsTooMuchForTheData() {
        TOO_MUCH.forEach((message, model) -> assertThatThrownBy(() -> fit(model))
                .as(message)
                .isInstanceOfAny(IllegalArgumentException.class, DataException.class)
                .hasMessageContaining(message));
    }

    /** The seed and the units of an echo state network are its own, however they are said. */
    @Test
    void readsSeedAndUnitsOfAnEchoStateNetwork() {
        List<RnnRegression> sevens = List.of(
                MODEL.esn(20).seed(7),
                MODEL.seed(7).esn(20),
                MODEL.seed(7).esn(E.units(20).seed(7)));
        double[] one = fit(MODEL.esn(20)).fitted();
        assertThat(sevens)
                .allSatisfy(m -> assertThat(fit(m).fitted())
                        .isEqualTo(fit(sevens.get(0)).fitted())
                        .isNotEqualTo(one));
        assertThat(MODEL.esn(20).hidden(0).echo().orElseThrow().units()).isEmpty();
        assertThat(MODEL.esn(20).hidden(9).echo().orElseThrow().units()).hasValue(9);
    }
}
