package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Span;
import dev.tilde.linalg.Kernels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** From a formula and rows to a fit: sequences, the linear part, then the network. */
final class Fitting {
    /** Restarts are tried while parameters x steps x epochs stay below this. */
    private static final double CHEAP = 5e10;

    private static final int RESTARTS = 5;
    /** Fewer targets than this say nothing about when to stop. */
    private static final int LEAST_TARGETS = 10;

    private static final int FIXED_EPOCHS = 20;
    private static final int SHORTEST_WINDOW = 32;

    private final RnnRegression model;
    private final Formula formula;
    private final Source source;
    private final DesignOptions options;
    private final Progress progress;
    private final @Nullable Path file;
    private final long interval;
    private final List<String> notes = new ArrayList<>();

    /**
     * @param file to keep the states of training in and to go on from; null for none
     * @param interval milliseconds between two writings of it
     */
    Fitting(
            RnnRegression model,
            Formula formula,
            Source source,
            DesignOptions options,
            Progress progress,
            @Nullable Path file,
            long interval) {
        this.file = file;
        this.interval = interval;
        this.model = model;
        this.formula = fedBack(model, formula);
        this.source = source;
        this.options = options;
        this.progress = progress;
    }

    /** An output-recurrent network needs the response of the step before among its inputs. */
    private static Formula fedBack(RnnRegression model, Formula formula) {
        if (model.structure().kind() != Structure.Kind.OUTPUT
                || model.echo().isPresent()
                || formula.source().contains("feedback(")) {
            return formula;
        }
        Span left = formula.response()
                .orElseThrow(() -> new FormulaException(
                        Kind.SYNTAX, "a sequence model needs a response", "", formula.source(), new Span(0, 0)))
                .span();
        Span right = formula.parts().get(0).span();
        String y = formula.source().substring(left.start(), left.end());
        String text = formula.source().substring(0, right.end()) + " + feedback(" + y + ")"
                + formula.source().substring(right.end());
        return Formula.parse(text, formula.conventions(), formula.limits());
    }

    /** The same with more notes. */
    Fitting saying(List<String> said) {
        notes.addAll(said);
        return this;
    }

    RnnFit fit() {
        if (model.echo().isEmpty()) {
            // An engine that is not there is said before rows are read.
            Kernels.of(model.training().networkPrecision(), model.training().engine());
        }
        progress.begins(Progress.Phase.SEQUENCES, 1);
        Split.Rule rule = Split.Rule.valueOf(model.training().holdOut().name());
        Sequences rows = Sequences.learn(
                formula,
                source,
                options,
                model.sequences(),
                rule,
                model.training().seed(),
                model.echo().isPresent()
                        ? Structure.Kind.RNN
                        : model.structure().kind());
        notes.addAll(rows.layout().notes());
        Structure structure = structure(rows);
        try (Workers workers = new Workers(model.training().processors())) {
            return model.echo().isPresent()
                    ? echo(rows, structure, model.echo().get(), workers)
                    : network(rows, structure, workers);
        }
    }

