package dev.tilde.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlocksTest {
    /** Sums that depend on the order of additions in every bit, one per level and in all, and the shape of the tree. */
    static final class Sums {
        final TreeMap<String, Double> byLevel = new TreeMap<>();
        double sum;
        long rows;
        String tree = "";
    }

    static final Pass<Sums> SUM = new Pass<>() {
        @Override
        public Sums init() {
            return new Sums();
        }

        @Override
        public void add(Sums state, ColumnBlock block) {
            double[] x = block.numeric(0);
            int[] codes = block.codes(1);
            String[] levels = block.dictionary(1);
            for (int i = 0; i < block.rows(); i++) {
                state.sum += Double.isNaN(x[i]) ? 0 : x[i];
                String level = codes[i] < 0 ? "missing" : levels[codes[i]];
                state.byLevel.merge(level, Double.isNaN(x[i]) ? 1e-3 : x[i], Double::sum);
            }
            state.rows += block.rows();
            state.tree = Long.toString(block.firstRow() / Source.BLOCK);
        }

        @Override
        public Sums merge(Sums left, Sums right) {
            left.sum += right.sum;
            right.byLevel.forEach((level, v) -> left.byLevel.merge(level, v, Double::sum));
            left.rows += right.rows;
            left.tree = "(" + left.tree + " " + right.tree + ")";
            return left;
        }
    };

    static String bits(Sums s) {
        StringBuilder out = new StringBuilder(s.tree + " " + s.rows + " " + Double.toHexString(s.sum));
        s.byLevel.forEach(
                (level, v) -> out.append(' ').append(level).append('=').append(Double.toHexString(v)));
        return out.toString();
    }

    static Dataset random(int rows) {
        SplittableRandom random = new SplittableRandom(7);
        double[] x = new double[rows];
        String[] a = new String[rows];
        for (int i = 0; i < rows; i++) {
            x[i] = random.nextInt(50) == 0
                    ? Double.NaN
                    : (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(12));
            a[i] = random.nextInt(40) == 0 ? null : "l" + random.nextInt(9);
        }
        return Dataset.named("r").with("x", x).with("a", a);
    }

    private static List<Dataset> chunks(Dataset all, long seed) {
        Random random = new Random(seed);
        List<Dataset> chunks = new ArrayList<>();
        for (int from = 0; from < all.rows(); ) {
            int n = switch (random.nextInt(3)) {
                case 0 -> random.nextInt(3);
                case 1 -> random.nextInt(20_000);
                default -> Source.BLOCK;
            };
            int to = Math.min(all.rows(), from + n);
            int[] which = new int[to - from];
            int first = from;
            Arrays.setAll(which, i -> first + i);
            Dataset chunk = all.subset(which);
            // Every other chunk with the columns the other way round and a dictionary of its own.
            chunks.add(
                    random.nextBoolean()
                            ? chunk
                            : Dataset.named("c").with("a", chunk.texts("a")).with("x", chunk.numbers("x")));
            from = to;
        }
        return chunks;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8191, 8192, 8193, 3 * 8192, 4 * 8192, 7 * 8192 + 5, 123_457})
    void theSameBitsForEverySourceAndAnyNumberOfThreads(int rows) throws Exception {
        Dataset data = random(rows);
        List<String> columns = List.of("x", "a");
        String expected = bits(data.source().run(SUM, columns));
        assertThat(bits(Dataset.of(data.table()).source().run(SUM, columns))).isEqualTo(expected);
        for (int threads : new int[] {1, 2, 4}) {
            ForkJoinPool pool = new ForkJoinPool(threads);
            try {
                assertThat(pool.submit(() -> bits(data.source().run(SUM, columns)))
                                .get())
                        .isEqualTo(expected);
            } finally {
                pool.shutdown();
            }
        }
        for (long seed = 0; seed < 5; seed++) {
            List<Dataset> chunks = chunks(data, seed);
            ChunkSource source = ChunkSource.of(data.schema(), chunks::iterator);
            assertThat(bits(source.run(SUM, columns))).isEqualTo(expected);
        }
    }

    @Test
    void theLeftSubtreeIsTheLargestPowerOfTwo() {
        assertThat(random(7 * Source.BLOCK).source().run(SUM, List.of("x", "a")).tree)
                .isEqualTo("(((0 1) (2 3)) ((4 5) 6))");
        assertThat(random(8 * Source.BLOCK).source().run(SUM, List.of("x", "a")).tree)
                .isEqualTo("(((0 1) (2 3)) ((4 5) (6 7)))");
    }

    @Test
    void unknownColumnsAreAllNamed() {
        Source source = random(10).source();
        assertThatThrownBy(() -> source.run(SUM, List.of("xx", "a")))
                .isInstanceOf(DataException.class)
                .hasMessage("there is no column xx. Did you mean x?");
        assertThatThrownBy(() -> source.run(SUM, List.of("p", "q")))
                .isInstanceOf(DataException.class)
                .hasMessage("there are no columns p, q; the columns are x, a");
    }

    @Test
    void textIsNotNumbersNorTheOtherWayRound() {
        Dataset data = random(10);
        for (Source source :
                List.of(data.source(), ChunkSource.of(() -> List.of(data).iterator()))) {
            assertThatThrownBy(() -> source.run(SUM, List.of("a", "x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("column a holds string values, but was read as numbers");
        }
    }

    @Test
    void anErrorInAPassComesOutAsItIs() {
        Source source = random(20 * Source.BLOCK).source();
        DataException thrown = new DataException("bad cell");
        Pass<Sums> failing = new Pass<>() {
            @Override
            public Sums init() {
                return new Sums();
            }

            @Override
            public void add(Sums state, ColumnBlock block) {
                if (block.firstRow() > 9L * Source.BLOCK) {
                    throw thrown;
                }
            }

            @Override
            public Sums merge(Sums left, Sums right) {
                return left;
            }
        };
        assertThatThrownBy(() -> source.run(failing, List.of("x"))).isSameAs(thrown);
    }

    @Test
    void chunksMustHaveTheColumns() {
        Dataset first = Dataset.named("c").with("x", 1, 2).with("a", "u", "v");
        Dataset other = Dataset.named("c").with("x", "1", "2").with("a", "u", "v");
        assertThatThrownBy(() ->
                        ChunkSource.of(() -> List.of(first, other).iterator()).run(SUM, List.of("x", "a")))
                .isInstanceOf(DataException.class)
                .hasMessage("column x is string in chunk 2, double in the schema");
        assertThatThrownBy(() -> ChunkSource.of(
                                () -> List.of(first, first.select(List.of("a"))).iterator())
                        .run(SUM, List.of("x", "a")))
                .isInstanceOf(DataException.class)
                .hasMessage("chunk 2 has no column x");
        assertThatThrownBy(() -> ChunkSource.of(() -> List.<Dataset>of().iterator()))
                .isInstanceOf(DataException.class)
                .hasMessage("there are no chunks to take the columns from");
    }
}
