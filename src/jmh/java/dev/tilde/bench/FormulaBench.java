package dev.tilde.bench;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Terms;
import java.util.List;
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
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Text to terms. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FormulaBench {
    private final String twenty = "y ~ "
            + IntStream.range(0, 17).mapToObj(i -> "x" + i).collect(Collectors.joining(" + "))
            + " + log(z) + a*b";

    private final String tenThousand =
            "y ~ " + IntStream.range(0, 10_000).mapToObj(i -> "x" + i).collect(Collectors.joining(" + "));

    /** A formula of 21 terms. */
    @Benchmark
    public Terms twentyTerms() {
        return Formula.parse(twenty).expand(List.of());
    }

    /** A sum of 10,000 columns. */
    @Benchmark
    public Terms tenThousandTerms() {
        return Formula.parse(tenThousand).expand(List.of());
    }
}
