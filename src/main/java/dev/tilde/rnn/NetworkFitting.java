package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import dev.tilde.linalg.Engine;
import dev.tilde.report.Numbers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From sequences to networks: the linear part, restarts that each stop where they were best, whether they beat the
 * linear part together, and if wanted all of it again on all rows.
 */
final class NetworkFitting {
    private static final int FIXED_EPOCHS = 20;
    /** One long series has to make many windows, for a step to see some of it; of a panel only long sequences are cut. */
    private static final int SHORTEST_WINDOW = 32;

    private static final int PANEL_WINDOW = 256;

    private final RnnRegression model;
    private final Formula formula;
    private final Source source;
    private final Sequences rows;
    private final Training training;
    private final Progress progress;
    private final List<String> notes;
    private final Workers workers;

    private final Use use;
    private final int heldOut;
    private final TrainingSet plain;
    private final LinearPart linear;
    private final LinearPart leastSquares;
    private final TrainingSet data;
    private final Structure structure;
    /** Epochs to run without looking at rows held out; 0 to stop early. */
    private final int fixed;

    private final Together told;

    /** @param notes added to */
    NetworkFitting(
            RnnRegression model,
            Formula formula,
            Source source,
            Sequences rows,
            Structure shape,
            Progress progress,
            List<String> notes,
            Workers workers) {
        this.model = model;
        this.formula = formula;
        this.source = source;
        this.rows = rows;
        this.training = model.training();
        this.progress = progress;
        this.notes = notes;
        this.workers = workers;
        this.told = new Together(progress);
        progress.begins(Progress.Phase.LINEAR, 1);
        int stopping = Use.targets(rows, Split.STOP);
        this.heldOut = stopping + Use.targets(rows, Split.CALIBRATE);
        this.use = stopping < Use.LEAST_TARGETS && heldOut >= Use.LEAST_TARGETS ? Use.BOTH : Use.SPLIT;
        if (use == Use.BOTH) {
            notes.add("all of the few rows held out say when to stop, so intervals rest on the same rows");
        }
        this.plain = use.set(rows, null, false);
        this.linear = LinearPart.ridge(plain, rows);
        this.leastSquares = LinearPart.leastSquares(plain, rows);
        Fitting.fillGaps(rows, new NetworkCore(linear, List.of(), rows.inputs(), rows.outputs()));
        this.data = judged(use);
        if (data.targets(false) == 0) {
            throw new DataException(
                    "no row is left to train on: of those with a response, a weight and all that the lags need, "
                            + heldOut + (heldOut == 1 ? " is" : " are") + " held out"
                            + (rows.layout().longestLag() > 0
                                    ? "; the lags reach " + rows.layout().longestLag()
                                            + (rows.layout().longestLag() == 1 ? " step back" : " steps back")
                                    : ""),
                    source.name(),
                    -1,
                    "");
        }
        this.structure = shape.hidden(shape.hidden() > 0 ? shape.hidden() : units(data.steps(), shape));
        this.fixed = fixedEpochs();
    }

    private boolean fed() {
        return rows.layout().formula().feedback();
    }

    /** Rows to train on, and those that judge, in the mode in which they do. */
    private TrainingSet judged(Use used) {
        TrainingSet set = seen(used.set(rows, linear, fed()));
        return inClosedLoop() ? set.closed(rows) : set;
    }

    /** As far as the network reads it. */
    private TrainingSet seen(TrainingSet set) {
        return model.structure().bidirectional() ? set.whole() : set;
    }

    private boolean inClosedLoop() {
        return fed() && training.closesLoop();
    }

    private int fixedEpochs() {
        if (training.holdOut() == Training.HoldOut.NONE) {
            return training.epochs();
        }
        if (data.targets(true) >= Use.LEAST_TARGETS) {
            return 0;
        }
        int epochs = Math.min(FIXED_EPOCHS, training.epochs());
        notes.add("too few rows are held out to say when to stop, so " + epochs + " epochs were run");
        return epochs;
    }

    /**
     * Trains.
     *
     * @param file to keep the states of training in and to go on from; null for none
     * @param interval milliseconds between two writings of it
     */
    RnnFit fit(@Nullable Path file, long interval) {
        Batches batches = batches(data);
        sayUncut(batches.longest());
        Restarts restarts = new Restarts(this::build, data, batches, training, fixed, workers, told, notes);
        progress.begins(Progress.Phase.TRAINING, restarts.count());
        restarts.train(file == null ? null : checkpoint(file, interval));
        List<Network> networks = restarts.networks();
        List<TrainerState> states = restarts.states();
        List<Integer> best =
                new ArrayList<>(states.stream().map(s -> s.bestEpoch).toList());
        if (!told.isStopped() && fixed == 0 && heldOut > 0 && best.stream().anyMatch(e -> e > 0)) {
            keepTheBetter(networks, best);
        }
        NetworkCore judged = new NetworkCore(linear, networks, rows.inputs(), rows.outputs());
        Fitting.fillGaps(rows, judged);
        NetworkCore core = judged;
        if (training.refit() && !told.isStopped() && heldOut > 0) {
            progress.begins(Progress.Phase.REFIT, 1);
            core = refit(judged, best, states);
        }
        progress.begins(Progress.Phase.ERRORS, 1);
        return RnnFit.of(
                new Trained(
                        model,
                        structure,
                        formula,
                        source,
                        rows,
                        core,
                        judged,
                        leastSquares,
                        states.stream().map(s -> List.copyOf(s.history)).toList(),
                        best,
                        notes,
                        Trained.engine(core)),
                workers);
    }

