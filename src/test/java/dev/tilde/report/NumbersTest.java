package dev.tilde.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** Rounding as sprintf of R 4.2.2 and CPython 3.11 does it; digits as R's summary needs them. */
class NumbersTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void estimatesHaveTheDigitsOfTheirError() {
        Object[][] cases = {
            {-74.23481317, 26.10184059, "-74.2", "26.1"},
            {0.05222049, 0.02366696, "0.0522", "0.0237"},
            {-3.10872012, 0.66008636, "-3.109", "0.660"},
            {-4.19653513, 8.14692841, "-4.20", "8.15"},
            {12.0, 9.996, "12.0", "10.0"},
            {1.0, 0.9994, "1.000", "0.999"},
            {1.0, 0.9996, "1.00", "1.00"},
            {123456.7, 1234.0, "123457", "1234"},
            {1234567.0, 1000.0, "1.23457e+06", "1000"},
            {-2345678.0, 500000.0, "-2.346e+06", "500000"},
            {1.5e-7, 2.5e-8, "1.500e-07", "2.50e-08"},
            {-0.00001, 0.5, "0.000", "0.500"},
            {0.0, 1e-9, "0", "1.00e-09"},
            {2.0, 0.0, "2", "0"},
            {2.0 / 3, 0.0, "0.6667", "0"},
            {2.0, NAN, "2", "-"},
            {NAN, 1.0, "-", "1.00"},
            {INF, INF, "-", "-"},
            {-INF, 1.0, "-", "1.00"}
        };
        for (Object[] c : cases) {
            assertThat(Numbers.estimate((Double) c[0], (Double) c[1])).isEqualTo(c[2]);
            assertThat(Numbers.error((Double) c[1])).isEqualTo(c[3]);
        }
    }

    @Test
    void decimals() {
        double[][] cases = {
            {26.1, 1}, {0.66, 3}, {0.0237, 4}, {9.12, 2}, {1234, 0}, {1e-9, 11}, {0, -1}, {NAN, -1}, {INF, -1}, {-1, -1}
        };
        for (double[] c : cases) {
            assertThat(Numbers.decimals(c[0])).as("%s", c[0]).isEqualTo((int) c[1]);
        }
    }

    @Test
    void intervals() {
        assertThat(Numbers.interval(-4.417845735, -1.79959451, 0.66008636)).isEqualTo("-4.418 to -1.800");
        assertThat(Numbers.interval(-126.0016577, -22.46796862, 26.1)).isEqualTo("-126.0 to -22.5");
        assertThat(Numbers.interval(NAN, 1, 1)).isEqualTo("-");
        assertThat(Numbers.interval(-INF, INF, 1)).isEqualTo("-");
    }

    @Test
    void probabilities() {
        Object[][] cases = {
            {0.02957179, "0.030", "p = 0.030"},
            {7.77766e-6, "<0.001", "p < 0.001"},
            {0.0009999, "<0.001", "p < 0.001"},
            {0.001, "0.001", "p = 0.001"},
            {0.0, "<0.001", "p < 0.001"},
            {1.0, "1.000", "p = 1.000"},
            {NAN, "-", "p = -"}
        };
        for (Object[] c : cases) {
            assertThat(Numbers.p((Double) c[0])).isEqualTo(c[1]);
            assertThat(Numbers.pSentence((Double) c[0])).isEqualTo(c[2]);
        }
    }

    @Test
    void fixedRoundsTheBinaryValueHalfToEven() {
        Object[][] cases = {
            {0.125, 2, "0.12"},
            {0.375, 2, "0.38"},
            {1.005, 2, "1.00"},
            {2.5, 0, "2"},
            {-0.001, 2, "0.00"},
            {-1.5, 0, "-2"},
            {1e20, 1, "1.000e+20"}
        };
        for (Object[] c : cases) {
            assertThat(Numbers.fixed((Double) c[0], (Integer) c[1])).isEqualTo(c[2]);
        }
    }

    @Test
    void significantDigits() {
        Object[][] cases = {
            {42.0991, 3, "42.1"},
            {184.8018, 4, "184.8"},
            {0.0522204, 3, "0.0522"},
            {168.0, 3, "168"},
            {123456.0, 3, "123456"},
            {1234567.0, 4, "1.235e+06"},
            {999999.7, 4, "1.000e+06"},
            {0.00001234, 3, "1.23e-05"},
            {-0.5, 3, "-0.5"},
            {0.0, 3, "0"},
            {-0.0, 3, "0"},
            {1e300, 3, "1.00e+300"},
            {NAN, 3, "-"}
        };
        for (Object[] c : cases) {
            assertThat(Numbers.significant((Double) c[0], (Integer) c[1])).isEqualTo(c[2]);
        }
    }

    @Test
    void countsAndShares() {
        Object[][] cases = {{0L, "0"}, {999L, "999"}, {1000L, "1,000"}, {13006L, "13,006"}, {-1234567L, "-1,234,567"}};
        for (Object[] c : cases) {
            assertThat(Numbers.count((Long) c[0])).isEqualTo(c[1]);
        }
        assertThat(Numbers.percent(0.636861)).isEqualTo("63.7%");
        assertThat(Numbers.percent(NAN)).isEqualTo("-");
    }

    @Test
    void noLocaleChangesADigit() {
        Locale before = Locale.getDefault();
        try {
            for (String tag : new String[] {"de-DE", "ar-EG", "hi-IN-u-nu-deva", "tr-TR"}) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(Numbers.estimate(-1234.5, 10.04)).isEqualTo("-1234.5");
                assertThat(Numbers.count(13006)).isEqualTo("13,006");
                assertThat(Renderers.HTML.render(SampleReport.report())).contains("<li class=\"check\">", "13,006");
            }
        } finally {
            Locale.setDefault(before);
        }
    }
}
