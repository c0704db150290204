package dev.tilde.formula;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A product of zero or more factors; the intercept is the empty product. The order is for display only. */
public final class Term {
    /** The empty product. */
    public static final Term INTERCEPT = new Term(List.of());

    private final List<Factor> factors;
    private final int hash;

    private Term(List<Factor> factors) {
        this.factors = factors;
        int sum = 0;
        for (Factor f : factors) {
            sum += spread(f.hashCode());
        }
        this.hash = sum;
    }

    /** Of x1:x4 and x2:x3 the plain sums of hashes are equal, and so on for all names that count. */
    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        h = (h ^ h >>> 15) * 0x85EBCA6B;
        return h ^ h >>> 13;
    }

    /** The product of these factors, each once: {@code a:a} is {@code a}. */
    public static Term of(List<Factor> factors) {
        return factors.isEmpty()
                ? INTERCEPT
                : new Term(factors.stream().distinct().toList());
    }

    /** The factors in the order they are written. */
    public List<Factor> factors() {
        return factors;
    }

    /** This product times another. */
    public Term times(Term other) {
        if (other.factors.isEmpty()) {
            return this;
        }
        List<Factor> both = new ArrayList<>(factors);
        both.addAll(other.factors);
        return of(both);
    }

    /** The number of factors: 0 intercept, 1 main effect, 2 two-way interaction. */
    public int degree() {
        return factors.size();
    }

    /** Whether every factor of {@code other} is one of this term: {@code a:b} contains {@code a}. */
    public boolean contains(Term other) {
        return new HashSet<>(factors).containsAll(other.factors);
    }

    @Override
    public boolean equals(Object o) {
        if (this == o) {
            return true;
        }
        if (!(o instanceof Term t) || hash != t.hash || factors.size() != t.factors.size()) {
            return false;
        }
        if (factors.equals(t.factors)) {
            return true;
        }
        Set<Factor> mine = new HashSet<>(factors);
        return mine.containsAll(t.factors);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** {@code a:b}, or {@code 1} for the intercept. */
    @Override
    public String toString() {
        return factors.isEmpty() ? "1" : factors.stream().map(Factor::name).collect(Collectors.joining(":"));
    }
}
