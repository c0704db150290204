package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.report.Renderers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DiagnosticsTest {
    private static final Diagnostics AIR =
            fit("airquality", "Ozone ~ Solar.R + Wind + Temp + C(Month)").diagnostics();

    private static LinearFit fit(String data, String formula) {
        return fit(Datasets.find(data), formula);
    }

    private static LinearFit fit(Dataset data, String formula) {
        return LinearRegression.OLS.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /**
     * R 4.2.2 with lmtest 0.9-40 and car 3.1-1; Harvey-Collier by lm on the rows before each, in the order of the fitted
     * values; Omnibus by statsmodels 0.13.5.
     */
    @ParameterizedTest
    @CsvSource({
        "'RESET, f^2 and f^3',        18.800217,  '2 101',  1.1458e-07",
        "Harvey-Collier,              4.7659529,  82,       8.0289548e-06",
        "'Breusch-Pagan, Koenker',    8.462131,   7,        .293611",
        "'Breusch-Pagan, classic',    23.196344,  7,        .0015754",
        "Non-constant variance,       6.246986,   1,        .012441",
        "White,                       43.809213,  25,       .0113905",
        "Durbin-Watson,               2.1091746,  '',       .8946944",
        "'Breusch-Godfrey, 4 lags',   6.471643,   4,        .166586",
        "'Ljung-Box, 10 lags',        6.945711,   10,       .73056",
        "Jarque-Bera,                 89.563103,  2,        3.5613882e-20",
        "Omnibus,                     38.60847,   2,        4.1331128e-09",
        "Shapiro-Wilk,                .9223448,   '',       7.108e-06",
    })
    void airquality(String name, double statistic, String df, double p) {
        Diagnostic own = AIR.all().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(own.statistic()).isCloseTo(statistic, within(6e-7 * Math.max(1, statistic * 10)));
        assertThat(own.pValue()).isCloseTo(p, within(1e-3 * p));
        assertThat(own.df().stream().map(v -> String.valueOf(v.intValue())).reduce("", (a, b) -> (a + " " + b).strip()))
                .isEqualTo(df);
    }

    @Test
    void more() {
        assertThat(AIR.whiteSpecial().statistic()).isCloseTo(4.955320, within(1e-6));
        assertThat(AIR.whiteSpecial().pValue()).isCloseTo(.083939, within(1e-6));
        assertThat(AIR.andersonDarling().statistic()).isCloseTo(1.6642975, within(1e-7));
        // R 4.2.2, MASS 7.3-58.2: boxcox on a grid of 0.0005
        assertThat(AIR.power().best()).isCloseTo(.2485, within(.0005));
        assertThat(AIR.power().low()).isCloseTo(.1110, within(.0005));
        assertThat(AIR.power().high()).isCloseTo(.3955, within(.0005));
        assertThat(AIR.boxCox().statistic()).isCloseTo(76.162057, within(1e-5));
        assertThat(AIR.all()).allMatch(Diagnostic::exists);
    }

    /** By Imhof's integral over the eigenvalues of N'AN, R 4.2.2 integrate() with a tolerance of 1e-12. */
    @ParameterizedTest
    @CsvSource({
        "airquality, Ozone ~ Wind + Temp,   1.894555641726144, 0.259989899264299",
        "mtcars,     mpg ~ wt,              1.251726734617437, 0.010200145358773",
        "faithful,   waiting ~ eruptions,   2.542646873698438, 0.999997865467476",
    })
    void durbinWatsonIsExact(String data, String formula, double d, double p) {
        Diagnostic own = fit(data, formula).diagnostics().durbinWatsonExact();
        assertThat(own.statistic()).isCloseTo(d, within(1e-12));
        assertThat(own.pValue()).isCloseTo(p, within(1e-12));
    }

    /** lmtest 0.9-40, Pan's algorithm: far out, where an integral around 1 / 2 has no digits left. */
    @Test
    void durbinWatsonKeepsDigitsOfSmallP() {
        double p = fit("LakeHuron", "level ~ year")
                .diagnostics()
                .durbinWatsonExact()
                .pValue();
        assertThat(p).isCloseTo(1.01937621375e-22, within(1e-32));
    }

    /**
     * With weights: R 4.2.2 from the definitions, such as lm(residuals(m, "pearson")^2 ~ wt + hp) for Koenker's form; ncv as
     * car 3.1-1 defines it.
     */
    @ParameterizedTest
    @CsvSource({
        "'RESET, f^2 and f^3',        6.98430803801,   0.00359185132019",
        "'Breusch-Pagan, Koenker',    1.16401125538,   0.558776544253",
        "'Breusch-Pagan, classic',    1.40679175852,   0.494901820129",
        "Non-constant variance,       0.960829864719,  0.326977882508",
        "White,                       6.7997779531,    0.23596201237",
        "'Breusch-Godfrey, 4 lags',   5.72950960159,   0.220279835426",
        "Shapiro-Wilk,                0.9255736923,    0.0295280399",
        "Box-Cox,                     13.1117676976,   0.000293446668",
    })
    void weighted(String name, double statistic, double p) {
        Diagnostics all = fit("mtcars", "mpg ~ wt + hp + weights(qsec)").diagnostics();
        Diagnostic own = all.all().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow();
        assertThat(own.statistic()).isCloseTo(statistic, within(1e-9 * statistic));
        assertThat(own.pValue()).isCloseTo(p, within(1e-6 * p));
        assertThat(all.durbinWatson().statistic()).isCloseTo(1.39233715167, within(1e-10));
        assertThat(all.power().best()).isCloseTo(-0.140976221765, within(1e-6));
        assertThat(all.document().toString()).contains("Pearson residuals");
    }

    /** R 4.2.2: lm(mpg ~ wt + offset(0.1 * qsec)) against the same with fitted(m)^2 and fitted(m)^3. */
    @Test
    void anOffsetBelongsToTheFittedValues() {
        Diagnostics all = fit("mtcars", "mpg ~ wt + offset(0.1 * qsec)").diagnostics();
        assertThat(all.reset().statistic()).isCloseTo(10.1139455267, within(1e-9));
        assertThat(all.reset().pValue()).isCloseTo(0.000494352394839, within(1e-12));
        assertThat(all.boxCox().remark()).isEqualTo("the response has an offset");
    }

    private static Dataset small() {
        return Dataset.named("small")
                .with("y", -1, 2, 4, 3, 7)
                .with("x", 1, 2, 3, 4, 5)
                .with("z", 2.0, 1, 1, 4, 3)
                .with("line", 2, 4, 6, 8, 10)
                .with("a", "p", "p", "q", "q", "q");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "y ~ x          | Box-Cox                    | the response is not always above 0",
                "y ~ x          | Omnibus                    | fewer than 8 rows",
                "y ~ x          | Anderson-Darling           | fewer than 8 rows",
                "line ~ x       | RESET, f^2 and f^3         | the fit is exact",
                "line ~ x       | Shapiro-Wilk               | the fit is exact",
                "y ~ 1          | Breusch-Pagan, Koenker     | there is nothing to explain them with",
                "y ~ a          | RESET, f^2 and f^3         | the powers of f are part of the model",
                "y ~ x + I(x^2) + I(x^3) + I(x^4) | Durbin-Watson | no residual degrees of freedom",
                "y ~ x + I(x^2) + I(x^3) | Breusch-Godfrey, 1 lag | too few residual degrees of freedom",
                "z ~ x + I(x^2) + I(x^3) | Box-Cox      | too few residual degrees of freedom",
            })
    void saysWhyNot(String formula, String name, String why) {
        List<Diagnostic> all = fit(small(), formula).diagnostics().all();
        Diagnostic own =
                all.stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
        assertThat(own.exists()).isFalse();
        assertThat(own.pValue()).isNaN();
        assertThat(own.remark()).isEqualTo(why);
    }

    @Test
    void theFullWhiteGivesWayToTheSpecial() {
        Diagnostic own = fit(small(), "y ~ x + z").diagnostics().white();
        assertThat(own.name()).isEqualTo("White, special");
        assertThat(own.df()).containsExactly(2.0);
    }

    @Test
    void asDocumentAndTable() {
        assertThat(AIR.toString().lines())
                .allMatch(line -> line.length() <= 80)
                .contains("    Breusch-Pagan, Koenker    chi2 8.46       7   0.294");
        assertThat(AIR.table().columnNames())
                .containsExactly("test", "question", "symbol", "statistic", "df1", "df2", "p.value", "remark");
        assertThat(AIR.table().rowCount()).isEqualTo(15);
        assertThat(Renderers.HTML.render(AIR.document())).contains("Harvey-Collier");
    }

    @Test
    void refuses() {
        assertThatThrownBy(() -> AIR.ljungBox(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the number of lags must be at least 1, got 0");
    }

    /** Fitted values that are all alike tell nothing, though rounding sets them apart. */
    @ParameterizedTest
    @ValueSource(strings = {"mpg ~ 1", "mpg ~ k", "mpg ~ 0 + k", "mpg ~ 1 + weights(wt)"})
    void constantFittedValuesGiveNoTest(String formula) {
        Dataset cars = Datasets.find("mtcars");
        double[] k = new double[cars.rows()];
        java.util.Arrays.fill(k, 0.1);
        LinearFit fit = Tilde.ols(formula, cars.with("k", k));
        Diagnostics d = fit.diagnostics();
        for (Diagnostic t : List.of(d.reset(), d.harveyCollier(), d.ncv(), d.white(), d.whiteSpecial())) {
            assertThat(t.exists()).as(t.name()).isFalse();
            assertThat(t.remark()).as(t.name()).isEqualTo("the fitted values are all alike");
        }
        assertThat(fit.findings())
                .noneMatch(f -> f.rule().equals("shape") || f.rule().equals("spread"));
    }

    /** Powers and orthogonal polynomials span the same: NIST's Filip, also weighted. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void testsDependOnTheSpaceAlone(boolean weighted) {
        Dataset filip = Datasets.find("nist-filip");
        DesignOptions options = weighted ? DesignOptions.DEFAULTS.weights("w") : DesignOptions.DEFAULTS;
        filip = filip.with(
                "w",
                java.util.stream.IntStream.range(0, filip.rows())
                        .mapToDouble(i -> 1 + i % 3)
                        .toArray());
        String powers = java.util.stream.IntStream.rangeClosed(2, 10)
                .mapToObj(k -> " + I(x^" + k + ")")
                .collect(java.util.stream.Collectors.joining());
        Diagnostics a = LinearRegression.OLS
                .fit(Formula.parse("y ~ x" + powers), filip.source(), options)
                .diagnostics();
        Diagnostics b = LinearRegression.OLS
                .fit(Formula.parse("y ~ poly(x, 10)"), filip.source(), options)
                .diagnostics();
        List<Diagnostic> ones = a.all();
        List<Diagnostic> twos = b.all();
        assertThat(a.white().df()).containsExactly(20.0);
        for (int i = 0; i < ones.size(); i++) {
            Diagnostic one = ones.get(i);
            Diagnostic two = twos.get(i);
            assertThat(one.df()).as(one.name()).isEqualTo(two.df());
            assertThat(one.statistic())
                    .as(one.name())
                    .isCloseTo(two.statistic(), within(1e-6 * Math.abs(two.statistic())));
        }
    }
}
