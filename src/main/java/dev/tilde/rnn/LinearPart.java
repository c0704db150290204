package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Ridge;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.List;

/**
 * The linear model of the same inputs, {@code B'x + b}: ridge least squares with the penalty chosen by leave-one-out. It
 * is added to the network's output and stays as it is while the network is trained, so that training starts at a
 * regression.
 */
final class LinearPart {
    /** Penalties tried, times the number of rows; inputs are standardised. */
    private static final double[] PENALTIES = {1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1, 10};

    private static final double LEAST_SQUARES = 1e-13;

    private final int inputs;
    private final double[] intercepts;
    /** Output after output. */
    private final double[] coefficients;

    final double penalty;

    /** @param coefficients O x inputs */
    LinearPart(int inputs, double[] intercepts, double[] coefficients, double penalty) {
        this.inputs = inputs;
        this.intercepts = intercepts;
        this.coefficients = coefficients;
        this.penalty = penalty;
    }

    /** Nothing: outputs of 0. */
    static LinearPart none(int inputs, int outputs) {
        return new LinearPart(inputs, new double[outputs], new double[inputs * outputs], 0);
    }

    /**
     * Ridge of the rows whose targets all have a weight in a set; none if there are no such rows. A row whose lags read a
     * missing response is left out: its input is 0, or a guess. Where that leaves no more rows than inputs, all count.
     */
    static LinearPart ridge(TrainingSet data, Sequences sequences) {
        return fit(data, sequences, true);
    }

    /** Least squares of the same rows. */
    static LinearPart leastSquares(TrainingSet data, Sequences sequences) {
        return fit(data, sequences, false);
    }

    private static LinearPart fit(TrainingSet data, Sequences sequences, boolean penalised) {
        int c = data.inputs();
        int o = data.outputs();
        List<int[]> all = new ArrayList<>();
        List<int[]> observed = new ArrayList<>();
        double[][] weights = data.trainWeights();
        for (int s = 0; s < data.count(); s++) {
            for (int t = 0; t < data.length(s); t++) {
                boolean weighted = true;
                for (int i = 0; i < o; i++) {
                    weighted &= weights[s][t * o + i] > 0;
                }
                int[] row = {s, t};
                if (weighted) {
                    all.add(row);
                }
                if (weighted && !sequences.isOpen(s, t)) {
                    observed.add(row);
                }
            }
        }
        List<int[]> rows = observed.size() > c + 1 ? observed : all;
        if (rows.size() < 2 || c == 0) {
            return means(data, weights, rows);
        }
        Ridge ridge = Ridge.of(new Ridge.Rows() {
            @Override
            public int rows() {
                return rows.size();
            }

            @Override
            public int columns() {
                return c;
            }

            @Override
            public int responses() {
                return o;
            }

            @Override
            public void read(int row, double[] into) {
                int s = rows.get(row)[0];
                int t = rows.get(row)[1];
                System.arraycopy(data.x(s), t * c, into, 0, c);
                for (int i = 0; i < o; i++) {
                    into[c + i] = data.y(s)[t * o + i] - data.offset(s)[t * o + i];
                }
            }

            @Override
            public double weight(int row) {
                return weights[rows.get(row)[0]][rows.get(row)[1] * o];
            }
        });
        double[] grid = PENALTIES.clone();
        for (int i = 0; i < grid.length; i++) {
            grid[i] *= rows.size();
        }
        // Full coding is never of full rank: a trace of a penalty picks the shortest of the least-squares solutions.
        Ridge.Solution best = penalised ? ridge.best(grid) : ridge.solve(LEAST_SQUARES * rows.size());
        Matrix b = best.coefficients();
        return new LinearPart(c, best.intercepts(), b.data().clone(), best.lambda());
    }

    private static LinearPart means(TrainingSet data, double[][] weights, List<int[]> rows) {
        LinearPart part = none(data.inputs(), data.outputs());
        int o = data.outputs();
        double all = 0;
        for (int[] row : rows) {
            all += weights[row[0]][row[1] * o];
        }
        for (int[] row : rows) {
            for (int i = 0; i < o; i++) {
                int at = row[1] * o + i;
                part.intercepts[i] += (data.y(row[0])[at] - data.offset(row[0])[at]) * weights[row[0]][at] / all;
            }
        }
        return part;
    }

    /** Adds its output for the inputs at {@code at} to {@code out} at {@code to}. */
    void add(double[] x, int at, double[] out, int to) {
        for (int o = 0; o < intercepts.length; o++) {
            double sum = intercepts[o];
            for (int j = 0; j < inputs; j++) {
                sum += coefficients[o * inputs + j] * x[at + j];
            }
            out[to + o] += sum;
        }
    }

    /** What an output gains by one unit of an input. */
    double slope(int output, int input) {
        return coefficients[output * inputs + input];
    }

    /** Its outputs at every step of a sequence: T x O. */
    double[] outputs(double[] x, int steps) {
        double[] out = new double[steps * intercepts.length];
        for (int t = 0; t < steps; t++) {
            add(x, t * inputs, out, t * intercepts.length);
        }
        return out;
    }

    /** Whether it is a model of so many inputs and outputs. */
    boolean fits(int in, int out) {
        return inputs == in && intercepts.length == out;
    }

    Json toJson() {
        return Json.object(
                "inputs", Json.of((double) inputs),
                "penalty", Json.of(penalty),
                "intercepts", Json.of(intercepts),
                "coefficients", Json.of(coefficients));
    }

    static LinearPart fromJson(SavedField saved) {
        int inputs = saved.get("inputs").whole();
        double[] intercepts = saved.get("intercepts").numbers();
        double[] coefficients = saved.get("coefficients").numbers();
        if (inputs < 0 || coefficients.length != (long) inputs * intercepts.length) {
            throw saved.wrong("a linear model");
        }
        return new LinearPart(
                inputs, intercepts, coefficients, saved.get("penalty").number());
    }
}
