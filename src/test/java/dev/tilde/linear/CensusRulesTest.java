package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.report.Findings.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CensusRulesTest {
    private static List<String> lines(Dataset data, String formula) {
        return fit(data, formula).findings().stream()
                .filter(f -> List.of("missing", "thin").contains(f.rule()))
                .map(f -> f.severity() + " " + f.title() + ": " + f.sentence())
                .toList();
    }

    private static LinearFit fit(Dataset data, String formula) {
        return LinearRegression.OLS.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** 40 rows of a: 20 p, 16 q, few r; y missing in the first rows of p. */
    private static Dataset data(int thin, int missing) {
        double[] y = new double[40];
        String[] a = new String[40];
        for (int i = 0; i < 40; i++) {
            y[i] = i < missing ? Double.NaN : i * 7 % 11;
            a[i] = i < 20 ? "p" : i < 40 - thin ? "q" : "r";
        }
        return Dataset.named("d").with("y", y).with("a", a);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "10 |  0 | none",
                " 9 |  0 | NOTE Thin level: a has levels under 10 rows: r (9)",
                " 4 |  0 | CHECK Thin level: a has levels under 5 rows: r (4)",
                "10 |  1 | NOTE Missing: 2.5% of rows left out",
                "10 |  8 | CHECK Missing: 20.0% of rows left out, most of a p: 40.0%",
                "10 |  5 | NOTE Missing: 12.5% of rows left out",
            })
    void rules(int thin, int missing, String line) {
        List<String> lines = lines(data(thin, missing), "y ~ a");
        assertThat(lines).isEqualTo(line == null ? List.of() : List.of(line));
    }

    /** R 4.2.2: chisq.test(table(is.na(airquality$Ozone) | is.na(airquality$Solar.R), airquality$Month)). */
    @Test
    void unevenlyLeftOut() {
        Finding f = fit(Datasets.find("airquality"), "Ozone ~ Solar.R + C(Month)").findings().stream()
                .filter(x -> x.rule().equals("missing"))
                .findFirst()
                .orElseThrow();
        assertThat(f.severity()).isEqualTo(Severity.CHECK);
        assertThat(f.evidence().get("uneven_chi2 C(Month)")).isCloseTo(3.84402416241e+01, within(1e-6));
        assertThat(f.evidence().get("uneven_p C(Month)")).isCloseTo(9.09057461670e-08, within(1e-12));
    }

    @Test
    void levelsOfACutAreCountedButHaveNoWholeColumn() {
        double[] x = new double[30];
        double[] y = new double[30];
        for (int i = 0; i < 30; i++) {
            x[i] = i < 27 ? i % 9 : 20;
            y[i] = i * 7 % 11;
        }
        Dataset d = Dataset.named("d").with("y", y).with("x", x);
        assertThat(lines(d, "y ~ cut(x, [-1, 10, 30])")).hasSize(1).allMatch(l -> l.startsWith("CHECK Thin level"));
    }
}
