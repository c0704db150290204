package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Argument;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of a function, and which argument of a call each of them gets. In R keywords come first and the others
 * fill what is left, in Python they stand in their places; where the two rules differ, Tilde takes neither.
 */
final class Parameters {
    private final Arguments call;
    private final List<String> written;
    private final List<List<String>> names;

    /**
     * @param names of all of them in their order, other names of one behind a bar: {@code intercept|include_intercept}
     */
    Parameters(Arguments call, String... names) {
        this.call = call;
        this.written = List.of(names);
        this.names = written.stream().map(name -> List.of(name.split("\\|"))).toList();
    }

    /**
     * The arguments with the names of their parameters, the first of all without one and in front; behind them those of
     * other names.
     *
     * @throws FormulaException if one is given twice, or more are given
     */
    List<Argument> placed(List<Argument> arguments) {
        Argument[] found = new Argument[names.size()];
        List<Argument> rest = new ArrayList<>();
        for (Argument a : arguments) {
            int p = a.keyword().isEmpty() ? -1 : place(a.keyword());
            if (p >= 0 && found[p] != null) {
                throw call.problem(Kind.BAD_ARGUMENT, "the argument " + a.keyword() + " is given twice", "", a.value());
            }
            if (p >= 0) {
                found[p] = a;
            } else if (!a.keyword().isEmpty()) {
                rest.add(a);
            }
        }
        fill(found, arguments);
        List<Argument> placed = new ArrayList<>();
        for (int p = 0; p < found.length; p++) {
            if (found[p] != null) {
                placed.add(new Argument(p == 0 ? "" : names.get(p).get(0), found[p].value()));
            }
        }
        placed.addAll(rest);
        return placed;
    }

    /** Gives the parameters that are left, in their order, what has no keyword. */
    private void fill(Argument[] found, List<Argument> arguments) {
        int next = 0;
        for (Argument a : arguments) {
            if (!a.keyword().isEmpty()) {
                continue;
            }
            while (next < found.length && found[next] != null && reading() == Reading.R) {
                next++;
            }
            if (next == found.length) {
                String most = found.length == 1 ? "1 argument" : "1 to " + found.length + " arguments";
                throw call.problem(call.function() + " takes " + most + ", not " + arguments.size());
            }
            if (found[next] != null) {
                throw call.twice(found[next].keyword(), a.value());
            }
            found[next++] = a;
        }
    }

    /** The parameter of a keyword; R also takes the beginning of a name that begins no other. */
    private int place(String keyword) {
        int begun = -1;
        int several = 0;
        for (int p = 0; p < names.size(); p++) {
            if (names.get(p).contains(keyword)) {
                return p;
            }
            if (written.get(p).startsWith(keyword)) {
                begun = p;
                several++;
            }
        }
        return several == 1 && reading() == Reading.R ? begun : -1;
    }

    /**
     * The argument of a parameter, where Tilde reads as R: keywords first, then what has none fills the parameters left,
     * and more arguments do not matter.
     */
    Optional<Node> matched(int parameter, List<Argument> arguments) {
        Node[] found = new Node[names.size()];
        for (Argument a : arguments) {
            for (int p = 0; p < found.length && !a.keyword().isEmpty(); p++) {
                found[p] = names.get(p).contains(a.keyword()) ? a.value() : found[p];
            }
        }
        int next = 0;
        for (Argument a : arguments) {
            if (a.keyword().isEmpty()) {
                while (next < found.length && found[next] != null) {
                    if (reading() == Reading.PATSY) {
                        throw call.twice(names.get(next).get(0), a.value());
                    }
                    next++;
                }
                if (next < found.length) {
                    found[next++] = a.value();
                }
            }
        }
        return Optional.ofNullable(found[parameter]);
    }

    private Reading reading() {
        return call.conventions().reading();
    }
}
