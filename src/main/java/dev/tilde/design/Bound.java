package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import dev.tilde.data.Schema.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

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
     * @param listed what the declared levels promise
     * @param ordered whether the levels have a natural order
     * @param contrast what the formula asks for
     */
    record Category(
            Coder coder, Kind labels, List<String> levels, Listed listed, boolean ordered, Optional<Contrast> contrast)
            implements Bound {
        /** The same levels coded otherwise. */
        Category coded(Contrast other) {
            return new Category(coder, labels, levels, listed, ordered, Optional.of(other));
        }

        /** Other levels of other values. */
        Category of(Coder values, List<String> names) {
            return new Category(values, labels, names, Listed.OPEN, ordered, contrast);
        }
    }

    /** What a declaration of levels promises about the rows. */
    enum Listed {
        /** Nothing. */
        OPEN,
        /** Another value is an error. */
        CLOSED,
        /** A row has the first of them, else that is an error. */
        FIRST
    }

    /** A call that must see the rows before it can be applied. */
    record Pending(String key, Supplier<States.Cell> cell) implements Bound {}
}
