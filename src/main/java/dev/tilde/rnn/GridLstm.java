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
    void forward(Tape s, int t) {
        Kernels k = s.k;
        int n = s.rows(t);
        int m = s.size(t);
        int up = s.above(t);
        int back = s.left(t);
        Plane[] gates = s.at(I, 5, t);
        k.spread(gates, hidden, n, b.vector());
        k.multiply(gates, hidden, n, new Plane[] {s.x(t)}, inputs, w.columns());
        k.multiply(gates, hidden, n, new Plane[] {s.recall(up)}, hidden, above.columns());
        k.multiply(gates, hidden, n, new Plane[] {s.recall(back)}, hidden, left.columns());
        for (int gate : new int[] {I, F1, F2, O}) {
            k.sigmoid(s.at(gate, t), s.at(gate, t), m);
        }
        k.tanh(s.at(G, t), s.at(G, t), m);
        Plane c = s.at(C, t);
        k.times(c, s.at(I, t), s.at(G, t), m);
        k.addTimes(c, s.at(F1, t), s.at(C, up), m);
        k.addTimes(c, s.at(F2, t), s.at(C, back), m);
        k.tanh(s.at(TANH_C, t), c, m);
        k.times(s.at(H, t), s.at(O, t), s.at(TANH_C, t), m);
        s.keepObserved(C, t);
        s.keepObserved(H, t);
    }

    @Override
    void backward(Tape s, int t) {
        Kernels k = s.k;
        int m = s.size(t);
        int up = s.above(t);
        int back = s.left(t);
        Plane tanhC = s.at(TANH_C, t);
        Plane o = s.at(O, t);
        Plane dh = s.gradient(H, t);
        Plane dc = s.gradient(C, t);
        Plane q = s.work(5);
        Plane[] d = {s.work(0), s.work(1), s.work(2), s.work(3), s.work(4)};
        s.ignoreMissing(dh, t);
        s.ignoreMissing(dc, t);

        k.times(q, dh, tanhC, m);
        k.sigmoidBack(d[4], q, o, m);
        k.times(q, dh, o, m);
        k.addTanhBack(dc, q, tanhC, m);
        k.times(q, dc, s.at(G, t), m);
        k.sigmoidBack(d[0], q, s.at(I, t), m);
        k.times(q, dc, s.at(C, up), m);
        k.sigmoidBack(d[1], q, s.at(F1, t), m);
        k.times(q, dc, s.at(C, back), m);
        k.sigmoidBack(d[2], q, s.at(F2, t), m);
        k.times(q, dc, s.at(I, t), m);
        k.tanhBack(d[3], q, s.at(G, t), m);
        k.addTimes(s.gradient(C, up), dc, s.at(F1, t), m);
        k.addTimes(s.gradient(C, back), dc, s.at(F2, t), m);
        s.backInput(d, t, w, b);
        s.backRecurrent(d, t, up, above);
        s.backRecurrent(d, t, back, left);
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
