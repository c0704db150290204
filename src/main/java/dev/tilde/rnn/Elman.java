package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The simple recurrent network: {@code h_t = phi(W x_t + b_ih + U h_{t-1} + b_hh)} with phi = tanh or
 * {@code max(., 0)}. Elman (1990), doi:10.1207/s15516709cog1402_1. PyTorch: {@code nn.RNN}.
 *
 * <p>Backward: {@code da = dh (1 - h^2)} or {@code dh [h > 0]}; {@code dh_{t-1} += U^T da}.
 */
final class Elman extends Cell {
    private final boolean relu;
    private final Parameter w;
    private final Parameter u;
    private final Parameter bi;
    private final Parameter bh;
    private @Nullable Plane bias;

    Elman(int inputs, int hidden, boolean relu) {
        super(inputs, hidden);
        this.relu = relu;
        this.w = Parameter.matrix("weight_ih", hidden, inputs);
        this.u = Parameter.recurrent("weight_hh", hidden, hidden);
        this.bi = Parameter.vector("bias_ih", hidden);
        this.bh = Parameter.vector("bias_hh", hidden);
    }

    @Override
    List<Parameter> parameters() {
        return List.of(w, u, bi, bh);
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
    void prepare(Kernels k) {
        bias = sum(bi, bh, k);
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        Plane[] a = tape.at(H, 1, t);
        int rows = tape.rows(t);
        k.affine(a, hidden, rows, prepared(bias), tape.x(t), w.columns(), tape.recall(t - 1), u.columns());
        if (relu) {
            k.relu(a[0], a[0], tape.size(t));
        } else {
            k.tanh(a[0], a[0], tape.size(t));
        }
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        Plane[] da = {tape.work(0)};
        if (relu) {
            k.reluBack(da[0], tape.gradient(H, t), tape.at(H, t), tape.size(t));
        } else {
            k.tanhBack(da[0], tape.gradient(H, t), tape.at(H, t), tape.size(t));
        }
        tape.backBoth(da, t, t - 1, w, u, bi, bh);
    }

    @Override
    void initialise(Parameter p, Initial initial) {
        // A Structure has a memory with ReLU units only, which the identity keeps as they are: Le, Jaitly and Hinton
        // (2015), arXiv:1504.00941.
        if (p == u && memory > 0) {
            initial.identity(p);
        } else {
            super.initialise(p, initial);
        }
    }
}
