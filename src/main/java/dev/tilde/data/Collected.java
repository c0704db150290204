package dev.tilde.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps the rows of any source: one copy of each block, put together at the end. */
record Collected(List<Schema.Column> columns) implements Pass<List<Collected.Block>> {
    /** A copy of a block: an array of numbers or texts for each column. */
    record Block(int rows, List<Values> cells) {}

    static Rows of(Source source) {
        if (source instanceof Rows rows) {
            return rows;
        }
        if (source instanceof Named named) {
            return of(named.rows());
        }
        List<Schema.Column> columns = source.schema().columns();
        List<Block> blocks = source.run(new Collected(columns), source.schema().names());
        int rows = blocks.stream().mapToInt(Block::rows).sum();
        List<Values> whole = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            whole.add(columns.get(j).kind() == Schema.Kind.TEXT ? texts(blocks, j, rows) : numbers(blocks, j, rows));
        }
        return new ArraySource(source.schema(), whole, rows);
    }

    private static Values numbers(List<Block> blocks, int j, int rows) {
        double[] all = new double[rows];
        int at = 0;
        for (Block b : blocks) {
            System.arraycopy(((Values.Numbers) b.cells.get(j)).cells, 0, all, at, b.rows);
            at += b.rows;
        }
        return new Values.Numbers(all);
    }

    private static Values texts(List<Block> blocks, int j, int rows) {
        int[] all = new int[rows];
        Dictionary dictionary = new Dictionary();
        int at = 0;
        for (Block b : blocks) {
            Values.Texts own = (Values.Texts) b.cells.get(j);
            for (int code : own.codes) {
                all[at++] = code < 0 ? -1 : dictionary.code(own.dictionary[code]);
            }
        }
        return new Values.Texts(all, dictionary.toArray());
    }

    @Override
    public List<Block> init() {
        return new ArrayList<>();
    }

    @Override
    public void add(List<Block> state, ColumnBlock block) {
        List<Values> cells = new ArrayList<>();
        for (int j = 0; j < columns.size(); j++) {
            cells.add(
                    columns.get(j).kind() == Schema.Kind.TEXT
                            ? new Values.Texts(
                                    Arrays.copyOf(block.codes(j), block.rows()),
                                    block.dictionary(j).clone())
                            : new Values.Numbers(Arrays.copyOf(block.numeric(j), block.rows())));
        }
        state.add(new Block(block.rows(), cells));
    }

    @Override
    public List<Block> merge(List<Block> left, List<Block> right) {
        left.addAll(right);
        return left;
    }
}
