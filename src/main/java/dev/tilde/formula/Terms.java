package dev.tilde.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * An expanded formula: sets of terms in the order of the operators' enumeration. The final order of columns belongs
 * to the design, since patsy's depends on the kinds of the data.
 *
 * @param left the terms of each part of the left side; empty when there is none
 * @param right the terms of each part of the right side, at least one part; {@link Term#INTERCEPT} first in those that
 *     have one. {@code y ~ x | z} has two parts, most formulas one
 * @param roles the columns with a role, in order of the formula; roles that the formula does not give are left out
 * @param variables every factor that is evaluated, in order of first appearance, the response's first. Under R's
 *     conventions also those of removed terms, whose missing values still drop rows
 */
public record Terms(
        List<List<Term>> left, List<List<Term>> right, Map<Role, List<Factor>> roles, List<Factor> variables) {
    public Terms {
        left = left.stream().map(List::copyOf).toList();
        right = right.stream().map(List::copyOf).toList();
        Map<Role, List<Factor>> copy = new EnumMap<>(Role.class);
        roles.forEach((role, factors) -> copy.put(role, List.copyOf(factors)));
        roles = Collections.unmodifiableMap(copy);
        variables = List.copyOf(variables);
    }

    /** The terms of the left side, all parts together; empty when there is no left side. */
    public List<Term> response() {
        return left.size() == 1
                ? left.get(0)
                : left.stream().flatMap(List::stream).distinct().toList();
    }

    /** The terms of the first part of the right side. */
    public List<Term> predictors() {
        return right.get(0);
    }

    /** The factors with a role; empty if none has it. */
    public List<Factor> role(Role role) {
        return roles.getOrDefault(role, List.of());
    }

    /** Whether the predictors hold the intercept. */
    public boolean hasIntercept() {
        return predictors().contains(Term.INTERCEPT);
    }

    /** Every term of both sides, each once, in order. */
    List<Term> all() {
        LinkedHashSet<Term> all = new LinkedHashSet<>();
        left.forEach(all::addAll);
        right.forEach(all::addAll);
        return new ArrayList<>(all);
    }
}
