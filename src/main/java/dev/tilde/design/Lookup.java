package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.text.Names;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Names of a formula against the columns of a schema, and what to say when none fits. */
final class Lookup {
    /** What the first parameter of the calls that make a factor is called. */
    private final Formula formula;

    private final Schema schema;
    private final Map<String, Schema.Column> exact = new HashMap<>();
    private final Map<String, Schema.Column> composed = new HashMap<>();

    Lookup(Formula formula, Schema schema) {
        this.formula = formula;
        this.schema = schema;
        for (Schema.Column c : schema.columns()) {
            exact.put(c.name(), c);
            composed.putIfAbsent(compose(c.name()), c);
        }
    }

    private static String compose(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC);
    }

    /** All columns there are. */
    List<String> names() {
        return schema.names();
    }

    /** The column of exactly this name, else the first that has the same composed form (NFC). */
    Optional<Schema.Column> find(Node.Name name) {
        Schema.Column found = exact.get(name.name());
        return Optional.ofNullable(found != null ? found : composed.get(compose(name.name())));
    }

    /** Refuses names that no column has, all at once. */
    void check(List<Factor> factors) {
        List<Node.Name> unknown = new ArrayList<>();
        for (Factor f : factors) {
            for (Node.Name name : Formula.places(f.expression())) {
                refuseUnderscore(name);
                if (find(name).isEmpty()
                        && Constants.truth(name.name(), formula.conventions().reading()) == null
                        && !isInfinity(name)
                        && !Lists.isNone(name)) {
                    unknown.add(name);
                }
            }
        }
        if (!unknown.isEmpty()) {
            throw unknown(unknown);
        }
    }

    private void refuseUnderscore(Node.Name name) {
        if (formula.conventions().reading() == Conventions.Reading.R
                && name.quoting() == Node.Quoting.NONE
                && name.name().startsWith("_")) {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "names in R do not begin with an underscore",
                    "Write `" + name.name() + "`.",
                    formula.source(),
                    name.span());
        }
    }

    private boolean isInfinity(Node.Name name) {
        return Constants.isInfinity(name) && formula.conventions().reading() != Conventions.Reading.PATSY;
    }

    /** A constant is one number and not one for each row. */
    void refuseConstants(Collection<Factor> factors) {
        for (Factor f : factors) {
            if (!varies(f.expression())) {
                throw new FormulaException(
                        Kind.LENGTH_MISMATCH,
                        f + " is one number, a term has one for each row",
                        "1 is the intercept.",
                        formula.source(),
                        f.expression().span());
            }
        }
    }

    /** Whether there is a value for each row: a mean is one number, and so is all calculated from means. */
    private boolean varies(Node node) {
        return node instanceof Node.Name n
                ? Constants.truth(n.name()) == null || find(n).isPresent()
                : !(node instanceof Node.Call c && Aggregate.NAMES.contains(c.function()))
                        && Formula.children(node).stream().anyMatch(this::varies);
    }

    FormulaException unknown(List<Node.Name> names) {
        Set<String> wanted = new LinkedHashSet<>();
        names.forEach(n -> wanted.add(n.name()));
        Node.Name first = names.get(0);
        String listed =
                String.join(", ", wanted.stream().map(w -> "\"" + w + "\"").toList());
        Optional<String> odd = schema.names().stream()
                .filter(c -> c.length() > first.name().length() && around(c, first))
                .findFirst();
        String near = wanted.stream()
                .map(w -> Names.didYouMean(w, schema.names()))
                .filter(s -> !s.isEmpty())
                .findFirst()
                .orElse("");
        String help = odd.map(o -> "The column " + o + " is written in backticks: `" + o + "`")
                .orElse(near);
        return new FormulaException(
                Kind.UNKNOWN_VARIABLE,
                (wanted.size() == 1 ? "no column named " : "no columns named ") + listed,
                help + (help.isEmpty() ? "" : "\n") + "Columns: " + Names.list(schema.names(), 12),
                formula.source(),
                first.span());
    }

    /** Whether the formula text holds this column's name around the node, as {@code x-y} around {@code x}. */
    private boolean around(String column, Node node) {
        String text = formula.source();
        for (int at = text.indexOf(column); at >= 0; at = text.indexOf(column, at + 1)) {
            if (at <= node.span().start() && at + column.length() >= node.span().end()) {
                return true;
            }
        }
        return false;
    }

    FormulaException unknownFunction(Node.Call call, Vocabulary vocabulary) {
        if (call.function().equals("Q")) {
            return new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "Q takes one string, the name of a column",
                    "As in Q(\"odd name\"); backticks do the same: `odd name`.",
                    formula.source(),
                    call.span());
        }
        if (call.function().equals("c")) {
            return new FormulaException(
                    Kind.UNKNOWN_FUNCTION,
                    "a list of values is no column",
                    "c(...) holds constants and is an argument, as in I(x %in% c(1, 2)) or cut(x, c(0, 5, 9)).",
                    formula.source(),
                    call.name());
        }
        Set<String> names = new LinkedHashSet<>(vocabulary.functions());
        names.addAll(List.of("C", "I", "factor"));
        names.addAll(RowCalls.names());
        names.addAll(DateParts.names());
        names.add("hashed");
        names.remove(call.function());
        if (FactorCalls.isCategorical(call.function())) {
            names.clear();
            names.add("C");
        }
        String near = Names.didYouMean(call.function(), names);
        boolean column = schema.column(call.function()).isPresent();
        return new FormulaException(
                Kind.UNKNOWN_FUNCTION,
                "no function named \"" + call.function() + "\"",
                column
                        ? call.function() + " is a column; for a product write " + call.function() + ":(...)."
                        : near + (near.isEmpty() ? "" : "\n") + "Formulas call a fixed list of functions, never code.",
                formula.source(),
                call.name());
    }

    /** A column of text that is mostly numbers is no factor unless it is asked for. */
    void refuseNumbersAsText(Factor factor) {
        if (factor.expression() instanceof Node.Name n) {
            find(n).filter(c -> !c.notNumbers().isEmpty()).ifPresent(c -> {
                throw new FormulaException(
                        Kind.TYPE,
                        c.notNumbers(),
                        "If levels are meant, write C(" + factor.name() + ").",
                        formula.source(),
                        n.span());
            });
        }
    }

    /** Why columns of numbers that an expression reads are text; empty where none is. */
    String notNumbers(Node expression) {
        return Formula.names(expression).stream()
                .flatMap(name -> schema.column(name).stream())
                .map(Schema.Column::notNumbers)
                .filter(why -> !why.isEmpty())
                .collect(Collectors.joining("\n"));
    }
}
