package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Numbers from R 4.2.2: the formula of Diebold and Mariano over {@code acf(type = "covariance")}, {@code Box.test},
 * {@code pt}, {@code pchisq}.
 */
class SequenceTestsTest {
    private static final double[] E = IntStream.rangeClosed(1, 30)
            .mapToDouble(t -> StrictMath.sin(t * 1.7) * 1.5 + 0.3 * StrictMath.cos(t * 0.9))
            .toArray();
    private static final double[] G = IntStream.rangeClosed(1, 30)
            .mapToDouble(t -> StrictMath.cos(t * 2.3) * 1.1 - 0.2 * StrictMath.sin(t * 0.4))
            .toArray();

    /** At h = 2 the variance is negative, so h = 1 is taken. */
    @ParameterizedTest
    @CsvSource({
        "1, 2.82986314875626732, 0.00836773957736218",
        "2, 2.82986314875626732, 0.00836773957736218",
        "3, 3.36290005830453609, 0.00218116319947222",
    })
    void comparesErrors(int ahead, double statistic, double p) {
        Comparison c = Comparison.of("e", "g", List.of(E), List.of(G), 1, Dependence.ahead(ahead), true);
        assertThat(c.statistic()).isCloseTo(statistic, within(1e-12));
        assertThat(c.pValue()).isCloseTo(p, within(1e-12));
        assertThat(c.rows()).isEqualTo(30);
        assertThat(c.isFirstBetter()).isFalse();
        Comparison turned = Comparison.of("g", "e", List.of(G), List.of(E), 1, Dependence.ahead(ahead), true);
        assertThat(turned.statistic()).isCloseTo(-statistic, within(1e-12));
        assertThat(turned.isFirstBetter()).isTrue();
        assertThat(turned)
                .hasToString(
                        "g 0.795 against e 1.09 on 30 rows held out: lower, p = " + (ahead == 3 ? "0.002" : "0.008"));
    }

    /**
     * Where no pair of rows is h steps apart all autocovariances together are 0, whatever rounding leaves of them, and
     * h = 1 is taken. NumPy 1.24.2, SciPy 1.10.1.
     */
    @ParameterizedTest
    @CsvSource({
        "6, 8, 1.4901109120548723, 0.19638157180209415",
        "10, 10, 1.9731709324405313, 0.07993331740975866",
        "10, 12, 1.9731709324405313, 0.07993331740975866",
    })
    void comparesFewerRowsThanStepsAhead(int rows, int ahead, double statistic, double p) {
        List<double[]> e = List.of(Arrays.copyOf(E, rows));
        List<double[]> g = List.of(Arrays.copyOf(G, rows));
        Comparison c = Comparison.of("e", "g", e, g, 1, Dependence.ahead(ahead), true);
        assertThat(c.statistic()).isCloseTo(statistic, within(1e-12));
        assertThat(c.pValue()).isCloseTo(p, within(1e-12));
    }

    /** statsmodels 0.13.5, OLS of the differences on a constant with cov_type "cluster", t. */
    @Test
    void comparesGridsAsWholes() {
        List<double[]> e = List.of(
                new double[] {1.0, -2.0, 0.5, 1.5},
                new double[] {0.3, Double.NaN, 0.7, -1.1},
                new double[] {2.0, -0.4},
                new double[] {Double.NaN},
                new double[] {0.9, 1.2, -0.6, 0.2, 1.0});
        List<double[]> g = List.of(
                new double[] {0.8, -1.0, 0.9, 1.0},
                new double[] {0.5, 3, 0.1, -1.4},
                new double[] {1.1, -0.2},
                new double[] {4},
                new double[] {0.4, 0.8, -0.9, 0.7, 0.3});
        Comparison c = Comparison.of("e", "g", e, g, 1, Dependence.WHOLES, true);
        assertThat(c.statistic()).isCloseTo(1.935473566070529, within(1e-12));
        assertThat(c.pValue()).isCloseTo(0.1483680678209999, within(1e-12));
        assertThat(c.rows()).isEqualTo(14);
        assertThat(Comparison.of("e", "g", e.subList(0, 2), g.subList(0, 2), 1, Dependence.WHOLES, true)
                        .pValue())
                .isNaN();
    }

