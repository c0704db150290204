package dev.tilde.design;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Argument;
import dev.tilde.formula.Span;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The arguments of a call as written: constants that configure it (numbers, strings, {@code TRUE}, lists) and
 * expressions over data. Nothing here is executed; constants are read, signs and simple arithmetic of numbers folded.
 */
public final class Arguments {
    private final Formula formula;
    private final String function;
    private final List<Argument> arguments;
    private final Node call;

    Arguments(Formula formula, String function, List<Argument> arguments, Node call) {
        this.formula = formula;
        this.function = function;
        this.arguments = arguments;
        this.call = call;
    }

    /** Name of the called function. */
    public String function() {
        return function;
    }

    /** How names are spelled and which engine's defaults count. */
    public Conventions conventions() {
        return formula.conventions();
    }

    /** How many there are. */
    public int count() {
        return arguments.size();
    }

    /**
     * Refuses keywords that are not named here.
     *
     * @return this
     * @throws FormulaException if another keyword is used, or one twice
     */
    public Arguments only(String... keywords) {
        List<String> known = List.of(keywords);
        List<String> seen = new ArrayList<>();
        for (Argument a : arguments) {
            if (a.keyword().isEmpty()) {
                continue;
            }
            if (!known.contains(a.keyword())) {
                String names =
                        known.isEmpty() ? "It has no named arguments." : "It has " + String.join(", ", known) + ".";
                throw problem(
                        Kind.BAD_ARGUMENT, function + " has no argument \"" + a.keyword() + "\"", names, a.value());
            }
            if (seen.contains(a.keyword())) {
                throw problem(Kind.BAD_ARGUMENT, "the argument " + a.keyword() + " is given twice", "", a.value());
            }
            seen.add(a.keyword());
        }
        return this;
    }

    /**
     * Refuses more or fewer arguments without a keyword.
     *
     * @return this
     */
    public Arguments positional(int least, int most) {
        long n = arguments.stream().filter(a -> a.keyword().isEmpty()).count();
        if (n < least || n > most) {
            String wanted = least == most ? String.valueOf(least) : least + " to " + most;
            String plural = least == most && least == 1 ? " argument" : " arguments";
            throw problem(Kind.BAD_ARGUMENT, function + " takes " + wanted + plural + ", not " + n, "", call);
        }
        return this;
    }

    /**
     * The argument with this keyword, or the one at this position among those without. {@code None} and {@code NULL}
     * behind the first argument say that there is none.
     *
     * @throws FormulaException if there are both
     */
    public Optional<Node> node(String keyword, int position) {
        return written(keyword, position).filter(n -> position == 0 || !Lists.isNone(n));
    }

    private Optional<Node> written(String keyword, int position) {
        int at = 0;
        Node found = null;
        for (Argument a : arguments) {
            boolean unnamed = a.keyword().isEmpty();
            if (unnamed ? at++ == position : a.keyword().equals(keyword)) {
                if (found != null) {
                    throw twice(keyword, a.value());
                }
                found = a.value();
            }
        }
        return Optional.ofNullable(found);
    }

    private FormulaException twice(String keyword, Node at) {
        return problem(Kind.BAD_ARGUMENT, keyword + " is given by name and by place", "", at);
    }

    /**
     * These with the names of their parameters, the first of all without one and in front. In R keywords come first
     * and the others fill what is left, in Python they stand in their places; where the two rules differ, Tilde takes
     * neither.
     *
     * @param parameters all of them, other names of one behind a bar: {@code intercept|include_intercept}
     * @throws FormulaException if one is given twice, or more are given
     */
    Arguments placed(String... parameters) {
        Argument[] found = new Argument[parameters.length];
        List<Argument> rest = new ArrayList<>();
        for (Argument a : arguments) {
            int p = a.keyword().isEmpty() ? -1 : parameter(a.keyword(), parameters);
            if (p >= 0 && found[p] != null) {
                throw problem(Kind.BAD_ARGUMENT, "the argument " + a.keyword() + " is given twice", "", a.value());
            }
            if (p >= 0) {
                found[p] = a;
            } else if (!a.keyword().isEmpty()) {
                rest.add(a);
            }
        }
        int next = 0;
        for (Argument a : arguments) {
            if (!a.keyword().isEmpty()) {
                continue;
            }
            while (next < found.length && found[next] != null && conventions().reading() == Conventions.Reading.R) {
                next++;
            }
            if (next == found.length) {
                String most = found.length == 1 ? "1 argument" : "1 to " + found.length + " arguments";
                throw problem(Kind.BAD_ARGUMENT, function + " takes " + most + ", not " + arguments.size(), "", call);
            }
            if (found[next] != null) {
                throw twice(found[next].keyword(), a.value());
            }
            found[next++] = a;
        }
        List<Argument> placed = new ArrayList<>();
        for (int p = 0; p < found.length; p++) {
            if (found[p] != null) {
                placed.add(new Argument(p == 0 ? "" : parameters[p].split("\\|")[0], found[p].value()));
            }
        }
        placed.addAll(rest);
        return new Arguments(formula, function, placed, call);
    }

