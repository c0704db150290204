package dev.tilde.rnn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same seed, same bits: for any number of threads, and across a kill. */
class TrainingTest {
    private static final Formula AIR = Formula.parse("Ozone ~ lag(Ozone, 1:2) + Wind + Temp");
    private static final Training SHORT =
            Training.DEFAULTS.epochs(12).patience(12).restarts(2).holdOut(Training.HoldOut.NONE);

    @TempDir
    Path folder;

    private static Source air() {
        return Tilde.dataset("airquality").source();
    }

    private static RnnFit fit(Training training) {
        return RnnRegression.DEFAULTS.hidden(4).training(training).fit(AIR, air(), DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 5})
    void threadsDoNotChangeTheBits(int threads) {
        assertThat(fit(SHORT.threads(threads)).fitted())
                .isEqualTo(fit(SHORT.threads(1)).fitted());
        // One restart splits its batches over the threads instead: 40 groups make three pieces of 16 sequences.
        Formula panel = Formula.parse("weight ~ Time + Diet | Chick");
        Source chicks = Tilde.dataset("chickweight").source();
        RnnRegression one =
                RnnRegression.DEFAULTS.hidden(4).training(SHORT.restarts(1).epochs(4));
        double[] single = one.training(one.training().threads(1))
                .fit(panel, chicks, DesignOptions.DEFAULTS)
                .fitted();
        double[] many = one.training(one.training().threads(threads))
                .fit(panel, chicks, DesignOptions.DEFAULTS)
                .fitted();
        assertThat(many).isEqualTo(single);
    }

    @Test
    void seedsDiffer() {
        assertThat(fit(SHORT.seed(2)).history()).isNotEqualTo(fit(SHORT).history());
    }

    /** A training that is killed and taken up again ends in the bits of one that was not. */
    @ParameterizedTest
    @CsvSource({"adamw, 3", "adamw, 17", "rmsprop, 9", "lbfgs, 5", "momentum, 23"})
    void goesOnAfterAKill(String optimizer, int killedAfter) {
        Training training = SHORT.optimizer(Optimizers.named(optimizer, 0.01));
        RnnRegression model = RnnRegression.DEFAULTS.hidden(4).training(training);
        double[] expected = model.fit(AIR, air(), DesignOptions.DEFAULTS).fitted();
        Path file = folder.resolve("state");
        AtomicInteger epochs = new AtomicInteger();
        Progress killer = epoch -> {
            if (epochs.incrementAndGet() > killedAfter) {
                throw new IllegalStateException("killed");
            }
            return true;
        };
        assertThatThrownBy(() -> new Fitting(model, AIR, air(), DesignOptions.DEFAULTS, killer, file, 0).fit())
                .hasMessage("killed");
        RnnFit resumed = new Fitting(model, AIR, air(), DesignOptions.DEFAULTS, Progress.SILENT, file, 0).fit();
        assertThat(resumed.fitted()).isEqualTo(expected);
        // When all is done the file gives the result without training.
        AtomicInteger more = new AtomicInteger();
        RnnFit again = model.fit(AIR, air(), DesignOptions.DEFAULTS, epoch -> more.incrementAndGet() > 0, file);
        assertThat(again.fitted()).isEqualTo(expected);
        assertThat(more.get()).isZero();
    }

