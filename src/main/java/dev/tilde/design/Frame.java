package dev.tilde.design;

import java.util.List;

/**
 * The values of all factors of a formula on the complete rows of one block. The arrays are at least {@link #rows} long,
 * belong to the frame and live as long as the call that got it.
 */
public final class Frame {
    private final int rows;
    private final List<double[][]> numerics;
    private final List<int[]> codes;
    private final int[] levels;
    private final long firstRow;
    private final int[] kept;

    /**
     * @param firstRow number of the first row of the block in the data
     * @param kept for each row of the frame its place in the block
     */
    Frame(int rows, List<double[][]> numerics, List<int[]> codes, int[] levels, long firstRow, int[] kept) {
        this.firstRow = firstRow;
        this.kept = kept;
        this.rows = rows;
        this.numerics = numerics;
        this.codes = codes;
        this.levels = levels;
    }

    /** Rows without a missing value in any factor. */
    public int rows() {
        return rows;
    }

    /** A column of a numeric factor. */
    public double[] numeric(int factor, int column) {
        return numerics.get(factor)[column];
    }

    /**
     * The codes of a categorical factor, by first appearance in the state the frame is added to.
     */
    public int[] codes(int factor) {
        return codes.get(factor);
    }

    /** How many codes of a categorical factor that state has seen, this block included. */
    public int levels(int factor) {
        return levels[factor];
    }

    /** The number of the first row of the block in the data, from 0; it may have been left out. */
    long firstRow() {
        return firstRow;
    }

    RowNumbers numbers() {
        return RowNumbers.of(firstRow, kept, rows);
    }

    /** The number of a row in the data, from 0. */
    public long row(int i) {
        return firstRow + kept[i];
    }
}
