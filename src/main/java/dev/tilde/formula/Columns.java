package dev.tilde.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Which names of a formula can be columns: all but those of contrasts, of statistics, and words like {@code TRUE}. */
final class Columns {
    private static final Set<String> WORDS =
            Set.of("TRUE", "FALSE", "True", "False", "None", "NULL", "NA", "NaN", "Inf");

    /** Calls of one column, whose other arguments say how its levels are coded. */
    private static final Set<String> OF_ONE = Set.of(
            "C",
            "contrast",
            "factor",
            "as.factor",
            "ordered",
            "as.ordered",
            "relevel",
            "droplevels",
            "addNA",
            "full",
            "pool");

    /** What their one column may be called. */
    private static final Set<String> KEYWORDS = Set.of("x", "data", "object");

    private Columns() {}

    /** Every name below a node that stands where a column may, in order of the text; words are among them. */
    static List<Node.Name> of(Node node) {
        List<Node.Name> names = new ArrayList<>();
        collect(node, names);
        return names;
    }

    /** Whether a name is no column unless one is called so. */
    static boolean isWord(Node.Name name) {
        return name.quoting() == Node.Quoting.NONE && WORDS.contains(name.name());
    }

    private static void collect(Node node, List<Node.Name> names) {
        if (node instanceof Node.Name n) {
            names.add(n);
        } else if (node instanceof Node.Call c) {
            arguments(c).forEach(a -> collect(a, names));
        } else {
            Formula.children(node).forEach(child -> collect(child, names));
        }
    }

    private static List<Node> arguments(Node.Call c) {
        List<Node> all = Formula.children(c);
        if (c.function().equals("rolling")) {
            // rolling(mean, x, 7): the statistic is no column.
            return all.subList(Math.min(1, all.size()), all.size());
        }
        return OF_ONE.contains(c.function())
                ? c.arguments().stream()
                        .filter(a -> a.keyword().isEmpty() || KEYWORDS.contains(a.keyword()))
                        .limit(1)
                        .map(Node.Argument::value)
                        .toList()
                : all;
    }
}
