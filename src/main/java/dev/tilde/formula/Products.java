package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Products of ordered sets of terms, one small function for each rule, within the limits of a formula.
 *
 * <pre>
 * L : R    = every l with every r                       a:a is a: a term is a set of factors
 * L * R    = L + R + L:R
 * L / R    = L + (all factors of L together):R          (a + b)/c = a + b + a:b:c, as in S
 * L %in% R = every l with all factors of R together
 * L ^ n    = L:L:...:L and all below
 * </pre>
 *
 * Every result is a new set; {@code at} is the part of the formula to blame when it grows too large.
 */
final class Products {
    private final String source;
    private final Limits limits;
    /** Factors copied into products so far; a formula can form many more of them than it has terms in the end. */
    private long work;

    Products(String source, Limits limits) {
        this.source = source;
        this.limits = limits;
    }

    Set<Term> cross(Set<Term> left, Set<Term> right, Span at) {
        Set<Term> all = new LinkedHashSet<>(left);
        all.addAll(right);
        all.addAll(interact(left, right, at));
        return all;
    }

    Set<Term> nest(Set<Term> left, Set<Term> right, Span at) {
        Set<Term> all = new LinkedHashSet<>(left);
        all.addAll(interact(List.of(together(left)), right, at));
        return all;
    }

    Set<Term> in(Set<Term> left, Set<Term> right, Span at) {
        return interact(left, List.of(together(right)), at);
    }

    private static Term together(Collection<Term> terms) {
        List<Factor> all = new ArrayList<>();
        terms.forEach(t -> all.addAll(t.factors()));
        return Term.of(all);
    }

    /** Every product of n terms, in the order of nested loops; stops when a further factor changes nothing. */
    Set<Term> lexicographic(Set<Term> base, int n, Span at) {
        Set<Term> all = base;
        for (int i = 1; i < n; i++) {
            Set<Term> next = interact(all, base, at);
            if (List.copyOf(next).equals(List.copyOf(all))) {
                break;
            }
            all = next;
        }
        return all;
    }

    /** L, then L:L, then L:L:L; more than one factor per term of L adds nothing. */
    Set<Term> successive(Set<Term> base, int n, Span at) {
        Set<Term> all = new LinkedHashSet<>(base);
        Set<Term> last = base;
        for (int i = 1; i < Math.min(n, base.size()); i++) {
            last = interact(base, last, at);
            all.addAll(last);
        }
        return all;
    }

    Set<Term> interact(Collection<Term> left, Collection<Term> right, Span at) {
        if ((long) left.size() * right.size() > limits.terms()) {
            throw tooMany(at);
        }
        Set<Term> all = new LinkedHashSet<>();
        for (Term l : left) {
            for (Term r : right) {
                work += l.degree() + r.degree();
                if (work > limits.work()) {
                    throw limit("expanding this forms too many products", at);
                }
                all.add(l.times(r));
            }
        }
        return all;
    }

    FormulaException tooMany(Span at) {
        return limit("this expands to more than " + limits.terms() + " terms", at);
    }

    private FormulaException limit(String problem, Span at) {
        return new FormulaException(Kind.LIMIT, problem, "Raise Limits.terms if that is meant.", source, at);
    }
}
