package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.formula.Formula;
import dev.tilde.text.Decimals;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** From sequences to an echo state network: what is left open of it by rows held out, then the readout. */
final class EchoFitting {
    private final RnnRegression model;
    private final Formula formula;
    private final Source source;
    private final Sequences rows;
    private final Structure structure;
    private final Progress progress;
    private final List<String> notes;
    private final Workers workers;

    /** @param notes added to */
    EchoFitting(
            RnnRegression model,
            Formula formula,
            Source source,
            Sequences rows,
            Structure structure,
            Progress progress,
            List<String> notes,
            Workers workers) {
        this.model = model;
        this.formula = formula;
        this.source = source;
        this.rows = rows;
        this.structure = structure;
        this.progress = progress;
        this.notes = notes;
        this.workers = workers;
    }

    RnnFit fit() {
        EchoState options = model.echo().orElseThrow();
        progress.begins(Progress.Phase.LINEAR, 1);
        TrainingSet plain = Use.SPLIT.set(rows, null, false);
        LinearPart linear = LinearPart.ridge(plain, rows);
        LinearPart leastSquares = LinearPart.leastSquares(plain, rows);
        Fitting.fillGaps(rows, new NetworkCore(linear, List.of(), rows.inputs(), rows.outputs()));
        progress.begins(Progress.Phase.TRAINING, 1);
        BooleanSupplier cancelled = () -> !progress.goesOn()
                || !progress.after(new Epoch(0, 0, 0, Double.NaN, Double.NaN, true, Double.NaN, Double.NaN, 0));
        try {
            EchoState settled = settled(options, cancelled);
            boolean chosen = options.isOpen() && !settled.isOpen();
            EchoCore judged = new EchoCore(finite(EchoFit.of(settled, sequences(Use.SPLIT), cancelled)), chosen);
            EchoCore core = judged;
            if (model.training().refit() && plain.targets(true) + Use.targets(rows, Split.CALIBRATE) > 0) {
                progress.begins(Progress.Phase.REFIT, 1);
                core = new EchoCore(finite(EchoFit.of(settled, sequences(Use.ALL), cancelled)), chosen);
                notes.add(
                        "fitted again to all rows; errors and intervals are those of before, when rows were held out");
            }
            progress.begins(Progress.Phase.ERRORS, 1);
            if (settled.spectralRadius() >= 1) {
                notes.add("the spectral radius is 1 or more: the state may remember its start for ever");
            }
            return RnnFit.of(
                    new Trained(
                            model,
                            structure.hidden(core.fit.reservoir.units),
                            formula,
                            source,
                            rows,
                            core,
                            judged,
                            leastSquares,
                            List.of(),
                            List.of(),
                            notes,
                            Trained.engine(core)),
                    workers);
        } catch (CancellationException e) {
            throw new CancellationException("the fit was cancelled before it had a result");
        }
    }

    /** With the leak rate and input scale that are best on rows held out, where they are not given. */
    private EchoState settled(EchoState options, BooleanSupplier cancelled) {
        double[][] judges = new double[rows.count()][];
        boolean both = Use.targets(rows, Split.STOP) < Use.LEAST_TARGETS;
        int held = 0;
        for (int s = 0; s < judges.length; s++) {
            judges[s] = weights(s, part -> part == Split.STOP || both && part == Split.CALIBRATE);
            held += (int) Arrays.stream(judges[s]).filter(w -> w > 0).count();
        }
        if (!options.isOpen() || held < Use.LEAST_TARGETS) {
            return options;
        }
        EchoSearch search = EchoSearch.of(options, sequences(Use.SPLIT), judges, cancelled);
        EchoState best = search.best().options;
        notes.add("leak rate " + Decimals.shortest(best.leak()) + " and input scale "
                + Decimals.shortest(best.scaleOfInputs()) + " predict " + held + " rows held out best, of "
                + search.tried().size() + " pairs");
        return best;
    }

    /** Without a penalty, features that depend on each other have no one solution. */
    private static EchoFit finite(EchoFit fit) {
        if (!Arrays.stream(fit.coefficients.data()).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("echo state network: a ridge penalty of " + Decimals.shortest(fit.ridge)
                    + " does not settle the weights of " + fit.coefficients.rows()
                    + " features; give larger ones, or fewer units");
        }
        return fit;
    }

    private EchoSequences sequences(Use use) {
        int count = rows.count();
        double[][] x = new double[count][];
        double[][] y = new double[count][];
        double[][] weight = new double[count][];
        for (int s = 0; s < count; s++) {
            x[s] = rows.x(s);
            y[s] = rows.y(s).clone();
            double[] add = rows.offset(s);
            for (int i = 0; add != null && i < y[s].length; i++) {
                y[s][i] -= add[i];
            }
            weight[s] = weights(s, use::trains);
        }
        return new EchoSequences(rows.inputs(), rows.outputs(), x, y, weight);
    }

    /** The least weight of the outputs of each step whose part counts. */
    private double[] weights(int s, Part counts) {
        int outputs = rows.outputs();
        double[] weight = new double[rows.length(s)];
        Arrays.fill(weight, Double.POSITIVE_INFINITY);
        for (int i = 0; i < weight.length * outputs; i++) {
            double w = counts.test(rows.part(s)[i]) ? rows.weight(s)[i] : 0;
            weight[i / outputs] = Math.min(weight[i / outputs], w);
        }
        return weight;
    }

    private interface Part {
        boolean test(byte part);
    }
}
