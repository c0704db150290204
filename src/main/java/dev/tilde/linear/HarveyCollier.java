package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The test of Harvey and Collier that the mean is linear: whether recursive residuals, of rows in the order of their fitted
 * values, have the mean 0.
 *
 * <p>w_k = (y_k - x_k'b) / sqrt(1 + x_k'(X'X)^-1 x_k), with b and X of the rows before; from the first row on whose
 * predecessors have the full rank p. They are independent with equal variances if the model holds, and of one sign if the mean
 * bends: t = mean(w) sqrt(m) / sd(w) on m - 1 degrees of freedom. In the order of the data R's {@code lmtest::harvtest} and
 * statsmodels take the first p rows, which seldom have rank p in a model with factors. Source: Harvey and Collier (1977),
 * Journal of Econometrics 6(1), 103-119.
 *
 * @param t its sign is that of the bend
 * @param df m - 1
 * @param p two-sided
 */
record HarveyCollier(double t, double df, double p) {
    static final HarveyCollier NONE = new HarveyCollier(Double.NaN, 0, Double.NaN);

    /** NaN where fewer than two recursive residuals are left, the fit is perfect, or fitted values give no order. */
    static HarveyCollier of(Residuals r) {
        if (r.perfect() || r.isFlat()) {
            return NONE;
        }
        double[] w = recursive(r);
        int m = w.length;
        double mean = Arrays.stream(w).sum() / m;
        double sd = Math.sqrt(Arrays.stream(w).map(v -> (v - mean) * (v - mean)).sum() / (m - 1.0));
        if (m < 2 || !(sd > 0)) {
            return NONE;
        }
        double t = mean * Math.sqrt(m) / sd;
        return new HarveyCollier(t, m - 1.0, Distributions.tTwoSided(t, m - 1.0));
    }

    /** By Givens rotations of each row into the triangle of those before: what is left of y is w. */
    static double[] recursive(Residuals r) {
        int p = r.p();
        double[] f = r.predicted();
        // Any basis of the columns gives the same w; in an orthonormal one nothing is small but what is 0.
        Matrix x = r.space().q();
        Integer[] order = new Integer[r.n()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> f[i]));
        double[] sizes = new double[p];
        for (int j = 0; j < p; j++) {
            for (int i = 0; i < r.n(); i++) {
                sizes[j] = Math.max(sizes[j], Math.abs(x.get(i, j)));
            }
        }
        double[][] triangle = new double[p][p + 1];
        int rank = 0;
        List<Double> w = new ArrayList<>();
        for (int i : order) {
            double[] row = new double[p + 1];
            for (int j = 0; j < p; j++) {
                row[j] = x.get(i, j) / sizes[j];
            }
            row[p] = r.y()[i];
            boolean complete = rank == p;
            rank += rotate(triangle, row) ? 1 : 0;
            if (complete) {
                w.add(row[p]);
            }
        }
        return w.stream().mapToDouble(v -> v).toArray();
    }

    /** Whether the row filled a line of the triangle that was empty. */
    private static boolean rotate(double[][] triangle, double[] row) {
        int p = triangle.length;
        for (int j = 0; j < p; j++) {
            double[] line = triangle[j];
            if (Math.abs(row[j]) < Residuals.NEW) {
                row[j] = 0;
            } else if (line[j] == 0) {
                System.arraycopy(row, j, line, j, p + 1 - j);
                return true;
            } else {
                double length = Math.copySign(Math.hypot(line[j], row[j]), line[j]);
                double c = line[j] / length;
                double s = row[j] / length;
                for (int k = j; k <= p; k++) {
                    double a = line[k];
                    line[k] = c * a + s * row[k];
                    row[k] = c * row[k] - s * a;
                }
            }
        }
        return false;
    }
}
