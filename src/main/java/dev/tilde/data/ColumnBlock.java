package dev.tilde.data;

/**
 * Some consecutive rows of the columns a pass asked for. The arrays belong to the block: they may be longer than
 * {@link #rows}, must not be modified and must not be kept after the call that got the block.
 */
public interface ColumnBlock {
    /** Absolute number of the first row, from 0. */
    long firstRow();

    /** How many rows there are. */
    int rows();

    /**
     * The values of a column that is not text; missing = NaN. Booleans are 0 and 1, dates days since 1970-01-01,
     * date-times seconds since 1970-01-01T00:00 (instants: in UTC), times seconds since midnight.
     */
    double[] numeric(int slot);

    /** The codes of a text column: positions in {@link #dictionary}, -1 = missing. */
    int[] codes(int slot);

    /** The texts that the codes of this block point to; not sorted, may hold texts that no row has. */
    String[] dictionary(int slot);
}
