package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;
import java.util.List;

/** The gradient of one piece of a batch: for each parameter planes in the form of {@link Parameter#columns}. */
final class Gradient {
    private final Kernels k;
    /** By number of the parameter. */
    private final Plane[][] planes;

    private final List<Parameter> parameters;

    Gradient(Kernels k, List<Parameter> parameters) {
        this.k = k;
        this.parameters = parameters;
        this.planes = new Plane[parameters.size()][];
        for (Parameter p : parameters) {
            planes[p.number()] = p.isVector() ? k.planes(1, p.out) : k.planes(p.in, p.out);
        }
    }

    Plane[] of(Parameter p) {
        return planes[p.number()];
    }

    void clear() {
        for (Plane[] p : planes) {
            for (Plane column : p) {
                k.zero(column, column.length());
            }
        }
    }

    /** Adds that of another piece. */
    void add(Gradient other) {
        for (int p = 0; p < planes.length; p++) {
            for (int i = 0; i < planes[p].length; i++) {
                k.add(planes[p][i], other.planes[p][i], planes[p][i].length());
            }
        }
    }

    void addTo(Plane all) {
        for (Parameter p : parameters) {
            p.addTo(all, of(p), k);
        }
    }
}
