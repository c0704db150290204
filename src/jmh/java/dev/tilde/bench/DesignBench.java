package dev.tilde.bench;

import dev.tilde.Tilde;
import dev.tilde.design.DesignMatrices;
import dev.tilde.linalg.Matrix;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/** A Tablesaw table and a formula to a design: {@code y ~ x1 + ... + x20 + a + b + a:b}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 1,
        jvmArgs = {"-Xms6g", "-Xmx6g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class DesignBench {
    @Param({"10000", "100000", "1000000"})
    private int rows;

    private Table table = Table.create();
    private String formula = "";

    /** 20 numeric columns, factors of 5 and 4 levels; the data of {@code src/jmh/README.md}. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        table = Table.create("bench");
        for (int j = 1; j <= 20; j++) {
            table.addColumns(DoubleColumn.create("x" + j, random.doubles(rows).toArray()));
        }
        table.addColumns(DoubleColumn.create("y", random.doubles(rows).toArray()));
        table.addColumns(
                StringColumn.create("a", random.ints(rows, 0, 5).mapToObj(i -> "a" + i)),
                StringColumn.create("b", random.ints(rows, 0, 4).mapToObj(i -> "b" + i)));
        formula = "y ~ " + IntStream.rangeClosed(1, 20).mapToObj(j -> "x" + j).collect(Collectors.joining(" + "))
                + " + a + b + a:b";
    }

    /** The dense matrix of 40 columns and the response. */
    @Benchmark
    public Matrix dense() {
        DesignMatrices m = Tilde.design(formula, table);
        m.response().orElseThrow().matrix();
        return m.predictors().matrix();
    }

    /** The design as blocks: numbers, and codes of the factors. */
    @Benchmark
    public DesignMatrices structured() {
        return Tilde.design(formula, table);
    }
}
