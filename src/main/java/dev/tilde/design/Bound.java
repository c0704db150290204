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
     * @param whole whether declared levels that no row has are kept whatever the conventions
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
        FIRST,
        /** All of them keep their column, whatever the rows have. */
        WHOLE
    }

    /** A call that must see the rows before it has values. */
    sealed interface Later extends Bound {
        /** The canonical text of the call. */
        String key();
    }

    /** A call that learns from the rows, once for all sources. */
    record Pending(String key, Supplier<States.Cell> cell) implements Later {}

    /**
     * A call that reads the neighbours of a row, anew in every source.
     *
     * @param argument numbers, or levels
     * @param place who is whose neighbour
     */
    record Neighbours(String key, Bound argument, RowFunction function, Place place) implements Later {}

    /**
     * What tells who is whose neighbour.
     *
     * @param groups levels; no row is a neighbour of one in another group
     * @param order what the rows of a group are sorted by; empty for the order of the source
     */
    record Place(List<Key> groups, List<Key> order) {
        public Place {
            groups = List.copyOf(groups);
            order = List.copyOf(order);
        }

        /** What two places with the same neighbours have in common. */
        String key() {
            return groups.stream().map(Key::name).toList() + " "
                    + order.stream().map(Key::name).toList();
        }
    }

    /** A column to group or to sort by. */
    record Key(String name, Bound values) {}
}
