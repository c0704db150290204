package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.ChunkSource;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for any function that learns. */
class TransformLawsTest {
    private static final int N = 20_000;
    private static final Dataset DATA = data(new Random(1));

    private static Dataset data(Random random) {
        double[] z = random.doubles(N, -3, 3).toArray();
        for (int i = 0; i < N; i += 97) {
            z[i] = Double.NaN;
        }
        return Dataset.named("random")
                .with("y", random.doubles(N).toArray())
                .with("x", random.doubles(N, 1, 1e6).toArray())
                .with("z", z);
    }

    private static DesignSpec learn(String call, Source source) {
        Formula formula = Formula.parse("y ~ 0 + " + call, Conventions.TILDE);
        return DesignSpec.learn(formula, source, DesignOptions.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "center(x)",
                "scale(z)",
                "standardize(log(x))",
                "poly(x, 4)",
                "poly(x, z, degree=2)",
                "bs(x, df=6)",
                "ns(z, df=5)",
                "cr(x, df=5, constraints=\"center\")",
                "cc(z, df=5)",
                "te(cr(x, df=3), bs(z, df=4), constraints=\"center\")",
                "scale(center(x)^2)",
                "cut(x, 5)"
            })
    void anyChunkingLearnsTheSameAndRowsStandAlone(String call) {
        DesignSpec spec = learn(call, DATA.source());
        double[] whole = spec.predictors(DATA.source()).matrix().data();
        for (int chunk : new int[] {777, 8192, 15_000}) {
            Source source = ChunkSource.of(
                    DATA.schema(),
                    () -> IntStream.iterate(0, i -> i < N, i -> i + chunk)
                            .mapToObj(i -> rows(i, Math.min(N, i + chunk)))
                            .iterator());
            assertThat(learn(call, source).predictors(DATA.source()).matrix().data())
                    .isEqualTo(whole);
        }
        for (int i = 0; i < N; i += 1999) {
            double[] row = spec.predictors(rows(i, i + 1).source()).matrix().row(0);
            assertThat(row).isEqualTo(spec.predictors(DATA.source()).matrix().row(i));
        }
    }

    private static Dataset rows(int from, int to) {
        return DATA.subset(IntStream.range(from, to).toArray());
    }

    /** The state itself, for any cut of the rows and any grouping of the pieces. */
    @Test
    void statesMergeToTheSameBits() {
        Random random = new Random(2);
        double[] x =
                random.doubles(3000).map(v -> (v - 0.5) * Math.pow(10, 30 * v)).toArray();
        ExactMoments whole = new ExactMoments();
        whole.add(x, x.length);
        for (int k = 0; k < 50; k++) {
            int at = random.nextInt(x.length);
            ExactMoments left = new ExactMoments();
            left.add(Arrays.copyOfRange(x, at, x.length), x.length - at);
            ExactMoments right = new ExactMoments();
            right.add(x, at);
            left.add(right);
            assertThat(left.mean()).isEqualTo(whole.mean());
            assertThat(left.squaresAboutMean()).isEqualTo(whole.squaresAboutMean());
            assertThat(left.squaresAbout(1.5)).isEqualTo(whole.squaresAbout(1.5));
        }
    }

    @Test
    void sumsAreRoundedOnce() {
        Random random = new Random(3);
        for (int k = 0; k < 300; k++) {
            double scale = Math.pow(10, random.nextInt(400) - 200);
            double[] x = random.doubles(1 + random.nextInt(40), -1, 1)
                    .map(v -> v * scale * Math.exp(40 * v))
                    .toArray();
            BigDecimal exact = DoubleStream.of(x).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
            ExactSum sum = new ExactSum();
            Arrays.stream(x).forEach(sum::add);
            assertThat(sum.over(1)).isEqualTo(exact.doubleValue());
            assertThat(sum.over(7))
                    .isEqualTo(exact.divide(BigDecimal.valueOf(7), new MathContext(60))
                            .doubleValue());
        }
        for (List<Double> edge : List.of(
                List.of(1e308, 1e308, -1e308),
                List.of(Double.MIN_VALUE, Double.MIN_VALUE),
                List.of(1e300, 1.0, -1e300),
                List.of(-0.0, 0.0))) {
            ExactSum sum = new ExactSum();
            edge.forEach(sum::add);
            BigDecimal exact = edge.stream().map(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(sum.over(1)).isEqualTo(exact.doubleValue());
        }
        ExactSum infinite = new ExactSum();
        infinite.add(Double.POSITIVE_INFINITY);
        assertThat(infinite.over(3)).isInfinite();
    }

    /** A mean of 1e9 costs a one-pass sum of squares all digits. */
    @Test
    void aFarMeanLosesNothing() {
        ExactMoments m = new ExactMoments();
        m.add(new double[] {1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16}, 4);
        assertThat(m.mean()).isEqualTo(1e9 + 10);
        assertThat(m.squaresAboutMean()).isEqualTo(90);
        assertThat(m.squaresAbout(1e9 + 9)).isEqualTo(94);
    }

    @Test
    void polynomialsAreOrthonormal() {
        Dataset years = Dataset.named("years")
                .with("y", IntStream.range(0, 60).asDoubleStream().toArray())
                .with("t", IntStream.range(1960, 2020).asDoubleStream().toArray());
        double[][] p = new double[11][];
        DesignMatrix m = learn("1 + poly(t, 10)", years.source()).predictors(years.source());
        Arrays.setAll(p, m.matrix()::column);
        for (int i = 0; i < p.length; i++) {
            for (int j = 1; j <= i; j++) {
                double product = 0;
                for (int r = 0; r < 60; r++) {
                    product += p[i][r] * p[j][r];
                }
                assertThat(Math.abs(product - (i == j ? 1 : 0))).isLessThan(1e-13);
            }
        }
    }

    /** Nesting costs a pass, functions side by side do not. */
    @ParameterizedTest
    @ValueSource(strings = {"center(x) + bs(z) + poly(x, 2)", "te(cr(x, df=3), cr(z, df=3))", "center(x):scale(z)"})
    void functionsSideBySideLearnInOnePass(String calls) {
        AtomicInteger passes = new AtomicInteger();
        learn(calls, counting(passes));
        assertThat(passes).hasValue(2);
        passes.set(0);
        learn("scale(center(x)) + " + calls, counting(passes));
        assertThat(passes).hasValue(3);
    }

    private static Source counting(AtomicInteger passes) {
        Source source = DATA.source();
        return new Source() {
            @Override
            public Schema schema() {
                return source.schema();
            }

            @Override
            public boolean replayable() {
                return true;
            }

            @Override
            public <S> S run(dev.tilde.data.Pass<S> pass, List<String> columns) {
                passes.incrementAndGet();
                return source.run(pass, columns);
            }
        };
    }

    /** Each basis with all its functions sums to 1, as its splines reproduce constants. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "bs(x, df=7, intercept=TRUE)",
                "bs(x, df=4, degree=0, intercept=TRUE)",
                "bs(x, knots=[1000, 1000, 500000], intercept=TRUE)",
                "cr(x, df=6)",
                "cc(x, df=6)",
                "te(cr(x, df=4), cc(z, df=3))"
            })
    void basesSumToOne(String call) {
        DesignMatrix m = learn(call, DATA.source()).matrices(DATA.source()).predictors();
        for (int i = 0; i < m.rows(); i += 500) {
            assertThat(DoubleStream.of(m.matrix().row(i)).sum()).isBetween(1 - 1e-12, 1 + 1e-12);
        }
    }
}
