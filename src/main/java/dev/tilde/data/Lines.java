package dev.tilde.data;

import java.util.Arrays;

/** The line of the file on which each row begins; takes room only for rows that span more than one line. */
final class Lines {
    private int[] rows = new int[4];
    private long[] shifts = new long[4];
    private int size;

    /** Rows come in order. */
    void put(int row, long line) {
        long shift = line - row;
        if (size == 0 || shifts[size - 1] != shift) {
            if (size == rows.length) {
                rows = Arrays.copyOf(rows, 2 * size);
                shifts = Arrays.copyOf(shifts, 2 * size);
            }
            rows[size] = row;
            shifts[size++] = shift;
        }
    }

    long of(int row) {
        int at = Arrays.binarySearch(rows, 0, size, row);
        return row + shifts[at >= 0 ? at : -at - 2];
    }
}
