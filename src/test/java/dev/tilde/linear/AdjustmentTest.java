package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdjustmentTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    // R 4.2.2: TukeyHSD(aov(breaks ~ tension, warpbreaks)), 18 rows each, and TukeyHSD(aov(mpg ~ factor(cyl), mtcars)),
    // 11, 7 and 14 rows; R takes the later less the earlier. Its limits rest on a qtukey to 1e-4.
    @ParameterizedTest
    @CsvSource({
        "warpbreaks, breaks ~ tension, tension, L - M, -10.00000000000, -19.5598244440,  -0.440175556017, 0.03845976806484",
        "warpbreaks, breaks ~ tension, tension, L - H, -14.72222222222, -24.2820466662,  -5.162397778239, 0.00143150330798",
        "warpbreaks, breaks ~ tension, tension, M - H,  -4.72222222222, -14.2820466662,   4.837602221761, 0.46308309708618",
        "mtcars,     mpg ~ C(cyl),     cyl,     4 - 6,  -6.92077922078, -10.76934982897, -3.072208612591, 3.42372049701e-04",
        "mtcars,     mpg ~ C(cyl),     cyl,     4 - 8, -11.56363636364, -14.77077853713, -8.356494190146, 2.54398024868e-09",
        "mtcars,     mpg ~ C(cyl),     cyl,     6 - 8,  -4.64285714286,  -8.32758296925, -0.958131316464, 1.12286813531e-02"
    })
    void honestSignificantDifference(
            String data, String formula, String column, String pair, double diff, double low, double high, double p) {
        Effect own = Tilde.ols(formula, Tilde.dataset(data)).marginalMeans(column).contrasts().stream()
                .filter(e -> e.name().equals(pair))
                .findFirst()
                .orElseThrow();
        assertThat(own.estimate()).isCloseTo(-diff, within(1e-10));
        assertThat(own.low()).isCloseTo(-high, within(1e-6));
        assertThat(own.high()).isCloseTo(-low, within(1e-6));
        assertThat(own.pValue()).isCloseTo(p, within(1e-11));
    }

    // R 4.2.2: t of the differences of means of lm(mpg ~ factor(cyl) * factor(am) + wt, mtcars) on 25 df, by hand;
    // ptukey(abs(t) * sqrt(2), 3, 25, lower = FALSE), p.adjust(p), 1 - (1 - p)^3, pf(t^2 / 2, 2, 25, lower = FALSE).
    // Half widths: qt(1 - a / 2, 25) for a of 0.05, 0.05 / 3, 1 - 0.95^(1/3); the root of ptukey(q, 3, 25) / sqrt(2);
    // sqrt(2 * qf(0.95, 2, 25)).
    @ParameterizedTest
    @CsvSource({
        "NONE,       0.010910283307837611, 0.000914087688461655, 0.096617615267584125, 2.05953855275330",
        "TUKEY,      0.02840529897110022,  0.00254162993873686,  0.21536966897382781,  2.49083012185198",
        "BONFERRONI, 0.03273084992351284,  0.00274226306538497,  0.28985284580275239,  2.56597855207790",
        "HOLM,       0.02182056661567522,  0.00274226306538497,  0.09661761526758413,  2.56597855207790",
        "SIDAK,      0.03237504577567940,  0.00273975716025021,  0.26274987698247665,  2.55848202848795",
        "SCHEFFE,    0.03674006010733892,  0.00368404056123193,  0.24466639708360122,  2.60199537334299"
    })
    void otherFactorsAveraged(Adjustment how, double p0, double p1, double p2, double width) {
        MarginalMeans means = Tilde.ols("mpg ~ C(cyl) * C(am) + wt", CARS).marginalMeans("cyl");
        assertThat(means.adjustment()).isEqualTo(Adjustment.TUKEY);
        List<Effect> own = means.with(how).contrasts();
        double[] expected = {p0, p1, p2};
        for (int i = 0; i < expected.length; i++) {
            Effect e = own.get(i);
            assertThat(e.pValue()).as("%s", e.name()).isCloseTo(expected[i], within(1e-10));
            assertThat((e.high() - e.estimate()) / e.stdError()).isCloseTo(width, within(1e-9));
            assertThat((e.estimate() - e.low()) / e.stdError()).isCloseTo(width, within(1e-9));
        }
        assertThat(means.with(how).means()).isEqualTo(means.means());
    }

    @ParameterizedTest
    @CsvSource({
        "NONE,       p.value,     Differences: not adjusted.",
        "TUKEY,      adj.p.value, Differences: Tukey's range of 3 means.",
        "BONFERRONI, adj.p.value, 'Differences: Bonferroni, 3 comparisons.'",
        "SIDAK,      adj.p.value, 'Differences: \u0160id\u00e1k, 3 comparisons.'",
        "SCHEFFE,    adj.p.value, 'Differences: Scheff\u00e9, rank 2.'"
    })
    void saysHow(Adjustment how, String column, String words) {
        MarginalMeans own = Tilde.ols("mpg ~ C(cyl)", CARS).marginalMeans("cyl").with(how);
        assertThat(own.contrastTable().columnNames()).contains(column);
        assertThat(own.table().columnNames()).contains("p.value");
        assertThat(own.toString()).contains(words);
    }

    /** A line through five steps has one slope, so its comparisons have rank 1 and Scheffe's is the t test. */
    @Test
    void aLineHasOneContrast() {
        MarginalMeans own = Tilde.ols("mpg ~ wt + hp", CARS).marginalMeans("wt");
        for (int i = 0; i < 10; i++) {
            assertThat(own.with(Adjustment.SCHEFFE).contrasts().get(i).pValue())
                    .isCloseTo(own.with(Adjustment.NONE).contrasts().get(i).pValue(), within(1e-20));
        }
    }

    /** Without 8 cylinders and a manual gear there is no mean of 8 cylinders, and one pair to compare. */
    @Test
    void emptyCellsDoNotCount() {
        Dataset d = CARS.rows(i -> !(CARS.numbers("cyl")[i] == 8 && CARS.numbers("am")[i] == 1));
        MarginalMeans own = Tilde.ols("mpg ~ C(cyl) * C(am)", d).marginalMeans("cyl");
        double p = own.with(Adjustment.NONE).contrasts().get(0).pValue();
        for (Adjustment how : Adjustment.values()) {
            List<Effect> pairs = own.with(how).contrasts();
            assertThat(pairs.get(0).pValue()).as(how.name()).isCloseTo(p, within(1e-10 * p));
            assertThat(pairs.get(1).pValue()).as(how.name()).isNaN();
            assertThat(pairs.get(1).low()).as(how.name()).isNaN();
        }
    }

    /** With errors that are known the range is that of normals: R 4.2.2, ptukey(2.5 * sqrt(2), 4, Inf, lower = FALSE). */
    @Test
    void knownErrors() {
        Adjustment.Family family = new Adjustment.Family(4, 6, 3, Double.POSITIVE_INFINITY);
        assertThat(Adjustment.TUKEY.pValues(new double[] {-2.5}, family)[0])
                .isCloseTo(0.0598940107277548, within(1e-10));
        assertThat(Adjustment.SCHEFFE.pValues(new double[] {2.5}, family)[0])
                .isCloseTo(Distributions.chiSquaredTail(6.25, 3), within(1e-15));
    }
}
