package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Residuals that are standard normal where a generalised linear model holds. */
class QuantileResidualsTest {
    private static GlmFit fit(String formula, String data, GlmRegression model, String weights) {
        DesignOptions none = DesignOptions.DEFAULTS;
        return model.fit(
                Formula.parse(formula, Conventions.R),
                Tilde.dataset(data).source(),
                weights == null ? none : none.weights(weights));
    }

    private static GlmRegression model(String family, String link) {
        GlmRegression own = family.equals("negative binomial")
                ? GlmRegression.of(Families.negativeBinomial(1.5))
                : GlmRegression.of(Families.of(family));
        return own.link(Links.of(link));
    }

    // R 4.2.2, f <- fitted(m), phi <- summary(m)$dispersion, w the weights: gaussian qnorm(pnorm(y, f, sqrt(phi / w)));
    // Gamma qnorm(pgamma(y, shape = w / phi, scale = f * phi / w)); inverse Gaussian with l <- w / phi
    // qnorm(pnorm(sqrt(l / y) * (y / f - 1)) + exp(2 * l / f) * pnorm(-sqrt(l / y) * (y / f + 1)))
    @ParameterizedTest
    @CsvSource({
        "mpg ~ wt, mtcars, gaussian, identity, qsec, 1, -0.776150733084402",
        "mpg ~ wt, mtcars, gaussian, identity, qsec, 20, 2.14858730490874",
        "mpg ~ wt, mtcars, Gamma, inverse, , 1, -0.391707162427607",
        "mpg ~ wt, mtcars, Gamma, inverse, , 20, 1.07705213051479",
        "mpg ~ wt + hp, mtcars, Gamma, log, gear, 1, -0.871296838239438",
        "mpg ~ wt + hp, mtcars, Gamma, log, gear, 20, 1.53091298121996",
        "hp ~ wt, mtcars, inverse.gaussian, log, , 1, 0.135910823296161",
        "hp ~ wt, mtcars, inverse.gaussian, log, , 20, -0.647462708835548",
        "hp ~ wt, mtcars, inverse.gaussian, log, , 31, 2.04795250125844",
        "hp ~ wt, mtcars, inverse.gaussian, log, gear, 1, 0.059677667169764",
        "hp ~ wt, mtcars, inverse.gaussian, log, gear, 20, -0.710681580868236",
        "hp ~ wt, mtcars, inverse.gaussian, log, gear, 31, 2.10166076180019"
    })
    void continuousResponses(
            String formula, String data, String family, String link, String weights, int row, double value) {
        double[] own = fit(formula, data, model(family, link), weights).quantileResiduals();
        assertThat(own[row - 1]).isCloseTo(value, within(1e-7));
    }

    // R 4.2.2: qnorm of ppois, pbinom, pnbinom(size = 1.5, mu = f) at y - 1 and at y
    @ParameterizedTest
    @CsvSource({
        "Days ~ Eth + Age, quine, poisson, log, 1, -5.15864290526985, -4.70976219344122",
        "Days ~ Eth + Age, quine, poisson, log, 10, -2.66652737384623, -2.31931648845051",
        "Days ~ Eth + Age, quine, poisson, log, 36, 5.03670181692038, 5.20710390976437",
        "Days ~ Eth + Age, quine, poisson, log, 99, 3.44986383629923, 3.65397297426119",
        "Days ~ Eth + Age, quine, negative binomial, log, 1, -1.73042254160721, -1.47439931784955",
        "Days ~ Eth + Age, quine, negative binomial, log, 36, 1.29200858416916, 1.32633720040721",
        "Days ~ Eth + Age, quine, negative binomial, log, 99, 1.12313622252367, 1.17226531383734",
        "Days ~ Eth + Age, quine, negative binomial, log, 104, 2.5865536638972, 2.61636754933385",
        "'cbind(carb, gear) ~ wt', mtcars, binomial, logit, 1, 0.402658352713684, 1.10581414979459",
        "'cbind(carb, gear) ~ wt', mtcars, binomial, logit, 3, -1.17861143198613, -0.16275899125333",
        "'cbind(carb, gear) ~ wt', mtcars, binomial, logit, 31, 0.841384172613587, 1.3984996483716"
    })
    void countsLieInTheirOwnProbability(
            String formula, String data, String family, String link, int row, double low, double high) {
        GlmFit fit = fit(formula, data, model(family, link), null);
        double smallest = 9;
        double largest = -9;
        for (long seed = 1; seed <= 400; seed++) {
            double own = fit.quantileResiduals(seed)[row - 1];
            smallest = Math.min(smallest, own);
            largest = Math.max(largest, own);
        }
        assertThat(smallest).isBetween(low, low + 0.1 * Math.min(9, high - low));
        assertThat(largest).isBetween(high - 0.1 * Math.min(9, high - low), high);
    }

