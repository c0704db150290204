package dev.tilde.formula;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What stands between the operators: columns and calls, each one factor; the dot and selectors, which are many;
 * {@code 0} and {@code 1}; calls that only give a column a role.
 */
final class Atoms {
    private final String source;
    private final Conventions conventions;
    private final List<String> columns;
    private final Set<String> taken;
    private final Map<String, Factor> variables = new LinkedHashMap<>();
    private Map<Role, Set<Factor>> roles = new EnumMap<>(Role.class);

    /**
     * @param columns names that {@code .} and selectors choose from; empty when they are not known
     * @param taken those of them that they never stand for
     */
    Atoms(Formula formula, List<String> columns, Set<String> taken) {
        this.source = formula.source();
        this.conventions = formula.conventions();
        this.columns = columns;
        this.taken = taken;
    }

    /** Every factor met so far, in order of appearance. */
    List<Factor> variables() {
        return List.copyOf(variables.values());
    }

    /** The columns with a role, by role, in order of the formula. */
    Map<Role, List<Factor>> roles() {
        Map<Role, List<Factor>> given = new EnumMap<>(Role.class);
        roles.forEach((role, factors) -> {
            if (!factors.isEmpty()) {
                given.put(role, List.copyOf(factors));
            }
        });
        return given;
    }

    /** Roles given from now on are kept apart, until {@link #removed}. */
    Map<Role, Set<Factor>> apart() {
        Map<Role, Set<Factor>> before = roles;
        roles = new EnumMap<>(Role.class);
        return before;
    }

    /** Takes the roles given since {@link #apart} away from those before. */
    void removed(Map<Role, Set<Factor>> before) {
        roles.forEach(
                (role, factors) -> before.getOrDefault(role, new HashSet<>()).removeAll(factors));
        roles = before;
    }

    /** The terms of an atom. */
    Set<Term> terms(Node node) {
        if (node instanceof Node.Dot d) {
            return dot(d);
        }
        if (node instanceof Node.Call c && knowsExtras()) {
            if (Selectors.isSelector(c)) {
                return sum(Selectors.select(c, known("a selector", c.span()), source), c.span());
            }
            if (Models.isChoice(c)) {
                throw new FormulaException(
                        Kind.UNSUPPORTED,
                        c.function() + "() makes several models out of one line",
                        "Formula.models() lists them, Tilde.fits() fits them all.",
                        source,
                        c.span());
            }
        }
        Optional<Role> role = role(node);
        if (role.isPresent()) {
            give(role.get(), (Node.Call) node);
            return Set.of();
        }
        return new LinkedHashSet<>(List.of(Term.of(List.of(factor(node)))));
    }

    /** Text, lists and braces are no terms. */
    void refuse(Node node) {
        if (node instanceof Node.Text t) {
            throw new FormulaException(
                    Kind.INVALID_LITERAL,
                    "a string is no term",
                    Canonical.name(t.value()).equals(t.value())
                            ? "The column is written without quotes: " + t.value()
                            : "A column with an odd name goes in backticks: " + Canonical.name(t.value()),
                    source,
                    t.span());
        }
        if (node instanceof Node.Stage) {
            throw conventions.reading() == Reading.STRICT
                    ? new FormulaException(
                            Kind.UNSUPPORTED,
                            "a formula inside a formula is not supported yet",
                            "",
                            source,
                            node.span())
                    : new FormulaException(Kind.SYNTAX, "~ cannot stand inside brackets", "", source, node.span());
        }
        if (node instanceof Node.Sequence s) {
            s.items().stream().filter(Node.Stage.class::isInstance).forEach(this::refuse);
            throw new FormulaException(Kind.SYNTAX, "a list is no term", "Join terms with +.", source, node.span());
        }
        if (node instanceof Node.Group g && g.bracket() == '{' && conventions.reading() == Reading.PATSY) {
            throw new FormulaException(
                    Kind.SYNTAX, "patsy has no braces", "Use I() for arithmetic.", source, node.span());
        }
    }

    private boolean knowsExtras() {
        return conventions.extras() == Conventions.Extras.ALL;
    }

    private Set<Term> dot(Node.Dot d) {
        if (conventions.dot() == Conventions.Dot.REFUSED) {
            throw new FormulaException(
                    Kind.SYNTAX, "patsy has no dot for all other columns", "Name the columns.", source, d.span());
        }
        List<String> names = known("\".\"", d.span());
        if (conventions.dot() == Conventions.Dot.ALL && conventions.bars() == Conventions.Bars.PARTS) {
            // R's package Formula finds the columns in a model frame, where those written before come first.
            names = Stream.concat(names.stream().filter(variables::containsKey), names.stream())
                    .distinct()
                    .toList();
        }
        return sum(names, d.span());
    }

