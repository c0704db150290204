package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tech.tablesaw.api.Table;

/** Errors of a generalised linear model that do not believe the family, and its results as tables. */
class GlmCovarianceTest {
    private static final Dataset CARS = Datasets.find("mtcars");

    private static double[] errors(GlmFit fit) {
        return fit.coefficients().stream().mapToDouble(Coefficient::stdError).toArray();
    }

    private static void near(double[] own, double... wanted) {
        assertThat(own).hasSameSizeAs(wanted);
        for (int j = 0; j < own.length; j++) {
            assertThat(own[j]).isEqualTo(wanted[j], within(1e-9 * wanted[j]));
        }
    }

    /**
     * statsmodels 0.13.5, {@code GLM.fit(cov_type="HC0")} and {@code "cluster"}, whose {@code "HC1"} is HC0; HC2 and HC3 from
     * their definition in NumPy.
     */
    @Test
    void logistic() {
        GlmFit fit = Tilde.glm("am ~ wt + hp", CARS, Families.BINOMIAL);
        double[] hc0 = {8.242918256626044, 2.767487581290635, 0.008321248251686352};
        near(errors(fit.with(Covariances.HC0)), hc0);
        double f = Math.sqrt(32.0 / 29);
        near(errors(fit.with(Covariances.HC1)), f * hc0[0], f * hc0[1], f * hc0[2]);
        near(errors(fit.with(Covariances.HC2)), 8.96588277129916, 3.014871598894612, 0.009795298101248193);
        near(errors(fit.with(Covariances.HC3)), 9.765087372194527, 3.2942470195886453, 0.011822058032021406);
        GlmFit clustered = Tilde.glm("am ~ wt + hp + cluster(carb)", CARS, Families.BINOMIAL);
        // statsmodels: G / (G - 1) (n - 1) / (n - r).
        near(errors(clustered), 9.064238284948383, 2.843818593366195, 0.00674196982001003);
        assertThat(clustered.covarianceNote()).contains("carb: 6 clusters");
        assertThat(clustered.summary().toString()).contains("clustered HC1");
        assertThat(errors(clustered.with(Covariances.CLASSIC))).containsExactly(errors(fit));
    }

    /**
     * Another link than the family's own, from {@code glm} and {@code hatvalues} of R 4.2.2 and the formulas of the package
     * sandwich, which takes the expected information; statsmodels takes the observed one.
     */
    @Test
    void gammaWithLog() {
        GlmFit fit = GlmRegression.of(Families.GAMMA)
                .link(Links.LOG)
                .fit(Formula.parse("mpg ~ wt + hp"), CARS.source(), DesignOptions.DEFAULTS);
        near(errors(fit.with(Covariances.HC0)), 0.08558415158318537, 0.03266144441550819, 0.000324438609752595);
        near(errors(fit.with(Covariances.HC1)), 0.08990199722971123, 0.034309262065972006, 0.0003408070122286461);
        near(errors(fit.with(Covariances.HC2)), 0.09313810011279511, 0.03648855053103534, 0.00038535159415212965);
        near(errors(fit.with(Covariances.HC3)), 0.1015183359860188, 0.04099747977586579, 0.00046552415463598716);
    }

    /** Everything that rests on the covariance follows it, in a file too. */
    @Test
    void allFollows(@TempDir Path folder) {
        GlmFit fit = Tilde.glm("breaks ~ wool * tension", Datasets.find("warpbreaks"), Families.POISSON);
        GlmFit robust = fit.with(Covariances.HC3);
        assertThat(fit.findings().toString()).contains("standard errors are too small");
        assertThat(robust.findings().toString()).contains("the robust standard errors allow for it");
        Dataset rows = Datasets.find("warpbreaks");
        double[] se = robust.predictions(rows.source()).linkErrors();
        // A model of cells: each has the error of its own mean.
        assertThat(Math.abs(se[0] - fit.predictions(rows.source()).linkErrors()[0]))
                .isGreaterThan(1e-3);
        assertThat(robust.linearPredictorErrors()).containsExactly(se, within(1e-12));
        Path file = folder.resolve("fit.json");
        robust.save(file);
        assertThat(SavedRegression.load(file).summary().toString()).contains("HC3");
        assertThat(robust.toString()).contains("errors HC3");
        assertThat(robust.summary().toString()).contains("HC3, for unequal spread");
        Estimates.AsOne test =
                robust.shown().test(fit.design().predictors().terms().get(3));
        assertThat(test.text()).startsWith("\u03c7\u00b2(2) = ");
        assertThat(robust.deviance()).isEqualTo(fit.deviance());
    }

