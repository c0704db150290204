package dev.tilde.rnn;

/** The responses of one sequence as they are known: observed, or put in by the model as it goes. Not thread-safe. */
final class History implements Expression.Series {
    private final Panel panel;
    private final int from;
    private final int length;
    private final double[][] bases;

    /** @param bases one array for each base, as long as the sequence; kept and modified */
    History(Panel panel, int s, double[][] bases) {
        this.panel = panel;
        this.from = panel.starts()[s];
        this.length = panel.length(s);
        this.bases = bases;
    }

    @Override
    public double at(int variable, int t) {
        if (t < 0 || t >= length) {
            return Double.NaN;
        }
        return variable < bases.length
                ? bases[variable][t]
                : panel.columns().numbers(variable - bases.length)[from + t];
    }

    /** Puts in a response; steps outside the sequence are left out. */
    void set(int base, int t, double value) {
        if (t >= 0 && t < length) {
            bases[base][t] = value;
        }
    }
}
