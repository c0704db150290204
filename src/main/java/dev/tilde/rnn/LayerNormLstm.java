package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@link Lstm} with layer normalisation: the gates' arguments are {@code LN(W x; g_x, b_x) + LN(U h'; g_h, b_h)} over
 * all 4H numbers of a row, and {@code h = o tanh(LN(c; g_c, b_c))}, with
 * {@code LN(a; g, b) = g (a - mean a) / sqrt(var a + 1e-5) + b}.
 * Backward through it, with e the normed a and {@code p = g dy}:
 * {@code da = (p - mean p - e mean(p e)) / sqrt(var a + 1e-5)}, {@code dg = sum dy e}. Ba, Kiros and Hinton (2016),
 * arXiv:1607.06450.
 */
final class LayerNormLstm extends Cell {
    private static final double EPSILON = 1e-5;

    private static final int C = 1;
    private static final int I = 2;
    private static final int F = 3;
    private static final int G = 4;
    private static final int O = 5;
    private static final int TANH_C = 6;
    /** The standardised W x, U h' and c, and one over their standard deviations. */
    private static final int X_HAT = 7;

    private static final int H_HAT = 8;
    private static final int C_HAT = 9;
    private static final int X_INVERSE = 10;
    private static final int H_INVERSE = 11;
    private static final int C_INVERSE = 12;

    private final Parameter w;
    private final Parameter u;
    private final Parameter gx;
    private final Parameter bx;
    private final Parameter gh;
    private final Parameter bh;
    private final Parameter gc;
    private final Parameter bc;

    LayerNormLstm(int inputs, int hidden) {
        super(inputs, hidden);
        this.w = Parameter.matrix("W", 4 * hidden, inputs);
        this.u = Parameter.recurrent("U", 4 * hidden, hidden);
        this.gx = Parameter.vector("g_x", 4 * hidden);
        this.bx = Parameter.vector("b_x", 4 * hidden);
        this.gh = Parameter.vector("g_h", 4 * hidden);
        this.bh = Parameter.vector("b_h", 4 * hidden);
        this.gc = Parameter.vector("g_c", hidden);
        this.bc = Parameter.vector("b_c", hidden);
    }

    @Override
    List<Parameter> parameters() {
        return Stream.of(w, u, gx, bx, gh, bh, gc, bc).toList();
    }

    @Override
    int slots() {
        return 13;
    }

    @Override
    int states() {
        return 2;
    }

    @Override
    int[] gateSlots() {
        return new int[] {I, F, O};
    }

    @Override
    int work() {
        return 8;
    }

    @Override
    int width(int slot) {
        return switch (slot) {
            case X_HAT, H_HAT -> 4 * hidden;
            case X_INVERSE, H_INVERSE, C_INVERSE -> 1;
            default -> hidden;
        };
    }

