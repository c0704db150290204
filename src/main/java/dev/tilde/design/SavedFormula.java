package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Node;
import dev.tilde.json.Json;
import java.util.HashMap;
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
        return Json.object(
                "name", Json.of(c.name()),
                "spelling", Saved.of(c.spelling()),
                "reading", Saved.of(c.reading()),
                "intercept", Saved.of(c.intercept()),
                "response", Saved.of(c.response()),
                "responseOnTheRight", Saved.of(c.responseOnTheRight()),
                "power", Saved.of(c.power()),
                "emptyLeft", Saved.of(c.emptyLeft()),
                "signRemoves", Json.of(c.signRemoves()),
                "needsTilde", Json.of(c.needsTilde()),
                "dot", Json.of(c.dot()),
                "dotTakesRowNames", Json.of(c.dotTakesRowNames()),
                "removedTermsDropRows", Json.of(c.removedTermsDropRows()),
                "termOrder", Saved.of(c.termOrder()),
                "factorOrder", Saved.of(c.factorOrder()),
                "coding", Saved.of(c.coding()),
                "fullForm", Saved.of(c.fullForm()),
                "unusedLevels", Json.of(c.unusedLevels()),
                "nanComparesFalse", Json.of(c.nanComparesFalse()),
                "infinite", Json.of(c.infinite()),
                "oneLevel", Saved.of(c.oneLevel()));
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

    private static Conventions conventions(Saved s) {
        return new Conventions(
                s.get("name").text(),
                s.get("spelling").choice(Conventions.Spelling.values()),
                s.get("reading").choice(Conventions.Reading.values()),
                s.get("intercept").choice(Conventions.Intercept.values()),
                s.get("response").choice(Conventions.Response.values()),
                s.get("responseOnTheRight").choice(Conventions.ResponseOnTheRight.values()),
                s.get("power").choice(Conventions.PowerOrder.values()),
                s.get("emptyLeft").choice(Conventions.EmptyLeft.values()),
                s.get("signRemoves").truth(),
                s.get("needsTilde").truth(),
                s.get("dot").truth(),
                s.get("dotTakesRowNames").truth(),
                s.get("removedTermsDropRows").truth(),
                s.get("termOrder").choice(Conventions.TermOrder.values()),
                s.get("factorOrder").choice(Conventions.FactorOrder.values()),
                s.get("coding").choice(Conventions.Coding.values()),
                s.get("fullForm").choice(Conventions.FullForm.values()),
                s.get("unusedLevels").truth(),
                s.get("nanComparesFalse").truth(),
                s.get("infinite").truth(),
                s.get("oneLevel").choice(Conventions.OneLevel.values()));
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
        if (inside || !(node instanceof Node.Call)) {
            Formula.children(node).forEach(child -> collect(f, child, inside, places));
        }
    }
}
