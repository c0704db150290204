package dev.tilde.design;

import java.util.List;

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
}
