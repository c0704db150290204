package dev.tilde.bench;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.linear.Families;
import dev.tilde.linear.GlmFit;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Formula and columns in memory to a fitted generalised linear model. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
public class GlmBench {
    private static final int ROWS = 1_000_000;

    private static final int COLUMNS = 15;

    private Dataset million = Dataset.named("million");
    private final Dataset cars = Tilde.dataset("mtcars");
    private final String formula =
            "y ~ " + IntStream.rangeClosed(1, COLUMNS).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "));

    /** 15 normal columns whose effects fall from 0.5; half of the responses are 1. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        double[] eta = new double[ROWS];
        for (int j = 1; j <= COLUMNS; j++) {
            double[] x = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                x[i] = random.nextGaussian();
                eta[i] += 0.5 / j * x[i];
            }
            million = million.with("x" + j, x);
        }
        double[] y = new double[ROWS];
        for (int i = 0; i < ROWS; i++) {
            y[i] = random.nextDouble() < 1 / (1 + Math.exp(-eta[i])) ? 1 : 0;
        }
        million = million.with("y", y);
    }

    /** Logistic regression of a million rows on 15 columns. */
    @Benchmark
    public GlmFit logisticMillion() {
        return Tilde.glm(formula, million, Families.BINOMIAL);
    }

    /** {@code am ~ wt + hp} on 32 rows, formula included. */
    @Benchmark
    public GlmFit logisticCars() {
        return Tilde.glm("am ~ wt + hp", cars, Families.BINOMIAL);
    }
}
