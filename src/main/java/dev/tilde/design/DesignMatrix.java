package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.MatrixBlock;
import dev.tilde.linalg.SparseMatrix;
import dev.tilde.text.Names;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A design matrix, n rows by p columns, held as blocks that know their structure.
 */
public final class DesignMatrix {
    /** Numbers below which a thread costs more than it saves. */
    private static final long WORTH_THREADS = 200_000;

    private final Side side;
    private final List<MatrixBlock> blocks;
    private final RowNumbers keptRows;

    DesignMatrix(Side side, List<MatrixBlock> blocks, RowNumbers keptRows) {
        this.side = side;
        this.blocks = List.copyOf(blocks);
        this.keptRows = keptRows;
    }

    /** Number of rows n. */
    public int rows() {
        return keptRows.count();
    }

    /** Names of the p columns. */
    public List<String> columns() {
        return side.columns();
    }

    /** The terms and which columns they have. */
    public List<CodedTerm> terms() {
        return side.terms();
    }

    /** For each row its 0-based number in the data; a copy. */
    public long[] keptRows() {
        return keptRows.toArray();
    }

    RowNumbers numbers() {
        return keptRows;
    }

    /** The blocks, in the order of columns. */
    public List<MatrixBlock> blocks() {
        return blocks;
    }

    /** The dense n by p matrix; a new one each time. */
    public Matrix matrix() {
        Matrix m = Matrix.zeros(rows(), columns().size());
        int[] start = new int[blocks.size() + 1];
        for (int k = 0; k < blocks.size(); k++) {
            start[k + 1] = start[k] + blocks.get(k).columns();
        }
        IntStream columns = IntStream.range(0, start[blocks.size()]);
        // Columns do not touch each other, so threads change nothing but the time.
        ((long) m.data().length > WORTH_THREADS ? columns.parallel() : columns).forEach(j -> {
            int k = Arrays.binarySearch(start, j);
            int block = k >= 0 ? k : -k - 2;
            while (start[block + 1] == start[block]) {
                block++;
            }
            blocks.get(block).copyColumn(j - start[block], m.data(), j * rows());
        });
        return m;
    }

    /** The columns of a term or the one of a column, as {@link Side#slice(String)} finds them. */
    public Slice slice(String name) {
        return side.slice(name);
    }

    /**
     * The entries that are not 0, row by row, made from the blocks without a dense matrix; a new one each time. A missing
     * value is an entry NaN in every column that needs it.
     */
    public SparseMatrix sparse() {
        return SparseMatrix.of(rows(), blocks);
    }

    /** X b: {@code result[i] = sum_j X[i, j] b[j]} with p numbers b; NaN where a row misses a value. A new array. */
    public double[] times(double[] b) {
        double[] out = new double[rows()];
        int from = 0;
        for (MatrixBlock block : blocks) {
            block.addTimes(b, from, out);
            from += block.columns();
        }
        return out;
    }

    /** {@code 54 x 3: Intercept, tension[T.M], tension[T.H]}. */
    @Override
    public String toString() {
        return rows() + " x " + columns().size() + ": " + Names.list(columns(), 12);
    }
}
