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
    private final Atoms atoms;
    private final Algebra algebra;

    private Expander(Formula formula, Atoms atoms) {
        this.formula = formula;
        this.source = formula.source();
        this.conventions = formula.conventions();
        this.atoms = atoms;
        this.algebra = new Algebra(formula, atoms);
    }

    /**
     * Expands all parts of both sides.
     *
     * @param columns names that {@code .} stands for; empty when they are not known
     */
    static Terms expand(Formula formula, Collection<String> columns) {
        Expander expander = new Expander(formula, new Atoms(formula, List.copyOf(columns), taken(formula)));
        List<List<Term>> left = new ArrayList<>();
        for (Node part : formula.responseParts()) {
            left.add(expander.response(part));
        }
        List<List<Term>> right = new ArrayList<>();
        for (Node part : formula.parts()) {
            if (right.isEmpty() || !Parts.isSequence(part)) {
                right.add(expander.predictors(part));
            } else {
                Parts.roles(part).forEach(expander.atoms::give);
            }
        }
        return expander.finish(left, right);
    }

    /** The columns that a dot never stands for: those of the left side, and where calls give roles those with one. */
    private static Set<String> taken(Formula formula) {
        Set<String> taken = new LinkedHashSet<>();
        formula.response().ifPresent(left -> taken.addAll(Formula.names(left)));
        if (formula.conventions().roleCalls() == Conventions.RoleCalls.ALL) {
            formula.parts()
                    .forEach(part -> Parts.calls(part).forEach(call -> {
                        if (Role.of(call.function()).isPresent()) {
                            taken.addAll(Formula.names(call));
                        }
                    }));
        }
        return taken;
    }

    private List<Term> response(Node left) {
        return switch (conventions.response()) {
            case EXPRESSION -> List.of(Term.of(List.of(atoms.factor(left))));
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
        } else if (left instanceof Node.Chain c && algebra.isPlainComparison(c)) {
            into.add(Term.of(List.of(atoms.factor(left))));
        } else if (left instanceof Node.Call c && c.function().equals("cbind")) {
            c.arguments().forEach(a -> columns(a.value(), into));
        } else if (conventions.roleCalls() == Conventions.RoleCalls.ALL
                && left instanceof Node.Call c
                && Role.of(c.function()).isPresent()) {
            throw new FormulaException(
                    Kind.SYNTAX,
                    c.function() + "() is no response",
                    "It stands on the right side: ... ~ ... + " + c.span().of(source),
                    source,
                    c.span());
        } else if (left instanceof Node.Name || left instanceof Node.Call || left instanceof Node.Group) {
            into.add(Term.of(List.of(atoms.factor(left))));
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

    private Terms finish(List<List<Term>> left, List<List<Term>> right) {
        Set<Factor> responses = new LinkedHashSet<>();
        left.forEach(part -> part.forEach(t -> responses.addAll(t.factors())));
        Map<Role, List<Factor>> roles = atoms.roles();
        List<List<Term>> parts = new ArrayList<>();
        for (List<Term> part : right) {
            parts.add(inOrder(responseChecked(part, responses)));
        }
        if (conventions.roleCalls() == Conventions.RoleCalls.OFFSET) {
            Set<Factor> offsets = new LinkedHashSet<>(atoms.variables());
            offsets.removeIf(f -> !isOffset(f) || responses.contains(f));
            parts.replaceAll(part -> part.stream()
                    .filter(t -> t.factors().stream().noneMatch(offsets::contains))
                    .toList());
            if (!offsets.isEmpty()) {
                roles = Map.of(Role.OFFSET, List.copyOf(offsets));
            }
        }
        List<Factor> used = new ArrayList<>(atoms.variables());
        if (conventions.removed() == Conventions.Removed.FORGOTTEN) {
            Set<Factor> needed = new LinkedHashSet<>(responses);
            parts.forEach(part -> part.forEach(t -> needed.addAll(t.factors())));
            roles.values().forEach(needed::addAll);
            used.retainAll(needed);
        }
        return new Terms(left, parts, roles, used);
    }

    private static boolean isOffset(Factor factor) {
        return factor.expression() instanceof Node.Call c && c.function().equals("offset");
    }

    private List<Term> responseChecked(List<Term> part, Set<Factor> responses) {
        return switch (conventions.responseOnTheRight()) {
            // R keeps the number of the term and gives it no columns.
            case KEPT, DROPPED -> part;
            case REFUSED -> {
                for (Term t : part) {
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
                yield part;
            }
        };
    }

    private List<Term> inOrder(List<Term> part) {
        if (conventions.factorOrder() == Conventions.FactorOrder.WRITTEN) {
            return part;
        }
        Map<Factor, Integer> order = new HashMap<>();
        atoms.variables().forEach(f -> order.put(f, order.size()));
        return part.stream().map(t -> inOrder(t, order)).toList();
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
