package dev.tilde.linalg;

import java.util.Arrays;

/**
 * The values that each level of a factor has in some columns: a matrix of numbers, or at most a single 1 for each level,
 * which is held as one position so that a factor with thousands of levels costs no square of them.
 */
public sealed interface LevelRows {
    /** How many levels. */
    int rows();

    int columns();

    /** The value of level i in column j. */
    double get(int i, int j);

    /** The numbers, levels by columns; shared or made anew, not to be modified. */
    Matrix matrix();

    /** Any numbers. */
    static LevelRows of(Matrix matrix) {
        return new Dense(matrix);
    }

    /** Level i has its own column i, except one level that has none and moves those behind it one to the left. */
    static LevelRows indicators(int levels, int without) {
        int[] column = new int[levels];
        for (int i = 0; i < levels; i++) {
            column[i] = i == without ? -1 : i - (without >= 0 && i > without ? 1 : 0);
        }
        return new Indicators(column, without < 0 ? levels : levels - 1);
    }

    /** Numbers, levels by columns. */
    record Dense(Matrix matrix) implements LevelRows {
        @Override
        public int rows() {
            return matrix.rows();
        }

        @Override
        public int columns() {
            return matrix.columns();
        }

        @Override
        public double get(int i, int j) {
            return matrix.get(i, j);
        }
    }

    /** At most a single 1 for each level. */
    final class Indicators implements LevelRows {
        private final int[] column;
        private final int columns;

        private Indicators(int[] column, int columns) {
            this.column = column;
            this.columns = columns;
        }

        /** The column where level i has its 1, or -1. */
        public int column(int i) {
            return column[i];
        }

        @Override
        public int rows() {
            return column.length;
        }

        @Override
        public int columns() {
            return columns;
        }

        @Override
        public double get(int i, int j) {
            return column[i] == j ? 1 : 0;
        }

        @Override
        public Matrix matrix() {
            Matrix m = Matrix.zeros(column.length, columns);
            for (int i = 0; i < column.length; i++) {
                if (column[i] >= 0) {
                    m.set(i, column[i], 1);
                }
            }
            return m;
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof Indicators other && Arrays.equals(column, other.column) && columns == other.columns;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(column);
        }
    }
}
