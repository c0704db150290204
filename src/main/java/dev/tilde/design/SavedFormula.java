package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Expressions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Node;
import dev.tilde.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A formula in a saved design: its text and all that decides how it is read. */
final class SavedFormula {
    private SavedFormula() {}

    static Json json(Formula f) {
        Limits l = f.limits();
        return Json.object(
                "text", Json.of(f.source()),
                "conventions", json(f.conventions()),
                "limits",
                        Json.object(
                                "length", Json.of(l.length()),
                                "depth", Json.of(l.depth()),
                                "exponent", Json.of(l.exponent()),
                                "terms", Json.of(l.terms()),
                                "columns", Json.of(l.columns())));
    }

    private static Json json(Conventions c) {
        Map<String, Json> choices = new LinkedHashMap<>();
        choices.put("name", Json.of(c.name()));
        c.choices()
                .forEach(choice ->
                        choices.put(choice.axis(), Json.of(choice.name().toLowerCase(Locale.ROOT))));
        return new Json.Obj(choices);
    }

    /** Reads a formula whose limits are within {@code most}. */
    static Formula of(Saved s, Limits most) {
        Saved l = s.get("limits");
        Limits limits = new Limits(
                within(l.get("length"), most.length()),
                within(l.get("depth"), most.depth()),
                within(l.get("exponent"), most.exponent()),
                within(l.get("terms"), most.terms()),
                within(l.get("columns"), most.columns()));
        try {
            return Formula.parse(s.get("text").text(), conventions(s.get("conventions")), limits);
        } catch (FormulaException e) {
            throw Saved.damaged("its formula cannot be read, " + e.problem());
        }
    }

    private static int within(Saved s, int most) {
        int limit = s.whole(1, Integer.MAX_VALUE);
        if (limit > most) {
            throw new DataException("the saved design was made under wider limits: " + s.path() + " is " + limit
                    + ", and " + most + " is allowed; read it with wider Limits if it comes from a safe place");
        }
        return limit;
    }

    /** An axis that the file does not name has the choice of the set it is named after. */
    private static Conventions conventions(Saved s) {
        Conventions c = Conventions.named(s.get("name").text())
                .orElseThrow(() -> s.get("name").wrong("a convention"));
        for (Conventions.Choice usual : c.choices()) {
            if (s.has(usual.axis())) {
                Saved word = s.get(usual.axis());
                c = c.with(usual.others().stream()
                        .filter(o -> o.name().equalsIgnoreCase(word.text()))
                        .findFirst()
                        .orElseThrow(() -> word.wrong("one of its choices")));
            }
        }
        return c;
    }

    /** The nodes of a formula by their canonical text, each at its first place, outside of calls if it stands there. */
    static Map<String, Node> places(Formula f) {
        Map<String, Node> places = new HashMap<>();
        for (boolean inside : new boolean[] {false, true}) {
            f.response().ifPresent(left -> collect(f, left, inside, places));
            collect(f, f.predictors(), inside, places);
        }
        return places;
    }

    private static void collect(Formula f, Node node, boolean inside, Map<String, Node> places) {
        places.putIfAbsent(f.text(node), node);
        if (node instanceof Node.Call c
                && c.function().equals("as")
                && c.arguments().size() == 2) {
            Node alias = c.arguments().get(0).value();
            if (alias instanceof Node.Text t) {
                places.putIfAbsent(
                        f.text(Expressions.name(t.value())),
                        c.arguments().get(1).value());
            }
        }
        if (inside || !(node instanceof Node.Call)) {
            Formula.children(node).forEach(child -> collect(f, child, inside, places));
        }
    }
}
