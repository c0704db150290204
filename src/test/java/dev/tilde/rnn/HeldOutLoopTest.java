package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Training that reads outputs fed back is judged as forecasts run: the responses held out are those nobody knows. */
class HeldOutLoopTest {
    private static final Training CLOSED = Training.DEFAULTS
            .sampling(Sampling.CLOSED)
            .precision(Precision.DOUBLE)
            .restarts(1)
            .rate(0.02)
            .batch(4);

    /** A level that keeps 0.95 of itself, seen through noise; z follows it. */
    private static Dataset levels(int groups, int n, boolean gaps) {
        Random random = new Random(5);
        double[] id = new double[groups * n];
        double[] x = id.clone();
        double[] y = id.clone();
        double[] z = id.clone();
        for (int g = 0; g < groups; g++) {
            double level = 0;
            for (int t = 0; t < n; t++) {
                int i = g * n + t;
                id[i] = g;
                x[i] = random.nextGaussian();
                level = 0.95 * level + x[i];
                y[i] = 30 + level + 2 * random.nextGaussian();
                z[i] = t == 0 ? 0 : 0.5 * z[i - 1] - 0.2 * y[i - 1] + random.nextGaussian();
                if (gaps && (t % 40 == 7 || t == n - 10)) {
                    y[i] = Double.NaN;
                }
            }
        }
        return Dataset.named("levels").with("id", id).with("x", x).with("y", y).with("z", z);
    }

    private static RnnFit fit(String formula, Training training, Dataset data) {
        RnnRegression model = RnnRegression.DEFAULTS.hidden(4).training(training);
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** Predictions of the table without the responses of a sequence from its first held-out one on: T x O. */
    private static double[][] open(RnnFit fit, Core core, Dataset data, byte... held) {
        double[] y = data.numbers("y").clone();
        double[] z = data.numbers("z").clone();
        for (int s = 0; s < fit.rows.count(); s++) {
            int first = first(fit, s, held);
            long[] table = fit.rows.rows(s);
            for (int t = first; t < table.length; t++) {
                y[(int) table[t]] = Double.NaN;
                z[(int) table[t]] = Double.NaN;
            }
        }
        Dataset open = Dataset.named("open")
                .with("id", data.numbers("id"))
                .with("x", data.numbers("x"))
                .with("y", y)
                .with("z", z);
        try (Workers workers = new Workers(1)) {
            return new Loop(core, fit.layout.sequences(open.source())).predictions(workers);
        }
    }

    private static int first(RnnFit fit, int s, byte... held) {
        int outputs = fit.rows.outputs();
        int first = fit.rows.length(s);
        for (int i = 0; i < fit.rows.part(s).length; i++) {
            if (fit.rows.weight(s)[i] > 0 && isOf(held, fit.rows.part(s)[i])) {
                first = Math.min(first, i / outputs + fit.layout.responses().lead(i % outputs));
            }
        }
        return first;
    }

    private static boolean isOf(byte[] held, byte part) {
        return held[0] == part || held[held.length - 1] == part;
    }

    /** The mean squared error of such predictions on the scale that is modelled. */
    private static double loss(RnnFit fit, Dataset data, byte... held) {
        double[][] predicted = open(fit, fit.core, data, held);
        Responses responses = fit.layout.responses();
        int outputs = fit.rows.outputs();
        double sum = 0;
        double weight = 0;
        for (int s = 0; s < predicted.length; s++) {
            int first = first(fit, s, held);
            History known = fit.rows.history(s);
            for (int i = 0; i < predicted[s].length; i++) {
                double w = fit.rows.weight(s)[i];
                if (w > 0 && isOf(held, fit.rows.part(s)[i])) {
                    int t = i / outputs;
                    double p = predicted[s][i];
                    String name = responses.names().get(i % outputs);
                    double z = name.startsWith("log(")
                            ? Math.log(p)
                            : name.startsWith("diff(")
                                    ? p - (t - 1 < first ? known.at(0, t - 1) : predicted[s][i - 1])
                                    : p;
                    double e = fit.rows.y(s)[i] - (z - responses.mean(i % outputs)) / responses.sd(i % outputs);
                    sum += w * e * e;
                    weight += w;
                }
            }
        }
        return sum / weight;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + feedback(y); TIME; false",
                "y ~ x + feedback(y); TIME; true",
                "y ~ feedback(y) + lag(y, 2); TIME; false",
                "y ~ x + feedback(y) + offset(x); TIME; true",
                "log(y) ~ x + feedback(log(y)); TIME; false",
                "diff(y) ~ x + feedback(diff(y)); TIME; false",
                "y ~ x + feedback(y) | horizon(3); TIME; false",
                "cbind(y, z) ~ x + feedback(y) + feedback(z); TIME; true",
                "y ~ x + feedback(y) | id; TIME; true",
                "y ~ x + feedback(y) | id; GROUPS; false",
            })
    void epochsAreJudgedAsForecastsRun(String formula, Training.HoldOut holdOut, boolean gaps) {
        Dataset data = formula.endsWith("| id") ? levels(40, 30, gaps) : levels(1, 1200, gaps);
        Training training = CLOSED.holdOut(holdOut);
        // The readout of a network that stands still is 0: it is its linear part.
        RnnFit still = fit(formula, training.epochs(1).rate(1e-300), data);
        double linear = still.history().get(0).get(0).stop();
        assertThat(linear).isCloseTo(loss(still, data, Split.STOP), within(1e-9));
        RnnFit fit = fit(formula, training.epochs(8), data);
        int best = fit.bestEpochs.get(0);
        Epoch kept = fit.history().get(0).get(best);
        assertThat(kept.stop()).isCloseTo(loss(fit, data, Split.STOP), within(1e-9));
        // By a schedule the same is looked at, and the teacher's epochs are judged one step ahead.
        assertThat(fit(formula, training.epochs(1).sampling(Sampling.linear(0, 9)), data)
                        .history()
                        .get(0)
                        .get(0)
                        .stop())
                .isEqualTo(linear);
        assertThat(fit(formula, training.epochs(1).sampling(Sampling.TEACHER), data)
                        .history()
                        .get(0)
                        .get(0)
                        .stop())
                .isNotCloseTo(linear, within(0.004 * linear));
    }

