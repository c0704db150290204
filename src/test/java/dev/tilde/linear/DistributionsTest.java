package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class DistributionsTest {
    // Tails: mpmath 1.2.1, 60 digits: erfc(z / sqrt(2)) / 2, gammainc(k/2, x/2, regularized=True),
    // betainc(v/2, 1/2, 0, v / (v + t*t), regularized=True) / 2, betainc(b/2, a/2, 0, b / (b + a*f), regularized=True)
    private static final double[][] NORMAL = {
        {0.5, 0.308537538725987},
        {1.96, 0.0249978951482204},
        {5, 2.86651571879194e-07},
        {10, 7.61985302416053e-24},
        {20, 2.75362411860623e-89},
        {37, 5.72557122252458e-300}
    };

    /** t, df, tail. */
    private static final double[][] T = {
        {2.5, 1, 0.121118941590843},
        {1e10, 1, 3.18309886183791e-11},
        {1e200, 1, 3.18309886183791e-201},
        {1e300, 1, 3.18309886183791e-301},
        {3, 2, 0.0477329831333546},
        {1e100, 2, 5.0e-201},
        {1e160, 1.5, 3.77085243201625e-241},
        {4.5, 2.5, 0.014947029504367},
        {2, 10, 0.0366940173853702},
        {50, 10, 1.23715516465134e-13},
        {1e20, 10, 1.23046875e-196},
        {30, 100, 4.19016627934415e-52},
        {5, 100, 1.2250867067519e-06},
        {1e3, 100, 3.95980930397393e-202},
        {8, 1000, 1.71333074119574e-15},
        {37, 100000, 5.98731412171233e-298},
        {5, 1000000, 2.86699893544537e-07}
    };

    /** x, df, tail. */
    private static final double[][] CHI_SQUARED = {
        {3.84, 1, 0.0500435212487051},
        {1370, 1, 6.94293736464327e-300},
        {0.001, 2, 0.999500124979169},
        {50, 2, 1.3887943864964e-11},
        {1380, 2, 2.17173828138983e-300},
        {20, 10, 0.0292526880769611},
        {100, 10, 5.44970198292053e-17},
        {1400, 10, 9.92039147980014e-295},
        {150, 100, 0.000903932042354009},
        {1100, 1000, 0.0146144081262952},
        {3500, 1000, 1.04435230054327e-273}
    };

    /** f, df1, df2, tail. */
    private static final double[][] F = {
        {4, 1, 2, 0.183503419072274},
        {1e8, 3, 2, 9.99999991666667e-09},
        {2.5, 2, 10, 0.131687242798354},
        {1e5, 2, 10, 3.12421886717383e-22},
        {18.8, 2, 101, 1.14600429977867e-07},
        {25.80546, 7, 103, 4.56880908612199e-20},
        {500, 5, 300, 3.69045116236807e-143},
        {3, 20, 1000, 1.09432218497107e-05},
        {150, 20, 1000, 4.14925946746034e-284},
        {60, 20, 1000000, 1.05933726390541e-241},
        {68, 20, 1000000, 6.51193452763736e-276},
        {700, 2, 200000, 1.12965190282733e-303},
        {2, 1, 150000, 0.157301282584505},
        {1300, 1, 1000000, 1.72517940547093e-284}
    };

    /** Tail and then, by R 4.2.2 with lower = FALSE: qnorm(p), qt(p, 7), qt(p, 103), qchisq(p, 4), qf(p, 4, 103). */
    private static final double[][] QUANTILES = {
        {0.025, 1.95996398454005, 2.36462425159278, 1.98326414477346, 11.1432867818778, 2.91267543797599},
        {1e-10, 6.36134090240406, 53.8355794846738, 7.06046048544353, 52.6679632110617, 16.9878921970832},
        {1e-50, 14.9333375347885, 27913914.4833658, 28.3287816831158, 239.848840750281, 233.780664298178}
    };

    @Test
    void tailsKeepTheirDigits() {
        check("normal", NORMAL, r -> Distributions.normalTail(r[0]));
        check("t", T, r -> Distributions.tTail(r[0], r[1]));
        check("chi-squared", CHI_SQUARED, r -> Distributions.chiSquaredTail(r[0], r[1]));
        check("F", F, r -> Distributions.fTail(r[0], r[1], r[2]));
    }

    @Test
    void otherSideAndBothSides() {
        assertThat(Distributions.normalTwoSided(-5)).isCloseTo(2 * 2.86651571879194e-07, within(1e-20));
        assertThat(Distributions.tTwoSided(-2, 10)).isCloseTo(2 * 0.0366940173853702, within(1e-15));
        assertThat(Distributions.tTail(-2, 10)).isCloseTo(1 - 0.0366940173853702, within(1e-15));
        assertThat(Distributions.tTail(-1e200, 1)).isEqualTo(1);
        assertThat(Distributions.tTwoSided(Double.POSITIVE_INFINITY, 3)).isZero();
        assertThat(Distributions.fTail(0, 2, 3)).isEqualTo(1);
        assertThat(Distributions.chiSquaredTail(-1, 2)).isEqualTo(1);
    }

    @Test
    void infiniteDegreesOfFreedomAreTheLimit() {
        double inf = Double.POSITIVE_INFINITY;
        assertThat(Distributions.tTail(5, inf)).isEqualTo(Distributions.normalTail(5));
        assertThat(Distributions.tQuantile(0.025, inf)).isEqualTo(Distributions.normalQuantile(0.025));
        assertThat(Distributions.fTail(3, 4, inf)).isEqualTo(Distributions.chiSquaredTail(12, 4));
        assertThat(Distributions.fQuantile(0.05, 4, inf)).isEqualTo(Distributions.chiSquaredQuantile(0.05, 4) / 4);
    }

    @Test
    void quantiles() {
        for (double[] r : QUANTILES) {
            double[] actual = {
                r[0],
                Distributions.normalQuantile(r[0]),
                Distributions.tQuantile(r[0], 7),
                Distributions.tQuantile(r[0], 103),
                Distributions.chiSquaredQuantile(r[0], 4),
                Distributions.fQuantile(r[0], 4, 103)
            };
            for (int i = 0; i < r.length; i++) {
                assertThat(actual[i]).as("%s of %s", i, r[0]).isCloseTo(r[i], within(1e-11 * r[i]));
            }
        }
        assertThat(Distributions.tQuantile(0.975, 7)).isCloseTo(-2.36462425159278, within(1e-13));
    }

    @Test
    void nothingFromNothing() {
        double nan = Double.NaN;
        assertThat(new double[] {
                    Distributions.normalTail(nan),
                    Distributions.normalQuantile(nan),
                    Distributions.normalQuantile(-0.1),
                    Distributions.tTail(nan, 3),
                    Distributions.tTail(1, 0),
                    Distributions.tTail(1, nan),
                    Distributions.tTwoSided(1, -1),
                    Distributions.tQuantile(0.1, 0),
                    Distributions.tQuantile(1.1, 5),
                    Distributions.chiSquaredTail(1, 0),
                    Distributions.chiSquaredTail(nan, 1),
                    Distributions.chiSquaredQuantile(0.1, 0),
                    Distributions.fTail(1, 0, 5),
                    Distributions.fTail(1, 5, 0),
                    Distributions.fTail(nan, 5, 5),
                    Distributions.fQuantile(0.1, 0, 5),
                    Distributions.fQuantile(0.1, 5, nan)
                })
                .containsOnly(nan);
    }

    private static void check(String what, double[][] table, ToDoubleFunction<double[]> tail) {
        for (double[] row : table) {
            double expected = row[row.length - 1];
            // Where F has many denominator degrees of freedom, the far tail has a digit less.
            boolean far = row.length == 4 && row[2] > 1e5 && expected < 1e-200;
            double relative = far ? 1e-9 : 1e-10;
            assertThat(tail.applyAsDouble(row))
                    .as("%s %s", what, Arrays.toString(row))
                    .isCloseTo(expected, within(relative * expected));
        }
    }
}
