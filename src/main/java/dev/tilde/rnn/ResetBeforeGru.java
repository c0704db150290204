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
        return 6;
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        int m = tape.size(t);
        Plane seen = tape.recall(t - 1);
        Plane r = tape.at(R, t);
        Plane z = tape.at(Z, t);
        Plane n = tape.at(N, t);
        Plane[] gates = tape.at(R, 3, t);
        Plane[] unused = {tape.work(0), tape.work(1)};
        k.spread(gates, hidden, rows, b.vector());
        k.multiply(gates, hidden, rows, new Plane[] {tape.x(t)}, inputs, w.columns());
        k.multiply(new Plane[] {r, z, unused[0]}, hidden, rows, new Plane[] {seen}, hidden, u.columns());
        k.sigmoid(r, r, m);
        k.sigmoid(z, z, m);
        k.times(tape.at(RESET, t), r, seen, m);
        k.multiply(
                new Plane[] {unused[0], unused[1], n},
                hidden,
                rows,
                new Plane[] {tape.at(RESET, t)},
                hidden,
                u.columns());
        k.tanh(n, n, m);
        k.blend(tape.at(H, t), z, n, tape.at(H, t - 1), m);
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int m = tape.size(t);
        Plane seen = tape.recall(t - 1);
        Plane z = tape.at(Z, t);
        Plane n = tape.at(N, t);
        Plane hBefore = tape.at(H, t - 1);
        Plane dh = tape.gradient(H, t);
        Plane dr = tape.work(0);
        Plane dz = tape.work(1);
        Plane dn = tape.work(2);
        Plane p = tape.work(3);
        Plane zero = tape.work(4);
        Plane q = tape.work(5);

        k.timesComplement(q, dh, z, m);
        k.tanhBack(dn, q, n, m);
        k.minus(q, hBefore, n, m);
        k.times(q, dh, q, m);
        k.sigmoidBack(dz, q, z, m);
        k.zero(zero, m);
        k.zero(p, m);
        Plane[] candidate = {zero, zero, dn};
        tape.backProduct(candidate, t, tape.at(RESET, t), p, u);
        k.times(dr, p, seen, m);
        k.sigmoidBack(dr, dr, tape.at(R, t), m);
        tape.backInput(new Plane[] {dr, dz, dn}, t, w, b);
        tape.backRecurrent(new Plane[] {dr, dz, zero}, t, t - 1, u);
        k.addTimes(tape.gradient(H, t - 1), dh, z, m);
        k.times(p, p, tape.at(R, t), m);
        tape.addRecalled(p, t, t - 1);
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
