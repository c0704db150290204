package dev.tilde.rnn;

/**
 * Inputs that are outputs of the step before: input {@code column} is {@code scale f + shift} of the response of its
 * place. The last responses may have none.
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Feedback(int[] columns, double[] scale, double[] shift) {
    /** The last inputs are the outputs as they are. */
    static Feedback last(int inputs, int outputs) {
        int[] columns = new int[outputs];
        double[] scale = new double[outputs];
        for (int o = 0; o < outputs; o++) {
            columns[o] = inputs - outputs + o;
            scale[o] = 1;
        }
        return new Feedback(columns, scale, new double[outputs]);
    }
}
