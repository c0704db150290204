package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of a matrix as written.
 *
 * @param rows one for each level, of equal length
 * @param names of the columns as in R's {@code cbind(l = c(-1, 0, 1))}; empty = 1, 2, ...
 * @param rule what becomes of too few, too many or dependent columns
 */
record Custom(List<List<Double>> rows, List<String> names, Rule rule) implements Contrast {
    enum Rule {
        /** Any columns, used as they are even where all levels should be coded: patsy. */
        AS_WRITTEN,
        /** No column may depend on a constant and the others. */
        INDEPENDENT,
        /** Missing columns are added, orthogonal to a constant and those written; those beyond k - 1 are cut: R. */
        COMPLETED
    }

    private static final double TOLERANCE = 1e-7;

    Custom(List<List<Double>> rows, Rule rule) {
        this(rows, List.of(), rule);
    }

    Custom {
        names = List.copyOf(names);
        rows = List.copyOf(rows.stream().map(List::copyOf).toList());
    }

    @Override
    public CodingMatrix code(List<String> levels) {
        int k = levels.size();
        if (rows.size() != k) {
            throw new IllegalArgumentException(
                    "the matrix of the contrast has " + rows.size() + (rows.size() == 1 ? " row" : " rows")
                            + ", one for each of " + k + " levels is needed: " + String.join(", ", levels));
        }
        Matrix m = Matrix.ofRows(
                rows.stream().map(r -> r.stream().mapToDouble(v -> v).toArray()).toArray(double[][]::new));
        if (rule == Rule.COMPLETED) {
            m = completed(m);
        } else if (rule == Rule.INDEPENDENT) {
            reflect(withOnes(m));
        }
        List<String> numbers = Contrasts.numbers(m.columns());
        List<String> patsy = new ArrayList<>();
        for (int j = 0; j < m.columns(); j++) {
            patsy.add("[custom" + j + "]");
        }
        if (names.isEmpty()) {
            return new CodingMatrix(m, numbers, numbers).patsy(patsy);
        }
        List<String> labels = new ArrayList<>();
        List<String> plain = new ArrayList<>();
        for (int j = 0; j < m.columns(); j++) {
            String name = j < names.size() ? names.get(j) : "";
            labels.add(name.isEmpty() ? numbers.get(j) : name);
            plain.add(name);
        }
        return new CodingMatrix(m, labels, plain);
    }

    @Override
    public CodingMatrix codeInFull(List<String> levels) {
        return rule == Rule.AS_WRITTEN ? code(levels) : CodingMatrix.indicators(levels);
    }

    private static double[][] withOnes(Matrix m) {
        double[][] x = new double[m.columns() + 1][];
        x[0] = new double[m.rows()];
        java.util.Arrays.fill(x[0], 1);
        for (int j = 0; j < m.columns(); j++) {
            x[j + 1] = m.column(j);
        }
        return x;
    }

    /** The last columns of Q in [1 M] = Q R, Householder vectors scaled and signed as in LINPACK's dqrdc. */
    private static Matrix completed(Matrix m) {
        int k = m.rows();
        Matrix all = Matrix.zeros(k, Math.max(0, k - 1));
        System.arraycopy(m.data(), 0, all.data(), 0, Math.min(m.data().length, all.data().length));
        if (m.columns() < k - 1) {
            double[][] u = reflect(withOnes(m));
            for (int j = m.columns(); j < k - 1; j++) {
                double[] q = new double[k];
                q[j + 1] = 1;
                for (int l = u.length - 1; l >= 0; l--) {
                    apply(u[l], l, q);
                }
                System.arraycopy(q, 0, all.data(), j * k, k);
            }
        }
        return all;
    }

    private static double[][] reflect(double[][] x) {
        int k = x[0].length;
        double[] sizes = new double[x.length];
        for (int l = 0; l < x.length; l++) {
            sizes[l] = length(x[l], 0);
        }
        for (int l = 0; l < x.length; l++) {
            double norm = l < k ? length(x[l], l) : 0;
            if (!(norm > TOLERANCE * sizes[l])) {
                throw new IllegalArgumentException("column " + l
                        + " of the matrix of the contrast depends on a constant and the columns before it");
            }
            norm = x[l][l] < 0 ? -norm : norm;
            for (int i = l; i < k; i++) {
                x[l][i] /= norm;
            }
            x[l][l] += 1;
            for (int j = l + 1; j < x.length; j++) {
                apply(x[l], l, x[j]);
            }
        }
        return x;
    }

    private static double length(double[] x, int from) {
        double sum = 0;
        for (int i = from; i < x.length; i++) {
            sum += x[i] * x[i];
        }
        return Math.sqrt(sum);
    }

    private static void apply(double[] u, int from, double[] y) {
        double t = 0;
        for (int i = from; i < y.length; i++) {
            t -= u[i] * y[i];
        }
        t /= u[from];
        for (int i = from; i < y.length; i++) {
            y[i] += t * u[i];
        }
    }

    @Override
    public String toString() {
        return "a matrix of " + rows.get(0).size() + (rows.get(0).size() == 1 ? " column" : " columns");
    }
}
