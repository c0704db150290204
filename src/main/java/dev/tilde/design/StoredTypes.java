package dev.tilde.design;

import dev.tilde.json.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The kinds of what functions of the standard vocabulary have learned, and who reads them back. */
final class StoredTypes {
    private StoredTypes() {}

    static Map<String, Function<Json, ? extends Transform>> table() {
        Map<String, Function<Json, ? extends Transform>> table = new HashMap<>();
        put(table, "scaled", Scaling.Scaled::of);
        put(table, "orthogonal-polynomials", Polynomials.Orthogonal::of);
        put(table, "b-spline", SplineBasis::of);
        put(table, "cubic-spline", CubicBasis::of);
        put(table, "tensor-product", TensorProduct.Product::of);
        put(table, "intervals", Cut.Intervals::of);
        put(table, "interval-numbers", Cut.Codes::of);
        put(table, "unknown", Unknown::of);
        put(table, "number", Aggregate.Same::of);
        put(table, "levels", SeenLevels::of);
        return table;
    }

    private static void put(
            Map<String, Function<Json, ? extends Transform>> table, String type, Function<Saved, Transform> reader) {
        table.put(type, json -> reader.apply(Saved.of(json)));
    }
}
