package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Layers and a linear readout: {@code f_t = V h_t + c + offset_t}, at every step or after the last. All parameters live
 * in one plane, in PyTorch's order and layout.
 */
final class Network {
    /** An array holds no more. */
    private static final long MOST_PARAMETERS = Integer.MAX_VALUE - 8L;

    final Kernels k;
    final List<Layer> layers;
    /** Whether there is one output for a whole sequence. */
    final boolean last;
    /** How many responses there are. */
    final int responses;

    final Loss loss;
    /** Null where no output is fed back. */
    final @Nullable Feedback feedback;

    final Parameter v;
    final Parameter c;
    private final Map<String, Parameter> parameters = new LinkedHashMap<>();
    final Plane all;

    Network(
            Kernels k,
            List<Layer> layers,
            int inputs,
            int responses,
            Loss loss,
            boolean last,
            @Nullable Feedback feedback) {
        this.feedback = feedback;
        this.k = k;
        this.layers = List.copyOf(layers);
        this.last = last;
        this.responses = responses;
        this.loss = loss;
        int width = layers.isEmpty() ? inputs : layers.get(layers.size() - 1).width();
        this.v = Parameter.matrix("weight", responses * loss.heads(), width);
        this.c = Parameter.vector("bias", responses * loss.heads());
        int number = 0;
        for (Layer layer : layers) {
            Map<String, Parameter> own = layer.parameters();
            String suffix = "_l" + number;
            own.forEach((name, p) -> parameters.put(indexed(name, suffix), p));
            number += own.isEmpty() ? 0 : 1;
        }
        parameters.put("readout.weight", v);
        parameters.put("readout.bias", c);
        long numbers = parameters.values().stream()
                .mapToLong(p -> (long) p.out * (p.isVector() ? 1 : p.in))
                .sum();
        if (numbers > MOST_PARAMETERS) {
            throw new IllegalArgumentException("a network of " + numbers + " parameters is larger than the most, "
                    + MOST_PARAMETERS + "; give fewer units or layers");
        }
        int size = 0;
        int order = 0;
        for (Parameter p : parameters.values()) {
            p.place(order++, size, k);
            size += p.size();
        }
        this.all = k.plane(size);
    }

    /** weight_ih_reverse in layer 1 is weight_ih_l1_reverse, as PyTorch writes it; those of a convolution have their number. */
    private static String indexed(String name, String suffix) {
        if (name.startsWith("conv")) {
            return name;
        }
        return name.endsWith("_reverse")
                ? name.substring(0, name.length() - "_reverse".length()) + suffix + "_reverse"
                : name + suffix;
    }

    /** By name, in the order of the plane. */
    Map<String, Parameter> parameters() {
        return parameters;
    }

    int size() {
        return all.length();
    }

    /** How many numbers its outputs depend on. */
    int used() {
        return size()
                - layers.stream()
                        .flatMap(layer -> layer.cells().stream())
                        .mapToInt(Cell::idle)
                        .sum();
    }

    /** First values; the readout's are 0 where the network starts from a linear model. */
    void initialise(SplittableRandom random, boolean zeroReadout) {
        Initial initial = new Initial(all, random, last);
        layers.forEach(layer -> layer.initialise(initial));
        if (zeroReadout) {
            initial.fill(v, j -> 0);
        } else {
            initial.glorot(v, v.in, v.out);
        }
        initial.fill(c, j -> 0);
        read();
    }

    /** To be called whenever numbers of {@link #all} have changed. */
    void read() {
        parameters.values().forEach(p -> p.read(all, k));
        layers.forEach(layer -> layer.prepare(k));
    }

    boolean looksAhead() {
        return layers.stream().anyMatch(Layer::looksAhead);
    }

    /** Memory for batches of up to {@code capacity} sequences, for one thread. */
    NetworkRun run(int capacity) {
        return new NetworkRun(this, new Gradient(k, new ArrayList<>(parameters.values())), capacity);
    }
}
