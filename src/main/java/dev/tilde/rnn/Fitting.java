package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Span;
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
        Split.Rule rule = Split.Rule.valueOf(model.training().holdOut().name());
        Sequences rows = Sequences.learn(
                formula,
                source,
                options,
                model.sequences(),
                rule,
                model.training().seed());
        notes.addAll(rows.layout().notes());
        Structure structure = structure(rows);
        try (Workers workers = new Workers(model.training().processors())) {
            return model.echo().isPresent()
                    ? echo(rows, structure, model.echo().get(), workers)
                    : network(rows, structure, workers);
        }
    }

    private Structure structure(Sequences rows) {
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
        int grid = Grids.columns(rows, shape);
        int stopping = targets(rows, Split.STOP);
        boolean both = stopping < LEAST_TARGETS && stopping + targets(rows, Split.CALIBRATE) >= LEAST_TARGETS;
        if (both) {
            notes.add("all of the few rows held out say when to stop, so intervals rest on the same rows");
        }
        Use use = both ? Use.BOTH : Use.SPLIT;
        TrainingSet plain = set(rows, null, grid, false, use);
        LinearPart linear = LinearPart.fit(plain, true);
        fillGaps(rows, new NetworkCore(linear, List.of(), rows.inputs(), rows.outputs(), grid));
        boolean fed = rows.layout().formula().feedback();
        TrainingSet data = set(rows, linear, grid, fed, use);
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
        int size = build(structure, rows).size();
        double work = (double) size * steps * training.epochs();
        int restarts = training.restarts() > 0 ? training.restarts() : work <= CHEAP ? RESTARTS : 1;
        Batches batches = batches(rows, data);
        List<Network> networks = new ArrayList<>();
        List<TrainerState> states = new ArrayList<>();
        AtomicBoolean on = new AtomicBoolean(true);
        Progress told = epoch -> {
            boolean further = progress.after(epoch);
            on.compareAndSet(true, further);
            return on.get();
        };
        Checkpoint checkpoint =
                file == null ? null : Checkpoint.of(file, Fingerprint.of(formula, model, structure, data), interval);
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
                        if (checkpoint != null) {
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
        NetworkCore judged = new NetworkCore(linear, networks, rows.inputs(), rows.outputs(), grid);
        fillGaps(rows, judged);
        List<List<Epoch>> history =
                states.stream().map(s -> List.copyOf(s.history)).toList();
        List<Integer> best = states.stream().map(s -> s.bestEpoch).toList();
        LinearPart ols = LinearPart.fit(plain, false);
        boolean again = training.refit() && stopping + targets(rows, Split.CALIBRATE) > 0;
        NetworkCore core = again ? refit(structure, rows, grid, best, workers) : judged;
        return new RnnFit(model, structure, formula, source, rows, core, judged, ols, history, best, notes, workers);
    }

    /** The linear part and the networks again, on all rows, each for the epochs that were best before. */
    private NetworkCore refit(Structure structure, Sequences rows, int grid, List<Integer> epochs, Workers workers) {
        LinearPart linear = LinearPart.fit(set(rows, null, grid, false, Use.ALL), true);
        TrainingSet all = set(rows, linear, grid, rows.layout().formula().feedback(), Use.ALL);
        List<Network> networks = new ArrayList<>();
        for (int r = 0; r < epochs.size(); r++) {
            Network network = build(structure, rows);
            Trainer trainer = new Trainer(network, all, batches(rows, all), model.training(), r, workers);
            TrainerState state = trainer.start(true);
            if (epochs.get(r) > 0) {
                trainer.train(state, epochs.get(r), Progress.SILENT, now -> {});
            }
            networks.add(network);
        }
        notes.add("trained again on all rows for the best number of epochs; errors and intervals are those of before, "
                + "when rows were held out");
        return new NetworkCore(linear, networks, rows.inputs(), rows.outputs(), grid);
    }

    private Network build(Structure structure, Sequences rows) {
        return Networks.build(
                structure, rows.layout(), model.loss(), model.training().networkPrecision());
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

    private static int targets(Sequences rows, byte part) {
        int count = 0;
        for (int s = 0; s < rows.count(); s++) {
            for (int i = 0; i < rows.part(s).length; i++) {
                count += rows.part(s)[i] == part && rows.weight(s)[i] > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /** What rows are used for. */
    private enum Use {
        /** As they were split. */
        SPLIT,
        /** Those that were to calibrate help to say when to stop. */
        BOTH,
        /** All of them train. */
        ALL;

        boolean trains(byte part) {
            return this == ALL || part == Split.TRAIN;
        }

        boolean stops(byte part) {
            return this != ALL && part == Split.STOP || this == BOTH && part == Split.CALIBRATE;
        }
    }

    /** What is trained on; with a linear part, what it leaves to the network. */
    private static TrainingSet set(Sequences rows, @Nullable LinearPart linear, int columns, boolean fed, Use use) {
        int count = rows.count();
        int outputs = rows.outputs();
        double[][] x = new double[count][];
        double[][] y = new double[count][];
        double[][] offset = new double[count][];
        double[][] train = new double[count][];
        double[][] stop = new double[count][];
        boolean[][] known = fed ? new boolean[count][] : null;
        for (int s = 0; s < count; s++) {
            int n = rows.length(s);
            x[s] = rows.x(s);
            y[s] = rows.y(s);
            double[] add = rows.offset(s);
            offset[s] = linear == null ? new double[n * outputs] : linear.outputs(x[s], n);
            train[s] = new double[n * outputs];
            stop[s] = new double[n * outputs];
            for (int i = 0; i < n * outputs; i++) {
                offset[s][i] += add == null ? 0 : add[i];
                double w = rows.weight(s)[i];
                train[s][i] = use.trains(rows.part(s)[i]) ? w : 0;
                stop[s][i] = use.stops(rows.part(s)[i]) ? w : 0;
            }
            if (known != null) {
                known[s] = new boolean[n];
                for (int t = 0; t < n; t++) {
                    known[s][t] = !rows.isOpen(s, t);
                }
            }
        }
        return new TrainingSet(
                rows.inputs(), outputs, rows.layout().isLast(), columns, x, y, offset, train, stop, known);
    }

    // the echo state network

    private RnnFit echo(Sequences rows, Structure structure, EchoState options, Workers workers) {
        int count = rows.count();
        int outputs = rows.outputs();
        double[][] x = new double[count][];
        double[][] y = new double[count][];
        double[][] weight = new double[count][];
        TrainingSet plain = set(rows, null, 0, false, Use.SPLIT);
        LinearPart linear = LinearPart.fit(plain, true);
        fillGaps(rows, new NetworkCore(linear, List.of(), rows.inputs(), outputs, 0));
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
        try {
            EchoFit fit = EchoFit.of(
                    options,
                    data,
                    () -> !progress.after(new Epoch(0, 0, 0, Double.NaN, Double.NaN, true, Double.NaN, Double.NaN, 0)));
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
