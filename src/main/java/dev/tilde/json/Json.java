package dev.tilde.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.tilde.text.Decimals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A JSON value. Strict: no comments, no NaN tokens, no repeated keys, nothing after the value; nesting up to 200.
 * A double that is not finite is written as {@code null}. Numbers keep every bit of a double.
 */
public sealed interface Json {
    /** An object; keys keep their order. */
    record Obj(Map<String, Json> fields) implements Json {
        public Obj {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }
    }

    /** An array. */
    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    /** A number. */
    record Num(double value) implements Json {}

    /** A string. */
    record Str(String value) implements Json {}

    /** {@code true} or {@code false}. */
    record Bool(boolean value) implements Json {}

    /** {@code null}. */
    record Null() implements Json {}

    /** A null. */
    static Json none() {
        return new Null();
    }

    /** A text is not JSON, or not the JSON that was expected. */
    final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        /** @param message what is wrong and where */
        public Malformed(String message) {
            super(message);
        }
    }

    /** A number; null when it is not finite. */
    static Json of(double value) {
        return Double.isFinite(value) ? new Num(value) : none();
    }

    /** A string. */
    static Json of(String value) {
        return new Str(value);
    }

    /** {@code true} or {@code false}. */
    static Json of(boolean value) {
        return new Bool(value);
    }

    /** An array of numbers; values that are not finite become null. */
    static Json of(double[] values) {
        List<Json> items = new ArrayList<>(values.length);
        for (double v : values) {
            items.add(of(v));
        }
        return new Arr(items);
    }

    /** An array of strings. */
    static Json of(List<String> values) {
        return new Arr(values.stream().map(Json::of).toList());
    }

    /** An object from keys and values in turn: {@code object("a", Json.of(1), "b", Json.none())}. */
    static Obj object(Object... keysAndValues) {
        Map<String, Json> fields = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            fields.put((String) keysAndValues[i], (Json) keysAndValues[i + 1]);
        }
        return new Obj(fields);
    }

    /** The field of an object, or null when it is absent or this is no object. */
    default Json get(String key) {
        return this instanceof Obj o ? o.fields().getOrDefault(key, none()) : none();
    }

    /** The items of an array; none when this is no array. */
    default List<Json> items() {
        return this instanceof Arr a ? a.items() : List.of();
    }

    /** The text of a string, or {@code otherwise}. */
    default String text(String otherwise) {
        return this instanceof Str s ? s.value() : otherwise;
    }

    /** The value of a number, NaN for anything else. */
    default double number() {
        return this instanceof Num n ? n.value() : Double.NaN;
    }

    /** Whether this is {@code true}. */
    default boolean isTrue() {
        return this instanceof Bool b && b.value();
    }

    /**
     * Reads one JSON value.
     *
     * @throws Malformed with line and column when the text is not strict JSON
     */
    static Json parse(String text) {
        JsonFactory factory = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .streamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(200).build())
                .build();
        try (JsonParser in = factory.createParser(text)) {
            if (in.nextToken() == null) {
                throw new Malformed("empty text where JSON was expected");
            }
            Json value = read(in);
            if (in.nextToken() != null) {
                throw new Malformed("text after the end of the JSON value, line "
                        + in.currentTokenLocation().getLineNr());
            }
            return value;
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null
                    ? ""
                    : ", line " + e.getLocation().getLineNr() + " column "
                            + e.getLocation().getColumnNr();
            // Jackson says at length that it does not show the text.
            String what = e.getOriginalMessage().replaceAll("\\[Source: [^;]*; ([^\\]]*)\\]", "$1");
            throw new Malformed("not JSON: " + what + where);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Json read(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Json> fields = new LinkedHashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String key = in.currentName();
                in.nextToken();
                fields.put(key, read(in));
            }
            return new Obj(fields);
        }
        if (token == JsonToken.START_ARRAY) {
            List<Json> items = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                items.add(read(in));
            }
            return new Arr(items);
        }
        if (token == JsonToken.VALUE_STRING) {
            return new Str(in.getText());
        }
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            return new Num(Double.parseDouble(in.getText()));
        }
        if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
            return new Bool(token == JsonToken.VALUE_TRUE);
        }
        return none();
    }

    /** On one line, as short as it gets. */
    default String compact() {
        return text(-1);
    }

    /** The same, written on the way: long lists of texts would fill the memory once more. */
    default void compact(Appendable out) throws IOException {
        write(this, out, -1);
    }

    /** Indented by two; arrays of plain values stay on one line. Ends without a line break. */
    default String pretty() {
        return text(0);
    }

    private String text(int indent) {
        StringBuilder out = new StringBuilder();
        try {
            write(this, out, indent);
        } catch (IOException e) {
            throw new AssertionError("a StringBuilder takes all", e);
        }
        return out.toString();
    }

    private static void write(Json value, Appendable out, int indent) throws IOException {
        if (value instanceof Obj o) {
            String separator = "{";
            for (Map.Entry<String, Json> field : o.fields().entrySet()) {
                out.append(separator);
                newline(out, indent < 0 ? -1 : indent + 2);
                quote(field.getKey(), out);
                out.append(indent < 0 ? ":" : ": ");
                write(field.getValue(), out, indent < 0 ? -1 : indent + 2);
                separator = ",";
            }
            if (o.fields().isEmpty()) {
                out.append('{');
            } else {
                newline(out, indent);
            }
            out.append('}');
        } else if (value instanceof Arr a) {
            boolean flat = indent < 0 || a.items().stream().noneMatch(i -> i instanceof Obj || i instanceof Arr);
            out.append('[');
            String separator = "";
            for (Json item : a.items()) {
                out.append(separator);
                if (!flat) {
                    newline(out, indent + 2);
                }
                write(item, out, flat ? -1 : indent + 2);
                separator = flat && indent >= 0 ? ", " : ",";
            }
            if (!flat && !a.items().isEmpty()) {
                newline(out, indent);
            }
            out.append(']');
        } else if (value instanceof Num n) {
            out.append(Decimals.shortest(n.value()));
        } else if (value instanceof Str s) {
            quote(s.value(), out);
        } else if (value instanceof Bool b) {
            out.append(String.valueOf(b.value()));
        } else {
            out.append("null");
        }
    }

    private static void newline(Appendable out, int indent) throws IOException {
        if (indent >= 0) {
            out.append('\n').append(" ".repeat(indent));
        }
    }

    private static void quote(String text, Appendable out) throws IOException {
        out.append('"')
                .append(String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)))
                .append('"');
    }
}
