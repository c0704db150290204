package dev.tilde.cli;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The terms of a formula, and how the other conventions read the same text.
 *
 * @param formula as it is read here
 * @param terms empty when a dot waits for data
 * @param others the conventions that read it otherwise, or refuse it
 */
record Readings(Formula formula, Optional<Terms> terms, List<Other> others) {
    /**
     * @param convention which
     * @param refusal why it does not read it at all
     * @param terms what it reads
     */
    record Other(String convention, Optional<String> refusal, String terms) {}

    static Readings of(Formula formula, List<String> columns) {
        if (formula.needsColumns() && columns.isEmpty() && formula.conventions().dot() != Conventions.Dot.REFUSED) {
            return new Readings(formula, Optional.empty(), List.of());
        }
        Terms mine = formula.expand(columns);
        List<Other> others = new ArrayList<>();
        for (Conventions c : List.of(Conventions.R, Conventions.PATSY, Conventions.TILDE)) {
            if (c.equals(formula.conventions())) {
                continue;
            }
            try {
                Formula other = Formula.parse(formula.source(), c, formula.limits());
                Terms theirs = other.expand(columns);
                if (!same(formula, mine, theirs)) {
                    others.add(new Other(c.name(), Optional.empty(), text(theirs, c)));
                }
            } catch (FormulaException e) {
                others.add(new Other(c.name(), Optional.of(e.problem()), ""));
            }
        }
        return new Readings(formula, Optional.of(mine), others);
    }

    /**
     * Finds calls of functions that do not exist, without data: on numbers made up for every variable, where whatever
     * else may be wrong with them does not count.
     *
     * @throws FormulaException if there is such a call
     */
    static void checkFunctions(Formula formula) {
        Dataset numbers = Dataset.named("numbers");
        for (String variable : formula.variables()) {
            numbers = numbers.with(variable, 1, 2, 3, 4);
        }
        try {
            DesignSpec.learn(formula, numbers.source(), DesignOptions.DEFAULTS);
        } catch (FormulaException e) {
            if (e.kind() == FormulaException.Kind.UNKNOWN_FUNCTION) {
                throw e;
            }
        } catch (RuntimeException e) {
            return;
        }
    }

    /** Whether both sides have the same terms in any order, each factor written in one spelling. */
    private static boolean same(Formula spelling, Terms a, Terms b) {
        return respelt(spelling, a.response()).equals(respelt(spelling, b.response()))
                && respelt(spelling, a.predictors()).equals(respelt(spelling, b.predictors()));
    }

    private static Set<Set<String>> respelt(Formula spelling, List<Term> terms) {
        Set<Set<String>> all = new HashSet<>();
        for (Term t : terms) {
            Set<String> factors = new HashSet<>();
            for (Factor f : t.factors()) {
                factors.add(spelling.text(f.expression()));
            }
            all.add(factors);
        }
        return all;
    }

    private static String text(Terms terms, Conventions conventions) {
        String right = sum(terms.predictors());
        if (terms.response().isEmpty()) {
            return right;
        }
        String left = sum(terms.response());
        boolean calculated = conventions.response() == Conventions.Response.EXPRESSION
                && terms.response().get(0).factors().stream().anyMatch(f -> f.expression() instanceof Node.Chain);
        return (calculated ? "I(" + left + ")" : left) + " ~ " + right;
    }

    /** {@code 1 + b + a:b}; {@code 0} for no term at all. */
    static String sum(List<Term> terms) {
        return terms.isEmpty() ? "0" : terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }
}
