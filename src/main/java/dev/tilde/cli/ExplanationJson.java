package dev.tilde.cli;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.Side;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Lint;
import dev.tilde.formula.Readings;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import dev.tilde.json.Json;
import dev.tilde.linear.Explanation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An explanation as JSON. */
final class ExplanationJson {
    private ExplanationJson() {}

    static Json of(Explanation explanation) {
        Readings readings = explanation.readings();
        Formula formula = readings.formula();
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("schema", Json.of(1));
        fields.put("formula", Json.of(formula.toString()));
        fields.put("convention", Json.of(formula.conventions().name()));
        fields.put(
                "response",
                readings.terms()
                        .map(Terms::response)
                        .map(ExplanationJson::names)
                        .orElse(Json.none()));
        fields.put(
                "terms",
                readings.terms()
                        .map(Terms::predictors)
                        .map(ExplanationJson::names)
                        .orElse(Json.none()));
        fields.put("variables", Json.of(formula.variables()));
        List<Json> others = new ArrayList<>();
        for (Readings.Other o : readings.others()) {
            others.add(Json.object(
                    "convention", Json.of(o.convention()),
                    "refuses", o.refusal().map(Json::of).orElse(Json.none()),
                    "reads", o.refusal().isPresent() ? Json.none() : Json.of(o.terms())));
        }
        fields.put("elsewhere", new Json.Arr(others));
        List<Json> lints = new ArrayList<>();
        for (Lint lint : explanation.lints()) {
            lints.add(Json.object(
                    "rule", Json.of(lint.rule()),
                    "problem", Json.of(lint.problem()),
                    "help", Json.of(lint.help()),
                    "start", Json.of(lint.span().start()),
                    "end", Json.of(lint.span().end())));
        }
        fields.put("lints", new Json.Arr(lints));
        explanation.rank().ifPresent(rank -> fields.put("rank", Json.of(rank)));
        if (explanation.rank().isPresent()) {
            Map<String, Json> aliased = new LinkedHashMap<>();
            explanation.aliased().forEach((column, why) -> aliased.put(column, Json.of(why)));
            fields.put("aliased", new Json.Obj(aliased));
        }
        explanation.design().ifPresent(s -> {
            fields.put("rows", FitJson.rows(s.rows()));
            fields.put("response_columns", columns(s.response()));
            fields.put("columns", columns(s.predictors()));
            fields.put("factors", factors(s));
            fields.put("notes", Json.of(s.notes()));
        });
        return new Json.Obj(fields);
    }

    private static Json names(List<Term> terms) {
        return Json.of(terms.stream().map(Term::toString).toList());
    }

    private static Json columns(Side side) {
        List<Json> terms = new ArrayList<>();
        for (CodedTerm t : side.terms()) {
            terms.add(Json.object(
                    "term", Json.of(t.name()),
                    "start", Json.of(t.start()),
                    "end", Json.of(t.end()),
                    "columns", Json.of(side.columns().subList(t.start(), t.end()))));
        }
        return new Json.Arr(terms);
    }

    private static Json factors(DesignSpec spec) {
        List<Json> factors = new ArrayList<>();
        for (FactorInfo info : spec.factors()) {
            boolean number = info instanceof FactorInfo.Numeric;
            factors.add(Json.object(
                    "factor",
                    Json.of(info.factor().name()),
                    "kind",
                    Json.of(number ? "numbers" : "levels"),
                    "levels",
                    info instanceof FactorInfo.Categorical c ? Json.of(c.levels()) : Json.none(),
                    "contrast",
                    info instanceof FactorInfo.Categorical c
                            ? Json.of(c.contrast().toString())
                            : Json.none()));
        }
        return new Json.Arr(factors);
    }
}
