package dev.tilde.formula;

import dev.tilde.formula.Algebra.Mark;
import dev.tilde.formula.Algebra.Side;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The two sides of a formula as terms: what the response is, whether there is an intercept, which factors count. */
final class Expander {
    private final Formula formula;
    private final String source;
    private final Conventions conventions;
    private final Algebra algebra;

    private Expander(Formula formula, Algebra algebra) {
        this.formula = formula;
        this.source = formula.source();
        this.conventions = formula.conventions();
        this.algebra = algebra;
    }

    /**
     * Expands both sides.
     *
     * @param columns names that {@code .} stands for; empty when they are not known
     */
    static Terms expand(Formula formula, Collection<String> columns) {
        Set<String> responseColumns = formula.response().map(Formula::names).orElse(Set.of());
        Expander expander = new Expander(formula, new Algebra(formula, List.copyOf(columns), responseColumns));
        List<Term> response = formula.response().map(expander::response).orElse(List.of());
        return expander.finish(response, expander.predictors(formula.predictors()));
    }

    private List<Term> response(Node left) {
        return switch (conventions.response()) {
            case EXPRESSION -> List.of(Term.of(List.of(algebra.factor(left))));
            case TERMS -> {
                Side side = algebra.expand(left);
                yield withIntercept(side.terms(), side.mark() == Mark.ADDED);
            }
            case COLUMNS -> {
                Set<Term> terms = new LinkedHashSet<>();
                columns(left, terms);
                yield List.copyOf(terms);
            }
        };
    }

    /** A column, a call, or several joined by {@code +} or {@code cbind()}: one response each. */
    private void columns(Node left, Set<Term> into) {
        if (left instanceof Node.Group g && g.bracket() == '(') {
            columns(g.inner(), into);
        } else if (left instanceof Node.Chain c && c.operators().stream().allMatch(o -> o == Op.ADD)) {
            c.operands().forEach(o -> columns(o, into));
        } else if (left instanceof Node.Call c && c.function().equals("cbind")) {
            c.arguments().forEach(a -> columns(a.value(), into));
        } else if (left instanceof Node.Name || left instanceof Node.Call || left instanceof Node.Group) {
            into.add(Term.of(List.of(algebra.factor(left))));
        } else if (left instanceof Node.Numeral n) {
            throw new FormulaException(
                    Kind.INVALID_LITERAL,
                    "a number is no response",
                    "A formula without a response begins with ~.",
                    source,
                    n.span());
        } else {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "arithmetic on the left side goes inside I()",
                    "Write I(" + left.span().of(source) + ") for one calculated response, y1 + y2 for two responses.",
                    source,
                    left.span());
        }
    }

    private List<Term> predictors(Node right) {
        Side side = algebra.expand(right);
        boolean patsy = side.mark() != Mark.REMOVED;
        boolean r = Intercepts.byR(right);
        boolean intercept = switch (conventions.intercept()) {
            case PATSY -> patsy;
            case R -> r;
            case BOTH -> {
                if (patsy != r) {
                    String has = patsy
                            ? "patsy keeps the intercept here, R removes it"
                            : "R keeps the intercept here, patsy removes it";
                    throw new FormulaException(
                            Kind.AMBIGUOUS,
                            has,
                            "Say it once, at the start: 0 + ... without an intercept, 1 + ... with one.",
                            source,
                            right.span());
                }
                yield r;
            }
        };
        return withIntercept(side.terms(), intercept);
    }

    private static List<Term> withIntercept(Set<Term> terms, boolean intercept) {
        List<Term> all = new ArrayList<>(terms.size() + 1);
        if (intercept) {
            all.add(Term.INTERCEPT);
        }
        all.addAll(terms);
        return all;
    }

    private Terms finish(List<Term> response, List<Term> predictors) {
        List<Term> kept = predictors;
        Set<Factor> responses = new LinkedHashSet<>();
        response.forEach(t -> responses.addAll(t.factors()));
        switch (conventions.responseOnTheRight()) {
            case KEPT -> {}
            case DROPPED ->
                kept = predictors.stream()
                        .filter(t -> t.degree() != 1
                                || !responses.contains(t.factors().get(0)))
                        .toList();
            case REFUSED -> {
                for (Term t : predictors) {
                    for (Factor f : t.factors()) {
                        if (responses.contains(f)) {
                            throw new FormulaException(
                                    Kind.BAD_ARGUMENT,
                                    "the response " + f + " stands on the right side too",
                                    "R would drop it there, patsy would fit it perfectly; remove it from one side.",
                                    source,
                                    place(f, formula.predictors())
                                            .orElse(f.expression().span()));
                        }
                    }
                }
            }
        }
        if (conventions.factorOrder() == Conventions.FactorOrder.VARIABLE) {
            Map<Factor, Integer> order = new HashMap<>();
            algebra.variables().forEach(f -> order.put(f, order.size()));
            kept = kept.stream().map(t -> inOrder(t, order)).toList();
        }
        List<Factor> used = new ArrayList<>(algebra.variables());
        if (!conventions.removedTermsDropRows()) {
            Set<Factor> inTerms = new LinkedHashSet<>(responses);
            kept.forEach(t -> inTerms.addAll(t.factors()));
            used.retainAll(inTerms);
        }
        return new Terms(response, kept, used);
    }

    /** Where a factor stands below a node; a factor knows only the first place in the whole formula. */
    private Optional<Span> place(Factor factor, Node node) {
        if (Canonical.text(node, conventions.spelling()).equals(factor.name())) {
            return Optional.of(node.span());
        }
        return Formula.children(node).stream()
                .flatMap(n -> place(factor, n).stream())
                .findFirst();
    }

    private static Term inOrder(Term term, Map<Factor, Integer> order) {
        return term.degree() < 2
                ? term
                : Term.of(term.factors().stream()
                        .sorted(Comparator.comparing(order::get))
                        .toList());
    }
}
