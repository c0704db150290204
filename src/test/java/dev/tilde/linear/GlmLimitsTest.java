package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
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

    /** R 4.2.2: {@code glm} has standard errors of 0 or Inf here, {@code glm.nb} of zeros stops in {@code theta.ml}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "poisson; 1e200; k ~ x; x is as large as 4.0E200",
                "poisson; 1e-200; k ~ x; x is nowhere larger than 4.0E-200",
                "Gamma; 1e200; x ~ k; x is as large as 4.0E200",
                "Gamma; 1e-200; x ~ k; x is nowhere larger than 4.0E-200",
                "gaussian; 1e80; k ~ x:z; x:z is as large as 1.6E161",
                "negative binomial; 1; zero ~ x; every count is 0, which says nothing of theta",
                "negative binomial; 1; k ~ x + weights(last); every count is 0, which says nothing of theta",
            })
    void refusesWhatTellsNothing(String family, double unit, String formula, String problem) {
        double[] x = {unit, 2 * unit, 4 * unit, 3 * unit};
        Dataset data = Dataset.named("d")
                .with("k", 1, 2, 3, 0)
                .with("zero", 0, 0, 0, 0)
                .with("last", 0, 0, 0, 1)
                .with("x", x)
                .with("z", x);
        GlmRegression model = family.equals("negative binomial")
                ? GlmRegression.negativeBinomial()
                : GlmRegression.of(Families.of(family)).link(Links.LOG);
        assertThatThrownBy(() -> model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS))
                .isInstanceOf(FormulaException.class)
                .hasMessageStartingWith(problem);
    }

    /** R 4.2.2: glm(k ~ x, poisson) with x = c(1, 2, 4, 3), whose slope is one in the unit of x. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-115, 1, 1e115})
    void unitsDoNotMatter(double unit) {
        Dataset data = Dataset.named("d").with("k", 1, 2, 3, 0).with("x", unit, 2 * unit, 4 * unit, 3 * unit);
        Coefficient slope = GlmRegression.of(Families.POISSON)
                .fit(Formula.parse("k ~ x"), data.source(), DesignOptions.DEFAULTS)
                .coefficients()
                .get(1);
        assertThat(slope.estimate() * unit).isCloseTo(0.27222524742, within(1e-9));
        assertThat(slope.stdError() * unit).isCloseTo(0.37664879066, within(1e-9));
    }

    /** R 4.2.2: glm(k ~ x, poisson, weights = 1:6, epsilon = 1e-15); the unit of weights does not move estimates. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-90, 1e-20, 1, 1e20})
    void unitsOfWeightsDoNotMatter(double unit) {
        Dataset data = Dataset.named("d")
                .with("k", 1, 2, 3, 0, 9, 1)
                .with("x", 1, 2, 4, 3, 5, 2)
                .with("w", unit, 2 * unit, 3 * unit, 4 * unit, 5 * unit, 6 * unit);
        GlmFit f = GlmRegression.of(Families.POISSON)
                .fit(Formula.parse("k ~ x"), data.source(), DesignOptions.DEFAULTS.weights("w"));
        assertThat(f.coefficients().get(0).estimate()).isCloseTo(-1.92852361593, within(1e-9));
        assertThat(f.coefficients().get(1).estimate()).isCloseTo(0.80767265999, within(1e-9));
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

    /** Deviance and degrees of freedom without predictors; R has Inf or NaN where an offset of 0 has no mean, NaN here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "mpg ~ wt; gaussian; identity; none; 1126.0471875; 31",
                "mpg ~ wt; gaussian; log; none; 1126.0471875; 31",
                "mpg ~ wt; Gamma; log; none; 2.73528965028487; 31",
                "mpg ~ wt; inverse.gaussian; log; none; 0.142488961078102; 31",
                "carb ~ wt; poisson; log; none; 27.0433574501321; 31",
                "carb ~ wt; negative.binomial; log; none; 9.52821262968137; 31",
                "vs ~ wt; binomial; logit; none; 43.8601092656933; 31",
                "mpg ~ 0 + wt; gaussian; identity; none; 14042.31; 32",
                "mpg ~ 0 + wt; gaussian; log; none; 12788.51; 32",
                "mpg ~ 0 + wt; Gamma; log; none; 1032.51907919602; 32",
                "mpg ~ 0 + wt; inverse.gaussian; log; none; 580.635271664453; 32",
                "carb ~ 0 + wt; poisson; log; none; 97.1766356056291; 32",
                "carb ~ 0 + wt; negative.binomial; log; none; 45.1788248517811; 32",
                "vs ~ 0 + wt; binomial; logit; none; 44.3614195558365; 32",
                "mpg ~ wt; gaussian; identity; am; 456.309230769231; 12",
                "mpg ~ wt; gaussian; log; am; 456.309230769231; 12",
                "mpg ~ wt; Gamma; log; am; 0.804329417080773; 12",
                "mpg ~ wt; inverse.gaussian; log; am; 0.0348348111150542; 12",
                "carb ~ wt; poisson; log; am; 17.613200881322; 12",
                "carb ~ wt; negative.binomial; log; am; 5.94133948974652; 12",
                "vs ~ wt; binomial; logit; gear; 162.734259674917; 31",
                "mpg ~ 0 + wt; gaussian; identity; am; 8191.11; 13",
                "mpg ~ 0 + wt; gaussian; log; am; 7569.91; 13",
                "mpg ~ 0 + wt; Gamma; log; am; 525.953365990929; 13",
                "mpg ~ 0 + wt; inverse.gaussian; log; am; 291.667789714931; 13",
                "carb ~ 0 + wt; poisson; log; am; 49.1335978534505; 13",
                "carb ~ 0 + wt; negative.binomial; log; am; 21.8490777380995; 13",
                "vs ~ 0 + wt; binomial; logit; gear; 163.582734612147; 32",
                "mpg ~ wt; Gamma; inverse; am; 0.804329417080773; 12",
                "mpg ~ wt; inverse.gaussian; 1/mu^2; am; 0.0348348111150542; 12",
                "mpg ~ wt + offset(drat); gaussian; identity; am; 432.573630769231; 12",
                "carb ~ wt + offset(drat/4); poisson; log; am; 20.4464653850703; 12",
                "carb ~ 0 + wt + offset(drat/4); poisson; log; am; 20.5643199197595; 13",
                "carb ~ wt; poisson; sqrt; am; 17.613200881322; 12",
                "vs ~ 0 + wt; binomial; cloglog; none; 48.8429040708383; 32",
                "carb ~ 0 + wt; poisson; identity; none; NaN; 32",
                "mpg ~ 0 + wt; Gamma; inverse; none; NaN; 32",
                "mpg ~ 0 + wt; inverse.gaussian; 1/mu^2; none; NaN; 32",
                "mpg ~ 0 + wt; gaussian; inverse; am; NaN; 13",
            })
    void deviancesWithoutPredictors(
            String formula, String family, String link, String weights, double deviance, long df) {
        DesignOptions none = DesignOptions.DEFAULTS;
        Family own = family.startsWith("negative") ? Families.negativeBinomial(1.5) : Families.of(family);
        GlmFit fit = GlmRegression.of(own)
                .link(Links.of(link))
                .fit(
                        Formula.parse(formula),
                        Datasets.find("mtcars").source(),
                        weights.equals("none") ? none : none.weights(weights));
        assertThat(fit.dfNull()).isEqualTo(df);
        if (Double.isNaN(deviance)) {
            assertThat(fit.nullDeviance()).isNaN();
            assertThat(fit.anova().get(0).residualDeviance()).isNaN();
            assertThat(fit.termTests().get(0).pValue()).isNaN();
            assertThat(fit.report().toString()).doesNotContain("NaN", "Infinity");
        } else {
            assertThat(fit.nullDeviance()).isCloseTo(deviance, within(1e-9 * deviance));
        }
    }

    @Test
    void aModelOfNothingNeedsAMean() {
        assertThatThrownBy(() -> fit(Families.GAMMA, "n ~ 0"))
                .hasMessageContaining(
                        "without a coefficient a row has no mean in the range of the Gamma family under the link")
                .hasMessageContaining("inverse");
        assertThat(fit(Families.POISSON, "y ~ 0").fitted()).containsOnly(1);
    }
}
