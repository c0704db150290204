package dev.tilde.formula;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The terms of a formula, and how the other conventions read the same text.
 *
 * @param formula as it is read here
 * @param terms empty when a dot waits for data
 * @param others the conventions that read it otherwise, or refuse it
 */
public record Readings(Formula formula, Optional<Terms> terms, List<Other> others) {
    public Readings {
        others = List.copyOf(others);
    }

    /**
     * Other conventions.
     *
     * @param convention which
     * @param refusal why they do not read it at all
     * @param terms what they read; empty when they refuse
     */
    public record Other(String convention, Optional<String> refusal, String terms) {}

    /**
     * Reads a formula in all conventions.
     *
     * @param columns of the data, for dots and selectors; may be empty
     * @throws FormulaException if it cannot be expanded in its own
     */
    public static Readings of(Formula formula, List<String> columns) {
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

    /** Whether both sides have the same terms in any order, each factor written in one spelling. */
    private static boolean same(Formula spelling, Terms a, Terms b) {
        return respelt(spelling, a.response()).equals(respelt(spelling, b.response()))
                && a.right().size() == b.right().size()
                && IntStream.range(0, a.right().size())
                        .allMatch(k -> respelt(spelling, a.right().get(k))
                                .equals(respelt(spelling, b.right().get(k))))
                && given(a).equals(given(b));
    }

    /** The roles without the spelling of their calls. */
    private static Set<Role> given(Terms terms) {
        return terms.roles().keySet();
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
        String right = terms.right().stream().map(Readings::sum).collect(Collectors.joining(" | "));
        if (terms.response().isEmpty()) {
            return right;
        }
        String left = sum(terms.response());
        boolean calculated = conventions.response() == Conventions.Response.EXPRESSION
                && terms.response().get(0).factors().stream().anyMatch(f -> f.expression() instanceof Node.Chain);
        return (calculated ? "I(" + left + ")" : left) + " ~ " + right;
    }

    /** {@code 1 + b + a:b}; {@code 0} for no term at all. */
    public static String sum(List<Term> terms) {
        return terms.isEmpty() ? "0" : terms.stream().map(Term::toString).collect(Collectors.joining(" + "));
    }
}
