package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;

/**
 * Gated recurrent unit with the reset gate before the product: as {@link Gru}, but
 * {@code n = tanh(W_n x + U_n (r h') + b_n)}, with one bias. Cho et al. (2014), arXiv:1406.1078v3; Keras:
 * {@code reset_after=False}. Slower than the other form: U_n must wait for r, and as U is one matrix of three blocks, each of
 * the two products computes all of them and drops those it does not need.
 *
 * <p>Backward, dn and dz as there: {@code p = U_n^T dn}, {@code dr = p h' r (1 - r)},
 * {@code dh' += dh z + p r + U_r^T dr + U_z^T dz}.
 */
final class ResetBeforeGru extends Cell {
    private static final int R = 1;
    private static final int Z = 2;
    private static final int N = 3;
    private static final int RESET = 4;

    private final Parameter w;
    private final Parameter u;
    private final Parameter b;

    ResetBeforeGru(int inputs, int hidden) {
        super(inputs, hidden);
        this.w = Parameter.matrix("W", 3 * hidden, inputs);
        this.u = Parameter.recurrent("U", 3 * hidden, hidden);
        this.b = Parameter.vector("b", 3 * hidden);
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, u, b);
    }

    @Override
    int slots() {
        return 5;
    }

    @Override
    int[] gateSlots() {
        return new int[] {R, Z};
    }

    @Override
    int work() {
        return 5;
    }

    @Override
    void forward(Tape s, int t) {
        Kernels k = s.k;
        int rows = s.rows(t);
        int m = s.size(t);
        Plane seen = s.recall(t - 1);
        Plane r = s.at(R, t);
        Plane z = s.at(Z, t);
        Plane n = s.at(N, t);
        Plane[] gates = s.at(R, 3, t);
        Plane[] unused = {s.work(0), s.work(1)};
        k.spread(gates, hidden, rows, b.vector());
        k.multiply(gates, hidden, rows, new Plane[] {s.x(t)}, inputs, w.columns());
        k.multiply(new Plane[] {r, z, unused[0]}, hidden, rows, new Plane[] {seen}, hidden, u.columns());
        k.sigmoid(r, r, m);
        k.sigmoid(z, z, m);
        k.times(s.at(RESET, t), r, seen, m);
        k.multiply(
                new Plane[] {unused[0], unused[1], n}, hidden, rows, new Plane[] {s.at(RESET, t)}, hidden, u.columns());
        k.tanh(n, n, m);
        k.blend(s.at(H, t), z, n, s.at(H, t - 1), m);
    }

    @Override
    void backward(Tape s, int t) {
        Kernels k = s.k;
        int m = s.size(t);
        Plane seen = s.recall(t - 1);
        Plane z = s.at(Z, t);
        Plane n = s.at(N, t);
        Plane before = s.at(H, t - 1);
        Plane dh = s.gradient(H, t);
        Plane dr = s.work(0);
        Plane dz = s.work(1);
        Plane dn = s.work(2);
        Plane dReset = s.work(3);
        Plane zero = s.work(4);

        k.timesComplement(dReset, dh, z, m);
        k.tanhBack(dn, dReset, n, m);
        k.minus(dReset, before, n, m);
        k.times(dReset, dh, dReset, m);
        k.sigmoidBack(dz, dReset, z, m);
        k.zero(zero, m);
        k.zero(dReset, m);
        Plane[] candidate = {zero, zero, dn};
        s.backProduct(candidate, t, s.at(RESET, t), dReset, u);
        k.times(dr, dReset, seen, m);
        k.sigmoidBack(dr, dr, s.at(R, t), m);
        s.backInput(new Plane[] {dr, dz, dn}, t, w, b);
        s.backRecurrent(new Plane[] {dr, dz, zero}, t, t - 1, u);
        k.addTimes(s.gradient(H, t - 1), dh, z, m);
        k.times(dReset, dReset, s.at(R, t), m);
        s.addRecalled(dReset, t, t - 1);
    }

    @Override
    void initialise(Parameter p, Initial initial) {
        if (p == b) {
            initial.startGates(p, this);
        } else {
            super.initialise(p, initial);
        }
    }
}