    @Test
    void whatItCannotHave() {
        GlmFit fit = Tilde.glm("am ~ wt", CARS, Families.BINOMIAL);
        assertThatThrownBy(() -> fit.with(Covariances.NEWEY_WEST)).hasMessageContaining("is for least squares");
        assertThatThrownBy(() -> fit.with(Covariances.CLUSTERED)).hasMessageContaining("need clusters");
    }

    /** {@code influence(fit)$sigma}, {@code cooks.distance}, {@code logLik} and {@code BIC} of R 4.2.2, hat values and distances after 30 steps. */
    @Test
    void tables() {
        GlmFit fit = Tilde.glm("am ~ wt + hp", CARS, Families.BINOMIAL);
        Table tidy = fit.tidy();
        assertThat(tidy.columnNames())
                .containsExactly("term", "estimate", "std.error", "statistic", "p.value", "conf.low", "conf.high");
        assertThat(tidy.rowCount()).isEqualTo(3);
        Table glance = fit.glance();
        assertThat(glance.columnNames())
                .containsExactly("null.deviance", "df.null", "logLik", "AIC", "BIC", "deviance", "df.residual", "nobs");
        assertThat(glance.doubleColumn("logLik").get(0)).isEqualTo(-5.029555236133495, within(1e-12));
        assertThat(glance.doubleColumn("BIC").get(0)).isEqualTo(20.45631818066617, within(1e-12));
        Table augment = fit.augment();
        assertThat(augment.rowCount()).isEqualTo(32);
        Map.of(
                        ".sigma", new double[] {0.5867142493250521, 0.5237122616057475, 0.5974049750204581},
                        ".cooksd", new double[] {0.01725109889525416, 0.2034041646534181, 0.0010540388919202765},
                        ".hat", new double[] {0.1840735386683873, 0.23981142436680494, 0.08610512300466305})
                .forEach((column, wanted) -> {
                    for (int i = 0; i < wanted.length; i++) {
                        assertThat(augment.doubleColumn(column).get(i))
                                .as(column)
                                .isEqualTo(wanted[i], within((column.equals(".sigma") ? 1e-7 : 1e-10) * wanted[i]));
                    }
                });
        assertThat(augment.doubleColumn(".fitted").asDoubleArray()).containsExactly(fit.linearPredictor());
    }

    /** Rows with missing values keep the table and the scores in step. */
    @Test
    void missingValues() {
        Dataset air = Datasets.find("airquality");
        GlmFit fit = Tilde.glm("Ozone ~ Wind + Solar.R", air, Families.POISSON);
        assertThat(fit.augment().rowCount()).isEqualTo((int) fit.rows());
        assertThat(fit.augment().columnNames().get(0)).isEqualTo(".rownames");
        // Of the mean alone HC0 is sum (y - mu)^2 / (sum mu)^2.
        GlmFit mean = Tilde.glm("Ozone ~ 1", air, Families.POISSON);
        double[] e = mean.residuals(GlmFit.Residual.RESPONSE);
        double squares = Arrays.stream(e).map(v -> v * v).sum();
        double total = Arrays.stream(mean.fitted()).sum();
        assertThat(errors(mean.with(Covariances.HC0))[0]).isEqualTo(Math.sqrt(squares) / total, within(1e-14));
    }
}
