package dev.tilde.data;

import java.util.OptionalLong;

/** Something is wrong with the data: the message says what, where, and what would work. */
public final class DataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final long row;
    private final String column;

    /**
     * @param message what is wrong and what would work; whole sentences, the first without a full stop
     * @param source the file or data set, empty when there is none
     * @param row 0-based row of the data, or -1
     * @param column name of the column, empty when there is none
     */
    public DataException(String message, String source, long row, String column) {
        super(message);
        this.source = source;
        this.row = row;
        this.column = column;
    }

    /** @param message what is wrong and what would work, of no one source, row or column */
    public DataException(String message) {
        this(message, "", -1, "");
    }

    /** The file or data set; empty when there is none. */
    public String source() {
        return source;
    }

    /** The 0-based row, if one row is to blame. */
    public OptionalLong row() {
        return row < 0 ? OptionalLong.empty() : OptionalLong.of(row);
    }

    /** The column; empty when none is to blame. */
    public String column() {
        return column;
    }
}
