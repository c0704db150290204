package dev.tilde.rnn;

import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that training changes: with it, and the same data and options, training goes on to the same bits. */
final class TrainerState {
    int epoch;
    long steps;
    int plateaus;
    int lastPlateau;
    int bestEpoch;
    double bestLoss = Double.POSITIVE_INFINITY;
    /** Whether there is nothing more to gain. */
    boolean converged;
    /** Of L-BFGS. */
    @Nullable
    QuasiNewton newton;

    final List<Plane> memory;
    final List<Epoch> history = new ArrayList<>();
    final Plane best;

    private TrainerState(List<Plane> memory, Plane best) {
        this.memory = memory;
        this.best = best;
    }

    static TrainerState start(Network network, Optimizer optimizer) {
        int planes = optimizer instanceof Optimizers.Rule rule ? rule.memory() : 0;
        return new TrainerState(List.of(network.k.planes(planes, network.size())), network.k.plane(network.size()));
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