    /** Noise on y(t-1) makes the best predictor of one step forget too fast for a forecast: closed loops unlearn that. */
    @ParameterizedTest
    @ValueSource(strings = {"closed", "linear(0, 10)"})
    void epochsThatForecastBetterAreKept(String sampling) {
        Dataset data = levels(40, 60, false);
        Training training =
                CLOSED.sampling(Sampling.named(sampling)).restarts(2).epochs(60);
        RnnFit fit = fit("y ~ x + feedback(y) | id", training, data);
        assertThat(fit.bestEpochs).allMatch(e -> e > 0);
        double linear = score(fit, Scores.RIDGE + Scores.IN_CLOSED_LOOP).rmse();
        double network =
                score(fit, RnnSummary.name(fit) + Scores.IN_CLOSED_LOOP).rmse();
        assertThat(network).isLessThan(0.95 * linear);
        // One step ahead the linear part was the better of the two.
        assertThat(score(fit, RnnSummary.name(fit)).rmse())
                .isGreaterThan(score(fit, Scores.RIDGE).rmse());
        assertThat(Verdict.of(fit))
                .startsWith("errors " + dev.tilde.report.Numbers.percent(1 - untouched(fit, data)))
                .contains(" that neither trained nor stopped it, in closed loop, more than chance");
    }

    /** RMSE of the network over that of the linear part on rows that neither trained nor stopped. */
    private static double untouched(RnnFit fit, Dataset data) {
        NetworkCore core = (NetworkCore) fit.judged;
        Core linear = new NetworkCore(core.linear, List.of(), fit.rows.inputs(), fit.rows.outputs());
        double[] sums = new double[2];
        for (int m = 0; m < 2; m++) {
            double[][] predicted = open(fit, m == 0 ? core : linear, data, Split.STOP, Split.CALIBRATE);
            for (double[] e : Errors.of(fit, predicted, Errors.Rows.UNTOUCHED)) {
                sums[m] += Arrays.stream(e)
                        .filter(v -> !Double.isNaN(v))
                        .map(v -> v * v)
                        .sum();
            }
        }
        return Math.sqrt(sums[0] / sums[1]);
    }

    private static Score score(RnnFit fit, String model) {
        return fit.scores().stream()
                .filter(s -> s.model().equals(model) && s.heldOut())
                .findFirst()
                .orElseThrow();
    }

