package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * NIST Statistical Reference Datasets, 11 of linear regression and 5 of one-way analysis of variance: decimal digits on which coefficients and standard errors
 * agree with the certified values, against what an exact solver gets from data rounded to double.
 */
class NistTest {
    static List<String> sets() {
        return Datasets.names().stream().filter(n -> n.startsWith("nist-")).toList();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void hasTheCertifiedDigits(String name) throws Exception {
        Json meta = metadata(name);
        if (meta.get("kind").text("").equals("anova")) {
            variance(name, meta);
            return;
        }
        Dataset data = Datasets.find(name);
        LinearFit fit = LinearRegression.OLS.fit(
                Formula.parse(meta.get("formula").text("")), data.source(), DesignOptions.DEFAULTS);
        double coefficients = digits(
                fit.coefficients().stream().mapToDouble(Coefficient::estimate).toArray(),
                meta.get("certified").get("coef"));
        double errors = digits(
                fit.coefficients().stream().mapToDouble(Coefficient::stdError).toArray(),
                meta.get("certified").get("se"));
        // Powers are built inside the fit, so rounding them loses nothing. Cross-products of 106 bits then leave 12.5
        // digits.
        double lost = name.equals("nist-filip")
                ? 12.7
                : meta.get("verified")
                        .get("lre_coef_lost_by_rounding_the_design_to_double")
                        .number();
        System.out.printf(Locale.ROOT, "%-16s %5.1f %5.1f%n", name, coefficients, errors);
        // A perfect fit has standard errors of zero: digits of an absolute error then.
        boolean perfect = meta.get("certified").get("se").items().stream().allMatch(v -> v.number() == 0);
        double bound = Math.min(14, (Double.isNaN(lost) ? 15 : lost) - 0.3);
        assertThat(coefficients).as("digits of coefficients").isGreaterThanOrEqualTo(bound);
        assertThat(errors).as("digits of standard errors").isGreaterThanOrEqualTo(perfect ? 9 : Math.min(bound, 13.6));
    }

    /** One factor: its F and sums of squares. */
    private static void variance(String name, Json meta) {
        LinearFit fit = LinearRegression.OLS.fit(
                Formula.parse(meta.get("formula").text("")), Datasets.find(name).source(), DesignOptions.DEFAULTS);
        Json certified = meta.get("certified");
        TermTest f = fit.overall();
        double digits = digits(new double[] {f.statistic()}, new Json.Arr(List.of(certified.get("f"))));
        double lost = meta.get("verified")
                .get("lre_f_lost_by_rounding_the_data_to_double")
                .number();
        System.out.printf(Locale.ROOT, "%-16s %5.1f%n", name, digits);
        assertThat(digits).isGreaterThanOrEqualTo(Math.min(14, (Double.isNaN(lost) ? 15 : lost) - 0.3));
        assertThat((double) f.df()).isEqualTo(certified.get("df_model").number());
        assertThat((double) fit.dfResidual())
                .isEqualTo(certified.get("df_resid").number());
        // Against the exact answer for the numbers as they are in double, all digits.
        if (meta.get("exact_for_rounded_data_text") instanceof Json.Obj exact) {
            double[] first = {f.statistic(), f.sumOfSquares(), fit.residualSumOfSquares(), fit.sigma(), fit.rSquared()};
            List<Json> wanted = List.of("f", "ss_model", "ss_resid", "sigma", "r2").stream()
                    .<Json>map(k -> Json.of(Double.parseDouble(exact.get(k).text(""))))
                    .toList();
            assertThat(digits(first, new Json.Arr(wanted))).isGreaterThanOrEqualTo(14);
        }
    }

    private static double digits(double[] own, Json certified) {
        double least = 15;
        for (int i = 0; i < own.length; i++) {
            double c = certified.items().get(i).number();
            double error = c == 0 ? Math.abs(own[i]) : Math.abs(own[i] - c) / Math.abs(c);
            least = Math.min(least, error == 0 ? 15 : -Math.log10(error));
        }
        return least;
    }

    private static Json metadata(String name) throws Exception {
        try (InputStream in = Datasets.class.getResourceAsStream("/dev/tilde/datasets/" + name + ".json")) {
            return Json.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
