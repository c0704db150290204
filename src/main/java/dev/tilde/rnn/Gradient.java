package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The gradient of one piece of a batch: for each parameter planes in the form of {@link Parameter#columns}. */
final class Gradient {
    private final Kernels k;
    private final Map<Parameter, Plane[]> planes = new HashMap<>();
    private final List<Parameter> parameters;

    Gradient(Kernels k, List<Parameter> parameters) {
        this.k = k;
        this.parameters = parameters;
        for (Parameter p : parameters) {
            planes.put(p, p.isVector() ? k.planes(1, p.out) : k.planes(p.in, p.out));
        }
    }

    Plane[] of(Parameter p) {
        Plane[] found = planes.get(p);
        if (found == null) {
            throw new IllegalArgumentException("not a parameter of this network: " + p.name);
        }
        return found;
    }

    void clear() {
        for (Plane[] p : planes.values()) {
            for (Plane column : p) {
                k.zero(column, column.length());
            }
        }
    }

    void addTo(Plane all) {
        for (Parameter p : parameters) {
            p.addTo(all, of(p), k);
        }
    }
}
