package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Expressions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import dev.tilde.rnn.SequenceSpec.Pattern;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a formula and rows to sequences: cut first, then split, then learn. */
final class SequenceLearning {
    /** Functions that learn nothing, so that it does not matter which rows a design is learned from. */
    private static final Set<String> STATELESS = Set.of(
            "log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "abs", "sin", "cos", "tan", "tanh", "floor",
            "ceiling", "round", "trunc", "sign", "pmin", "pmax", "I", "C", "factor", "lag", "lead", "diff", "rolling",
            "fourier", "steps", "offset", "weights", "by", "groups", "order", "year", "month", "quarter", "weekday",
            "hour", "ifelse", "c", "logit", "boxcox");

    private final Formula written;
    private SequenceFormula formula;
    private final Source source;
    private final SequenceSpec spec;
    private DesignOptions options;
    private final Split.Rule rule;
    private final long seed;
    private Terms terms;
    private final Set<String> rowNames;
    private final List<String> notes = new ArrayList<>();

    SequenceLearning(
            Formula formula,
            Source source,
            DesignOptions options,
            SequenceSpec spec,
            Split.Rule rule,
            long seed,
            Structure.Kind kind) {
        this.written = formula;
        this.formula = SequenceFormula.of(formula);
        this.source = source;
        SequenceSpec given = SequenceSpec.DEFAULTS
                .by(options.groups().toArray(String[]::new))
                .order(options.order().toArray(String[]::new));
        this.rowNames = rowNames(this.formula.sequences().and(spec).and(given));
        this.terms = expanded();
        SequenceSpec roles = SequenceSpec.DEFAULTS.by(columns(Role.GROUPS)).order(columns(Role.ORDER));
        SequenceSpec said = this.formula.sequences().and(roles).and(spec).and(given);
        boolean grid =
                (kind == Structure.Kind.AUTO || kind.isGrid()) && said.order().size() == 2;
        if (kind.isGrid() && !grid) {
            throw GridFormula.noGrid(formula, kind.words(), said.order());
        }
        this.spec = grid ? said.axes(Optional.of(GridAxes.UNKNOWN)) : said;
        this.options = SequenceLayout.options(options, this.spec);
        this.rule = rule;
        this.seed = seed;
    }

    private Terms expanded() {
        try {
            return formula.design().expand(dot(source.schema()));
        } catch (FormulaException e) {
            throw Assembly.inTable(formula, null, e);
        }
    }

    /**
     * {@code fourier(12, 2)} counts the steps of the calendar that rows stand on, so that groups share its seasons; where
     * there is none, the rows of each sequence.
     */
    private void count(Panel panel) {
        List<Node.Call> timeless = formula.timeless();
        if (timeless.isEmpty()) {
            return;
        }
        if (spec.isGrid()) {
            throw formula.problem(
                    Kind.BAD_ARGUMENT,
                    "cells of a grid stand in no order that " + formula.design().text(timeless.get(0)) + " could count",
                    "Name what it counts, as in fourier(col, 12, 2).",
                    timeless.get(0));
        }
        if (panel.calendar().isEmpty()) {
            notes.add("rows of each sequence are counted from 1 for "
                    + formula.design().text(timeless.get(0)) + ", so a table to predict must begin where these do");
            formula = formula.timed(Formula.of(null, Expressions.name(SequenceLayout.ROWS))
                    .text(Expressions.name(SequenceLayout.ROWS)));
            terms = expanded();
            return;
        }
        String order = panel.order().get(0);
        Schema.Kind kind = source.schema().columns().stream()
                .filter(c -> c.name().equals(order))
                .findFirst()
                .orElseThrow()
                .kind();
        Node name = Expressions.name(order);
        String column = Formula.of(null, name).text(name);
        String time = kind == Schema.Kind.DATE
                ? "days(" + column + ")"
                : kind == Schema.Kind.DATE_TIME ? "seconds(" + column + ")" : column;
        formula = formula.timed("steps(" + time + ")");
        options = options.with(
                SequenceLayout.counting(options.vocabulary(), panel.calendar().get()));
        terms = expanded();
    }

