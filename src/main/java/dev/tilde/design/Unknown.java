package dev.tilde.design;

import dev.tilde.json.Json;
import java.util.Arrays;
import java.util.List;

/** Columns that are missing in every row: what patsy learns from a column with a missing value. */
record Unknown(List<String> suffixes) implements StorableTransform, DifferentiableTransform {
    Unknown {
        suffixes = List.copyOf(suffixes);
    }

    @Override
    public void apply(double[][] arguments, int rows, double[][] out) {
        for (double[] column : out) {
            Arrays.fill(column, 0, rows, Double.NaN);
        }
    }

    @Override
    public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
        apply(arguments, rows, out);
    }

    @Override
    public String type() {
        return "unknown";
    }

    @Override
    public Json json() {
        return Json.object("suffixes", Json.of(suffixes));
    }

    static Unknown of(Saved s) {
        return new Unknown(s.get("suffixes").texts());
    }
}
