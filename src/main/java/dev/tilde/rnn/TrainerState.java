package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;

/** Everything that training changes: with it, and the same data and options, training goes on to the same bits. */
final class TrainerState {
    int epoch;
    long steps;
    int plateaus;
    int lastPlateau;
    int bestEpoch;
    double bestLoss = Double.POSITIVE_INFINITY;
    final List<Plane> memory;
    final List<Epoch> history = new ArrayList<>();
    final Plane best;

    private TrainerState(List<Plane> memory, Plane best) {
        this.memory = memory;
        this.best = best;
    }

    static TrainerState start(Kernels k, Network network, Optimizer optimizer) {
        return new TrainerState(Trainer.memory(k, network, optimizer), k.plane(network.size()));
    }

    /** These parameters are the best so far; a loss of NaN says that none were watched. */
    void keep(Network network, double loss) {
        network.k.copy(best, network.all, network.size());
        bestEpoch = epoch;
        bestLoss = Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }

    void restore(Network network) {
        network.k.copy(network.all, best, network.size());
        network.read();
    }
}
