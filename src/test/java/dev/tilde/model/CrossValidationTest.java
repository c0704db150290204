package dev.tilde.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linear.LinearRegression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CrossValidationTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    private static CrossValidation of(String formula, Dataset data, int k, long seed) {
        return CrossValidation.of(LinearRegression.OLS, Formula.parse(formula), data, k, seed);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42})
    void leavingOneOutIsPress(long seed) {
        // R 4.2.2: m <- lm(mpg ~ wt + hp, mtcars); sqrt(mean((resid(m) / (1 - hatvalues(m)))^2))
        assertThat(of("mpg ~ wt + hp", CARS, 32, seed).rmse()).isCloseTo(2.77548565027238, within(1e-10));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 42})
    void clustersStayTogetherAndTheFormulaLearnsAnew(long seed) {
        // R 4.2.2: for each cyl lm(mpg ~ poly(wt, 2) + hp) of the others, predict; rmse, mae, R^2
        CrossValidation own = of("mpg ~ poly(wt, 2) + hp + cluster(cyl)", CARS, 3, seed);
        assertThat(own.rmse()).isCloseTo(3.85021192177102, within(1e-10));
        assertThat(own.mae()).isCloseTo(3.0092534075286, within(1e-10));
        assertThat(own.rSquared()).isCloseTo(0.578727939443901, within(1e-10));
        assertThat(own.repeats().get(0).predicted()).isEqualTo(32);
    }

    @Test
    void theSeedDecides() {
        CrossValidation own = CrossValidation.of(
                LinearRegression.OLS, Formula.parse("mpg ~ wt"), CARS, DesignOptions.DEFAULTS, 5, 3, 7);
        assertThat(own)
                .isEqualTo(CrossValidation.of(
                        LinearRegression.OLS, Formula.parse("mpg ~ wt"), CARS, DesignOptions.DEFAULTS, 5, 3, 7));
        assertThat(own.repeats()).hasSize(3).doesNotHaveDuplicates();
        assertThat(of("mpg ~ wt", CARS, 5, 7).repeats().get(0))
                .isEqualTo(own.repeats().get(0));
        assertThat(own.toString()).startsWith("5-fold cross-validation, 3 times, seed 7: RMSE ");
    }

    @Test
    void rowsThatMissSomethingAreInNoFold() {
        CrossValidation own = of("Ozone ~ Solar.R + Wind", Tilde.dataset("airquality"), 10, 1);
        assertThat(own.repeats().get(0).predicted()).isEqualTo(111);
    }

    @Test
    void aLevelOfOneFoldAloneIsNotPredicted() {
        Dataset d = Dataset.named("d").with("y", 1, 2, 4, 3, 5, 7).with("a", "u", "u", "v", "v", "u", "once");
        CrossValidation own = of("y ~ a", d, 6, 1);
        assertThat(own.repeats().get(0).left()).isEqualTo(1);
        assertThat(own.toString()).contains("1 rows not predicted");
    }

    @Test
    void saysWhatCannotBe() {
        assertThatThrownBy(() -> of("mpg ~ wt", CARS, 1, 1)).hasMessageContaining("from 2 to 32");
        assertThatThrownBy(() -> of("mpg ~ wt + cluster(cyl)", CARS, 4, 1)).hasMessageContaining("from 2 to 3");
        assertThatThrownBy(() -> of("mpg ~ lag(wt)", CARS, 5, 1)).hasMessageContaining("neighbours");
    }

    /** The lightest car is in row 28 and the heaviest in row 16: a fold that holds one of them out has knots without it. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rowsAreNumberedAsInTheData(long seed) {
        assertThatThrownBy(() -> of("mpg ~ bs(wt, df=5)", CARS, 32, seed)).hasMessageMatching("(?s).*row (16|28)\\b.*");
    }
}
