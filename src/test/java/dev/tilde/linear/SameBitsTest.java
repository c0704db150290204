package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.ChunkSource;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same coefficients, standard errors and sums of squares to the bit for any chunking and number of threads. */
class SameBitsTest {
    private static final int ROWS = 40_000;
    private static final Dataset DATA = data();

    private static Dataset data() {
        Random r = new Random(3);
        double[] y = new double[ROWS];
        double[] x = new double[ROWS];
        double[] t = new double[ROWS];
        String[] g = new String[ROWS];
        String[] h = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            x[i] = i % 97 == 0 ? Double.NaN : r.nextGaussian() * Math.pow(10, r.nextInt(6));
            t[i] = 1.7e12 + r.nextInt(1000) + (i > ROWS / 2 ? 1e9 : 0);
            g[i] = "g" + r.nextInt(i < 100 ? 2 : 7);
            h[i] = i % 53 == 0 ? null : "h" + r.nextInt(3);
            y[i] = r.nextGaussian() + 1e-3 * x[i];
        }
        return Dataset.named("bits")
                .with("y", y)
                .with("x", x)
                .with("t", t)
                .with("g", g)
                .with("h", h);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "y ~ x + t + g*h",
                "y ~ g:x + h",
                "log1p(abs(y)) ~ 0 + g + x:h + t",
                "y ~ x*t + g:h:x",
                "y ~ x + poly(t, 3, raw=TRUE)"
            })
    void doNotDependOnTheRoad(String formula) throws Exception {
        LinearFit whole = fit(formula, DATA.source());
        for (int chunk : new int[] {1_000, 8_192, 8_193, 39_999}) {
            assertSame(
                    whole,
                    fit(
                            formula,
                            ChunkSource.of(DATA.schema(), () -> chunks(chunk).iterator())));
        }
        for (int threads : new int[] {1, 2, 5}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertSame(whole, pool.submit(() -> fit(formula, DATA.source())).get());
            } finally {
                pool.shutdown();
            }
        }
    }

    private static List<Dataset> chunks(int size) {
        List<Dataset> chunks = new ArrayList<>();
        for (int from = 0; from < ROWS; from += size) {
            chunks.add(DATA.subset(
                    IntStream.range(from, Math.min(ROWS, from + size)).toArray()));
        }
        return chunks;
    }

    private static LinearFit fit(String formula, Source source) {
        return LinearRegression.OLS.fit(Formula.parse(formula), source, DesignOptions.DEFAULTS);
    }

    private static void assertSame(LinearFit a, LinearFit b) {
        assertThat(b.coefficients()).isEqualTo(a.coefficients());
        assertThat(b.residualSumOfSquares()).isEqualTo(a.residualSumOfSquares());
        assertThat(b.termTests()).isEqualTo(a.termTests());
        assertThat(b.covariance().data()).isEqualTo(a.covariance().data());
    }
}
