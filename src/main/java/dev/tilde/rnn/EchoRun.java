package dev.tilde.rnn;

import java.util.Arrays;

/** An echo state network in motion: its state, moved on one step at a time. Not for several threads at once. */
final class EchoRun {
    private final EchoFit fit;
    private double[] state;
    private double[] next;
    /** What the next step is fed back: the last output, or what was observed instead. */
    private final double[] fed;

    private final double[] features;

    EchoRun(EchoFit fit) {
        this.fit = fit;
        this.state = new double[fit.reservoir.units];
        this.next = new double[fit.reservoir.units];
        this.fed = new double[fit.reservoir.outputs];
        this.features = new double[fit.features.count()];
    }

    /** Writes the inputs of a step of a closed loop. */
    @FunctionalInterface
    interface Feed {
        /**
         * @param last the output of the step before, or what was observed of it
         * @param k which step of the loop, from 0
         * @param u to be filled
         */
        void fill(double[] last, int k, double[] u);
    }

    /** An independent copy of this state. */
    EchoRun copy() {
        EchoRun other = new EchoRun(fit);
        System.arraycopy(state, 0, other.state, 0, state.length);
        System.arraycopy(fed, 0, other.fed, 0, fed.length);
        return other;
    }

    int inputs() {
        return fit.reservoir.inputs;
    }

    double[] state() {
        return state.clone();
    }

    /** The state and what is fed back next, in one new array. */
    double[] memory() {
        double[] all = Arrays.copyOf(state, state.length + fed.length);
        System.arraycopy(fed, 0, all, state.length, fed.length);
        return all;
    }

    /** Takes over what {@link #memory} gave. */
    void restore(double[] memory) {
        System.arraycopy(memory, 0, state, 0, state.length);
        System.arraycopy(memory, state.length, fed, 0, fed.length);
    }

    /** Moves on by the inputs of one step; the outputs, a new array. */
    double[] step(double[] u) {
        if (u.length != fit.reservoir.inputs) {
            throw new IllegalArgumentException("a step has " + fit.reservoir.inputs + " inputs, got " + u.length);
        }
        Arrays.fill(next, 0);
        fit.reservoir.step(state, u, 0, fed, next);
        double[] swap = state;
        state = next;
        next = swap;
        fit.features.fill(u, 0, state, features);
        double[] out = fit.output(features);
        System.arraycopy(out, 0, fed, 0, out.length);
        fit.guard.clip(fed);
        return out;
    }

    /** What was observed of the step just made, in place of its outputs; NaN where nothing was. */
    void observe(double[] y, int at) {
        for (int o = 0; o < fed.length; o++) {
            fed[o] = Double.isFinite(y[at + o]) ? y[at + o] : fed[o];
        }
    }

    /**
     * Runs on with inputs made from its own outputs, which the guard clips.
     *
     * @return the outputs, clipped too, step after step
     */
    double[] closedLoop(int steps, Feed feed) {
        double[] u = new double[fit.reservoir.inputs];
        double[] out = new double[steps * fed.length];
        for (int k = 0; k < steps; k++) {
            feed.fill(fed, k, u);
            step(u);
            System.arraycopy(fed, 0, out, k * fed.length, fed.length);
        }
        return out;
    }
}