    /** statsmodels 0.13.5, OLS of the differences on a constant with cov_type "HAC", maxlags 5, times sqrt((n - 1) / n). */
    @Test
    void countsNeighboursWhereErrorsAreAlike() {
        Comparison c = Comparison.of("e", "g", List.of(E), List.of(G), 1, new Dependence(1, 5, false), true);
        assertThat(c.statistic()).isCloseTo(5.8668615573389316 * Math.sqrt(29 / 30.0), within(1e-10));
    }

    /** Two models as good as each other, whose errors have a memory, are told apart no more often than said. */
    @Test
    void keepsItsLevelWithAMemory() {
        java.util.Random random = new java.util.Random(2);
        int plain = 0;
        int wide = 0;
        int runs = 400;
        for (int run = 0; run < runs; run++) {
            double[] a = new double[60];
            double[] b = new double[60];
            for (int t = 1; t < 60; t++) {
                a[t] = 0.7 * a[t - 1] + random.nextGaussian();
                b[t] = 0.7 * b[t - 1] + random.nextGaussian();
            }
            plain += Comparison.of("a", "b", List.of(a), List.of(b), 1, Dependence.ahead(1), true)
                                    .pValue()
                            < 0.05
                    ? 1
                    : 0;
            wide += Comparison.of("a", "b", List.of(a), List.of(b), 1, new Dependence(1, 10, false), true)
                                    .pValue()
                            < 0.05
                    ? 1
                    : 0;
        }
        assertThat(plain).isGreaterThan(runs * 15 / 100);
        assertThat(wide).isLessThan(runs * 13 / 100);
    }

    @Test
    void comparesOnlyWhatBothHave() {
        double[] gaps = E.clone();
        gaps[3] = Double.NaN;
        assertThat(Comparison.of("e", "g", List.of(gaps), List.of(G), 1, Dependence.ahead(1), true)
                        .rows())
                .isEqualTo(29);
        Comparison same = Comparison.of("e", "e", List.of(E), List.of(E), 1, Dependence.ahead(1), true);
        assertThat(same.statistic()).isNaN();
        assertThat(same).hasToString("e 1.09 against e 1.09 on 30 rows held out: no test");
    }

    @Test
    void findsAutocorrelation() {
        LjungBox box = LjungBox.of(List.of(E), 10);
        assertThat(box.statistic()).isCloseTo(110.12158818015, within(1e-10));
        assertThat(box.first()).isCloseTo(-0.112879025099332, within(1e-12));
        double[] walk = E.clone();
        Arrays.parallelPrefix(walk, Double::sum);
        LjungBox four = LjungBox.of(List.of(walk), 4);
        assertThat(four.statistic()).isCloseTo(36.9864046187979, within(1e-10));
        assertThat(four.pValue()).isCloseTo(1.81295687795568e-07, within(1e-15));
        assertThat(LjungBox.of(List.of(new double[] {1, 2}), 10).pValue()).isNaN();
    }

    @ParameterizedTest
    @CsvSource({"0, 3, 1", "1, 1, 0.5", "2.5, 29, 0.0183253443384261", "40, 200, 2.24873965352023e-97"})
    void hasTailsOfT(double t, double df, double p) {
        assertThat(Tails.t(t, df)).isCloseTo(p, within(p * 1e-11));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 10, 0.999993388289439", "20, 10, 0.0292526880769611", "300, 4, 1.08343949194783e-63"})
    void hasTailsOfChiSquared(double x, double df, double p) {
        assertThat(Tails.chiSquared(x, df)).isCloseTo(p, within(p * 1e-11));
    }
}
