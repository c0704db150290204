package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Role;
import dev.tilde.linalg.Matrix;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Panels to arrays. */
final class Assembly {
    private static final Pattern ROW = Pattern.compile("in row (\\d+) of the (new )?data");

    private Assembly() {}

    /** What {@link Sequences} holds; a sequence, then T x C or T x O, but for what is said. */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Arrays(
            double[][] x,
            double[][] y,
            double[][] weight,
            double[] @Nullable [] offset,
            byte[][] part,
            double[][] bases,
            BitSet open,
            int[] lagged,
            @Nullable Matrix beside) {}

    /** The design on the steps of a panel, not yet scaled: for each sequence T x columns, NaN where missing. */
    static double[][] design(SequenceFormula formula, DesignSpec spec, Panel panel, Source rows, int[] columns) {
        double[][] x = new double[panel.count()][];
        for (int s = 0; s < x.length; s++) {
            x[s] = new double[Math.multiplyExact(panel.length(s), columns.length)];
        }
        int[] at = new int[2];
        try {
            spec.predictors(rows, block -> scatter(block, panel, columns, x, at));
        } catch (FormulaException e) {
            throw inTable(formula, panel, e);
        }
        refuseInfinite(formula, spec, panel, x, columns);
        return x;
    }

    /** @param at the sequence and the row that come next */
    private static void scatter(DesignMatrix block, Panel panel, int[] columns, double[][] x, int[] at) {
        int n = block.rows();
        double[] data = block.matrix().data();
        for (int i = 0; i < n; i++) {
            while (at[1] >= panel.starts()[at[0] + 1]) {
                at[0]++;
            }
            int t = at[1]++ - panel.starts()[at[0]];
            double[] to = x[at[0]];
            for (int c = 0; c < columns.length; c++) {
                to[t * columns.length + c] = data[columns[c] * n + i];
            }
        }
    }

    /** The columns of a design that are inputs: all but the intercept. */
    static int[] columns(DesignSpec spec) {
        return spec.predictors().terms().stream()
                .filter(t -> t.term().degree() > 0)
                .flatMapToInt(t -> IntStream.range(t.start(), t.end()))
                .toArray();
    }

    /** The term of each column of a design. */
    static CodedTerm term(DesignSpec spec, int column) {
        return spec.predictors().terms().stream()
                .filter(t -> column >= t.start() && column < t.end())
                .findFirst()
                .orElseThrow();
    }

    private static void refuseInfinite(
            SequenceFormula formula, DesignSpec spec, Panel panel, double[][] x, int[] columns) {
        for (int s = 0; s < x.length; s++) {
            for (int i = 0; i < x[s].length; i++) {
                if (Double.isInfinite(x[s][i])) {
                    CodedTerm term = term(spec, columns[i % columns.length]);
                    int row = panel.rows()[panel.starts()[s] + i / columns.length];
                    throw formula.problem(
                            Kind.TYPE,
                            term.name() + " is infinite in row " + (row + 1) + " of the data",
                            term.name().contains("log") ? "A logarithm of zero? log1p(x) is defined there." : "",
                            term.term().factors().get(0).expression());
                }
            }
        }
    }

    /** The same complaint about the formula as written and the rows of the table. */
    static FormulaException inTable(SequenceFormula formula, @Nullable Panel panel, FormulaException e) {
        if (!e.source().equals(formula.design().source())) {
            return e;
        }
        String problem = e.problem();
        Matcher m = ROW.matcher(problem);
        if (panel != null && m.find()) {
            int row = Integer.parseInt(m.group(1)) - 1;
            if (row < panel.rows().length && panel.rows()[row] >= 0) {
                problem = problem.substring(0, m.start(1)) + (panel.rows()[row] + 1) + problem.substring(m.end(1));
            }
        }
        return new FormulaException(
                e.kind(), problem, e.help().orElse(""), formula.source(), formula.written(e.span()));
    }

    /** The bases of the responses on all steps; an entry for each base. */
    static double[][] bases(Responses responses, Panel panel) {
        double[][] bases = new double[responses.bases().size()][panel.rows().length];
        for (int s = 0; s < panel.count(); s++) {
            History raw = new History(panel, s, new double[0][]);
            int from = panel.starts()[s];
            for (int b = 0; b < bases.length; b++) {
                for (int t = 0; t < panel.length(s); t++) {
                    bases[b][from + t] = responses.base(b).at(raw, t);
                }
            }
        }
        return bases;
    }

    /** The history of a sequence as it was observed. */
    static History history(Panel panel, double[][] bases, int s) {
        double[][] own = new double[bases.length][];
        for (int b = 0; b < own.length; b++) {
            own[b] = java.util.Arrays.copyOfRange(bases[b], panel.starts()[s], panel.starts()[s + 1]);
        }
        return new History(panel, s, own);
    }

    /** The sum of the offsets of all steps, or null when there are none. */
    static double @Nullable [] offset(SequenceFormula formula, DesignSpec spec, Panel panel, Source rows) {
        if (spec.role(Role.OFFSET).isEmpty()) {
            return null;
        }
        try {
            double[] offset = spec.offset(rows);
            Usable.finite(formula, spec.role(Role.OFFSET).get(0), "offset", panel, offset);
            return offset;
        } catch (FormulaException e) {
            throw inTable(formula, panel, e);
        }
    }

