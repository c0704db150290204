package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Schema.Kind;
import java.util.List;
import java.util.Optional;

/** An expression bound to the columns of a schema: blocks in, values out. */
sealed interface Bound {
    /** Columns of numbers for the rows of a block, at least {@code block.rows()} long; not to be modified. */
    interface Values {
        double[][] of(ColumnBlock block);
    }

    /** Codes and their texts for the rows of a block; not to be modified. */
    interface Coder {
        Coded of(ColumnBlock block);
    }

    /** Positions in a dictionary, -1 = missing. */
    @SuppressWarnings("ArrayRecordComponent") // lives for one block, never compared
    record Coded(int[] codes, String[] dictionary) {}

    /**
     * Numbers, and truth values as 0 and 1.
     *
     * @param kind NUMBER, INTEGER, BOOLEAN, or a kind of date
     * @param suffixes one for each column
     */
    record Numbers(Kind kind, List<String> suffixes, Values values) implements Bound {
        static Numbers one(Kind kind, Values values) {
            return new Numbers(kind, List.of(""), values);
        }
    }

    /**
     * Levels.
     *
     * @param labels of what kind of value the levels are: decides their order
     * @param levels declared, or empty
     * @param closed whether a value outside the declared levels is an error
     * @param ordered whether the levels have a natural order
     * @param contrast what the formula asks for
     */
    record Category(
            Coder coder, Kind labels, List<String> levels, boolean closed, boolean ordered, Optional<Contrast> contrast)
            implements Bound {}

    /** A call that must see the rows before it can be applied. */
    record Pending(String key, Operands operands, StatefulTransform<?> transform) implements Bound {}
}
