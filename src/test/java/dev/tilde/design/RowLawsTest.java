package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.ChunkSource;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold for any function of neighbours: on many groups in a shuffled order, over several blocks of rows. */
class RowLawsTest {
    private static final int N = 20_000;
    private static final int GROUPS = 37;
    private static final String[] G =
            new Random(6).ints(N, 0, GROUPS).mapToObj(i -> "g" + i).toArray(String[]::new);
    private static final Dataset DATA = data(new Random(7));
    private static final DesignOptions OPTIONS =
            DesignOptions.DEFAULTS.with(NaAction.PASS).groups("g").order("t");

    /** Every time once in the whole table, so the order inside a group has gaps. */
    private static Dataset data(Random random) {
        List<Integer> times = new ArrayList<>(IntStream.range(0, N).boxed().toList());
        Collections.shuffle(times, random);
        double[] x = random.doubles(N, -1e3, 1e3).toArray();
        for (int i = 0; i < N; i += 101) {
            x[i] = Double.NaN;
        }
        String[] k = new String[N];
        for (int i = 0; i < N; i++) {
            k[i] = random.nextInt(50) == 0 ? null : "k" + random.nextInt(5);
        }
        return Dataset.named("random")
                .with("y", random.doubles(N).toArray())
                .with("x", x)
                .with("t", times.stream().mapToDouble(v -> v).toArray())
                .with("g", G)
                .with("k", k);
    }

    private static double[] values(String call, Source source) {
        return values(call, source, OPTIONS);
    }

    private static double[] values(String call, Source source, DesignOptions options) {
        return DesignSpec.learn(Formula.parse("y ~ 0 + " + call), source, options)
                .predictors(source)
                .matrix()
                .data();
    }

    private static Dataset rows(int... rows) {
        return DATA.subset(rows);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lag(x, 0:3)",
                "lead(diff(x, 2))",
                "lag(k)",
                "rolling(sd, x, 5)",
                "center(lag(poly(x, 2)))",
                "diff(scale(lag(x)))",
                "lag(cut(x, 4))"
            })
    void anyChunkingGivesTheSameBits(String call) {
        double[] whole = values(call, DATA.source());
        for (int chunk : new int[] {777, 8192, 15_000}) {
            Source source = ChunkSource.of(
                    DATA.schema(),
                    () -> IntStream.iterate(0, i -> i < N, i -> i + chunk)
                            .mapToObj(i -> rows(
                                    IntStream.range(i, Math.min(N, i + chunk)).toArray()))
                            .iterator());
            assertThat(values(call, source)).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"lag(x)", "lead(x, 3)", "diff(x, 2, 2)", "rolling(median, x, 4)", "rolling(mean, lag(x), 7)"})
    void theOrderOfTheTableDoesNotMatter(String call) {
        List<Integer> shuffled = new ArrayList<>(IntStream.range(0, N).boxed().toList());
        Collections.shuffle(shuffled, new Random(8));
        int[] rows = shuffled.stream().mapToInt(i -> i).toArray();
        double[] here = values(call, DATA.source());
        double[] there = values(call, rows(rows).source());
        assertThat(there).isEqualTo(IntStream.of(rows).mapToDouble(i -> here[i]).toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"lag(x, 2)", "lead(x)", "diff(x)", "rolling(max, x, 3)"})
    void nothingCrossesGroups(String call) {
        double[] together = values(call, DATA.source());
        for (String one : List.of("g0", "g17", "g36")) {
            int[] rows = IntStream.range(0, N).filter(i -> G[i].equals(one)).toArray();
            double[] alone = values(call, rows(rows).source());
            assertThat(alone)
                    .isEqualTo(IntStream.of(rows).mapToDouble(i -> together[i]).toArray());
        }
    }

    @Test
    void functionsAgreeWithEachOther() {
        Source source = DATA.source();
        double[] x = values("x", source);
        double[] back = values("lead(lag(x))", source);
        double[] next = values("lead(x)", source);
        for (int i = 0; i < N; i++) {
            // The last row of a group has no row behind it that could look back.
            assertThat(Double.isNaN(back[i]) || back[i] == x[i]).isTrue();
            assertThat(!Double.isNaN(next[i]) && Double.isNaN(back[i]) && !Double.isNaN(x[i]))
                    .isFalse();
        }
        assertThat(values("diff(x)", source)).isEqualTo(values("I(x - lag(x))", source));
        assertThat(values("diff(diff(x, 3))", source)).isEqualTo(values("I(diff(x, 3) - lag(diff(x, 3)))", source));
        assertThat(values("diff(x, 1, 2)", source)).isEqualTo(values("diff(diff(x))", source));
        assertThat(values("lag(lag(x), 2)", source)).isEqualTo(values("lag(x, 3)", source));
        assertThat(values("lag(x, 0)", source)).isEqualTo(x);
        assertThat(values("rolling(min, x, 1)", source)).isEqualTo(x);
        assertThat(values("lag(log(abs(x)))", source)).isEqualTo(values("log(abs(lag(x)))", source));
        assertThat(values("lag(C(k), 1)", source)).isEqualTo(values("C(lag(k, 1))", source));
        assertThat(values("lag(x, by=g, order=t)", source, DesignOptions.DEFAULTS.with(NaAction.PASS)))
                .isEqualTo(values("lag(x)", source));
    }

    @Test
    void rowsThatCanBeReadOnceAreRefused() {
        Source once = new Source() {
            @Override
            public Schema schema() {
                return DATA.schema();
            }

            @Override
            public boolean replayable() {
                return false;
            }

            @Override
            public <S> S run(Pass<S> pass, List<String> columns) {
                return DATA.source().run(pass, columns);
            }
        };
        assertThatThrownBy(() -> values("lag(x)", once))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("lag(x) needs the neighbours of a row")
                .hasMessageContaining("can be read only once");
    }
}
