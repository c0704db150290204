package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is fed back in training is the output, linear part included, wherever the teacher is silent. */
class FeedbackTest {
    private static final int ROWS = 1100;
    /** Readouts start at 0 and stay there: the model is its linear part. */
    private static final Training STILL = Training.DEFAULTS
            .epochs(1)
            .restarts(1)
            .rate(1e-300)
            .precision(Precision.DOUBLE)
            .holdOut(Training.HoldOut.NONE);

    /** A first-order autoregression with two inputs; the response is missing from 505 to 519, across step 512. */
    private static Dataset series(boolean gaps) {
        Random random = new Random(2);
        double[] x = new double[ROWS];
        double[] y = new double[ROWS];
        double[] z = new double[ROWS];
        for (int t = 1; t < ROWS; t++) {
            x[t] = random.nextGaussian();
            y[t] = 0.95 * y[t - 1] + 0.2 * x[t] + 0.3 * random.nextGaussian();
            z[t] = 0.5 * z[t - 1] - 0.6 * y[t - 1] + random.nextGaussian();
        }
        for (int t = 505; gaps && t < 520; t++) {
            y[t] = Double.NaN;
        }
        return Dataset.named("series").with("x", x).with("y", y).with("z", z);
    }

    private static RnnFit fit(String formula, Training training, Dataset data) {
        RnnRegression model = RnnRegression.DEFAULTS.hidden(3).window(ROWS).training(training);
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** The loss of the linear part run along the series, by its definition. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ feedback(y); 0",
                "y ~ feedback(y); 7",
                "y ~ feedback(y); 1",
                "y ~ x + feedback(y); 0",
                "y ~ x + feedback(y); 100",
                "y ~ x + feedback(y) | horizon(3); 0",
                "cbind(y, z) ~ x + feedback(y); 0",
                "cbind(y, z) ~ x + feedback(y) + feedback(z); 0",
                "cbind(y, z) ~ x + feedback(y) + feedback(z); 30",
            })
    void aClosedLoopIsThatOfPredictions(String formula, int truncate) {
        Training training = STILL.truncate(truncate);
        Dataset data = series(false);
        RnnFit open = fit(formula, training, data);
        RnnFit closed = fit(formula, training.sampling(Sampling.CLOSED), data);
        assertThat(closed.history().get(0).get(1).train()).isCloseTo(loss(closed, true), within(1e-10));
        assertThat(open.history().get(0).get(1).train()).isCloseTo(loss(open, false), within(1e-10));
        assertThat(loss(closed, true)).isGreaterThan(1.1 * loss(open, false));
    }

    /** What is fed back where responses are missing is that of predictions: the loss of the linear part says so. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + feedback(y); 3 4 5 9; ",
                "y ~ x + feedback(y); 0; ",
                "y ~ x + feedback(y); 0 1 2 7; ",
                "y ~ x + feedback(y) | horizon(3); 2 3 30; ",
                "y ~ x + feedback(y) + lag(y, 2); 0; ",
                "y ~ x + feedback(y) + lag(y, 2:3); 0 1 5 6; ",
                "cbind(y, z) ~ x + feedback(y) + feedback(z); 3 4 8 20; 4 5 21 40",
                "cbind(y, z) ~ x + feedback(y) + feedback(z); 0 1 6; 5 6",
                "cbind(y, z) ~ x + feedback(y); 3 4; 4 9",
            })
    void missingResponsesAreFedAsInPredictions(String formula, String y, String z) {
        Dataset data = without(y, z);
        RnnFit fit = fit(formula, STILL, data);
        double[][] linear = fit.scores.rivals().get(Scores.RIDGE);
        double sum = 0;
        int count = 0;
        for (double[] e : Errors.of(fit, linear, Errors.Rows.TRAINED)) {
            for (int i = 0; i < e.length; i++) {
                double scaled = e[i]
                        / fit.layout.responses().sd(i % fit.layout.responses().count());
                sum += Double.isNaN(scaled) ? 0 : scaled * scaled;
                count += Double.isNaN(scaled) ? 0 : 1;
            }
        }
        assertThat(fit.history().get(0).get(1).train()).isCloseTo(sum / count, within(1e-12));
    }

    /** The series without some responses. */
    private static Dataset without(@Nullable String y, @Nullable String z) {
        Dataset all = series(false);
        return Dataset.named("series")
                .with("x", all.numbers("x"))
                .with("y", without(all.numbers("y"), y))
                .with("z", without(all.numbers("z"), z));
    }

    private static double[] without(double[] values, @Nullable String rows) {
        double[] v = values.clone();
        for (String row : rows == null ? new String[0] : rows.split(" ")) {
            v[Integer.parseInt(row)] = Double.NaN;
        }
        return v;
    }

    /** An output goes back into its own lag, wherever that stands in the formula. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "cbind(y, z) ~ x + feedback(y) + feedback(z); cbind(y, z) ~ feedback(z) + x + feedback(y)",
                "y ~ feedback(y) + lag(y, 2); y ~ lag(y, 2) + feedback(y)",
                "y ~ feedback(y) + lag(z) | horizon(2); y ~ lag(z) + feedback(y) | horizon(2)",
            })
    void theOrderOfTermsIsNoMatter(String formula, String other) {
        Training closed = STILL.sampling(Sampling.CLOSED);
        Dataset data = series(false);
        double one = fit(formula, closed, data).history().get(0).get(1).train();
        assertThat(fit(other, closed, data).history().get(0).get(1).train()).isCloseTo(one, within(1e-9));
    }

    private static double loss(RnnFit fit, boolean closed) {
        LinearPart linear = ((NetworkCore) fit.core).linear;
        Inputs inputs = fit.layout.inputs();
        Responses responses = fit.layout.responses();
        int c = inputs.count();
        double sum = 0;
        double weight = 0;
        double[] f = new double[responses.count()];
        for (int t = 0; t < fit.rows.length(0); t++) {
            double[] x = new double[c];
            System.arraycopy(fit.rows.x(0), t * c, x, 0, c);
            for (int j = 0, o = 0; closed && t > 0 && j < c; j++) {
                if (inputs.all().get(j).lag()) {
                    double original = responses.mean(o) + responses.sd(o) * f[o];
                    x[j] = (original - inputs.mean()[j]) / inputs.sd()[j];
                    o++;
                }
            }
            f = linear.outputs(x, 1);
            for (int o = 0; o < f.length; o++) {
                double w = fit.rows.weight(0)[t * f.length + o];
                double e = w == 0 ? 0 : fit.rows.y(0)[t * f.length + o] - f[o];
                sum += w * e * e;
                weight += w;
            }
        }
        return sum / weight;
    }

    /** The first step of a part that goes on is fed with the last output of the part before. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6})
    void partsGoOnWhereTheOneBeforeEnded(int cut) {
        Kernels k = Kernels.of(Precision.DOUBLE);
        Feedback feedback = new Feedback(new int[] {1, 2}, new double[] {0.9, -0.5}, new double[] {0.1, 0});
        Structure structure = Structure.of(Structure.Kind.GRU).hidden(4);
        Network network = new Network(k, structure.build(3), 3, 2, Losses.GAUSSIAN, false, feedback);
        network.initialise(new SplittableRandom(3), false);
        LinearPart linear = new LinearPart(3, new double[2], new double[] {0.3, 0.5, -0.4, 0.1, 0.2, 0.6}, 0);
        int[] lengths = {11, 8, 3};
        List<Example> examples = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(4);
        for (int n : lengths) {
            double[] x = random.doubles(n * 3L).toArray();
            double[] none = new double[n * 2];
            boolean[] known = new boolean[n * 2];
            for (int i = 0; i < known.length; i++) {
                known[i] = (i / 2 + i % 2) % 4 == 1;
            }
            examples.add(new Example(x, none, none, linear.outputs(x, n), known, 0, n, 0));
        }
        NetworkRun whole = network.run(3);
        run(whole, network, examples, linear);
        NetworkRun parts = network.run(3);
        parts.reset();
        for (int from = 0; from < lengths[0]; from += cut) {
            List<Example> some = new ArrayList<>();
            for (Example e : examples) {
                if (e.length() > from) {
                    some.add(e.part(from, Math.min(e.length(), from + cut)));
                }
            }
            Batch batch = run(parts, network, some, linear);
            for (int t = 0; t < batch.steps; t++) {
                for (int i = 0; i < batch.active(t) * 4; i++) {
                    assertThat(parts.output(t).get(i))
                            .as("output %d of step %d", i, from + t)
                            .isCloseTo(whole.output(from + t).get(i), within(1e-12));
                }
            }
            parts.carry();
        }
    }

    private static Batch run(NetworkRun run, Network network, List<Example> examples, LinearPart linear) {
        Batch batch = Batch.of(network.k, examples, 3, 2, 0);
        batch.linear = linear;
        run.forward(batch);
        return batch;
    }

    /** Segments of 512 steps make no difference to a response that is missing across them. */
    @ParameterizedTest
    @ValueSource(strings = {"y ~ feedback(y)", "y ~ x + feedback(y)"})
    void sweepsGoOnAcrossSegments(String formula) {
        RnnFit fit = fit(formula, STILL, series(true));
        NetworkCore core = (NetworkCore) fit.core;
        Network network = core.networks.get(0);
        network.initialise(new SplittableRandom(3), false);
        TrainingSet data = Use.SPLIT.set(fit.rows, core.linear, true);
        NetworkRun run = network.run(1);
        int n = data.length(0);
        run.forward(data.batch(network.k, List.of(data.example(0, 0, n, 0))));
        try (Workers workers = new Workers(1)) {
            double[] swept = new Sweep(network, data, workers).outputs()[0];
            for (int t = 0; t < n; t++) {
                assertThat(swept[t]).as("step %d", t).isCloseTo(run.output(t).get(0), within(1e-12));
            }
        }
    }

    /** An output is read where the table has no response, and nowhere else: for feedback(y) as for lag(y). */
    @ParameterizedTest
    @ValueSource(strings = {"y ~ x + feedback(y)", "y ~ x + lag(y)"})
    void predictionsReadWhatIsKnown(String formula) {
        Dataset data = series(false);
        RnnRegression model = RnnRegression.DEFAULTS.outputRecurrent().hidden(3);
        Training some = Training.DEFAULTS.epochs(3).restarts(1).sampling(Sampling.CLOSED);
        RnnFit fit = model.training(some).fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
        double[] known = fit.predict(data);
        double[] moved = fit.predict(with(data, 500, data.numbers("y")[500] + 1));
        double[] open = fit.predict(with(data, 500, Double.NaN));
        double[] told = fit.predict(with(data, 500, known[500]));
        assertThat(moved[500]).isEqualTo(known[500]);
        assertThat(moved[501]).isNotCloseTo(known[501], within(0.1));
        assertThat(moved[502]).isEqualTo(known[502]);
        assertThat(open[500]).isCloseTo(known[500], within(1e-6));
        assertThat(open[501]).isCloseTo(told[501], within(1e-6)).isNotCloseTo(known[501], within(1e-3));
        assertThat(open[502]).isCloseTo(known[502], within(1e-6));
    }

    private static Dataset with(Dataset data, int row, double value) {
        double[] y = data.numbers("y").clone();
        y[row] = value;
        return Dataset.named("moved").with("x", data.numbers("x")).with("y", y).with("z", data.numbers("z"));
    }
}
