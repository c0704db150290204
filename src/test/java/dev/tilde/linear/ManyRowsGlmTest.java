package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.ChunkSource;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models of so many rows that steps are summed in plain double and begin at the optimum of some of the rows. */
class ManyRowsGlmTest {
    private static final int ROWS = 150_000;
    private static final int COLUMNS = 10;
    private static final String X =
            IntStream.range(0, COLUMNS).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "));
    private static final Dataset DATA = data();

    /** Columns of spread 1, a year, a factor one of whose levels is rare, a column near the span of others. */
    private static Dataset data() {
        Random r = new Random(7);
        Dataset d = Dataset.named("many");
        double[] eta = new double[ROWS];
        double[] last = new double[ROWS];
        for (int j = 0; j < COLUMNS; j++) {
            double[] x = r.doubles(ROWS, -1, 1).toArray();
            for (int i = 0; i < ROWS; i++) {
                eta[i] += x[i] / (j + 1);
            }
            last = x;
            d = d.with("x" + j, x);
        }
        double[] year = new double[ROWS];
        double[] near = new double[ROWS];
        double[] y = new double[ROWS];
        double[] count = new double[ROWS];
        String[] g = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            year[i] = 1990 + r.nextInt(30);
            near[i] = last[i] + 1e-5 * r.nextGaussian();
            g[i] = i % 50_001 == 7 ? "rare" : "g" + r.nextInt(4);
            eta[i] += 0.05 * (year[i] - 2005) + (g[i].equals("g1") ? 0.5 : 0);
            y[i] = r.nextDouble() < 1 / (1 + Math.exp(-eta[i])) ? 1 : 0;
            count[i] = Math.floor(-Math.log(r.nextDouble()) * Math.exp(eta[i] / 2) + r.nextDouble());
        }
        return d.with("year", year).with("near", near).with("g", g).with("y", y).with("count", count);
    }

    private static GlmFit fit(String formula, Family family, Source source) {
        return GlmRegression.of(family).fit(Formula.parse(formula), source, DesignOptions.DEFAULTS);
    }

    /** What the last step must be a fixed point of: least squares of the working response in double-double. */
    @ParameterizedTest
    @ValueSource(strings = {"", " + year", " + year + g", " + near", " + year - 1"})
    void hasTheDigitsOfExactSums(String more) {
        for (Family family : List.of(Families.BINOMIAL, Families.POISSON)) {
            boolean binomial = family.binomial();
            String right = " ~ " + X + more;
            GlmFit fit = fit((binomial ? "y" : "count") + right, family, DATA.source());
            assertThat(fit.isConverged()).isTrue();
            double[] mu = fit.fitted();
            double[] working = fit.residuals(GlmFit.Residual.WORKING);
            double[] w = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                w[i] = family.variance(mu[i]);
            }
            LinearFit step = LinearRegression.OLS.fit(
                    Formula.parse("z" + right + " + weights(w)"),
                    DATA.with("z", working).with("w", w).source(),
                    DesignOptions.DEFAULTS);
            for (int j = 0; j < fit.coefficients().size(); j++) {
                double se = fit.coefficients().get(j).stdError();
                double exact = step.coefficients().get(j).stdError() / step.sigma();
                assertThat(step.coefficients().get(j).estimate()).isEqualTo(0, within(1e-10 * se));
                assertThat(se).isEqualTo(exact, within(1e-11 * se));
            }
        }
    }

    @Test
    void hasTheSameBitsByAnyRoad() throws Exception {
        String formula = "y ~ " + X + " + year + g";
        GlmFit whole = fit(formula, Families.BINOMIAL, DATA.source());
        List<Dataset> chunks = new ArrayList<>();
        for (int from = 0; from < ROWS; from += 9_999) {
            chunks.add(DATA.subset(
                    IntStream.range(from, Math.min(ROWS, from + 9_999)).toArray()));
        }
        Source stream = ChunkSource.of(DATA.schema(), chunks::iterator);
        ForkJoinPool one = new ForkJoinPool(1);
        try {
            GlmFit again =
                    one.submit(() -> fit(formula, Families.BINOMIAL, stream)).get();
            assertThat(again.coefficients()).isEqualTo(whole.coefficients());
            assertThat(again.deviance()).isEqualTo(whole.deviance());
        } finally {
            one.shutdown();
        }
    }

    /** Among every 32nd row the response follows s without an error; among all it does not. */
    @Test
    void startsAfreshWhereFewRowsMislead() {
        double[] y = new double[ROWS];
        Random r = new Random(1);
        double[] x = r.doubles(ROWS, -1, 1).toArray();
        for (int i = 0; i < ROWS; i++) {
            boolean first = i % 8192 % 32 == 0;
            y[i] = first ? (x[i] > 0 ? 1 : 0) : r.nextDouble() < 0.5 + x[i] / 4 ? 1 : 0;
        }
        GlmFit fit = fit(
                "misled ~ s + " + X,
                Families.BINOMIAL,
                DATA.with("s", x).with("misled", y).source());
        assertThat(fit.isConverged()).isTrue();
        assertThat(fit.coefficient("s").orElseThrow().estimate()).isBetween(1.0, 2.0);
    }

    /** R 4.2.2: three ages coded 9999 off the grid of every 32nd row; glm() rests at this deviance. */
    @Test
    void startsAfreshWhereFewRowsMissAFarOne() {
        Random r = new Random(11);
        double[][] z = new double[11][ROWS];
        Dataset d = Dataset.named("coded");
        for (int k = 0; k < z.length; k++) {
            for (int i = 0; i < ROWS; i++) {
                z[k][i] = r.nextInt(5);
            }
            d = d.with("z" + k, z[k]);
        }
        double[] age = new double[ROWS];
        double[] c = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            age[i] = 20 + r.nextInt(60);
            double stop = Math.exp(-Math.exp(-1 + .02 * age[i]));
            int k = -1;
            for (double p = 1; p > stop || k < 0; k++) {
                p *= r.nextDouble();
            }
            c[i] = k;
        }
        for (int i : new int[] {1001, 50003, 90005}) {
            age[i] = 9999;
        }
        String right = IntStream.range(0, z.length).mapToObj(k -> " + z" + k).collect(Collectors.joining());
        GlmFit fit = fit(
                "c ~ age" + right,
                Families.POISSON,
                d.with("age", age).with("c", c).source());
        assertThat(fit.isConverged()).isTrue();
        assertThat(fit.deviance()).isCloseTo(186_710.9, within(0.1));
    }

    /** R 4.2.2 has no starting values either: a response of 0 has no logarithm. */
    @ParameterizedTest
    @CsvSource({"120000, LOG", "150000, LOG", "120000, INVERSE", "150000, INVERSE"})
    void refusesStartingValuesWhateverTheSize(int rows, Links link) {
        double[] y = new double[ROWS];
        double[] x = DATA.numbers("x0");
        for (int i = 0; i < ROWS; i++) {
            y[i] = Math.exp(1 + .3 * x[i]);
        }
        y[5] = 0;
        Dataset d = DATA.with("positive", y).rows(i -> i < rows);
        assertThatThrownBy(() -> GlmRegression.of(Families.GAUSSIAN)
                        .link(link)
                        .fit(Formula.parse("positive ~ " + X), d.source(), DesignOptions.DEFAULTS))
                .hasMessageContaining("the response 0.0 of row 6");
    }
}