    /** What tells sequences apart or sorts them, and dates that may: a dot does not stand for them. */
    private Set<String> rowNames(SequenceSpec named) {
        Set<String> names = new HashSet<>(named.by());
        names.addAll(named.order());
        for (Schema.Column c : source.schema().columns()) {
            if (named.order().isEmpty() && (c.kind() == Schema.Kind.DATE || c.kind() == Schema.Kind.DATE_TIME)) {
                names.add(c.name());
            }
        }
        return names;
    }

    /** The columns a dot stands for. */
    private List<String> dot(Schema schema) {
        return schema.columns().stream()
                .filter(c -> !c.identifier())
                .map(Schema.Column::name)
                .filter(c -> !rowNames.contains(c))
                .toList();
    }

    private String[] columns(Role role) {
        List<String> columns = new ArrayList<>();
        for (Factor f : terms.role(role)) {
            if (!(f.expression() instanceof Node.Name n)) {
                throw formula.problem(
                        Kind.SYNTAX,
                        "sequences are told apart and sorted by columns",
                        "Put " + f + " into a column of the data and name that.",
                        f.expression());
            }
            columns.add(n.name());
        }
        return columns.toArray(String[]::new);
    }

    Sequences learn() {
        if (spec.isGrid()) {
            GridFormula.check(written, formula, spec);
        }
        Set<String> read = new LinkedHashSet<>();
        terms.variables().forEach(f -> read.addAll(Formula.names(f.expression())));
        List<String> known = source.schema().names();
        formula.refuseUnknown(known);
        Panel.refuseUnknown(spec.by(), "grouped", known, source.name());
        Panel.refuseUnknown(spec.order(), "sorted", known, source.name());
        Columns table = Columns.of(
                source,
                c -> read.contains(c.name())
                        || options.levels().containsKey(c.name())
                        || spec.by().contains(c.name())
                        || spec.order().contains(c.name())
                        || c.kind() == Schema.Kind.DATE
                        || c.kind() == Schema.Kind.DATE_TIME
                        || c.kind() == Schema.Kind.INTEGER);
        if (table.rows() == 0) {
            throw new DataException("there are no rows", source.name(), -1, "");
        }
        boolean lagsResponse = lagsResponse();
        Panel panel = Panel.of(table, spec, false, lagsResponse);
        notes.addAll(panel.notes());
        count(panel);
        Set<String> kept = new LinkedHashSet<>(spec.by());
        kept.addAll(panel.order());
        read.stream().filter(known::contains).forEach(kept::add);
        options.levels().keySet().stream().filter(known::contains).forEach(kept::add);
        boolean countsRows = !formula.clock().isEmpty() && panel.calendar().isEmpty();
        Set<String> noData = new HashSet<>(rowNames);
        if (countsRows) {
            kept.add(SequenceLayout.ROWS);
            noData.add(SequenceLayout.ROWS);
        }
        List<String> names = List.copyOf(kept);
        panel = panel.with(panel.columns().arranged(names).identified(noData));
        panel = countsRows ? panel.counted() : panel;
        List<String> statics = Statics.of(terms, panel);
        panel = Statics.carried(panel, statics);

        checkColumns(panel);
        refuseFar(panel);
        Responses responses = Responses.of(formula, terms, spec.horizon(), names);
        Leaks.check(formula, terms, responses);
        for (String base : responses.bases()) {
            if (responses.isMade(base)) {
                notes.add("predictions of " + base + " stay on that scale, which has no way back");
            }
        }
        double[][] bases = Assembly.bases(responses, panel);
        Usable.defined(responses, panel, bases);
        Usable.sizes(formula, responses, bases);
        Pattern pattern = new PatternChoice(formula, responses, lagsResponse).of(spec.pattern(), panel, bases, notes);
        boolean last = pattern == Pattern.LAST;
        if (last && rule == Split.Rule.TIME) {
            notes.add("each sequence has one response, at its end, so whole sequences are held out, not the last fifth"
                    + " of each");
        }
        Split.Rule divided = last && rule == Split.Rule.TIME ? Split.Rule.GROUPS : rule;
        Split split = Split.of(divided, panel, !last && byTime(panel, responses, lagsResponse), seed);
        SequenceSpec learned =
                spec.learned(panel.order(), pattern, panel.calendar(), statics).axes(panel.axes());
        return assembled(panel, responses, bases, split, learned, names, table.rows());
    }

