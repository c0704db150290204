package dev.tilde.rnn;

import dev.tilde.linalg.Plane;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Gradients of single outputs, back through a sample of sequences: with respect to states, and to inputs. A stretch ends
 * at the step whose output is looked at; networks that read in several directions are looked at in the middle. Over a
 * grid steps back are rows and columns away. Where outputs are fed back, the loop is closed from the second step of a
 * stretch on, the linear part inside it.
 */
final class FlowProbe {
    private static final int SEQUENCES = 16;
    private static final int STEPS = 400;

    private final RnnFit fit;
    private final NetworkCore core;
    private final Sequences rows;
    private final List<Scan> scans;
    private final Grids grids;
    private final UnitCensus census = new UnitCensus();
    /** By input, then by steps back: sums of sizes. */
    private final double[][] inputs;

    private final int[] samples = new int[STEPS];

    FlowProbe(RnnFit fit, NetworkCore core) {
        this.fit = fit;
        this.core = core;
        this.rows = fit.rows;
        this.scans = fit.structure.scans();
        this.grids = rows.grids();
        this.inputs = new double[rows.inputs()][STEPS];
    }

    /** One place to look from. */
    private record Stretch(int sequence, int from, int to, int at, int columns) {
        /** Steps of the batch: a grid has whole rows. */
        int length() {
            return Grids.filled(to - from, columns);
        }
    }

    /** The prediction itself as what is lost, whatever else the numbers of a response say of its distribution. */
    private record Prediction(int heads) implements Loss {
        @Override
        public double value(double[] f, int at, double y, double[] d) {
            Arrays.fill(d, at, at + heads, 0);
            d[at] = 1;
            return f[at];
        }

        @Override
        public String name() {
            return "prediction";
        }
    }

    /** The whole of it. */
    static GradientFlow flow(RnnFit fit) {
        double clipped = clipped(fit);
        if (!(fit.judged instanceof NetworkCore core)) {
            return GradientFlow.of(EchoFlow.of(fit), List.of(), "", Double.NaN, new UnitCensus());
        }
        Structure structure = fit.structure;
        if (structure.kind() == Structure.Kind.TDNN) {
            int reach = structure.steps().stream()
                    .mapToInt(d -> (structure.taps() - 1) * d)
                    .sum();
            return GradientFlow.fixed(1 + reach, clipped);
        }
        FlowProbe probe = new FlowProbe(fit, core);
        List<Double> trained = probe.look(core.networks, true);
        Network fresh = Networks.build(structure, fit.layout, fit.model.loss(), fit.model.training());
        fresh.initialise(new SplittableRandom(fit.model.training().seed()), false);
        List<Double> start = new FlowProbe(fit, core).look(List.of(fresh), false);
        return GradientFlow.of(trained, start, probe.why(), clipped, probe.census);
    }

    /**
     * By input, then by steps back: mean |d yhat_t / d x_{t-k}|, both standardised, the linear part included, over all
     * responses; over a grid the mean over all cells k rows and columns away.
     */
    static double[][] inputs(RnnFit fit, NetworkCore core) {
        FlowProbe probe = new FlowProbe(fit, core);
        probe.look(core.networks, false);
        for (double[] byLag : probe.inputs) {
            for (int k = 0; k < STEPS; k++) {
                byLag[k] = probe.samples[k] == 0 ? 0 : byLag[k] / probe.samples[k];
            }
        }
        return probe.inputs;
    }

    static double clipped(RnnFit fit) {
        double sum = 0;
        int n = 0;
        for (List<Epoch> restart : fit.history()) {
            for (Epoch e : restart) {
                sum += e.number() > 0 ? e.clipped() : 0;
                n += e.number() > 0 ? 1 : 0;
            }
        }
        return n == 0 ? Double.NaN : sum / n;
    }

    private List<Stretch> stretches() {
        List<Stretch> all = new ArrayList<>();
        int count = rows.count();
        int some = Math.min(SEQUENCES, count);
        for (int i = 0; i < some; i++) {
            int s = (int) ((long) i * count / some);
            int n = Math.min(rows.length(s), rows.future(s));
            int from = grids.isPlane() ? 0 : Math.max(0, n - STEPS);
            boolean middle = scans.size() > 1 && !fit.layout.isLast();
            int length = n - from;
            int at = !middle ? length - 1 : grids.isPlane() ? grids.middle(s) : length / 2;
            if (length > 0) {
                all.add(new Stretch(s, from, n, at, grids.columns()));
            }
        }
        return all;
    }

