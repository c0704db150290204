package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gated recurrent unit with the reset gate after the product, rows of the weights in PyTorch's order r, z, n:
 *
 * <pre>
 * r = s(W_r x + b_ir + U_r h' + b_hr)        reset gate         h' = h_{t-1}
 * z = s(W_z x + b_iz + U_z h' + b_hz)        update gate
 * q = U_n h' + b_hn
 * n = tanh(W_n x + b_in + r q)               candidate
 * h = (1 - z) n + z h'
 * </pre>
 *
 * Backward, where dr, dz, dn are derivatives by the arguments of s and tanh:
 *
 * <pre>
 * dn = dh (1 - z) (1 - n^2)      dz = dh (h' - n) z (1 - z)
 * dq = dn r                      dr = dn q r (1 - r)
 * dh' += dh z + U_r^T dr + U_z^T dz + U_n^T dq
 * </pre>
 *
 * <p>Cho et al. (2014), arXiv:1406.1078v1, with cuDNN's two biases. PyTorch: {@code nn.GRU}; Keras: {@code reset_after=True}.
 */
final class Gru extends Cell {
    private static final int R = 1;
    private static final int Z = 2;
    private static final int Q = 3;
    private static final int N = 4;

    private final Parameter w;
    private final Parameter u;
    private final Parameter bi;
    private final Parameter bh;
    private @Nullable Plane inputBias;
    private @Nullable Plane hiddenBias;

    Gru(int inputs, int hidden) {
        super(inputs, hidden);
        this.w = Parameter.matrix("weight_ih", 3 * hidden, inputs);
        this.u = Parameter.recurrent("weight_hh", 3 * hidden, hidden);
        this.bi = Parameter.vector("bias_ih", 3 * hidden);
        this.bh = Parameter.vector("bias_hh", 3 * hidden);
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, u, bi, bh);
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

    /** b_hn stays inside the reset gate; the other two biases of U go to those of W. */
    @Override
    void prepare(Kernels k) {
        Plane both = k.plane(3 * hidden);
        k.copy(both, bh.vector(), 2 * hidden);
        k.add(both, bi.vector(), 3 * hidden);
        Plane last = k.plane(hidden);
        k.copy(last, 0, bh.vector(), 2 * hidden, hidden);
        inputBias = both;
        hiddenBias = last;
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        int m = tape.size(t);
        Plane hBefore = tape.at(H, t - 1);
        Plane r = tape.at(R, t);
        Plane z = tape.at(Z, t);
        Plane q = tape.at(Q, t);
        Plane n = tape.at(N, t);
        // W x goes to r, z, n and U h' to r, z, q: n must wait until r has gated q, so q stands before n.
        Plane[] gates = {r, z, n};
        k.spread(gates, hidden, rows, prepared(inputBias));
        k.multiply(gates, hidden, rows, new Plane[] {tape.x(t)}, inputs, w.columns());
        k.spread(new Plane[] {q}, hidden, rows, prepared(hiddenBias));
        k.multiply(tape.at(R, 3, t), hidden, rows, new Plane[] {tape.recall(t - 1)}, hidden, u.columns());
        k.sigmoid(r, r, m);
        k.sigmoid(z, z, m);
        k.addTimes(n, r, q, m);
        k.tanh(n, n, m);
        k.blend(tape.at(H, t), z, n, hBefore, m);
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int m = tape.size(t);
        Plane r = tape.at(R, t);
        Plane z = tape.at(Z, t);
        Plane n = tape.at(N, t);
        Plane hBefore = tape.at(H, t - 1);
        Plane dh = tape.gradient(H, t);
        Plane dr = tape.work(0);
        Plane dz = tape.work(1);
        Plane dn = tape.work(2);
        Plane dq = tape.work(3);
        Plane p = tape.work(4);

        k.timesComplement(p, dh, z, m);
        k.tanhBack(dn, p, n, m);
        k.minus(p, hBefore, n, m);
        k.times(p, dh, p, m);
        k.sigmoidBack(dz, p, z, m);
        k.times(p, dn, tape.at(Q, t), m);
        k.sigmoidBack(dr, p, r, m);
        k.times(dq, dn, r, m);
        k.addTimes(tape.gradient(H, t - 1), dh, z, m);
        tape.backInput(new Plane[] {dr, dz, dn}, t, w, bi);
        tape.backRecurrent(new Plane[] {dr, dz, dq}, t, t - 1, u, bh);
    }

    @Override
    void initialise(Parameter p, Initial initial) {
        if (p == bi) {
            initial.startGates(p, this);
        } else {
            super.initialise(p, initial);
        }
    }
}
