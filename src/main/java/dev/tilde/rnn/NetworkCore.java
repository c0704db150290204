package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
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
        return networks.get(0).size();
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

    private TrainingSet unscored(double[][] x, int[] lengths, Grids grids, Network network) {
        double[][] none = new double[x.length][];
        for (int s = 0; s < x.length; s++) {
            none[s] = new double[lengths[s] * outputs];
        }
        return new TrainingSet(inputs, outputs, network.last, grids, x, none, none, none, none, null);
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
        networks.forEach(network -> all.add(Json.of(network.all.toArray())));
        return Json.object("linear", linear.toJson(), "networks", new Json.Arr(all));
    }

    private final class Steps implements Stepper {
        private final List<NetworkRun> runs;
        private final List<Batch> batches = new ArrayList<>();

        Steps(List<NetworkRun> runs) {
            this.runs = runs;
            networks.forEach(network -> batches.add(new Batch(network.k, new int[] {1}, inputs, outputs, 0)));
        }

        @Override
        public void step(double[] x, int at, double[] out) {
            java.util.Arrays.fill(out, 0, outputs, 0);
            linear.add(x, at, out, 0);
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
                    .flatMapToDouble(run -> java.util.Arrays.stream(run.state()))
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