    /** g_k over all stretches and networks; empty where all are 0. */
    private List<Double> look(List<Network> networks, boolean counts) {
        double[] sums = new double[STEPS];
        int[] n = new int[STEPS];
        List<List<UnitCensus.Tally>> tallies = new ArrayList<>();
        List<NetworkRun> runs = new ArrayList<>();
        for (Network network : networks) {
            NetworkRun run = network.run(1);
            runs.add(run);
            List<UnitCensus.Tally> own = new ArrayList<>();
            run.tapes().forEach(tape -> own.add(new UnitCensus.Tally(tape.cell)));
            tallies.add(own);
        }
        for (Stretch stretch : stretches()) {
            double[][][] dx = new double[rows.outputs()][rows.inputs()][stretch.length()];
            for (int i = 0; i < networks.size(); i++) {
                NetworkRun run = runs.get(i);
                double[] squares = new double[STEPS];
                int reach = 0;
                for (int o = 0; o < dx.length; o++) {
                    back(networks.get(i), run, stretch, o, dx[o]);
                    reach = addSquares(run.tapes(), stretch, squares);
                }
                for (int tape = 0; counts && tape < run.tapes().size(); tape++) {
                    tallies.get(i).get(tape).add(run.tapes().get(tape));
                }
                for (int k = 0; k < reach; k++) {
                    sums[k] += StrictMath.sqrt(squares[k]);
                    n[k]++;
                }
            }
            addInputs(stretch, dx, networks.size());
        }
        tallies.forEach(own -> own.forEach(tally -> census.add(tally, isBounded())));
        List<Double> g = new ArrayList<>();
        for (int k = 0; k < STEPS && n[k] > 0; k++) {
            g.add(sums[k] / n[k]);
        }
        return g.stream().allMatch(v -> v == 0) ? List.of() : g;
    }

    private boolean isBounded() {
        return !fit.structure.relu() || fit.structure.kind() != Structure.Kind.RNN;
    }

    /** The gradient of one response of a step; adds that of the inputs to dx. */
    private void back(Network network, NetworkRun run, Stretch s, int response, double[][] dx) {
        int outputs = rows.outputs();
        int heads = network.loss.heads();
        boolean fed = network.feedback != null;
        double[] none = new double[rows.length(s.sequence()) * outputs];
        double[] offset = fed ? offset(s.sequence()) : none;
        Example example = new Example(rows.x(s.sequence()), none, none, offset, null, s.from(), s.to(), s.from());
        if (grids.isPlane()) {
            example.onGrid(grids.columns(), grids.there()[s.sequence()], network.last);
        }
        Batch batch = Batch.of(network.k, List.of(example), rows.inputs(), outputs, grids.columns());
        if (fed) {
            batch.teacher = new boolean[batch.steps][network.responses];
            batch.linear = core.linear;
        }
        run.reset();
        run.forward(batch);
        int target = network.last ? s.length() - 1 : s.at();
        batch.weight[target].set(response, 1);
        run.judge(new Prediction(heads));
        run.gradient.clear();
        Plane[] into = network.k.planes(batch.steps, rows.inputs());
        Plane[] dOut = network.k.planes(fed ? batch.steps : 0, network.v.out);
        run.backward(batch, 1, into, fed ? dOut : null);
        for (int t = 0; t < batch.steps; t++) {
            for (int j = 0; j < dx.length; j++) {
                dx[j][t] += into[t].get(j);
            }
        }
        if (network.feedback != null) {
            addLinear(network, network.feedback, dOut, dx);
        }
    }

    /** What the linear part adds to the outputs of a sequence. */
    private double[] offset(int s) {
        double[] offset = core.linear.outputs(rows.x(s), rows.length(s));
        double[] add = rows.offset(s);
        for (int i = 0; add != null && i < offset.length; i++) {
            offset[i] += add[i];
        }
        return offset;
    }

    /**
     * Where outputs are fed back, what an input does through the linear part goes on around the loop. Inputs that were
     * outputs have it from the backward pass.
     */
    private void addLinear(Network network, Feedback feedback, Plane[] dOut, double[][] dx) {
        int heads = network.loss.heads();
        for (int j = 0; j < dx.length; j++) {
            int column = j;
            boolean fed = Arrays.stream(feedback.columns()).anyMatch(c -> c == column);
            for (int t = 0; t < (fed ? 1 : dOut.length); t++) {
                for (int o = 0; o < rows.outputs(); o++) {
                    for (int h = 0; h < network.loss.locations(); h++) {
                        dx[j][t] += core.linear.slope(o, j) * dOut[t].get(o * heads + h);
                    }
                }
            }
        }
    }

