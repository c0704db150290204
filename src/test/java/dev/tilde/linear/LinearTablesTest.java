package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tech.tablesaw.api.Table;

/** Names as in broom 1.0.5; numbers of R 4.2.2, m = lm(Ozone ~ Solar.R + Wind + Temp + factor(Month), airquality). */
class LinearTablesTest {
    private static final Dataset AIR = Datasets.find("airquality");

    private static LinearFit fit(Dataset data, String formula, NaAction action) {
        return LinearRegression.OLS.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS.with(action));
    }

    private static LinearFit air(NaAction action) {
        return fit(AIR, "Ozone ~ Solar.R + Wind + Temp + C(Month)", action);
    }

    @Test
    void tidy() {
        Table t = air(NaAction.DROP).tidy();
        assertThat(t.columnNames())
                .containsExactly("term", "estimate", "std.error", "statistic", "p.value", "conf.low", "conf.high");
        assertThat(t.rowCount()).isEqualTo(8);
        assertThat(t.stringColumn("term").get(2)).isEqualTo("Wind");
        assertThat(t.doubleColumn("estimate").get(2)).isCloseTo(-3.10872, within(5e-6));
        assertThat(t.doubleColumn("std.error").get(2)).isCloseTo(.660086, within(5e-7));
        assertThat(t.doubleColumn("p.value").get(2)).isCloseTo(7.7777e-06, within(5e-11));
    }

    /** logLik, AIC, BIC and F as R prints them. */
    @ParameterizedTest
    @CsvSource({
        "r.squared,     .636861,    1e-6",
        "adj.r.squared, .612182,    1e-6",
        "sigma,         20.72262,   1e-5",
        "statistic,     25.80546,   1e-5",
        "p.value,       4.5688e-20, 1e-24",
        "df,            7,          0",
        "logLik,        -489.81678, 1e-5",
        "AIC,           997.63357,  1e-5",
        "BIC,           1022.0193,  1e-4",
        "df.residual,   103,        0",
        "nobs,          111,        0",
    })
    void glance(String name, double value, double tolerance) {
        LinearFit fit = air(NaAction.DROP);
        Table t = fit.glance();
        assertThat(t.numberColumn(name).getDouble(0)).isCloseTo(value, within(tolerance));
        assertThat(t.numberColumn("deviance").getDouble(0)).isEqualTo(fit.residualSumOfSquares());
        assertThat(t.columnCount()).isEqualTo(12);
    }

    /** Row 117: fitted 168 - 92.6887, rstandard 4.6918767, cooks.distance .27613169. */
    @ParameterizedTest
    @CsvSource({"DROP, 111, 76", "EXCLUDE, 153, 116"})
    void augment(NaAction action, int rows, int at) {
        Table t = air(action).augment();
        assertThat(t.rowCount()).isEqualTo(rows);
        assertThat(t.columnNames())
                .containsSubsequence("Ozone", "Day", ".fitted", ".resid", ".hat", ".sigma", ".cooksd", ".std.resid");
        assertThat(t.columnNames().contains(".rownames")).isEqualTo(action == NaAction.DROP);
        assertThat(t.intColumn("Ozone").get(at)).isEqualTo(168);
        assertThat(t.doubleColumn(".fitted").get(at) + t.doubleColumn(".resid").get(at))
                .isCloseTo(168, within(1e-12));
        assertThat(t.doubleColumn(".std.resid").get(at)).isCloseTo(4.6918767, within(1e-7));
        assertThat(t.doubleColumn(".cooksd").get(at)).isCloseTo(.27613169, within(1e-8));
        assertThat(t.doubleColumn(".resid").countMissing()).isEqualTo(rows - 111);
        if (action == NaAction.DROP) {
            assertThat(t.intColumn(".rownames").get(at)).isEqualTo(117);
        }
    }

    @Test
    void augmentNewRows() {
        LinearFit fit = fit(AIR, "Ozone ~ Wind + Solar.R", NaAction.DROP);
        Table whole = fit.augment(AIR.subset(0, 4, 9));
        assertThat(whole.columnNames()).endsWith("Day", ".fitted", ".resid");
        assertThat(whole.doubleColumn(".resid").get(0))
                .isCloseTo(41 - whole.doubleColumn(".fitted").get(0), within(1e-12));
        assertThat(whole.doubleColumn(".fitted").isMissing(1)).isTrue();
        assertThat(whole.doubleColumn(".fitted").isMissing(2)).isFalse();
        assertThat(whole.doubleColumn(".resid").isMissing(2)).isTrue();
        Dataset right = AIR.select(List.of("Wind", "Solar.R"));
        assertThat(fit.augment(right.table()).columnNames()).containsExactly("Wind", "Solar.R", ".fitted");
    }

    @Test
    void aNameThatIsTaken() {
        Dataset data = Dataset.named("d").with("y", 1, 2, 4).with("x", 1, 2, 3).with(".hat", 0, 0, 0);
        assertThatThrownBy(() -> fit(data, "y ~ x", NaAction.DROP).augment())
                .hasMessageContaining("there is already a column .hat");
    }

    @Test
    void sideBySide() {
        LinearFit one = fit(AIR, "Ozone ~ Wind", NaAction.DROP);
        LinearFit two = fit(AIR, "Ozone ~ Wind + Solar.R", NaAction.DROP);
        FitTable table = Fits.table(one, two);
        assertThat(table.toString().lines())
                .contains(
                        "  Note    the models have different rows, so R\u00b2 and AIC do not compare",
                        "  Wind            -5.551 (0.690)    -5.402 (0.673)",
                        "  Solar.R                          0.1004 (0.0263)",
                        "  Rows                       116               111",
                        "  R\u00b2                       0.362             0.449",
                        "  AIC                     1093.2            1033.8");
        Table data = table.table();
        assertThat(data.columnNames()).containsExactly("term", "(1)", "(1) std.error", "(2)", "(2) std.error");
        assertThat(data.stringColumn("term").asList())
                .isEqualTo(Arrays.asList("Intercept", "Wind", "Solar.R", "nobs", "r.squared", "sigma", "AIC"));
        assertThat(data.doubleColumn("(1)").isMissing(2)).isTrue();
        assertThat(data.doubleColumn("(2)").get(6)).isEqualTo(two.aic());
        assertThatThrownBy(Fits::table).isInstanceOf(IllegalArgumentException.class);
    }
}
