package dev.tilde.linalg;

import java.util.Arrays;
import java.util.List;

/**
 * A matrix of which only the entries that are not 0 are held, row by row (CSR). The entries of row i are at
 * {@code starts[i]} to {@code starts[i + 1] - 1} of {@code columnNumbers} and {@code values}, by ascending column; so
 * SciPy's {@code csr_matrix((values, columnNumbers, starts))}. NaN is an entry.
 *
 * <p>The arrays are the matrix's own, not copies: do not modify them.
 */
public final class SparseMatrix {
    private final int rows;
    private final int columns;
    private final int[] starts;
    private int[] columnNumbers = new int[16];
    private double[] values = new double[16];
    private int count;

    private SparseMatrix(int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        this.starts = new int[rows + 1];
    }

    /**
     * The columns of blocks side by side.
     *
     * @param rows how many, in every block
     * @throws ArithmeticException if there are more than 2^31 - 1 entries
     */
    public static SparseMatrix of(int rows, List<MatrixBlock> blocks) {
        int columns = blocks.stream().mapToInt(MatrixBlock::columns).reduce(0, Math::addExact);
        SparseMatrix m = new SparseMatrix(rows, columns);
        for (int i = 0; i < rows; i++) {
            int at = 0;
            for (MatrixBlock b : blocks) {
                int from = m.count;
                m.append(b, i);
                for (int k = from; k < m.count; k++) {
                    m.columnNumbers[k] += at;
                }
                at += b.columns();
            }
            m.starts[i + 1] = m.count;
        }
        m.columnNumbers = Arrays.copyOf(m.columnNumbers, m.count);
        m.values = Arrays.copyOf(m.values, m.count);
        return m;
    }

    /**
     * From the arrays themselves, which are not copied.
     *
     * @param starts rows + 1 numbers from 0 to the number of entries, never falling
     * @param columnNumbers by row, ascending in each
     * @param values as many as column numbers
     * @throws IllegalArgumentException if the arrays do not fit together
     */
    public static SparseMatrix of(int rows, int columns, int[] starts, int[] columnNumbers, double[] values) {
        boolean fits = starts.length == rows + 1 && starts[0] == 0 && starts[rows] == values.length;
        for (int i = 0; fits && i < rows; i++) {
            fits = starts[i] <= starts[i + 1] && starts[i + 1] <= columnNumbers.length;
            for (int k = starts[i]; fits && k < starts[i + 1]; k++) {
                int before = k == starts[i] ? -1 : columnNumbers[k - 1];
                fits = columnNumbers[k] > before && columnNumbers[k] < columns;
            }
        }
        if (!fits || columnNumbers.length != values.length) {
            throw new IllegalArgumentException("the arrays are not a sparse matrix of " + rows + " x " + columns
                    + ": starts rise from 0 to the number of values, and in each row the column numbers rise");
        }
        SparseMatrix m = new SparseMatrix(rows, columns);
        System.arraycopy(starts, 0, m.starts, 0, starts.length);
        m.columnNumbers = columnNumbers;
        m.values = values;
        m.count = values.length;
        return m;
    }

    private void append(MatrixBlock block, int i) {
        if (block instanceof MatrixBlock.Product p) {
            product(p, i);
        } else if (block instanceof MatrixBlock.Codes c
                && c.code(i) >= 0
                && c.coding() instanceof LevelRows.Indicators one) {
            if (one.column(c.code(i)) >= 0) {
                put(one.column(c.code(i)), 1);
            }
        } else {
            for (int j = 0; j < block.columns(); j++) {
                put(j, block.get(i, j));
            }
        }
    }

    /** Entries of the parts so far times those of the next, whose columns vary slower. */
    private void product(MatrixBlock.Product p, int i) {
        int from = count;
        put(0, 1);
        int width = 1;
        for (MatrixBlock part : p.parts()) {
            int to = count;
            append(part, i);
            int end = count;
            for (int k = to; k < end; k++) {
                if (!Double.isFinite(values[k])) {
                    // Its product with a 0 that is not held is NaN.
                    count = from;
                    for (int j = 0; j < p.columns(); j++) {
                        put(j, p.get(i, j));
                    }
                    return;
                }
            }
            for (int k = to; k < end; k++) {
                for (int l = from; l < to; l++) {
                    put(columnNumbers[k] * width + columnNumbers[l], values[l] * values[k]);
                }
            }
            int made = count - end;
            System.arraycopy(columnNumbers, end, columnNumbers, from, made);
            System.arraycopy(values, end, values, from, made);
            count = from + made;
            width *= part.columns();
        }
    }

    private void put(int column, double v) {
        if (v == 0) {
            return;
        }
        if (count == values.length) {
            int more = Math.addExact(count, Math.max(16, count >> 1));
            columnNumbers = Arrays.copyOf(columnNumbers, more);
            values = Arrays.copyOf(values, more);
        }
        columnNumbers[count] = column;
        values[count++] = v;
    }

    /** How many rows there are. */
    public int rows() {
        return rows;
    }

    /** How many columns there are. */
    public int columns() {
        return columns;
    }

    /** How many entries are held. */
    public int entries() {
        return count;
    }

    /** Where the entries of each row begin, and the end of the last; not a copy. */
    public int[] starts() {
        return starts;
    }

    /** The column of each entry, from 0; not a copy. */
    public int[] columnNumbers() {
        return columnNumbers;
    }

    /** The entries; not a copy. */
    public double[] values() {
        return values;
    }

    /** This times b: one number for each row, b has one for each column. A new array. */
    public double[] times(double[] b) {
        double[] out = new double[rows];
        addTimes(b, out);
        return out;
    }

    /** Adds this times b to {@code out}, which has one number for each row. */
    public void addTimes(double[] b, double[] out) {
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                sum += values[k] * b[columnNumbers[k]];
            }
            out[i] += sum;
        }
    }

    /** All entries, zeros too; a new matrix. */
    public Matrix dense() {
        Matrix m = Matrix.zeros(rows, columns);
        for (int i = 0; i < rows; i++) {
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                m.set(i, columnNumbers[k], values[k]);
            }
        }
        return m;
    }
}
