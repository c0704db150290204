package dev.tilde.cli;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.Side;
import dev.tilde.formula.Formula;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import dev.tilde.json.Json;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is to say of a formula. */
record Explanation(Readings readings, Optional<DesignSpec> spec) {
    Document document() {
        Formula formula = readings.formula();
        List<Entry> facts = new ArrayList<>();
        readings.terms().ifPresent(t -> {
            if (!t.response().isEmpty()) {
                facts.add(Entry.of("Response", Readings.sum(t.response())));
            }
            facts.add(Entry.of("Terms", Readings.sum(t.predictors())));
        });
        if (readings.terms().isEmpty()) {
            facts.add(Entry.of("Terms", "need data, since . stands for all other columns"));
        }
        facts.add(
                Entry.of("Variables", formula.variables().isEmpty() ? "none" : String.join(", ", formula.variables())));
        for (Readings.Other other : readings.others()) {
            String says = other.refusal().map(why -> "refuses: " + why).orElse("reads " + other.terms());
            facts.add(Entry.of(display(other.convention()), says));
        }
        if (spec.isEmpty()) {
            facts.add(Entry.of("Columns", "need data: tilde explain FORMULA DATA"));
        }
        List<Section> sections = new ArrayList<>();
        sections.add(Section.untitled("reading", new Block.Definitions(facts)));
        spec.ifPresent(s -> sections.addAll(s.describe().sections()));
        List<Document.Piece> text = List.of(new Document.Piece(formula.toString(), Document.Role.PLAIN));
        return new Document("", "Formula", text, Text.NONE, sections);
    }

    private static String display(String convention) {
        return convention.equals("r") ? "R" : convention;
    }

    Json json() {
        Formula formula = readings.formula();
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("schema", Json.of(1));
        fields.put("formula", Json.of(formula.toString()));
        fields.put("convention", Json.of(formula.conventions().name()));
        fields.put(
                "response",
                readings.terms().map(Terms::response).map(Explanation::names).orElse(Json.none()));
        fields.put(
                "terms",
                readings.terms().map(Terms::predictors).map(Explanation::names).orElse(Json.none()));
        fields.put("variables", Json.of(formula.variables()));
        List<Json> others = new ArrayList<>();
        for (Readings.Other o : readings.others()) {
            others.add(Json.object(
                    "convention", Json.of(o.convention()),
                    "refuses", o.refusal().map(Json::of).orElse(Json.none()),
                    "reads", o.refusal().isPresent() ? Json.none() : Json.of(o.terms())));
        }
        fields.put("elsewhere", new Json.Arr(others));
        spec.ifPresent(s -> {
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
