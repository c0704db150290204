package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a fit says about options that do less than asked, and about what it kept. */
class FittingNotesTest {
    private static final Training SHORT = Training.DEFAULTS.epochs(2).restarts(1);

    private static RnnFit fit(RnnRegression model, String formula, Dataset data) {
        return model.hidden(3).fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "last(weight) ~ Time + Diet | Chick | false | the one response of a sequence stands at its end",
                "weight ~ Time + Diet | Chick | true | both directions",
                "weight ~ Time + Diet | Chick | false | ",
            })
    void sayWhereNothingIsCut(String formula, String group, boolean both, String why) {
        RnnRegression model = RnnRegression.DEFAULTS.training(SHORT.truncate(4));
        model = both ? model.bidirectional() : model;
        String notes = String.join(
                "\n",
                fit(model, formula + " | " + group, Datasets.find("ChickWeight"))
                        .notes());
        if (why == null) {
            assertThat(notes).doesNotContain("truncate");
        } else {
            assertThat(notes).contains("truncate(4) cuts nothing: ").contains(why);
        }
    }

    /** 80 rows train: in windows of 32 steps if none is given; up to twice as long as a window they stay whole. */
    @ParameterizedTest
    @CsvSource({"31, 0, ", "32, 0, 32", "90, 0, 32", "23, 24, ", "24, 24, 24", "79, 40, ", "80, 40, 80"})
    void sayThatNoStretchIsAsLong(int truncate, int window, @Nullable Integer longest) {
        double[] y = new double[100];
        Arrays.setAll(y, i -> Math.sin(i));
        RnnRegression model = RnnRegression.DEFAULTS.window(window).training(SHORT.truncate(truncate));
        List<String> notes =
                fit(model, "y ~ lag(y)", Dataset.named("series").with("y", y)).notes();
        String note =
                "truncate(" + truncate + ") cuts nothing: the longest stretch that trains has " + longest + " steps";
        assertThat(notes.stream().filter(n -> n.startsWith("truncate(")))
                .isEqualTo(longest == null ? List.of() : List.of(note));
    }

    @Test
    void sayWhereNothingIsDropped() {
        RnnRegression model = RnnRegression.DEFAULTS.training(SHORT);
        Structure one = Structure.AUTO.dropout(0.5, 0);
        String formula = "weight ~ Time + Diet | Chick";
        Dataset chicks = Datasets.find("ChickWeight");
        assertThat(String.join("\n", fit(model.structure(one), formula, chicks).notes()))
                .contains("dropout of 0.5 drops nothing");
        assertThat(String.join(
                        "\n",
                        fit(model.structure(one.layers(2)), formula, chicks).notes()))
                .doesNotContain("dropout");
    }

    @Test
    void sayWhatLbfgsDoesNotRead() {
        Training plain = SHORT.optimizer(Optimizers.lbfgs());
        String formula = "weight ~ Time + Diet | Chick";
        Dataset chicks = Datasets.find("ChickWeight");
        assertThat(fit(RnnRegression.DEFAULTS.training(plain), formula, chicks).notes())
                .noneMatch(note -> note.contains("L-BFGS"));
        Training odd = plain.batch(8).schedule(Schedule.CONSTANT).varyLengths(true);
        Structure dropped = Structure.AUTO.layers(2).dropout(0.1, 0);
        assertThat(fit(RnnRegression.DEFAULTS.structure(dropped).training(odd), formula, chicks)
                        .notes())
                .anyMatch(note -> note.startsWith(
                        "batch(8), the schedule constant, varying lengths, dropout changed nothing: L-BFGS takes all"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "esn loss; the loss quantile(0.1, 0.5, 0.9) changed nothing: an echo state network",
                "low; predictions are the quantile 0.8, the nearest to a median",
                "closed; sampling(closed) changed nothing: lags of the response read the data",
                "one layer; dropout between layers changed nothing: there is one layer",
                "relu; relu changed nothing: a GRU has none",
                "tdnn; layers beside dilations, dropout changed nothing: a TDNN has none",
            })
    void sayWhatIsNotRead(String option, String note) {
        RnnRegression plain = RnnRegression.DEFAULTS.hidden(3).training(SHORT);
        RnnRegression model = switch (option) {
            case "esn loss" -> plain.esn(EchoState.DEFAULTS.units(10)).loss(Losses.quantiles(0.1, 0.5, 0.9));
            case "low" -> plain.loss(Losses.quantiles(0.1, 0.8));
            case "closed" -> plain.training(SHORT.sampling(Sampling.CLOSED));
            case "one layer" -> plain.structure(plain.structure().dropout(0.1, 0));
            case "relu" -> plain.structure(Structure.of(Structure.Kind.GRU).relu(true));
            default ->
                plain.structure(Structure.of(Structure.Kind.TDNN).layers(2).dropout(0.1, 0));
        };
        assertThat(model.fit(
                                Formula.parse("weight ~ lag(weight) + Time | Chick"),
                                Datasets.find("ChickWeight").source(),
                                DesignOptions.DEFAULTS)
                        .notes())
                .anyMatch(n -> n.startsWith(note));
        assertThat(fit(plain, "weight ~ lag(weight) + Time | Chick", Datasets.find("ChickWeight"))
                        .notes())
                .noneMatch(n -> n.contains("changed nothing"));
    }

    /** Training rows are the cool months; the warmest day of all is held out. */
    @Test
    void splinesTakeTheirKnotsFromAllRowsWhereTheyMust() {
        Dataset air = Datasets.find("airquality");
        RnnFit fit = fit(RnnRegression.DEFAULTS.training(SHORT), "Wind ~ bs(Temp, df=4) | Month", air);
        assertThat(fit.notes()).anyMatch(n -> n.startsWith("rows held out lie outside the knots"));
        assertThat(fit.fitted()).doesNotContain(Double.NaN);
    }

    /** The teacher speaks throughout where a schedule would silence it by and by; what is always closed is. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "teacher           | 0 | true  | ",
                "closed            | 0 | false | ",
                "closed            | 4 | false | truncate(4) changed nothing: L-BFGS",
                "teacher           | 4 | true  | truncate(4) changed nothing: L-BFGS",
                "linear(0, 2)      | 0 | true  | the sampling linear changed nothing: L-BFGS",
                "exponential(0.5)  | 4 | true  | truncate(4), the sampling exponential changed nothing: L-BFGS",
                "inverse-sigmoid(2)| 0 | true  | the sampling inverse-sigmoid changed nothing: L-BFGS",
            })
    void lbfgsTakesGradientsWhole(String sampling, int truncate, boolean teacher, String note) {
        String formula = "weight ~ Time + feedback(weight) | Chick";
        Dataset chicks = Datasets.find("ChickWeight");
        Training plain = SHORT.optimizer(Optimizers.lbfgs()).holdOut(Training.HoldOut.NONE);
        Training odd = plain.sampling(Sampling.named(sampling)).truncate(truncate);
        RnnFit fit = fit(RnnRegression.DEFAULTS.training(odd), formula, chicks);
        RnnFit same = fit(
                RnnRegression.DEFAULTS.training(plain.sampling(teacher ? Sampling.TEACHER : Sampling.CLOSED)),
                formula,
                chicks);
        RnnFit other = fit(
                RnnRegression.DEFAULTS.training(plain.sampling(teacher ? Sampling.CLOSED : Sampling.TEACHER)),
                formula,
                chicks);
        assertThat(fit.fitted()).isEqualTo(same.fitted()).isNotEqualTo(other.fitted());
        if (note == null) {
            assertThat(fit.notes()).noneMatch(said -> said.contains("L-BFGS"));
        } else {
            assertThat(fit.notes()).anyMatch(said -> said.startsWith(note)).noneMatch(said -> said.contains("cuts"));
        }
    }

    /** A rate that large drives the parameters out of the range of floats. */
    @Test
    void saysWhichStepsWereSkipped() {
        Training wild = Training.DEFAULTS
                .epochs(6)
                .restarts(1)
                .optimizer(Optimizers.sgd(1e30))
                .clip(1e30);
        Dataset chicks = Datasets.find("ChickWeight");
        assertThat(fit(RnnRegression.DEFAULTS.training(wild), "weight ~ lag(weight) + Time | Chick", chicks)
                        .notes())
                .anyMatch(note -> note.contains("gradients were no finite numbers and their steps were skipped"));
    }

    /** Where gradients are cut, a sequence keeps the mask of its state, and draws others between layers. */
    @Test
    void masksThatAreKeptOutlastACut() {
        SplittableRandom shared = new SplittableRandom(1);
        Kernels k = Kernels.of(Precision.DOUBLE);
        List<double[]> kept = new ArrayList<>();
        List<double[]> drawn = new ArrayList<>();
        for (int part = 0; part < 2; part++) {
            Batch batch = new Batch(k, new int[] {3, 2}, 1, 1, 0);
            batch.random = shared;
            batch.kept = new SplittableRandom(7);
            kept.add(Dropout.mask(batch, k, 40, 0.5, true).toArray());
            drawn.add(Dropout.mask(batch, k, 40, 0.5, false).toArray());
        }
        assertThat(kept.get(1)).isEqualTo(kept.get(0));
        assertThat(drawn.get(1)).isNotEqualTo(drawn.get(0));
    }

    /** The last fifth of a sequence holds its one response, so that nothing would be left to train on. */
    @Test
    void holdOutSequencesWhereEachHasOneResponse() {
        RnnRegression byTime = RnnRegression.DEFAULTS.training(SHORT.holdOut(Training.HoldOut.TIME));
        RnnRegression byGroup = RnnRegression.DEFAULTS.training(SHORT.holdOut(Training.HoldOut.GROUPS));
        String formula = "last(weight) ~ Time + Diet | Chick";
        RnnFit fit = fit(byTime, formula, Datasets.find("ChickWeight"));
        assertThat(String.join("\n", fit.notes())).contains("whole sequences are held out");
        assertThat(fit.fitted())
                .isEqualTo(fit(byGroup, formula, Datasets.find("ChickWeight")).fitted());
    }

    /** Noise can be learned by heart; rows held out show that, but for one case in six. */
    @Test
    void theLinearPartIsKeptOnNoise() {
        int kept = 0;
        for (int seed = 1; seed <= 6; seed++) {
            Random random = new Random(seed);
            double[] x = random.doubles(120).toArray();
            double[] y = random.doubles(120).toArray();
            Dataset noise = Dataset.named("noise").with("x", x).with("y", y);
            RnnRegression model = RnnRegression.DEFAULTS.training(
                    Training.DEFAULTS.epochs(60).restarts(2).seed(seed));
            RnnFit fit = fit(model, "y ~ x", noise);
            RnnFit start = fit(model.training(SHORT.rate(1e-300)), "y ~ x", noise);
            boolean linear = java.util.Arrays.equals(fit.fitted(), start.fitted());
            kept += linear ? 1 : 0;
            boolean said = fit.bestEpochs.stream().allMatch(e -> e == 0);
            assertThat(linear).isEqualTo(said);
            assertThat(Verdict.of(fit).contains("predictions are those of the linear part"))
                    .isEqualTo(linear);
        }
        assertThat(kept).isGreaterThanOrEqualTo(4);
    }

    /** Where few rows are held out, all are compared; those few did not train, so they are told too. */
    @Test
    void tellsWhatFewRowsHeldOutSay() {
        Random random = new Random(3);
        double[] x = random.doubles(44, -1, 1).toArray();
        double[] y = java.util.Arrays.stream(x)
                .map(v -> v * v + random.nextDouble() / 2)
                .toArray();
        RnnFit fit = fit(
                RnnRegression.DEFAULTS.training(Training.DEFAULTS.epochs(60).restarts(1)),
                "y ~ x + lag(y)",
                Dataset.named("few").with("x", x).with("y", y));
        double[] held = fit.scores().stream()
                .filter(s ->
                        s.heldOut() && (s.model().equals("GRU") || s.model().equals(Scores.RIDGE)))
                .mapToDouble(Score::rmse)
                .toArray();
        double change = held[1] / held[0] - 1;
        assertThat(Verdict.of(fit))
                .matches("errors \\d+\\.\\d% below the linear model's on 43 rows, some of which trained it; .*")
                .endsWith(String.format(
                        Locale.ROOT,
                        "; on the 8 held out %.1f%% %s",
                        100 * Math.abs(change),
                        change > 0 ? "above" : "below"));
    }
}
