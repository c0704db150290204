package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignFit;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Layout;
import dev.tilde.formula.Formula;
import java.util.Arrays;
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

/**
 * Cross-products of a million rows of 20 numeric columns and factors of 3, 50 and 1,000 levels, 1,072 columns after coding that
 * are never made: rows in memory to moments.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
public class StructuredBench {
    private static final int ROWS = 1_000_000;

    private static final int COLUMNS = 20;

    private static final int LEVELS = 1000;

    @Param({"1", "2"})
    private int threads;

    private ForkJoinPool pool = new ForkJoinPool(1);
    private GlmSystem system;
    private Moments moments;

    @Setup
    public void fill() {
        pool = new ForkJoinPool(threads);
        Random random = new Random(1);
        Dataset data = Dataset.named("rows");
        for (int j = 1; j <= COLUMNS; j++) {
            data = data.with("x" + j, random.doubles(ROWS).toArray());
        }
        for (int levels : new int[] {3, 50, LEVELS}) {
            data = data.with(
                    "f" + levels,
                    random.ints(ROWS, 0, levels).mapToObj(l -> "l" + l).toArray(String[]::new));
        }
        data = data.with("y", random.doubles(ROWS).toArray());
        String right = IntStream.rangeClosed(1, COLUMNS).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "));
        Layout[] layout = new Layout[1];
        GlmRows[] rows = new GlmRows[1];
        DesignFit.Learned<GlmRows.State> learned = DesignFit.learn(
                Formula.parse("y ~ " + right + " + f3 + f50 + f1000"), data.source(), DesignOptions.DEFAULTS, l -> {
                    layout[0] = l;
                    rows[0] = new GlmRows(l);
                    return rows[0];
                });
        system = new GlmSystem(learned.spec(), layout[0], rows[0], learned.companion(), learned.levels());
        moments = new Moments(layout[0], rows[0].basis());
    }

    @TearDown
    public void stop() {
        pool.shutdown();
    }

    private Moments.State sums(Sums bits) {
        GlmSystem.Step step = (block, w, z) -> {
            Arrays.fill(w, 1);
            System.arraycopy(system.blocks().get(block).given[0], 0, z, 0, w.length);
        };
        return pool.submit(() -> system.sums(step, bits)).join();
    }

    /** Weighted, in plain double: a step of a generalised linear model. */
    @Benchmark
    public Object rough() {
        return sums(Sums.ROUGH);
    }

    /** Weighted, in double-double. */
    @Benchmark
    public Object exactWeighted() {
        return sums(Sums.EXACT);
    }

    /** Without weights, in double-double: what least squares does; one block after another. */
    @Benchmark
    public Object exact() {
        Moments.State all = moments.init();
        int[][] same = new int[64][];
        Arrays.setAll(same, f -> IntStream.range(0, LEVELS).toArray());
        for (GlmRows.Block b : system.blocks()) {
            Moments.State own = moments.init();
            moments.add(own, b.z, null, f -> b.codes[f], f -> system.levels().of(f).length, b.n);
            all = moments.merge(all, own, f -> same[f]);
        }
        return all;
    }
}
