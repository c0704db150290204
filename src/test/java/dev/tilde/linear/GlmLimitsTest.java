package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generalised linear models at the ends of what they can say. Numbers from R 4.2.2 with MASS 7.3-58.2. */
class GlmLimitsTest {
    private static final Dataset SIX = Dataset.named("six")
            .with("y", 1, 2, 0, 3, 1, 4)
            .with("v", 1, 2, 0, 3, 1, 5)
            .with("half", 1, 2.5, 0, 3, 1, 4)
            .with("share", .5, .25, 0, 1, .75, .5)
            .with("odd", .5, .3, 0, 1, .75, .5)
            .with("n", 2, 4, 4, 4, 4, 4)
            .with("x", 1, 2, 3, 4, 5, 6)
            .with("z", 1, -1, 1, 1, -1, -1)
            .with("w", 1, 1, 0, 2, 1, 1);

    private static GlmFit fit(Family family, String formula) {
        return fit(GlmRegression.of(family), formula);
    }

    private static GlmFit fit(GlmRegression model, String formula) {
        return model.fit(Formula.parse(formula), SIX.source(), DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x; v ~ x; models of different responses cannot be compared by their deviances: y and v",
                "y ~ x; y ~ z; the models are not nested",
                "y ~ x + z; y ~ exp(x); the models are not nested",
                "y ~ x; y ~ x + z + weights(n); weights or offsets of the rows differ",
                "y ~ x; y ~ x + offset(z); weights or offsets of the rows differ",
            })
    void comparesOnlyModelsThatCanBe(String one, String other, String why) {
        GlmFit a = fit(Families.POISSON, one);
        GlmFit b = fit(Families.POISSON, other);
        assertThatThrownBy(() -> GlmFit.compare(a, b))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    @Test
    void comparesOnlyModelsOfOneFamilyAndLink() {
        GlmFit log = fit(Families.POISSON, "y ~ x");
        GlmFit root = fit(GlmRegression.of(Families.POISSON).link(Links.SQRT), "y ~ x + z");
        GlmFit quasi = fit(Families.QUASI_POISSON, "y ~ x + z");
        assertThatThrownBy(() -> GlmFit.compare(log, root))
                .hasMessageContaining("links")
                .hasMessageContaining("sqrt");
        assertThatThrownBy(() -> GlmFit.compare(log, quasi)).hasMessageContaining("families");
        // The same space in other columns is nested all the same.
        List<DevianceTest> lines = GlmFit.compare(log, fit(Families.POISSON, "y ~ I(2*x) + z"));
        assertThat(lines.get(1).df()).isEqualTo(1);
    }

    /** R, with epsilon = 1e-15, has no entry for the row of weight 0, and counts it in BIC. */
    @Test
    void rowsOfWeightZeroHaveNoInfluence() {
        GlmFit f = fit(Families.POISSON, "y ~ x + weights(w)");
        double[] hat = {0.4927085137, 0.3366824356, Double.NaN, 0.3413528175, 0.2604331099, 0.5688231234};
        double[] cook = {0.11062153942, 0.02484041748, Double.NaN, 0.13164052979, 0.28032993486, 0.18464970096};
        assertThat(f.leverages()).containsExactly(hat, within(1e-9));
        assertThat(f.cook()).containsExactly(cook, within(1e-9));
        assertThat(f.standardised()[2]).isNaN();
        assertThat(f.bic()).isCloseTo(21.62912078, within(1e-7));
        assertThat(f.aic()).isCloseTo(22.0456, within(1e-4));
    }

    /** {@code dnbinom(log = TRUE)} and {@code glm(family = negative.binomial(theta))}; without end that is Poisson. */
    @ParameterizedTest
    @CsvSource({
        "10,       -199.382138218464, 53.941867090671",
        "1000,     -240.097744704331, 204.036487737178",
        "1e5,      -242.502721697357, 210.326168314103",
        "1e12,     -242.5279832065,   210.3918887559",
        "1e15,     -242.527983209,    210.3918887625",
        "Infinity, -242.527983209,    210.3918887625",
    })
    void largeThetasAreNearlyPoisson(double theta, double logLikelihood, double deviance) {
        GlmFit f = GlmRegression.of(Families.negativeBinomial(theta))
                .fit(
                        Formula.parse("breaks ~ wool + tension"),
                        Datasets.find("warpbreaks").source(),
                        DesignOptions.DEFAULTS);
        assertThat(f.logLikelihood()).isCloseTo(logLikelihood, within(2e-9));
        assertThat(f.deviance()).isCloseTo(deviance, within(2e-9));
    }

    /** Counts that vary less than Poisson's: {@code glm.nb} warns that its iterations end. */
    @Test
    void anEndlessThetaIsFound() {
        GlmFit f = fit(GlmRegression.negativeBinomial(), "y ~ x");
        assertThat(f.findings()).anyMatch(found -> found.rule().equals("theta"));
        assertThat(f.coefficients().get(1).estimate())
                .isCloseTo(fit(Families.POISSON, "y ~ x").coefficients().get(1).estimate(), within(1e-6));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tooFewStepsAreNoSeparation(int steps) {
        GlmFit f = fit(GlmRegression.of(Families.POISSON).iterations(steps), "y ~ x + z");
        assertThat(f.isConverged()).isFalse();
        List<String> rules = f.findings().stream().map(Finding::rule).toList();
        assertThat(rules).contains("convergence").doesNotContain("separation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "poisson; half ~ x; no whole number in 1 row, 2.5 in row 2",
                "quasipoisson; half ~ x; ",
                "poisson; y ~ x; ",
                "binomial; odd ~ x + weights(n); no whole number in 1 row, 1.2 in row 2",
                "binomial; share ~ x + weights(n); ",
                "quasibinomial; odd ~ x + weights(n); ",
            })
    void countsThatAreNoneAreFound(String family, String formula, String sentence) {
        List<String> told = fit(Families.of(family), formula).findings().stream()
                .filter(f -> f.rule().equals("counts"))
                .map(Finding::sentence)
                .toList();
        assertThat(told).hasSize(sentence == null ? 0 : 1);
        assertThat(told).allMatch(s -> s.contains(sentence));
    }

    /** {@code glm(start = )}; without them the first step leaves the range of the means. */
    @ParameterizedTest
    @CsvSource({
        "poisson,  identity, y, 1 0.3,   0.189490856780, 0.513446476271,  2.26931556223",
        "binomial, log,      z, -2 0.01, -1.11066628008, 0.0283282638671, 10.5623004156",
    })
    void beginsWhereItIsTold(
            String family, String link, String response, String start, double a, double b, double deviance) {
        Dataset d = Dataset.named("eight")
                .with("y", 1, 1, 2, 1, 3, 2, 4, 6)
                .with("z", 0, 1, 0, 0, 1, 0, 1, 0.0)
                .with("x", 1, 2, 3, 4, 5, 6, 7, 8);
        double[] b0 = java.util.Arrays.stream(start.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        GlmFit f = GlmRegression.of(Families.of(family))
                .link(Links.of(link))
                .start(b0)
                .fit(Formula.parse(response + " ~ x"), d.source(), DesignOptions.DEFAULTS);
        assertThat(f.isConverged()).isTrue();
        assertThat(f.coefficients().get(0).estimate()).isCloseTo(a, within(1e-7));
        assertThat(f.coefficients().get(1).estimate()).isCloseTo(b, within(1e-7));
        assertThat(f.deviance()).isCloseTo(deviance, within(1e-9));
    }

    @Test
    void refusesStartingValuesThatCannotBe() {
        GlmRegression poisson = GlmRegression.of(Families.POISSON).link(Links.IDENTITY);
        assertThatThrownBy(() -> fit(poisson.start(1, 2, 3), "y ~ x"))
                .hasMessageContaining("3 starting values for 2 coefficients: Intercept, x");
        assertThatThrownBy(() -> fit(poisson.start(-1, -1), "y ~ x"))
                .hasMessageContaining("at the starting values a row has no mean");
        assertThatThrownBy(() -> poisson.start(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
