package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;

/**
 * A recurrent network that looks back over several delays:
 * {@code h_t = tanh(W x_t + sum_d U_d h_{t-d} + b)} for d in a set D, with h = 0 before the first step. Backward:
 * {@code da = dh (1 - h^2)}, {@code dh_{t-d} += U_d^T da}.
 *
 * <p>D = {1, d} adds skip connections through time, over which a gradient decays like gamma^(t/d) instead of gamma^t;
 * D = {d} removes the length-one connections (Lin et al. 1996, doi:10.1109/72.548162; El Hihi and Bengio 1996). An empty D
 * leaves a layer without a state, {@code h_t = tanh(W x_t + b)}: recurrence from the output only, where the output of the
 * step before is among the x_t.
 */
final class SkipThroughTime extends Cell {
    private final int[] delays;
    private final Parameter w;
    private final List<Parameter> u;
    private final Parameter b;

    SkipThroughTime(int inputs, int hidden, int... delays) {
        super(inputs, hidden);
        this.delays = delays.clone();
        this.w = Parameter.matrix("W", hidden, inputs);
        this.u = new ArrayList<>();
        for (int d : delays) {
            u.add(Parameter.recurrent("U" + d, hidden, hidden));
        }
        this.b = Parameter.vector("b", hidden);
    }

    @Override
    List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(List.of(w));
        all.addAll(u);
        all.add(b);
        return all;
    }

    @Override
    int slots() {
        return 1;
    }

    @Override
    int delay() {
        int longest = 0;
        for (int d : delays) {
            longest = Math.max(longest, d);
        }
        return longest;
    }

    @Override
    int work() {
        return 1;
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        Plane[] a = tape.at(H, 1, t);
        k.spread(a, hidden, rows, b.vector());
        k.multiply(a, hidden, rows, new Plane[] {tape.x(t)}, inputs, w.columns());
        for (int i = 0; i < delays.length; i++) {
            k.multiply(
                    a,
                    hidden,
                    rows,
                    new Plane[] {tape.recall(t - delays[i])},
                    hidden,
                    u.get(i).columns());
        }
        k.tanh(a[0], a[0], tape.size(t));
    }

    @Override
    void backward(Tape tape, int t) {
        Plane[] da = {tape.work(0)};
        tape.k.tanhBack(da[0], tape.gradient(H, t), tape.at(H, t), tape.size(t));
        tape.backInput(da, t, w, b);
        for (int i = 0; i < delays.length; i++) {
            tape.backRecurrent(da, t, t - delays[i], u.get(i));
        }
    }
}
