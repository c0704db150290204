package dev.tilde.design;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.json.Json.Arr;
import dev.tilde.json.Json.Bool;
import dev.tilde.json.Json.Num;
import dev.tilde.json.Json.Obj;
import dev.tilde.json.Json.Str;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A value of a saved design, and where it stands in the file. Whoever reads says what must be there; anything else is a
 * {@link DataException}. Numbers that JSON has no word for are strings: NaN, Infinity, -Infinity and -0.
 */
record Saved(Json value, String path) {
    private static final Set<String> UNWRITABLE = Set.of("NaN", "Infinity", "-Infinity", "-0");

    /** The value of a whole file. */
    static Saved of(Json value) {
        return new Saved(value, "");
    }

    /** A field that must be there. */
    Saved get(String key) {
        if (!(value instanceof Obj o)) {
            throw wrong("an object");
        }
        Json field = o.fields().get(key);
        if (field == null) {
            throw damaged(path.isEmpty() ? key + " is missing" : path + " has no " + key);
        }
        return new Saved(field, path.isEmpty() ? key : path + "." + key);
    }

    boolean has(String key) {
        return value instanceof Obj o && o.fields().containsKey(key);
    }

    List<Saved> items() {
        if (!(value instanceof Arr a)) {
            throw wrong("a list");
        }
        List<Saved> items = new ArrayList<>(a.items().size());
        for (Json item : a.items()) {
            items.add(new Saved(item, path + "[" + items.size() + "]"));
        }
        return items;
    }

    Map<String, Saved> fields() {
        if (!(value instanceof Obj o)) {
            throw wrong("an object");
        }
        Map<String, Saved> fields = new LinkedHashMap<>();
        o.fields().forEach((key, field) -> fields.put(key, new Saved(field, path + "." + key)));
        return fields;
    }

    String text() {
        if (value instanceof Str s) {
            return s.value();
        }
        throw wrong("a string");
    }

    boolean truth() {
        if (value instanceof Bool b) {
            return b.value();
        }
        throw wrong("true or false");
    }

    /** Any double, to the last bit. */
    double number() {
        if (value instanceof Num n && Double.isFinite(n.value())) {
            return n.value();
        }
        if (value instanceof Str s && UNWRITABLE.contains(s.value())) {
            return Double.parseDouble(s.value());
        }
        throw wrong("a number");
    }

    double finite() {
        double v = number();
        if (Double.isInfinite(v) || Double.isNaN(v)) {
            throw wrong("a finite number");
        }
        return v;
    }

    /** A whole number from 0 to {@code most}. */
    long count(long most) {
        double v = value instanceof Num n ? n.value() : -1;
        if (v != Math.rint(v) || v < 0 || v > most) {
            throw wrong("a whole number from 0 to " + most);
        }
        return (long) v;
    }

    int whole(int least, int most) {
        double v = value instanceof Num n ? n.value() : Double.NaN;
        if (!(v == Math.rint(v) && v >= least && v <= most)) {
            throw wrong("a whole number from " + least + " to " + most);
        }
        return (int) v;
    }

    List<String> texts() {
        return items().stream().map(Saved::text).toList();
    }

    List<Double> numbers() {
        return items().stream().map(Saved::number).toList();
    }

    /** Numbers that never fall. */
    List<Double> ascending() {
        List<Double> all = items().stream().map(Saved::finite).toList();
        for (int i = 1; i < all.size(); i++) {
            if (all.get(i) < all.get(i - 1)) {
                throw wrong("ascending numbers");
            }
        }
        return all;
    }

    /** So many rows of so many numbers. */
    List<List<Double>> rows(int count, int width) {
        List<List<Double>> rows = items().stream().map(Saved::numbers).toList();
        if (rows.size() != count || rows.stream().anyMatch(r -> r.size() != width)) {
            throw wrong(count + " rows of " + width + " numbers");
        }
        return rows;
    }

    <E extends Enum<E>> E choice(E[] values) {
        String word = text();
        for (E v : values) {
            if (word(v).equals(word)) {
                return v;
            }
        }
        throw wrong("a known word");
    }

    /** What a value that is not as expected is refused with. */
    DataException wrong(String expected) {
        return damaged((path.isEmpty() ? "the file" : path) + " is not " + expected);
    }

    static DataException damaged(String what) {
        return new DataException("the saved design is damaged: " + what + "; save it again from the fit it came from");
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    static Json of(Enum<?> value) {
        return Json.of(word(value));
    }

    static Json of(double v) {
        return Double.isNaN(v) || Double.isInfinite(v)
                ? Json.of(Double.toString(v))
                : Double.doubleToRawLongBits(v) == Long.MIN_VALUE ? Json.of("-0") : Json.of(v);
    }

    static Json of(List<Double> values) {
        return new Arr(values.stream().map(v -> of(v.doubleValue())).toList());
    }

    static Json rows(List<List<Double>> rows) {
        return new Arr(rows.stream().map(Saved::of).toList());
    }
}
