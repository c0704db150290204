package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;

/**
 * The gradient of an echo state network's output back through its reservoir, which is not trained: with the leak rate a,
 * {@code d h_t / d h_{t-1} = (1 - a) I + a diag(1 - tanh^2) W}; what it feeds back of its output is taken as given.
 */
final class EchoFlow {
    private static final int SEQUENCES = 4;
    private static final int STEPS = 200;

    private EchoFlow() {}

    /** g_k; the readout's own weights of the states begin. */
    static List<Double> of(RnnFit fit) {
        EchoFit echo = ((EchoCore) fit.core).fit;
        Reservoir r = echo.reservoir;
        double[] sums = new double[STEPS];
        int[] n = new int[STEPS];
        int some = Math.min(SEQUENCES, fit.rows.count());
        for (int i = 0; i < some; i++) {
            int s = (int) ((long) i * fit.rows.count() / some);
            int length = fit.rows.length(s);
            int from = Math.max(0, length - STEPS);
            EchoRun run = echo.start();
            List<double[]> states = new ArrayList<>(List.of(run.state()));
            for (int t = from; t < length; t++) {
                run.step(java.util.Arrays.copyOfRange(fit.rows.x(s), t * r.inputs, (t + 1) * r.inputs));
                states.add(run.state());
            }
            double[] g = readout(echo, states.get(states.size() - 1));
            for (int k = 0; k < states.size() - 1; k++) {
                sums[k] += norm(g);
                n[k]++;
                g = back(r, g, states.get(states.size() - 1 - k), states.get(states.size() - 2 - k));
            }
        }
        List<Double> out = new ArrayList<>();
        for (int k = 0; k < STEPS && n[k] > 0; k++) {
            out.add(sums[k] / n[k]);
        }
        return out.stream().allMatch(v -> v == 0) ? List.of() : out;
    }

    /** The slope of the sum of outputs in each state, by a difference. */
    private static double[] readout(EchoFit echo, double[] state) {
        Reservoir r = echo.reservoir;
        double[] features = new double[echo.features.count()];
        double[] u = new double[r.inputs];
        double[] g = new double[r.units];
        double step = 1e-6;
        for (int j = 0; j < r.units; j++) {
            double[] moved = state.clone();
            moved[j] = state[j] + step;
            echo.features.fill(u, 0, moved, features);
            double up = sum(echo.output(features));
            moved[j] = state[j] - step;
            echo.features.fill(u, 0, moved, features);
            g[j] = (up - sum(echo.output(features))) / (2 * step);
        }
        return g;
    }

    private static double[] back(Reservoir r, double[] g, double[] after, double[] before) {
        double a = r.leakRate;
        double[] out = new double[r.units];
        int[] starts = r.recurrent.starts();
        int[] columns = r.recurrent.columnNumbers();
        double[] values = r.recurrent.values();
        for (int i = 0; i < r.units; i++) {
            out[i] += (1 - a) * g[i];
            double v = (after[i] - (1 - a) * before[i]) / a;
            double d = a * (1 - v * v) * g[i];
            for (int k = starts[i]; k < starts[i + 1]; k++) {
                out[columns[k]] += values[k] * d;
            }
        }
        return out;
    }

    private static double sum(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x;
        }
        return sum;
    }

    private static double norm(double[] v) {
        double sum = 0;
        for (double x : v) {
            sum += x * x;
        }
        return StrictMath.sqrt(sum);
    }
}
