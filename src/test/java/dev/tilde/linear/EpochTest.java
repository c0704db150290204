package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A column of epoch milliseconds, {@code y ~ t + z} with t = 1.735e12 plus or minus a half-width: R 4.2.2 gives NA below a span of
 * minutes, statsmodels a wrong slope. The reference solves the normal equations of the very same doubles in 80 digits.
 */
class EpochTest {
    private static final MathContext DIGITS = new MathContext(80);

    @ParameterizedTest
    @ValueSource(doubles = {3e10, 1e6, 1e5, 3e4, 1e3, 50})
    void hasThirteenDigits(double halfWidth) {
        Random random = new Random(1);
        int n = 200;
        double[] t = new double[n];
        double[] z = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            t[i] = Math.rint(1.735e12 + halfWidth * (2 * random.nextDouble() - 1));
            z[i] = random.nextGaussian();
            y[i] = 2 * (t[i] - 1.735e12) / halfWidth + z[i] + random.nextGaussian();
        }
        LinearFit fit = Tilde.ols(
                "y ~ t + z", Dataset.named("epoch").with("y", y).with("t", t).with("z", z));
        BigDecimal[] exact = exact(y, t, z);
        for (int j = 0; j < 3; j++) {
            BigDecimal own = new BigDecimal(fit.coefficients().get(j).estimate());
            double error = own.subtract(exact[j]).divide(exact[j], DIGITS).abs().doubleValue();
            assertThat(error).as("coefficient " + j).isLessThan(1e-13);
        }
    }

    /** Designs of one space agree with the exact answer, told in the columns of the first. */
    @ParameterizedTest
    @CsvSource({
        "1e3, 1e-9",
        "3e4, 1e-11",
        "1e6, 1e-12",
    })
    void everyDesignOfASpaceIsTheSameFit(double halfWidth, double digits) {
        Random random = new Random(4);
        int n = 120;
        double[] t = new double[n];
        double[] u = new double[n];
        double[] y = new double[n];
        String[] g = new String[n];
        double[][] cells = new double[6][n];
        for (int i = 0; i < n; i++) {
            u[i] = Math.rint(halfWidth * (2.0 * i - n + 1) / n);
            t[i] = 1.735e12 + u[i];
            g[i] = List.of("u", "v", "w").get(i % 3);
            y[i] = 2 * u[i] / halfWidth + i % 3 + .1 * random.nextGaussian();
            cells[i % 3][i] = 1;
            cells[3 + i % 3][i] = u[i];
        }
        Dataset d = Dataset.named("n").with("t", t).with("g", g).with("y", y).with("u", u);
        BigDecimal[] parallel = exact(y, cells[1], cells[2], u);
        BigDecimal[] crossed = exact(y, cells[1], cells[2], u, cells[4], cells[5]);
        double[] squares = new double[n];
        for (int i = 0; i < n; i++) {
            squares[i] = u[i] * u[i];
        }
        BigDecimal[] curved = exact(y, u, squares);
        for (String right : List.of("0 + g + t", "g + t", "t + g", "0 + t + g")) {
            near(Tilde.ols("y ~ " + right, d), "t", parallel[3].doubleValue(), digits);
        }
        for (String right : List.of("g*t", "0 + g*t")) {
            near(Tilde.ols("y ~ " + right, d), "t", crossed[3].doubleValue(), digits);
            near(Tilde.ols("y ~ " + right, d), "g[T.v]:t", crossed[4].doubleValue(), digits);
        }
        for (String right : List.of("g/t", "g + g:t", "0 + g + g:t")) {
            near(Tilde.ols("y ~ " + right, d), "g[u]:t", crossed[3].doubleValue(), digits);
            near(
                    Tilde.ols("y ~ " + right, d),
                    "g[w]:t",
                    crossed[3].add(crossed[5]).doubleValue(),
                    digits);
        }
        for (String right : List.of("t + I(t^2)", "t + I(t^2) + g - g")) {
            near(Tilde.ols("y ~ " + right, d), "I(t^2)", curved[2].doubleValue(), 10 * digits);
        }
    }

    private static void near(LinearFit fit, String column, double wanted, double digits) {
        assertThat(fit.aliases()).isEmpty();
        assertThat(fit.coefficient(column).orElseThrow().estimate())
                .as(fit.design().formula() + " " + column)
                .isCloseTo(wanted, within(digits * Math.abs(wanted)));
    }

    private static double[] diagnostics(LinearFit m) {
        Diagnostics d = m.diagnostics();
        return new double[] {
            d.reset().statistic(),
            d.harveyCollier().statistic(),
            d.breuschPagan().statistic(),
            d.breuschPagan().df().get(0),
            d.breuschPaganClassic().statistic(),
            d.ncv().statistic(),
            d.white().statistic(),
            d.white().df().get(0),
            d.durbinWatsonExact().pValue(),
            d.breuschGodfrey(2).statistic()
        };
    }

    private static void near(double[] own, double[] wanted, double digits, String what) {
        for (int i = 0; i < wanted.length; i++) {
            double size = Math.max(1e-3, Math.abs(wanted[i]));
            assertThat(own[i]).as(what + " " + i).isCloseTo(wanted[i], within(digits * size));
        }
    }

    /** Where a clock has its zero changes no number of a row, and no test; the same fit of the steps is the reference. */
    @ParameterizedTest
    @ValueSource(doubles = {3e10, 1e7, 1e5, 3e4, 1e3})
    void rowsAndTestsForgetWhereTheClockBegan(double halfWidth) {
        Random random = new Random(1);
        int n = 60;
        double step = Math.rint(2 * halfWidth / n);
        double[][] columns = new double[6][n];
        for (int i = 0; i < n; i++) {
            columns[0][i] = random.nextInt(4);
            columns[1][i] = random.nextGaussian() + i * .03;
            columns[2][i] = random.nextGaussian();
            columns[3][i] = 1.735e12 + step * i;
            columns[4][i] = i;
            columns[5][i] = 1 + random.nextInt(3);
        }
        Dataset d = Dataset.named("clock");
        for (int k = 0; k < columns.length; k++) {
            d = d.with(List.of("c", "y", "z", "t", "i", "w").get(k), columns[k]);
        }
        for (String weights : List.of("", " + weights(w)")) {
            LinearFit far = Tilde.ols("y ~ t + z" + weights, d);
            LinearFit near = Tilde.ols("y ~ i + z" + weights, d);
            near(diagnostics(far), diagnostics(near), 1e-9, "test");
            Influence a = far.influence();
            Influence b = near.influence();
            near(a.leverages(), b.leverages(), 1e-11, "leverage");
            near(a.dfbetas("t"), b.dfbetas("i"), 1e-8, "dfbetas");
            near(a.cook(), b.cook(), 1e-9, "cook");
            GlmFit farther = Tilde.glm("c ~ t + z" + weights, d, Families.POISSON);
            GlmFit nearer = Tilde.glm("c ~ i + z" + weights, d, Families.POISSON);
            for (Covariance covariance : List.of(Covariances.CLASSIC, Covariances.HC3)) {
                GlmPredictions p = farther.with(covariance).predictions(d.source());
                GlmPredictions q = nearer.with(covariance).predictions(d.source());
                near(p.linkErrors(), q.linkErrors(), 1e-7, "error");
            }
            near(farther.leverages(), nearer.leverages(), 1e-7, "leverage");
            near(farther.cook(), nearer.cook(), 1e-6, "cook");
        }
    }

    private static BigDecimal[] exact(double[] y, double[]... columns) {
        int p = columns.length + 1;
        BigDecimal[][] m = new BigDecimal[p][p + 1];
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= p; k++) {
                m[j][k] = BigDecimal.ZERO;
                for (int i = 0; i < y.length; i++) {
                    m[j][k] = m[j][k].add(cell(j, i, y, columns).multiply(cell(k, i, y, columns)));
                }
            }
        }
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < p; i++) {
                BigDecimal f = i == j ? BigDecimal.ZERO : m[i][j].divide(m[j][j], DIGITS);
                for (int k = 0; k <= p; k++) {
                    m[i][k] = m[i][k].subtract(f.multiply(m[j][k], DIGITS), DIGITS);
                }
            }
        }
        BigDecimal[] b = new BigDecimal[p];
        for (int j = 0; j < p; j++) {
            b[j] = m[j][p].divide(m[j][j], DIGITS);
        }
        return b;
    }

    private static BigDecimal cell(int column, int i, double[] y, double[]... columns) {
        return column == 0 ? BigDecimal.ONE : new BigDecimal(column <= columns.length ? columns[column - 1][i] : y[i]);
    }
}
