package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.report.Renderers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is kept of a training that is told to stop, and how a fit goes on behind other rows. */
class StoppingTest {
    private static final Formula CHICKS = Formula.parse("weight ~ Time + Diet | Chick");
    private static final Training SHORT =
            Training.DEFAULTS.epochs(12).patience(12).batch(8).threads(1);

    @TempDir
    Path folder;

    private static Source chicks() {
        return Tilde.dataset("chickweight").source();
    }

    private static RnnRegression model(int restarts) {
        return RnnRegression.DEFAULTS.hidden(4).training(SHORT.restarts(restarts));
    }

    /** Counts what is asked of it, and says stop from some question on. */
    private static final class Stopper implements Progress {
        private final AtomicInteger steps = new AtomicInteger();
        private final int most;
        private final List<Phase> phases = new ArrayList<>();

        Stopper(int most) {
            this.most = most;
        }

        @Override
        public boolean after(Epoch epoch) {
            return true;
        }

        @Override
        public boolean goesOn() {
            return steps.incrementAndGet() <= most;
        }

        @Override
        public void begins(Phase phase, int restarts) {
            phases.add(phase);
        }
    }

    /** 40 chicks in batches of 8 are 5 steps an epoch; stopped inside one, the epoch does not count. */
    @ParameterizedTest
    @ValueSource(ints = {5, 7, 23})
    void abandonsAnEpochAndGoesOnToTheSameBits(int steps) {
        RnnRegression model = model(1);
        double[] whole = model.fit(CHICKS, chicks(), DesignOptions.DEFAULTS).fitted();
        Path file = folder.resolve("state" + steps);
        RnnFit stopped =
                new Fitting(model, CHICKS, chicks(), DesignOptions.DEFAULTS, new Stopper(steps), file, 1_000_000).fit();
        assertThat(stopped.history().get(0)).hasSize(1 + steps / 5);
        assertThat(stopped.notes()).contains("stopped before training had ended");
        RnnFit taken = model.fit(CHICKS, chicks(), DesignOptions.DEFAULTS, Progress.SILENT, file);
        assertThat(taken.fitted()).isEqualTo(whole).isNotEqualTo(stopped.fitted());
    }

    /** Told to stop at epoch 0, which is before the first step. */
    @Test
    void goesOnFromEpochZeroToTheSameBits() {
        RnnRegression model = model(2);
        RnnFit whole = model.fit(CHICKS, chicks(), DesignOptions.DEFAULTS);
        Path file = folder.resolve("zero");
        new Fitting(model, CHICKS, chicks(), DesignOptions.DEFAULTS, epoch -> false, file, 0).fit();
        RnnFit taken = model.fit(CHICKS, chicks(), DesignOptions.DEFAULTS, Progress.SILENT, file);
        assertThat(taken.history()).isEqualTo(whole.history());
        assertThat(taken.toJson()).isEqualTo(whole.toJson());
    }

    /** One thread trains restart after restart, 50 chicks in 7 steps an epoch: the third has none and is left out. */
    @Test
    void leavesOutRestartsThatHadNoEpoch() {
        Training all = SHORT.holdOut(Training.HoldOut.NONE);
        RnnFit two = model(2).training(all.restarts(2)).fit(CHICKS, chicks(), DesignOptions.DEFAULTS);
        RnnFit stopped = model(3).training(all.restarts(3))
                .fit(CHICKS, chicks(), DesignOptions.DEFAULTS, new Stopper(2 * 12 * 7));
        assertThat(stopped.history()).hasSize(2);
        assertThat(stopped.fitted()).isEqualTo(two.fitted());
        assertThat(stopped.notes())
                .contains("stopped before training had ended; 1 of 3 restarts had no epoch and was left out");
    }

    /** One thread: the first restart has seen epoch 0, the others nothing. */
    @Test
    void describesAFitThatNeverBegan() {
        RnnFit stopped = model(3).fit(CHICKS, chicks(), DesignOptions.DEFAULTS, epoch -> false);
        assertThat(stopped.history()).hasSize(1).allMatch(epochs -> epochs.size() == 1);
        assertThat(stopped.notes())
                .contains("stopped before the first epoch had ended: the network is its linear part");
        assertThat(Renderers.TEXT.render(stopped.report())).contains("best epoch 0 of 0");
    }

    @Test
    void keepsTheNetworksOfBeforeARefitThatIsStopped() {
        RnnRegression again = model(1).training(SHORT.restarts(1).refit(true));
        RnnFit plain = model(1).fit(CHICKS, chicks(), DesignOptions.DEFAULTS);
        RnnFit stopped = again.fit(CHICKS, chicks(), DesignOptions.DEFAULTS, new Stopper(12 * 5 + 3));
        assertThat(stopped.fitted()).isEqualTo(plain.fitted());
    }

    @Test
    void saysWhatItDoes() {
        Stopper stopper = new Stopper(Integer.MAX_VALUE);
        model(1).fit(CHICKS, chicks(), DesignOptions.DEFAULTS, stopper);
        assertThat(stopper.phases)
                .containsExactly(
                        Progress.Phase.SEQUENCES,
                        Progress.Phase.LINEAR,
                        Progress.Phase.TRAINING,
                        Progress.Phase.ERRORS);
    }

    /** A fit behind its own rows is itself; behind more rows it goes on from their end, and so does its file. */
    @Test
    void goesOnBehindOtherRows() {
        Dataset air = Tilde.dataset("airquality");
        RnnFit fit = RnnRegression.DEFAULTS
                .hidden(4)
                .training(SHORT.restarts(1))
                .fit(
                        Formula.parse("Wind ~ lag(Wind, 1:2)"),
                        air.rows(i -> i < 140).source(),
                        DesignOptions.DEFAULTS);
        assertThat(fit.behind(air.rows(i -> i < 140)).forecast(3).rows())
                .isEqualTo(fit.forecast(3).rows());
        RnnFit longer = fit.behind(air);
        double[] next = longer.forecast(1).predictions();
        assertThat(next).isNotEqualTo(fit.forecast(1).predictions()).hasSize(1);
        assertThat(longer.fitted()).isEqualTo(fit.fitted());
        Path file = folder.resolve("longer");
        longer.save(file);
        assertThat(RnnFit.load(file).forecast(3).rows())
                .isEqualTo(longer.forecast(3).rows());
        // The step behind the table is its next row.
        double[] all = Arrays.copyOf(air.numbers("Wind"), 154);
        all[153] = Double.NaN;
        assertThat(fit.predict(Dataset.named("all").with("Wind", all))[153]).isEqualTo(next[0]);
    }

    @Test
    void intervalsHaveAnotherLevel() {
        RnnFit fit = model(1).fit(
                        Formula.parse("Wind ~ lag(Wind)"),
                        Tilde.dataset("airquality").source(),
                        DesignOptions.DEFAULTS);
        Forecast.Row wide = fit.forecast(1).rows().get(0);
        Forecast.Row narrow = fit.level(0.5).forecast(1).rows().get(0);
        assertThat(narrow.level()).isEqualTo(0.5);
        assertThat(narrow.prediction()).isEqualTo(wide.prediction());
        assertThat(narrow.high() - narrow.low()).isPositive().isLessThan(wide.high() - wide.low());
        assertThat(fit.level(0.5).level(0.95).forecast(2).rows())
                .isEqualTo(fit.forecast(2).rows());
    }
}
