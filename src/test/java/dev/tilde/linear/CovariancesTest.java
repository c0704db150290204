package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Matrix;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CovariancesTest {
    private static final Dataset AIR = Tilde.dataset("airquality");
    private static final String AIR_FORMULA = "Ozone ~ Solar.R + Wind + Temp + C(Month)";

    private static LinearFit fit(String formula, Dataset data) {
        return Tilde.ols(formula, data);
    }

    private static void near(Matrix own, Matrix want, double relative) {
        for (int k = 0; k < own.data().length; k++) {
            assertThat(own.data()[k]).isCloseTo(want.data()[k], within(relative * Math.abs(want.data()[k]) + 1e-14));
        }
    }

    /** (X'X)^-1 (sum e^2 x x') (X'X)^-1 as the definition says. */
    private static Matrix white(LinearFit fit) {
        Matrix x = fit.matrices().predictors().matrix();
        double[] e = fit.residuals();
        int p = x.columns();
        Matrix v = fit.covariance();
        double s2 = fit.sigma() * fit.sigma();
        Matrix out = Matrix.zeros(p, p);
        for (int i = 0; i < x.rows(); i++) {
            double[] u = v.times(x.row(i));
            for (int j = 0; j < p; j++) {
                for (int k = 0; k < p; k++) {
                    out.set(j, k, out.get(j, k) + e[i] * e[i] * u[j] * u[k] / (s2 * s2));
                }
            }
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"'" + AIR_FORMULA + "', airquality", "mpg ~ wt * C(cyl), mtcars", "mpg ~ 0 + C(cyl) + hp, mtcars"})
    void hc0IsItsDefinition(String formula, String data) {
        LinearFit fit = fit(formula, Tilde.dataset(data));
        near(fit.with(Covariances.HC0).covariance(), white(fit), 1e-9);
    }

    @Test
    void agreesWithR() {
        // R 4.2.2 by hand: B <- solve(crossprod(X)); B %*% crossprod(X * e / (1 - h)) %*% B; b'V^-1 b / 7 of the slopes
        LinearFit own = fit(AIR_FORMULA, AIR).with(Covariances.HC3);
        assertThat(own.coefficient("Wind").orElseThrow().stdError()).isCloseTo(0.9705160029763182, within(1e-12));
        assertThat(own.coefficient("Temp").orElseThrow().stdError()).isCloseTo(0.3638033773557273, within(1e-12));
        assertThat(own.overall().statistic()).isCloseTo(25.8223304149987, within(1e-9));
        assertThat(own.overall().pValue()).isCloseTo(4.47448097571156e-20, within(1e-28));
        assertThat(own.rSquared()).isEqualTo(fit(AIR_FORMULA, AIR).rSquared());
    }

    @Test
    void everyRowItsOwnClusterIsHc0() {
        Dataset cars = Tilde.dataset("mtcars");
        Dataset numbered = cars.with(
                "id", IntStream.range(0, cars.rows()).mapToDouble(i -> i).toArray());
        LinearFit fit = fit("mpg ~ wt + hp + cluster(id)", numbered);
        near(
                fit.with(Covariances.clustered(false, false)).covariance(),
                fit.with(Covariances.HC0).covariance(),
                1e-10);
        // n / (n - 1) times (n - 1) / (n - k) is HC1.
        near(fit.covariance(), fit.with(Covariances.HC1).covariance(), 1e-10);
        near(
                fit.with(Covariances.neweyWest(0, false)).covariance(),
                fit.with(Covariances.HC0).covariance(),
                1e-10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mpg ~ wt + hp + cluster(cyl)", "mpg ~ wt + hp + cluster(cyl, gear)"})
    void clustersInTheFormulaAreTheDefault(String formula) {
        LinearFit fit = fit(formula, Tilde.dataset("mtcars"));
        assertThat(fit.covarianceType()).isEqualTo(Covariances.CLUSTERED);
        assertThat(fit.covarianceNote()).contains("cyl: 3 clusters");
        assertThat(fit.summary().toString()).contains("Errors").contains("clustered HC1");
        assertThat(fit.toString()).contains("errors clustered HC1");
        assertThat(fit.with(Covariances.CLASSIC).coefficients())
                .isEqualTo(fit("mpg ~ wt + hp", Tilde.dataset("mtcars")).coefficients());
    }

    @Test
    void clustersOfTheOptionsAreThoseOfTheFormula() {
        LinearFit own = LinearRegression.OLS.fit(
                Formula.parse("mpg ~ wt"), Tilde.dataset("mtcars").source(), DesignOptions.DEFAULTS.cluster("cyl"));
        assertThat(own.coefficients())
                .isEqualTo(
                        fit("mpg ~ wt + cluster(cyl)", Tilde.dataset("mtcars")).coefficients());
    }

    @Test
    void neweyWestFollowsTheOrder() {
        int[] shuffled = IntStream.range(0, 50).map(i -> i * 37 % 50).toArray();
        Dataset cars = Tilde.dataset("cars")
                .with("t", IntStream.range(0, 50).mapToDouble(i -> i).toArray());
        LinearFit plain = fit("dist ~ speed", cars).with(Covariances.neweyWest(4, true));
        for (String formula : List.of("dist ~ speed + order(t)", "dist ~ speed")) {
            LinearFit own = LinearRegression.OLS
                    .with(Covariances.neweyWest(4, true))
                    .fit(
                            Formula.parse(formula),
                            cars.subset(shuffled).source(),
                            formula.contains("order") ? DesignOptions.DEFAULTS : DesignOptions.DEFAULTS.order("t"));
            near(own.covariance(), plain.covariance(), 1e-10);
        }
        assertThat(plain.covarianceNote()).contains("lag 4");
    }

    @Test
    void neweyWestDoesNotReachAcrossGroups() {
        // Two groups of one row each pair up with nobody: HC0.
        Dataset cars = Tilde.dataset("cars")
                .with("g", IntStream.range(0, 50).mapToDouble(i -> i).toArray());
        LinearFit fit = fit("dist ~ speed + groups(g)", cars);
        near(
                fit.with(Covariances.neweyWest(5, false)).covariance(),
                fit.with(Covariances.HC0).covariance(),
                1e-10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HC2", "HC3", "HC4", "HC4m", "HC5"})
    void leverageOneIsSaidAndLeavesNoNumber(String name) {
        Dataset d = Dataset.named("d")
                .with("y", 1, 2, 4, 3, 7, 5)
                .with("x", 1, 2, 3, 4, 5, 6)
                .with("one", 0, 0, 1, 0, 0, 0);
        LinearFit fit = fit("y ~ x + one", d).with(Covariances.of(name));
        assertThat(fit.coefficients()).allMatch(c -> Double.isNaN(c.stdError()) && !Double.isNaN(c.estimate()));
        assertThat(fit.covarianceNote()).contains("row 3 alone decides a coefficient");
        assertThat(fit.summary().toString()).contains("leverage 1");
        assertThat(fit.with(Covariances.HC1).coefficients()).noneMatch(c -> Double.isNaN(c.stdError()));
    }

    /** A covariance from outside: the classic one times 4 doubles errors and quarters F. */
    @Test
    void takesACovarianceFromOutside() {
        LinearFit fit = fit(AIR_FORMULA, AIR);
        Covariance four = new Covariance() {
            @Override
            public String name() {
                return "four times";
            }

            @Override
            public String allowsFor() {
                return "";
            }

            @Override
            public Matrix of(LinearFit f) {
                Matrix v = f.with(Covariances.CLASSIC).covariance();
                for (int k = 0; k < v.data().length; k++) {
                    v.data()[k] *= 4;
                }
                return v;
            }
        };
        LinearFit own = fit.with(four);
        assertThat(own.coefficients().get(2).stdError())
                .isCloseTo(2 * fit.coefficients().get(2).stdError(), within(1e-12));
        assertThat(own.overall().statistic()).isCloseTo(fit.overall().statistic() / 4, within(1e-9));
        assertThat(own.termTests().get(3).statistic())
                .isCloseTo(fit.termTests().get(3).statistic() / 4, within(1e-9));
    }

    @Test
    void fewerClustersThanCoefficientsTestNothingTogether() {
        LinearFit fit = fit("mpg ~ wt + hp + qsec + drat + cluster(cyl)", Tilde.dataset("mtcars"));
        assertThat(fit.overall().statistic()).isNaN();
        assertThat(fit.covarianceNote()).contains("fewer clusters than coefficients");
    }

    @Test
    void saysWhatIsMissing() {
        LinearFit fit = fit("dist ~ speed", Tilde.dataset("cars"));
        assertThatThrownBy(() -> fit.with(Covariances.CLUSTERED)).hasMessageContaining("cluster(g)");
        assertThatThrownBy(() -> Covariances.of("hc9")).hasMessageContaining("hc3");
        assertThatThrownBy(() -> Covariances.neweyWest(-1, false)).hasMessageContaining("0 or more");
        assertThat(Tilde.ols("dist ~ speed", Tilde.dataset("cars"))
                        .with(Covariances.neweyWestAutomatic(false))
                        .covarianceNote())
                .contains("lag");
    }

    /** Without the row of the constant, the mean still lies in the span: the overall test is the same. */
    @Test
    void overallTestDoesNotDependOnTheCoding() {
        LinearFit with = fit("mpg ~ C(cyl) + wt", Tilde.dataset("mtcars")).with(Covariances.HC3);
        LinearFit without =
                fit("mpg ~ 0 + C(cyl) + wt", Tilde.dataset("mtcars")).with(Covariances.HC3);
        assertThat(without.overall().statistic()).isCloseTo(with.overall().statistic(), within(1e-9));
        assertThat(Formula.parse("y ~ x").conventions()).isEqualTo(Conventions.TILDE);
    }
}
