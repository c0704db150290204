package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Ridge;
import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** A fitted echo state network. */
final class EchoFit {
    final EchoState options;
    final Reservoir reservoir;
    /** The penalty of the readout. */
    final double ridge;

    final double[] intercepts;
    /** A row for each feature, a column for each output. */
    final Matrix coefficients;

    final EchoGuard guard;
    final EchoReadout features;

    EchoFit(
            EchoState options,
            Reservoir reservoir,
            double ridge,
            double[] intercepts,
            Matrix coefficients,
            EchoGuard guard) {
        this.options = options;
        this.reservoir = reservoir;
        this.ridge = ridge;
        this.intercepts = intercepts;
        this.coefficients = coefficients;
        this.guard = guard;
        this.features = new EchoReadout(options.readout(), reservoir);
    }

    /**
     * Fits the readout; the states of all steps are held while it does.
     *
     * @throws CancellationException when cancelled
     * @throws DataException if no row with a weight is left after the washout
     */
    static EchoFit of(EchoState options, EchoSequences data, BooleanSupplier cancelled) {
        int units = options.unitsFor(data.steps());
        return of(options, Reservoir.of(options, units, data.inputs, data.outputs), data, cancelled);
    }

    static EchoFit of(EchoState options, Reservoir reservoir, EchoSequences data, BooleanSupplier cancelled) {
        return of(options, reservoir, EchoStates.of(options, reservoir, data, cancelled), cancelled);
    }

    static EchoFit of(EchoState options, Reservoir reservoir, EchoStates rows, BooleanSupplier cancelled) {
        Ridge ridge = Ridge.of(rows);
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the fit was cancelled");
        }
        double[] grid =
                options.ridges().stream().mapToDouble(Double::doubleValue).toArray();
        Ridge.Solution best = grid.length == 1 ? ridge.solve(grid[0]) : ridge.best(grid);
        EchoGuard guard =
                options.guard() == EchoState.Guard.CLIPPED ? EchoGuard.of(rows) : EchoGuard.off(reservoir.outputs);
        return new EchoFit(options, reservoir, best.lambda(), best.intercepts(), best.coefficients(), guard);
    }

    /** The outputs for features. */
    double[] output(double[] z) {
        double[] out = intercepts.clone();
        int p = coefficients.rows();
        double[] b = coefficients.data();
        for (int o = 0; o < out.length; o++) {
            for (int j = 0; j < p; j++) {
                out[o] += b[o * p + j] * z[j];
            }
        }
        return out;
    }

    /** All of it, to the last bit. */
    Json toJson() {
        return SavedEcho.json(this);
    }

    /** @throws DataException if the tree is not one that {@link #toJson} made */
    static EchoFit of(Json json) {
        return SavedEcho.of(json);
    }

    /** A run from the zero state. */
    EchoRun start() {
        return new EchoRun(this);
    }

    /**
     * The outputs of every step of one sequence from the zero state, the washout too, step after step.
     *
     * @param x inputs, step after step, of a network that has some
     */
    double[] predict(double[] x) {
        int steps = x.length / Math.max(1, reservoir.inputs);
        double[] unknown = new double[steps * reservoir.outputs];
        Arrays.fill(unknown, Double.NaN);
        return predict(x, unknown);
    }

    /**
     * As {@link #predict(double[])}; where the reservoir has feedback, it is fed the target of the step before, or the
     * network's own output where that target is NaN.
     *
     * @param y targets, step after step
     */
    double[] predict(double[] x, double[] y) {
        int outputs = reservoir.outputs;
        int steps = y.length / outputs;
        double[] out = new double[steps * outputs];
        double[] u = new double[reservoir.inputs];
        EchoRun run = start();
        for (int t = 0; t < steps; t++) {
            System.arraycopy(x, t * u.length, u, 0, u.length);
            System.arraycopy(run.step(u), 0, out, t * outputs, outputs);
            run.observe(y, t * outputs);
        }
        return out;
    }
}
