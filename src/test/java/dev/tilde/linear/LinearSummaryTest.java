package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearSummaryTest {
    private static LinearFit fit(Dataset data, String formula) {
        return LinearRegression.OLS.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** What the terminal shows of a data set and formula: all of these lines, in 25 lines of 80 columns. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "airquality|Ozone ~ Solar.R + Wind + Temp + C(Month)|  Check   Shape      Straight lines miss a curve. RESET p < 0.001",
                "airquality|Ozone ~ Solar.R + Wind + Temp + C(Month)|  Wind                 -3.109   -4.418 to -1.800      0.660   -4.71   <0.001",
                "airquality|Ozone ~ Solar.R + Wind + Temp + C(Month)|          Missing    27.5% of rows left out, most of C(Month) 6: 70.0%",
                "airquality|Ozone ~ Solar.R + Wind + Temp + C(Month)|  Note    3 of them  Range, Overfit, Thin level",
                "airquality|Ozone ~ Wind + bs(Temp, df=4)|  bs(Temp, df=4)        4 columns, as one term: F(4, 110) = 20.76   <0.001",
                "airquality|Ozone ~ Wind * C(Month) + bs(Temp, df=4)|  Wind:C(Month)         4 columns, as one term: F(4, 102) = 5.28   <0.001",
                "airquality|Ozone ~ Wind + I(2 * Wind)|  I(2 * Wind)   left out: equals 2 \u00d7 Wind",
                "airquality|Ozone ~ Wind + weights(I(Day > 2)) + offset(0.1 * Temp)|Weighted linear regression",
                "airquality|Ozone ~ Wind + weights(I(Day > 2)) + offset(0.1 * Temp)|  Weights  I(Day > 2), 8 rows with weight 0 not counted",
                "airquality|Ozone ~ Wind + weights(I(Day > 2)) + offset(0.1 * Temp)|  Offset   0.1 * Temp, with coefficient 1",
                "mtcars|mpg ~ wt * hp + C(cyl) * am + C(gear)|  C(gear), from 3            2 columns, as one term: F(2, 21) = 0.76    0.481",
            })
    void fitsATerminal(String data, String formula, String line) {
        LinearFit fit = fit(Datasets.find(data), formula);
        assertThat(fit.summary().toString().lines().toList())
                .hasSizeLessThanOrEqualTo(25)
                .allMatch(l -> l.length() <= 80)
                .contains(line);
        assertThat(fit.toString()).hasSizeLessThan(1000).endsWith("summary() for more");
    }

    @Test
    void manyTermsOnFewRows() {
        Random random = new Random(5);
        Dataset data = Dataset.named("wide").with("y", random.doubles(30).toArray());
        for (int j = 0; j < 600; j++) {
            data = data.with("a_rather_long_name_" + j, random.doubles(30).toArray());
        }
        String terms =
                IntStream.range(0, 600).mapToObj(j -> "a_rather_long_name_" + j).collect(Collectors.joining(" + "));
        LinearFit fit = fit(data, "y ~ " + terms);
        assertThat(fit.rank()).isEqualTo(30);
        assertThat(fit.summary().toString().lines().toList())
                .hasSizeLessThanOrEqualTo(25)
                .allMatch(l -> l.length() <= 80);
        assertThat(fit.toString()).hasSizeLessThan(1000).endsWith("summary() for more");
    }

    @Test
    void namesTheMethod() {
        assertThat(fit(Datasets.find("mtcars"), "mpg ~ wt")).asString().startsWith("OLS  mpg ~ wt   32 rows");
        assertThat(fit(Datasets.find("mtcars"), "mpg ~ wt + weights(hp)"))
                .asString()
                .startsWith("WLS  mpg ~ wt + weights(hp)   32 rows");
    }
}
