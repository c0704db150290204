package dev.tilde.rnn;

import dev.tilde.json.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A golden file whose sequences come in any order, with the longest first: a batch wants them so. */
final class GoldenRows {
    private static final Set<String> BY_ROW =
            Set.of("x", "y_all", "y_one", "pred_all", "pred_one", "out", "select", "out_all", "out_one");
    private static final Set<String> BY_LAYER_AND_ROW = Set.of("h0", "c0", "h_n", "c_n");

    private GoldenRows() {}

    static Json longestFirst(Json file) {
        double[] lengths = Golden.numbers(file.get("spec").get("lengths"));
        int[] order = IntStream.range(0, lengths.length)
                .boxed()
                .sorted((a, b) -> Double.compare(lengths[b], lengths[a]))
                .mapToInt(Integer::intValue)
                .toArray();
        boolean sorted = IntStream.range(0, order.length).allMatch(i -> order[i] == i);
        if (sorted) {
            return file;
        }
        Map<String, Json> fields = new LinkedHashMap<>(((Json.Obj) permuted(file, order)).fields());
        Map<String, Json> spec = new LinkedHashMap<>(((Json.Obj) file.get("spec")).fields());
        spec.put(
                "lengths",
                Json.of(Arrays.stream(order).mapToDouble(i -> lengths[i]).toArray()));
        fields.put("spec", new Json.Obj(spec));
        return new Json.Obj(fields);
    }

    private static Json permuted(Json object, int[] order) {
        Map<String, Json> out = new LinkedHashMap<>();
        ((Json.Obj) object).fields().forEach((name, value) -> {
            boolean array = value instanceof Json.Obj o && o.fields().containsKey("shape");
            if (array && BY_ROW.contains(name)) {
                out.put(name, permuted(value, order, 0));
            } else if (array && BY_LAYER_AND_ROW.contains(name)) {
                out.put(name, permuted(value, order, 1));
            } else if (name.startsWith("grads")) {
                out.put(name, permuted(value, order));
            } else {
                out.put(name, value);
            }
        });
        return new Json.Obj(out);
    }

    private static Json permuted(Json array, int[] order, int axis) {
        int[] shape = Golden.shape(array);
        double[] data = Golden.data(array);
        int outer = axis == 0 ? 1 : shape[0];
        int width = data.length / outer / order.length;
        double[] out = new double[data.length];
        for (int l = 0; l < outer; l++) {
            for (int b = 0; b < order.length; b++) {
                System.arraycopy(
                        data, (l * order.length + order[b]) * width, out, (l * order.length + b) * width, width);
            }
        }
        return Json.object("shape", array.get("shape"), "data", Json.of(out));
    }
}
