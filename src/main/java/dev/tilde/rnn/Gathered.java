package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;

/**
 * What the gradient of a weight matrix is made of, over several steps: inputs of the product beside gradients of its
 * outputs, a row for each sequence and step. The matrix is large and passed over once for all of them, not once a step;
 * each of its numbers still gets the same products in the same order, and so the same bits.
 */
final class Gathered {
    private final Kernels k;
    private final Parameter[] weights;
    private final Parameter[] biases;
    /** By weight matrix: rows x inputs. */
    private final Plane[] inputs;
    /** By row: gradients of the gates side by side. */
    private final Plane[] gates;

    private int count;

    /**
     * @param capacity the most rows of a step
     * @param weights matrices with the same gradient of their outputs
     * @param biases that are added to the outputs
     */
    Gathered(Kernels k, int capacity, Parameter[] weights, Parameter[] biases) {
        this.k = k;
        this.weights = weights;
        this.biases = biases;
        int rows = Math.max(k.outerRows(), capacity);
        this.inputs = new Plane[weights.length];
        for (int w = 0; w < weights.length; w++) {
            inputs[w] = k.plane(Math.multiplyExact(rows, weights[w].in));
        }
        this.gates = k.packed(rows, weights[0].out);
    }

    /**
     * Takes copies of a step's rows.
     *
     * @param d gradients of the gates, planes side by side
     * @param x by weight matrix: rows x inputs
     */
    void add(Gradient gradient, Plane[] d, int rows, Plane... x) {
        if (count + rows > gates.length) {
            flush(gradient);
        }
        k.pack(gates, count, d, weights[0].out / d.length, rows);
        for (int w = 0; w < weights.length; w++) {
            k.copy(inputs[w], count * weights[w].in, x[w], 0, rows * weights[w].in);
        }
        count += rows;
    }

    /** Adds what there is to the gradients. */
    void flush(Gradient gradient) {
        for (int w = 0; w < weights.length; w++) {
            k.outer(gradient.of(weights[w]), inputs[w], weights[w].in, count, gates);
        }
        for (Parameter b : biases) {
            k.addRows(gradient.of(b)[0], gates, count);
        }
        count = 0;
    }

    /** Forgets what there is. */
    void clear() {
        count = 0;
    }
}