    /** Adds |d yhat / d s_{t-k}|^2 by k, the states of all layers and directions together; how many there are. */
    private int addSquares(List<Tape> tapes, Stretch s, double[] squares) {
        int reach = 0;
        for (int i = 0; i < tapes.size(); i++) {
            Tape tape = tapes.get(i);
            Scan scan = scans.get(i % scans.size());
            List<Integer> ends =
                    fit.layout.isLast() ? tape.grid.ends(0) : List.of(scan.at(s.at(), s.length(), grids.columns()));
            double[] own = new double[STEPS];
            int[] cells = new int[STEPS];
            for (int t = 0; t < s.length(); t++) {
                int k = distance(ends, t);
                if (k < 0 || k >= STEPS || !isThere(s.sequence(), scan.at(t, s.length(), grids.columns()))) {
                    continue;
                }
                for (int state = 0; state < tape.cell.states(); state++) {
                    own[k] += tape.k.squares(tape.gradient(state, t), 0, tape.cell.hidden);
                }
                cells[k]++;
                reach = Math.max(reach, k + 1);
            }
            for (int k = 0; k < STEPS; k++) {
                squares[k] += cells[k] == 0 ? 0 : own[k] / cells[k];
            }
        }
        return reach;
    }

    private boolean isThere(int sequence, int t) {
        return !grids.isPlane() || t < grids.there()[sequence].length && grids.there()[sequence][t];
    }

    /** Steps from t on to the nearest end; over a grid rows and columns, -1 where no way leads there. */
    private int distance(List<Integer> ends, int t) {
        int nearest = -1;
        for (int end : ends) {
            int down = grids.isPlane() ? end / grids.columns() - t / grids.columns() : 0;
            int right = grids.isPlane() ? end % grids.columns() - t % grids.columns() : end - t;
            if (down >= 0 && right >= 0 && (nearest < 0 || down + right < nearest)) {
                nearest = down + right;
            }
        }
        return nearest;
    }

    private void addInputs(Stretch s, double[][][] dx, int networks) {
        double[] zero = new double[rows.inputs()];
        double[] origin = core.linear.outputs(zero, 1);
        for (int t = grids.isPlane() ? s.to() - s.from() - 1 : s.at(); t >= 0; t--) {
            int k = grids.isPlane() ? grids.distance(t, s.at()) : s.at() - t;
            if (k >= STEPS || grids.isPlane() && !grids.there()[s.sequence()][t]) {
                continue;
            }
            for (int j = 0; j < inputs.length; j++) {
                double[] one = zero.clone();
                one[j] = 1;
                double[] moved = core.linear.outputs(one, 1);
                boolean linear = t == s.at() && !fit.layout.formula().feedback();
                for (int o = 0; o < dx.length; o++) {
                    double slope = dx[o][j][t] / networks + (linear ? moved[o] - origin[o] : 0);
                    inputs[j][k] += Math.abs(slope) / dx.length;
                }
            }
            samples[k]++;
        }
    }

    /** What a step back multiplies a gradient by, for tanh units without gates. */
    private String why() {
        if (fit.structure.kind() != Structure.Kind.RNN || stretches().isEmpty()) {
            return "";
        }
        Network network = core.networks.get(0);
        double slope = 0;
        long n = 0;
        for (Stretch s : stretches()) {
            NetworkRun run = network.run(1);
            run.reset();
            back(network, run, s, 0, new double[rows.inputs()][s.length()]);
            for (Tape tape : run.tapes()) {
                for (int t = 0; t < tape.steps(); t++) {
                    for (int j = 0; j < tape.cell.hidden; j++) {
                        double h = tape.at(Cell.H, t).get(j);
                        slope += fit.structure.relu() ? h > 0 ? 1 : 0 : 1 - h * h;
                        n++;
                    }
                }
            }
        }
        double largest = network.parameters().values().stream()
                .filter(p -> p.recurrent)
                .mapToDouble(SpectralNorm::of)
                .max()
                .orElse(Double.NaN);
        String unit = fit.structure.relu() ? "[h > 0]" : "(1 - h^2)";
        return "Each step back multiplies by U' diag" + unit + ": U stretches by up to about "
                + Numbers.fixed(largest, 2) + ", the mean of " + unit + " is "
                + Numbers.fixed(slope / n, 2)
                + "; gates (lstm, gru) or skip connections carry further";
    }
}
