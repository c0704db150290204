package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class BoxCoxTest {
    @Test
    void agreesWithR() {
        // R 4.2.2: optimize and uniroot on -n/2 log(RSS / n) of (y^k - 1) / (k g^(k - 1)), g the geometric mean
        check(Airquality.FIT, 0.248294442891, 0.110770271019, 0.395696457613);
        check(PlainFits.of("cars", "dist", "speed"), 0.430598674978, 0.220376881132, 0.669611962558);
        check(PlainFits.of("mtcars", "mpg", "wt hp cyl=6 cyl=8"), 0.0508615627258, -0.542728275451, 0.655372343351);
        check(
                PlainFits.of("stackloss", "stack.loss", "Air.Flow Water.Temp Acid.Conc."),
                0.297098591226,
                -0.186568747857,
                0.738220487571);
    }

    @Test
    void needsAPositiveResponseWithResiduals() {
        double[] x = {1, 2, 3, 4, 5};
        assertThat(BoxCox.of(PlainFits.of(new double[] {1, 0, 2, 4, 3}, x))).isEqualTo(BoxCox.NONE);
        assertThat(BoxCox.of(PlainFits.of(new double[] {1, -1, 2, 4, 3}, x))).isEqualTo(BoxCox.NONE);
        assertThat(BoxCox.of(PlainFits.of(new double[] {1, 2, 3, 4, 5}, x))).isEqualTo(BoxCox.NONE);
    }

    @Test
    void anEndOutsideTheSearchIsUnknown() {
        BoxCox wide = BoxCox.of(PlainFits.of(new double[] {100, 101, 103, 102, 105}, new double[] {1, 2, 3, 4, 5}));
        assertThat(wide.low()).isNaN();
        assertThat(wide.high()).isNaN();
    }

    private static void check(Residuals r, double lambda, double low, double high) {
        BoxCox actual = BoxCox.of(r);
        assertThat(actual.lambda()).isCloseTo(lambda, within(2e-6));
        assertThat(actual.low()).isCloseTo(low, within(2e-6));
        assertThat(actual.high()).isCloseTo(high, within(2e-6));
    }
}
