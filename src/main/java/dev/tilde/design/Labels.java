package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.formula.Conventions.Spelling;
import java.util.Comparator;
import java.util.List;

/** The texts of levels that are not text, and the order of levels. */
final class Labels {
    private Labels() {}

    /** A whole number without a point, else the shortest decimal that reads back to the same double. */
    static String shortest(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15 ? Long.toString((long) v) : Double.toString(v);
    }

    /**
     * The label of a number. patsy prints what Python does, so a column of integers with missing values, which pandas
     * holds as floats, has {@code 2.0} where one without has {@code 2}.
     */
    static String number(double v, boolean integer, Spelling spelling) {
        return spelling == Spelling.PATSY && !integer && v == Math.rint(v) && Math.abs(v) < 1e15
                ? Double.toString(v)
                : shortest(v);
    }

    static String logical(boolean v, Spelling spelling) {
        return spelling == Spelling.R ? (v ? "TRUE" : "FALSE") : v ? "True" : "False";
    }

    /** Both labels of a logical factor, false first. */
    static List<String> logical(Spelling spelling) {
        return List.of(logical(false, spelling), logical(true, spelling));
    }

    /** Numbers by value, texts by code point. */
    static Comparator<String> order(Kind kind) {
        return kind.isNumber() ? Comparator.comparingDouble(Double::parseDouble) : Labels::byCodePoint;
    }

    private static int byCodePoint(String a, String b) {
        int n = Math.min(a.length(), b.length());
        for (int i = 0; i < n; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                // Surrogates stand for code points above every other char.
                boolean sx = Character.isSurrogate(x);
                boolean sy = Character.isSurrogate(y);
                return sx == sy ? Character.compare(x, y) : sx ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
