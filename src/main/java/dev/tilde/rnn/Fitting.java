package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Span;
import dev.tilde.linalg.Kernels;
import dev.tilde.text.Decimals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** From a formula and rows to a fit: sequences, the linear part, then the network. */
final class Fitting {
    private final RnnRegression model;
    private final Formula given;
    /** With what the model adds to it. */
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
        Needed.argument(formula, "formula");
        this.file = file;
        this.interval = interval;
        this.model = model;
        this.given = formula;
        this.formula = fedBack(model, formula);
        this.source = Needed.argument(source, "source");
        this.options = Needed.argument(options, "options");
        this.progress = Needed.argument(progress, "progress");
    }

    /** An output-recurrent network needs the response of the step before among its inputs. */
    private static Formula fedBack(RnnRegression model, Formula formula) {
        if (model.structure().kind() != Structure.Kind.OUTPUT
                || model.echo().isPresent()
                || formula.source().contains("feedback(")) {
            return formula;
        }
        Span left = fed(formula);
        Span right = formula.parts().get(0).span();
        String y = formula.source().substring(left.start(), left.end());
        String text = formula.source().substring(0, right.end()) + " + feedback(" + y + ")"
                + formula.source().substring(right.end());
        return Formula.parse(text, formula.conventions(), formula.limits());
    }

    /** The response without {@code each()}; one of a whole sequence has none before it. */
    private static Span fed(Formula formula) {
        Node left = formula.response()
                .orElseThrow(() -> new FormulaException(
                        Kind.SYNTAX, "a sequence model needs a response", "", formula.source(), new Span(0, 0)));
        if (left instanceof Node.Call c && c.arguments().size() == 1) {
            if (c.function().equals("last")) {
                throw new FormulaException(
                        Kind.UNSUPPORTED,
                        "a sequence with one response has no output before it to feed back",
                        "Leave out last(), or choose cells with a state of their own, such as a GRU.",
                        formula.source(),
                        left.span());
            }
            return c.function().equals("each") ? c.arguments().get(0).value().span() : left.span();
        }
        return left.span();
    }

    /** The same complaint about the formula as it was given: what was added here stands for its response. */
    private FormulaException asGiven(FormulaException e) {
        int more = formula.source().length() - given.source().length();
        if (more == 0 || !e.source().equals(formula.source())) {
            return e;
        }
        int at = given.parts().get(0).span().end();
        int start = asGiven(e.span().start(), at, more);
        int end = asGiven(e.span().end(), at, more);
        boolean inside = e.span().start() >= at && e.span().end() <= at + more;
        return new FormulaException(
                e.kind(),
                inside ? "the output cannot be fed back: " + e.problem() : e.problem(),
                e.help().orElse(""),
                given.source(),
                inside ? fed(given) : new Span(start, end));
    }

    private static int asGiven(int place, int at, int more) {
        return place <= at ? place : Math.max(at, place - more);
    }

    /** The same with more notes. */
    Fitting saying(List<String> said) {
        notes.addAll(said);
        return this;
    }

    RnnFit fit() {
        try {
            return fitted();
        } catch (FormulaException e) {
            throw asGiven(e);
        }
    }

    private RnnFit fitted() {
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
        boolean lbfgs = model.echo().isEmpty() && model.training().optimizer() instanceof Optimizers.Lbfgs;
        if (model.training().truncate() > 0 && !lbfgs) {
            sayTruncated(rows, structure);
        }
        if (structure.dropout() > 0 && structure.layers() == 1 && model.echo().isEmpty()) {
            notes.add("dropout of " + Decimals.shortest(structure.dropout())
                    + " drops nothing: it lies between layers, and there is one");
        }
        if (lbfgs) {
            sayUnread(rows.layout().formula().feedback());
        }
        notes.addAll(Unread.of(model, structure, rows.layout()));
        try (Workers workers = new Workers(model.training().processors())) {
            return model.echo().isPresent()
                    ? new EchoFitting(model, formula, source, rows, structure, progress, notes, workers).fit()
                    : new NetworkFitting(model, formula, source, rows, structure, progress, notes, workers)
                            .fit(file, interval);
        }
    }

    /** Gradients are cut where a state is handed on, which these do not do. */
    private void sayTruncated(Sequences rows, Structure structure) {
        String why = model.echo().isPresent()
                ? "an echo state network has no gradients"
                : structure.kind().isGrid()
                        ? "a grid is read as a whole"
                        : structure.bidirectional()
                                ? "a network of both directions reads sequences as a whole"
                                : rows.layout().isLast() ? "the one response of a sequence stands at its end" : "";
        if (!why.isEmpty()) {
            notes.add("truncate(" + model.training().truncate() + ") cuts nothing: " + why);
        }
    }

    /** What L-BFGS, which takes all sequences in every iteration and searches along a line, does not read. */
    private void sayUnread(boolean fed) {
        Training t = model.training();
        List<String> unread = new ArrayList<>();
        if (t.batch() != Training.DEFAULTS.batch()) {
            unread.add("batch(" + t.batch() + ")");
        }
        if (!t.schedule().equals(Training.DEFAULTS.schedule())) {
            unread.add("the schedule " + t.schedule().kind().name().toLowerCase(Locale.ROOT));
        }
        if (t.truncate() > 0) {
            unread.add("truncate(" + t.truncate() + ")");
        }
        if (fed && t.sampling().isScheduled()) {
            unread.add("the sampling "
                    + t.sampling().kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        }
        if (t.varyLengths()) {
            unread.add("varying lengths");
        }
        if (model.structure().dropout() > 0 || model.structure().recurrentDropout() > 0) {
            unread.add("dropout");
        }
        if (!unread.isEmpty()) {
            notes.add(
                    String.join(", ", unread) + " changed nothing: L-BFGS takes all sequences whole in every iteration"
                            + " and finds its steps by itself");
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

    /** Inputs made of responses that are missing are made of what the model predicts. */
    static void fillGaps(Sequences rows, NetworkCore core) {
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
}
