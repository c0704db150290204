package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.Tilde;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What each action makes of airquality, where Ozone is missing in 37 rows. */
class NaActionTest {
    private static LinearFit fit(NaAction action) {
        return LinearRegression.OLS.fit(
                Formula.parse("Ozone ~ Wind"),
                Tilde.dataset("airquality").source(),
                DesignOptions.DEFAULTS.with(action));
    }

    @Test
    void dropsOrPads() {
        double[] dropped = fit(NaAction.DROP).residuals();
        double[] padded = fit(NaAction.EXCLUDE).residuals();
        assertThat(dropped).hasSize(116);
        assertThat(padded).hasSize(153);
        assertThat(padded[4]).isNaN();
        assertThat(Arrays.stream(padded).filter(v -> !Double.isNaN(v)).toArray())
                .isEqualTo(dropped);
        assertThat(fit(NaAction.EXCLUDE).coefficients())
                .isEqualTo(fit(NaAction.DROP).coefficients());
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> fit(NaAction.PASS)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fit(NaAction.RAISE))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("Ozone is missing in 37 rows");
    }
}
