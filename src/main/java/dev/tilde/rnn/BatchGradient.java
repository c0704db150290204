package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of the mean loss of a batch, {@code sum w l / sum w} over its targets, by all parameters of a network.
 *
 * <p>A batch is dealt out in pieces of 16 sequences, each with a gradient of its own, which are added in the order of the
 * pieces: the bits of the result do not depend on the number of threads.
 *
 * <p>Where gradients are cut after some steps (truncated backpropagation through time), states go on from part to part and
 * the gradients of all parts are added: cutting changes what a gradient sees and not how many steps of the optimiser there
 * are. Loops in PyTorch often step after each part instead.
 */
final class BatchGradient {
    private static final int PIECE = 16;

    private final Network network;
    private final Kernels k;
    private final TrainingSet data;
    private final int truncate;
    private final Workers workers;
    /** One for each piece of a batch; they are kept, with their planes, for the next one. */
    private final List<NetworkRun> runs = new ArrayList<>();

    private final Plane sum;

    /** @param truncate steps after which gradients are cut; 0 for whole ones */
    BatchGradient(Network network, TrainingSet data, int truncate, Workers workers) {
        this.network = network;
        this.k = network.k;
        this.data = data;
        this.truncate = truncate;
        this.workers = workers;
        this.sum = k.plane(network.size());
    }

    /**
     * What the targets of a batch cost.
     *
     * @param sum of w l
     * @param weight the sum of w
     */
    record Loss(double sum, double weight) {}

    /** The gradient that {@link #of} found last, in the order of {@link Network#all}. Who reads it may overwrite it. */
    Plane plane() {
        return sum;
    }

    /**
     * Finds it. It is 0 where no target has a weight.
     *
     * @param batch sequences, the longest first
     * @param random for dropout; null for none
     */
    Loss of(List<Example> batch, @Nullable SplittableRandom random) {
        List<List<Example>> pieces = pieces(batch);
        List<Batch> filled = filled(pieces, random);
        double weight = 0;
        for (int i = 0; i < filled.size(); i++) {
            weight += network.last
                    ? runs.get(i).lastWeight(filled.get(i))
                    : filled.get(i).weight();
        }
        k.zero(sum, network.size());
        if (!(weight > 0)) {
            return new Loss(0, weight);
        }
        double scale = 1 / weight;
        List<Callable<Double>> work = new ArrayList<>();
        for (int i = 0; i < filled.size(); i++) {
            NetworkRun run = runs.get(i);
            Batch b = filled.get(i);
            List<Example> piece = pieces.get(i);
            work.add(() -> backward(run, b, piece, scale));
        }
        double loss = 0;
        for (double part : workers.all(work)) {
            loss += part;
        }
        for (int i = 1; i < filled.size(); i++) {
            runs.get(0).gradient.add(runs.get(i).gradient);
        }
        runs.get(0).gradient.addTo(sum);
        return new Loss(loss, weight);
    }

    private static List<List<Example>> pieces(List<Example> batch) {
        List<List<Example>> pieces = new ArrayList<>();
        for (int i = 0; i < batch.size(); i += PIECE) {
            pieces.add(batch.subList(i, Math.min(batch.size(), i + PIECE)));
        }
        return pieces;
    }

    /** The pieces as planes, each with a stream of random numbers of its own. */
    private List<Batch> filled(List<List<Example>> pieces, @Nullable SplittableRandom random) {
        while (runs.size() < pieces.size()) {
            runs.add(network.run(data.columns() > 0 ? Math.min(PIECE, data.count()) : PIECE));
        }
        List<Callable<Batch>> fill = new ArrayList<>();
        for (List<Example> piece : pieces) {
            SplittableRandom own = random == null ? null : random.split();
            fill.add(() -> {
                Batch b = data.batch(k, piece);
                b.random = own;
                return b;
            });
        }
        return workers.all(fill);
    }

    /** Adds the gradient of scale sum w l of a piece to that of its run; returns sum w l. */
    private double backward(NetworkRun run, Batch batch, List<Example> piece, double scale) {
        run.gradient.clear();
        run.reset();
        boolean whole = network.last || network.looksAhead() || batch.columns > 0;
        if (truncate == 0 || whole || batch.steps <= truncate) {
            run.forward(batch);
            return run.backward(batch, scale, null);
        }
        SplittableRandom random = batch.random;
        long kept = random == null ? 0 : random.nextLong();
        double loss = 0;
        for (int from = 0; from < batch.steps; from += truncate) {
            Batch part = data.batch(k, part(piece, from));
            part.random = random;
            part.kept = random == null ? null : new SplittableRandom(kept);
            run.forward(part);
            loss += run.backward(part, scale, null);
            run.carry();
        }
        return loss;
    }

    /** Of each sequence that is so long the steps from one on, up to where the gradient is cut. */
    private List<Example> part(List<Example> piece, int from) {
        List<Example> parts = new ArrayList<>();
        for (Example e : piece) {
            if (e.length() > from) {
                parts.add(e.part(from, Math.min(e.length(), from + truncate)));
            }
        }
        return parts;
    }
}
