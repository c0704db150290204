package dev.tilde.design;

import dev.tilde.data.Source;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.report.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A learned design: everything that is needed to turn new rows into the same columns, and nothing of the rows it was
 * learned from. Immutable.
 */
public final class DesignSpec {
    private final Formula formula;
    private final DesignOptions options;
    private final Map<String, Transform> learned;
    private final List<FactorInfo> factors;
    private final Sides sides;
    private final Side response;
    private final Side predictors;
    private final List<Side> further;
    private final Map<Role, List<Integer>> roles;
    private final Rows rows;
    private final List<String> notes;

    DesignSpec(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            List<FactorInfo> factors,
            Sides sides,
            Map<Role, List<Integer>> roles,
            Rows rows,
            List<String> notes) {
        this.formula = formula;
        this.options = options;
        this.learned = Collections.unmodifiableMap(new LinkedHashMap<>(learned));
        this.factors = List.copyOf(factors);
        this.sides = sides;
        this.response = sides.response();
        this.predictors = sides.predictors();
        this.further = sides.further();
        this.roles = Map.copyOf(roles);
        this.rows = rows;
        this.notes = List.copyOf(notes);
    }

    /**
     * Learns a design from rows: levels, the state of functions that must see the data first, columns. R's
     * {@code model.frame} and {@code terms}, patsy's {@code incr_dbuilder}.
     *
     * @param source rows; replayable when the formula has functions that must see the data first
     * @throws FormulaException if the formula does not fit the columns
     */
    public static DesignSpec learn(Formula formula, Source source, DesignOptions options) {
        return DesignFit.learn(formula, source, options);
    }

    /** The formula. */
    public Formula formula() {
        return formula;
    }

    /** Names of the columns that both sides read, in order of the formula; those a dot stands for are among them. */
    public List<String> variables() {
        Set<String> names = new LinkedHashSet<>();
        factors.forEach(f -> names.addAll(Formula.names(f.factor().expression())));
        return List.copyOf(names);
    }

    /** How it was learned, beside what the formula says. */
    public DesignOptions options() {
        return options;
    }

    /** All factors of both sides. */
    public List<FactorInfo> factors() {
        return factors;
    }

    /** The left side; without terms when the formula has none. */
    public Side response() {
        return response;
    }

    /** The right side. */
    public Side predictors() {
        return predictors;
    }

    /**
     * The right side with some of its terms only, coded anew: the columns that a formula of just these terms has.
     *
     * @param terms of the right side, the intercept too if it is to be there
     */
    public Side predictors(List<Term> terms) {
        return sides.predictors(terms);
    }

    /** How many columns the exact coding gives the right side: the dimension of the span of all indicators. */
    public int exactColumns() {
        return sides.exact().columns().size();
    }

    /** The further parts of the right side: of {@code y ~ x | z} that of z. Most formulas have none. */
    public List<Side> parts() {
        return further;
    }

    /** The factors with a role, as {@code offset(log(n))} gives it to {@code log(n)}; empty if none has it. */
    public List<Factor> role(Role role) {
        return roles.getOrDefault(role, List.of()).stream()
                .map(f -> factors.get(f).factor())
                .toList();
    }

    /** What became of the rows it was learned from. */
    public Rows rows() {
        return rows;
    }

    /** What a reader may want to know: levels that no row has, columns that a dot left out. */
    public List<String> notes() {
        return notes;
    }

    /** The design in words: rows, levels, and the columns of each term with the coding of its factors and why. */
    public Document describe() {
        return Description.of(this);
    }

    /**
     * The right side of new rows, all of them in order; a row that misses a needed value is NaN in the columns that
     * need it.
     *
     * @param source must have the columns of the right side, of the same kinds; others do not matter
     * @throws FormulaException if a column is missing or of another kind, or a level was not seen while learning
     */
    public DesignMatrix predictors(Source source) {
        return build(source, predictors);
    }

