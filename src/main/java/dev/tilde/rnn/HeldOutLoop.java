package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Networks, averaged, in closed loop over the responses held out. Up to the first target of a sequence that says when to
 * stop, inputs made of responses read what was observed; from there on they read what is predicted, as in a forecast
 * from that row. As many sequences and steps at a time as in a {@link Sweep}.
 */
final class HeldOutLoop {
    private final List<Network> networks;
    private final TrainingSet data;
    private final Sequences rows;
    private final LinearPart linear;
    private final Workers workers;
    private final Kernels k;
    private final int heads;
    private final List<List<NetworkRun>> idle = new ArrayList<>();

    /**
     * @param networks of one loss; with none there is the linear part alone
     * @param data the targets to run over are those that say when to stop
     * @param rows the sequences that it is of
     */
    HeldOutLoop(List<Network> networks, TrainingSet data, Sequences rows, Workers workers) {
        this.networks = List.copyOf(networks);
        this.data = data;
        this.rows = rows;
        LinearPart part = data.linear();
        this.linear = part == null ? LinearPart.none(data.inputs(), data.outputs()) : part;
        this.workers = workers;
        this.k = networks.isEmpty() ? Kernels.of(Precision.DOUBLE) : networks.get(0).k;
        this.heads = networks.isEmpty() ? 1 : networks.get(0).loss.heads();
    }

    /**
     * What it gives of every sequence; NaN behind the last target.
     *
     * @param heads T x O x heads, standardised, offsets added
     * @param predictions T x O, on the scale of the data; NaN where history is missing
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
    record Outputs(double[][] heads, double[][] predictions) {}

    /** Runs over all sequences. */
    Outputs outputs() {
        int[] lengths = IntStream.range(0, data.count()).map(data::stopped).toArray();
        Outputs out = new Outputs(new double[lengths.length][], new double[lengths.length][]);
        for (int s = 0; s < lengths.length; s++) {
            int n = data.length(s) * data.outputs();
            out.heads[s] = new double[n * heads];
            out.predictions[s] = new double[n];
            Arrays.fill(out.heads[s], Double.NaN);
            Arrays.fill(out.predictions[s], Double.NaN);
        }
        List<Callable<Integer>> work = new ArrayList<>();
        for (int[] some : Sweep.alike(lengths)) {
            work.add(() -> {
                List<NetworkRun> runs = take();
                run(runs, some, lengths, out);
                synchronized (idle) {
                    idle.add(runs);
                }
                return some.length;
            });
        }
        workers.all(work);
        return out;
    }

    /** The mean loss over the targets that say when to stop; NaN without any. */
    double loss() {
        double[][] out = outputs().heads;
        Loss loss = networks.get(0).loss;
        double sum = 0;
        double weight = 0;
        for (int s = 0; s < out.length; s++) {
            double[] w = data.stopWeights(s);
            double[] d = new double[out[s].length];
            for (int i = 0; i < w.length; i++) {
                if (w[i] > 0) {
                    sum += w[i] * loss.value(out[s], i * heads, data.y(s)[i], d);
                    weight += w[i];
                }
            }
        }
        return sum / weight;
    }

    private List<NetworkRun> take() {
        synchronized (idle) {
            return idle.isEmpty()
                    ? networks.stream().map(network -> network.run(Sweep.ROWS)).toList()
                    : idle.remove(idle.size() - 1);
        }
    }

    /** The first response of a sequence that is not known: that of its first target held out. */
    static int start(Sequences rows, TrainingSet data, int s) {
        Responses responses = rows.layout().responses();
        double[] w = data.stopWeights(s);
        int first = Integer.MAX_VALUE;
        for (int i = 0; i < w.length; i++) {
            if (w[i] > 0) {
                first = Math.min(first, i / data.outputs() + responses.lead(i % data.outputs()));
            }
        }
        return first;
    }

    /** What is known of a sequence before a step. */
    private History known(int s, int before) {
        History history = rows.history(s);
        for (int b = 0; b < rows.layout().responses().bases().size(); b++) {
            for (int t = before; t < rows.length(s); t++) {
                history.set(b, t, Double.NaN);
            }
        }
        return history;
    }

