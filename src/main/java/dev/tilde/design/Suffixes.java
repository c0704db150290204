package dev.tilde.design;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.Conventions.Spelling;
import java.util.List;
import java.util.stream.IntStream;

/** What the columns of one call are told apart by: {@code [0]} as patsy, {@code 1} as R, {@code [1]} as Tilde. */
final class Suffixes {
    private Suffixes() {}

    /** Numbers; nothing when there is one column. */
    static List<String> numbered(Conventions conventions, int columns) {
        int first = conventions.spelling() == Spelling.PATSY ? 0 : 1;
        return columns == 1
                ? List.of("")
                : IntStream.range(first, first + columns)
                        .mapToObj(i -> labelled(conventions, String.valueOf(i)))
                        .toList();
    }

    static String labelled(Conventions conventions, String label) {
        return conventions.spelling() == Spelling.R ? label : "[" + label + "]";
    }
}
