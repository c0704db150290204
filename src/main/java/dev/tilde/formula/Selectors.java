package dev.tilde.formula;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Calls that stand for columns by their names: {@code starts_with("x_") ends_with("_log") contains("temp")
 * matches("^x[0-9]+$")}. As a dot, they are sums of terms; columns come in the order of the data.
 *
 * <p>Patterns are RE2's, which match in linear time: a formula is text from a stranger, and a backtracking matcher can
 * be made to run for ever.
 */
final class Selectors {
    private static final Set<String> NAMES = Set.of("starts_with", "ends_with", "contains", "matches");

    private Selectors() {}

    static boolean isSelector(Node node) {
        return node instanceof Node.Call c && NAMES.contains(c.function());
    }

    /** The columns that a selector chooses, in their order. */
    static Set<String> select(Node.Call call, List<String> columns, String source) {
        if (call.arguments().isEmpty()) {
            throw bad(call.function() + " takes strings", "As in " + call.function() + "(\"x_\").", call, source);
        }
        List<Predicate<String>> tests = new ArrayList<>();
        for (Node.Argument a : call.arguments()) {
            if (!a.keyword().isEmpty() || !(a.value() instanceof Node.Text)) {
                throw bad(
                        call.function() + " takes strings",
                        "As in " + call.function() + "(\"x_\").",
                        a.value(),
                        source);
            }
            tests.add(test(call.function(), (Node.Text) a.value(), source));
        }
        Set<String> chosen = new LinkedHashSet<>();
        for (String column : columns) {
            if (tests.stream().anyMatch(t -> t.test(column))) {
                chosen.add(column);
            }
        }
        if (chosen.isEmpty()) {
            throw new FormulaException(
                    Kind.UNKNOWN_VARIABLE,
                    "no column fits " + call.span().of(source),
                    "Columns: " + Names.list(columns, 12),
                    source,
                    call.span());
        }
        return chosen;
    }

    private static Predicate<String> test(String function, Node.Text text, String source) {
        String value = text.value();
        return switch (function) {
            case "starts_with" -> column -> column.startsWith(value);
            case "ends_with" -> column -> column.endsWith(value);
            case "contains" -> column -> column.contains(value);
            default -> {
                try {
                    Pattern pattern = Pattern.compile(value);
                    yield column -> pattern.matcher(column).find();
                } catch (PatternSyntaxException e) {
                    throw bad(
                            "this is no pattern: " + e.getDescription(),
                            "Patterns are regular expressions of RE2, as in matches(\"^x[0-9]+$\").",
                            text,
                            source);
                }
            }
        };
    }

    private static FormulaException bad(String problem, String help, Node at, String source) {
        return new FormulaException(Kind.BAD_ARGUMENT, problem, help, source, at.span());
    }
}
