package dev.tilde.rnn;

import dev.tilde.linalg.Plane;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * First values of the parameters, from one stream of random numbers. By default, for each gate by itself: input
 * weights uniform in +-sqrt(6 / (inputs + hidden)) (Glorot and Bengio 2010), recurrent weights an orthogonal matrix
 * (Saxe et al. 2014: Q of a normal matrix, signs of R's diagonal taken out), biases 0. An LSTM takes half of
 * such a U, cells over grids take it times the root of 1/2, and of a convolution inputs x taps count as inputs.
 */
final class Initial {
    /** s(2) = 0.88: a unit keeps what it has for some eight steps; chosen by measuring how soon a GRU learns to add. */
    private static final double KEPT = 2;

    private final Plane all;
    private final SplittableRandom random;
    /** Whether the only output comes after the whole sequence. */
    private final boolean last;

    Initial(Plane all, SplittableRandom random, boolean last) {
        this.all = all;
        this.random = random;
        this.last = last;
    }

    void standard(Parameter p, Cell cell) {
        if (p.isVector()) {
            fill(p, j -> 0);
        } else if (p.recurrent) {
            for (int gate = 0; gate < p.out / p.in; gate++) {
                orthogonal(p, gate * p.in * p.in);
            }
        } else {
            glorot(p, cell.inputs, cell.hidden);
        }
    }

    /** Sets number j of a parameter to what the function gives. */
    void fill(Parameter p, IntToDoubleFunction value) {
        for (int j = 0; j < p.size(); j++) {
            all.set(p.from() + j, value.applyAsDouble(j));
        }
    }

    /** Sets entries of a matrix to 0. */
    void zero(Parameter p, Cut cut) {
        for (int j = 0; j < p.size(); j++) {
            if (cut.isCut(j / p.in, j % p.in)) {
                all.set(p.from() + j, 0);
            }
        }
    }

    /** Which entries of a matrix there are not, by row and column. */
    @FunctionalInterface
    interface Cut {
        boolean isCut(int row, int column);
    }

    /** Multiplies what a parameter has. */
    void scale(Parameter p, double by) {
        for (int j = 0; j < p.size(); j++) {
            all.set(p.from() + j, by * all.get(p.from() + j));
        }
    }

    /**
     * Biases log u, u uniform in (1, memory - 1): a gate at s(log u) = u / (u + 1) keeps its state for some u steps.
     * Tallec and Ollivier (2018), arXiv:1804.11188.
     */
    double[] chrono(int count, int memory) {
        double[] bias = new double[count];
        for (int j = 0; j < count; j++) {
            bias[j] = StrictMath.log(1 + random.nextDouble() * (memory - 2));
        }
        return bias;
    }

    /**
     * Biases of a GRU, in the order reset gate, update gate, candidate. That of the update gate is 2 where all depends on
     * what is kept until the end; for a memory of n steps log u, u uniform in (1, n - 1); else 0, as the others.
     */
    void startGates(Parameter bias, Cell cell) {
        int h = cell.hidden;
        double[] open = cell.memory > 0 ? chrono(h, cell.memory) : new double[0];
        double kept = last ? KEPT : 0;
        fill(bias, j -> j / h != 1 ? 0 : open.length > 0 ? open[j - h] : kept);
    }

    void identity(Parameter p) {
        fill(p, j -> j / p.in == j % p.in ? 1 : 0);
    }

    void glorot(Parameter p, int in, int out) {
        double bound = Math.sqrt(6.0 / (in + out));
        fill(p, j -> bound * (2 * random.nextDouble() - 1));
    }

    void normal(Parameter p, double deviation) {
        fill(p, j -> deviation * gaussian());
    }

    private void orthogonal(Parameter p, int start) {
        int n = p.in;
        double[][] q = new double[n][n];
        for (int i = 0; i < n; i++) {
            // Gram-Schmidt, twice for orthogonality to the last bits; that is Q with a positive diagonal of R.
            for (int j = 0; j < n; j++) {
                q[i][j] = gaussian();
            }
            for (int pass = 0; pass < 2; pass++) {
                for (int e = 0; e < i; e++) {
                    double dot = 0;
                    for (int j = 0; j < n; j++) {
                        dot += q[e][j] * q[i][j];
                    }
                    for (int j = 0; j < n; j++) {
                        q[i][j] -= dot * q[e][j];
                    }
                }
            }
            double norm = 0;
            for (double v : q[i]) {
                norm += v * v;
            }
            double f = 1 / Math.sqrt(norm);
            for (int j = 0; j < n; j++) {
                q[i][j] *= f;
                all.set(p.from() + start + i * n + j, q[i][j]);
            }
        }
    }

    /** Box and Muller's normal numbers: the same on every machine and JDK. */
    private double gaussian() {
        double u = 1 - random.nextDouble();
        return Math.sqrt(-2 * StrictMath.log(u)) * StrictMath.cos(2 * Math.PI * random.nextDouble());
    }
}
