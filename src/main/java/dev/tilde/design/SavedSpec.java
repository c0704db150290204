package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.data.Schema;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Limits;
import dev.tilde.formula.Node;
import dev.tilde.formula.Role;
import dev.tilde.formula.Span;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The JSON form of a design. Nothing is learned or expanded when it is read: terms, columns and their coding stand in
 * the file, so a design is the same whatever later versions of the language make of its formula.
 */
final class SavedSpec {
    private static final String FORMAT = "tilde-design";
    private static final int VERSION = 1;

    private SavedSpec() {}

    static Json json(DesignSpec spec) {
        Map<String, Json> body = new LinkedHashMap<>();
        body.put("format", Json.of(FORMAT));
        body.put("version", Json.of(VERSION));
        body.put("formula", SavedFormula.json(spec.formula()));
        body.put("options", options(spec));
        body.put("columns", list(spec.schema().columns(), SavedSpec::column));
        body.put("learned", learned(spec));
        body.put("factors", list(spec.factors(), SavedSpec::factor));
        SavedSide.Codings codings = new SavedSide.Codings(spec.factors());
        Layout layout = spec.sides().layout();
        body.put(
                "response",
                SavedSide.json(spec.sides().terms().response(), layout.response(), spec.response(), codings));
        body.put(
                "predictors",
                SavedSide.json(spec.sides().terms().predictors(), layout.predictors(), spec.predictors(), codings));
        Map<String, Json> missing = new LinkedHashMap<>();
        spec.rows().missing().forEach((factor, count) -> missing.put(factor, Json.of(count)));
        body.put(
                "rows",
                Json.object(
                        "total", Json.of(spec.rows().total()),
                        "used", Json.of(spec.rows().used()),
                        "missing", new Json.Obj(missing)));
        List<Json> further = new ArrayList<>();
        for (int k = 0; k < spec.parts().size(); k++) {
            further.add(SavedSide.json(
                    spec.sides().terms().right().get(k + 1),
                    layout.further().get(k),
                    spec.parts().get(k),
                    codings));
        }
        body.put("parts", new Json.Arr(further));
        Map<String, Json> roles = new LinkedHashMap<>();
        for (Role role : Role.values()) {
            if (spec.roles().containsKey(role)) {
                roles.put(
                        role.name().toLowerCase(Locale.ROOT),
                        new Json.Arr(spec.roles().get(role).stream()
                                .map(f -> Json.of(f))
                                .toList()));
            }
        }
        body.put("roles", new Json.Obj(roles));
        body.put("notes", Json.of(spec.notes()));
        body.put("check", Json.of(Digest.of(body)));
        return new Json.Obj(body);
    }

    private interface Writer<T> {
        Json of(T value);
    }

    private static <T> Json list(List<T> values, Writer<T> writer) {
        return new Json.Arr(values.stream().map(writer::of).toList());
    }

    private static Json options(DesignSpec spec) {
        DesignOptions o = spec.options();
        Map<String, Json> levels = new LinkedHashMap<>();
        o.levels().forEach((column, order) -> levels.put(column, Json.of(order)));
        Map<String, Json> contrasts = new LinkedHashMap<>();
        o.contrasts().keySet().stream().sorted().forEach(name -> {
            List<String> coded = spec.factors().stream()
                    .filter(f -> f.factor().name().equals(name))
                    .flatMap(f -> f instanceof FactorInfo.Categorical c ? c.levels().stream() : Stream.empty())
                    .toList();
            contrasts.put(name, SavedContrast.json(o.contrasts().get(name), coded));
        });
        return Json.object(
                "missing", Saved.of(o.naAction()),
                "levels", new Json.Obj(levels),
                "contrasts", new Json.Obj(contrasts),
                "groups", Json.of(o.groups()),
                "order", Json.of(o.order()),
                "coding", Saved.of(o.coding()),
                "unseen", Saved.of(o.unseen()),
                "sameRows", list(o.sameRows(), SavedFormula::json),
                "roles", roles(o.roles()));
    }

    private static Json column(Schema.Column c) {
        return Json.object(
                "name", Json.of(c.name()),
                "kind", Saved.of(c.kind()),
                "levels", Json.of(c.levels()),
                "ordered", Json.of(c.ordered()));
    }

    private static Json learned(DesignSpec spec) {
        List<Json> all = new ArrayList<>();
        spec.learned().forEach((call, transform) -> {
            if (!(transform instanceof StorableTransform s)) {
                Node at = SavedFormula.places(spec.formula()).get(call);
                throw new FormulaException(
                        Kind.UNSUPPORTED,
                        "what " + call + " has learned cannot be saved",
                        "Let its transform implement StorableTransform.",
                        spec.formula().source(),
                        at == null ? new Span(0, spec.formula().source().length()) : at.span());
            }
            all.add(Json.object("call", Json.of(call), "type", Json.of(s.type()), "state", s.json()));
        });
        return new Json.Arr(all);
    }

