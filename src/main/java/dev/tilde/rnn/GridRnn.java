package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;

/**
 * A recurrent network over two dimensions: cell (i, j) of a grid sees those above it and to its left,
 * {@code h_ij = tanh(W x_ij + U1 h_{i-1,j} + U2 h_{i,j-1} + b)}, with h = 0 outside. Backward from the last cell on:
 * {@code da = dh (1 - h^2)}, {@code dh_{i-1,j} += U1^T da}, {@code dh_{i,j-1} += U2^T da}. Graves, Fernandez and Schmidhuber
 * (2007), arXiv:0705.2011.
 */
final class GridRnn extends Cell {
    private final Parameter w;
    private final Parameter above;
    private final Parameter left;
    private final Parameter b;

    GridRnn(int inputs, int hidden) {
        super(inputs, hidden);
        this.w = Parameter.matrix("W", hidden, inputs);
        this.above = Parameter.recurrent("U1", hidden, hidden);
        this.left = Parameter.recurrent("U2", hidden, hidden);
        this.b = Parameter.vector("b", hidden);
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, above, left, b);
    }

    @Override
    int slots() {
        return 1;
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
        k.multiply(a, hidden, rows, new Plane[] {tape.recall(tape.grid.above(t))}, hidden, above.columns());
        k.multiply(a, hidden, rows, new Plane[] {tape.recall(tape.grid.left(t))}, hidden, left.columns());
        k.tanh(a[0], a[0], tape.size(t));
        tape.grid.clearMissing(tape.at(H, t), t, hidden);
    }

    @Override
    void backward(Tape tape, int t) {
        Plane[] da = {tape.work(0)};
        tape.grid.clearMissing(tape.gradient(H, t), t, hidden);
        tape.k.tanhBack(da[0], tape.gradient(H, t), tape.at(H, t), tape.size(t));
        tape.backInput(da, t, w, b);
        tape.backRecurrent(da, t, tape.grid.above(t), above);
        tape.backRecurrent(da, t, tape.grid.left(t), left);
    }

    /**
     * Recurrent weights are those of one dimension over the root of 2. Cell i of the k-th diagonal behind a cell is reached by
     * C(k, i) paths, each of squared norm 2^-k; of independent U1 and U2 these add up to 1 over the diagonal, so gradients
     * neither grow nor fade at the start.
     */
    @Override
    void initialise(Parameter p, Initial initial) {
        super.initialise(p, initial);
        if (p.recurrent) {
            initial.scale(p, Math.sqrt(0.5));
        }
    }
}
