package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.Arrays;
import java.util.List;

/**
 * Clockwork RNN: the units are cut into groups of equal size, and group i with period T_i changes only at steps
 * t = 0, T_i, 2 T_i, ...; at the others it keeps its state. It reads itself and slower groups only:
 *
 * <pre>
 * v = tanh(W x + U h' + b)      U_ij = 0 where T_j < T_i
 * h = v where t mod T_i = 0, else h'
 *
 * da = dh (1 - v^2) there, else 0     dh' += U^T da, and dh where the group keeps its state
 * </pre>
 *
 * <p>Koutnik et al. (2014), arXiv:1402.3511.
 */
final class Clockwork extends Cell {
    private static final int V = 1;
    private static final int ON = 2;

    private final int[] periods;
    private final Parameter w;
    private final Parameter u;
    private final Parameter b;

    /** @param periods of the groups, in steps */
    Clockwork(int inputs, int hidden, int... periods) {
        super(inputs, hidden);
        this.periods = periods.clone();
        this.w = Parameter.matrix("W", hidden, inputs);
        this.u = Parameter.recurrent("U", hidden, hidden);
        this.b = Parameter.vector("b", hidden);
    }

    private int period(int unit) {
        return periods[unit / (hidden / periods.length)];
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, u, b);
    }

    /** The weights from faster groups. */
    @Override
    int idle() {
        int size = hidden / periods.length;
        long faster = Arrays.stream(periods)
                .mapToLong(own -> Arrays.stream(periods).filter(p -> p < own).count())
                .sum();
        return (int) (faster * size * size);
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
        return period(j) < period(i);
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
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        Plane v = tape.at(V, t);
        Plane on = tape.at(ON, t);
        for (int r = 0; r < rows; r++) {
            for (int j = 0; j < hidden; j++) {
                on.set(r * hidden + j, (tape.start + t) % period(j) == 0 ? 1 : 0);
            }
        }
        k.affine(new Plane[] {v}, hidden, rows, b.vector(), tape.x(t), w.columns(), tape.recall(t - 1), u.columns());
        k.tanh(v, v, tape.size(t));
        k.blend(tape.at(H, t), on, tape.at(H, t - 1), v, tape.size(t));
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int m = tape.size(t);
        Plane dh = tape.gradient(H, t);
        Plane da = tape.work(0);
        k.times(da, dh, tape.at(ON, t), m);
        k.tanhBack(da, da, tape.at(V, t), m);
        k.addTimesComplement(tape.gradient(H, t - 1), dh, tape.at(ON, t), m);
        tape.backInput(new Plane[] {da}, t, w, b);
        tape.backRecurrent(new Plane[] {da}, t, t - 1, u);
    }
}
