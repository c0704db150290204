package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Networks that were trained from different first values, whose outputs are averaged, on top of a linear part. */
final class NetworkCore implements Core {
    final LinearPart linear;
    final List<Network> networks;
    private final int inputs;
    private final int outputs;

    NetworkCore(LinearPart linear, List<Network> networks, int inputs, int outputs) {
        this.linear = linear;
        this.networks = List.copyOf(networks);
        this.inputs = inputs;
        this.outputs = outputs;
    }

    @Override
    public boolean looksAhead() {
        return networks.get(0).looksAhead();
    }

    @Override
    public int parameters() {
        return networks.get(0).used();
    }

    @Override
    public double[][] outputs(double[][] x, int[] lengths, Grids grids, Workers workers) {
        double[][] mean = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            mean[s] = linear.outputs(x[s], lengths[s]);
        }
        for (Network network : networks) {
            double[][] out = new Sweep(network, unscored(x, lengths, grids, network), workers).outputs();
            int heads = network.loss.heads();
            for (int s = 0; s < x.length; s++) {
                for (int i = 0; i < mean[s].length; i++) {
                    mean[s][i] += network.loss.prediction(out[s], i * heads) / networks.size();
                }
            }
        }
        return mean;
    }

    @Override
    public List<Loss.Statistic> statistics() {
        return networks.isEmpty() ? List.of() : networks.get(0).loss.statistics();
    }

    /** Of the numbers of all networks averaged, as their loss is judged. */
    @Override
    public double[][] statistics(double[][] x, int[] lengths, Grids grids, Workers workers) {
        double[][] heads = new double[x.length][];
        for (Network network : networks) {
            double[][] out = new Sweep(network, unscored(x, lengths, grids, network), workers).outputs();
            for (int s = 0; s < x.length; s++) {
                heads[s] = heads[s] == null ? new double[out[s].length] : heads[s];
                for (int i = 0; i < out[s].length; i++) {
                    heads[s][i] += out[s][i] / networks.size();
                }
            }
        }
        double[][] statistics = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            double[] shift = linear.outputs(x[s], lengths[s]);
            statistics[s] = new double[shift.length * statistics().size()];
            for (int i = 0; i < shift.length; i++) {
                statistics(heads[s], i, shift[i], statistics[s]);
            }
        }
        return statistics;
    }

    /** Those of the output i; modifies its heads. */
    private void statistics(double[] heads, int i, double shift, double[] out) {
        Loss loss = networks.get(0).loss;
        for (int h = 0; h < loss.locations(); h++) {
            heads[i * loss.heads() + h] += shift;
        }
        loss.statistics(heads, i * loss.heads(), out, i * loss.statistics().size());
    }

    private TrainingSet unscored(double[][] x, int[] lengths, Grids grids, Network network) {
        double[][] none = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            none[s] = new double[lengths[s] * outputs];
        }
        return new TrainingSet(inputs, outputs, network.last, grids, x, none, none, none, none, null, null);
    }

    @Override
    public Stepper start() {
        List<NetworkRun> runs = new ArrayList<>();
        for (Network network : networks) {
            NetworkRun run = network.run(1);
            run.reset();
            runs.add(run);
        }
        return new Steps(runs);
    }

    @Override
    public Json toJson() {
        List<Json> all = new ArrayList<>();
        networks.forEach(network -> all.add(PackedNumbers.json(network.all.toArray())));
        return Json.object("linear", linear.toJson(), "networks", new Json.Arr(all));
    }

    private final class Steps implements Stepper {
        private final List<NetworkRun> runs;
        private final List<Batch> batches = new ArrayList<>();
        private final double[] shift = new double[outputs];

        Steps(List<NetworkRun> runs) {
            this.runs = runs;
            networks.forEach(network -> batches.add(new Batch(network.k, new int[] {1}, inputs, outputs, 0)));
        }

        @Override
        public void step(double[] x, int at, double[] out) {
            Arrays.fill(shift, 0);
            linear.add(x, at, shift, 0);
            System.arraycopy(shift, 0, out, 0, outputs);
            for (int n = 0; n < runs.size(); n++) {
                Batch batch = batches.get(n);
                for (int i = 0; i < inputs; i++) {
                    batch.x[0].set(i, x[at + i]);
                }
                runs.get(n).forward(batch);
                runs.get(n).carry();
                Plane f = runs.get(n).output(0);
                Loss loss = networks.get(n).loss;
                double[] heads = f.toArray();
                for (int o = 0; o < outputs; o++) {
                    out[o] += loss.prediction(heads, o * loss.heads()) / networks.size();
                }
            }
        }

        @Override
        public void statistics(double[] out) {
            if (NetworkCore.this.statistics().isEmpty()) {
                return;
            }
            double[] heads = new double[outputs * networks.get(0).loss.heads()];
            for (NetworkRun run : runs) {
                double[] own = run.output(0).toArray();
                for (int i = 0; i < heads.length; i++) {
                    heads[i] += own[i] / runs.size();
                }
            }
            for (int o = 0; o < outputs; o++) {
                NetworkCore.this.statistics(heads, o, shift[o], out);
            }
        }

        @Override
        public Stepper copy() {
            Steps other = (Steps) start();
            for (int n = 0; n < runs.size(); n++) {
                other.runs.get(n).copyState(runs.get(n));
            }
            return other;
        }

        @Override
        public double[] state() {
            return runs.stream()
                    .flatMapToDouble(run -> Arrays.stream(run.state()))
                    .toArray();
        }

        @Override
        public void restore(double[] state) {
            int at = 0;
            for (NetworkRun run : runs) {
                at = run.restore(state, at);
            }
        }
    }
}