    private List<String> known(String what, Span at) {
        if (columns.isEmpty()) {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    what + " stands for " + (what.equals("\".\"") ? "all other columns" : "columns")
                            + ", so it needs data",
                    "Give the data, or name the columns.",
                    source,
                    at);
        }
        return columns.stream().filter(c -> !taken.contains(c)).toList();
    }

    private Set<Term> sum(Iterable<String> names, Span at) {
        Set<Term> terms = new LinkedHashSet<>();
        for (String column : names) {
            terms.add(Term.of(List.of(factor(new Node.Name(column, Node.Quoting.NONE, at)))));
        }
        return terms;
    }

    /** The role that a node gives where these calls are no terms. */
    private Optional<Role> role(Node node) {
        return node instanceof Node.Call c && conventions.roleCalls() == Conventions.RoleCalls.ALL
                ? Role.of(c.function())
                : Optional.empty();
    }

    /** The first call below a node of terms that gives a role. */
    Optional<Node.Call> roleCall(Node node) {
        if (role(node).isPresent()) {
            return Optional.of((Node.Call) node);
        }
        boolean algebra = node instanceof Node.Group g && g.bracket() == '('
                || node instanceof Node.Chain c
                        && Intercepts.isAlgebra(c.operators().get(0))
                || node instanceof Node.Prefix
                || node instanceof Node.Power;
        return algebra
                ? Formula.children(node).stream()
                        .flatMap(n -> roleCall(n).stream())
                        .findFirst()
                : Optional.empty();
    }

    /** Gives the arguments of a call its role. */
    void give(Role role, Node.Call call) {
        int most = role.takesSeveral() ? Integer.MAX_VALUE : 1;
        boolean named = call.arguments().stream().anyMatch(a -> !a.keyword().isEmpty());
        if (call.arguments().isEmpty() || call.arguments().size() > most || named) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    call.function() + " takes " + (most == 1 ? "one column or expression" : "columns"),
                    "",
                    source,
                    call.span());
        }
        Set<Factor> given = roles.computeIfAbsent(role, r -> new LinkedHashSet<>());
        call.arguments().forEach(a -> given.add(factor(a.value())));
        if (role == Role.WEIGHTS && given.size() > 1) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "there are two weights",
                    "Multiply them: weights(w1 * w2).",
                    source,
                    call.span());
        }
    }

    /** The one factor that an expression is, at its first place; {@code as("name", x)} is x by that name. */
    Factor factor(Node node) {
        dotless(node);
        Factor factor = new Factor(Canonical.text(node, conventions.spelling()), node);
        if (knowsExtras() && node instanceof Node.Call c && c.function().equals("as")) {
            factor = named(c);
        }
        Factor first = variables.putIfAbsent(factor.name(), factor);
        if (first != null && !text(first.expression()).equals(text(factor.expression()))) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "two different things are called " + factor.name(),
                    text(first.expression()) + " and " + text(factor.expression()) + "; give one another name.",
                    source,
                    node.span());
        }
        return first == null ? factor : first;
    }

    private String text(Node node) {
        return Canonical.text(node, conventions.spelling());
    }

    private Factor named(Node.Call call) {
        boolean fits = call.arguments().size() == 2
                && call.arguments().stream().allMatch(a -> a.keyword().isEmpty())
                && call.arguments().get(0).value() instanceof Node.Text t
                && !t.value().isBlank();
        if (!fits) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "as takes a name in quotes and an expression",
                    "As in as(\"price\", log(p)).",
                    source,
                    call.span());
        }
        Node.Text name = (Node.Text) call.arguments().get(0).value();
        return new Factor(Canonical.name(name.value()), call.arguments().get(1).value());
    }

    private void dotless(Node node) {
        if (node instanceof Node.Dot d) {
            throw new FormulaException(
                    Kind.DOT_IN_FUNCTION,
                    "\".\" cannot stand inside a function",
                    "It stands for all other columns, as terms of their own.",
                    source,
                    d.span());
        }
        if (node instanceof Node.Stage) {
            throw new FormulaException(Kind.SYNTAX, "~ cannot stand inside a function", "", source, node.span());
        }
        Formula.children(node).forEach(this::dotless);
    }
}
