package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectsTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    // R 4.2.2: rows of model.matrix over expand.grid of the levels at mean(wt), averaged; L %*% coef(m),
    // sqrt(L %*% vcov(m) %*% t(L)) for m <- lm(mpg ~ factor(cyl) * factor(am) + wt, mtcars)
    @ParameterizedTest
    @CsvSource({
        "4, 23.2719342129319, 1.08473352723434",
        "6, 19.4037844380922, 0.985807015634627",
        "8, 16.8055560241136, 1.08252124045653"
    })
    void meansOfOneFactor(String level, double mean, double error) {
        for (String name : new String[] {"cyl", "C(cyl)"}) {
            Effect own = Tilde.ols("mpg ~ C(cyl) * C(am) + wt", CARS).marginalMeans(name).means().stream()
                    .filter(e -> e.name().equals(level))
                    .findFirst()
                    .orElseThrow();
            assertThat(own.estimate()).isCloseTo(mean, within(1e-10));
            assertThat(own.stdError()).isCloseTo(error, within(1e-10));
        }
    }

    @Test
    void differencesOfMeans() {
        MarginalMeans own = Tilde.ols("mpg ~ C(cyl) * C(am) + wt", CARS).marginalMeans("cyl");
        Effect first = own.with(Adjustment.NONE).contrasts().get(0);
        assertThat(first.name()).isEqualTo("4 - 6");
        assertThat(first.estimate()).isCloseTo(3.86814977483964, within(1e-10));
        assertThat(first.stdError()).isCloseTo(1.40652267138951, within(1e-10));
        assertThat(first.pValue()).isCloseTo(0.0109102833078376, within(1e-10));
        assertThat(own.table().columnNames()).contains("term", "estimate", "std.error", "conf.low");
        assertThat(own.toString()).contains("Marginal means").contains("4 - 8");
    }

    @Test
    void meansOfTexts() {
        // R 4.2.2: lm(breaks ~ wool * tension, warpbreaks), rows with tension L averaged
        Effect low = Tilde.ols("breaks ~ wool * tension", Tilde.dataset("warpbreaks"))
                .marginalMeans("tension")
                .means()
                .get(0);
        assertThat(low.name()).isEqualTo("L");
        assertThat(low.estimate()).isCloseTo(36.3888888888889, within(1e-10));
        assertThat(low.stdError()).isCloseTo(2.57864967693919, within(1e-10));
    }

    @Test
    void emptyCellsHaveNoMean() {
        Dataset d = CARS.rows(i -> !(CARS.numbers("cyl")[i] == 8 && CARS.numbers("am")[i] == 1));
        MarginalMeans own = Tilde.ols("mpg ~ C(cyl) * C(am)", d).marginalMeans("cyl");
        assertThat(own.means()).filteredOn(e -> e.name().equals("8")).allMatch(e -> Double.isNaN(e.estimate()));
        assertThat(own.means()).filteredOn(e -> e.name().equals("4")).noneMatch(e -> Double.isNaN(e.estimate()));
        assertThat(own.contrasts().get(0).estimate()).isNotNaN();
        assertThat(own.contrasts().get(1).estimate()).isNaN();
    }

    @Test
    void aNumberIsLookedAtInFiveSteps() {
        LinearFit fit = Tilde.ols("mpg ~ wt + hp", CARS);
        MarginalMeans own = fit.marginalMeans("wt");
        assertThat(own.means()).hasSize(5);
        double slope = fit.coefficient("wt").orElseThrow().estimate();
        // max(wt) - min(wt) = 5.424 - 1.513
        assertThat(own.means().get(4).estimate() - own.means().get(0).estimate())
                .isCloseTo(slope * 3.911, within(1e-9));
    }

    @Test
    void averageMarginalEffects() {
        // R 4.2.2: central differences of the model matrix of lm(mpg ~ poly(wt, 2) * factor(cyl) + hp), averaged
        Effect own = Tilde.ols("mpg ~ poly(wt, 2) * C(cyl) + hp", CARS).averageMarginalEffect("wt");
        assertThat(own.estimate()).isCloseTo(-3.69417379647885, within(1e-7));
        assertThat(own.stdError()).isCloseTo(1.11597242947712, within(1e-7));
        LinearFit line = Tilde.ols("mpg ~ wt + hp", CARS);
        assertThat(line.averageMarginalEffect("wt").pValue())
                .isCloseTo(line.coefficient("wt").orElseThrow().pValue(), within(1e-15));
    }

    // R 4.2.2: for each level of a data frame in which all rows have it mean(predict(m, d)), and
    // colMeans(model.matrix);
    // differences from the first level, sqrt(c %*% vcov(m) %*% c)
    @ParameterizedTest
    @CsvSource({
        "mtcars,     'mpg ~ poly(wt, 2) * C(cyl) + hp', cyl,     0, cyl: 6 - 4,     -14.432392989787,  13.052144978172",
        "mtcars,     'mpg ~ poly(wt, 2) * C(cyl) + hp', C(cyl),  1, cyl: 8 - 4,     -7.52494396241741, 5.28997152346082",
        "warpbreaks, breaks ~ wool * tension,           tension, 0, tension: M - L, -10,               3.64676134573641",
        "warpbreaks, breaks ~ wool * tension,           tension, 1, tension: H - L, -14.7222222222222, 3.64676134573641",
        "warpbreaks, 'breaks ~ wool * C(tension, Sum)', tension, 1, tension: H - L, -14.7222222222222, 3.64676134573641",
        "warpbreaks, breaks ~ wool * tension,           wool,    0, wool: B - A,    -5.77777777777778, 2.97756817025317",
        "airquality, Ozone ~ Wind * C(Month),           Month,   1, Month: 7 - 5,   22.3064633526088,  7.05492285312869",
        "airquality, Ozone ~ Wind * C(Month),           Month,   3, Month: 9 - 5,   4.9611374684469,   6.59291827885126"
    })
    void averageEffectsOfLevels(
            String data, String formula, String column, int at, String name, double estimate, double error) {
        Effect own = Tilde.ols(formula, Tilde.dataset(data))
                .averageMarginalEffects(column)
                .get(at);
        assertThat(own.name()).isEqualTo(name);
        assertThat(own.estimate()).isCloseTo(estimate, within(1e-10));
        assertThat(own.stdError()).isCloseTo(error, within(1e-10));
    }

    @Test
    void averageEffectOfATruthValue() {
        double[] am = CARS.numbers("am");
        boolean[] manual = new boolean[am.length];
        for (int i = 0; i < am.length; i++) {
            manual[i] = am[i] == 1;
        }
        LinearFit fit = Tilde.ols("mpg ~ manual * wt + qsec", CARS.with("manual", manual));
        // R 4.2.2, as above: lm(mpg ~ manual * wt + qsec)
        Effect own = fit.averageMarginalEffect("manual");
        assertThat(own.name()).isEqualTo("manual: true - false");
        assertThat(own.estimate()).isCloseTo(0.755584499947865, within(1e-10));
        assertThat(own.stdError()).isCloseTo(1.35171283216675, within(1e-10));
        assertThat(fit.averageMarginalEffects().stream().map(Effect::name))
                .containsExactly("manual: true - false", "wt", "qsec");
    }

    /** Offsets of the rows are part of their predictions. */
    @Test
    void anOffsetThatDependsOnTheLevel() {
        Effect with = Tilde.ols("mpg ~ C(am) + wt + offset(ifelse(am == 1, 3, 1))", CARS)
                .averageMarginalEffect("am");
        Effect without = Tilde.ols("mpg ~ C(am) + wt", CARS).averageMarginalEffect("am");
        assertThat(with.estimate()).isCloseTo(without.estimate(), within(1e-12));
        assertThat(with.stdError()).isCloseTo(without.stdError(), within(1e-12));
    }

    @Test
    void oneEffectOfManyIsRefused() {
        LinearFit fit = Tilde.ols("mpg ~ C(cyl) + wt", CARS);
        assertThatThrownBy(() -> fit.averageMarginalEffect("cyl"))
                .hasMessageContaining("cyl has 3 levels; averageMarginalEffects");
        assertThatThrownBy(() -> fit.averageMarginalEffects("hp")).hasMessageContaining("there are cyl, wt");
    }

    @Test
    void saysWhatThereIs() {
        LinearFit fit = Tilde.ols("mpg ~ wt + hp", CARS);
        assertThatThrownBy(() -> fit.marginalMeans("cyl")).hasMessageContaining("there are wt, hp");
        assertThatThrownBy(fit::marginalMeans).hasMessageContaining("name a column");
    }
}
