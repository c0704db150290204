package dev.tilde.linear;

import dev.tilde.json.Json;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What makes a column redundant: it equals {@code constant + sum weights[k] * column k} of estimated columns before it.
 *
 * @param column position of the redundant column
 * @param constant 0 without an intercept
 * @param terms the columns that make it up
 * @param exact whether nothing is left of it but rounding; else less than the tolerance, and it nearly equals them
 */
record Relation(int column, double constant, List<Part> terms, boolean exact) {
    Relation {
        terms = List.copyOf(terms);
    }

    /** Parts that can still be read as a formula. */
    private static final int MOST = 6;

    /** A column and its weight. */
    record Part(int column, double weight) {}

    /** Weights that are nothing but rounding are left out, whole ones made whole. */
    static Relation of(
            int column, DoubleDouble constant, DoubleDouble[] weights, double size, double[] sizes, boolean exact) {
        List<Part> parts = new ArrayList<>();
        for (int k = 0; k < weights.length; k++) {
            double w = tidy(weights[k].value());
            if (Math.abs(w) * sizes[k] > 1e-9 * size) {
                parts.add(new Part(k, w));
            }
        }
        double c = tidy(constant.value());
        return new Relation(column, Math.abs(c) > 1e-9 * size ? c : 0, parts, exact);
    }

    Json json() {
        return Json.object(
                "column",
                Json.of(column),
                "constant",
                Json.of(constant),
                "columns",
                Json.of(terms.stream().mapToDouble(Part::column).toArray()),
                "weights",
                Json.of(terms.stream().mapToDouble(Part::weight).toArray()),
                "exact",
                Json.of(exact));
    }

    static Relation of(SavedField saved) {
        double[] columns = saved.get("columns").numbers();
        double[] weights = saved.get("weights").numbers();
        List<Part> parts = new ArrayList<>();
        for (int k = 0; k < columns.length; k++) {
            parts.add(new Part((int) columns[k], weights[k]));
        }
        return new Relation(
                saved.get("column").whole(),
                saved.get("constant").number(),
                parts,
                saved.get("exact").flag());
    }

    private static double tidy(double w) {
        double whole = Math.rint(w);
        return Math.abs(w - whole) <= 1e-9 * Math.max(1, Math.abs(w)) ? whole : w;
    }

    /**
     * {@code equals 2 x Wind}, {@code equals 1 - a[T.a2]}, {@code nearly equals 3.2 x Temp}, {@code is made of 29 columns before
     * it}.
     */
    String text(List<String> names) {
        if (terms.size() > MOST) {
            return (exact ? "is made of " : "is nearly made of ") + terms.size() + " columns before it";
        }
        StringBuilder out = new StringBuilder();
        if (constant != 0 || terms.isEmpty()) {
            out.append(number(constant));
        }
        for (Part p : terms) {
            String size = Math.abs(p.weight()) == 1 ? "" : number(Math.abs(p.weight())) + " \u00d7 ";
            String sign = p.weight() < 0 ? "-" : "+";
            String joint = out.length() == 0 ? (p.weight() < 0 ? "-" : "") : " " + sign + " ";
            out.append(joint).append(size).append(names.get(p.column()));
        }
        return (exact ? "equals " : "nearly equals ") + out;
    }

    private static String number(double v) {
        return v == Math.rint(v) && Math.abs(v) < 1e15
                ? String.format(Locale.ROOT, "%.0f", v)
                : String.format(Locale.ROOT, "%.6g", v).replaceAll("0+$", "").replaceAll("\\.$", "");
    }

    /** Whether a row keeps the relation, to 1e-8 of its size; a row that does not cannot be predicted. */
    boolean holds(double[] row) {
        return holds(row, 1);
    }

    /** The same for a combination of rows in which the constant has another weight than 1, as 0 in a difference. */
    boolean holds(double[] row, double one) {
        double sum = constant * one;
        double size = Math.abs(sum) + Math.abs(row[column]);
        for (Part p : terms) {
            sum += p.weight() * row[p.column()];
            size += Math.abs(p.weight() * row[p.column()]);
        }
        return Double.isNaN(sum) || Math.abs(row[column] - sum) <= 1e-8 * size;
    }

    /** Whether the data can estimate c'b: c keeps all relations. */
    static boolean allHold(List<Relation> relations, double[] c, int intercept) {
        double one = intercept < 0 ? 0 : c[intercept];
        return relations.stream().allMatch(r -> r.holds(c, one));
    }
}