    /**
     * These with the one of this name in front, without it.
     *
     * @throws FormulaException if other data stand before it, which would change places with it
     */
    Arguments leading(String keyword) {
        List<Argument> moved = new ArrayList<>();
        for (Argument a : arguments) {
            if (!a.keyword().equals(keyword)) {
                moved.add(a);
                continue;
            }
            if (moved.stream().anyMatch(b -> b.keyword().isEmpty() && Constants.number(b.value()) == null)) {
                throw problem(Kind.BAD_ARGUMENT, keyword + " comes first", "", a.value());
            }
            moved.add(0, new Argument("", a.value()));
        }
        return new Arguments(formula, function, moved, call);
    }

    /** These, where R hands numbers with other keywords than these on as if they had none. */
    Arguments handedOn(String... keywords) {
        if (conventions().reading() != Conventions.Reading.R) {
            return this;
        }
        List<Argument> all = arguments.stream()
                .map(a -> List.of(keywords).contains(a.keyword()) || Constants.number(a.value()) == null
                        ? a
                        : new Argument("", a.value()))
                .toList();
        return new Arguments(formula, function, all, call);
    }

    /** The parameter of a keyword; R also takes the beginning of a name that begins no other. */
    private int parameter(String keyword, String... parameters) {
        int begun = -1;
        int several = 0;
        for (int p = 0; p < parameters.length; p++) {
            if (List.of(parameters[p].split("\\|")).contains(keyword)) {
                return p;
            }
            if (parameters[p].startsWith(keyword)) {
                begun = p;
                several++;
            }
        }
        return several == 1 && conventions().reading() == Conventions.Reading.R ? begun : -1;
    }

