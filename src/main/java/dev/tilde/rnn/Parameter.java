package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Plane;

/**
 * A weight matrix or a bias of a network, in PyTorch's layout: a matrix is out x in, row-major, and a layer computes
 * x W'. Its numbers live in the network's one plane of all parameters; {@link #read} copies them into the two forms
 * that products need.
 */
final class Parameter {
    final String name;
    /** The shape as PyTorch has it; [out], [out, in] or, for a convolution, [out, in, taps]. */
    final int[] shape;

    final int out;
    /** How many columns: inputs, times taps for a convolution; 0 for a vector and without inputs. */
    final int in;

    /** Whether it leads from the state of one step to the next. */
    final boolean recurrent;

    private int number;
    private int from;
    private Plane[] rows = {};
    private Plane[] columns = {};

    private Parameter(String name, boolean recurrent, int... shape) {
        this.name = name;
        this.recurrent = recurrent;
        this.shape = shape;
        this.out = shape[0];
        this.in = shape.length == 1 ? 0 : shape.length == 2 ? shape[1] : Math.multiplyExact(shape[1], shape[2]);
    }

    static Parameter matrix(String name, int out, int in) {
        return new Parameter(name, false, out, in);
    }

    /** A matrix from the state of one step to the next: gates H x H, side by side. */
    static Parameter recurrent(String name, int out, int in) {
        return new Parameter(name, true, out, in);
    }

    static Parameter vector(String name, int out) {
        return new Parameter(name, false, out);
    }

    static Parameter convolution(String name, int out, int in, int taps) {
        return new Parameter(name, false, out, in, taps);
    }

    boolean isVector() {
        return shape.length == 1;
    }

    int size() {
        return isVector() ? out : Math.multiplyExact(out, in);
    }

    /** Its place among the parameters of the network. */
    int number() {
        return number;
    }

    /** Where its numbers begin in the plane of all parameters. */
    int from() {
        return from;
    }

    void place(int order, int start, Kernels k) {
        number = order;
        from = start;
        rows = isVector() ? k.planes(1, out) : k.planes(out, in);
        columns = isVector() ? rows : k.planes(in, out);
    }

    /** Row o: the weights into unit o. A vector is its only row. For gradients with respect to inputs. */
    Plane[] rows() {
        return rows;
    }

    /** Column i: the weights out of input i. For products. */
    Plane[] columns() {
        return columns;
    }

    Plane vector() {
        return rows[0];
    }

    /** Takes its numbers from the plane of all parameters. */
    void read(Plane all, Kernels k) {
        for (int o = 0; o < rows.length; o++) {
            k.copy(rows[o], 0, all, from + o * rows[o].length(), rows[o].length());
        }
        if (!isVector()) {
            k.transpose(columns, all, from, in);
            k.settle(columns);
            k.settle(rows);
        }
    }

    /** Adds a gradient in the form of {@link #columns} to the plane of all gradients. */
    void addTo(Plane all, Plane[] gradient, Kernels k) {
        k.addTransposed(all, from, isVector() ? 1 : in, gradient);
    }
}
