package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;

/** A value of a saved model, and where it stands in the file; what is not what it must be is a {@link DataException}. */
record SavedField(Json value, String path) {
    SavedField get(String key) {
        if (!(value instanceof Json.Obj o) || !o.fields().containsKey(key)) {
            throw new DataException("the saved model is damaged: " + path + " has no " + key);
        }
        return new SavedField(o.fields().get(key), path + "." + key);
    }

    boolean isNull() {
        return value instanceof Json.Null;
    }

    List<SavedField> items() {
        if (!(value instanceof Json.Arr a)) {
            throw wrong("a list");
        }
        List<SavedField> items = new ArrayList<>();
        a.items().forEach(i -> items.add(new SavedField(i, path + "[" + items.size() + "]")));
        return items;
    }

    List<String> texts() {
        return items().stream().map(SavedField::text).toList();
    }

    /** Numbers; null stands for NaN. */
    double[] numbers() {
        return items().stream()
                .mapToDouble(i -> i.isNull() ? Double.NaN : i.number())
                .toArray();
    }

    String text() {
        if (value instanceof Json.Str s) {
            return s.value();
        }
        throw wrong("a text");
    }

    double number() {
        if (value instanceof Json.Num n) {
            return n.value();
        }
        throw wrong("a number");
    }

    int whole() {
        double v = number();
        if (v != (int) v) {
            throw wrong("a whole number");
        }
        return (int) v;
    }

    boolean flag() {
        if (value instanceof Json.Bool b) {
            return b.value();
        }
        throw wrong("true or false");
    }

    DataException wrong(String what) {
        return new DataException("the saved model is damaged: " + path + " is no " + what.replaceFirst("^an? ", ""));
    }
}
