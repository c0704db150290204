package dev.tilde.design;

import java.util.SortedSet;
import java.util.TreeSet;

/** Which factors a part of a design needs. */
final class Factors {
    private Factors() {}

    /** Positions of the factors whose values the columns of a side are made of. */
    static SortedSet<Integer> used(Side side) {
        SortedSet<Integer> used = new TreeSet<>();
        side.terms().forEach(t -> used.addAll(used(t)));
        return used;
    }

    static SortedSet<Integer> used(CodedTerm term) {
        SortedSet<Integer> used = new TreeSet<>();
        term.blocks().forEach(b -> b.parts().forEach(p -> used.add(p.factor())));
        return used;
    }
}
