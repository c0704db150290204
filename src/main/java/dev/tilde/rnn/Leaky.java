package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Leaky units, which average over a time scale of their own:
 *
 * <pre>
 * v = tanh(W x + U h' + b)           h' = h_{t-1}
 * h = alpha h' + (1 - alpha) v       time constant -1 / ln(alpha) steps
 *
 * da = dh (1 - alpha) (1 - v^2)      dh' += dh alpha + U^T da
 * dtheta = sum over rows and steps of dh (h' - v) alpha (1 - alpha)
 * </pre>
 *
 * <p>alpha in [0, 1) is the same for all units and fixed, or one for each unit and trained, as {@code s(theta)}.
 * Mozer (1992); Bengio, Boulanger-Lewandowski and Pascanu (2013), doi:10.1109/ICASSP.2013.6639349. An echo state
 * network calls 1 - alpha its leak rate.
 */
final class Leaky extends Cell {
    private static final int V = 1;

    private final double alpha;
    private final boolean trained;
    private final Parameter w;
    private final Parameter u;
    private final Parameter b;
    private final Parameter theta;
    private @Nullable Plane alphas;

    /** @param alpha NaN for one that is trained for each unit */
    Leaky(int inputs, int hidden, double alpha) {
        super(inputs, hidden);
        this.alpha = alpha;
        this.trained = Double.isNaN(alpha);
        this.w = Parameter.matrix("W", hidden, inputs);
        this.u = Parameter.recurrent("U", hidden, hidden);
        this.b = Parameter.vector("b", hidden);
        this.theta = Parameter.vector("theta", hidden);
    }

    @Override
    List<Parameter> parameters() {
        List<Parameter> all = new ArrayList<>(List.of(w, u, b));
        if (trained) {
            all.add(theta);
        }
        return all;
    }

    @Override
    int slots() {
        return 2;
    }

    @Override
    int work() {
        return 3;
    }

    @Override
    void prepare(Kernels k) {
        Plane a = k.plane(hidden);
        for (int j = 0; j < hidden; j++) {
            a.set(j, trained ? 1 / (1 + StrictMath.exp(-theta.vector().get(j))) : alpha);
        }
        alphas = a;
    }

    @Override
    void forward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        Plane v = tape.at(V, t);
        k.affine(new Plane[] {v}, hidden, rows, b.vector(), tape.x(t), w.columns(), tape.recall(t - 1), u.columns());
        k.tanh(v, v, tape.size(t));
        k.spread(new Plane[] {tape.work(0)}, hidden, rows, prepared(alphas));
        k.blend(tape.at(H, t), tape.work(0), v, tape.at(H, t - 1), tape.size(t));
    }

    @Override
    void backward(Tape tape, int t) {
        Kernels k = tape.k;
        int rows = tape.rows(t);
        int m = tape.size(t);
        Plane v = tape.at(V, t);
        Plane dh = tape.gradient(H, t);
        Plane a = tape.work(0);
        Plane da = tape.work(1);
        Plane p = tape.work(2);
        k.spread(new Plane[] {a}, hidden, rows, prepared(alphas));
        if (trained) {
            k.minus(p, tape.at(H, t - 1), v, m);
            k.times(p, p, dh, m);
            k.sigmoidBack(p, p, a, m);
            k.addColumns(tape.gradient.of(theta)[0], p, hidden, rows);
        }
        k.timesComplement(da, dh, a, m);
        k.tanhBack(da, da, v, m);
        k.addTimes(tape.gradient(H, t - 1), dh, a, m);
        tape.backInput(new Plane[] {da}, t, w, b);
        tape.backRecurrent(new Plane[] {da}, t, t - 1, u);
    }

    /** Time constants from 1 to 100 steps, evenly on a logarithmic scale. */
    @Override
    void initialise(Parameter p, Initial initial) {
        if (p == theta) {
            initial.fill(p, j -> {
                double tau = StrictMath.pow(100, hidden == 1 ? 0.5 : j / (hidden - 1.0));
                double a = StrictMath.exp(-1 / tau);
                return StrictMath.log(a / (1 - a));
            });
        } else {
            super.initialise(p, initial);
        }
    }
}