    /** So it does with whatever draws random numbers, is fed back, cut or judged in a loop. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "weight ~ Time + feedback(weight) | Chick; closed; 0; adamw",
                "weight ~ Time + feedback(weight) | Chick; closed; 0; lbfgs",
                "weight ~ Time + feedback(weight) | Chick; linear(0, 8); 0; amsgrad",
                "weight ~ Time + feedback(weight) | Chick; exponential(0.8); 4; nesterov",
                "weight ~ Time + lag(weight) | Chick; teacher; 3; adagrad",
                "weight ~ Time + Diet | Chick; teacher; 0; rmsprop",
            })
    void goesOnAfterAKillWithAllOptions(String formula, String sampling, int truncate, String optimizer) {
        Training training = SHORT.optimizer(Optimizers.named(optimizer, 0.01))
                .sampling(Sampling.named(sampling))
                .truncate(truncate)
                .varyLengths(true)
                .batch(16)
                .epochs(8);
        RnnRegression model = RnnRegression.DEFAULTS
                .structure(Structure.of(Structure.Kind.GRU).hidden(4).layers(2).dropout(0.2, 0.1))
                .training(training);
        Formula parsed = Formula.parse(formula);
        Source chicks = Tilde.dataset("chickweight").source();
        RnnFit whole = model.fit(parsed, chicks, DesignOptions.DEFAULTS);
        for (int killedAfter : new int[] {0, 3, 10}) {
            Path file = folder.resolve("state" + killedAfter);
            AtomicInteger epochs = new AtomicInteger();
            Progress killer = epoch -> {
                if (epochs.incrementAndGet() > killedAfter) {
                    throw new IllegalStateException("killed");
                }
                return true;
            };
            assertThatThrownBy(() -> new Fitting(model, parsed, chicks, DesignOptions.DEFAULTS, killer, file, 0).fit())
                    .hasMessage("killed");
            RnnFit resumed = new Fitting(model, parsed, chicks, DesignOptions.DEFAULTS, Progress.SILENT, file, 0).fit();
            assertThat(resumed.toJson()).isEqualTo(whole.toJson());
            assertThat(resumed.history()).isEqualTo(whole.history());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "amsgrad", "adamw"})
    void optimisersSayTheNameTheyAreFoundBy(String name) {
        assertThat(Optimizers.named(name, 0.25).name()).isEqualTo(name + "(0.25)");
    }

    @Test
    void theRateOfLbfgsIsItsFirstStepLength() {
        assertThat(Optimizers.named("lbfgs", 0.25)).isEqualTo(new Optimizers.Lbfgs(0.25, 10));
        assertThat(Training.DEFAULTS.optimizer(Optimizers.lbfgs()).rate(0.25).optimizer())
                .isEqualTo(Optimizers.named("lbfgs", 0.25));
    }

    @Test
    void theForgetGateOfACoupledCellDoesNotCount() {
        RnnFit fit = RnnRegression.DEFAULTS
                .cells(Structure.Kind.COUPLED)
                .hidden(5)
                .training(SHORT.epochs(1))
                .fit(
                        Formula.parse("weight ~ Time + lag(weight) | Chick"),
                        Tilde.dataset("chickweight").source(),
                        DesignOptions.DEFAULTS);
        int expected = 3 * 5 * (2 + 5 + 1) + 6;
        assertThat(fit.parameters()).isEqualTo(expected);
        assertThat(fit.summary().toString()).contains(", " + expected + " parameters");
    }

    @Test
    void saysWhatIsWrongWithACheckpoint() throws Exception {
        Path file = folder.resolve("state");
        RnnRegression model = RnnRegression.DEFAULTS.hidden(4).training(SHORT.epochs(2));
        model.fit(AIR, air(), DesignOptions.DEFAULTS, Progress.SILENT, file);
        byte[] good = Files.readAllBytes(file);
        refused(model.seed(7), file, good, "is of another fit");
        refused(model, file, Arrays.copyOf(good, 20), "is cut short");
        refused(model, file, Arrays.copyOf(good, good.length - 9), "is damaged");
        byte[] newer = good.clone();
        newer[11] = 9;
        refused(model, file, newer, "comes from a newer version");
        byte[] edited = good.clone();
        edited[100]++;
        refused(model, file, edited, "is damaged");
        refused(
                model,
                file,
                "y ~ x, and more than thirty-two bytes of it".getBytes(UTF_8),
                "is no checkpoint of Tilde");
    }

    private static void refused(RnnRegression model, Path file, byte[] bytes, String why) throws Exception {
        Files.write(file, bytes);
        assertThatThrownBy(() -> model.fit(AIR, air(), DesignOptions.DEFAULTS, Progress.SILENT, file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(why)
                .hasMessageEndingWith("remove it to start anew");
    }

    @Test
    void cancellingKeepsTheBestEpoch() {
        RnnFit fit = RnnRegression.DEFAULTS
                .hidden(4)
                .training(SHORT.restarts(1))
                .fit(AIR, air(), DesignOptions.DEFAULTS, epoch -> epoch.number() < 3);
        assertThat(fit.history().get(0)).hasSize(4);
        assertThat(fit.fitted()[100]).isFinite();
    }

    /** Where the response is linear in the inputs the network has nothing to add, and the fit stays where it starts. */
    @Test
    void staysAtTheLinearModelWhereThatIsTheTruth() {
        Dataset air = Tilde.dataset("airquality");
        double[] wind = air.numbers("Wind");
        double[] temp = air.numbers("Temp");
        double[] y = new double[wind.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = 3 * wind[i] - 2 * temp[i] + 1;
        }
        Source rows = air.with(Schema.Column.of("y", Schema.Kind.NUMBER), y).source();
        RnnFit fit = RnnRegression.DEFAULTS
                .training(SHORT.holdOut(Training.HoldOut.AUTO))
                .fit(Formula.parse("y ~ Wind + Temp"), rows, DesignOptions.DEFAULTS);
        for (Score score : fit.scores()) {
            if (score.model().equals("GRU")) {
                assertThat(score.rmse()).isLessThan(1e-4);
            }
        }
    }
}
