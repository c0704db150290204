package dev.tilde.rnn;

import dev.tilde.linalg.Plane;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that training changes but the parameters, which {@link Checkpoint} writes beside it: with both, and the same data and
 * options, training goes on to the same bits.
 */
final class TrainerState {
    int epoch;
    long steps;
    int plateaus;
    int lastPlateau;
    int bestEpoch;
    double bestLoss = Double.POSITIVE_INFINITY;
    /** Whether there is nothing more to gain. */
    boolean converged;
    /** Whether it was stopped inside an epoch, so that parameters and memory stand between two. */
    boolean abandoned;
    /** Of L-BFGS. */
    @Nullable
    QuasiNewton newton;

    final List<Plane> memory;
    final List<Epoch> history = new ArrayList<>();
    final Plane best;
    /** Where training ended, from where it could go on. */
    final Plane current;

    private TrainerState(List<Plane> memory, Plane best, Plane current) {
        this.memory = memory;
        this.best = best;
        this.current = current;
    }

    static TrainerState start(Network network, Optimizer optimizer) {
        int planes = optimizer instanceof Optimizers.Rule rule ? rule.memory() : 0;
        return new TrainerState(
                List.of(network.k.planes(planes, network.size())),
                network.k.plane(network.size()),
                network.k.plane(network.size()));
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(epoch);
        out.writeLong(steps);
        out.writeInt(plateaus);
        out.writeInt(lastPlateau);
        out.writeInt(bestEpoch);
        out.writeDouble(bestLoss);
        out.writeBoolean(converged);
        Checkpoint.write(out, best);
        for (Plane plane : memory) {
            Checkpoint.write(out, plane);
        }
        out.writeInt(history.size());
        for (Epoch e : history) {
            out.writeInt(e.restart());
            out.writeInt(e.number());
            out.writeInt(e.epochs());
            out.writeDouble(e.train());
            out.writeDouble(e.stop());
            out.writeBoolean(e.best());
            out.writeDouble(e.rate());
            out.writeDouble(e.norm());
            out.writeDouble(e.clipped());
        }
        QuasiNewton known = newton;
        out.writeBoolean(known != null);
        if (known != null) {
            known.write(out);
        }
    }

    void read(DataInputStream in) throws IOException {
        epoch = in.readInt();
        steps = in.readLong();
        plateaus = in.readInt();
        lastPlateau = in.readInt();
        bestEpoch = in.readInt();
        bestLoss = in.readDouble();
        converged = in.readBoolean();
        Checkpoint.read(in, best);
        for (Plane plane : memory) {
            Checkpoint.read(in, plane);
        }
        int epochs = in.readInt();
        for (int i = 0; i < epochs; i++) {
            history.add(new Epoch(
                    in.readInt(),
                    in.readInt(),
                    in.readInt(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readBoolean(),
                    in.readDouble(),
                    in.readDouble(),
                    in.readDouble()));
        }
        if (in.readBoolean()) {
            newton = QuasiNewton.read(in, best.length());
        }
    }

    /** These parameters are the best so far; a loss of NaN says that none were watched. */
    void keep(Network network, double loss) {
        network.k.copy(best, network.all, network.size());
        bestEpoch = epoch;
        bestLoss = Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
    }

    /** Puts the best parameters into the network, and keeps those it ends with. */
    void restore(Network network) {
        network.k.copy(current, network.all, network.size());
        network.k.copy(network.all, best, network.size());
        network.read();
    }
}
