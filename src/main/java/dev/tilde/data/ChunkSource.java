package dev.tilde.data;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rows that arrive in chunks of any sizes, so that a table may be larger than memory.
 *
 * <p>Chunks are cut anew into blocks of {@link Source#BLOCK} rows and the states merged in the same fixed tree as a
 * table in memory, so a result has the same bits as if all rows had been one data set. One block and one chunk are
 * held at a time, and the blocks run one after the other. Text columns may have other levels, in another order, in
 * every chunk.
 */
public final class ChunkSource implements Source {
    private final Schema schema;
    private final Supplier<? extends Iterator<Dataset>> chunks;

    private ChunkSource(Schema schema, Supplier<? extends Iterator<Dataset>> chunks) {
        this.schema = schema;
        this.chunks = chunks;
    }

    /**
     * Rows from chunks that all have the columns of a schema.
     *
     * @param schema names and kinds; a chunk may have further columns and another order
     * @param chunks starts from the first chunk each time it is called, which is once for every pass
     */
    public static ChunkSource of(Schema schema, Supplier<? extends Iterator<Dataset>> chunks) {
        return new ChunkSource(schema, chunks);
    }

    /**
     * The same with the schema of the first chunk.
     *
     * @throws DataException if there is no chunk
     */
    public static ChunkSource of(Supplier<? extends Iterator<Dataset>> chunks) {
        Iterator<Dataset> first = chunks.get();
        if (!first.hasNext()) {
            throw new DataException("there are no chunks to take the columns from");
        }
        return new ChunkSource(first.next().schema(), chunks);
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean replayable() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws DataException also if a chunk lacks a column or has it as another kind
     */
    @Override
    public <S> S run(Pass<S> pass, List<String> columns) {
        Block block = new Block(schema, Blocks.slots(schema, columns));
        Counter<S> states = new Counter<>(pass);
        Iterator<Dataset> all = chunks.get();
        for (int number = 1; all.hasNext(); number++) {
            Rows chunk = all.next().data();
            int[] slots = block.slotsIn(chunk.schema(), number);
            block.startChunk();
            for (int from = 0; from < chunk.count(); ) {
                from += block.take(chunk, slots, from);
                if (block.rows == BLOCK) {
                    states.add(block);
                    block.next();
                }
            }
        }
        if (block.rows > 0) {
            states.add(block);
        }
        return states.total();
    }

    /** States of complete subtrees, of falling sizes: a binary counter, which builds the tree of {@link Blocks}. */
    private static final class Counter<S> {
        private record Subtree<S>(S state, long blocks) {}

        private final Pass<S> pass;
        private final Deque<Subtree<S>> subtrees = new ArrayDeque<>();

        Counter(Pass<S> pass) {
            this.pass = pass;
        }

        void add(ColumnBlock block) {
            S state = pass.init();
            pass.add(state, block);
            Subtree<S> last = new Subtree<>(state, 1);
            while (!subtrees.isEmpty() && subtrees.peek().blocks() == last.blocks()) {
                Subtree<S> before = subtrees.pop();
                last = new Subtree<>(pass.merge(before.state(), last.state()), 2 * last.blocks());
            }
            subtrees.push(last);
        }

        S total() {
            if (subtrees.isEmpty()) {
                return pass.init();
            }
            S state = subtrees.pop().state();
            while (!subtrees.isEmpty()) {
                state = pass.merge(subtrees.pop().state(), state);
            }
            return state;
        }
    }

    /** A block that fills up from chunks. */
    private static final class Block implements ColumnBlock {
        private final List<Schema.Column> columns;
        private final double[] @Nullable [] numbers;
        private final int[] @Nullable [] codes;
        private final Dictionary[] dictionaries;
        /** From codes of the chunk to codes of the block; -1 = not met yet. */
        private final int[][] known;

        private long first;
        private int rows;

        Block(Schema schema, int[] slots) {
            columns = Arrays.stream(slots).mapToObj(schema.columns()::get).toList();
            int n = slots.length;
            numbers = new double[n][];
            codes = new int[n][];
            dictionaries = new Dictionary[n];
            known = new int[n][];
            for (int j = 0; j < n; j++) {
                dictionaries[j] = new Dictionary();
                if (columns.get(j).kind() == Schema.Kind.TEXT) {
                    codes[j] = new int[Source.BLOCK];
                } else {
                    numbers[j] = new double[Source.BLOCK];
                }
            }
        }

        int[] slotsIn(Schema chunk, int number) {
            int[] slots = new int[columns.size()];
            for (int j = 0; j < slots.length; j++) {
                Schema.Column wanted = columns.get(j);
                slots[j] = chunk.names().indexOf(wanted.name());
                if (slots[j] < 0) {
                    throw new DataException(
                            "chunk " + number + " has no column " + wanted.name(), "", first + rows, wanted.name());
                }
                Schema.Kind kind = chunk.columns().get(slots[j]).kind();
                if (kind != wanted.kind() && !(kind.isNumber() && wanted.kind().isNumber())) {
                    throw new DataException(
                            "column " + wanted.name() + " is " + kind.label() + " in chunk " + number + ", "
                                    + wanted.kind().label() + " in the schema",
                            "",
                            first + rows,
                            wanted.name());
                }
            }
            return slots;
        }

        void startChunk() {
            Arrays.fill(known, null);
        }

        /** Takes rows of the chunk until one of both is used up; how many. */
        int take(Rows chunk, int[] slots, int from) {
            int n = Math.min(Source.BLOCK - rows, chunk.count() - from);
            for (int j = 0; j < slots.length; j++) {
                double[] cells = numbers[j];
                if (cells != null) {
                    chunk.numbers(slots[j], from, n, cells, rows);
                } else {
                    chunk.codes(slots[j], from, n, codes(j), rows);
                    translate(j, chunk.dictionary(slots[j]), n);
                }
            }
            rows += n;
            return n;
        }

        private void translate(int slot, String[] dictionary, int n) {
            if (known[slot] == null) {
                known[slot] = new int[dictionary.length];
                Arrays.fill(known[slot], -1);
            }
            int[] map = known[slot];
            int[] cells = codes(slot);
            for (int i = rows; i < rows + n; i++) {
                int code = cells[i];
                if (code >= 0) {
                    if (map[code] < 0) {
                        map[code] = dictionaries[slot].code(dictionary[code]);
                    }
                    cells[i] = map[code];
                }
            }
        }

        void next() {
            first += rows;
            rows = 0;
            for (int j = 0; j < dictionaries.length; j++) {
                dictionaries[j] = new Dictionary();
                known[j] = null;
            }
        }

        @Override
        public long firstRow() {
            return first;
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public double[] numeric(int slot) {
            return of(numbers[slot], slot, "numbers");
        }

        @Override
        public int[] codes(int slot) {
            return of(codes[slot], slot, "text");
        }

        private <T> T of(@Nullable T array, int slot, String what) {
            if (array == null) {
                throw Blocks.misread(columns.get(slot), what);
            }
            return array;
        }

        @Override
        public String[] dictionary(int slot) {
            return dictionaries[slot].toArray();
        }
    }
}
