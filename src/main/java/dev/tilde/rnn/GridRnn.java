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
    void forward(Tape s, int t) {
        Kernels k = s.k;
        int n = s.rows(t);
        Plane[] a = s.at(H, 1, t);
        k.spread(a, hidden, n, b.vector());
        k.multiply(a, hidden, n, new Plane[] {s.x(t)}, inputs, w.columns());
        k.multiply(a, hidden, n, new Plane[] {s.recall(s.above(t))}, hidden, above.columns());
        k.multiply(a, hidden, n, new Plane[] {s.recall(s.left(t))}, hidden, left.columns());
        k.tanh(a[0], a[0], s.size(t));
        s.keepObserved(H, t);
    }

    @Override
    void backward(Tape s, int t) {
        Plane[] da = {s.work(0)};
        s.ignoreMissing(s.gradient(H, t), t);
        s.k.tanhBack(da[0], s.gradient(H, t), s.at(H, t), s.size(t));
        s.backInput(da, t, w, b);
        s.backRecurrent(da, t, s.above(t), above);
        s.backRecurrent(da, t, s.left(t), left);
    }

    /**
     * Recurrent weights are those of one dimension over the root of 2: two paths come together in every cell, and so
     * many lead from a cell to the next diagonals that gradients neither grow nor fade at the start.
     */
    @Override
    void initialise(Parameter p, Initial initial) {
        super.initialise(p, initial);
        if (p.recurrent) {
            initial.scale(p, Math.sqrt(0.5));
        }
    }
}