    /**
     * Both sides of the rows that miss no value of any factor; patsy's {@code build_design_matrices}.
     *
     * @param source must have the columns of both sides, of the same kinds
     * @throws FormulaException if a column is missing or of another kind, or a kept row has a level that was not seen
     *     while learning
     */
    public DesignMatrices matrices(Source source) {
        List<@Nullable Bound> bounds = new ArrayList<>();
        Evaluator evaluator = new Evaluator(formula, source.schema(), options, learned);
        for (int f = 0; f < factors.size(); f++) {
            bounds.add(bind(evaluator, f));
        }
        Building pass =
                new Building(formula, factors, bounds, options.naAction() != NaAction.PASS, open(), options.unseen());
        Building.State state = source.run(pass, evaluator.columns());
        return new DesignMatrices(
                this,
                response.terms().isEmpty() ? Optional.empty() : Optional.of(pass.matrix(response, state)),
                pass.matrix(predictors, state),
                further.stream().map(part -> pass.matrix(part, state)).toList(),
                new RowRoles(roles, factors, state));
    }

    /** Factors whose levels need not have been seen before. */
    private Set<Integer> open() {
        Set<Integer> open = new HashSet<>();
        roles.forEach((role, positions) -> open.addAll(role.isNumeric() ? List.of() : positions));
        return open;
    }

    private DesignMatrix build(Source source, Side side) {
        Set<Integer> used = new HashSet<>();
        for (CodedTerm term : side.terms()) {
            for (CodedTerm.Block block : term.blocks()) {
                block.parts().forEach(p -> used.add(p.factor()));
            }
        }
        Built built = build(source, used);
        return built.pass.matrix(side, built.state);
    }

    private record Built(Building pass, Building.State state) {}

    private Built build(Source source, Set<Integer> used) {
        Evaluator evaluator = new Evaluator(formula, source.schema(), options, learned);
        List<Factor> needed = new ArrayList<>();
        used.stream().sorted().forEach(f -> needed.add(factors.get(f).factor()));
        evaluator.lookup().check(needed);
        List<@Nullable Bound> bounds = new ArrayList<>();
        for (int f = 0; f < factors.size(); f++) {
            bounds.add(used.contains(f) ? bind(evaluator, f) : null);
        }
        Building pass = new Building(formula, factors, bounds, false, open(), options.unseen());
        return new Built(pass, source.run(pass, evaluator.columns()));
    }

    /**
     * The sum of the offsets of new rows, one value for each, NaN where one is missing; zeros if the formula has none.
     * A model adds it to X b.
     *
     * @throws FormulaException if a column is missing or of another kind
     */
    public double[] offset(Source source) {
        List<Integer> offsets = roles.getOrDefault(Role.OFFSET, List.of());
        Building.State state = build(source, Set.copyOf(offsets)).state;
        return RowRoles.sum(offsets, state).orElseGet(() -> new double[state.rows()]);
    }

    private boolean isResponse(int f) {
        return response.terms().stream()
                        .flatMap(t -> t.blocks().stream())
                        .anyMatch(b -> b.parts().stream().anyMatch(p -> p.factor() == f))
                && formula.conventions().response() != Conventions.Response.TERMS;
    }

    private Bound bind(Evaluator evaluator, int f) {
        FactorInfo info = factors.get(f);
        Optional<Role> role = roles.entrySet().stream()
                .filter(e -> e.getValue().contains(f))
                .map(Map.Entry::getKey)
                .findFirst();
        Bound bound = role.isPresent()
                ? evaluator.role(info.factor(), role.get())
                : isResponse(f) ? evaluator.response(info.factor()) : evaluator.factor(info.factor());
        boolean numeric = info instanceof FactorInfo.Numeric;
        if (numeric != bound instanceof Numbers || !numeric && !(bound instanceof Category)) {
            throw new FormulaException(
                    Kind.TYPE,
                    info.factor() + " was " + (numeric ? "a number" : "a factor")
                            + " when the design was learned and is " + (numeric ? "a factor" : "a number") + " now",
                    "",
                    formula.source(),
                    info.factor().expression().span());
        }
        return bound;
    }

    /** The formula and the columns of its right side; {@link #describe} says more. */
    @Override
    public String toString() {
        return formula + "\n  columns  " + dev.tilde.text.Names.list(predictors.columns(), 12);
    }
}
