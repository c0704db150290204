package dev.tilde.formula;

import dev.tilde.formula.Conventions.Reading;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A formula with changes; R's {@code update.formula}. */
final class Update {
    private final Formula old;

    private Update(Formula old) {
        this.old = old;
    }

    static Formula of(Formula old, String changes) {
        Update update = new Update(old);
        List<@Nullable Node> sides = Reader.sides(changes, changes, old.limits());
        Node right = sides.get(sides.size() - 1);
        Node left = sides.size() == 2 ? sides.get(0) : null;
        if (right == null) {
            // Says what is missing.
            Formula.parse(changes, old.conventions(), old.limits());
        }
        return update.with(update.regrouped(left, changes), update.regrouped(right, changes));
    }

    private @Nullable Node regrouped(@Nullable Node side, String text) {
        return side != null && old.conventions().reading() == Reading.PATSY
                ? Regroup.patsy(side, text, old.limits())
                : side;
    }

    private Formula with(@Nullable Node left, @Nullable Node right) {
        Node was = old.response().orElse(null);
        Node response = left == null ? was : was == null ? left : replaced(left, was);
        List<Node> parts = right == null ? List.of() : Parts.of(right, old.conventions());
        List<String> texts = new ArrayList<>();
        for (int k = 0; k < Math.max(parts.size(), old.parts().size()); k++) {
            Node before = k < old.parts().size() ? old.parts().get(k) : null;
            Node part = k >= parts.size() ? before : before == null ? parts.get(k) : replaced(parts.get(k), before);
            texts.add(simple(part));
        }
        String start = response == null ? "" : text(Grouping.of(response)) + " ";
        return Formula.parse(start + "~ " + String.join(" | ", texts), old.conventions(), old.limits());
    }

    private Node replaced(Node node, Node dot) {
        if (node instanceof Node.Dot) {
            return dot instanceof Node.Chain || dot instanceof Node.Prefix || dot instanceof Node.Power
                    ? new Node.Group('(', dot, dot.span())
                    : dot;
        }
        if (node instanceof Node.Chain c) {
            return new Node.Chain(
                    c.operands().stream().map(o -> replaced(o, dot)).toList(), c.operators(), c.span());
        }
        if (node instanceof Node.Prefix p) {
            return new Node.Prefix(p.sign(), replaced(p.operand(), dot), p.span());
        }
        if (node instanceof Node.Power p) {
            return new Node.Power(replaced(p.base(), dot), p.exponent(), p.caret(), p.span());
        }
        if (node instanceof Node.Group g) {
            return new Node.Group(g.bracket(), replaced(g.inner(), dot), g.span());
        }
        if (node instanceof Node.Call c) {
            return new Node.Call(
                    c.function(),
                    c.arguments().stream()
                            .map(a -> new Node.Argument(a.keyword(), replaced(a.value(), dot)))
                            .toList(),
                    c.name(),
                    c.span());
        }
        return node;
    }

    private String text(Node node) {
        return Canonical.text(node, old.conventions().spelling());
    }

    /** A part as a sum of terms, where they can be told without the data. */
    private String simple(@Nullable Node part) {
        if (part == null) {
            return "1";
        }
        Conventions conventions = old.conventions().intercept() == Conventions.Intercept.BOTH
                ? old.conventions().with(Conventions.Intercept.R)
                : old.conventions();
        Formula alone = Formula.of(null, part, conventions, old.limits());
        boolean choices =
                Parts.calls(part).stream().anyMatch(Models::isChoice) && conventions.extras() == Conventions.Extras.ALL;
        if (alone.needsColumns() || choices || Parts.isSequence(part)) {
            return text(Grouping.of(part));
        }
        Terms terms = alone.expand(List.of());
        List<String> sum = new ArrayList<>();
        if (!terms.hasIntercept()) {
            sum.add("0");
        }
        terms.predictors().stream()
                .filter(t -> t.degree() > 0)
                .sorted(Comparator.comparingInt(Term::degree))
                .map(t -> t.factors().stream().map(this::written).collect(Collectors.joining(":")))
                .forEach(sum::add);
        terms.roles().forEach((role, factors) -> factors.forEach(f -> sum.add(given(role, f))));
        return sum.isEmpty() ? "1" : String.join(" + ", sum);
    }

    private String given(Role role, Factor factor) {
        return old.conventions().roleCalls() == Conventions.RoleCalls.OFFSET
                ? written(factor)
                : role.name().toLowerCase(Locale.ROOT) + "(" + text(factor.expression()) + ")";
    }

    /** A factor as a formula has it: with its alias, and in brackets when it is no column and no call. */
    private String written(Factor factor) {
        Node e = factor.expression();
        String text = text(e);
        if (!factor.name().equals(text)) {
            String name = factor.name().startsWith("`") ? unquoted(factor.name()) : factor.name();
            return "as(" + text(new Node.Text(name, "", e.span())) + ", " + text + ")";
        }
        return e instanceof Node.Name || e instanceof Node.Call || e instanceof Node.Group ? text : "(" + text + ")";
    }

    private static String unquoted(String name) {
        return name.substring(1, name.length() - 1).replace("\\`", "`").replace("\\\\", "\\");
    }
}
