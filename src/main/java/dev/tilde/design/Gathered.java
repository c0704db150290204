package dev.tilde.design;

import dev.tilde.data.ColumnBlock;
import java.util.Arrays;

/** Values for all rows of one source, by absolute row number; levels as codes with their texts. */
final class Gathered {
    private final double[][] columns;
    private final String[] dictionary;

    /**
     * @param columns kept
     * @param dictionary kept; empty for numbers
     */
    Gathered(double[][] columns, String[] dictionary) {
        this.columns = columns;
        this.dictionary = dictionary;
    }

    int width() {
        return columns.length;
    }

    double[] column(int j) {
        return columns[j];
    }

    String[] dictionary() {
        return dictionary;
    }

    /** The part of a block. */
    double[][] of(ColumnBlock block) {
        int from = (int) block.firstRow();
        double[][] part = new double[columns.length][];
        for (int j = 0; j < part.length; j++) {
            part[j] = Arrays.copyOfRange(columns[j], from, from + block.rows());
        }
        return part;
    }

    /** The codes of a block. */
    Bound.Coded coded(ColumnBlock block) {
        int from = (int) block.firstRow();
        int[] codes = new int[block.rows()];
        for (int i = 0; i < codes.length; i++) {
            double v = columns[0][from + i];
            codes[i] = Double.isNaN(v) ? -1 : (int) v;
        }
        return new Bound.Coded(codes, dictionary);
    }
}
