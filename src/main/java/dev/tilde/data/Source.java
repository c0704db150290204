package dev.tilde.data;

import java.util.List;
import java.util.OptionalLong;

/**
 * Rows that a {@link Pass} can run over: the only thing an engine implements.
 *
 * <p>Whatever the engine, a pass sees blocks of {@link #BLOCK} rows cut at multiples of {@code BLOCK} of the absolute
 * row number, and states are merged in a fixed binary tree over the block numbers. So a floating-point state has the
 * same bits for any chunking of the input and any number of threads.
 */
public interface Source {
    /** Rows of a logical block. */
    int BLOCK = 8192;

    /** The columns there are. */
    Schema schema();

    /** What the data are called: a file, a data set; empty when they have no name. */
    default String name() {
        return "";
    }

    /** How many rows there are, where that is known before a pass over them. */
    default OptionalLong rowCount() {
        return OptionalLong.empty();
    }

    /** Whether {@link #run} can be called again. */
    boolean replayable();

    /**
     * Runs one pass over the rows in order.
     *
     * @param pass what to compute
     * @param columns names of columns of the schema; slot {@code i} of each block is {@code columns.get(i)}
     * @return the state after the last row; {@code pass.init()} when there is no row
     * @throws DataException if a column does not exist or the rows cannot be read
     */
    <S> S run(Pass<S> pass, List<String> columns);
}
