package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains one network by steps along the gradient of batches, and keeps the epoch that was best on the targets held out.
 *
 * <p>The random numbers of an epoch come from the seed and the number of the epoch alone, so that training can be taken up
 * again anywhere.
 */
final class Trainer {
    private final Network network;
    private final Kernels k;
    private final TrainingSet data;
    private final Batches batches;
    private final Training options;
    private final long seed;
    private final int restart;
    private final Sweep sweep;
    private final BatchGradient gradient;
    private final Plane decayed;
    /** Learning rates by epoch in place of those of the schedule. */
    private double @Nullable [] rates;

    Trainer(Network network, TrainingSet data, Batches batches, Training options, int restart, Workers workers) {
        this.network = network;
        this.k = network.k;
        this.data = data;
        this.batches = batches;
        this.options = options;
        this.restart = restart;
        this.seed = new SplittableRandom(options.seed() + 0x9E3779B97F4A7C15L * restart).nextLong();
        this.sweep = new Sweep(network, data, workers);
        // L-BFGS compares gradients with differences of the loss: they must be whole.
        int cut = options.optimizer() instanceof Optimizers.Lbfgs ? 0 : options.truncate();
        this.gradient = new BatchGradient(network, data, cut, workers);
        this.decayed = k.plane(network.size());
        for (Parameter p : network.parameters().values()) {
            for (int i = 0; i < p.size(); i++) {
                decayed.set(p.from() + i, p.isVector() ? 0 : 1);
            }
        }
    }

    /** A stream of random numbers for one purpose. */
    private SplittableRandom random(long purpose, long number) {
        return new SplittableRandom(seed ^ (purpose << 56) ^ number * 0xD1342543DE82EF95L);
    }

    /** First values and an empty memory. */
    TrainerState start(boolean zeroReadout) {
        network.initialise(random(1, 0), zeroReadout);
        if (zeroReadout && network.loss.heads() > 1) {
            startHeads();
        }
        return TrainerState.start(network, options.optimizer());
    }

    /** The readout starts at 0, where the linear part predicts; what else the loss wants to know starts at its residuals. */
    private void startHeads() {
        int heads = network.loss.heads();
        double[] bias = new double[network.c.size()];
        for (int o = 0; o < data.outputs(); o++) {
            double[] residuals = data.residuals(o);
            if (residuals.length > 0) {
                network.loss.start(residuals, bias, o * heads);
            }
        }
        for (int i = 0; i < bias.length; i++) {
            network.all.set(network.c.from() + i, bias[i]);
        }
        network.read();
    }

    /**
     * Trains until patience or epochs run out or it is told to stop, and leaves the best parameters in the network.
     *
     * @param state where to begin; it is moved on
     * @param epochs run exactly so many; 0 to stop early
     * @param keep called with the state after every epoch
     */
    void train(TrainerState state, int epochs, Progress progress, Consumer<TrainerState> keep) {
        network.read();
        int most = epochs > 0 ? epochs : options.epochs();
        boolean watches = epochs == 0 && data.targets(true) > 0;
        // One that was stopped before its first epoch has looked at epoch 0 already.
        if (state.history.isEmpty()) {
            double first = watches ? sweep.stopLoss() : Double.NaN;
            state.keep(network, first);
            state.history.add(new Epoch(
                    restart,
                    0,
                    most,
                    Double.NaN,
                    first,
                    true,
                    options.optimizer().rate(),
                    Double.NaN,
                    0));
            if (!progress.after(state.history.get(0))) {
                state.restore(network);
                return;
            }
        }
        int plateau =
                options.schedule().epochs() > 0 ? options.schedule().epochs() : Math.max(1, options.patience() / 3);
        boolean ended = state.converged || watches && state.epoch - state.bestEpoch >= options.patience();
        while (!ended && state.epoch < most) {
            Epoch epoch = epoch(state, most, watches, progress);
            if (state.abandoned) {
                break;
            }
            state.history.add(epoch);
            if (!watches || epoch.best()) {
                state.keep(network, epoch.stop());
            } else if (options.schedule().kind() == Schedule.Kind.PLATEAU
                    && state.epoch - Math.max(state.bestEpoch, state.lastPlateau) >= plateau) {
                state.plateaus++;
                state.lastPlateau = state.epoch;
            }
            boolean on = progress.after(epoch);
            keep.accept(state);
            if (!on || state.converged || watches && state.epoch - state.bestEpoch >= options.patience()) {
                break;
            }
        }
        state.restore(network);
    }