    /**
     * New rows under a layout; nothing is held out or weighted.
     *
     * @param future where each sequence begins to be forecast; empty for nowhere
     */
    static Sequences of(SequenceLayout layout, Columns table, int[] future) {
        Panel panel = Panel.of(table, layout.spec(), true, false);
        panel = Statics.carried(panel, layout.spec().statics());
        if (layout.readsResponse()) {
            Usable.defined(layout.responses(), panel, bases(layout.responses(), panel));
        }
        return of(layout, panel, table.rows(), future);
    }

    static Sequences of(SequenceLayout layout, Panel given, int tableRows, int[] future) {
        Panel panel = layout.countsRows() ? given.counted() : given;
        Dataset data = panel.columns().dataset(null, c -> true);
        Source rows = data.source();
        int[] columns = layout.inputs().all().stream()
                .mapToInt(Inputs.Input::design)
                .filter(c -> c >= 0)
                .toArray();
        double[][] raw = design(layout.formula(), layout.design(), panel, rows, columns);
        double[] ones = new double[panel.rows().length];
        java.util.Arrays.fill(ones, 1);
        return of(
                layout,
                panel,
                raw,
                bases(layout.responses(), panel),
                offset(layout.formula(), layout.design(), panel, rows),
                ones,
                new byte[panel.rows().length],
                layout.lags().beside(rows),
                tableRows,
                future);
    }

    /** Scales, masks and weights. */
    static Sequences of(
            SequenceLayout layout,
            Panel panel,
            double[][] raw,
            double[][] bases,
            double @Nullable [] offset,
            double[] weights,
            byte[] parts,
            @Nullable Matrix beside,
            int tableRows,
            int[] future) {
        Inputs inputs = layout.inputs();
        int count = panel.count();
        int outputs = layout.responses().count();
        MissingInputs missing =
                new MissingInputs(layout.design(), layout.responses().columns(), panel, layout.longestLag());
        BitSet open = new BitSet();
        double[][] x = new double[count][];
        double[][] y = new double[count][];
        double[][] weight = new double[count][];
        byte[][] part = new byte[count][];
        double[] @Nullable [] added = offset == null ? null : new double[count][];
        int[] design = inputs.all().stream()
                .mapToInt(Inputs.Input::design)
                .filter(c -> c >= 0)
                .toArray();
        List<String> indicators = inputs.indicators();
        for (int s = 0; s < count; s++) {
            int n = panel.length(s);
            int from = panel.starts()[s];
            x[s] = new double[Math.multiplyExact(n, inputs.count())];
            for (int t = 0; t < n; t++) {
                int at = t * inputs.count();
                if (panel.isNoCell(from + t)) {
                    continue;
                }
                for (int c = 0; c < design.length; c++) {
                    double v = raw[s][t * design.length + c];
                    x[s][at + c] = inputs.scaled(c, v);
                    if (Double.isNaN(v)
                            && t >= layout.longestLag()
                            && inputs.all().get(c).lag()) {
                        open.set(from + t);
                    }
                }
                for (String v : missing.at(raw[s], t, design, from)) {
                    int k = indicators.indexOf(v);
                    if (k >= 0) {
                        x[s][at + design.length + k] = 1;
                    }
                }
            }
            y[s] = new double[n * outputs];
            weight[s] = new double[n * outputs];
            part[s] = new byte[n * outputs];
            if (added != null) {
                added[s] = new double[n * outputs];
            }
            targets(
                    layout,
                    panel,
                    s,
                    history(panel, bases, s),
                    offset,
                    weights,
                    parts,
                    y[s],
                    weight[s],
                    part[s],
                    added);
        }
        int[] lagged = java.util.Arrays.stream(layout.lags().columns())
                .map(c -> position(design, c))
                .toArray();
        return new Sequences(
                layout, panel, new Arrays(x, y, weight, added, part, bases, open, lagged, beside), tableRows, future);
    }

    private static int position(int[] columns, int column) {
        for (int i = 0; i < columns.length; i++) {
            if (columns[i] == column) {
                return i;
            }
        }
        throw new IllegalStateException("column " + column + " is no input");
    }

    private static void targets(
            SequenceLayout layout,
            Panel panel,
            int s,
            History history,
            double @Nullable [] offset,
            double[] weights,
            byte[] parts,
            double[] y,
            double[] weight,
            byte[] part,
            double[] @Nullable [] added) {
        Responses responses = layout.responses();
        int outputs = responses.count();
        int n = panel.length(s);
        int from = panel.starts()[s];
        for (int t = 0; t < n; t++) {
            for (int o = 0; o < outputs; o++) {
                int at = t * outputs + o;
                boolean last = layout.isLast();
                double z = last && t < n - 1
                        ? Double.NaN
                        : responses.modelled(o, last ? lastKnown(history, responses.baseOf(o), n) : t, history);
                int target = from + Math.min(n - 1, t + responses.lead(o));
                y[at] = (z - responses.mean(o)) / responses.sd(o);
                boolean scored = Double.isFinite(z)
                        && t >= layout.longestLag()
                        && panel.rows()[from + t] >= 0
                        && weights[from + t] > 0
                        && weights[target] > 0
                        && (offset == null || Double.isFinite(offset[from + t]));
                weight[at] = scored ? weights[from + t] : 0;
                part[at] = parts[target];
                if (added != null && offset != null) {
                    added[s][at] = offset[from + t] / responses.sd(o);
                }
            }
        }
    }

    /** The last step with a response; 0 where there is none. */
    static int lastKnown(History history, int base, int n) {
        int t = n - 1;
        while (t > 0 && Double.isNaN(history.at(base, t))) {
            t--;
        }
        return t;
    }
}
