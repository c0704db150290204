package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;

/**
 * How the steps of sequences lie on grids: step t of a sequence is the cell in row {@code t / columns} and column
 * {@code t % columns}, up to its last cell that is there. All grids of a table have as many columns as the widest; what
 * a narrower one has less are cells that are not there, whose state is zero as outside, so that they change nothing.
 *
 * @param columns of every grid; 0 in one dimension
 * @param there for each sequence by cell whether the table has it
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Grids(int columns, boolean[][] there) {
    /** Sequences of one dimension. */
    static final Grids NONE = new Grids(0, new boolean[0][]);

    static Grids of(Panel panel) {
        if (panel.width() == 0) {
            return NONE;
        }
        boolean[][] there = new boolean[panel.count()][];
        for (int s = 0; s < there.length; s++) {
            there[s] = new boolean[panel.length(s)];
            for (int t = 0; t < there[s].length; t++) {
                there[s][t] = panel.rows()[panel.starts()[s] + t] >= 0;
            }
        }
        return new Grids(panel.width(), there);
    }

    /** The columns and, a character for each cell, what is there. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder().append(columns);
        for (boolean[] grid : there) {
            out.append('/');
            for (boolean cell : grid) {
                out.append(cell ? '#' : '.');
            }
        }
        return out.toString();
    }

    /** Whether there are two dimensions. */
    boolean isPlane() {
        return columns > 0;
    }

    /** Steps of whole rows: a grid that ends within a row is filled up. */
    static int filled(int steps, int columns) {
        return columns == 0 ? steps : (steps + columns - 1) / columns * columns;
    }

    /** How many cells of a grid are there. */
    int cells(int s) {
        int count = 0;
        for (boolean cell : there[s]) {
            count += cell ? 1 : 0;
        }
        return count;
    }

    /** Rows of a grid. */
    int height(int s) {
        return filled(there[s].length, columns) / columns;
    }

    /** Columns of a grid up to the last that has a cell. */
    int width(int s) {
        int width = 0;
        for (int t = 0; t < there[s].length; t++) {
            width = there[s][t] ? Math.max(width, t % columns + 1) : width;
        }
        return width;
    }

    /** The cell that is there and nearest to the middle of a grid, the first of several. */
    int middle(int s) {
        int row = height(s) / 2;
        int column = width(s) / 2;
        int nearest = there[s].length - 1;
        for (int t = there[s].length - 1; t >= 0; t--) {
            nearest = there[s][t] && distance(t, row * columns + column) <= distance(nearest, row * columns + column)
                    ? t
                    : nearest;
        }
        return nearest;
    }

    /** Rows and columns from one cell to another. */
    int distance(int from, int to) {
        return Math.abs(from / columns - to / columns) + Math.abs(from % columns - to % columns);
    }

    /**
     * The last cells of a grid: those with no cell both at or below and at or right of them. Of a grid without gaps that
     * is the lower right corner; every cell lies above and to the left of one of them.
     *
     * @param there by cell, row after row
     */
    static List<Integer> ends(boolean[] there, int columns) {
        List<Integer> ends = new ArrayList<>();
        int reached = -1;
        for (int row = there.length / columns - 1; row >= 0; row--) {
            for (int column = columns - 1; column > reached; column--) {
                if (there[row * columns + column]) {
                    ends.add(row * columns + column);
                    reached = column;
                }
            }
        }
        return ends;
    }
}
