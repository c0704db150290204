package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;

/**
 * Clockwork RNN: the units are cut into groups of equal size, and group i with period T_i changes only at steps
 * t = 0, T_i, 2 T_i, ...; at the others it keeps its state. It reads itself and slower groups only:
 *
 * <pre>
 * v = tanh(W x + U h' + b)      U_ij = 0 where group j is faster than group i
 * h = v where t mod T_i = 0, else h'
 *
 * da = dh (1 - v^2) there, else 0     dh' += U^T da, and dh where the group keeps its state
 * </pre>
 *
 * <p>Koutnik et al. (2014), arXiv:1402.3511. Groups stand in the order of their periods, the fastest first.
 */
final class Clockwork extends Cell {
    private static final int V = 1;
    private static final int ON = 2;

    private final int[] periods;
    private final Parameter w;
    private final Parameter u;
    private final Parameter b;

    Clockwork(int inputs, int hidden, int... periods) {
        super(inputs, hidden);
        this.periods = periods.clone();
        this.w = Parameter.matrix("W", hidden, inputs);
        this.u = Parameter.recurrent("U", hidden, hidden);
        this.b = Parameter.vector("b", hidden);
    }

    private int group(int unit) {
        return unit / (hidden / periods.length);
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, u, b);
    }

    /** The weights from faster groups. */
    @Override
    int idle() {
        return hidden * (hidden - hidden / periods.length) / 2;
    }

    @Override
    int slots() {
        return 3;
    }

    @Override
    int work() {
        return 1;
    }

    /** Whether unit i never reads unit j. */
    private boolean isCut(int i, int j) {
        return group(j) < group(i);
    }

    @Override
    void initialise(Parameter p, Initial initial) {
        super.initialise(p, initial);
        if (p == u) {
            initial.zero(u, this::isCut);
        }
    }

    @Override
    void cut(Plane all) {
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
                if (isCut(i, j)) {
                    all.set(u.from() + i * hidden + j, 0);
                }
            }
        }
    }

    /** The weights from faster groups do not exist, whatever the optimiser makes of their numbers. */
    @Override
    void prepare(Kernels k) {
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
                if (isCut(i, j)) {
                    u.rows()[i].set(j, 0);
                    u.columns()[j].set(i, 0);
                }
            }
        }
        k.settle(u.rows());
        k.settle(u.columns());
    }

    @Override
    void finish(Gradient gradient, Kernels k) {
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < hidden; j++) {
                if (isCut(i, j)) {
                    gradient.of(u)[j].set(i, 0);
                }
            }
        }
    }

    @Override
    void forward(Tape s, int t) {
        Kernels k = s.k;
        int n = s.rows(t);
        Plane v = s.at(V, t);
        Plane on = s.at(ON, t);
        for (int r = 0; r < n; r++) {
            for (int j = 0; j < hidden; j++) {
                on.set(r * hidden + j, (s.start + t) % periods[group(j)] == 0 ? 1 : 0);
            }
        }
        k.spread(new Plane[] {v}, hidden, n, b.vector());
        k.multiply(new Plane[] {v}, hidden, n, new Plane[] {s.x(t)}, inputs, w.columns());
        k.multiply(new Plane[] {v}, hidden, n, new Plane[] {s.recall(t - 1)}, hidden, u.columns());
        k.tanh(v, v, s.size(t));
        k.blend(s.at(H, t), on, s.at(H, t - 1), v, s.size(t));
    }

    @Override
    void backward(Tape s, int t) {
        Kernels k = s.k;
        int m = s.size(t);
        Plane dh = s.gradient(H, t);
        Plane da = s.work(0);
        k.times(da, dh, s.at(ON, t), m);
        k.tanhBack(da, da, s.at(V, t), m);
        k.addTimesComplement(s.gradient(H, t - 1), dh, s.at(ON, t), m);
        s.backInput(new Plane[] {da}, t, w, b);
        s.backRecurrent(new Plane[] {da}, t, t - 1, u);
    }
}