    private Structure structure(Sequences rows) {
        boolean grid = rows.layout().spec().isGrid();
        if (model.echo().isPresent() && model.structure().kind().isGrid()) {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    "an echo state network runs along sequences, not over grids",
                    "Leave out grid() or esn(...).",
                    formula.source(),
                    new Span(0, formula.source().length()));
        }
        if (grid && model.structure().kind() == Structure.Kind.AUTO) {
            notes.add("order(" + String.join(", ", rows.layout().spec().order()) + ") makes grids, which a "
                    + Structure.ON_GRIDS.words() + " reads since no network was named; grid(), gridLstm() and"
                    + " directions(1) name others");
            return model.structure().bidirectional(false).kind(Structure.ON_GRIDS);
        }
        boolean fed = rows.layout().formula().feedback();
        Structure.Kind kind = model.structure().kind();
        Structure structure = model.structure();
        if (kind == Structure.Kind.AUTO) {
            structure = structure.kind(fed ? Structure.Kind.OUTPUT : Structure.Kind.GRU);
        }
        if (model.echo().isEmpty()
                && structure.bidirectional()
                && (rows.layout().readsResponse() || rows.layout().responses().mostLead() > 0)) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "a network that reads sequences in both directions sees later responses through their lags",
                    "Take the lags out, or read forward only.",
                    formula.source(),
                    formula.parts().get(0).span());
        }
        return structure;
    }

    // the network

    private RnnFit network(Sequences rows, Structure shape, Workers workers) {
        progress.begins(Progress.Phase.LINEAR, 1);
        int stopping = Use.targets(rows, Split.STOP);
        boolean both = stopping < LEAST_TARGETS && stopping + Use.targets(rows, Split.CALIBRATE) >= LEAST_TARGETS;
        if (both) {
            notes.add("all of the few rows held out say when to stop, so intervals rest on the same rows");
        }
        Use use = both ? Use.BOTH : Use.SPLIT;
        TrainingSet plain = use.set(rows, null, false);
        LinearPart linear = LinearPart.fit(plain, true);
        fillGaps(rows, new NetworkCore(linear, List.of(), rows.inputs(), rows.outputs()));
        boolean fed = rows.layout().formula().feedback();
        TrainingSet data = use.set(rows, linear, fed);
        long steps = data.targets(false) / Math.max(1, rows.outputs());
        Structure structure = shape.hidden(shape.hidden() > 0 ? shape.hidden() : units(data.steps(), shape));
        Training training = model.training();
        boolean few = data.targets(true) < LEAST_TARGETS && training.holdOut() != Training.HoldOut.NONE;
        int fixed = few
                ? Math.min(FIXED_EPOCHS, training.epochs())
                : training.holdOut() == Training.HoldOut.NONE ? training.epochs() : 0;
        if (few) {
            notes.add("too few rows are held out to say when to stop, so " + fixed + " epochs were run");
        }
        Network first = build(structure, rows);
        int size = first.size();
        double work = (double) size * steps * training.epochs();
        int restarts = training.restarts() > 0 ? training.restarts() : work <= CHEAP ? RESTARTS : 1;
        Batches batches = batches(rows, data);
        List<Network> networks = new ArrayList<>();
        List<TrainerState> states = new ArrayList<>();
        AtomicBoolean on = new AtomicBoolean(true);
        Progress told = untilStopped(on);
        progress.begins(Progress.Phase.TRAINING, restarts);
        Checkpoint checkpoint = file == null
                ? null
                : Checkpoint.of(file, Fingerprint.of(formula, model, structure, data), interval, first.k.engine());
        if (checkpoint != null && checkpoint.before().differsFrom(first.k.engine())) {
            notes.add("the checkpoint was computed by the engine "
                    + checkpoint.before().word() + " and goes on with "
                    + first.k.engine().word() + ": results differ in the last digits from training by one of them");
        }
        List<Callable<TrainerState>> runs = new ArrayList<>();
        boolean spread = restarts > 1;
        for (int r = 0; r < restarts; r++) {
            Network network = build(structure, rows);
            networks.add(network);
            int restart = r;
            runs.add(() -> {
                try (Workers own = spread ? new Workers(1) : null) {
                    Trainer trainer =
                            new Trainer(network, data, batches, training, restart, own == null ? workers : own);
                    TrainerState kept =
                            checkpoint == null ? null : checkpoint.restored(restart, network, training.optimizer());
                    TrainerState state = kept != null ? kept : trainer.start(true);
                    if (on.get() || kept != null) {
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
                    } else {
                        state.keep(network, Double.NaN);
                    }
                    return state;
                }
            });
        }
        states.addAll(workers.all(runs));
        if (!on.get()) {
            dropUntrained(networks, states);
        }
        NetworkCore judged = new NetworkCore(linear, networks, rows.inputs(), rows.outputs());
        fillGaps(rows, judged);
        List<List<Epoch>> history =
                states.stream().map(s -> List.copyOf(s.history)).toList();
        List<Integer> best = states.stream().map(s -> s.bestEpoch).toList();
        LinearPart ols = LinearPart.fit(plain, false);
        NetworkCore core = judged;
        if (training.refit() && on.get() && stopping + Use.targets(rows, Split.CALIBRATE) > 0) {
            progress.begins(Progress.Phase.REFIT, 1);
            core = refit(structure, rows, judged, best, workers, told);
        }
        progress.begins(Progress.Phase.ERRORS, 1);
        return new RnnFit(model, structure, formula, source, rows, core, judged, ols, history, best, notes, workers);
    }

    /** Once one restart is told to stop, all are. */
    private Progress untilStopped(AtomicBoolean on) {
        return new Progress() {
            @Override
            public boolean after(Epoch epoch) {
                on.compareAndSet(true, progress.after(epoch));
                return on.get();
            }

            @Override
            public boolean goesOn() {
                on.compareAndSet(true, progress.goesOn());
                return on.get();
            }
        };
    }

    /** Restarts without an epoch say no more than the linear part, and averaged they would water down the others. */
    private void dropUntrained(List<Network> networks, List<TrainerState> states) {
        int all = states.size();
        if (states.stream().noneMatch(s -> s.epoch > 0)) {
            notes.add("stopped before the first epoch had ended: the network is its linear part");
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
                + (dropped == 0 ? "" : "; " + dropped + " of " + all + " restarts had no epoch and were left out"));
    }

    /**
     * The linear part and the networks again, on all rows, each for the epochs that were best before.
     *
     * @return the core of before where it is told to stop
     */
    private NetworkCore refit(
            Structure structure,
            Sequences rows,
            NetworkCore before,
            List<Integer> epochs,
            Workers workers,
            Progress told) {
        LinearPart linear = LinearPart.fit(Use.ALL.set(rows, null, false), true);
        TrainingSet all = Use.ALL.set(rows, linear, rows.layout().formula().feedback());
        Progress silent = new Progress() {
            @Override
            public boolean after(Epoch epoch) {
                return told.goesOn();
            }

            @Override
            public boolean goesOn() {
                return told.goesOn();
            }
        };
        List<Network> networks = new ArrayList<>();
        for (int r = 0; r < epochs.size(); r++) {
            Network network = build(structure, rows);
            Trainer trainer = new Trainer(network, all, batches(rows, all), model.training(), r, workers);
            TrainerState state = trainer.start(true);
            if (epochs.get(r) > 0) {
                trainer.train(state, epochs.get(r), silent, now -> {});
            }
            networks.add(network);
        }
        if (!told.goesOn()) {
            notes.add("stopped while it trained again on all rows: the networks are those from before");
            return before;
        }
        notes.add("trained again on all rows for the best number of epochs; errors and intervals are those of before, "
                + "when rows were held out");
        return new NetworkCore(linear, networks, rows.inputs(), rows.outputs());
    }

    private Network build(Structure structure, Sequences rows) {
        return Networks.build(structure, rows.layout(), model.loss(), model.training());
    }

    private Batches batches(Sequences rows, TrainingSet data) {
        Training t = model.training();
        int window = rows.layout().spec().window();
        boolean whole = data.last() || data.columns() > 0;
        int longest = rows.layout().longestLag();
        if (window == 0 && !whole) {
            window = Math.max(SHORTEST_WINDOW, 4 * longest);
        }
        return new Batches(data, whole ? 0 : window, Math.min(window / 4, longest), t.batch(), t.varyLengths());
    }

    /** Below 500 training steps 8, below 5,000 16, below 50,000 32, else 64. */
    private static int units(long steps, Structure structure) {
        int units = steps < 500 ? 8 : steps < 5_000 ? 16 : steps < 50_000 ? 32 : 64;
        int groups =
                structure.kind() == Structure.Kind.CLOCKWORK ? structure.steps().size() : 1;
        return (units + groups - 1) / groups * groups;
    }

    /** Inputs made of responses that are missing are made of what the model predicts. */
    private static void fillGaps(Sequences rows, NetworkCore core) {
        Loop loop = new Loop(core, rows);
        for (int s = 0; s < rows.count(); s++) {
            boolean open = false;
            for (int t = 0; t < rows.length(s); t++) {
                open |= rows.isOpen(s, t);
            }
            if (open) {
                double[] out = new double[rows.length(s) * rows.outputs()];
                loop.run(s, 0, rows.length(s), core.start(), rows.history(s), rows.x(s), out);
            }
        }
    }

    // the echo state network

    private RnnFit echo(Sequences rows, Structure structure, EchoState options, Workers workers) {
        int count = rows.count();
        int outputs = rows.outputs();
        double[][] x = new double[count][];
        double[][] y = new double[count][];
        double[][] weight = new double[count][];
        progress.begins(Progress.Phase.LINEAR, 1);
        TrainingSet plain = Use.SPLIT.set(rows, null, false);
        LinearPart linear = LinearPart.fit(plain, true);
        fillGaps(rows, new NetworkCore(linear, List.of(), rows.inputs(), outputs));
        for (int s = 0; s < count; s++) {
            int n = rows.length(s);
            x[s] = rows.x(s);
            y[s] = rows.y(s).clone();
            weight[s] = new double[n];
            double[] add = rows.offset(s);
            for (int t = 0; t < n; t++) {
                double w = Double.POSITIVE_INFINITY;
                for (int o = 0; o < outputs; o++) {
                    int i = t * outputs + o;
                    w = Math.min(w, rows.part(s)[i] == Split.TRAIN ? rows.weight(s)[i] : 0);
                    y[s][i] -= add == null ? 0 : add[i];
                }
                weight[s][t] = w;
            }
        }
        EchoSequences data = new EchoSequences(rows.inputs(), outputs, x, y, weight);
        progress.begins(Progress.Phase.TRAINING, 1);
        try {
            EchoFit fit = EchoFit.of(
                    options,
                    data,
                    () -> !progress.goesOn()
                            || !progress.after(
                                    new Epoch(0, 0, 0, Double.NaN, Double.NaN, true, Double.NaN, Double.NaN, 0)));
            progress.begins(Progress.Phase.ERRORS, 1);
            EchoCore core = new EchoCore(fit);
            if (fit.options.spectralRadius() >= 1) {
                notes.add("the spectral radius is 1 or more: the state may remember its start for ever");
            }
            return new RnnFit(
                    model,
                    structure.hidden(fit.reservoir.units),
                    formula,
                    source,
                    rows,
                    core,
                    core,
                    LinearPart.fit(plain, false),
                    List.of(),
                    List.of(),
                    notes,
                    workers);
        } catch (CancellationException e) {
            throw new CancellationException("the fit was cancelled before it had a result");
        }
    }
}
