package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;

/** The texts of levels that are not text, and the order of levels. */
final class Labels {
    private Labels() {}

    /**
     * The label of a number. patsy prints what Python does, so a column of integers with missing values, which pandas
     * holds as floats, has {@code 2.0} where one without has {@code 2}.
     */
    static String number(double v, boolean integer, Spelling spelling) {
        return spelling == Spelling.PATSY && !integer && v == Math.rint(v) && Math.abs(v) < 1e15
                ? Double.toString(v)
                : Decimals.shortest(v);
    }

    static String logical(boolean v, Spelling spelling) {
        return spelling == Spelling.R ? (v ? "TRUE" : "FALSE") : v ? "True" : "False";
    }

    /** Both labels of a logical factor, false first. */
    static List<String> logical(Spelling spelling) {
        return List.of(logical(false, spelling), logical(true, spelling));
    }

    /** The declared levels of a factor, then those that rows have besides, in order of value. */
    static List<String> ordered(Bound.Category category, Collection<String> seen) {
        List<String> others = new ArrayList<>(new LinkedHashSet<>(seen));
        others.removeAll(new HashSet<>(category.levels()));
        others.sort(order(category.labels() == Kind.BOOLEAN ? Kind.TEXT : category.labels()));
        List<String> all = new ArrayList<>(category.levels());
        all.addAll(others);
        return all;
    }

    /** Numbers by value, texts by code point. */
    static Comparator<String> order(Kind kind) {
        return kind.isNumber() ? Comparator.comparingDouble(Double::parseDouble) : Names::byCodePoint;
    }
}
