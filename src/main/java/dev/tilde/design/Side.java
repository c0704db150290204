package dev.tilde.design;

import dev.tilde.formula.Term;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One side of a design.
 *
 * @param terms in the order of their columns
 * @param columns names, one for each column
 */
public record Side(List<CodedTerm> terms, List<String> columns) {
    public Side {
        terms = List.copyOf(terms);
        columns = List.copyOf(columns);
    }

    /**
     * The term of this name, as {@code a:b}.
     *
     * @throws IllegalArgumentException naming the terms there are
     */
    public CodedTerm term(String name) {
        return find(name).orElseThrow(() -> unknown("term", name, termNames()));
    }

    private Optional<CodedTerm> find(String name) {
        return terms.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    /**
     * The columns of a term, or the one of a column; patsy's {@code slice}.
     *
     * @param name of a term or, if none is called so, of a column
     * @throws IllegalArgumentException if there is neither
     */
    public Slice slice(String name) {
        Optional<CodedTerm> term = find(name);
        if (term.isPresent()) {
            return term.get().slice();
        }
        int at = columns.indexOf(name);
        if (at < 0) {
            List<String> both = new ArrayList<>(termNames());
            both.addAll(columns);
            throw unknown("term or column", name, both);
        }
        return new Slice(at, at + 1);
    }

    /** The columns of a term, if it is there, whatever the order of its factors. */
    public Optional<Slice> slice(Term term) {
        return terms.stream()
                .filter(t -> t.term().equals(term))
                .map(CodedTerm::slice)
                .findFirst();
    }

    /** The columns of each term by its name, in order; patsy's {@code term_name_slices}. */
    public Map<String, Slice> slices() {
        Map<String, Slice> slices = new LinkedHashMap<>();
        terms.forEach(t -> slices.put(t.name(), t.slice()));
        return Collections.unmodifiableMap(slices);
    }

    /** Where the intercept stands, if there is one. */
    public OptionalInt intercept() {
        return slice(Term.INTERCEPT).map(s -> OptionalInt.of(s.start())).orElse(OptionalInt.empty());
    }

    /**
     * The terms that hold all factors of a term and others, as {@code a:b} holds those of {@code a}: what a type II test
     * leaves out beside it.
     */
    public List<CodedTerm> containing(Term term) {
        return terms.stream()
                .filter(t -> t.term().contains(term) && !t.term().equals(term))
                .toList();
    }

    private List<String> termNames() {
        return terms.stream().map(CodedTerm::name).toList();
    }

    private static IllegalArgumentException unknown(String what, String name, List<String> known) {
        String near = Names.didYouMean(name, known);
        return new IllegalArgumentException("no " + what + " is called " + name + "; "
                + (near.isEmpty() ? "there are " + Names.list(known, 20) : near));
    }
}