    private void run(List<NetworkRun> runs, int[] some, int[] lengths, Outputs out) {
        int[] starts = Arrays.stream(some).map(s -> start(rows, data, s)).toArray();
        List<History> histories = new ArrayList<>();
        for (int i = 0; i < some.length; i++) {
            histories.add(known(some[i], starts[i]));
        }
        runs.forEach(NetworkRun::reset);
        for (int from = 0; from < lengths[some[0]]; from += Sweep.SEGMENT) {
            List<Example> examples = new ArrayList<>();
            for (int s : some) {
                if (lengths[s] > from) {
                    examples.add(data.stopping(s, from, Math.min(lengths[s], from + Sweep.SEGMENT)));
                }
            }
            Batch batch = data.batch(k, examples);
            runs.forEach(run -> run.open(batch));
            for (int t = 0; t < batch.steps; t++) {
                boolean[] complete = new boolean[batch.active(t)];
                for (int r = 0; r < complete.length; r++) {
                    int s = some[r];
                    boolean made = from + t >= starts[r] || rows.isOpen(s, from + t);
                    complete[r] = !made || fill(batch, t, r, s, from + t, histories.get(r));
                }
                for (NetworkRun run : runs) {
                    run.forward(batch, t);
                }
                for (int r = 0; r < complete.length; r++) {
                    keep(runs, batch, t, r, some[r], from + t, complete[r], histories.get(r), out);
                }
            }
            runs.forEach(NetworkRun::carry);
        }
    }

    /** Makes the inputs of earlier responses of row r anew; the offset follows. Whether none of them is missing. */
    private boolean fill(Batch batch, int t, int r, int s, int step, History history) {
        double[] x = Arrays.copyOfRange(data.x(s), step * batch.inputs, (step + 1) * batch.inputs);
        boolean complete = rows.fill(s, step, history, x, 0);
        for (int i = 0; i < x.length; i++) {
            batch.x[t].set(r * x.length + i, x[i]);
        }
        double[] shift = new double[batch.outputs];
        linear.add(x, 0, shift, 0);
        double[] add = rows.offset(s);
        for (int o = 0; o < shift.length; o++) {
            batch.offset[t].set(r * shift.length + o, shift[o] + (add == null ? 0 : add[step * shift.length + o]));
        }
        return complete;
    }

    /** Keeps the outputs of a row, and puts them into its history where no response is known. */
    private void keep(
            List<NetworkRun> runs,
            Batch batch,
            int t,
            int r,
            int s,
            int step,
            boolean complete,
            History history,
            Outputs out) {
        int outputs = batch.outputs;
        double[] scaled = new double[outputs];
        int to = step * outputs * heads;
        Arrays.fill(out.heads[s], to, to + outputs * heads, 0);
        for (int o = 0; o < outputs && runs.isEmpty(); o++) {
            scaled[o] = batch.offset[t].get(r * outputs + o);
            out.heads[s][to + o] = scaled[o];
        }
        for (int n = 0; n < runs.size(); n++) {
            double[] own = new double[outputs * heads];
            for (int i = 0; i < own.length; i++) {
                own[i] = runs.get(n).output(t).get(r * own.length + i);
                out.heads[s][to + i] += own[i] / runs.size();
            }
            for (int o = 0; o < outputs; o++) {
                scaled[o] += networks.get(n).loss.prediction(own, o * heads) / runs.size();
            }
        }
        if (complete && rows.hasHistory(step)) {
            double[] original = Arrays.copyOfRange(out.predictions[s], step * outputs, (step + 1) * outputs);
            rows.layout().responses().original(scaled, step, history, original);
            System.arraycopy(original, 0, out.predictions[s], step * outputs, outputs);
            close(step, original, history);
        }
    }

    /** As {@link Sequences#close}; where all outputs lie ahead, the nearest are those that later steps read. */
    private void close(int step, double[] original, History history) {
        Responses responses = rows.layout().responses();
        int nearest = responses.leastLead();
        for (int o = 0; o < original.length; o++) {
            int at = step + nearest;
            int base = responses.baseOf(o);
            if (responses.lead(o) == nearest && Double.isNaN(history.at(base, at))) {
                history.set(base, at, original[o]);
            }
        }
    }
}