    @Test
    void aSeedGivesTheSameResidualsAndAnotherOneOthers() {
        GlmFit fit = fit("Days ~ Eth", "quine", model("poisson", "log"), null);
        assertThat(fit.quantileResiduals(1)).isEqualTo(fit.quantileResiduals());
        assertThat(fit.quantileResiduals(2)).isNotEqualTo(fit.quantileResiduals(1));
    }

    /** Counts of a known mean: the residuals have the moments and the tails of a standard normal, those of another model not. */
    @Test
    void theyAreNormalWhereTheModelHolds() {
        SplittableRandom random = new SplittableRandom(7);
        int n = 4000;
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = random.nextDouble() * 3 - 1;
            double limit = Math.exp(-Math.exp(x[i]));
            for (double product = random.nextDouble(); product > limit; product *= random.nextDouble()) {
                y[i]++;
            }
        }
        Dataset counts = Dataset.named("counts").with("x", x).with("y", y);
        double[] right = Tilde.glm("y ~ x", counts, Families.POISSON).quantileResiduals(3);
        Checks.Tails tails = Checks.tails(right);
        assertThat(Arrays.stream(right).average().orElseThrow()).isCloseTo(0, within(0.04));
        assertThat(Arrays.stream(right).map(v -> v * v).average().orElseThrow()).isCloseTo(1, within(0.06));
        assertThat(tails.skewness()).isCloseTo(0, within(0.12));
        assertThat(tails.kurtosis()).isCloseTo(3, within(0.25));
        assertThat(AndersonDarling.of(right).p()).isGreaterThan(0.05);
        double[] wrong = Tilde.glm("y ~ 1", counts, Families.POISSON).quantileResiduals(3);
        assertThat(AndersonDarling.of(wrong).p()).isLessThan(1e-4);
    }

    @Test
    void whatHasNoDistributionHasNone() {
        assertThat(fit("Days ~ Eth", "quine", model("quasipoisson", "log"), null)
                        .quantileResiduals(1))
                .containsOnly(Double.NaN);
        double[] w = new double[32];
        Arrays.fill(w, 1, 32, 2);
        Dataset cars = Tilde.dataset("mtcars").with("w", w);
        double[] own = GlmRegression.of(Families.GAMMA)
                .fit(Formula.parse("mpg ~ wt"), cars.source(), DesignOptions.DEFAULTS.weights("w"))
                .quantileResiduals(1);
        assertThat(own[0]).isNaN();
        assertThat(Arrays.copyOfRange(own, 1, 32)).doesNotContain(Double.NaN);
    }

    /** Probabilities of 1e-400 are no number, their quantile is not infinite for that. */
    @Test
    void farTailsStayFinite() {
        double[] y = new double[200];
        Arrays.fill(y, 1);
        y[0] = 4000;
        double[] own = Tilde.glm("y ~ 1", Dataset.named("far").with("y", y), Families.POISSON)
                .quantileResiduals(1);
        assertThat(own[0]).isCloseTo(38.5, within(0.1));
        assertThat(Arrays.stream(own).allMatch(Double::isFinite)).isTrue();
    }
}
