package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;

/**
 * Long short-term memory over two dimensions, rows of the weights in the order i, f1, f2, g, o, without peepholes:
 *
 * <pre>
 * a = W x_ij + U1 h_{i-1,j} + U2 h_{i,j-1} + b           five blocks of a
 * i = s(a_i)   f1 = s(a_f1)   f2 = s(a_f2)   g = tanh(a_g)   o = s(a_o)
 * c = i g + f1 c_{i-1,j} + f2 c_{i,j-1}                  h = o tanh c
 * </pre>
 *
 * Backward, from the last cell on, where di, df1, df2, dg, do are derivatives by a:
 *
 * <pre>
 * do = dh tanh(c) o (1 - o)            dc += dh o (1 - tanh(c)^2)
 * dg = dc i (1 - g^2)                  di = dc g i (1 - i)
 * df1 = dc c_{i-1,j} f1 (1 - f1)       df2 = dc c_{i,j-1} f2 (1 - f2)
 * dc_{i-1,j} += dc f1                  dc_{i,j-1} += dc f2
 * dh_{i-1,j} += U1^T da                dh_{i,j-1} += U2^T da
 * </pre>
 *
 * <p>Graves, Fernandez and Schmidhuber (2007), arXiv:0705.2011.
 */
final class GridLstm extends Cell {
    private static final int C = 1;
    private static final int I = 2;
    private static final int F1 = 3;
    private static final int F2 = 4;
    private static final int G = 5;
    private static final int O = 6;
    private static final int TANH_C = 7;

    private final Parameter w;
    private final Parameter above;
    private final Parameter left;
    private final Parameter b;

    GridLstm(int inputs, int hidden) {
        super(inputs, hidden);
        this.w = Parameter.matrix("W", 5 * hidden, inputs);
        this.above = Parameter.recurrent("U1", 5 * hidden, hidden);
        this.left = Parameter.recurrent("U2", 5 * hidden, hidden);
        this.b = Parameter.vector("b", 5 * hidden);
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, above, left, b);
    }

    @Override
    int slots() {
        return 8;
    }

    @Override
    int states() {
        return 2;
    }

    @Override
    int[] gateSlots() {
        return new int[] {I, F1, F2, O};
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
        int up = tape.grid.above(t);
        int back = tape.grid.left(t);
        Plane[] gates = tape.at(I, 5, t);
        k.spread(gates, hidden, rows, b.vector());
        k.multiply(gates, hidden, rows, new Plane[] {tape.x(t)}, inputs, w.columns());
        k.multiply(gates, hidden, rows, new Plane[] {tape.recall(up)}, hidden, above.columns());
        k.multiply(gates, hidden, rows, new Plane[] {tape.recall(back)}, hidden, left.columns());
        for (int gate : new int[] {I, F1, F2, O}) {
            k.sigmoid(tape.at(gate, t), tape.at(gate, t), m);
        }
        k.tanh(tape.at(G, t), tape.at(G, t), m);
        Plane c = tape.at(C, t);
        k.times(c, tape.at(I, t), tape.at(G, t), m);
        k.addTimes(c, tape.at(F1, t), tape.at(C, up), m);
        k.addTimes(c, tape.at(F2, t), tape.at(C, back), m);
        k.tanh(tape.at(TANH_C, t), c, m);
        k.times(tape.at(H, t), tape.at(O, t), tape.at(TANH_C, t), m);
        tape.grid.clearMissing(tape.at(C, t), t, hidden);
        tape.grid.clearMissing(tape.at(H, t), t, hidden);
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int m = tape.size(t);
        int up = tape.grid.above(t);
        int back = tape.grid.left(t);
        Plane tanhC = tape.at(TANH_C, t);
        Plane o = tape.at(O, t);
        Plane dh = tape.gradient(H, t);
        Plane dc = tape.gradient(C, t);
        Plane q = tape.work(5);
        Plane[] d = {tape.work(0), tape.work(1), tape.work(2), tape.work(3), tape.work(4)};
        tape.grid.clearMissing(dh, t, hidden);
        tape.grid.clearMissing(dc, t, hidden);

        k.times(q, dh, tanhC, m);
        k.sigmoidBack(d[4], q, o, m);
        k.times(q, dh, o, m);
        k.addTanhBack(dc, q, tanhC, m);
        k.times(q, dc, tape.at(G, t), m);
        k.sigmoidBack(d[0], q, tape.at(I, t), m);
        k.times(q, dc, tape.at(C, up), m);
        k.sigmoidBack(d[1], q, tape.at(F1, t), m);
        k.times(q, dc, tape.at(C, back), m);
        k.sigmoidBack(d[2], q, tape.at(F2, t), m);
        k.times(q, dc, tape.at(I, t), m);
        k.tanhBack(d[3], q, tape.at(G, t), m);
        k.addTimes(tape.gradient(C, up), dc, tape.at(F1, t), m);
        k.addTimes(tape.gradient(C, back), dc, tape.at(F2, t), m);
        tape.backInput(d, t, w, b);
        tape.backRecurrent(d, t, up, above);
        tape.backRecurrent(d, t, back, left);
    }

    /** Forget gates start half open, so that what two neighbours remember adds up to one memory, not to two. */
    @Override
    void initialise(Parameter p, Initial initial) {
        super.initialise(p, initial);
        if (p.recurrent) {
            initial.scale(p, Math.sqrt(0.5));
        }
    }
}
