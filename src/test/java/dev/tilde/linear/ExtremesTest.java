package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers at the ends of what a double can hold, and designs at the ends of what the rows can tell. */
class ExtremesTest {
    private static final double NA = Double.NaN;

    private static LinearFit fit(String formula, Dataset data, Conventions conventions) {
        return LinearRegression.OLS.fit(Formula.parse(formula, conventions), data.source(), DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "1e200, y ~ x, x is as large as 4.0E200",
        "1e-200, y ~ x, x is nowhere larger than 4.0E-200",
        "1e200, x ~ y, x is as large as 4.0E200",
        "1e80, y ~ x:z, x:z is as large as 1.6E161",
        "1e300, y ~ x:z, x:z is as large as Infinity"
    })
    void refusesWhatItCannotSquare(double unit, String formula, String problem) {
        double[] x = {unit, 2 * unit, 4 * unit, 3 * unit};
        Dataset data = Dataset.named("d").with("y", 1, 2, 3, 5).with("x", x).with("z", x);
        for (Conventions c : List.of(Conventions.TILDE, Conventions.PATSY, Conventions.R)) {
            assertThatThrownBy(() -> fit(formula, data, c))
                    .isInstanceOf(FormulaException.class)
                    .hasMessageStartingWith(problem);
        }
    }

    @Test
    void takesAColumnOfZeros() {
        Dataset data = Dataset.named("d").with("y", 1, 2, 3, 5).with("x", 0, 0, 0, 0);
        assertThat(fit("y ~ x", data, Conventions.TILDE).rank()).isEqualTo(1);
    }

    /** R 4.2.2: lm says "NA/NaN/Inf in 'x'"; a removed term does not matter. */
    @Test
    void refusesTheInfiniteInEveryConvention() {
        Dataset data =
                Dataset.named("d").with("y", 1, 2, 3, 5).with("x", 0, 1, 2, 3).with("z", 1, 3, 2, 2);
        for (Conventions c : List.of(Conventions.TILDE, Conventions.R)) {
            assertThatThrownBy(() -> fit("y ~ z + log(x)", data, c))
                    .isInstanceOf(FormulaException.class)
                    .hasMessageStartingWith("log(x) is infinite in row 1 of the data");
        }
        assertThat(fit("y ~ z + log(x) - log(x)", data, Conventions.R).rank()).isEqualTo(2);
    }

    /** Five rows cannot have six independent columns, however far apart the sizes of their numbers are. */
    @Test
    void rankIsAtMostTheNumberOfRows() {
        Dataset data = Dataset.named("d")
                .with("y", 0.04, 0.41, 3.81, 3.3, 1.63)
                .with("x", 99202430, 1.483, 1.64, 0.493, 1.13)
                .with("z", 0.53, 0.8, 0.8, 2.47, 1.19)
                .with("a", "a1", "a3", "a3", "a2", "a3")
                .with("flag", false, true, false, true, false);
        for (Conventions c : List.of(Conventions.TILDE, Conventions.PATSY)) {
            LinearFit fit = fit("y ~ a + (x:flag + z)", data, c);
            assertThat(fit.rank()).isLessThanOrEqualTo(5);
            assertThat(fit.summary().toString()).isNotEmpty();
        }
    }

    /** R 4.2.2: {@code predict(lm(y ~ x + x2, d), nd, na.action = na.pass)} where x2 is aliased. */
    @Test
    void whatIsMissingInAnAliasedColumnDoesNotMatterToR() {
        Dataset data =
                Dataset.named("d").with("y", 1, 2, 3, 5).with("x", 1, 2, 3, 4).with("x2", 2, 4, 6, 8);
        Dataset fresh = Dataset.named("n").with("x", 5, 6, NA).with("x2", 10, NA, 2);
        double[] r = fit("y ~ x + x2", data, Conventions.R).predict(fresh.source());
        assertThat(r[0]).isCloseTo(6, within(1e-12));
        assertThat(r[1]).isCloseTo(7.3, within(1e-12));
        assertThat(r[2]).isNaN();
        double[] tilde = fit("y ~ x + x2", data, Conventions.TILDE).predict(fresh.source());
        assertThat(tilde[0]).isCloseTo(6, within(1e-12));
        assertThat(tilde[1]).isNaN();
    }
}
