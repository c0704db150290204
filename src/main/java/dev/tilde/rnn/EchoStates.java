package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.linalg.Ridge;
import java.util.SplittableRandom;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The states that a reservoir goes through along sequences, as rows for its readout. */
final class EchoStates implements Ridge.Rows {
    private static final int STEPS_PER_QUESTION = 256;

    private final EchoSequences data;
    private final EchoReadout features;
    /** {@code states[s][t]}, of all steps. */
    private final double[][][] states;
    /** The sequence and the step of each row past the washout. */
    private final int[] sequences;

    private final int[] steps;

    private EchoStates(EchoSequences data, EchoReadout features, double[][][] states, EchoState options) {
        this.data = data;
        this.features = features;
        this.states = states;
        int rows = 0;
        for (int s = 0; s < data.count(); s++) {
            rows = Math.addExact(rows, data.length(s) - options.washoutOf(data.length(s)));
        }
        this.sequences = new int[rows];
        this.steps = new int[rows];
        int row = 0;
        for (int s = 0; s < data.count(); s++) {
            for (int t = options.washoutOf(data.length(s)); t < data.length(s); t++) {
                sequences[row] = s;
                steps[row++] = t;
            }
        }
    }

    /**
     * Runs the reservoir from zero states, with the targets fed back where it has feedback: a missing one is replaced by
     * the last that was observed.
     *
     * @throws CancellationException when cancelled
     * @throws DataException if no row with a weight is left after the washout
     */
    static EchoStates of(EchoState options, Reservoir r, EchoSequences data, BooleanSupplier cancelled) {
        double[][][] states = new double[data.count()][][];
        SplittableRandom all = new SplittableRandom(~options.seed());
        SplittableRandom[] randoms = new SplittableRandom[data.count()];
        for (int s = 0; s < data.count(); s++) {
            randoms[s] = all.split();
        }
        IntStream.range(0, data.count())
                .parallel()
                .forEach(s -> states[s] = run(r, data, s, options.noise(), randoms[s], cancelled));
        EchoStates rows = new EchoStates(data, new EchoReadout(options.readout(), r), states, options);
        if (IntStream.range(0, rows.rows()).noneMatch(i -> rows.weight(i) > 0)) {
            throw new DataException("no row is left to fit: " + data.count() + " sequences of " + data.steps()
                    + " steps in all, of which " + rows.rows()
                    + " come after the washout; give longer sequences, a shorter washout or weights above 0");
        }
        return rows;
    }

    private static double[][] run(
            Reservoir r, EchoSequences data, int s, double noise, SplittableRandom random, BooleanSupplier cancelled) {
        double[][] states = new double[data.length(s)][r.units];
        double[] state = new double[r.units];
        double[] fed = new double[r.outputs];
        for (int t = 0; t < states.length; t++) {
            if (t % STEPS_PER_QUESTION == 0 && cancelled.getAsBoolean()) {
                throw new CancellationException("the fit was cancelled");
            }
            if (noise > 0) {
                for (int i = 0; i < r.units; i++) {
                    states[t][i] = random.nextDouble(-noise, noise);
                }
            }
            r.step(state, data.x[s], t * r.inputs, fed, states[t]);
            state = states[t];
            data.observe(s, t, fed);
        }
        return states;
    }

    @Override
    public int rows() {
        return steps.length;
    }

    @Override
    public int columns() {
        return features.count();
    }

    @Override
    public int responses() {
        return data.outputs;
    }

    @Override
    public void read(int row, double[] into) {
        int s = sequences[row];
        int t = steps[row];
        features.fill(data.x[s], t * data.inputs, states[s][t], into);
        System.arraycopy(data.y[s], t * data.outputs, into, features.count(), data.outputs);
    }

    @Override
    public double weight(int row) {
        return data.weight[sequences[row]][steps[row]];
    }

    /** The weight of a row in another set of weights for the same sequences. */
    double weight(int row, double[][] other) {
        return other[sequences[row]][steps[row]];
    }

    double target(int row, int output) {
        return data.y[sequences[row]][steps[row] * data.outputs + output];
    }

    /** The features of a row. */
    void features(int row, double[] into) {
        features.fill(data.x[sequences[row]], steps[row] * data.inputs, states[sequences[row]][steps[row]], into);
    }
}
