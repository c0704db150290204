package dev.tilde.rnn;

import dev.tilde.linalg.SparseMatrix;
import dev.tilde.linalg.SpectralRadius;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The fixed weights of an echo state network, and one step of its state x from inputs u and fed back outputs y:
 * {@code x_t = (1 - a) x_{t-1} + a tanh(W x_{t-1} + Win [1; u_t] + Wfb y_{t-1} + noise)}, a the leak rate. Elsewhere in this
 * room inputs are x and states h; here they have the letters of Jaeger (2001).
 */
final class Reservoir {
    private static final int MOST_DRAWS = 20;
    /** Of all units together: 3 GB. */
    private static final long MOST_CONNECTIONS = 1L << 28;

    final int units;
    final int inputs;
    final int outputs;
    /** W, units by units. */
    final SparseMatrix recurrent;
    /** Win [1; u], unit by unit, the constant first. */
    final double[] input;
    /** Wfb, unit by unit; empty without feedback. */
    final double[] feedback;

    final double leakRate;

    Reservoir(int inputs, int outputs, SparseMatrix recurrent, double[] input, double[] feedback, double leakRate) {
        this.units = recurrent.rows();
        this.inputs = inputs;
        this.outputs = outputs;
        this.recurrent = recurrent;
        this.input = input;
        this.feedback = feedback;
        this.leakRate = leakRate;
    }

    /**
     * Draws the weights. One stream each for W, Win and Wfb, so that none of them depends on the shape or the scale of
     * another.
     */
    static Reservoir of(EchoState options, int units, int inputs, int outputs) {
        SplittableRandom random = new SplittableRandom(options.seed());
        SplittableRandom forW = random.split();
        SplittableRandom forInput = random.split();
        SplittableRandom forFeedback = random.split();
        boolean cycle = options.wiring() == EchoState.Wiring.CYCLE;
        SparseMatrix w = cycle ? cycle(units, options.spectralRadius()) : sparse(options, units, forW);
        double[] input = input(options, units, inputs, forInput);
        double[] feedback = new double[options.feedbackScale() == 0 ? 0 : units * outputs];
        for (int k = 0; k < feedback.length; k++) {
            feedback[k] = options.feedbackScale() * draw(forFeedback, cycle);
        }
        return new Reservoir(inputs, outputs, w, input, feedback, options.leak());
    }

    private static double[] input(EchoState options, int units, int inputs, SplittableRandom random) {
        double[] input = new double[units * (inputs + 1)];
        for (int k = 0; k < input.length; k++) {
            double scale = k % (inputs + 1) == 0 ? options.biasScale() : options.scaleOfInputs();
            input[k] = scale * draw(random, options.wiring() == EchoState.Wiring.CYCLE);
        }
        return input;
    }

    private static double draw(SplittableRandom random, boolean signs) {
        double v = random.nextDouble(-1, 1);
        return signs ? Math.copySign(1, v) : v;
    }

    private static SparseMatrix cycle(int units, double weight) {
        int[] starts = new int[units + 1];
        int[] columns = new int[units];
        double[] values = new double[units];
        for (int i = 0; i < units; i++) {
            starts[i + 1] = i + 1;
            columns[i] = (i + units - 1) % units;
            values[i] = weight;
        }
        return SparseMatrix.of(units, units, starts, columns, values);
    }

    private static SparseMatrix sparse(EchoState options, int units, SplittableRandom random) {
        int each = Math.min(options.connections(), units);
        if ((long) units * each > MOST_CONNECTIONS) {
            throw new IllegalArgumentException("echo state network: " + units + " units that each hear " + each
                    + " have more than " + MOST_CONNECTIONS + " connections; give fewer of either");
        }
        for (int draw = 0; draw < MOST_DRAWS; draw++) {
            int[] starts = new int[units + 1];
            int[] columns = new int[units * each];
            double[] values = new double[units * each];
            for (int i = 0; i < units; i++) {
                starts[i + 1] = (i + 1) * each;
                int[] chosen = distinct(units, each, random);
                System.arraycopy(chosen, 0, columns, i * each, each);
                for (int k = i * each; k < (i + 1) * each; k++) {
                    values[k] = random.nextDouble(-1, 1);
                }
            }
            SparseMatrix w = SparseMatrix.of(units, units, starts, columns, values);
            double radius = SpectralRadius.of(w);
            if (radius > 1e-6) {
                for (int k = 0; k < values.length; k++) {
                    values[k] *= options.spectralRadius() / radius;
                }
                return w;
            }
        }
        // Every unit hears one, so there are loops; only draws that cancel, time after time, leave no radius to scale.
        return cycle(units, options.spectralRadius());
    }

    /** So many of the numbers below n, ascending: Floyd's sample. */
    private static int[] distinct(int n, int count, SplittableRandom random) {
        int[] chosen = new int[count];
        int size = 0;
        for (int top = n - count; top < n; top++) {
            int candidate = random.nextInt(top + 1);
            boolean taken = false;
            for (int k = 0; k < size; k++) {
                taken |= chosen[k] == candidate;
            }
            chosen[size++] = taken ? top : candidate;
        }
        Arrays.sort(chosen);
        return chosen;
    }

    /**
     * The same W under another leak rate and with Win from other options. Wfb stays: the seed and the scale of the feedback
     * must be those of before.
     */
    Reservoir with(EchoState options) {
        SplittableRandom random = new SplittableRandom(options.seed());
        random.split();
        double[] drawn = input(options, units, inputs, random.split());
        return new Reservoir(inputs, outputs, recurrent, drawn, feedback, options.leak());
    }

    /**
     * One step.
     *
     * @param state x_{t-1}, of {@code units} numbers; not changed
     * @param u the inputs, from {@code at} on
     * @param fed y_{t-1}; not read without feedback
     * @param next x_t is written here; may hold the noise to add inside tanh, else zeros
     */
    void step(double[] state, double[] u, int at, double[] fed, double[] next) {
        recurrent.addTimes(state, next);
        int width = inputs + 1;
        for (int i = 0; i < units; i++) {
            double sum = next[i] + input[i * width];
            for (int c = 0; c < inputs; c++) {
                sum += input[i * width + 1 + c] * u[at + c];
            }
            if (feedback.length > 0) {
                for (int o = 0; o < outputs; o++) {
                    sum += feedback[i * outputs + o] * fed[o];
                }
            }
            next[i] = (1 - leakRate) * state[i] + leakRate * StrictMath.tanh(sum);
        }
    }
}
