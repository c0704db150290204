package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StudentizedRangeTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    // q, m, df, P(Q > q): mpmath 1.3.0, 30 digits, both integrals by sums over equal steps.
    private static final double[][] TAILS = {
        {1, 3, 10, 0.764890810578719},
        {3.5, 3, 10, 0.0771033108384118},
        {3.5, 3, 1, 0.359875269636052},
        {8, 3, 2, 0.0539910002769191},
        {5, 4, 20, 0.0102875345940133},
        {12, 4, 20, 2.6376624553019e-7},
        {0.5, 10, 5, 0.999989774516963},
        {4.2, 10, 60, 0.109368270807481},
        {6, 30, 5, 0.210924270129974},
        {5, 60, 120, 0.296481533449515},
        {40, 5, 8, 1.89827979323604e-8},
        {3.31449, 3, INF, 0.0500002823236113},
        {20, 6, INF, 3.13273137564381e-44},
        {0.1, 3, 50, 0.997247333332188},
        {4, 20, 1000000, 0.336025327407587},
        {9, 5, 300, 7.33280946073098e-9}
    };

    // q, m, df, R 4.2.2: ptukey(q, m, df, lower = FALSE); its 12 digits after the point are 8 for many means.
    private static final double[][] BY_R = {
        {1, 3, 10, 0.764890810578798, 1e-11},
        {3.5, 3, 10, 0.0771033108386604, 1e-11},
        {8, 3, 2, 0.0539910002771326, 1e-11},
        {5, 4, 20, 0.0102875345940345, 1e-11},
        {0.5, 10, 5, 0.999989774516771, 1e-11},
        {3.31449, 3, INF, 0.0500002823243564, 1e-11},
        {4.2, 10, 60, 0.109368270833883, 1e-7},
        {6, 30, 5, 0.210924248050547, 1e-7},
        {5, 60, 120, 0.296481537566814, 1e-7}
    };

    @Test
    void tails() {
        for (double[] r : TAILS) {
            assertThat(StudentizedRange.tail(r[0], (int) r[1], r[2]))
                    .as(Arrays.toString(r))
                    .isCloseTo(r[3], within(1e-12 * r[3]));
        }
        for (double[] r : BY_R) {
            assertThat(StudentizedRange.tail(r[0], (int) r[1], r[2]))
                    .as(Arrays.toString(r))
                    .isCloseTo(r[3], within(r[4]));
        }
    }

    /** The range of two normal values is sqrt(2) times a normal one's absolute value. */
    @Test
    void twoMeansAreTheTTest() {
        for (double df : new double[] {0.5, 1, 1.7, 3, 30, 99, 101, 1e4, 1e7, 1e10, INF}) {
            for (double t : new double[] {1e-3, 0.1, 1, 3, 10, 25}) {
                double p = Distributions.tTwoSided(t, df);
                assertThat(StudentizedRange.tail(t * Math.sqrt(2), 2, df))
                        .as("t %s, df %s", t, df)
                        .isCloseTo(p, within(1e-11 * p));
            }
        }
    }

    @Test
    void quantilesHaveTheirTails() {
        for (double tail : new double[] {0.999, 0.5, 0.05, 1e-3, 1e-12}) {
            for (int m : new int[] {2, 3, 10, 60}) {
                for (double df : new double[] {1, 2, 10, 200, INF}) {
                    double q = StudentizedRange.quantile(tail, m, df);
                    assertThat(StudentizedRange.tail(q, m, df))
                            .as("%s of %s means, df %s", tail, m, df)
                            .isCloseTo(tail, within(1e-10 * tail));
                }
            }
        }
        // R 4.2.2: qtukey(0.95, 3, 10), qtukey(0.95, 3, Inf), which stop at 1e-4
        assertThat(StudentizedRange.quantile(0.05, 3, 10)).isCloseTo(3.87677674919156, within(1e-4));
        assertThat(StudentizedRange.quantile(0.05, 3, INF)).isCloseTo(3.31449315755301, within(1e-4));
    }

    @Test
    void endsAndNothing() {
        assertThat(StudentizedRange.tail(0, 3, 5)).isEqualTo(1);
        assertThat(StudentizedRange.tail(INF, 3, 5)).isZero();
        assertThat(StudentizedRange.tail(1e-300, 3, 5)).isEqualTo(1);
        assertThat(StudentizedRange.quantile(0, 3, 5)).isInfinite();
        assertThat(StudentizedRange.quantile(1, 3, 5)).isZero();
        assertThat(new double[] {
                    StudentizedRange.tail(Double.NaN, 3, 5),
                    StudentizedRange.tail(1, 1, 5),
                    StudentizedRange.tail(1, 3, 0),
                    StudentizedRange.tail(1, 3, Double.NaN),
                    StudentizedRange.quantile(-0.1, 3, 5),
                    StudentizedRange.quantile(0.1, 1, 5),
                    StudentizedRange.quantile(0.1, 3, 0)
                })
                .containsOnly(Double.NaN);
    }
}
