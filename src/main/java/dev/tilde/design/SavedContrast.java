package dev.tilde.design;

import dev.tilde.json.Json;
import dev.tilde.text.Names;
import java.util.List;
import java.util.Optional;

/**
 * Contrasts in a saved design: those of the language by name and arguments, any other by the matrices it gives for the
 * levels at hand.
 */
final class SavedContrast {
    private SavedContrast() {}

    static Json json(Contrast contrast, List<String> levels) {
        if (contrast instanceof Treatment t) {
            return Json.object("type", Json.of("treatment"), "level", json(t.reference()));
        }
        if (contrast instanceof Treatment.Simple s) {
            return Json.object(
                    "type", Json.of("simple"), "level", json(s.treatment().reference()));
        }
        if (contrast instanceof Sum s) {
            return Json.object("type", Json.of("sum"), "level", json(s.omit()));
        }
        if (contrast instanceof Steps s) {
            return Json.object("type", Saved.of(s));
        }
        if (contrast instanceof Poly p) {
            return Json.object("type", Json.of("poly"), "scores", Saved.of(p.scores()));
        }
        if (contrast instanceof Custom c) {
            return Json.object(
                    "type",
                    Json.of("matrix"),
                    "rule",
                    Saved.of(c.rule()),
                    "names",
                    Json.of(c.names()),
                    "rows",
                    Saved.rows(c.rows()));
        }
        if (contrast instanceof Counted c) {
            return Json.object(
                    "type", Json.of("counted"),
                    "of", json(c.contrast(), levels),
                    "names", Json.of(c.names()),
                    "most", Json.of(c.most()));
        }
        if (levels.isEmpty()) {
            return Json.object("type", Json.of("treatment"), "level", Json.none());
        }
        return Json.object(
                "type", Json.of("given"),
                "name", Json.of(contrast.toString()),
                "levels", Json.of(levels),
                "reduced", SavedCoding.json(contrast.code(levels)),
                "full", SavedCoding.json(contrast.codeInFull(levels)));
    }

    private static Json json(Optional<LevelChoice> choice) {
        return choice.map(c -> (Json) Json.object(
                        "text", Json.of(c.text()), "number", Json.of(c.number()), "fromOne", Json.of(c.fromOne())))
                .orElse(Json.none());
    }

    static Contrast of(Saved s) {
        String type = s.get("type").text();
        return switch (type) {
            case "treatment" -> new Treatment(choice(s.get("level")));
            case "simple" -> new Treatment.Simple(new Treatment(choice(s.get("level"))));
            case "sum" -> new Sum(choice(s.get("level")));
            case "helmert" -> Contrasts.HELMERT;
            case "diff" -> Contrasts.DIFF;
            case "poly" -> {
                try {
                    yield new Poly(s.get("scores").numbers());
                } catch (IllegalArgumentException e) {
                    throw s.get("scores").wrong("a list of different numbers");
                }
            }
            case "matrix" -> {
                List<List<Double>> rows =
                        s.get("rows").items().stream().map(Saved::numbers).toList();
                try {
                    yield Contrasts.matrix(
                            rows, s.get("names").texts(), s.get("rule").choice(Custom.Rule.values()));
                } catch (IllegalArgumentException e) {
                    throw s.get("rows").wrong("a matrix of finite numbers");
                }
            }
            case "counted" ->
                new Counted(
                        of(s.get("of")), s.get("names").texts(), s.get("most").whole(0, Integer.MAX_VALUE));
            case "given" -> {
                List<String> levels = s.get("levels").texts();
                yield new Given(
                        s.get("name").text(),
                        levels,
                        SavedCoding.of(s.get("reduced"), levels.size()),
                        SavedCoding.of(s.get("full"), levels.size()));
            }
            default -> throw s.get("type").wrong("a contrast this version knows");
        };
    }

    private static Optional<LevelChoice> choice(Saved s) {
        return s.value() instanceof Json.Null
                ? Optional.empty()
                : Optional.of(new LevelChoice(
                        s.get("text").text(),
                        s.get("number").truth(),
                        s.get("fromOne").truth()));
    }

    /** A contrast that somebody else wrote, as it coded its levels; saved again it is the same. */
    record Given(String name, List<String> levels, CodingMatrix reduced, CodingMatrix full) implements Contrast {
        Given {
            levels = List.copyOf(levels);
        }

        @Override
        public CodingMatrix code(List<String> wanted) {
            check(wanted);
            return reduced;
        }

        @Override
        public CodingMatrix codeInFull(List<String> wanted) {
            check(wanted);
            return full;
        }

        private void check(List<String> wanted) {
            if (!wanted.equals(levels)) {
                throw new IllegalArgumentException(
                        name + " was saved for the levels " + Names.list(levels, 10) + " and codes no others");
            }
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
