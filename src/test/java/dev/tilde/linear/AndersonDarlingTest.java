package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AndersonDarlingTest {
    @Test
    void agreesWithRAndStatsmodels() {
        // R 4.2.2, nortest: ad.test(resid(m))
        check(AndersonDarling.of(Airquality.FIT.raw()), 1.664297506735, 0.000268819250719);
        // statsmodels 0.13.5: normal_ad; q the quantiles of (i - 0.4) / 20.2
        check(of(8, i -> Math.sin((double) i * i)), 0.33164903632718, 0.41569512681798);
        check(of(8, AndersonDarlingTest::exponential), 0.2851302414471, 0.52894555846274);
        check(of(50, i -> Math.sin((double) i * i)), 1.8873475742701, 6.881358761985e-05);
        check(of(50, AndersonDarlingTest::exponential), 2.1367045077577, 1.6517980576369e-05);
        check(of(20, i -> q(i) + 0.25 * Math.sin((double) i * i)), 0.13894006078723, 0.96910297133054);
        check(of(20, i -> Math.pow(q(i), 3)), 1.9190357183274, 4.2755651787565e-05);
        check(of(6000, i -> Math.sin((double) i * i)), 187.7154050765, 3.7e-24);
        check(of(6000, i -> -Distributions.normalQuantile(uniform(i))), 0.0061263439492905, 0.99999730659196);
    }

    @Test
    void needsEightDifferentNumbers() {
        assertThat(of(7, i -> i)).isEqualTo(AndersonDarling.NONE);
        assertThat(of(9, i -> 4)).isEqualTo(AndersonDarling.NONE);
        assertThat(of(9, i -> i == 3 ? Double.NaN : i)).isEqualTo(AndersonDarling.NONE);
        assertThat(AndersonDarling.of(new double[0])).isEqualTo(AndersonDarling.NONE);
    }

    private static double uniform(int i) {
        return (i * 7919 % 10007 + 0.5) / 10008;
    }

    private static double exponential(int i) {
        return -Math.log(uniform(i));
    }

    private static double q(int i) {
        return -Distributions.normalQuantile((i - 0.4) / 20.2);
    }

    private static AndersonDarling of(int n, IntToDoubleFunction f) {
        return AndersonDarling.of(IntStream.rangeClosed(1, n).mapToDouble(f).toArray());
    }

    private static void check(AndersonDarling actual, double statistic, double p) {
        assertThat(actual.statistic()).isCloseTo(statistic, within(1e-9 * statistic + 1e-10));
        assertThat(actual.p()).isCloseTo(p, within(1e-9 * p));
    }
}
