package dev.tilde.model;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a saved model, and where it stands in the file. Every accessor throws a {@link DataException} with that place
 * where the value is not what is asked for.
 *
 * @param value the JSON
 * @param path where it stands: {@code fit.layout.inputs}
 */
public record SavedField(Json value, String path) {
    /** A field that must be there. */
    public SavedField get(String key) {
        if (!(value instanceof Json.Obj o) || !o.fields().containsKey(key)) {
            throw new DataException("the saved model is damaged: " + path + " has no " + key);
        }
        return new SavedField(o.fields().get(key), path + "." + key);
    }

    /** Whether it has a field of this name that is not null; files of before the field was thought of have none. */
    public boolean has(String key) {
        return value instanceof Json.Obj o && !(o.fields().getOrDefault(key, Json.none()) instanceof Json.Null);
    }

    /** Whether it is null. */
    public boolean isNull() {
        return value instanceof Json.Null;
    }

    /** The items of a list. */
    public List<SavedField> items() {
        if (!(value instanceof Json.Arr a)) {
            throw wrong("a list");
        }
        List<SavedField> items = new ArrayList<>();
        a.items().forEach(i -> items.add(new SavedField(i, path + "[" + items.size() + "]")));
        return items;
    }

    /** A list of texts. */
    public List<String> texts() {
        return items().stream().map(SavedField::text).toList();
    }

    /** Numbers; null stands for NaN. */
    public double[] numbers() {
        return items().stream().mapToDouble(SavedField::numberOrNaN).toArray();
    }

    /** A number; null stands for NaN. */
    public double numberOrNaN() {
        return isNull() ? Double.NaN : number();
    }

    /** A text. */
    public String text() {
        if (value instanceof Json.Str s) {
            return s.value();
        }
        throw wrong("a text");
    }

    /** A number. */
    public double number() {
        if (value instanceof Json.Num n) {
            return n.value();
        }
        throw wrong("a number");
    }

    /** A whole number. */
    public int whole() {
        double v = number();
        if (v != (int) v) {
            throw wrong("a whole number");
        }
        return (int) v;
    }

    /** True or false. */
    public boolean flag() {
        if (value instanceof Json.Bool b) {
            return b.value();
        }
        throw wrong("true or false");
    }

    /** The complaint that this is no {@code what}. */
    public DataException wrong(String what) {
        return new DataException("the saved model is damaged: " + path + " is no " + what.replaceFirst("^an? ", ""));
    }
}
