package dev.tilde.design;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Term;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/*
 * Coding without redundancy.
 *
 * Write a- for the columns of a factor that are orthogonal to the constant (k - 1 of them) and a+ for all k. The space
 * of a term is a sum of such parts, one for every subset of its factors:
 *
 *     1 -> {1}      a -> {1, a-}      a:b -> {1, a-, b-, a-b-}
 *
 * Walk the terms from left to right and drop the parts that are spanned already; what remains spans exactly what the
 * term adds, so the columns are never redundant and their span is that of all indicators of all terms. Then merge
 * neighbours, since 1 + a- = a+ and s + s.a- = s.a+ have the same columns in number and span, but simpler names:
 *
 *     1 + a + a:b    {1}  {a-}  {b-, a-b-} -> {a+b-}
 *     1 + a:b        {1}  {a-, b-, a-b-} -> {b-, a-b+}, or here in the order of sizes {b-}, {a- b+}
 *
 * A numeric factor scales all parts of its term, so only terms with the same numeric factors can share parts: the walk
 * is made separately for each set of numeric factors. (The algorithm of patsy, N. J. Smith 2012.)
 */

/** Decides which factors of a term are coded in full and which beside a constant. */
final class Coding {
    /** A factor of a term, by position; {@code full} says nothing for a numeric one. */
    record Piece(int factor, boolean full) {}

    /** Subsets of the factors of one term double in number with each factor. */
    private static final int MOST_FACTORS = 10;

    private Coding() {}

    /**
     * The exact coding.
     *
     * @param terms positions of factors, in the order of the walk; an empty list is the intercept
     * @return for each term its blocks of columns; pieces in the order of the term's factors
     */
    static List<List<List<Piece>>> exact(
            List<List<Integer>> terms, IntPredicate categorical, Formula formula, List<Term> names) {
        Map<Set<Integer>, Set<Set<Piece>>> usedByNumerics = new HashMap<>();
        List<List<List<Piece>>> coded = new ArrayList<>();
        for (int t = 0; t < terms.size(); t++) {
            List<Integer> term = terms.get(t);
            List<Integer> factors = term.stream().filter(categorical::test).toList();
            Set<Integer> numerics = new TreeSet<>(term);
            factors.forEach(numerics::remove);
            if (factors.size() > MOST_FACTORS) {
                throw new FormulaException(
                        FormulaException.Kind.LIMIT,
                        "an interaction of " + factors.size() + " factors, more than " + MOST_FACTORS,
                        "",
                        formula.source(),
                        names.get(t).factors().get(0).expression().span());
            }
            Set<Set<Piece>> used = usedByNumerics.computeIfAbsent(numerics, n -> new HashSet<>());
            List<Set<Piece>> parts = new ArrayList<>();
            for (Set<Piece> part : subsets(factors)) {
                if (used.add(part)) {
                    parts.add(part);
                }
            }
            while (merge(parts)) {}
            coded.add(parts.stream().map(p -> inOrder(term, p, categorical)).toList());
        }
        return coded;
    }

    /** All subsets, by size, then by positions. */
    private static List<Set<Piece>> subsets(List<Integer> factors) {
        List<List<Integer>> bySize = new ArrayList<>();
        for (int mask = 0; mask < 1 << factors.size(); mask++) {
            List<Integer> positions = new ArrayList<>();
            for (int i = 0; i < factors.size(); i++) {
                if ((mask >> i & 1) == 1) {
                    positions.add(i);
                }
            }
            bySize.add(positions);
        }
        bySize.sort((a, b) -> {
            int order = Integer.compare(a.size(), b.size());
            for (int i = 0; order == 0 && i < a.size(); i++) {
                order = Integer.compare(a.get(i), b.get(i));
            }
            return order;
        });
        List<Set<Piece>> subsets = new ArrayList<>();
        for (List<Integer> positions : bySize) {
            Set<Piece> subset = new HashSet<>();
            positions.forEach(i -> subset.add(new Piece(factors.get(i), false)));
            subsets.add(subset);
        }
        return subsets;
    }

    /** The first s + s.a- becomes s.a+, in the place of the longer one; false when there is none. */
    private static boolean merge(List<Set<Piece>> parts) {
        for (int i = 0; i < parts.size(); i++) {
            Set<Piece> small = parts.get(i);
            for (int j = i + 1; j < parts.size(); j++) {
                Set<Piece> large = parts.get(j);
                if (large.size() == small.size() + 1 && large.containsAll(small)) {
                    Set<Piece> rest = new HashSet<>(large);
                    rest.removeAll(small);
                    Set<Piece> merged = new HashSet<>(small);
                    merged.add(new Piece(rest.iterator().next().factor(), true));
                    parts.set(j, merged);
                    parts.remove(i);
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Piece> inOrder(List<Integer> term, Set<Piece> part, IntPredicate categorical) {
        List<Piece> pieces = new ArrayList<>();
        for (int f : term) {
            if (!categorical.test(f)) {
                pieces.add(new Piece(f, false));
            } else if (part.contains(new Piece(f, false))) {
                pieces.add(new Piece(f, false));
            } else if (part.contains(new Piece(f, true))) {
                pieces.add(new Piece(f, true));
            }
        }
        return pieces;
    }

    /**
     * R's rule ({@code terms.formula}, {@code model.matrix}): a factor of a term is coded beside a constant if the term
     * without it is empty or lies inside a term before; numeric factors count like all others. Without an intercept
     * the first factor of all is coded in full. The result can have too many columns, or span too little.
     */
    static List<List<List<Piece>>> local(List<List<Integer>> terms, IntPredicate categorical, boolean intercept) {
        List<Set<Integer>> before = new ArrayList<>();
        List<List<List<Piece>>> coded = new ArrayList<>();
        boolean first = !intercept;
        for (List<Integer> term : terms) {
            List<Piece> pieces = new ArrayList<>();
            for (int f : term) {
                Set<Integer> margin = new HashSet<>(term);
                margin.remove(f);
                boolean beside =
                        margin.isEmpty() || term.size() > 1 && before.stream().anyMatch(b -> b.containsAll(margin));
                boolean forced = first && categorical.test(f);
                pieces.add(new Piece(f, !beside || forced));
                first = first && !forced;
            }
            before.add(new HashSet<>(term));
            coded.add(List.of(pieces));
        }
        return coded;
    }
}