    private static Json factor(FactorInfo info) {
        String name = info.factor().name();
        return info instanceof FactorInfo.Categorical c
                ? Json.object(
                        "name", Json.of(name),
                        "levels", Json.of(c.levels()),
                        "contrast", SavedContrast.json(c.contrast(), c.levels()))
                : Json.object("name", Json.of(name), "suffixes", Json.of(((FactorInfo.Numeric) info).suffixes()));
    }

    static DesignSpec of(Json json, Vocabulary vocabulary, Limits most) {
        Saved s = Saved.of(json);
        if (!(json instanceof Json.Obj body) || !json.get("format").text("").equals(FORMAT)) {
            throw new DataException("this is no saved design: \"format\": \"" + FORMAT + "\" is not in it");
        }
        double version = json.get("version").number();
        if (version > VERSION) {
            throw new DataException("the design was saved by a newer version of Tilde (format "
                    + s.get("version").whole(1, Integer.MAX_VALUE) + ", this one reads up to " + VERSION + ")");
        }
        s.get("version").whole(1, VERSION);
        if (!s.get("check").text().equals(Digest.of(body.fields()))) {
            throw Saved.damaged("its contents are not those that were saved");
        }
        try {
            return read(s, vocabulary, most);
        } catch (FormulaException e) {
            String hint =
                    e.kind() == Kind.UNKNOWN_FUNCTION ? "; read it with the vocabulary that it was learned with" : "";
            throw new DataException("the saved design cannot be used: " + e.problem() + hint);
        }
    }

    private static DesignSpec read(Saved s, Vocabulary vocabulary, Limits most) {
        Formula formula = SavedFormula.of(s.get("formula"), most);
        Schema schema = new Schema(
                s.get("columns").items().stream().map(SavedSpec::column).toList());
        if (schema.names().stream().distinct().count() < schema.names().size()) {
            throw s.get("columns").wrong("a list of columns with different names");
        }
        DesignOptions options = options(s.get("options"), vocabulary, most);
        List<FactorInfo> factors = factors(s.get("factors"), formula, options, schema);
        Map<String, Transform> learned = new LinkedHashMap<>();
        for (Saved one : s.get("learned").items()) {
            learned.put(one.get("call").text(), transform(one, vocabulary));
        }
        SavedSide.Codings codings = new SavedSide.Codings(factors);
        SavedSides sides = new SavedSides(
                SavedSide.of(s.get("response"), codings, formula.limits()),
                SavedSide.of(s.get("predictors"), codings, formula.limits()),
                s.get("parts").items().stream()
                        .map(part -> SavedSide.of(part, codings, formula.limits()))
                        .toList(),
                roles(s.get("roles"), factors));
        DesignSpec spec = DesignSpec.of(
                formula,
                options,
                learned,
                factors,
                sides,
                rows(s.get("rows")),
                s.get("notes").texts(),
                schema);
        check(spec);
        return spec;
    }

    private static Transform transform(Saved s, Vocabulary vocabulary) {
        String type = s.get("type").text();
        String call = s.get("call").text();
        try {
            return vocabulary
                    .stored(type)
                    .orElseThrow(() -> new DataException("the saved design holds what " + call + " has learned as \""
                            + type + "\", which this vocabulary does not read; Vocabulary.withStored adds it"))
                    .apply(s.get("state").value());
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            // Readers of other people may throw anything.
            throw Saved.damaged("what " + call + " has learned cannot be read, " + e.getMessage());
        }
    }

    /** Files of before formulas of the same rows were kept have none. */
    private static DesignOptions options(Saved s, Vocabulary vocabulary, Limits most) {
        List<Formula> sameRows = new ArrayList<>();
        for (Saved one : s.has("sameRows") ? s.get("sameRows").items() : List.<Saved>of()) {
            sameRows.add(SavedFormula.of(one, most));
        }
        Map<String, List<String>> levels = new LinkedHashMap<>();
        s.get("levels").fields().forEach((column, order) -> levels.put(column, different(order)));
        Map<String, Contrast> contrasts = new LinkedHashMap<>();
        s.get("contrasts").fields().forEach((factor, contrast) -> contrasts.put(factor, SavedContrast.of(contrast)));
        return new DesignOptions(
                s.get("missing").choice(NaAction.values()),
                vocabulary,
                levels,
                contrasts,
                sameRows,
                s.get("groups").texts(),
                s.get("order").texts(),
                s.get("coding").choice(CodingPolicy.values()),
                s.get("unseen").choice(Unseen.values()),
                roles(s));
    }