    /** Complaints about the columns of the formula come from the design, with its carets. */
    private void checkColumns(Panel panel) {
        for (Factor f : terms.variables()) {
            for (String name : Formula.names(f.expression())) {
                if (panel.columns().find(name) < 0) {
                    learnDesign(panel, source);
                }
            }
        }
        for (Term t : terms.response()) {
            for (String name : Formula.names(t.factors().get(0).expression())) {
                Schema.Column c = panel.columns().column(panel.columns().find(name));
                boolean text = c.kind() == Schema.Kind.TEXT;
                if (text || !c.kind().isNumber() && c.kind() != Schema.Kind.BOOLEAN) {
                    throw formula.problem(
                            Kind.TYPE,
                            name + " is " + (text ? "text" : "a " + c.kind().label()) + ", a response is a number",
                            text
                                    ? c.notNumbers().replaceFirst(", C\\(.*", "")
                                    : "Put what is to be predicted of it, in numbers, into a column.",
                            t.factors().get(0).expression());
                }
            }
        }
    }

    private DesignSpec learnDesign(Panel panel, Source rows) {
        try {
            return DesignSpec.learn(formula.design(), rows, options);
        } catch (FormulaException e) {
            throw Assembly.inTable(formula, panel, e);
        }
    }

    private Sequences assembled(
            Panel panel,
            Responses responses,
            double[][] bases,
            Split split,
            SequenceSpec learned,
            List<String> names,
            int tableRows) {
        Dataset all = panel.columns().dataset(null, c -> true);
        DesignSpec design = learnDesign(panel, all.source());
        Dataset training = all;
        if (split.kind() != Split.Kind.NONE && isStateful()) {
            Set<String> levels = new HashSet<>(spec.by());
            for (FactorInfo info : design.factors()) {
                if (info instanceof FactorInfo.Categorical) {
                    levels.addAll(Formula.names(info.factor().expression()));
                }
            }
            byte[] parts = split.parts();
            training = panel.columns().dataset(i -> parts[i] != Split.TRAIN, levels::contains);
            design = learnDesign(panel, training.source());
        }
        if (training != all && !reaches(design, panel, all)) {
            training = all;
            design = learnDesign(panel, all.source());
        }
        notes.addAll(design.notes());
        ResponseLags lags = ResponseLags.of(formula, design, responses, names, training.source(), null);
        int longest = Reach.back(design);
        int[] columns = Assembly.columns(design);
        double[][] raw = Assembly.design(formula, design, panel, all.source(), columns);
        double[] offset = Assembly.offset(formula, design, panel, all.source());
        noteMissing(design, panel, offset);
        double[] weights = weights(design, panel, all.source());
        ScaleLearning scales = new ScaleLearning(panel, split, longest, notes);
        refuseUntrained(responses, scales.responses(responses, bases, offset, learned.pattern() == Pattern.LAST));
        Inputs inputs = scales.inputs(design, responses, raw, columns, lags);
        SequenceLayout layout = new SequenceLayout(
                formula,
                learned,
                design,
                responses,
                lags,
                inputs,
                names,
                longest,
                split.kind(),
                SequenceLayout.offset(learned, panel.columns()),
                notes);
        Sequences sequences = Assembly.of(
                layout,
                panel,
                raw,
                bases,
                offset,
                weights,
                split.parts(),
                lags.beside(all.source()),
                tableRows,
                new int[0]);
        return reported(sequences);
    }

    private void noteMissing(DesignSpec design, Panel panel, double @Nullable [] offset) {
        int missing = 0;
        for (int i = 0; offset != null && i < offset.length; i++) {
            missing += Double.isNaN(offset[i]) && panel.rows()[i] >= 0 ? 1 : 0;
        }
        if (missing > 0) {
            notes.add("the offset " + design.role(Role.OFFSET).get(0) + " is missing in " + missing
                    + (missing == 1 ? " row, which is" : " rows, which are") + " not scored and not predicted");
        }
    }