    /**
     * Runs as many epochs as another training did, at its learning rates: nothing is held out here to tell a plateau.
     *
     * @param others the epochs of that training from number 0 on; the last rate stands for all after it
     */
    void repeat(TrainerState state, int epochs, List<Epoch> others, Progress progress) {
        rates = new double[epochs];
        for (int i = 0; i < epochs; i++) {
            rates[i] = others.get(Math.min(i + 1, others.size() - 1)).rate();
        }
        train(state, epochs, progress, now -> {});
    }

    private Epoch epoch(TrainerState state, int most, boolean watches, Progress progress) {
        if (!(options.optimizer() instanceof Optimizers.Rule rule)) {
            return iteration(state, (Optimizers.Lbfgs) options.optimizer(), most, watches);
        }
        double rate = rates != null
                ? rates[state.epoch]
                : rule.rate() * options.schedule().at(state.epoch, most, state.plateaus);
        state.epoch++;
        SplittableRandom random = random(2, state.epoch);
        double sum = 0;
        double weight = 0;
        double norms = 0;
        int clipped = 0;
        int steps = 0;
        List<List<Example>> all = batches.epoch(random);
        if (network.feedback != null) {
            double truth = options.sampling().truth(state.epoch - 1);
            all.forEach(batch -> batch.forEach(example -> example.sample(random.split(), truth)));
        }
        for (List<Example> batch : all) {
            if (!progress.goesOn()) {
                state.epoch--;
                state.abandoned = true;
                break;
            }
            Step step = step(state, rule, batch, random, rate);
            sum += step.loss();
            weight += step.weight();
            norms += step.norm();
            clipped += step.clipped() ? 1 : 0;
            steps += step.weight() > 0 ? 1 : 0;
        }
        double stop = watches && !state.abandoned ? sweep.stopLoss() : Double.NaN;
        boolean best = stop < state.bestLoss;
        int counted = Math.max(1, steps);
        return new Epoch(
                restart,
                state.epoch,
                most,
                sum / weight,
                stop,
                best,
                rate,
                norms / counted,
                clipped / (double) counted);
    }

    /**
     * What a step saw.
     *
     * @param loss the sum of w l
     * @param weight the sum of w
     * @param norm of the gradient of loss / weight, before it was clipped
     * @param clipped whether it was
     */
    record Step(double loss, double weight, double norm, boolean clipped) {}

    /** One step along the gradient of a batch, longest sequences first. */
    Step step(TrainerState state, Optimizers.Rule rule, List<Example> batch, SplittableRandom random, double rate) {
        BatchGradient.Loss loss = gradient.of(batch, random);
        Plane g = gradient.plane();
        double norm = Math.sqrt(k.squares(g, 0, network.size()));
        boolean moves = loss.weight() > 0 && Double.isFinite(norm);
        boolean clips = moves && norm > options.clip();
        if (moves) {
            if (clips) {
                k.scale(g, options.clip() / (norm + 1e-6), network.size());
            }
            state.steps++;
            rule.step(k, network.all, g, state.memory, state.steps, rate, decayed);
            network.read();
        }
        return new Step(loss.sum(), loss.weight(), norm, clips);
    }

    /** One iteration of L-BFGS over all sequences at once, whole and without dropout. */
    private Epoch iteration(TrainerState state, Optimizers.Lbfgs rule, int most, boolean watches) {
        QuasiNewton known = state.newton;
        QuasiNewton newton = known;
        if (newton == null || newton.isRead()) {
            List<Example> all = batches.whole();
            if (options.sampling().kind() == Sampling.Kind.CLOSED) {
                all.forEach(Example::close);
            }
            QuasiNewton.Objective loss = (x, g) -> {
                network.all.set(0, x);
                network.read();
                BatchGradient.Loss sums = gradient.of(all, null);
                System.arraycopy(gradient.plane().toArray(), 0, g, 0, g.length);
                return sums.sum() / sums.weight();
            };
            newton = known == null
                    ? new QuasiNewton(loss, network.all.toArray(), rule.history(), rule.rate())
                    : new QuasiNewton(loss, known, rule.history(), rule.rate());
            state.newton = newton;
        }
        state.epoch++;
        state.steps++;
        state.converged = !newton.step();
        network.all.set(0, newton.x());
        network.read();
        double stop = watches ? sweep.stopLoss() : Double.NaN;
        return new Epoch(
                restart, state.epoch, most, newton.value(), stop, stop < state.bestLoss, rule.rate(), newton.norm(), 0);
    }
}