    private static Json roles(Map<Role, List<String>> roles) {
        Map<String, Json> all = new LinkedHashMap<>();
        roles.forEach((role, columns) -> all.put(role.name().toLowerCase(Locale.ROOT), Json.of(columns)));
        return new Json.Obj(all);
    }

    /** Files of before roles were options have none. */
    private static Map<Role, List<String>> roles(Saved s) {
        Map<Role, List<String>> roles = new EnumMap<>(Role.class);
        for (Role role : s.has("roles") ? Role.values() : new Role[0]) {
            String name = role.name().toLowerCase(Locale.ROOT);
            if (s.get("roles").has(name)) {
                roles.put(role, s.get("roles").get(name).texts());
            }
        }
        return roles;
    }

    private static List<String> different(Saved s) {
        List<String> texts = s.texts();
        if (texts.stream().distinct().count() < texts.size()) {
            throw s.wrong("a list of different levels");
        }
        return texts;
    }

    private static Schema.Column column(Saved s) {
        return Schema.Column.of(s.get("name").text(), s.get("kind").choice(Schema.Kind.values()))
                .withLevels(different(s.get("levels")), s.get("ordered").truth());
    }

    private static List<FactorInfo> factors(Saved s, Formula formula, DesignOptions options, Schema schema) {
        Map<String, Node> places = SavedFormula.places(formula);
        options.sameRows()
                .forEach(other -> SavedFormula.places(other).forEach((name, node) -> places.putIfAbsent(name, node)));
        options.roles()
                .values()
                .forEach(columns -> columns.forEach(
                        c -> places.putIfAbsent(c, Sequencing.option(c).expression())));
        boolean dot = formula.needsColumns() || options.sameRows().stream().anyMatch(Formula::needsColumns);
        if (dot) {
            Span all = formula.predictors().span();
            schema.names().forEach(column -> {
                Node name = new Node.Name(column, Node.Quoting.NONE, all);
                places.putIfAbsent(formula.text(name), name);
            });
        }
        List<FactorInfo> factors = new ArrayList<>();
        for (Saved one : s.items()) {
            String name = one.get("name").text();
            Node expression = places.get(name);
            long before =
                    factors.stream().filter(f -> f.factor().name().equals(name)).count();
            // A factor that is a term and has a role too stands there twice.
            if (expression == null || before > 2) {
                throw one.get("name").wrong("a factor of the formula");
            }
            Factor factor = new Factor(name, expression);
            factors.add(
                    one.has("levels")
                            ? new FactorInfo.Categorical(
                                    factor, different(one.get("levels")), SavedContrast.of(one.get("contrast")))
                            : new FactorInfo.Numeric(factor, one.get("suffixes").texts()));
        }
        return factors;
    }

    /** A number to add up cannot be a level, and levels cannot be added up. */
    private static Map<Role, List<Integer>> roles(Saved s, List<FactorInfo> factors) {
        Map<Role, List<Integer>> roles = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            if (s.has(name)) {
                List<Integer> positions = new ArrayList<>();
                for (Saved f : s.get(name).items()) {
                    int at = f.whole(0, factors.size() - 1);
                    if (role.isNumeric()
                            && !(factors.get(at) instanceof FactorInfo.Numeric n
                                    && n.suffixes().size() == 1)) {
                        throw f.wrong("a factor of one number");
                    }
                    positions.add(at);
                }
                roles.put(role, positions);
            }
        }
        return roles;
    }

    private static Rows rows(Saved s) {
        long total = s.get("total").count(1L << 53);
        Map<String, Long> missing = new LinkedHashMap<>();
        s.get("missing").fields().forEach((factor, count) -> missing.put(factor, count.count(total)));
        return new Rows(total, s.get("used").count(total), missing);
    }

    /** Whether factors, columns and what was learned fit together: both sides of a row that misses everything. */
    private static void check(DesignSpec spec) {
        try {
            if (Rowwise.needsNeighbours(spec).isPresent()) {
                return;
            }
            Rowwise rows = Rowwise.both(spec);
            if (!rows.fits()) {
                throw Saved.damaged("a function has other columns than its factor");
            }
            rows.missing();
        } catch (FormulaException e) {
            // A record of missing values can have a level that no row had: addNA(a), is.na(a).
            if (e.kind() != Kind.UNSEEN_LEVEL) {
                throw e;
            }
        } catch (DataException e) {
            throw e;
        } catch (RuntimeException e) {
            throw Saved.damaged("what was learned does not fit its formula");
        }
    }
}
