package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of a network by PyTorch's names, in its shapes and order: {@code weight_ih_l0}, {@code weight_hh_l0},
 * {@code bias_ih_l0}, {@code bias_hh_l0} and so on, then {@code readout.weight} and {@code readout.bias}. Cells that
 * PyTorch does not have are named alike. Immutable.
 *
 * <pre>{@code
 * {"weight_ih_l0": {"shape": [24, 3], "data": [0.1, ...]}, ...}
 * }</pre>
 */
public final class TorchWeights {
    /** Numbers of one shape, the last index the fastest. */
    public static final class Tensor {
        private final int[] shape;
        private final double[] data;

        private Tensor(int[] shape, double[] data) {
            this.shape = shape;
            this.data = data;
        }

        /**
         * Copies both.
         *
         * @throws IllegalArgumentException if there are not as many numbers as the shape has
         */
        public static Tensor of(int[] shape, double[] data) {
            long size = 1;
            for (int n : shape) {
                size = n < 0 ? -1 : Math.min(size * n, Integer.MAX_VALUE);
            }
            if (size != data.length) {
                throw new IllegalArgumentException(
                        "the shape " + Arrays.toString(shape) + " does not hold " + data.length + " numbers");
            }
            return new Tensor(shape.clone(), data.clone());
        }

        /** The sizes: [out], [out, in], or of a convolution [out, in, taps]. A copy. */
        public int[] shape() {
            return shape.clone();
        }

        /** The numbers. A copy. */
        public double[] data() {
            return data.clone();
        }
    }

    private final Map<String, Tensor> tensors;

    private TorchWeights(Map<String, Tensor> tensors) {
        this.tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Of tensors by name. */
    public static TorchWeights of(Map<String, Tensor> tensors) {
        return new TorchWeights(tensors);
    }

    static TorchWeights of(Network network) {
        double[] all = network.all.toArray();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        network.parameters()
                .forEach((name, p) -> tensors.put(
                        name, new Tensor(p.shape.clone(), Arrays.copyOfRange(all, p.from(), p.from() + p.size()))));
        return new TorchWeights(tensors);
    }

    /** By name, in PyTorch's order. */
    public Map<String, Tensor> tensors() {
        return tensors;
    }

    /** For a file that Python reads with {@code json.load}. */
    public Json toJson() {
        Map<String, Json> fields = new LinkedHashMap<>();
        tensors.forEach((name, t) -> fields.put(
                name,
                Json.object(
                        "shape", Json.of(Arrays.stream(t.shape).asDoubleStream().toArray()),
                        "data", Json.of(t.data))));
        return new Json.Obj(fields);
    }

    /**
     * Reads what {@link #toJson} or Python wrote.
     *
     * @throws DataException if it is something else
     */
    public static TorchWeights fromJson(Json json) {
        if (!(json instanceof Json.Obj o)) {
            throw new DataException("weights are an object of names, each with shape and data");
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        o.fields().forEach((name, value) -> {
            SavedField f = new SavedField(value, name);
            int[] shape =
                    f.get("shape").items().stream().mapToInt(SavedField::whole).toArray();
            double[] data = f.get("data").items().stream()
                    .mapToDouble(SavedField::number)
                    .toArray();
            try {
                tensors.put(name, Tensor.of(shape, data));
            } catch (IllegalArgumentException e) {
                throw new DataException("of " + name + ": " + e.getMessage());
            }
        });
        return new TorchWeights(tensors);
    }

    /** Puts them into a network of the same structure. */
    void into(Network network) {
        List<String> wrong = new ArrayList<>();
        network.parameters().forEach((name, p) -> {
            Tensor t = tensors.get(name);
            if (t == null) {
                wrong.add(name + " is not there");
            } else if (!Arrays.equals(t.shape, p.shape)) {
                wrong.add(name + " has the shape " + Arrays.toString(t.shape) + ", not " + Arrays.toString(p.shape));
            } else {
                network.all.set(p.from(), t.data);
            }
        });
        tensors.keySet().stream()
                .filter(name -> !network.parameters().containsKey(name))
                .forEach(name -> wrong.add(name + " is not of this network"));
        if (!wrong.isEmpty()) {
            throw new IllegalArgumentException("these weights are of another network: " + String.join("; ", wrong));
        }
        network.layers.stream().flatMap(layer -> layer.cells().stream()).forEach(cell -> cell.cut(network.all));
        network.read();
    }

    /** Names and shapes. */
    @Override
    public String toString() {
        List<String> all = new ArrayList<>();
        tensors.forEach((name, t) -> all.add(name + Arrays.toString(t.shape)));
        return String.join(", ", all);
    }
}
