package dev.tilde.linalg;

import java.util.Arrays;

/**
 * A dense matrix of doubles, column-major. The array is shared, not copied: whoever makes a matrix from an array gives
 * the array away.
 */
public final class Matrix {
    private final int rows;
    private final int columns;
    private final double[] data;

    private Matrix(int rows, int columns, double[] data) {
        if (data.length != Math.multiplyExact(rows, columns)) {
            throw new IllegalArgumentException(rows + " x " + columns + " numbers expected, got " + data.length);
        }
        this.rows = rows;
        this.columns = columns;
        this.data = data;
    }

    /**
     * A matrix of the numbers of an array.
     *
     * @param data column-major, {@code rows * columns} long; not copied
     * @throws IllegalArgumentException if the array is of another length
     */
    public static Matrix of(int rows, int columns, double[] data) {
        return new Matrix(rows, columns, data);
    }

    /** A matrix of zeros. */
    public static Matrix zeros(int rows, int columns) {
        return new Matrix(rows, columns, new double[Math.multiplyExact(rows, columns)]);
    }

    /** The identity, n by n. */
    public static Matrix identity(int n) {
        Matrix m = zeros(n, n);
        for (int i = 0; i < n; i++) {
            m.set(i, i, 1);
        }
        return m;
    }

    /** From rows of equal length, of which there is at least one for a matrix with columns; copied. */
    public static Matrix ofRows(double[]... rows) {
        Matrix m = zeros(rows.length, rows.length == 0 ? 0 : rows[0].length);
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < m.columns; j++) {
                m.set(i, j, rows[i][j]);
            }
        }
        return m;
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    /** How many columns there are. */
    public int columns() {
        return columns;
    }

    /** The entry in row i, column j, from 0; indexes are not checked. */
    public double get(int i, int j) {
        return data[j * rows + i];
    }

    /** Sets the entry in row i, column j. */
    public void set(int i, int j, double v) {
        data[j * rows + i] = v;
    }

    /** Column {@code j}, copied. */
    public double[] column(int j) {
        return Arrays.copyOfRange(data, j * rows, (j + 1) * rows);
    }

    /** Row {@code i}, copied. */
    public double[] row(int i) {
        double[] row = new double[columns];
        for (int j = 0; j < columns; j++) {
            row[j] = get(i, j);
        }
        return row;
    }

    /** The numbers themselves, column-major; not a copy. */
    public double[] data() {
        return data;
    }

    /** this b: {@code result[i] = sum_j this[i, j] b[j]}; b has one number for each column. A new array. */
    public double[] times(double[] b) {
        double[] out = new double[rows];
        for (int j = 0; j < columns; j++) {
            double f = b[j];
            int c = j * rows;
            for (int i = 0; i < rows; i++) {
                out[i] += data[c + i] * f;
            }
        }
        return out;
    }
}
