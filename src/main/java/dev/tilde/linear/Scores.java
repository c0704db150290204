package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.RowRoles;
import dev.tilde.linalg.Matrix;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Rows of a fit in orthonormal coordinates, block by block. With weights they are sqrt(w) z and sqrt(w) e, so that the
 * score of a row is always e z.
 *
 * @param rows numbers in the data, 0-based
 * @param places of these rows in {@code parts}
 * @param z one array of r numbers for each row
 * @param e residuals
 * @param leverages exactly 1 where they are nearer to it than rounding tells
 * @param parts the matrices of the whole block
 */
@SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
record Scores(long[] rows, int[] places, double[][] z, double[] e, double[] leverages, DesignMatrices parts) {
    private static final double NEAR_ONE = 1e-12;

    /**
     * Reads the rows with a weight above 0, in order, from one thread.
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    static void read(LinearFit fit, Consumer<Scores> sink) {
        needTwice(fit.source());
        fit.design().matrices(fit.source(), parts -> sink.accept(of(fit, parts)));
    }

    private static void needTwice(Source source) {
        if (!source.replayable()) {
            throw new IllegalStateException(
                    "standard errors from residuals need the rows a second time, and their source"
                            + " can be read only once; fit a Dataset or a file");
        }
    }

    /**
     * The same of a generalised linear model: the square roots are those of its working weights, the residuals those of its
     * working response, (y - mu) / (dmu / deta).
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    static void read(GlmFit fit, Consumer<Scores> sink) {
        needTwice(fit.source());
        GlmRowValues rows = fit.rowValues();
        double[] prior = rows.priorWeights();
        double[] w = rows.workingWeights();
        double[] e = rows.working();
        Coordinates coordinates = fit.result().solution().coordinates();
        int[] before = new int[1];
        fit.design().matrices(fit.source(), parts -> {
            Matrix x = parts.predictors().matrix();
            long[] numbers = parts.predictors().keptRows();
            int first = before[0];
            before[0] += x.rows();
            int[] places = IntStream.range(0, x.rows())
                    .filter(i -> prior[first + i] > 0)
                    .toArray();
            Scores s = empty(places, parts);
            for (int k = 0; k < places.length; k++) {
                int i = places[k];
                s.rows[k] = numbers[i];
                s.set(k, coordinates.of(x.row(i)), Math.sqrt(w[first + i]), e[first + i]);
            }
            sink.accept(s);
        });
    }

    private static Scores empty(int[] places, DesignMatrices parts) {
        int n = places.length;
        return new Scores(new long[n], places, new double[n][], new double[n], new double[n], parts);
    }

    private void set(int k, double[] coordinates, double root, double residual) {
        e[k] = root * residual;
        double length = 0;
        for (int m = 0; m < coordinates.length; m++) {
            coordinates[m] *= root;
            length += coordinates[m] * coordinates[m];
        }
        z[k] = coordinates;
        leverages[k] = 1 - length < NEAR_ONE ? 1 : length;
    }

    private static Scores of(LinearFit fit, DesignMatrices parts) {
        Matrix x = parts.predictors().matrix();
        double[] y = parts.response().orElseThrow().matrix().column(fit.response());
        RowRoles roles = parts.roles();
        double[] w = roles.weights().orElse(null);
        double[] offset = roles.offset().orElse(null);
        long[] numbers = parts.predictors().keptRows();
        int[] places =
                IntStream.range(0, y.length).filter(i -> w == null || w[i] > 0).toArray();
        Scores s = empty(places, parts);
        for (int k = 0; k < places.length; k++) {
            int i = places[k];
            double root = w == null ? 1 : Math.sqrt(w[i]);
            double[] z = fit.coordinates().of(x.row(i));
            double left = y[i] - (offset == null ? 0 : offset[i]);
            s.rows[k] = numbers[i];
            s.set(k, z, root, fit.inCoordinates().residual(left, z));
        }
        return s;
    }

    int count() {
        return rows.length;
    }

    /** Adds f z z' of row k to the lower triangle of M. */
    void addSquare(int k, double f, Matrix m) {
        addProduct(m, f, z[k]);
    }

    /** M += f v v', lower triangle. */
    static void addProduct(Matrix m, double f, double[] v) {
        double[] data = m.data();
        int r = v.length;
        for (int j = 0; j < r; j++) {
            double fj = f * v[j];
            int c = j * r;
            for (int i = j; i < r; i++) {
                data[c + i] += fj * v[i];
            }
        }
    }

    /** The upper triangle from the lower, times f. */
    static Matrix symmetric(Matrix m, double f) {
        for (int j = 0; j < m.columns(); j++) {
            for (int i = j; i < m.rows(); i++) {
                double v = m.get(i, j) * f;
                m.set(i, j, v);
                m.set(j, i, v);
            }
        }
        return m;
    }
}
