package dev.tilde.rnn;

import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** An echo state network as what was trained. */
final class EchoCore implements Core {
    final EchoFit fit;
    /** Whether rows held out have chosen something. */
    final boolean chosen;

    EchoCore(EchoFit fit, boolean chosen) {
        this.fit = fit;
        this.chosen = chosen;
    }

    @Override
    public double[][] outputs(double[][] x, int[] lengths, Grids grids, Workers workers) {
        List<Callable<double[]>> work = new ArrayList<>();
        for (int s = 0; s < x.length; s++) {
            int at = s;
            work.add(() -> {
                int outputs = fit.reservoir.outputs;
                double[] all = new double[lengths[at] * outputs];
                double[] one = new double[outputs];
                Stepper run = start();
                for (int t = 0; t < lengths[at]; t++) {
                    run.step(x[at], t * fit.reservoir.inputs, one);
                    System.arraycopy(one, 0, all, t * outputs, outputs);
                }
                return all;
            });
        }
        return workers.all(work).toArray(double[][]::new);
    }

    @Override
    public Stepper start() {
        return new Steps(fit.start());
    }

    @Override
    public boolean looksAhead() {
        return false;
    }

    @Override
    public int parameters() {
        return fit.coefficients.rows() * fit.coefficients.columns() + fit.intercepts.length;
    }

    @Override
    public Json toJson() {
        return Json.object("echo", fit.toJson());
    }

    private record Steps(EchoRun run) implements Stepper {
        @Override
        public void step(double[] x, int at, double[] out) {
            double[] u = java.util.Arrays.copyOfRange(x, at, at + run.inputs());
            System.arraycopy(run.step(u), 0, out, 0, out.length);
        }

        @Override
        public Stepper copy() {
            return new Steps(run.copy());
        }

        @Override
        public double[] state() {
            return run.memory();
        }

        @Override
        public void restore(double[] state) {
            run.restore(state);
        }
    }
}
