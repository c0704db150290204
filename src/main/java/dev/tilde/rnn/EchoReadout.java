package dev.tilde.rnn;

/** The features that a readout meets: the inputs, the state, and perhaps its squares; the regression adds a constant. */
record EchoReadout(EchoState.Readout kind, int inputs, int units) {
    EchoReadout(EchoState.Readout kind, Reservoir r) {
        this(kind, r.inputs, r.units);
    }

    int count() {
        return inputs + (kind == EchoState.Readout.SQUARES ? 2 : 1) * units;
    }

    /** Writes the features for inputs from {@code at} on and a state. */
    void fill(double[] u, int at, double[] state, double[] into) {
        System.arraycopy(u, at, into, 0, inputs);
        System.arraycopy(state, 0, into, inputs, units);
        if (kind == EchoState.Readout.SQUARES) {
            for (int i = 0; i < units; i++) {
                into[inputs + units + i] = state[i] * state[i];
            }
        }
    }
}