    /** Whether what the training rows taught, such as knots of splines, holds for the rows held out as well. */
    private boolean reaches(DesignSpec design, Panel panel, Dataset all) {
        try {
            Assembly.design(formula, design, panel, all.source(), Assembly.columns(design));
            return true;
        } catch (FormulaException e) {
            if (e.kind() != Kind.OUT_OF_BOUNDS) {
                throw e;
            }
            notes.add("rows held out lie outside the knots of those that train, so all rows say where knots,"
                    + " centres and scales of the formula lie");
            return false;
        }
    }

    private boolean isStateful() {
        return Formula.children(formula.design().predictors()).stream().anyMatch(n -> true)
                && SequenceFormula.calls(formula.design().predictors(), new ArrayList<>()).stream()
                        .anyMatch(c -> !STATELESS.contains(c.function()));
    }

    /** Sequences without a row to score, and none at all. */
    private Sequences reported(Sequences sequences) {
        List<String> unused = new ArrayList<>();
        for (int s = 0; s < sequences.count(); s++) {
            if (Arrays.stream(sequences.weight(s)).noneMatch(w -> w > 0)) {
                unused.add(sequences.key(s));
            }
        }
        if (unused.size() == sequences.count()) {
            throw new DataException("no row can be used: " + Usable.whyNone(sequences), source.name(), -1, "");
        }
        if (unused.isEmpty()) {
            return sequences;
        }
        List<String> more = new ArrayList<>(sequences.layout().notes());
        more.add(unused.size() + (unused.size() == 1 ? " sequence has" : " sequences have") + " no row to learn from: "
                + Names.list(unused, 5));
        return sequences.with(more);
    }

    private boolean lagsResponse() {
        Set<String> left = new HashSet<>();
        terms.response().forEach(t -> t.factors().forEach(f -> left.addAll(Formula.names(f.expression()))));
        return terms.predictors().stream()
                .flatMap(t -> t.factors().stream())
                .anyMatch(f -> ResponseLags.reads(f, left));
    }

    private boolean byTime(Panel panel, Responses responses, boolean lagsResponse) {
        boolean groupOnRight = terms.predictors().stream()
                .flatMap(t -> t.factors().stream())
                .flatMap(f -> Formula.names(f.expression()).stream())
                .anyMatch(spec.by()::contains);
        return lagsResponse || responses.mostLead() > 0 || groupOnRight || panel.count() < 10;
    }

    private double[] weights(DesignSpec design, Panel panel, Source rows) {
        double[] weights = new double[panel.rows().length];
        Arrays.fill(weights, 1);
        if (design.role(Role.WEIGHTS).isEmpty()) {
            return weights;
        }
        DesignMatrices both = design.matrices(rows);
        double[] given = both.roles().weights().orElse(weights);
        int missing = 0;
        for (int i = 0; i < given.length; i++) {
            boolean none = Double.isNaN(given[i]);
            missing += none && panel.rows()[i] >= 0 ? 1 : 0;
            weights[i] = none ? 0 : given[i];
        }
        Usable.finite(formula, design.role(Role.WEIGHTS).get(0), "weight", panel, given);
        Usable.weights(formula, design.role(Role.WEIGHTS).get(0), panel, weights, missing);
        if (missing > 0) {
            notes.add(design.role(Role.WEIGHTS).get(0) + " is missing in " + missing
                    + (missing == 1 ? " row, which is" : " rows, which are") + " not scored");
        }
        return weights;
    }

    /** Before an output is made for each step of the horizon. */
    private void refuseFar(Panel panel) {
        int longest = 0;
        for (int s = 1; s < panel.starts().length; s++) {
            longest = Math.max(longest, panel.starts()[s] - panel.starts()[s - 1]);
        }
        if (spec.horizon() > longest) {
            throw new DataException(
                    "the horizon has " + spec.horizon() + " steps and the longest sequence " + longest
                            + ", so no row knows them all; a shorter horizon has rows",
                    source.name(),
                    -1,
                    "");
        }
    }

    private void refuseUntrained(Responses responses, List<String> untrained) {
        if (!untrained.isEmpty() && untrained.size() < responses.count()) {
            throw new DataException(
                    "no training row knows " + Names.list(untrained, 5) + ", so there is nothing to learn "
                            + (untrained.size() == 1 ? "it" : "them") + " from"
                            + (spec.horizon() > 1 ? "; a shorter horizon has rows" : ""),
                    source.name(),
                    -1,
                    "");
        }
    }
}
