package dev.tilde.linear;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Pass;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The same rows with one column held at a value, as if all had it; a missing value becomes it too.
 *
 * @param value a text, or a number as {@link ColumnBlock#numeric} has it
 */
record Held(Source rows, String column, Object value) implements Source {
    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public String name() {
        return rows.name();
    }

    @Override
    public OptionalLong rowCount() {
        return rows.rowCount();
    }

    @Override
    public boolean replayable() {
        return rows.replayable();
    }

    @Override
    public <S> S run(Pass<S> pass, List<String> columns) {
        int slot = columns.indexOf(column);
        return rows.run(slot < 0 ? pass : new Over<>(pass, slot, value), columns);
    }

    private record Over<S>(Pass<S> pass, int slot, Object value) implements Pass<S> {
        @Override
        public S init() {
            return pass.init();
        }

        @Override
        public void add(S state, ColumnBlock block) {
            pass.add(state, new Same(block, slot, value));
        }

        @Override
        public S merge(S left, S right) {
            return pass.merge(left, right);
        }
    }

    private record Same(ColumnBlock block, int slot, Object value) implements ColumnBlock {
        @Override
        public long firstRow() {
            return block.firstRow();
        }

        @Override
        public int rows() {
            return block.rows();
        }

        @Override
        public double[] numeric(int asked) {
            if (asked != slot) {
                return block.numeric(asked);
            }
            double[] all = new double[block.rows()];
            Arrays.fill(all, (double) value);
            return all;
        }

        @Override
        public int[] codes(int asked) {
            return asked == slot ? new int[block.rows()] : block.codes(asked);
        }

        @Override
        public String[] dictionary(int asked) {
            return asked == slot ? new String[] {(String) value} : block.dictionary(asked);
        }
    }
}
