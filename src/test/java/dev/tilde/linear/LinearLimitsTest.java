package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Linear models where numbers are 0, or none. */
class LinearLimitsTest {
    /** The only row of the first cell has the residual 0, and so its mean the HC0 error 0. */
    @Test
    void aRobustErrorOfZeroIsZero() {
        Dataset d = Dataset.named("cells")
                .with("y", 3.7, 1.9, 2.3, 7.1, 6.6, 5.2, 9.4, 8.8)
                .with("a", "a", "b", "b", "a", "a", "b", "b", "b")
                .with("c", "u", "u", "u", "v", "v", "v", "v", "v");
        LinearFit fit = Tilde.ols("log(y) ~ a * c", d).with(Covariances.HC0);
        assertThat(fit.coefficients().get(0).stdError()).isZero();
        double[] se = fit.predict(d, Interval.CONFIDENCE).stdError();
        assertThat(se[0]).isZero();
        assertThat(Arrays.stream(se).anyMatch(Double::isNaN)).isFalse();
    }

    @Test
    void aTermOfNoDegreeOfFreedomHasNoMeanSquare() {
        Dataset d = Dataset.named("three").with("y", 3, 5, 4).with("x", 2, 7, 1).with("g", "u", "v", "u");
        Anova.Line line = Tilde.ols("y ~ x*g + I(x^2)", d).anova(AnovaType.II).line("I(x^2)");
        assertThat(line.df()).isZero();
        assertThat(line.sumOfSquares()).isZero();
        assertThat(line.meanSquare()).isNaN();
    }

    /** R warns that the summary of an essentially perfect fit may be unreliable. */
    @Test
    void aPerfectFitHasNoTests() {
        Dataset d = Dataset.named("line").with("y", 2, 4, 6, 8, 10.0).with("x", 1, 2, 3, 4, 5.0);
        for (Coefficient c : Tilde.ols("y ~ x", d).coefficients()) {
            assertThat(c.stdError()).isLessThan(1e-14);
            assertThat(c.statistic()).isNaN();
            assertThat(c.pValue()).isNaN();
        }
    }

    @Test
    void sumsOfSquaresCompareClassicFits() {
        Dataset d = Datasets.find("mtcars");
        LinearFit small = Tilde.ols("mpg ~ wt", d);
        LinearFit large = Tilde.ols("mpg ~ wt + hp", d);
        assertThatThrownBy(() -> Anova.compare(small.with(Covariances.HC3), large.with(Covariances.HC3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HC3");
        assertThat(Anova.compare(small, large).lines()).hasSize(2);
    }

    /** Coefficients do not depend on the unit of weights; where sums of weighted squares would be no numbers, it says so. */
    @ParameterizedTest
    @CsvSource({
        "1e-135, ''",
        "1e-90,  ''",
        "1e90,   ''",
        "1e135,  ''",
        "1e-150, are nowhere larger than",
        "1e-300, are nowhere larger than",
        "1e150,  are as large as",
        "1e300,  are as large as",
    })
    void weightsHaveAnyUnit(double unit, String said) {
        Dataset cars = Datasets.find("mtcars");
        double[] w = Arrays.stream(cars.numbers("hp")).map(h -> h * unit).toArray();
        Dataset d = cars.with("w", w);
        Formula formula = Formula.parse("mpg ~ wt");
        DesignOptions weighted = DesignOptions.DEFAULTS.weights("w");
        if (!said.isEmpty()) {
            assertThatThrownBy(() -> LinearRegression.OLS.fit(formula, d.source(), weighted))
                    .hasMessageContaining("the weights " + said, "divide them by their mean");
            return;
        }
        LinearFit plain = LinearRegression.OLS.fit(formula, d.source(), DesignOptions.DEFAULTS.weights("hp"));
        LinearFit fit = LinearRegression.OLS.fit(formula, d.source(), weighted);
        for (int j = 0; j < 2; j++) {
            Coefficient expected = plain.coefficients().get(j);
            Coefficient c = fit.coefficients().get(j);
            assertThat(c.estimate() / expected.estimate()).isCloseTo(1, within(1e-13));
            assertThat(c.stdError() / expected.stdError()).isCloseTo(1, within(1e-13));
        }
    }

    @Test
    void weightsOfZeroLeaveNothingToPenalise() {
        Dataset d = Datasets.find("mtcars").with("none", new double[32]);
        assertThatThrownBy(() -> PenalizedRegression.RIDGE.fit(
                        Formula.parse("mpg ~ wt + hp + weights(none)"), d.source(), DesignOptions.DEFAULTS))
                .hasMessageContaining("every row has the weight 0");
    }

    @ParameterizedTest
    @CsvSource({
        "y ~ k - 1, none: the predictors make up no more than a constant",
        "y ~ k,     none: the predictors make up no more than a constant",
        "y ~ 1,     none: there is no predictor",
    })
    void saysWhyThereIsNoTest(String formula, String why) {
        Dataset d = Dataset.named("k").with("y", 3, 5, 4).with("k", 2, 2, 2);
        String words = Tilde.ols(formula, d).summary().toString().replaceAll("\\s+", " ");
        assertThat(words).contains(why);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1.43e47, 2.07e17})
    void longNumbersAreShort(double value) {
        assertThat(dev.tilde.report.Numbers.fixed(value, 1)).hasSizeLessThan(12);
    }

    /** What is left out by a tolerance is not said to be equal; what is equal but for the rounding of doubles is. */
    @ParameterizedTest
    @CsvSource({
        "TILDE, I(wt / 3),             equals 0.333333 \u00d7 wt",
        "TILDE, I(wt + hp * 0.1),      equals wt + 0.1 \u00d7 hp",
        "TILDE, I(wt + 1e-10 * qsec),  nearly equals wt",
        "R,     I(wt + 1e-10 * qsec),  nearly equals wt",
        "R,     I(wt * 3),             equals 3 \u00d7 wt",
    })
    void callsEqualWhatIs(String conventions, String column, String sentence) {
        dev.tilde.formula.Conventions c =
                conventions.equals("R") ? dev.tilde.formula.Conventions.R : dev.tilde.formula.Conventions.TILDE;
        LinearFit fit = LinearRegression.OLS.fit(
                Formula.parse("mpg ~ wt + hp + " + column, c),
                Datasets.find("mtcars").source(),
                DesignOptions.DEFAULTS);
        assertThat(fit.aliases()).hasSize(1);
        assertThat(fit.aliases().get(0)).contains(") " + sentence);
    }

    /** Five steps of a number have the digits that tell them apart; a constant has one value. */
    @Test
    void marginalMeansNameTheirSteps() {
        double[] two = new double[32];
        Arrays.fill(two, 2);
        Dataset d = Datasets.find("mtcars").with("two", two);
        LinearFit fit = Tilde.ols("mpg ~ wt + hp + two", d);
        assertThat(fit.marginalMeans("wt").means().stream().map(Effect::name))
                .containsExactly("1.513", "2.491", "3.469", "4.446", "5.424");
        assertThat(fit.marginalMeans("hp").means().stream().map(Effect::name))
                .containsExactly("52", "122.8", "193.5", "264.2", "335");
        assertThat(fit.marginalMeans("two").means().stream().map(Effect::name)).containsExactly("2");
    }
}
