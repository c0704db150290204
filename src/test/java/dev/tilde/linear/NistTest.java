package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * NIST Statistical Reference Datasets, 11 of linear regression and 5 of one-way analysis of variance: decimal digits on which coefficients and standard errors
 * agree with the certified values, against what an exact solver gets from data rounded to double.
 */
class NistTest {
    private static final MathContext DIGITS = new MathContext(80);

    private static final double POLY = 13.7;

    /**
     * Digits of the certified F that an exact solver gets from the responses rounded to double: ratios of sums of squares in
     * Python 3.11.7's fractions.Fraction of float(text), against the certified F as a fraction of its text. The
     * responses of SmLs07 to 09 are 1e12 + tenths, whose last bit is 1.2e-4.
     */
    private static final Map<String, Double> EXACT_SOLVER = Map.of(
            "nist-sirstv", 13.07,
            "nist-smls01", 16.15,
            "nist-smls04", 10.43,
            "nist-smls07", 4.41,
            "nist-atmwtag", 10.15);

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
        // Filip's powers are built inside the fit, so rounding them loses nothing.
        double lost = name.equals("nist-filip")
                ? 14
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

    /** {@code poly(x, 10, raw=TRUE)} is the same as its powers by themselves. */
    @Test
    void rawPolynomialsHaveTheDigitsOfPowers() throws Exception {
        Json certified = metadata("nist-filip").get("certified");
        for (String formula : List.of("y ~ poly(x, 10, raw=TRUE)", "y ~ poly(x, degree = 10, raw=True)")) {
            LinearFit fit = LinearRegression.OLS.fit(
                    Formula.parse(formula), Datasets.find("nist-filip").source(), DesignOptions.DEFAULTS);
            assertThat(digits(estimates(fit), certified.get("coef"))).isGreaterThanOrEqualTo(13.7);
            double[] errors = fit.coefficients().stream()
                    .mapToDouble(Coefficient::stdError)
                    .toArray();
            assertThat(digits(errors, certified.get("se"))).isGreaterThanOrEqualTo(13.7);
        }
    }

    /** Orthogonal polynomials as a reader gets them, in doubles, told in powers again by their recurrence. */
    @Test
    void orthogonalPolynomialsTellThePowers() throws Exception {
        Json certified = metadata("nist-filip").get("certified");
        LinearFit fit = LinearRegression.OLS.fit(
                Formula.parse("y ~ poly(x, 10)"), Datasets.find("nist-filip").source(), DesignOptions.DEFAULTS);
        BigDecimal[][] p = powers(recurrence(fit.design().toJson()).findFirst().orElseThrow());
        double[] g = estimates(fit);
        Matrix v = fit.covariance();
        double[] b = new double[p.length];
        double[] errors = new double[p.length];
        for (int k = 0; k < p.length; k++) {
            BigDecimal sum = BigDecimal.ZERO;
            BigDecimal variance = BigDecimal.ZERO;
            for (int i = 0; i < p.length; i++) {
                sum = sum.add(p[i][k].multiply(new BigDecimal(g[i])));
                for (int j = 0; j < p.length; j++) {
                    variance = variance.add(p[i][k].multiply(p[j][k]).multiply(new BigDecimal(v.get(i, j))), DIGITS);
                }
            }
            b[k] = sum.doubleValue();
            errors[k] = Math.sqrt(variance.doubleValue());
        }
        double coefficients = digits(b, certified.get("coef"));
        double deviations = digits(errors, certified.get("se"));
        System.out.printf(Locale.ROOT, "poly(x, 10)      %5.1f %5.1f%n", coefficients, deviations);
        assertThat(coefficients).isGreaterThanOrEqualTo(POLY);
        assertThat(deviations).isGreaterThanOrEqualTo(POLY);
    }

    private static Stream<Json> recurrence(Json json) {
        List<Json> inside = json instanceof Json.Obj o
                ? List.copyOf(o.fields().values())
                : json instanceof Json.Arr a ? a.items() : List.of();
        return json.get("alpha") instanceof Json.Arr
                ? Stream.of(json)
                : inside.stream().flatMap(NistTest::recurrence);
    }

    /** The powers of x in each polynomial, the constant first. */
    private static BigDecimal[][] powers(Json axis) {
        double[] alpha =
                axis.get("alpha").items().stream().mapToDouble(Json::number).toArray();
        double[] c = axis.get("c").items().stream().mapToDouble(Json::number).toArray();
        BigDecimal[][] p = new BigDecimal[c.length][c.length];
        for (BigDecimal[] row : p) {
            java.util.Arrays.fill(row, BigDecimal.ZERO);
        }
        p[0][0] = BigDecimal.ONE;
        for (int i = 1; i < c.length; i++) {
            for (int k = 0; k < c.length; k++) {
                BigDecimal v = k == 0 ? BigDecimal.ZERO : p[i - 1][k - 1];
                v = v.subtract(new BigDecimal(alpha[i - 1]).multiply(p[i - 1][k]));
                if (i > 1) {
                    v = v.subtract(new BigDecimal(c[i - 1] / c[i - 2]).multiply(p[i - 2][k]));
                }
                p[i][k] = v.round(DIGITS);
            }
        }
        for (int i = 1; i < c.length; i++) {
            BigDecimal norm = new BigDecimal(Math.sqrt(c[i]));
            for (int k = 0; k < c.length; k++) {
                p[i][k] = p[i][k].divide(norm, DIGITS);
            }
        }
        return p;
    }

    private static double[] estimates(LinearFit fit) {
        return fit.coefficients().stream().mapToDouble(Coefficient::estimate).toArray();
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
        // The table is the same figure, found by other means.
        assertThat(lost).isEqualTo(EXACT_SOLVER.get(name), within(0.01));
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