    /** Gradients are cut inside a stretch; where nothing is cut for another reason, that is said. */
    private void sayUncut(int longest) {
        boolean lbfgs = training.optimizer() instanceof Optimizers.Lbfgs;
        if (training.truncate() >= longest && !lbfgs && notes.stream().noneMatch(n -> n.startsWith("truncate("))) {
            notes.add("truncate(" + training.truncate() + ") cuts nothing: the longest stretch that trains has "
                    + longest + (longest == 1 ? " step" : " steps"));
        }
    }

    private Checkpoint checkpoint(Path file, long interval) {
        Engine engine = build().k.engine();
        Checkpoint checkpoint = Checkpoint.of(file, Fingerprint.of(formula, model, structure, data), interval, engine);
        if (checkpoint.before().differsFrom(engine)) {
            notes.add("the checkpoint was computed by the engine "
                    + checkpoint.before().word() + " and goes on with "
                    + engine.word() + ": results differ in the last digits from training by one of them");
        }
        return checkpoint;
    }

    /**
     * The linear part in place of networks that do not show on the targets held out that they are better. An epoch is
     * good on the targets it was chosen on by the choice alone, so those that had no part in it must agree.
     */
    private void keepTheBetter(List<Network> networks, List<Integer> best) {
        Network start = build();
        new Trainer(start, data, batches(data), training, 0, workers).start(true);
        LinearCheck all = check(networks, start, Use.BOTH);
        LinearCheck fresh = use == Use.BOTH ? all : check(networks, start, Use.CHECK);
        boolean worse = fresh.linearIsBetter();
        if (worse || all.inDoubt()) {
            networks.clear();
            networks.add(start);
            best.replaceAll(e -> 0);
            notes.add((worse && use != Use.BOTH ? words(fresh, "did not say when to stop") : words(all, "are held out"))
                    + ": the linear part is kept");
        }
    }

    private LinearCheck check(List<Network> networks, Network start, Use used) {
        boolean reads = rows.layout().readsResponse() && !inClosedLoop();
        return LinearCheck.of(
                networks, start, judged(used), reads, rows.layout().responses().mostLead() + 1, workers);
    }

    private String words(LinearCheck check, String which) {
        return String.format(
                Locale.ROOT,
                "on the %d targets that %s%s the loss of the network is %s and that of its linear part %s%s",
                check.targets(),
                which,
                inClosedLoop() ? ", in closed loop," : "",
                Numbers.significant(check.networks(), 3),
                Numbers.significant(check.linear(), 3),
                check.linearIsBetter() ? "" : ", a standard error apart or less");
    }

    /**
     * The linear part and the networks again on all rows, for the median of the epochs that were best before: where few
     * rows are held out, the best epoch of one restart is mostly chance. Learning rates are those of before.
     *
     * @return the core of before where it is told to stop
     */
    private NetworkCore refit(NetworkCore before, List<Integer> best, List<TrainerState> states) {
        LinearPart again = LinearPart.ridge(Use.ALL.set(rows, null, false), rows);
        TrainingSet all = seen(Use.ALL.set(rows, again, fed()));
        int[] sorted = best.stream().mapToInt(Integer::intValue).sorted().toArray();
        int epochs = sorted[sorted.length / 2];
        List<Network> networks = new ArrayList<>();
        for (int r = 0; r < sorted.length; r++) {
            Network network = build();
            Trainer trainer = new Trainer(network, all, batches(all), training, r, workers);
            TrainerState state = trainer.start(true);
            if (epochs > 0) {
                trainer.repeat(state, epochs, states.get(r).history, told.silently());
            }
            networks.add(network);
        }
        if (!told.goesOn()) {
            notes.add("stopped while it trained again on all rows: the networks are those from before");
            return before;
        }
        notes.add((epochs == 0
                        ? "the linear part was fitted again to all rows"
                        : "trained again on all rows for " + epochs + (epochs == 1 ? " epoch" : " epochs"))
                + (epochs > 0 && sorted.length > 1 ? ", the median of the best ones" : "")
                + "; errors and intervals are those of before, when rows were held out");
        return new NetworkCore(again, networks, rows.inputs(), rows.outputs());
    }

    private Network build() {
        return Networks.build(structure, rows.layout(), model.loss(), training);
    }

    private Batches batches(TrainingSet set) {
        int window = rows.layout().spec().window();
        boolean whole = set.last() || set.columns() > 0;
        int longest = rows.layout().longestLag();
        if (window == 0 && !whole) {
            window = Math.max(data.count() == 1 ? SHORTEST_WINDOW : PANEL_WINDOW, 4 * longest);
        }
        return new Batches(
                set, whole ? 0 : window, Math.min(window / 4, longest), training.batch(), training.varyLengths());
    }

    /** Below 500 training steps 8, below 5,000 16, below 50,000 32, else 64. */
    private static int units(long steps, Structure structure) {
        int units = steps < 500 ? 8 : steps < 5_000 ? 16 : steps < 50_000 ? 32 : 64;
        int groups =
                structure.kind() == Structure.Kind.CLOCKWORK ? structure.steps().size() : 1;
        return (units + groups - 1) / groups * groups;
    }
}