    /** Restarts are averaged before they are fed back; baselines stand in the same loop, and the summary says so. */
    @Test
    void baselinesStandInTheSameLoop() {
        Dataset data = levels(40, 60, true);
        RnnFit fit = fit("y ~ x + feedback(y) | id", CLOSED.restarts(3).epochs(30), data);
        NetworkCore core = (NetworkCore) fit.judged;
        assertThat(core.networks).hasSize(3);
        Core ols = new NetworkCore(fit.ols, List.of(), fit.rows.inputs(), 1);
        Core ridge = new NetworkCore(core.linear, List.of(), fit.rows.inputs(), 1);
        String own = RnnSummary.name(fit);
        assertThat(score(fit, own + Scores.IN_CLOSED_LOOP).rmse()).isCloseTo(rmse(fit, core, data), within(1e-9));
        assertThat(score(fit, Scores.RIDGE + Scores.IN_CLOSED_LOOP).rmse())
                .isCloseTo(rmse(fit, ridge, data), within(1e-9));
        assertThat(score(fit, Scores.LEAST_SQUARES + Scores.IN_CLOSED_LOOP).rmse())
                .isCloseTo(rmse(fit, ols, data), within(1e-9));
        double sum = 0;
        int n = 0;
        for (int s = 0; s < fit.rows.count(); s++) {
            History truth = fit.rows.history(s);
            int first = first(fit, s, Split.STOP, Split.CALIBRATE);
            int last = first - 1;
            while (Double.isNaN(truth.at(0, last))) {
                last--;
            }
            for (int t = first; t < fit.rows.length(s); t++) {
                double e = truth.at(0, t) - truth.at(0, last);
                sum += Double.isNaN(e) ? 0 : e * e;
                n += Double.isNaN(e) ? 0 : 1;
            }
        }
        assertThat(score(fit, "last value" + Scores.IN_CLOSED_LOOP).rmse()).isCloseTo(Math.sqrt(sum / n), within(1e-9));
        assertThat(fit.scores().get(fit.scores().size() - 1).model()).isEqualTo(own);
        assertThat(fit.summary().toString())
                .contains("With lags of the response as they were observed.", "In closed loop, by which epochs");
        assertThat(fit("y ~ x + feedback(y) | id", CLOSED.sampling(Sampling.TEACHER), data)
                        .summary()
                        .toString())
                .doesNotContain("closed loop");
    }

    private static double rmse(RnnFit fit, Core core, Dataset data) {
        return Errors.rmse(Errors.of(fit, open(fit, core, data, Split.STOP, Split.CALIBRATE), Errors.Rows.HELD_OUT));
    }

    /** What is weighed against the networks is the linear part in the same loop, which may run away. */
    @Test
    void theLinearPartIsJudgedInTheSameLoop() {
        Dataset data = levels(1, 400, false);
        RnnFit fit = fit("y ~ x + feedback(y)", CLOSED.epochs(3).restarts(2), data);
        NetworkCore core = (NetworkCore) fit.judged;
        Network start = Networks.build(fit.structure, fit.layout, Losses.MSE, CLOSED);
        start.initialise(new java.util.SplittableRandom(1), true);
        TrainingSet held = Use.CHECK.set(fit.rows, core.linear, true).closed(fit.rows);
        RnnFit still = fit("y ~ x + feedback(y)", CLOSED.epochs(1).rate(1e-300), data);
        try (Workers workers = new Workers(1)) {
            LinearCheck check = LinearCheck.of(core.networks, start, held, false, 1, workers);
            assertThat(check.linear()).isCloseTo(loss(still, data, Split.CALIBRATE), within(1e-9));
            assertThat(check.networks()).isCloseTo(loss(fit, data, Split.CALIBRATE), within(1e-9));
            LinearPart wild = new LinearPart(2, new double[1], new double[] {0, 1e200}, 0);
            TrainingSet away = Use.CHECK.set(fit.rows, wild, true).closed(fit.rows);
            LinearCheck both = LinearCheck.of(List.of(start), start, away, false, 1, workers);
            assertThat(both.inDoubt()).isTrue();
            assertThat(both.linearIsBetter()).isTrue();
        }
        LinearCheck runsAway = new LinearCheck(40, 1, Double.POSITIVE_INFINITY, Double.NaN);
        assertThat(runsAway.inDoubt()).isFalse();
        assertThat(runsAway.linearIsBetter()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void threadsDoNotChangeTheBits(int threads) {
        Dataset data = levels(40, 30, true);
        Training training = CLOSED.precision(Precision.SINGLE).epochs(5);
        RnnFit one = fit("y ~ x + feedback(y) | id", training.threads(1), data);
        RnnFit many = fit("y ~ x + feedback(y) | id", training.threads(threads), data);
        assertThat(many.history()).isEqualTo(one.history());
        assertThat(many.fitted()).isEqualTo(one.fitted());
        assertThat(many.scores()).isEqualTo(one.scores());
    }

    /** A file from when epochs were judged one step ahead is of another fit; without feedback nothing has changed. */
    @Test
    void checkpointsKnowWhatEpochsAreJudgedBy() {
        Dataset data = levels(1, 200, false);
        RnnFit fit = fit("y ~ x + feedback(y)", CLOSED.epochs(1), data);
        TrainingSet set = Use.SPLIT.set(fit.rows, ((NetworkCore) fit.core).linear, true);
        long before = Fingerprint.of(fit.formula, fit.model, fit.structure, set);
        assertThat(Fingerprint.of(fit.formula, fit.model, fit.structure, set.closed(fit.rows)))
                .isNotEqualTo(before);
    }
}
