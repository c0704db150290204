package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A network over whole sequences without gradients: 16 at a time, in segments of 512 steps that hand their state on, so
 * that memory does not grow with the length. A network that looks ahead, or over a grid, takes sequences whole.
 */
final class Sweep {
    /** Sequences at a time. */
    static final int ROWS = 16;

    /** Steps at a time. */
    static final int SEGMENT = 512;

    /** The steps of a sequence; the weights are those that are summed. */
    @FunctionalInterface
    interface Part {
        Example of(int s, int from, int to);
    }

    private final Network network;
    private final TrainingSet data;
    private final Workers workers;
    private final List<NetworkRun> idle = new ArrayList<>();
    /** Judges; null where every step knows the responses before. */
    private final @Nullable HeldOutLoop loop;

    Sweep(Network network, TrainingSet data, Workers workers) {
        Sequences closed = data.closed();
        this.loop = closed == null ? null : new HeldOutLoop(List.of(network), data, closed, workers);
        this.network = network;
        this.data = data;
        this.workers = workers;
    }

    private NetworkRun take() {
        synchronized (idle) {
            // Grids are long: what few of them need is all that is set aside.
            int rows = data.columns() > 0 ? Math.min(ROWS, data.count()) : ROWS;
            return idle.isEmpty() ? network.run(rows) : idle.remove(idle.size() - 1);
        }
    }

    private void give(NetworkRun run) {
        synchronized (idle) {
            idle.add(run);
        }
    }

    /** The mean loss over the targets that say when to stop; NaN without any. */
    double stopLoss() {
        if (loop != null) {
            return loop.loss();
        }
        int[] lengths = IntStream.range(0, data.count()).map(data::stopped).toArray();
        double[] sums = new double[2];
        for (double[] part : pieces(lengths, data::stopping, null)) {
            sums[0] += part[0];
            sums[1] += part[1];
        }
        return sums[0] / sums[1];
    }

    /**
     * The outputs of all steps, offsets added.
     *
     * @return for each sequence T x heads; with one output per sequence only the last step's are set
     */
    double[][] outputs() {
        int[] lengths = IntStream.range(0, data.count()).map(data::length).toArray();
        double[][] out = new double[data.count()][];
        for (int s = 0; s < out.length; s++) {
            out[s] = new double[lengths[s] * network.v.out];
        }
        pieces(lengths, (s, from, to) -> data.example(s, from, to, from), out);
        return out;
    }

    private List<double[]> pieces(int[] lengths, Part part, double[][] out) {
        List<Callable<double[]>> work = new ArrayList<>();
        for (int[] some : alike(lengths)) {
            work.add(() -> {
                NetworkRun run = take();
                double[] sums = sweep(run, some, lengths, part, out);
                give(run);
                return sums;
            });
        }
        return workers.all(work);
    }

    /** The sequences of some length, the longest first, as many as are run at a time; of one length in order. */
    static List<int[]> alike(int[] lengths) {
        int[] order = IntStream.range(0, lengths.length)
                .filter(s -> lengths[s] > 0)
                .boxed()
                .sorted((a, b) -> lengths[a] != lengths[b] ? lengths[b] - lengths[a] : a - b)
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> all = new ArrayList<>();
        for (int i = 0; i < order.length; i += ROWS) {
            all.add(Arrays.copyOfRange(order, i, Math.min(order.length, i + ROWS)));
        }
        return all;
    }

    private double[] sweep(NetworkRun run, int[] some, int[] lengths, Part part, double[][] out) {
        boolean whole = network.looksAhead() || data.columns() > 0;
        int longest = lengths[some[0]];
        int segment = whole ? longest : SEGMENT;
        double[] sums = new double[2];
        run.reset();
        for (int from = 0; from < longest; from += segment) {
            List<Example> examples = new ArrayList<>();
            for (int s : some) {
                if (lengths[s] > from) {
                    examples.add(part.of(s, from, Math.min(lengths[s], from + segment)));
                }
            }
            Batch batch = data.batch(network.k, examples);
            run.forward(batch);
            if (network.last) {
                hideUnfinished(batch, some, lengths, from);
            }
            sums[0] += run.loss(batch);
            sums[1] += network.last ? run.lastWeight(batch) : batch.weight();
            for (int b = 0; out != null && b < batch.rows; b++) {
                int steps = Math.min(batch.lengths[b], lengths[some[b]] - from);
                for (int t = 0; t < steps; t++) {
                    boolean end = from + t == lengths[some[b]] - 1;
                    for (int i = 0; (!network.last || end) && i < network.v.out; i++) {
                        out[some[b]][(from + t) * network.v.out + i] =
                                run.output(t).get(b * network.v.out + i);
                    }
                }
            }
            run.carry();
        }
        return sums;
    }

    /** A sequence has its one target where it ends. */
    private void hideUnfinished(Batch batch, int[] some, int[] lengths, int from) {
        for (int b = 0; b < batch.rows; b++) {
            if (from + batch.lengths[b] < lengths[some[b]]) {
                for (int o = 0; o < batch.outputs; o++) {
                    batch.weight[batch.lengths[b] - 1].set(b * batch.outputs + o, 0);
                }
            }
        }
    }
}