    /**
     * The argument of a parameter by the rule of R and Python: keywords first, then what has none fills the parameters
     * left, in their order.
     *
     * @param parameters all of them, other names of one separated by a bar: {@code data|object}
     */
    Optional<Node> matched(int parameter, String... parameters) {
        Node[] found = new Node[parameters.length];
        for (Argument a : arguments) {
            for (int p = 0; p < parameters.length && !a.keyword().isEmpty(); p++) {
                found[p] = List.of(parameters[p].split("\\|")).contains(a.keyword()) ? a.value() : found[p];
            }
        }
        int next = 0;
        for (Argument a : arguments) {
            if (a.keyword().isEmpty()) {
                while (next < found.length && found[next] != null) {
                    if (conventions().reading() == Conventions.Reading.PATSY) {
                        throw twice(parameters[next].split("\\|")[0], a.value());
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

    /** Those with keywords other than these. */
    List<Argument> others(List<String> keywords) {
        return arguments.stream()
                .filter(a -> !a.keyword().isEmpty() && !keywords.contains(a.keyword()))
                .toList();
    }

    /**
     * A number.
     *
     * @throws FormulaException if the argument is there and is no constant number
     */
    public OptionalDouble number(String keyword, int position) {
        Optional<Node> node = node(keyword, position);
        if (node.isEmpty()) {
            return OptionalDouble.empty();
        }
        Double v = Constants.number(node.get());
        if (v == null) {
            throw problem(Kind.BAD_ARGUMENT, keyword + " must be a number", "", node.get());
        }
        return OptionalDouble.of(v);
    }

    /**
     * A list of numbers: {@code [1, 2]} or {@code c(1, 2)}, or one number.
     *
     * @throws FormulaException if the argument is there and has anything else in it
     */
    public Optional<List<Double>> numbers(String keyword, int position) {
        return node(keyword, position).map(n -> {
            List<Double> numbers = new ArrayList<>();
            for (Node item : Constants.items(n).orElse(List.of(n))) {
                Double v = Constants.number(item);
                if (v == null) {
                    throw problem(Kind.BAD_ARGUMENT, keyword + " must be a list of numbers", "", item);
                }
                numbers.add(v);
            }
            return List.copyOf(numbers);
        });
    }

    /** The arguments of a call among these. */
    Arguments of(Node.Call inner) {
        return new Arguments(formula, inner.function(), inner.arguments(), inner);
    }

    /** A node as canonical text. */
    String text(Node node) {
        return formula.text(node);
    }

    /** How many arguments without a keyword are constant numbers. */
    int constants() {
        return (int) arguments.stream()
                .filter(a -> a.keyword().isEmpty() && Constants.number(a.value()) != null)
                .count();
    }

    /** The constant numbers behind the first argument. */
    List<Double> constantNumbers() {
        List<Double> numbers = new ArrayList<>();
        for (Argument a : arguments.subList(Math.min(1, arguments.size()), arguments.size())) {
            Double v = Constants.number(a.value());
            if (v != null) {
                numbers.add(v);
            }
        }
        return List.copyOf(numbers);
    }

    /** The limit of columns. */
    int mostColumns() {
        return formula.limits().columns();
    }

    /** A whole number from {@code least} to the limit of columns. */
    OptionalInt whole(String keyword, int position, int least) {
        OptionalDouble value = number(keyword, position);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        double v = value.getAsDouble();
        int most = mostColumns();
        if (v != Math.rint(v) || v < least || v > most) {
            throw problem(
                    keyword + " must be a whole number from " + least + " to " + most + ", not " + Decimals.shortest(v),
                    keyword,
                    position);
        }
        return OptionalInt.of((int) v);
    }

    /** A string that is one of these. */
    Optional<String> choice(String keyword, int position, List<String> choices) {
        Optional<String> text = text(keyword, position);
        text.filter(t -> !choices.contains(t)).ifPresent(t -> {
            throw problem(
                    keyword + " is one of " + String.join(", ", choices) + ", not \"" + t + "\"", keyword, position);
        });
        return text;
    }

    /** A string, or a number as a string: the spelling of a level. */
    public Optional<String> text(String keyword, int position) {
        return node(keyword, position).map(n -> {
            String text = Constants.label(n);
            if (text == null) {
                throw problem(Kind.BAD_ARGUMENT, keyword + " must be a string or a number", "", n);
            }
            return text;
        });
    }

    /** A list of strings or numbers as strings: {@code ["lo", "hi"]} or {@code c("lo", "hi")}, each once. */
    public Optional<List<String>> texts(String keyword, int position) {
        return node(keyword, position).map(n -> {
            List<String> texts = new ArrayList<>();
            for (Node item : Constants.items(n).orElse(List.of(n))) {
                String text = Constants.label(item);
                if (text == null) {
                    throw problem(Kind.BAD_ARGUMENT, keyword + " must be a list of strings or numbers", "", item);
                }
                if (texts.contains(text)) {
                    throw problem(Kind.BAD_ARGUMENT, keyword + " has \"" + text + "\" twice", "", item);
                }
                texts.add(text);
            }
            if (texts.isEmpty()) {
                throw problem(Kind.BAD_ARGUMENT, keyword + " is an empty list", "", n);
            }
            return texts;
        });
    }

    /** {@code TRUE} or {@code FALSE}, also {@code True, False}. */
    public Optional<Boolean> flag(String keyword, int position) {
        return written(keyword, position).map(n -> {
            Boolean v = n instanceof Node.Name name
                    ? Constants.truth(name.name(), conventions().reading())
                    : null;
            if (v == null) {
                throw problem(Kind.BAD_ARGUMENT, keyword + " must be TRUE or FALSE", "", n);
            }
            return v;
        });
    }

    /** A complaint about this call, or about one argument when a keyword is named. */
    public FormulaException problem(String message, String keyword, int position) {
        return problem(Kind.BAD_ARGUMENT, message, "", node(keyword, position).orElse(call));
    }

    FormulaException unknownFunction(String message, String help) {
        Span name = call instanceof Node.Call c ? c.name() : call.span();
        return new FormulaException(Kind.UNKNOWN_FUNCTION, message, help, formula.source(), name);
    }

    FormulaException problem(Kind kind, String message, String help, Node at) {
        return new FormulaException(kind, message, help, formula.source(), at.span());
    }
}
