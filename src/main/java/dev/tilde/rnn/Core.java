package dev.tilde.rnn;

import dev.tilde.json.Json;
import java.util.List;

/** What was trained: inputs to outputs, both standardised. */
interface Core {
    /**
     * The outputs of whole sequences, whose inputs are all there.
     *
     * @param grids how their steps lie on grids
     * @return for each sequence T x O; with one output per sequence only the last step's are set
     */
    double[][] outputs(double[][] x, int[] lengths, Grids grids, Workers workers);

    /** What it says of the distribution of each response beside its prediction; see {@link Loss#statistics()}. */
    default List<Loss.Statistic> statistics() {
        return List.of();
    }

    /**
     * The {@link #statistics()} of whole sequences.
     *
     * @return for each sequence T x O x S; with one output per sequence only the last step's are set
     */
    default double[][] statistics(double[][] x, int[] lengths, Grids grids, Workers workers) {
        return new double[x.length][0];
    }

    /** A run from the zero state. */
    Stepper start();

    /** Whether an output may depend on later steps. */
    boolean looksAhead();

    /** How many numbers were trained. */
    int parameters();

    /** All of it. */
    Json toJson();

    /** One sequence, step by step. Not for several threads at once. */
    interface Stepper {
        /**
         * Moves on by a step.
         *
         * @param x the inputs, from {@code at} on
         * @param out takes the O outputs
         */
        void step(double[] x, int at, double[] out);

        /**
         * The {@link Core#statistics()} of the last step.
         *
         * @param out takes O x S numbers
         */
        default void statistics(double[] out) {}

        /** An independent copy in the same state. */
        Stepper copy();

        /** Its state as numbers; a new array. */
        double[] state();

        /** Takes over as many numbers as {@link #state} gives. */
        void restore(double[] state);
    }
}
