package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.formula.FormulaException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PowerTransformTest {
    private static final Dataset FIVE = Dataset.named("five").with("x", 1, 2, 4, 7, 11);

    /** scipy.special.boxcox of SciPy 1.10.1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "boxcox(x, 0) | 0 0.6931471805599453 1.3862943611198906 1.9459101490553132 2.3978952727983707",
                "boxcox(x, 0.5) | 0 0.8284271247461901 2 3.2915026221291805 4.6332495807108005",
                "boxcox(x, lambda = -1) | 0 0.5 0.75 0.8571428571428571 0.9090909090909091"
            })
    void isThatOfScipy(String call, String expected) {
        double[] wanted = Arrays.stream(expected.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        DesignMatrix x = Tilde.design("~ 0 + " + call, FIVE).predictors();
        for (int i = 0; i < wanted.length; i++) {
            assertThat(x.matrix().get(i, 0)).isCloseTo(wanted[i], within(1e-14 * (1 + wanted[i])));
        }
    }

    @Test
    void needsItsPower() {
        assertThatThrownBy(() -> Tilde.design("~ boxcox(x)", FIVE))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("boxcox needs a power, as in boxcox(x, 0.5)");
    }
}
