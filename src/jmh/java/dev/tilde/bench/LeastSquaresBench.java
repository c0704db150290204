package dev.tilde.bench;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.linear.Coefficient;
import dev.tilde.linear.LinearFit;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Formula and columns in memory to a fit. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class LeastSquaresBench {
    private static final int ROWS = 1_000_000;

    @Param({"1", "2"})
    private int threads;

    private ForkJoinPool pool = new ForkJoinPool(1);
    private final Dataset cars = Tilde.dataset("mtcars");
    private Dataset million = Dataset.named("million");
    private String formula = "";

    /** 20 numeric columns, factors of 5 and 4 levels; the data of {@code src/jmh/README.md}. */
    @Setup
    public void fill() {
        pool = new ForkJoinPool(threads);
        Random random = new Random(1);
        double[] y = new double[ROWS];
        for (int j = 1; j <= 20; j++) {
            double[] x = random.doubles(ROWS).toArray();
            for (int i = 0; i < ROWS; i++) {
                y[i] += j * x[i];
            }
            million = million.with("x" + j, x);
        }
        String[] a = new String[ROWS];
        String[] b = new String[ROWS];
        for (int i = 0; i < ROWS; i++) {
            a[i] = "a" + random.nextInt(5);
            b[i] = "b" + random.nextInt(4);
            y[i] += random.nextGaussian();
        }
        million = million.with("a", a).with("b", b).with("y", y);
        formula = "y ~ " + IntStream.rangeClosed(1, 20).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "))
                + " + a*b";
    }

    @TearDown
    public void stop() {
        pool.shutdown();
    }

    /** {@code mpg ~ wt + hp + C(cyl)} on 32 rows, formula included. */
    @Benchmark
    public LinearFit mtcars() {
        return Tilde.ols("mpg ~ wt + hp + C(cyl)", cars);
    }

    /** The same with errors, p-values and intervals. */
    @Benchmark
    public List<Coefficient> mtcarsTable() {
        return mtcars().coefficients();
    }

    /** A million rows, 40 columns after coding: coefficients, standard errors, sums of squares. */
    @Benchmark
    public List<Coefficient> millionRows() {
        return pool.submit(() -> Tilde.ols(formula, million).coefficients()).join();
    }
}
