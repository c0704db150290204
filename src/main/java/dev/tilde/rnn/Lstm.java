package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Long short-term memory, rows of the weights in PyTorch's order i, f, g, o:
 *
 * <pre>
 * i = s(W_i x + U_i h' + b_i)    input gate        h' = h_{t-1}, c' = c_{t-1}
 * f = s(W_f x + U_f h' + b_f)    forget gate
 * g = tanh(W_g x + U_g h' + b_g) candidate
 * o = s(W_o x + U_o h' + b_o)    output gate
 * c = f c' + i g                 h = o tanh c
 * </pre>
 *
 * Backward, where di, df, dg, do are derivatives by the arguments of s and tanh:
 *
 * <pre>
 * do = dh tanh(c) o (1 - o)      dc += dh o (1 - tanh(c)^2)
 * dg = dc i (1 - g^2)            di = dc g i (1 - i)
 * df = dc c' f (1 - f)           dc' += dc f
 * dh' += U_i^T di + U_f^T df + U_g^T dg + U_o^T do
 *
 * PEEPHOLE:  dc += p_o do after do and before dg, di, df;   dc' += p_i di + p_f df;
 *             dp_i = sum_t di c', dp_f = sum_t df c', dp_o = sum_t do c
 * COUPLED:   di = dc (g - c') i (1 - i)                    dc' += dc (1 - i)
 * </pre>
 *
 * <p>Hochreiter and Schmidhuber (1997), doi:10.1162/neco.1997.9.8.1735, with the forget gate of Gers et al. (2000).
 * PyTorch: {@code nn.LSTM}. PEEPHOLE adds p_i c' and p_f c' to the first two gates and p_o c to the last (Gers et al.
 * 2002); COUPLED sets f = 1 - i (Greff et al. 2017), and its rows f are there but not read.
 */
final class Lstm extends Cell {
    enum Form {
        STANDARD,
        PEEPHOLE,
        COUPLED
    }

    private static final int C = 1;
    private static final int I = 2;
    private static final int F = 3;
    private static final int G = 4;
    private static final int O = 5;
    private static final int TANH_C = 6;

    /**
     * Of the orthogonal matrices that recurrent weights begin with; chosen by measuring how an LSTM does on sequences longer
     * than those in training.
     */
    private static final double RECURRENT = 0.5;

    private final Form form;
    private final Parameter w;
    private final Parameter u;
    /** PyTorch's two biases, or one. */
    private final List<Parameter> biases;
    /** Peepholes to i, f, o. */
    private final List<Parameter> peepholes;

    private @Nullable Plane bias;

    Lstm(int inputs, int hidden, Form form) {
        super(inputs, hidden);
        this.form = form;
        boolean stock = form == Form.STANDARD;
        int rows = 4 * hidden;
        this.w = Parameter.matrix(stock ? "weight_ih" : "W", rows, inputs);
        this.u = Parameter.recurrent(stock ? "weight_hh" : "U", rows, hidden);
        this.biases = stock
                ? List.of(Parameter.vector("bias_ih", rows), Parameter.vector("bias_hh", rows))
                : List.of(Parameter.vector("b", rows));
        this.peepholes = form == Form.PEEPHOLE
                ? List.of(
                        Parameter.vector("p_i", hidden),
                        Parameter.vector("p_f", hidden),
                        Parameter.vector("p_o", hidden))
                : List.of();
    }

    @Override
    List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(List.of(w, u));
        all.addAll(biases);
        all.addAll(peepholes);
        return all;
    }

    /** Rows f of a coupled cell. */
    @Override
    int idle() {
        return form == Form.COUPLED ? hidden * (inputs + hidden + 1) : 0;
    }

    @Override
    int slots() {
        return 7;
    }

    @Override
    int states() {
        return 2;
    }

    @Override
    int[] gateSlots() {
        return form == Form.COUPLED ? new int[] {I, O} : new int[] {I, F, O};
    }

    @Override
    int work() {
        return 5;
    }

    @Override
    void prepare(Kernels k) {
        bias = biases.size() == 2
                ? sum(biases.get(0), biases.get(1), k)
                : biases.get(0).vector();
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        int m = tape.size(t);
        Plane[] gates = tape.at(I, 4, t);
        Plane i = gates[0];
        Plane f = gates[1];
        Plane g = gates[2];
        Plane o = gates[3];
        Plane c = tape.at(C, t);
        Plane cBefore = tape.at(C, t - 1);
        k.affine(gates, hidden, rows, prepared(bias), tape.x(t), w.columns(), tape.recall(t - 1), u.columns());
        peek(tape, t, 0, i, cBefore);
        peek(tape, t, 1, f, cBefore);
        k.sigmoid(i, i, m);
        if (form == Form.COUPLED) {
            k.zero(f, m);
        } else {
            k.sigmoid(f, f, m);
        }
        k.tanh(g, g, m);
        k.times(c, i, g, m);
        if (form == Form.COUPLED) {
            k.addTimesComplement(c, cBefore, i, m);
        } else {
            k.addTimes(c, f, cBefore, m);
        }
        peek(tape, t, 2, o, c);
        k.sigmoid(o, o, m);
        k.tanh(tape.at(TANH_C, t), c, m);
        k.times(tape.at(H, t), o, tape.at(TANH_C, t), m);
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int m = tape.size(t);
        Plane i = tape.at(I, t);
        Plane f = tape.at(F, t);
        Plane g = tape.at(G, t);
        Plane o = tape.at(O, t);
        Plane tanhC = tape.at(TANH_C, t);
        Plane cBefore = tape.at(C, t - 1);
        Plane dh = tape.gradient(H, t);
        Plane dc = tape.gradient(C, t);
        Plane dcBefore = tape.gradient(C, t - 1);
        Plane di = tape.work(0);
        Plane df = tape.work(1);
        Plane dg = tape.work(2);
        Plane dO = tape.work(3);
        Plane q = tape.work(4);

        k.times(q, dh, tanhC, m);
        k.sigmoidBack(dO, q, o, m);
        k.times(q, dh, o, m);
        k.addTanhBack(dc, q, tanhC, m);
        peekBack(tape, t, 2, dO, tape.at(C, t), dc);
        k.times(q, dc, i, m);
        k.tanhBack(dg, q, g, m);
        if (form == Form.COUPLED) {
            k.minus(q, g, cBefore, m);
            k.times(q, dc, q, m);
            k.zero(df, m);
            k.addTimesComplement(dcBefore, dc, i, m);
        } else {
            k.times(q, dc, cBefore, m);
            k.sigmoidBack(df, q, f, m);
            k.times(q, dc, g, m);
            k.addTimes(dcBefore, dc, f, m);
        }
        k.sigmoidBack(di, q, i, m);
        peekBack(tape, t, 0, di, cBefore, dcBefore);
        peekBack(tape, t, 1, df, cBefore, dcBefore);
        Plane[] d = {di, df, dg, dO};
        tape.backBoth(d, t, t - 1, w, u, biases.toArray(Parameter[]::new));
    }

    /** gate += p c. */
    private void peek(Tape tape, int t, int which, Plane gate, Plane c) {
        if (!peepholes.isEmpty()) {
            tape.k.addScaledColumns(gate, peepholes.get(which).vector(), c, hidden, tape.rows(t));
        }
    }

    private void peekBack(Tape tape, int t, int which, Plane d, Plane c, Plane dc) {
        if (!peepholes.isEmpty()) {
            Parameter p = peepholes.get(which);
            tape.k.addColumnProducts(tape.gradient.of(p)[0], d, c, hidden, tape.rows(t));
            tape.k.addScaledColumns(dc, p.vector(), d, hidden, tape.rows(t));
        }
    }

    /**
     * The bias of the forget gate starts at 1, so that the cell remembers (Gers et al. 2000; Jozefowicz et al. 2015), that of
     * the input gate at -1 where f = 1 - i; recurrent weights start at half an orthogonal matrix for each gate.
     */
    @Override
    void initialise(Parameter p, Initial initial) {
        if (p == biases.get(0)) {
            startLstm(p, initial, this);
            if (form == Form.COUPLED && memory == 0) {
                initial.fill(p, j -> j < hidden ? -1 : 0);
            }
        } else {
            super.initialise(p, initial);
            if (p.recurrent) {
                initial.scale(p, RECURRENT);
            }
        }
    }

    /**
     * Biases in the order i, f, g, o: 1 for the forget gate, or for a memory of n steps log u with u uniform in
     * (1, n - 1), and its negative for the input gate.
     */
    static void startLstm(Parameter bias, Initial initial, Cell cell) {
        int units = cell.hidden;
        double[] open = cell.memory > 0 ? initial.chrono(units, cell.memory) : new double[0];
        boolean known = open.length > 0;
        initial.fill(bias, j -> switch (j / units) {
            case 0 -> known ? -open[j] : 0;
            case 1 -> known ? open[j - units] : 1;
            default -> 0;
        });
    }
}
