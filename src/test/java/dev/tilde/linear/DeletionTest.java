package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DeletionTest {
    // R 4.2.2: m <- lm(Ozone ~ Solar.R + Wind + Temp + factor(Month), na.omit(airquality))
    @Test
    void agreesWithR() {
        Residuals r = Airquality.FIT;
        int i = Airquality.position(117);
        // covratio(m)["117"]; dfbetas(m)["117", ]; sum((resid(m) / (1 - hatvalues(m)))^2)
        assertThat(r.deletion().covarianceRatio()[i]).isCloseTo(0.173788579499321, within(1e-12));
        double[] dfbetas = {
            0.908094470750223,
            0.541484823195495,
            -1.08412624399196,
            -0.786219996339491,
            0.395222174928823,
            0.267507993836962,
            0.95953948342569,
            0.293201479849665
        };
        for (int j = 0; j < dfbetas.length; j++) {
            assertThat(r.deletion().dfbetas(j)[i]).as("column %d", j).isCloseTo(dfbetas[j], within(1e-11));
        }
        assertThat(r.deletion().press()).isCloseTo(52315.3549781676, within(1e-7));
        assertThat(1 - r.deletion().press() / r.totalSumOfSquares()).isCloseTo(0.570488, within(1e-6));
    }

    @Test
    void aRowThatDecidesAloneHasNoScaledResidual() {
        // The last row is the only one of its group.
        Matrix x = Matrix.of(5, 2, new double[] {1, 1, 1, 1, 1, 0, 0, 0, 0, 1});
        Residuals r = Residuals.of(x, new double[] {1, 2, 4, 3, 100}, true);
        assertThat(r.leverages()[4]).isEqualTo(1);
        assertThat(r.raw()[4]).isCloseTo(0, within(1e-13));
        assertThat(r.deletion().press()).isNaN();
        for (double[] column : scaled(r)) {
            assertThat(column[4]).isNaN();
            assertThat(Arrays.copyOf(column, 4)).doesNotContain(Double.NaN);
        }
    }

    @Test
    void withoutDegreesOfFreedomThereIsNothingToScaleBy() {
        Residuals saturated = line(0, 1, 5, 2);
        assertThat(saturated.df()).isZero();
        assertThat(saturated.sigma()).isNaN();
        assertThat(saturated.perfect()).isTrue();
        for (double[] column : scaled(saturated)) {
            assertThat(column).containsOnly(Double.NaN);
        }

        Residuals one = line(0, 1, 2, 5, 2, 4);
        assertThat(one.df()).isEqualTo(1);
        assertThat(one.standardised()).doesNotContain(Double.NaN);
        assertThat(one.deletion().cook()).doesNotContain(Double.NaN);
        assertThat(one.deletion().sigmaWithout()).containsOnly(Double.NaN);
        assertThat(one.deletion().studentised()).containsOnly(Double.NaN);
        assertThat(one.deletion().dffits()).containsOnly(Double.NaN);
    }

    @Test
    void aPerfectFitIsNotScaledByRounding() {
        for (double[] y : new double[][] {{0.1, 0.3, 0.5, 0.7, 0.9}, {0, 0, 0, 0, 0}, {7, 7, 7, 7, 7}}) {
            Residuals r = line(0, 1, 2, 3, 4, y[0], y[1], y[2], y[3], y[4]);
            assertThat(r.perfect()).isTrue();
            for (double[] column : scaled(r)) {
                assertThat(column).containsOnly(Double.NaN);
            }
        }
    }

    @Test
    void aSingleRowOffThePerfectLineStandsInfinitelyFar() {
        Residuals r = line(0, 1, 2, 3, 4, 5, 1, 2, 3, 14, 5, 6);
        assertThat(r.deletion().studentised()[3]).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(r.deletion().sigmaWithout()[3]).isZero();
        assertThat(r.standardised()).doesNotContain(Double.NaN);
    }

    /** Intercept and slope; first all x, then all y. */
    private static Residuals line(double... xy) {
        int n = xy.length / 2;
        double[] x = new double[2 * n];
        Arrays.fill(x, 0, n, 1);
        System.arraycopy(xy, 0, x, n, n);
        return Residuals.of(Matrix.of(n, 2, x), Arrays.copyOfRange(xy, n, 2 * n), true);
    }

    private static double[][] scaled(Residuals r) {
        return new double[][] {
            r.standardised(),
            r.deletion().sigmaWithout(),
            r.deletion().studentised(),
            r.deletion().cook(),
            r.deletion().dffits(),
            r.deletion().dfbetas(1),
            r.deletion().covarianceRatio()
        };
    }
}
