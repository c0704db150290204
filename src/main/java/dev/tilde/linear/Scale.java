package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import java.util.Arrays;

/**
 * What stands between the rows of the data and those that were solved: row i there is root_i (row i - offset_i).
 *
 * @param roots square roots of the weights, above 0; all 1 without weights
 * @param offset what was taken off the response; all 0 without an offset
 * @param weighted whether there are weights
 * @param shifted whether there is an offset
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
record Scale(double[] roots, double[] offset, boolean weighted, boolean shifted) {
    /** Rows as they are. */
    static Scale none(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return new Scale(ones, new double[n], false, false);
    }

    /** A column of the data as it would be solved: times the roots; a new one. */
    double[] apply(double[] column) {
        double[] out = column.clone();
        for (int i = 0; weighted && i < out.length; i++) {
            out[i] *= roots[i];
        }
        return out;
    }

    /** The weighted mean of a column of the data, summed from its first number so that a far column keeps its digits. */
    double mean(double[] column) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < column.length; i++) {
            double w = roots[i] * roots[i];
            sum += w * (column[i] - column[0]);
            total += w;
        }
        return column.length == 0 ? 0 : column[0] + sum / total;
    }

    /** What was solved without its roots, and without the offset; a new one. */
    double[] undo(double[] column) {
        double[] out = column.clone();
        for (int i = 0; weighted && i < out.length; i++) {
            out[i] /= roots[i];
        }
        return out;
    }

    /** A response, or a prediction of it, in its own units; a new one. */
    double[] observed(double[] column) {
        double[] out = undo(column);
        for (int i = 0; shifted && i < out.length; i++) {
            out[i] += offset[i];
        }
        return out;
    }

    /** The columns of the data; without weights the matrix itself. */
    Matrix undo(Matrix x) {
        if (!weighted) {
            return x;
        }
        Matrix out = Matrix.zeros(x.rows(), x.columns());
        for (int j = 0; j < x.columns(); j++) {
            double[] column = undo(x.column(j));
            for (int i = 0; i < column.length; i++) {
                out.set(i, j, column[i]);
            }
        }
        return out;
    }

    /** What the weighted mean leaves of a column that was solved: its projection on the roots taken off; a new one. */
    double[] centred(double[] column) {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < column.length; i++) {
            sum += roots[i] * column[i];
            total += roots[i] * roots[i];
        }
        double[] out = column.clone();
        for (int i = 0; i < out.length; i++) {
            out[i] -= roots[i] * (sum / total);
        }
        return out;
    }

    Scale without(int row) {
        return new Scale(without(roots, row), without(offset, row), weighted, shifted);
    }

    static double[] without(double[] all, int row) {
        double[] rest = new double[all.length - 1];
        System.arraycopy(all, 0, rest, 0, row);
        System.arraycopy(all, row + 1, rest, row, rest.length - row);
        return rest;
    }
}
