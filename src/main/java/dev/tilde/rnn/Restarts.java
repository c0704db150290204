package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Networks of one structure that begin at other first values, each trained until it was best. */
final class Restarts {
    /** More than one are tried while parameters x steps x epochs stay below this. */
    private static final double CHEAP = 5e10;

    private static final int USUAL = 5;

    private final Supplier<Network> build;
    private final TrainingSet data;
    private final Batches batches;
    private final Training training;
    private final int fixed;
    private final Workers workers;
    private final Together told;
    private final List<String> notes;
    private final int count;
    private final List<Network> networks = new ArrayList<>();
    private List<TrainerState> states = List.of();

    /**
     * @param fixed epochs to run without looking at rows held out; 0 to stop early
     * @param notes added to
     */
    Restarts(
            Supplier<Network> build,
            TrainingSet data,
            Batches batches,
            Training training,
            int fixed,
            Workers workers,
            Together told,
            List<String> notes) {
        this.build = build;
        this.data = data;
        this.batches = batches;
        this.training = training;
        this.fixed = fixed;
        this.workers = workers;
        this.told = told;
        this.notes = notes;
        long steps = data.targets(false) / Math.max(1, data.outputs());
        double work = (double) build.get().size() * steps * training.epochs();
        this.count = training.restarts() > 0 ? training.restarts() : work <= CHEAP ? USUAL : 1;
    }

    /** How many there are to train. */
    int count() {
        return count;
    }

    /** Those that have been trained, with their best parameters. */
    List<Network> networks() {
        return networks;
    }

    /** Where the training of each of them ended. */
    List<TrainerState> states() {
        return states;
    }

    /** Trains them, several at once. */
    void train(@Nullable Checkpoint checkpoint) {
        List<Callable<TrainerState>> runs = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            Network network = build.get();
            networks.add(network);
            int restart = r;
            runs.add(() -> {
                try (Workers own = count > 1 ? new Workers(1) : null) {
                    Trainer trainer =
                            new Trainer(network, data, batches, training, restart, own == null ? workers : own);
                    return train(trainer, network, restart, checkpoint);
                }
            });
        }
        states = new ArrayList<>(workers.all(runs, told::stop));
        if (told.isStopped()) {
            dropUntrained();
        }
        saySkipped();
    }

    private TrainerState train(Trainer trainer, Network network, int restart, @Nullable Checkpoint checkpoint) {
        TrainerState kept = checkpoint == null ? null : checkpoint.restored(restart, network, training.optimizer());
        TrainerState state = kept != null ? kept : trainer.start(true);
        if (told.isStopped() && kept == null) {
            state.keep(network, Double.NaN);
            return state;
        }
        trainer.train(state, fixed, told, now -> {
            if (checkpoint != null) {
                checkpoint.keep(restart, network, now, false);
            }
        });
        if (checkpoint != null && state.abandoned) {
            checkpoint.flush();
        } else if (checkpoint != null) {
            network.k.copy(network.all, state.current, network.size());
            checkpoint.keep(restart, network, state, true);
            state.restore(network);
        }
        return state;
    }

    /** Restarts without an epoch say no more than the linear part, and averaged they would water down the others. */
    private void dropUntrained() {
        int all = states.size();
        if (states.stream().noneMatch(s -> s.epoch > 0)) {
            notes.add("stopped before the first epoch had ended: the network is its linear part");
            // One of them is as good as all, if it got as far as to have a history.
            int begun = IntStream.range(0, all)
                    .filter(r -> !states.get(r).history.isEmpty())
                    .findFirst()
                    .orElse(0);
            states.retainAll(List.of(states.get(begun)));
            networks.retainAll(List.of(networks.get(begun)));
            return;
        }
        for (int r = all - 1; r >= 0; r--) {
            if (states.get(r).epoch == 0) {
                states.remove(r);
                networks.remove(r);
            }
        }
        int dropped = all - states.size();
        notes.add("stopped before training had ended"
                + (dropped == 0
                        ? ""
                        : "; " + dropped + " of " + all + " restarts had no epoch and "
                                + (dropped == 1 ? "was" : "were") + " left out"));
    }

    /** A gradient that is no number would spoil all parameters, so its step was not taken. */
    private void saySkipped() {
        long epochs = states.stream()
                .flatMap(s -> s.history.stream())
                .filter(e -> e.number() > 0 && !Double.isFinite(e.norm()))
                .count();
        if (epochs > 0) {
            notes.add("in " + epochs + (epochs == 1 ? " epoch" : " epochs")
                    + " gradients were no finite numbers and their steps were skipped; a lower learning rate, or double"
                    + " precision, may keep them finite");
        }
    }
}
