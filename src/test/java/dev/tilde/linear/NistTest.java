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
 * NIST Statistical Reference Datasets, linear regression: decimal digits on which coefficients and standard errors
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
        if (!meta.get("kind").text("").equals("lls")) {
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
        double lost = meta.get("verified")
                .get("lre_coef_lost_by_rounding_the_design_to_double")
                .number();
        System.out.printf(Locale.ROOT, "%-16s %5.1f %5.1f%n", name, coefficients, errors);
        // A perfect fit has standard errors of zero: digits of an absolute error then.
        boolean perfect = meta.get("certified").get("se").items().stream().allMatch(v -> v.number() == 0);
        double bound = Math.min(14, (Double.isNaN(lost) ? 15 : lost) - 0.3);
        assertThat(coefficients).as("digits of coefficients").isGreaterThanOrEqualTo(bound);
        assertThat(errors).as("digits of standard errors").isGreaterThanOrEqualTo(perfect ? 9 : Math.min(bound, 13.6));
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
