package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The corpus of fits has most of it; here is what it does not have. */
class InfluenceTest {
    private static Influence of(Dataset data, String formula) {
        return LinearRegression.OLS
                .fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS)
                .influence();
    }

    /** R 4.2.2: covratio(m) and lm.influence(m)$sigma, m = lm(mpg ~ wt + hp, mtcars, weights = qsec). */
    @ParameterizedTest
    @CsvSource({
        "0, 1.04499668702, 11.1087993189",
        "16, 0.734806554728, 10.1977918155",
        "30, 1.57644169421, 11.0888036208"
    })
    void weighted(int row, double covratio, double sigma) {
        Influence i = of(Datasets.find("mtcars"), "mpg ~ wt + hp + weights(qsec)");
        assertThat(i.covarianceRatio()[row]).isCloseTo(covratio, within(1e-10));
        assertThat(i.sigmaWithout()[row]).isCloseTo(sigma, within(1e-9));
    }

    private static final Dataset SMALL = Dataset.named("small")
            .with("y", 1, 2, Double.NaN, 4, 3, 7, 5)
            .with("x", 1, 2, 3, 4, 5, 6, 8)
            .with("twice", 2, 4, 6, 8, 10, 12, 16)
            .with("w", 1, 2, 1, 0, 1, 2, 1)
            .with("a", "p", "p", "p", "p", "p", "p", "q");

    @Test
    void rowsThatDoNotCountHaveOnlyResiduals() {
        Influence i = of(SMALL, "y ~ x + weights(w)");
        assertThat(i.rows()).containsExactly(0, 1, 3, 4, 5, 6);
        assertThat(i.residuals()[2] + i.fitted()[2]).isCloseTo(4, within(1e-14));
        assertThat(i.pearson()[2]).isZero();
        assertThat(i.pearson()[1]).isEqualTo(Math.sqrt(2) * i.residuals()[1]);
        assertThat(new double[] {i.leverages()[2], i.cook()[2], i.standardised()[2], i.dfbetas("x")[2]})
                .containsOnly(Double.NaN);
        assertThat(Arrays.stream(i.leverages()).filter(h -> h > 0).sum()).isCloseTo(2, within(1e-12));
    }

    @Test
    void aRowThatAloneDecidesACoefficient() {
        Influence i = of(SMALL, "y ~ x + a");
        assertThat(i.leverages()[5]).isEqualTo(1);
        assertThat(new double[] {i.cook()[5], i.studentised()[5], i.dffits()[5], i.covarianceRatio()[5]})
                .containsOnly(Double.NaN);
        assertThat(i.cook()[4]).isPositive();
    }

    @Test
    void aliasedColumnsHaveNoDfbetas() {
        Influence i = of(SMALL, "y ~ x + twice");
        assertThat(i.dfbetas("twice")).containsOnly(Double.NaN);
        assertThat(i.dfbetas().column(1)).isEqualTo(i.dfbetas("x"));
        assertThatThrownBy(() -> i.dfbetas("z"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no column is called z; there are Intercept, x, twice");
    }

    @Test
    void asTable() {
        var table = of(SMALL, "y ~ x").table();
        assertThat(table.columnNames())
                .startsWith("row", ".fitted", ".resid", ".hat", ".sigma", ".cooksd", ".std.resid");
        assertThat(table.doubleColumn("row").asDoubleArray()).containsExactly(1, 2, 4, 5, 6, 7);
    }
}
