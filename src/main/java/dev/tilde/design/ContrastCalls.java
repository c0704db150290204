package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The contrast that {@code C(x, ...)} names: a name, a call, a string, a matrix or a column of one. */
final class ContrastCalls {
    private final Formula formula;
    private final Vocabulary vocabulary;

    ContrastCalls(Formula formula, Vocabulary vocabulary) {
        this.formula = formula;
        this.vocabulary = vocabulary;
    }

    /** The contrast that a text names, as the second argument of {@code C()}. */
    static Contrast of(String text, Vocabulary vocabulary) {
        Formula formula = Formula.parse("C(x, " + text + ")");
        if (formula.predictors() instanceof Node.Call c
                && c.function().equals("C")
                && c.arguments().size() == 2
                && c.arguments().get(1).keyword().isEmpty()) {
            return new ContrastCalls(formula, vocabulary)
                    .of(c.arguments().get(1).value(), List.of());
        }
        throw new FormulaException(
                Kind.BAD_ARGUMENT,
                "this is no contrast",
                "As in Sum or Treatment('b').",
                formula.source(),
                formula.predictors().span());
    }

    /**
     * What the node says.
     *
     * @param rest arguments of C that R hands on: {@code C(a, contr.treatment, base = 2)}
     */
    Contrast of(Node node, List<Node.Argument> rest) {
        boolean function = node instanceof Node.Name || node instanceof Node.Text;
        if (!rest.isEmpty() && !function) {
            throw fail(
                    Kind.BAD_ARGUMENT,
                    "C has no argument \"" + rest.get(0).keyword() + "\"",
                    "It would be handed on to a contrast that is named without a call.",
                    rest.get(0).value());
        }
        if (node instanceof Node.Sequence s) {
            return rows(s);
        }
        if (node instanceof Node.Call c && reading() != Reading.PATSY) {
            if (c.function().equals("c")) {
                return columns(node, List.of(new Node.Argument("", c)));
            }
            if (c.function().equals("cbind")) {
                return columns(node, c.arguments());
            }
        }
        return named(node, rest);
    }

    private Contrast named(Node node, List<Node.Argument> rest) {
        String name = node instanceof Node.Name n
                ? n.name()
                : node instanceof Node.Call c ? c.function() : node instanceof Node.Text t ? t.value() : "";
        Optional<Function<Arguments, Contrast>> found = vocabulary.contrast(name);
        boolean foreign = ContrastNames.table().containsKey(name) && !ContrastNames.speaks(reading(), name)
                || node instanceof Node.Text && reading() == Reading.PATSY;
        if (found.isEmpty() || foreign) {
            throw unknown(node, name);
        }
        boolean call = node instanceof Node.Call;
        Contrast made =
                found.get().apply(new Arguments(formula, name, call ? ((Node.Call) node).arguments() : rest, node));
        // R applies a short name or a string to the levels, so its columns are called after them.
        boolean byLevel = rest.isEmpty()
                && (node instanceof Node.Text || node instanceof Node.Name && ContrastNames.isShort(name));
        return byLevel && made instanceof Counted c ? c.contrast() : made;
    }

    private FormulaException unknown(Node node, String name) {
        String near = Names.didYouMean(name, vocabulary.contrasts());
        List<String> known = vocabulary.contrasts().stream()
                .filter(n -> !ContrastNames.isShort(n) && ContrastNames.speaks(reading(), n))
                .toList();
        boolean variable = node instanceof Node.Name && reading() == Reading.PATSY;
        boolean quoted = node instanceof Node.Text && known.contains(name);
        return fail(
                node instanceof Node.Call
                        ? Kind.UNKNOWN_FUNCTION
                        : variable ? Kind.UNKNOWN_VARIABLE : Kind.BAD_ARGUMENT,
                quoted
                        ? "patsy takes a contrast, not its name in quotes"
                        : name.isEmpty() ? "this is no contrast" : "no contrast named " + name,
                quoted
                        ? "Write " + name + " without them."
                        : near + (near.isEmpty() ? "" : "\n") + "Contrasts: " + String.join(", ", known),
                node);
    }

    /** Rows of numbers, one for each level: {@code [[1, 0], [0, 1], [-1, -1]]}. */
    private Contrast rows(Node.Sequence rows) {
        Arguments args = new Arguments(formula, "C", List.of(), rows);
        List<List<Double>> numbers = new ArrayList<>();
        for (Node row : rows.items()) {
            if (reading() == Reading.PATSY && !Lists.isList(row)) {
                throw fail(Kind.BAD_ARGUMENT, "a contrast is a list of rows", "One column is [[1], [0], [-1]].", rows);
            }
            numbers.add(Lists.numbers(args, "the matrix of the contrast", row));
        }
        return matrix(
                numbers,
                List.of(),
                reading() == Reading.PATSY ? Custom.Rule.AS_WRITTEN : Custom.Rule.INDEPENDENT,
                rows);
    }

    /** Columns of numbers as R has them, {@code c(-1, 0, 1)} or {@code cbind(c(-1, 0, 1), q = c(1, -2, 1))}. */
    private Contrast columns(Node node, List<Node.Argument> columns) {
        Arguments args = new Arguments(formula, "C", List.of(), node);
        List<List<Double>> numbers = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Node.Argument a : columns) {
            numbers.add(Lists.numbers(args, "the matrix of the contrast", a.value()));
            names.add(a.keyword());
        }
        if (numbers.isEmpty()
                || numbers.stream().mapToInt(List::size).distinct().count() > 1) {
            throw fail(Kind.BAD_ARGUMENT, "the columns of a contrast must be equally long", "", node);
        }
        List<List<Double>> rows = new ArrayList<>();
        for (int i = 0; i < numbers.get(0).size(); i++) {
            int row = i;
            rows.add(numbers.stream().map(column -> column.get(row)).toList());
        }
        boolean nameless = names.stream().allMatch(String::isEmpty);
        return matrix(rows, nameless ? List.of() : names, Custom.Rule.COMPLETED, node);
    }

    private Contrast matrix(List<List<Double>> rows, List<String> names, Custom.Rule rule, Node at) {
        try {
            return Contrasts.matrix(rows, names, rule);
        } catch (IllegalArgumentException e) {
            throw fail(Kind.BAD_ARGUMENT, String.valueOf(e.getMessage()), "", at);
        }
    }

    private FormulaException fail(Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