    @Override
    int workWidth() {
        return 4 * hidden;
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        int m = tape.size(t);
        Plane a = tape.work(0);
        Plane sum = tape.work(1);
        k.zero(a, 4 * m);
        k.multiply(new Plane[] {a}, 4 * hidden, rows, new Plane[] {tape.x(t)}, inputs, w.columns());
        k.standardise(tape.at(X_HAT, t), tape.at(X_INVERSE, t), a, 4 * hidden, rows, EPSILON);
        k.zero(a, 4 * m);
        k.multiply(new Plane[] {a}, 4 * hidden, rows, new Plane[] {tape.recall(t - 1)}, hidden, u.columns());
        k.standardise(tape.at(H_HAT, t), tape.at(H_INVERSE, t), a, 4 * hidden, rows, EPSILON);
        k.spread(new Plane[] {sum}, 4 * hidden, rows, bx.vector());
        k.spread(new Plane[] {a}, 4 * hidden, rows, bh.vector());
        k.add(sum, a, 4 * m);
        k.addScaledColumns(sum, gx.vector(), tape.at(X_HAT, t), 4 * hidden, rows);
        k.addScaledColumns(sum, gh.vector(), tape.at(H_HAT, t), 4 * hidden, rows);
        for (int gate = 0; gate < 4; gate++) {
            for (int r = 0; r < rows; r++) {
                k.copy(tape.at(I + gate, t), r * hidden, sum, (4 * r + gate) * hidden, hidden);
            }
        }
        Plane i = tape.at(I, t);
        Plane f = tape.at(F, t);
        Plane g = tape.at(G, t);
        Plane o = tape.at(O, t);
        Plane c = tape.at(C, t);
        k.sigmoid(i, i, m);
        k.sigmoid(f, f, m);
        k.tanh(g, g, m);
        k.sigmoid(o, o, m);
        k.times(c, f, tape.at(C, t - 1), m);
        k.addTimes(c, i, g, m);
        k.standardise(tape.at(C_HAT, t), tape.at(C_INVERSE, t), c, hidden, rows, EPSILON);
        k.spread(new Plane[] {a}, hidden, rows, bc.vector());
        k.addScaledColumns(a, gc.vector(), tape.at(C_HAT, t), hidden, rows);
        k.tanh(tape.at(TANH_C, t), a, m);
        k.times(tape.at(H, t), o, tape.at(TANH_C, t), m);
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        int m = tape.size(t);
        Plane i = tape.at(I, t);
        Plane f = tape.at(F, t);
        Plane g = tape.at(G, t);
        Plane o = tape.at(O, t);
        Plane tanhC = tape.at(TANH_C, t);
        Plane dh = tape.gradient(H, t);
        Plane dc = tape.gradient(C, t);
        Plane di = tape.work(0);
        Plane df = tape.work(1);
        Plane dg = tape.work(2);
        Plane dO = tape.work(3);
        Plane q = tape.work(4);
        Plane all = tape.work(5);
        Plane hat = tape.work(6);
        Plane da = tape.work(7);

        k.times(q, dh, tanhC, m);
        k.sigmoidBack(dO, q, o, m);
        k.times(q, dh, o, m);
        k.tanhBack(q, q, tanhC, m);
        backNorm(tape, t, q, hidden, gc, bc, C_HAT, C_INVERSE, hat, da);
        k.add(dc, da, m);
        k.times(q, dc, tape.at(C, t - 1), m);
        k.sigmoidBack(df, q, f, m);
        k.times(q, dc, g, m);
        k.sigmoidBack(di, q, i, m);
        k.times(q, dc, i, m);
        k.tanhBack(dg, q, g, m);
        k.addTimes(tape.gradient(C, t - 1), dc, f, m);

        for (int gate = 0; gate < 4; gate++) {
            for (int r = 0; r < rows; r++) {
                k.copy(all, (4 * r + gate) * hidden, tape.work(gate), r * hidden, hidden);
            }
        }
        backNorm(tape, t, all, 4 * hidden, gx, bx, X_HAT, X_INVERSE, hat, da);
        tape.backInput(new Plane[] {da}, t, w);
        backNorm(tape, t, all, 4 * hidden, gh, bh, H_HAT, H_INVERSE, hat, da);
        tape.backRecurrent(new Plane[] {da}, t, t - 1, u);
    }

    /** Through z = g hat + b and hat = LN(a): from dz the gradients of g and b, and that of a in da. */
    private static void backNorm(
            Tape tape,
            int t,
            Plane dz,
            int width,
            Parameter g,
            Parameter b,
            int hat,
            int inverse,
            Plane dHat,
            Plane da) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        k.addColumnProducts(tape.gradient.of(g)[0], dz, tape.at(hat, t), width, rows);
        k.addColumns(tape.gradient.of(b)[0], dz, width, rows);
        k.zero(dHat, rows * width);
        k.addScaledColumns(dHat, g.vector(), dz, width, rows);
        k.standardiseBack(da, dHat, tape.at(hat, t), tape.at(inverse, t), width, rows);
    }

    /** Gains start at 1, and so does the bias of the forget gate. */
    @Override
    void initialise(Parameter p, Initial initial) {
        if (p == gx || p == gh || p == gc) {
            initial.fill(p, j -> 1);
        } else if (p == bx) {
            Lstm.startLstm(p, initial, this);
        } else {
            super.initialise(p, initial);
        }
    }
}
