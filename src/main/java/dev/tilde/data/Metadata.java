package dev.tilde.data;

import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The description that stands beside a CSV file: {@code air.json} beside {@code air.csv}.
 *
 * @param about name, title, source
 * @param rows how many rows there should be
 * @param missing the texts that mean a missing value; empty = the standard list
 * @param columns kinds, levels, units, descriptions
 */
record Metadata(Dataset.About about, OptionalInt rows, Optional<List<String>> missing, List<Schema.Column> columns) {
    Metadata {
        columns = List.copyOf(columns);
    }

    /**
     * Reads a description; empty when the text is JSON of another sort.
     *
     * @param file for messages
     * @throws DataException if it is not JSON or says something unknown
     */
    static Optional<Metadata> parse(String text, String file) {
        Json json;
        try {
            json = Json.parse(text);
        } catch (Json.Malformed e) {
            throw new DataException(file + " is " + e.getMessage(), file, -1, "");
        }
        if (!(json.get("columns") instanceof Json.Arr columns)
                || columns.items().stream().anyMatch(c -> c.get("name").text("").isEmpty())) {
            return Optional.empty();
        }
        List<Schema.Column> all = new ArrayList<>();
        for (Json column : columns.items()) {
            all.add(column(column, file));
        }
        double n = json.get("n").number();
        Dataset.About about = new Dataset.About(
                json.get("name").text(""),
                json.get("title").text(""),
                json.get("source").text(""),
                json.get("citation").text(""),
                json.get("note").text(""));
        return Optional.of(new Metadata(
                about, Double.isNaN(n) ? OptionalInt.empty() : OptionalInt.of((int) n), missing(json), all));
    }

    private static Optional<List<String>> missing(Json json) {
        Json missing = json.get("missing");
        if (missing instanceof Json.Arr tokens) {
            return Optional.of(tokens.items().stream().map(t -> t.text("")).toList());
        }
        return missing.text("").equals("empty field") ? Optional.of(List.of()) : Optional.empty();
    }

    private static Schema.Column column(Json json, String file) {
        String name = json.get("name").text("");
        Schema.Kind kind;
        try {
            kind = Schema.Kind.of(json.get("type").text("string"));
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ", column " + name + ": " + e.getMessage(), file, -1, name);
        }
        return new Schema.Column(
                name,
                kind,
                json.get("levels").items().stream().map(l -> l.text("")).toList(),
                json.get("ordered").isTrue(),
                json.get("unit").text(""),
                json.get("description").text(""),
                json.get("label").isTrue(),
                json.get("note").text(""),
                "",
                "");
    }

    Optional<Schema.Column> column(String name) {
        return columns.stream().filter(c -> c.name().equals(name)).findFirst();
    }
}
