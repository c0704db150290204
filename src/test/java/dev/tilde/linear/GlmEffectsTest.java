package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Marginal means and average effects of generalised linear models on the scales of link and response. */
class GlmEffectsTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    private static GlmFit fit(String formula, String data, String family, String link) {
        return GlmRegression.of(Families.of(family))
                .link(Links.of(link))
                .fit(Formula.parse(formula), Tilde.dataset(data).source(), DesignOptions.DEFAULTS);
    }

    private static Effect named(List<Effect> all, String name) {
        return all.stream().filter(e -> e.name().equals(name)).findFirst().orElseThrow();
    }

    private static void near(Effect own, double estimate, double error) {
        assertThat(own.estimate()).isCloseTo(estimate, within(1e-7 * Math.max(1, Math.abs(estimate))));
        assertThat(own.stdError()).isCloseTo(error, within(1e-6 * error));
    }

    // R 4.2.2: X the rows of model.matrix over expand.grid of all levels (wt at its mean) with the level; f(b) = mean(X
    // %*% b),
    // linkinv(mean(X %*% b)) or mean(linkinv(X %*% b)); errors sqrt(g' vcov(m) g), g by five-point differences of f
    @ParameterizedTest
    @CsvSource({
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth, A, link, 2.97458714040595, 0.100487284400378",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth, A, transformed, 19.5815371550193, 1.96769549309263",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth, A, response, 20.5888091613783, 1.90271784682803",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth, N, link, 2.50262165372484, 0.116587891869615",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth, N, transformed, 12.2144741435393, 1.42405979069142",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth, N, response, 13.1182211894563, 1.52184928599207",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 4, link, -4.43268696117887, 2.3923383738305",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 4, transformed, 0.0117429826598762, 0.0277632902072949",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 4, response, 0.0117429826598762, 0.0277632902072949",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 6, link, -1.32806052909647, 1.40205878472254",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 6, transformed, 0.209480357404784, 0.232178603573573",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 6, response, 0.209480357404784, 0.232178603573573",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 8, link, 0.946733963346701, 1.23164907589414",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 8, transformed, 0.72045787757012, 0.248052059865431",
        "am ~ wt + C(cyl), mtcars, binomial, logit, cyl, 8, response, 0.72045787757012, 0.248052059865431",
        "am ~ wt + C(cyl), mtcars, binomial, probit, cyl, 4, link, -2.65094175352536, 1.31929860000961",
        "am ~ wt + C(cyl), mtcars, binomial, probit, cyl, 4, transformed, 0.0040133841339422, 0.0156766271517522",
        "am ~ wt + C(cyl), mtcars, binomial, probit, cyl, 6, link, -0.777693782426766, 0.746664927862038",
        "am ~ wt + C(cyl), mtcars, binomial, probit, cyl, 6, transformed, 0.218374779248986, 0.220142306423012",
        "am ~ wt + C(cyl), mtcars, binomial, probit, cyl, 8, link, 0.593724750635565, 0.692997602204584",
        "am ~ wt + C(cyl), mtcars, binomial, probit, cyl, 8, transformed, 0.723651886998856, 0.231790388698003",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, cyl, 4, link, -4.64650145041323, 2.01699168060106",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, cyl, 4, transformed, 0.00954922604241988, 0.019168452915861",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, cyl, 6, link, -1.46799318646788, 1.0449054300813",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, cyl, 6, transformed, 0.205774113245561, 0.191196388269977",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, cyl, 8, link, 0.366384518234745, 0.855206355210904",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, cyl, 8, transformed, 0.763666138752753, 0.291551745279198"
    })
    void means(
            String formula,
            String data,
            String family,
            String link,
            String column,
            String level,
            String scale,
            double estimate,
            double error) {
        GlmFit fit = fit(formula, data, family, link);
        MarginalMeans means = switch (scale) {
            case "link" -> fit.marginalMeans(column);
            case "transformed" -> fit.marginalMeans(column).transformed();
            default -> fit.marginalMeans(EffectScale.RESPONSE, column);
        };
        near(named(means.means(), level), estimate, error);
    }

    // R 4.2.2: f(b) = mean of linkinv(X(d) %*% b + offset) at a level less that at the first, or its derivative by a
    // column
    // (five-point differences with steps of sd / 1000); errors as above
    @ParameterizedTest
    @CsvSource({
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Eth: N - A, -8.66460943181031, 2.37585103046487",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Age: F1 - F0, -2.8719494369496, 3.19474291655378",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Age: F2 - F0, 5.69102492516475, 3.52774359569692",
        "Days ~ Eth * Age + Sex, quine, quasipoisson, log, Age: F3 - F0, 5.05741827874066, 3.73450611058068",
        "am ~ wt + C(cyl), mtcars, binomial, logit, wt, -0.53288867393048, 0.105415689421147",
        "am ~ wt + C(cyl), mtcars, binomial, probit, wt, -0.556561195066278, 0.0972393266954804",
        "am ~ wt + C(cyl), mtcars, binomial, cloglog, wt, -0.548054616629225, 0.104378784292456",
        "mpg ~ wt + I(wt^2) + hp, mtcars, Gamma, inverse, wt, -4.13211878105501, 0.715296402069051",
        "mpg ~ wt + I(wt^2) + hp, mtcars, Gamma, inverse, hp, -0.038558261624427, 0.0100541451851018",
        "mpg ~ wt + I(wt^2) + hp, mtcars, Gamma, log, wt, -4.38972125347589, 0.688307934395808",
        "mpg ~ wt + I(wt^2) + hp, mtcars, Gamma, log, hp, -0.0296545392485131, 0.00809942606048958",
        "mpg ~ wt + I(wt^2) + hp, mtcars, Gamma, identity, wt, -4.60576277128295, 0.665448675591153",
        "mpg ~ wt + I(wt^2) + hp, mtcars, Gamma, identity, hp, -0.022656615920794, 0.00688860588993255",
        "mpg ~ wt + hp, mtcars, inverse.gaussian, 1/mu^2, wt, -4.75662591003882, 1.1229077461056",
        "mpg ~ wt + hp, mtcars, inverse.gaussian, 1/mu^2, hp, -0.0508910770695487, 0.0155755922538507",
        "carb ~ wt + hp, mtcars, poisson, sqrt, wt, -0.0535878379790541, 0.401035328818959",
        "carb ~ wt + hp, mtcars, poisson, sqrt, hp, 0.0167057441600426, 0.00579308489326122",
        "Claims ~ C(District) + C(Group) + C(Age) + offset(log(Holders)), Insurance, poisson, log, Group: 1-1.5l - <1l, 6.9097517186902, 2.09454213212442",
        "Claims ~ C(District) + C(Group) + C(Age) + offset(log(Holders)), Insurance, poisson, log, Group: 1.5-2l - <1l, 18.9886060118688, 2.62116355651041",
        "Claims ~ C(District) + C(Group) + C(Age) + offset(log(Holders)), Insurance, poisson, log, Group: >2l - <1l, 29.8622510350592, 4.36565375078048",
        "Claims ~ C(District) + C(Group) + C(Age) + offset(log(Holders)), Insurance, poisson, log, Age: 25-29 - <25, -13.2835829517828, 5.95738074449658",
        "Claims ~ C(District) + C(Group) + C(Age) + offset(log(Holders)), Insurance, poisson, log, Age: 30-35 - <25, -22.2884139380325, 5.67475626519232",
        "Claims ~ C(District) + C(Group) + C(Age) + offset(log(Holders)), Insurance, poisson, log, Age: >35 - <25, -31.7283053744848, 5.16583899472393"
    })
    void averageEffects(
            String formula, String data, String family, String link, String effect, double estimate, double error) {
        GlmFit fit = fit(formula, data, family, link);
        near(named(fit.averageMarginalEffects(), effect), estimate, error);
    }

    /** A gaussian model with the identity link is least squares: the same means, differences, effects and intervals. */
    @ParameterizedTest
    @EnumSource(EffectScale.class)
    void leastSquaresIsTheSame(EffectScale scale) {
        String formula = "mpg ~ C(cyl) * wt + offset(drat)";
        LinearFit ols = Tilde.ols(formula, CARS);
        GlmFit glm = Tilde.glm(formula, CARS, Families.GAUSSIAN);
        alike(glm.marginalMeans(scale, "cyl").means(), ols.marginalMeans("cyl").means());
        alike(
                glm.marginalMeans(scale, "cyl").contrasts(),
                ols.marginalMeans("cyl").contrasts());
        alike(
                glm.marginalMeans(scale, "cyl").transformed().means(),
                ols.marginalMeans("cyl").transformed().means());
        alike(glm.averageMarginalEffects(scale), ols.averageMarginalEffects());
    }

    private static void alike(List<Effect> own, List<Effect> other) {
        assertThat(own)
                .extracting(Effect::name)
                .isEqualTo(other.stream().map(Effect::name).toList());
        List<ToDoubleFunction<Effect>> numbers = List.of(
                Effect::estimate, Effect::stdError, Effect::statistic, Effect::pValue, Effect::low, Effect::high);
        for (int k = 0; k < own.size(); k++) {
            for (ToDoubleFunction<Effect> number : numbers) {
                double b = number.applyAsDouble(other.get(k));
                assertThat(number.applyAsDouble(own.get(k))).isCloseTo(b, within(1e-8 * Math.max(1, Math.abs(b))));
            }
        }
    }

    /** emmeans' {@code type = "response"}: ratios where the link is a logarithm, else differences as they were. */
    @ParameterizedTest
    @CsvSource({
        "am ~ C(cyl) + wt, binomial, logit, 4 / 6, Odds ratio",
        "carb ~ C(cyl) + wt, poisson, log, 4 / 6, Ratio",
        "am ~ C(cyl) + wt, binomial, probit, 4 - 6, Difference",
        "mpg ~ C(cyl) + wt, Gamma, inverse, 4 - 6, Difference"
    })
    void differencesBecomeRatios(String formula, String family, String link, String name, String title) {
        MarginalMeans plain = fit(formula, "mtcars", family, link).marginalMeans("cyl");
        Effect before = plain.contrasts().get(0);
        Effect after = plain.transformed().contrasts().get(0);
        boolean ratio = name.contains("/");
        assertThat(after.name()).isEqualTo(name);
        assertThat(after.estimate()).isEqualTo(ratio ? Math.exp(before.estimate()) : before.estimate());
        assertThat(after.low()).isEqualTo(ratio ? Math.exp(before.low()) : before.low());
        assertThat(after.pValue()).isEqualTo(before.pValue());
        assertThat(plain.transformed().toString().replaceAll("\\s+", " "))
                .contains(title, "; back from the " + link + " scale");
        assertThat(plain.toString()).contains("Predictor", "; on the " + link + " scale");
    }

    /** The interval of a mean goes through the link: it stays in the range of the family. */
    @Test
    void transformedIntervalsStayInRange() {
        GlmFit fit = fit("vs ~ C(gear) + wt", "mtcars", "binomial", "logit");
        assertThat(fit.marginalMeans("gear").transformed().means())
                .allSatisfy(m -> assertThat(m.low()).isBetween(0.0, m.estimate()))
                .allSatisfy(m -> assertThat(m.high()).isBetween(m.estimate(), 1.0));
    }

    @Test
    void errorsFollowTheCovarianceAndTheStatisticTheDispersion() {
        GlmFit fit = fit("carb ~ C(cyl) + wt", "mtcars", "poisson", "log");
        double classic = fit.averageMarginalEffect("wt").stdError();
        assertThat(fit.with(Covariances.HC3).averageMarginalEffect("wt").stdError())
                .isNotEqualTo(classic);
        assertThat(fit.marginalMeans("cyl").toString()).contains(" z ").doesNotContain(" t ");
        assertThat(fit("mpg ~ C(cyl)", "mtcars", "Gamma", "log")
                        .marginalMeans("cyl")
                        .toString())
                .contains(" t ");
        assertThatThrownBy(() -> fit.averageMarginalEffect("cyl")).hasMessageContaining("cyl has 3 levels");
        assertThatThrownBy(() -> fit.marginalMeans("hp")).hasMessageContaining("the right side reads no column");
    }

    /** A cell without rows has no mean of the response, and neither has what is averaged over it. */
    @Test
    void emptyCellsHaveNoMean() {
        Dataset d = CARS.rows(i -> !(CARS.numbers("cyl")[i] == 8 && CARS.numbers("am")[i] == 1));
        GlmFit fit = Tilde.glm("carb ~ C(cyl) * C(am)", d, Families.POISSON);
        for (MarginalMeans own : List.of(
                fit.marginalMeans("cyl"),
                fit.marginalMeans("cyl").transformed(),
                fit.marginalMeans(EffectScale.RESPONSE, "cyl"))) {
            assertThat(named(own.means(), "8").estimate()).isNaN();
            assertThat(named(own.means(), "8").high()).isNaN();
            assertThat(named(own.means(), "4").estimate()).isNotNaN();
        }
    }

    /** The error of a slope needs the curvature of the mean, which is that of the slope. */
    @ParameterizedTest
    @EnumSource(Links.class)
    void curvaturesAreThoseOfTheirSlopes(Links link) {
        Link own = new Link() {
            @Override
            public String label() {
                return "own";
            }

            @Override
            public double eta(double mu) {
                return link.eta(mu);
            }

            @Override
            public double mu(double eta) {
                return link.mu(eta);
            }

            @Override
            public double slope(double eta) {
                return link.slope(eta);
            }
        };
        for (double eta : new double[] {0.2, 0.7, 1.3, 2.1}) {
            double exact = Links.curvature(link, eta);
            assertThat(Links.curvature(own, eta)).isCloseTo(exact, within(1e-8 * Math.max(1, Math.abs(exact))));
        }
    }
}
