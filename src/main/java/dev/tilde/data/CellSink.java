package dev.tilde.data;

/** Takes the cells of one column of a text, from the first row to the last. */
interface CellSink {
    /**
     * Takes the next cell.
     *
     * @param chars holds the cell, without its quotes; valid during the call only
     * @param at where it begins
     * @param n how long it is
     * @param quoted whether it stood in quotes, so that blanks at its ends belong to it
     * @throws DataException if the cell is not what the column is declared to hold
     */
    void add(char[] chars, int at, int n, boolean quoted, CsvPosition position);
}
