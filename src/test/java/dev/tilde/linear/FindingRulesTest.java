package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FindingRulesTest {
    private static final List<Evidence.Part> AIR_PARTS = List.of(
            new Evidence.Part("SolarR", List.of(1), true),
            new Evidence.Part("Wind", List.of(2), true),
            new Evidence.Part("Temp", List.of(3), true),
            new Evidence.Part("C(Month)", List.of(4, 5, 6, 7), false));

    private static List<Finding> air() {
        long[] rows = Arrays.stream(Airquality.ROWS).asLongStream().toArray();
        return FindingRules.findings(Evidence.of(Airquality.FIT, "Ozone", AIR_PARTS, rows, true));
    }

    @Test
    void airquality() {
        assertThat(air())
                .map(FindingRulesTest::line)
                .containsExactly(
                        "CHECK shape: Shape: Straight lines miss a curve. RESET p < 0.001",
                        "CHECK row: Row 117: Far above its prediction. Studentized 5.27, Cook 0.28",
                        "CHECK tails: Normality: Residuals lean right. Skewness 1.35, p < 0.001",
                        "NOTE range: Range: Predicts 6 negative values; Ozone has none",
                        "NOTE size: Overfit: Only 13.9 rows for each coefficient",
                        "OK spread: Spread: Breusch-Pagan p = 0.294",
                        "OK order: Independence: Durbin-Watson 2.11, p = 0.895",
                        "OK collinearity: Collinearity: Largest GVIF^(1/2df) 1.64; condition number 40");
        assertThat(air())
                .map(Finding::advice)
                .startsWith(
                        "log(Ozone), since Box-Cox finds the power 0.25, or bs(Wind, df=4) + bs(Temp, df=4)",
                        "check row 117 in the source; without it SolarR goes from p = 0.030 to p = 0.057 and C(Month) goes from"
                                + " p = 0.075 to p = 0.037");
    }

    @Test
    void evidenceKeepsItsOrderAndHasNoNaN() {
        Finding shape = air().get(0);
        assertThat(shape.evidence().keySet()).startsWith("reset_f", "reset_df1", "reset_df2", "reset_p");
        assertThat(shape.evidence()).doesNotContainKey("curvature_p C(Month)").contains(entry("reset_df2", 101.0));
        assertThat(air()).allSatisfy(f -> assertThat(f.evidence()).doesNotContainValue(Double.NaN));
        // R 4.2.2: p of Solar.R in summary(m) and in summary(update(m, subset = -77))
        assertThat(air().get(1).evidence().get("p_with SolarR")).isCloseTo(2.95717866234e-2, within(1e-12));
        assertThat(air().get(1).evidence().get("p_without SolarR")).isCloseTo(5.70649588110e-2, within(1e-12));
    }

    @Test
    void theSameInAnyLocale() {
        Locale before = Locale.getDefault();
        List<Finding> expected = air();
        try {
            for (String tag : List.of("de-DE", "ar-EG-u-nu-arab", "tr-TR")) {
                Locale.setDefault(Locale.forLanguageTag(tag));
                assertThat(air()).isEqualTo(expected);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    private static Map<String, Evidence> cases() {
        IntToDoubleFunction noise = noise(3);
        IntToDoubleFunction other = noise(1);
        double[] x = column(60, i -> i / 6.0);
        double[] z = column(60, i -> i * 7 % 12);
        Map<String, Evidence> cases = new LinkedHashMap<>();
        cases.put("nothing wrong", line(x, z, i -> z[i] + noise.applyAsDouble(i)));
        cases.put("a square", line(x, z, i -> x[i] * x[i] + noise.applyAsDouble(i)));
        cases.put("a product of two groups", groups(i -> 9 + 4 * (i % 2) * (i / 2 % 2) + noise.applyAsDouble(i)));
        cases.put("one row far below", line(x, z, i -> noise.applyAsDouble(i) - (i == 30 ? 12 : 0)));
        double[] w = column(60, i -> i == 59 ? 3 : i % 2 * 0.5);
        cases.put(
                "an outlier, and another row that decides",
                line(x, w, i -> (i == 59 ? 5 : 0) + noise.applyAsDouble(i) - (i == 30 ? 9 : 0)));
        cases.put(
                "two heaps",
                evidence(PlainFits.of(column(40, i -> 7 + i % 2), column(40, i -> i / 2)), "y", false, "x"));
        cases.put("a fan", line(x, z, i -> (0.2 + x[i]) * other.applyAsDouble(i)));
        cases.put("a fan that closes", line(x, z, i -> (10.2 - x[i]) * noise.applyAsDouble(i)));
        cases.put("leaning left", line(x, z, i -> -Math.exp(noise.applyAsDouble(i) * 0.8)));
        cases.put("heavy tails", line(x, z, i -> Math.pow(other.applyAsDouble(i), 3)));
        cases.put("a slow wave", line(x, z, i -> Math.sin(i / 4.0) + 0.3 * noise.applyAsDouble(i)));
        cases.put("a zigzag", line(x, z, i -> (i % 2 == 0 ? 1 : -1) + noise.applyAsDouble(i)));
        cases.put("below zero", line(x, z, i -> Math.max(-100 - 3 * x[i], -103 + noise.applyAsDouble(i))));
        cases.put(
                "below zero without a curve",
                evidence(
                        PlainFits.of(new double[] {0, 1, 0, 1, 0, 0, 3, 2, 5, 4, 6, 5}, column(12, i -> i)),
                        "y",
                        false,
                        "x"));
        cases.put("exact", line(x, z, i -> z[i]));
        cases.put("two rows", evidence(PlainFits.of(new double[] {1, 2}, new double[] {1, 2}), "y", true, "x"));
        cases.put("mtcars", data("mtcars", "mpg", "wt hp cyl=6 cyl=8"));
        cases.put("stackloss", data("stackloss", "stack.loss", "Air.Flow Water.Temp Acid.Conc."));
        cases.put("longley", data("longley", "Employed", "GNP.deflator GNP Unemployed Armed.Forces Population Year"));
        cases.put("swiss", data("swiss", "Fertility", "Agriculture Examination Education Catholic Infant.Mortality"));
        double[] many = column(6000, i -> i % 71);
        cases.put(
                "many rows",
                evidence(
                        PlainFits.of(column(6000, i -> 9 + many[i] + noise.applyAsDouble(i % 97)), many),
                        "y",
                        false,
                        "x"));
        cases.put(
                "many rows and a slight curve",
                evidence(
                        PlainFits.of(
                                column(
                                        6000,
                                        i -> 9
                                                + many[i]
                                                + many[i] * many[i] / 999
                                                + Math.exp(noise.applyAsDouble(i % 97) / 4)),
                                many),
                        "log(y)",
                        false,
                        "x"));
        return cases;
    }

    @Test
    void textsAreThoseOfTheBaseline() throws IOException {
        StringBuilder actual = new StringBuilder();
        cases().forEach((name, evidence) -> {
            actual.append("== ").append(name).append('\n');
            for (Finding f : FindingRules.findings(evidence)) {
                actual.append(line(f)).append('\n');
                if (!f.advice().isEmpty()) {
                    actual.append("    ").append(f.advice()).append('\n');
                }
            }
        });
        try (InputStream in = FindingRulesTest.class.getResourceAsStream("findings.txt")) {
            assertThat(actual).hasToString(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private static IntToDoubleFunction noise(long seed) {
        double[] v = new Random(seed).doubles(12 * 100).toArray();
        return i -> IntStream.range(12 * i, 12 * i + 12).mapToDouble(k -> v[k]).sum() - 6;
    }

    private static double[] column(int n, IntToDoubleFunction f) {
        return IntStream.range(0, n).mapToDouble(f).toArray();
    }

    /** 100 + 3 x and more, on x and z; ordered. */
    private static Evidence line(double[] x, double[] z, IntToDoubleFunction more) {
        return evidence(
                PlainFits.of(column(60, i -> 100 + 3 * x[i] + more.applyAsDouble(i)), x, z), "y", true, "x", "z");
    }

    private static Evidence groups(IntToDoubleFunction y) {
        Residuals r = PlainFits.of(column(60, y), column(60, i -> i % 2), column(60, i -> i / 2 % 2));
        List<Evidence.Part> parts =
                List.of(new Evidence.Part("a", List.of(1), false), new Evidence.Part("b", List.of(2), false));
        return Evidence.of(r, "y", parts, LongStream.range(0, 60).toArray(), false);
    }

    private static Evidence data(String data, String response, String columns) {
        String names = columns.replace("cyl=6 cyl=8", "C(cyl)");
        return evidence(PlainFits.of(data, response, columns), response, false, names.split(" ", -1));
    }

    private static Evidence evidence(Residuals r, String response, boolean ordered, String... names) {
        List<Evidence.Part> parts = IntStream.range(0, names.length)
                .mapToObj(j -> names[j].startsWith("C(")
                        ? new Evidence.Part(
                                names[j], IntStream.range(j + 1, r.p()).boxed().toList(), false)
                        : new Evidence.Part(names[j], List.of(j + 1), true))
                .toList();
        return Evidence.of(r, response, parts, LongStream.range(0, r.n()).toArray(), ordered);
    }

    private static String line(Finding f) {
        return f.severity() + " " + f.rule() + ": " + f.title() + ": " + f.sentence();
    }
}
