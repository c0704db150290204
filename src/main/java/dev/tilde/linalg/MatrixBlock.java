package dev.tilde.linalg;

import java.util.Arrays;
import java.util.List;

/**
 * Some columns of a design matrix that know their structure, so that products can skip zeros.
 *
 * <p>Missing values are NaN in every column of a row.
 */
public sealed interface MatrixBlock {
    /** How many rows there are. */
    int rows();

    /** How many columns there are. */
    int columns();

    /** The entry in row i, column j. */
    double get(int i, int j);

    /** {@code out[i] += sum_j this[i, j] b[from + j]}; NaN rows give NaN. */
    void addTimes(double[] b, int from, double[] out);

    /** Column j written to {@code out[at], out[at + 1], ...}. */
    void copyColumn(int j, double[] out, int at);

    /** {@code out[at + i] *= this[i, j]} for every row i. */
    void timesColumn(int j, double[] out, int at);

    /** Numbers. */
    record Dense(Matrix matrix) implements MatrixBlock {
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

        @Override
        public void addTimes(double[] b, int from, double[] out) {
            double[] x = matrix.data();
            int n = matrix.rows();
            for (int j = 0; j < matrix.columns(); j++) {
                double f = b[from + j];
                int c = j * n;
                for (int i = 0; i < n; i++) {
                    out[i] += x[c + i] * f;
                }
            }
        }

        @Override
        public void copyColumn(int j, double[] out, int at) {
            System.arraycopy(matrix.data(), j * matrix.rows(), out, at, matrix.rows());
        }

        @Override
        public void timesColumn(int j, double[] out, int at) {
            double[] x = matrix.data();
            int n = matrix.rows();
            for (int i = 0, k = j * n; i < n; i++, k++) {
                out[at + i] *= x[k];
            }
        }
    }

    /** A factor: row i is {@code coding.row(codes[i])}; a code of -1 is missing. */
    final class Codes implements MatrixBlock {
        private final int[] codes;
        private final LevelRows coding;

        /**
         * @param codes one for each row, positions of levels; not copied
         * @param coding levels by columns
         */
        public Codes(int[] codes, LevelRows coding) {
            this.codes = codes;
            this.coding = coding;
        }

        /** The values of each level. */
        public LevelRows coding() {
            return coding;
        }

        /** The level of row i, -1 where it is missing. */
        public int code(int i) {
            return codes[i];
        }

        @Override
        public int rows() {
            return codes.length;
        }

        @Override
        public int columns() {
            return coding.columns();
        }

        @Override
        public double get(int i, int j) {
            return codes[i] < 0 ? Double.NaN : coding.get(codes[i], j);
        }

        @Override
        public void addTimes(double[] b, int from, double[] out) {
            double[] byLevel = new double[coding.rows()];
            for (int l = 0; l < byLevel.length; l++) {
                if (coding instanceof LevelRows.Indicators one) {
                    byLevel[l] = one.column(l) < 0 ? 0 : b[from + one.column(l)];
                    continue;
                }
                for (int j = 0; j < coding.columns(); j++) {
                    byLevel[l] += coding.get(l, j) * b[from + j];
                }
            }
            for (int i = 0; i < codes.length; i++) {
                out[i] += codes[i] < 0 ? Double.NaN : byLevel[codes[i]];
            }
        }

        /** What each level has in column j; the first place is that of a missing level. */
        private double[] byLevel(int j) {
            double[] values = new double[coding.rows() + 1];
            values[0] = Double.NaN;
            for (int l = 0; l < coding.rows(); l++) {
                values[l + 1] = coding.get(l, j);
            }
            return values;
        }

        @Override
        public void copyColumn(int j, double[] out, int at) {
            double[] values = byLevel(j);
            for (int i = 0; i < codes.length; i++) {
                out[at + i] = values[codes[i] + 1];
            }
        }

        @Override
        public void timesColumn(int j, double[] out, int at) {
            double[] values = byLevel(j);
            for (int i = 0; i < codes.length; i++) {
                out[at + i] *= values[codes[i] + 1];
            }
        }
    }

    /**
     * The products of one column of each part, the first part's varying fastest.
     *
     * @param parts of equal numbers of rows; none gives the constant 1
     */
    record Product(List<MatrixBlock> parts, int rows) implements MatrixBlock {
        public Product {
            parts = List.copyOf(parts);
        }

        @Override
        public int columns() {
            return parts.stream().mapToInt(MatrixBlock::columns).reduce(1, Math::multiplyExact);
        }

        @Override
        public double get(int i, int j) {
            double v = 1;
            int rest = j;
            for (MatrixBlock part : parts) {
                v *= part.get(i, rest % part.columns());
                rest /= part.columns();
            }
            return v;
        }

        @Override
        public void addTimes(double[] b, int from, double[] out) {
            int width = columns();
            double[] column = new double[rows];
            for (int j = 0; j < width; j++) {
                copyColumn(j, column, 0);
                double f = b[from + j];
                for (int i = 0; i < rows; i++) {
                    out[i] += column[i] * f;
                }
            }
        }

        @Override
        public void copyColumn(int j, double[] out, int at) {
            if (parts.isEmpty()) {
                Arrays.fill(out, at, at + rows, 1);
                return;
            }
            if (parts.size() == 2 && parts.get(0) instanceof Codes a && parts.get(1) instanceof Codes b) {
                cells(a, b, j, out, at);
                return;
            }
            parts.get(0).copyColumn(j % parts.get(0).columns(), out, at);
            times(1, j / parts.get(0).columns(), out, at);
        }

        /** Two factors: the product of every pair of levels once, then one look-up for each row. */
        private static void cells(Codes a, Codes b, int j, double[] out, int at) {
            double[] left = a.byLevel(j % a.columns());
            double[] right = b.byLevel(j / a.columns());
            int width = right.length;
            if ((long) left.length * width > a.codes.length) {
                a.copyColumn(j % a.columns(), out, at);
                b.timesColumn(j / a.columns(), out, at);
                return;
            }
            double[] cell = new double[left.length * width];
            for (int l = 0; l < left.length; l++) {
                for (int r = 0; r < width; r++) {
                    cell[l * width + r] = left[l] * right[r];
                }
            }
            for (int i = 0; i < a.codes.length; i++) {
                out[at + i] = cell[(a.codes[i] + 1) * width + b.codes[i] + 1];
            }
        }

        @Override
        public void timesColumn(int j, double[] out, int at) {
            times(0, j, out, at);
        }

        private void times(int first, int j, double[] out, int at) {
            int rest = j;
            for (MatrixBlock part : parts.subList(first, parts.size())) {
                part.timesColumn(rest % part.columns(), out, at);
                rest /= part.columns();
            }
        }
    }
}
