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
            throw problem(function + " takes " + wanted + plural + ", not " + n);
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

    /**
     * These with the names of their parameters, the first of all without one and in front; see {@link Parameters}.
     *
     * @param parameters all of them, other names of one behind a bar: {@code intercept|include_intercept}
     * @throws FormulaException if one is given twice, or more are given
     */
    Arguments placed(String... parameters) {
        return with(new Parameters(this, parameters).placed(arguments));
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
        return with(moved);
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
        return with(all);
    }

    /**
     * The argument of a parameter: keywords first, then what has none fills the parameters left, in their order.
     *
     * @param parameters all of them, other names of one separated by a bar: {@code data|object}
     */
    Optional<Node> matched(int parameter, String... parameters) {
        return new Parameters(this, parameters).matched(parameter, arguments);
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

    private Arguments with(List<Argument> others) {
        return new Arguments(formula, function, others, call);
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

    /** A complaint about this call. */
    FormulaException problem(String message) {
        return problem(Kind.BAD_ARGUMENT, message, "", call);
    }

    FormulaException twice(String keyword, Node at) {
        return problem(Kind.BAD_ARGUMENT, keyword + " is given by name and by place", "", at);
    }

    FormulaException unknownFunction(String message, String help) {
        Span name = call instanceof Node.Call c ? c.name() : call.span();
        return new FormulaException(Kind.UNKNOWN_FUNCTION, message, help, formula.source(), name);
    }

    FormulaException problem(Kind kind, String message, String help, Node at) {
        return new FormulaException(kind, message, help, formula.source(), at.span());
    }
}
