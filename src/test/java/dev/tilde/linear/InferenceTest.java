package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.formula.FormulaException;
import dev.tilde.linalg.Matrix;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InferenceTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    @ParameterizedTest
    @CsvSource({"classic", "hc0", "hc3", "newey-west"})
    void lastTermOfTypeOneIsThatOfTypeTwo(String covariance) {
        LinearFit fit = Tilde.ols("mpg ~ C(cyl) * wt + hp", CARS).with(Covariances.of(covariance));
        String last = fit.design().predictors().terms().get(4).name();
        Anova.Line one = fit.anova(AnovaType.I).line(last);
        Anova.Line two = fit.anova(AnovaType.II).line(last);
        assertThat(one.statistic()).isCloseTo(two.statistic(), within(1e-9 * two.statistic()));
        assertThat(fit.anova(AnovaType.III).line(last).statistic())
                .isCloseTo(two.statistic(), within(1e-9 * two.statistic()));
        assertThat(fit.termTests().get(3).statistic()).isEqualTo(two.statistic());
    }

    @ParameterizedTest
    @EnumSource(AnovaType.class)
    void oneColumnHasFOfTSquared(AnovaType type) {
        for (String covariance : List.of("classic", "hc3")) {
            LinearFit fit = Tilde.ols("mpg ~ hp + wt", CARS).with(Covariances.of(covariance));
            double t = fit.coefficient("wt").orElseThrow().statistic();
            assertThat(fit.anova(type).line("wt").statistic()).isCloseTo(t * t, within(1e-9 * t * t));
            LinearTest test = fit.test("wt = 0");
            assertThat(test.f()).isCloseTo(t * t, within(1e-9 * t * t));
            assertThat(test.lines().get(0).low())
                    .isCloseTo(fit.coefficient("wt").orElseThrow().low(), within(1e-10));
        }
    }

    @Test
    void sequentialSumsOfSquaresAddUp() {
        LinearFit fit = Tilde.ols("mpg ~ C(cyl) * wt + hp", CARS);
        double sum = fit.anova(AnovaType.I).lines().stream()
                .mapToDouble(Anova.Line::sumOfSquares)
                .sum();
        // sum((mpg - mean(mpg))^2), R 4.2.2
        assertThat(sum).isCloseTo(1126.0471875, within(1e-9));
    }

    @Test
    void typeThreeUnderTreatmentCodingIsNamedSo() {
        LinearFit fit = Tilde.ols("mpg ~ C(cyl) * C(am)", CARS);
        assertThat(fit.anova(AnovaType.III).label()).isEqualTo("treatment-coded: tests depend on the coding");
        assertThat(fit.anova(AnovaType.III).toString())
                .doesNotContain("type III")
                .contains("treatment-coded");
        LinearFit sum = Tilde.ols("mpg ~ C(cyl, Sum) * C(am, Sum)", CARS);
        assertThat(sum.anova(AnovaType.III).label()).startsWith("type III");
    }

    @Test
    void tableHasBroomsNames() {
        assertThat(Tilde.ols("mpg ~ wt", CARS).anova(AnovaType.II).table().columnNames())
                .containsExactly("term", "df", "sumsq", "meansq", "statistic", "p.value");
        assertThat(Tilde.ols("mpg ~ wt", CARS)
                        .predict(CARS, Interval.PREDICTION)
                        .table()
                        .columnNames())
                .containsExactly(".fitted", ".se.fit", ".lower", ".upper");
    }

    @Test
    void comparesOnlyNestedModelsOfTheSameRows() {
        LinearFit wt = Tilde.ols("mpg ~ wt", CARS);
        // R 4.2.2: anova(lm(mpg ~ wt), lm(mpg ~ poly(wt, 2)))
        ModelComparison own = Anova.compare(wt, Tilde.ols("mpg ~ poly(wt, 2)", CARS));
        assertThat(own.lines().get(1).statistic()).isCloseTo(POLY_F, within(1e-9));
        assertThat(own.table().columnNames())
                .containsExactly("term", "df.residual", "rss", "df", "sumsq", "statistic", "p.value");
        assertThatThrownBy(() -> Anova.compare(wt, Tilde.ols("mpg ~ hp + qsec", CARS)))
                .hasMessageContaining("not nested");
        assertThatThrownBy(() -> Anova.compare(wt, Tilde.ols("log(mpg) ~ wt + hp", CARS)))
                .hasMessageContaining("different responses");
        assertThatThrownBy(() -> Anova.compare(wt, Tilde.ols("mpg ~ wt + hp", CARS.rows(i -> i != 3))))
                .hasMessageContaining("different rows, 32 and 31");
        assertThatThrownBy(() -> Anova.compare(
                        Tilde.ols("mpg ~ wt", CARS.rows(i -> i != 4)),
                        Tilde.ols("mpg ~ wt + hp", CARS.rows(i -> i != 3))))
                .hasMessageContaining("but not the same");
    }

    private static final double POLY_F = 10.6148048319794;

    @Test
    void refusesHypothesesThatSayNothing() {
        LinearFit fit = Tilde.ols("mpg ~ wt + I(2 * wt) + hp", CARS);
        assertThatThrownBy(() -> fit.test("I(2 * wt) = 0"))
                .hasMessageContaining("aliased")
                .hasMessageContaining("equals 2");
        assertThatThrownBy(() -> fit.test("wt = 0, hp = 0, wt = hp")).hasMessageContaining("not independent");
        assertThatThrownBy(() -> fit.test("wt = 0, wt = 1")).hasMessageContaining("not independent");
        assertThatThrownBy(() -> fit.test("wd = 0")).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> fit.test(Matrix.zeros(1, 3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void predictionsAreNaNWhereTheDesignSaysNothing() {
        LinearFit fit = Tilde.ols("mpg ~ wt + I(2 * wt) + hp", CARS);
        Dataset rows = Dataset.named("new").with("wt", 3, Double.NaN, 2).with("hp", 100, 100, Double.NaN);
        Predictions own = fit.predict(rows, Interval.CONFIDENCE);
        assertThat(own.fit()[1]).isNaN();
        assertThat(own.stdError()[1]).isNaN();
        assertThat(own.stdError()[2]).isNaN();
        assertThat(own.fit()).isEqualTo(fit.predict(rows));
        // The line of one row tested as a hypothesis has the same error.
        assertThat(own.stdError()[0])
                .isCloseTo(
                        fit.test("Intercept + 3 * wt + 100 * hp").lines().get(0).stdError(), within(1e-12));
        double half = (own.high()[0] - own.low()[0]) / 2;
        Predictions one = own.interval(Interval.PREDICTION);
        double wide = (one.high()[0] - one.low()[0]) / 2;
        double t = half / own.stdError()[0];
        assertThat(wide).isCloseTo(t * Math.hypot(fit.sigma(), own.stdError()[0]), within(1e-10));
    }

    @Test
    void robustErrorsReachPredictions() {
        LinearFit fit = Tilde.ols("mpg ~ wt + hp", CARS).with(Covariances.HC3);
        Dataset row = Dataset.named("new").with("wt", 3).with("hp", 100);
        assertThat(fit.predict(row, Interval.CONFIDENCE).stdError()[0])
                .isCloseTo(
                        fit.test("Intercept + 3 * wt + 100 * hp").lines().get(0).stdError(), within(1e-12));
    }

    @Test
    void inflationIsOneOverOneMinusRSquared() {
        LinearFit fit = Tilde.ols("mpg ~ wt + hp + disp", CARS);
        double r2 = Tilde.ols("wt ~ hp + disp", CARS).rSquared();
        assertThat(fit.inflation().get(0).gvif()).isCloseTo(1 / (1 - r2), within(1e-10));
        assertThat(Tilde.ols("mpg ~ wt", CARS).inflation().get(0).gvif()).isEqualTo(1);
        // car 3.1-1: vif(m)
        LinearFit air = Tilde.ols("Ozone ~ Solar.R + Wind + Temp + C(Month)", Tilde.dataset("airquality"));
        assertThat(air.inflation().get(2).gvif()).isCloseTo(1.643424 * 1.643424, within(1e-5));
        assertThat(air.inflation().get(3).scaled()).isCloseTo(1.106968, within(1e-6));
    }
}
