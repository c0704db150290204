package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Means of responses that are transformed. */
class MeansTest {
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(2)
            .training(Training.DEFAULTS.epochs(2).restarts(1));

    private static RnnFit fit(String formula, Dataset data) {
        return SHORT.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    private static Dataset lognormal(int n, double sigma) {
        Random random = new Random(4);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextGaussian();
            y[i] = Math.exp(x[i] + sigma * random.nextGaussian());
        }
        return Dataset.named("lognormal").with("x", x).with("y", y);
    }

    /** The mean of a log-normal response is its median times exp(sigma^2 / 2); all rows have the same factor. */
    @Test
    void ofALogNormalResponse() {
        double sigma = 0.5;
        Dataset data = lognormal(4000, sigma);
        RnnFit fit = fit("log(y) ~ x", data);
        double[] median = fit.predict(data.source());
        double[] mean = fit.means().predict(data.source());
        double factor = mean[0] / median[0];
        assertThat(factor).isCloseTo(Math.exp(sigma * sigma / 2), within(0.03));
        for (int i = 0; i < mean.length; i++) {
            assertThat(mean[i]).isCloseTo(factor * median[i], within(1e-12 * mean[i]));
        }
        assertThat(fit.means().fitted()).isEqualTo(mean);
        Dataset intervals = fit.means().predictIntervals(data);
        assertThat(intervals.numbers("prediction")).isEqualTo(mean);
        assertThat(intervals.numbers("low"))
                .isEqualTo(fit.predictIntervals(data).numbers("low"));
    }

    /** Each number of steps has errors of its own: the further, the wider, the higher the mean over the median. */
    @Test
    void ofForecasts(@TempDir Path folder) {
        Dataset air = Datasets.find("AirPassengers");
        RnnFit fit = fit("diff(log(passengers)) ~ lag(diff(log(passengers)), 1:2)", air);
        double[] median = fit.forecast(12).predictions();
        double[] mean = fit.means().forecast(12).predictions();
        double before = 1;
        for (int k : new int[] {0, 3, 8}) {
            assertThat(mean[k] / median[k]).isGreaterThan(before - 0.02).isNotEqualTo(1);
            before = mean[k] / median[k];
        }
        fit.save(folder.resolve("fit.json"));
        assertThat(RnnFit.load(folder.resolve("fit.json")).means().forecast(12).predictions())
                .isEqualTo(mean);
    }

    @Test
    void areMediansWithoutATransform() {
        Dataset data = lognormal(200, 0.5);
        for (String response : new String[] {"y", "scale(y)", "I(2 * y)", "diff(y)"}) {
            RnnFit fit = fit(response + " ~ x", data);
            assertThat(fit.means().fitted()).isEqualTo(fit.fitted());
        }
    }
}
