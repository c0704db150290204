package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Generalised linear models beyond the corpus. Numbers from R 4.2.2 with MASS 7.3-58.2. */
class GlmTest {
    private static GlmFit fit(GlmRegression model, String formula, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    private static GlmRegression binomial() {
        return GlmRegression.of(Families.BINOMIAL);
    }

    @Test
    void estimatesTheta() {
        GlmFit f = GlmRegression.negativeBinomial()
                .fit(
                        Formula.parse("Days ~ Eth + Sex + Age + Lrn", Conventions.R),
                        Datasets.find("quine").source(),
                        DesignOptions.DEFAULTS);
        double[][] wanted = {
            {2.8945799902494, 0.228424614782},
            {-0.5693716973582, 0.153333359283},
            {0.0823202841458, 0.159915014648},
            {-0.4484281498776, 0.239746592555},
            {0.0880801521140, 0.236193028654},
            {0.3569009714294, 0.248324362799},
            {0.2921091570337, 0.186474710100}
        };
        for (int j = 0; j < wanted.length; j++) {
            assertThat(f.coefficients().get(j).estimate()).isCloseTo(wanted[j][0], within(1e-8));
            assertThat(f.coefficients().get(j).stdError()).isCloseTo(wanted[j][1], within(1e-8));
        }
        assertThat(f.theta().orElseThrow()).isCloseTo(1.27489264505361, within(1e-8));
        assertThat(f.thetaStdError()).isCloseTo(0.16103517877347, within(1e-6)); // R stops earlier
        assertThat(f.deviance()).isCloseTo(167.95180082058454, within(1e-6));
        assertThat(f.aic()).isCloseTo(1109.1510182899842, within(1e-7));
    }

    @Test
    void quasiTakesAnyVarianceAndLink() {
        Dataset sprays = Datasets.find("InsectSprays");
        double[] count = sprays.numbers("count");
        int[] positive = java.util.stream.IntStream.range(0, count.length)
                .filter(i -> count[i] > 0)
                .toArray();
        GlmFit f = fit(GlmRegression.of(Families.quasi(2, Links.LOG)), "count ~ spray", sprays.subset(positive));
        assertThat(f.coefficients().stream().mapToDouble(Coefficient::estimate).toArray())
                .containsExactly(
                        new double[] {
                            2.6741486494265,
                            0.0558804583945,
                            -1.7578579175524,
                            -1.0815178553088,
                            -1.4213856809312,
                            0.1392620673335
                        },
                        within(1e-8));
        assertThat(f.coefficients().get(2).stdError()).isCloseTo(0.202340439727, within(1e-8));
        assertThat(f.deviance()).isCloseTo(14.017173034662, within(1e-9));
        assertThat(f.aic()).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "0 0 0 1 1 1, separation, x",
        "0 1 1 0 0 1, , ",
    })
    void separationIsFoundAndNamed(String y, String rule, String column) {
        double[] values = java.util.Arrays.stream(y.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        Dataset d = Dataset.named("six")
                .with("y", values)
                .with("x", new double[] {1, 2, 3, 4, 5, 6})
                .with("z", new double[] {1, -1, 1, -1, 1, -1});
        GlmFit f = fit(binomial(), "y ~ x + z", d);
        List<String> rules = f.findings().stream().map(Finding::rule).toList();
        assertThat(f.isConverged()).isEqualTo(rule == null);
        if (rule == null) {
            assertThat(rules).doesNotContain("separation", "convergence");
        } else {
            assertThat(rules).contains(rule);
            assertThat(f.findings().get(0).sentence()).contains(column);
            assertThat(f.summary().toString()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"win ~ x", "C(result) ~ x", "share ~ x", "won + lost ~ x", "I(result == 'yes') ~ x"})
    void binomialResponsesInAllForms(String formula) {
        double[] x = {1, 2, 3, 4, 5, 6, 7, 8};
        boolean[] win = {false, true, false, false, true, true, false, true};
        double[] share = new double[8];
        double[] lost = new double[8];
        String[] result = new String[8];
        for (int i = 0; i < 8; i++) {
            share[i] = win[i] ? 1 : 0;
            lost[i] = 1 - share[i];
            result[i] = win[i] ? "yes" : "no";
        }
        Dataset d = Dataset.named("games")
                .with("x", x)
                .with("win", win)
                .with("share", share)
                .with("won", share)
                .with("lost", lost)
                .with("result", result);
        GlmFit f = fit(binomial(), formula, d);
        // R: glm(c(0,1,0,0,1,1,0,1) ~ I(1:8), binomial)
        assertThat(f.coefficients().get(1).estimate()).isCloseTo(0.305742138, within(1e-9));
        assertThat(f.deviance()).isCloseTo(10.20425897, within(1e-8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x; binomial; between 0 and 1; row 2",
                "y ~ x; Gamma; above 0; row 1",
                "g ~ x; binomial; factor of 3 levels; I(g ==",
                "g ~ x; poisson; factor of 3 levels; needs numbers",
                "y + x ~ 1; poisson; one response; each response",
                "~ x; poisson; needs a response; before a ~",
                "y ~ x | g; poisson; one part; ",
                "y ~ x + weights(w); poisson; every row has the weight 0; ",
            })
    void refusesWithTheReason(String formula, String family, String problem, String help) {
        Dataset d = Dataset.named("odd")
                .with("y", new double[] {0, 2, 3, 1})
                .with("x", new double[] {1, 2, 3, 5})
                .with("w", new double[4])
                .with("g", new String[] {"a", "b", "c", "a"});
        assertThatThrownBy(() -> fit(GlmRegression.of(Families.of(family)), formula, d))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(help == null ? "" : help);
    }

    @Test
    void threadsChangeNoBit() throws Exception {
        int n = 30_000;
        Random r = new Random(5);
        double[] y = new double[n];
        double[] x = new double[n];
        String[] g = new String[n];
        for (int i = 0; i < n; i++) {
            x[i] = r.nextGaussian();
            g[i] = "g" + r.nextInt(9);
            y[i] = r.nextDouble() < 1 / (1 + Math.exp(-x[i] + 0.3)) ? 1 : 0;
        }
        Dataset d = Dataset.named("many").with("y", y).with("x", x).with("g", g);
        GlmFit whole = fit(binomial(), "y ~ x*g", d);
        for (int threads : new int[] {1, 2, 5}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                GlmFit again = pool.submit(() -> fit(binomial(), "y ~ x*g", d)).get();
                assertThat(again.coefficients()).isEqualTo(whole.coefficients());
                assertThat(again.deviance()).isEqualTo(whole.deviance());
            } finally {
                pool.shutdown();
            }
        }
    }

    @Test
    void predictsUnderOffsetAndMissingValues() {
        Dataset d = Datasets.find("warpbreaks");
        GlmFit f = fit(GlmRegression.of(Families.POISSON), "breaks ~ wool + tension", d);
        double[] mu = f.predict(d);
        assertThat(mu).containsExactly(f.fitted(), within(1e-12));
        GlmPredictions p = f.predictions(d.source());
        for (int i = 0; i < mu.length; i++) {
            assertThat(p.low()[i]).isLessThan(mu[i]);
            assertThat(p.high()[i]).isGreaterThan(mu[i]);
        }
    }

    /** The ends of the interval of eta from R 4.2.2's predict(se.fit = TRUE), taken through the link by hand. */
    @ParameterizedTest
    @CsvSource({
        "Gamma,            inverse,  y, -2, 5.7467674,    2.3673759, Infinity",
        "Gamma,            inverse,  y, 8,  53.9831833,   14.894265, Infinity",
        "Gamma,            inverse,  y, 10, -79.5353275,  NaN,       NaN",
        "inverse.gaussian, 1/mu^2,   y, 4,  12.1256326,   6.6568598, Infinity",
        "inverse.gaussian, 1/mu^2,   y, 10, NaN,          NaN,       NaN",
        "poisson,          sqrt,     c, -2, 0.1481435551, 0,         2.0365238",
        "poisson,          sqrt,     c, 0,  0.0034447111, 0,         0.6761567",
        "poisson,          sqrt,     c, 4,  0.8946575886, 0.3495576, 1.6912817",
    })
    void intervalsStayInTheRange(
            String family, String link, String response, double x, double mu, double low, double high) {
        Dataset d = Dataset.named("i")
                .with("y", 1.2, 9, 3, 40, 8, 2.2, 60, 35)
                .with("x", 1, 2, 3, 4, 5, 6, 7, 8)
                .with("c", 0, 1, 0, 0, 3, 0, 1, 6);
        GlmFit f = fit(GlmRegression.of(Families.of(family)).link(Links.of(link)), response + " ~ x", d);
        GlmPredictions p =
                f.predictions(Dataset.named("new").with("x", new double[] {x}).source());
        assertThat(new double[] {p.response()[0], p.low()[0], p.high()[0]})
                .containsExactly(new double[] {mu, low, high}, within(1e-5));
    }

    @Test
    void spreadBeyondTheFamilyIsFound() {
        GlmFit f = fit(GlmRegression.of(Families.POISSON), "Days ~ Eth*Sex", Datasets.find("quine"));
        assertThat(f.findings().get(0).rule()).isEqualTo("dispersion");
        assertThat(f.findings().get(0).evidence().keySet()).containsExactly("ratio", "p");
        assertThat(f.toString()).hasSizeLessThan(1000).contains("dispersion");
    }
}
