package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** From a formula and rows to sequences: cut first, then split, then learn. */
final class SequenceLearning {
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
        FedTwice.refuse(this.formula, terms);
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

        DesignLearning design = new DesignLearning(formula, source, options, spec, notes);
        checkColumns(panel, design);
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
        Split split = Split.of(divided, panel, bases, !last && byTime(panel, responses, lagsResponse), seed);
        SequenceSpec learned =
                spec.learned(panel.order(), pattern, panel.calendar(), statics).axes(panel.axes());
        return design.sequences(panel, responses, bases, split, learned, table.rows());
    }

    /** Complaints about the columns of the formula come from the design, with its carets. */
    private void checkColumns(Panel panel, DesignLearning design) {
        for (Factor f : terms.variables()) {
            for (String name : Formula.names(f.expression())) {
                if (panel.columns().find(name) < 0) {
                    design.learn(panel, source);
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
}
