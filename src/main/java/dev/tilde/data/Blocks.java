package dev.tilde.data;

import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveTask;

/**
 * Runs a pass over rows in memory: rows are cut at multiples of {@link Source#BLOCK} and the states of the blocks are
 * merged in a fixed binary tree, in which the left subtree of {@code n} blocks holds the largest power of two below
 * {@code n}. The tree depends on the number of rows only, never on threads, so neither do the bits of the result.
 */
final class Blocks {
    /** Below this many blocks threads cost more than they bring. */
    private static final int WORTH_SHARING = 4;

    /** Subtrees for each thread. */
    private static final int SHARES = 32;

    private Blocks() {}

    /**
     * Positions of columns in a schema.
     *
     * @throws DataException naming all that do not exist, with the nearest names
     */
    static int[] slots(Schema schema, List<String> columns) {
        List<String> names = schema.names();
        List<String> unknown = new ArrayList<>();
        int[] slots = new int[columns.size()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = names.indexOf(columns.get(i));
            if (slots[i] < 0) {
                unknown.add(columns.get(i));
            }
        }
        if (!unknown.isEmpty()) {
            throw unknown(unknown, names);
        }
        return slots;
    }

    private static DataException unknown(List<String> unknown, List<String> names) {
        StringBuilder message = new StringBuilder(unknown.size() == 1 ? "there is no column " : "there are no columns ")
                .append(String.join(", ", unknown));
        String near = unknown.size() == 1 ? Names.didYouMean(unknown.get(0), names) : "";
        message.append(near.isEmpty() ? "; the columns are " + Names.list(names, 20) : ". " + near);
        return new DataException(message.toString(), "", -1, unknown.get(0));
    }

    /** A pass asks for codes of numbers, or numbers of text: an error of its author, not of the data. */
    static IllegalStateException misread(Schema.Column column, String as) {
        return new IllegalStateException(
                "column " + column.name() + " holds " + column.kind().label() + " values, but was read as " + as);
    }

    /** The state of all rows; {@code pass.init()} when there is none. */
    static <S> S run(Rows rows, Pass<S> pass, int[] slots) {
        int blocks = (int) ((rows.count() + (long) Source.BLOCK - 1) / Source.BLOCK);
        if (blocks == 0) {
            return pass.init();
        }
        if (blocks < WORTH_SHARING) {
            return inTurn(new Window(rows, slots), pass, 0, blocks);
        }
        // Subtrees smaller than this stay on one thread, which spares buffers; the tree is the same. The last of them
        // is what
        // the other threads wait for.
        int alone = Math.max(WORTH_SHARING, blocks / (SHARES * (ForkJoinPool.getCommonPoolParallelism() + 1)));
        return new Share<>(rows, pass, slots, alone, 0, blocks).invoke();
    }

    /** Blocks of the left subtree: the largest power of two below {@code n}, for n of at least 2. */
    static int left(int n) {
        return Integer.highestOneBit(n - 1);
    }

    private static <S> S inTurn(Window window, Pass<S> pass, int from, int to) {
        if (to - from == 1) {
            S state = pass.init();
            window.moveTo(from);
            pass.add(state, window);
            return state;
        }
        int middle = from + left(to - from);
        S left = inTurn(window, pass, from, middle);
        return pass.merge(left, inTurn(window, pass, middle, to));
    }

    /** A subtree whose halves may run at the same time. */
    private static final class Share<S> extends RecursiveTask<S> {
        private static final long serialVersionUID = 1L;

        private final transient Rows rows;
        private final transient Pass<S> pass;
        private final transient int[] slots;
        private final int alone;
        private final int from;
        private final int to;

        Share(Rows rows, Pass<S> pass, int[] slots, int alone, int from, int to) {
            this.alone = alone;
            this.rows = rows;
            this.pass = pass;
            this.slots = slots;
            this.from = from;
            this.to = to;
        }

        @Override
        protected S compute() {
            if (to - from < alone) {
                return inTurn(new Window(rows, slots), pass, from, to);
            }
            int middle = from + left(to - from);
            Share<S> right = new Share<>(rows, pass, slots, alone, middle, to);
            right.fork();
            S left;
            try {
                left = new Share<>(rows, pass, slots, alone, from, middle).compute();
            } catch (RuntimeException | Error e) {
                right.cancel(false);
                throw e;
            }
            return pass.merge(left, right.join());
        }
    }

    /** The block of one thread: moves over the rows and copies a column when it is asked for. */
    private static final class Window implements ColumnBlock {
        private final Rows rows;
        private final int[] slots;
        private final double[][] numbers;
        private final int[][] codes;
        private final boolean[] filled;
        private int first;
        private int n;

        Window(Rows rows, int[] slots) {
            this.rows = rows;
            this.slots = slots;
            this.numbers = new double[slots.length][];
            this.codes = new int[slots.length][];
            this.filled = new boolean[slots.length];
        }

        void moveTo(int block) {
            first = block * Source.BLOCK;
            n = Math.min(Source.BLOCK, rows.count() - first);
            Arrays.fill(filled, false);
        }

        @Override
        public long firstRow() {
            return first;
        }

        @Override
        public int rows() {
            return n;
        }

        @Override
        public double[] numeric(int slot) {
            if (!filled[slot]) {
                if (numbers[slot] == null) {
                    refuse(slot, true);
                    numbers[slot] = new double[Math.min(Source.BLOCK, rows.count())];
                }
                rows.numbers(slots[slot], first, n, numbers[slot], 0);
                filled[slot] = true;
            }
            return numbers[slot];
        }

        @Override
        public int[] codes(int slot) {
            if (!filled[slot]) {
                if (codes[slot] == null) {
                    refuse(slot, false);
                    codes[slot] = new int[Math.min(Source.BLOCK, rows.count())];
                }
                rows.codes(slots[slot], first, n, codes[slot], 0);
                filled[slot] = true;
            }
            return codes[slot];
        }

        private void refuse(int slot, boolean asNumbers) {
            Schema.Column column = rows.schema().columns().get(slots[slot]);
            if (asNumbers == (column.kind() == Schema.Kind.TEXT)) {
                throw misread(column, asNumbers ? "numbers" : "text");
            }
        }

        @Override
        public String[] dictionary(int slot) {
            return rows.dictionary(slots[slot]);
        }
    }
}
