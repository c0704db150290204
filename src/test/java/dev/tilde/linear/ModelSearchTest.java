package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelSearchTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    /** R's extractAIC leaves these out of the AIC of n rows: n (ln 2 pi + 1) + 2. */
    private static final double CONSTANT = 32 * (Math.log(2 * Math.PI) + 1) + 2;

    private static void check(TermChange own, String term, double ss, double rss, double aic, double f, double p) {
        assertThat(own.term()).isEqualTo(term);
        assertThat(own.sumOfSquares()).isCloseTo(ss, within(1e-9));
        assertThat(own.residualSumOfSquares()).isCloseTo(rss, within(1e-9));
        assertThat(own.aic() - CONSTANT).isCloseTo(aic, within(1e-9));
        assertThat(own.statistic()).isCloseTo(f, within(1e-5));
        assertThat(own.pValue()).isCloseTo(p, within(1e-6));
    }

    @Test
    void drops() {
        // R 4.2.2: drop1(lm(mpg ~ wt * am + hp, mtcars), test = "F")
        List<TermChange> own = Tilde.ols("mpg ~ wt * am + hp", CARS).drop1();
        assertThat(own).hasSize(2);
        check(own.get(0), "hp", 41.16263126723, 188.0076658657, 64.66389872258, 7.56846, 0.010477);
        check(own.get(1), "wt:am", 33.44603707133, 180.2910716698, 63.32277462021, 6.14963, 0.019676);
    }

    @Test
    void adds() {
        // R 4.2.2: add1(lm(mpg ~ wt, mtcars), ~ . + am * wt + hp + qsec, test = "F")
        List<TermChange> own = Tilde.ols("mpg ~ wt", CARS).add1(Tilde.ols("mpg ~ wt * am + hp + qsec", CARS));
        assertThat(own.stream().map(TermChange::term)).containsExactly("am", "hp", "qsec");
        check(own.get(0), "am", 0.0022403209, 278.3196972224, 75.21710528537, 0.00023, 0.9879146);
        check(own.get(1), "hp", 83.27418280188, 195.0477547415, 63.84027270054, 12.38133, 0.0014512);
        check(own.get(2), "qsec", 82.85830593869, 195.4636316047, 63.90842981513, 12.29329, 0.0014999);
        assertThatThrownBy(() -> Tilde.ols("mpg ~ drat", CARS).add1(Tilde.ols("mpg ~ wt", CARS)))
                .hasMessageContaining("has no term drat");
    }

    @Test
    void everyModelIsItsOwnFit() {
        List<SubModel> own = Tilde.ols("mpg ~ wt * hp + C(cyl)", CARS).submodels();
        // {}, wt, hp, wt + hp, wt * hp, each with and without cyl
        assertThat(own).hasSize(10);
        for (SubModel m : own) {
            LinearFit fit = Tilde.ols("mpg ~ " + m, CARS);
            assertThat(m.aic()).isCloseTo(fit.aic(), within(1e-9));
            assertThat(m.bic()).isCloseTo(fit.bic(), within(1e-9));
            assertThat(m.aicc()).isCloseTo(fit.aicc(), within(1e-9));
            assertThat(m.adjustedRSquared()).isCloseTo(fit.adjustedRSquared(), within(1e-12));
            assertThat(m.rank()).isEqualTo(fit.rank());
        }
        // R 4.2.2: AIC(lm(mpg ~ wt + hp, mtcars))
        assertThat(own.stream()
                        .filter(m -> m.toString().equals("wt + hp"))
                        .findFirst()
                        .orElseThrow()
                        .aic())
                .isCloseTo(156.652338825641, within(1e-9));
        assertThatThrownBy(() -> Tilde.ols("mpg ~ wt + hp + qsec", CARS).submodels(7))
                .hasMessageContaining("more than 7 models");
        assertThat(Tilde.ols("mpg ~ wt + hp + qsec", CARS).submodels(8)).hasSize(8);
    }
}
