package dev.tilde.rnn;

import dev.tilde.linalg.Plane;

/** Counts units that are always 0, always at their limits, and gates that are always open or shut. */
final class UnitCensus {
    private static final double LIMIT = 0.99;
    private static final double ALWAYS = 0.95;

    private int units;
    private int dead;
    private int saturated;
    private int gates;
    private int stuck;

    /** Counts the steps of one network for several sequences, then says what its units are. */
    static final class Tally {
        private final int hidden;
        private final int gates;
        private final long[] zero;
        private final long[] full;
        private final long[] shut;
        private long steps;

        Tally(Cell cell) {
            hidden = cell.hidden;
            gates = cell.gateSlots().length;
            zero = new long[hidden];
            full = new long[hidden];
            shut = new long[hidden * gates];
        }

        /** The first row of a tape's steps. */
        void add(Tape tape) {
            for (int t = 0; t < tape.steps(); t++) {
                Plane h = tape.at(Cell.H, t);
                for (int j = 0; j < hidden; j++) {
                    zero[j] += h.get(j) == 0 ? 1 : 0;
                    full[j] += Math.abs(h.get(j)) > LIMIT ? 1 : 0;
                }
                for (int g = 0; g < gates; g++) {
                    Plane gate = tape.at(tape.cell.gateSlots()[g], t);
                    for (int j = 0; j < hidden; j++) {
                        double v = gate.get(j);
                        shut[g * hidden + j] += v < 1 - LIMIT || v > LIMIT ? 1 : 0;
                    }
                }
            }
            steps += tape.steps();
        }
    }

    /** @param bounded whether units have limits at -1 and 1 */
    void add(Tally tally, boolean bounded) {
        units += tally.hidden;
        for (int j = 0; j < tally.hidden; j++) {
            dead += tally.zero[j] == tally.steps ? 1 : 0;
            saturated += bounded && tally.full[j] > ALWAYS * tally.steps ? 1 : 0;
        }
        gates += tally.shut.length;
        for (long s : tally.shut) {
            stuck += s > ALWAYS * tally.steps ? 1 : 0;
        }
    }

    int units() {
        return units;
    }

    int dead() {
        return dead;
    }

    int saturated() {
        return saturated;
    }

    double stuckGates() {
        return gates == 0 ? Double.NaN : (double) stuck / gates;
    }
}
