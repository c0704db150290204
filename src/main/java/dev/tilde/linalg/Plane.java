package dev.tilde.linalg;

/**
 * A stretch of numbers of one precision, which only {@link Kernels} look into: the activations of one gate at one step
 * (rows x units, a row after the other), a row of a weight matrix, all parameters of a network. Mutable, of fixed
 * length; made by {@link Kernels#plane}.
 */
public abstract sealed class Plane permits FloatPlane, DoublePlane {
    Plane() {}

    /** How many numbers there are. */
    public abstract int length();

    /** The number at {@code i}, widened. */
    public abstract double get(int i);

    /** Sets the number at {@code i}, rounded to the precision of the plane. */
    public abstract void set(int i, double value);

    /** All numbers, widened; a new array. */
    public double[] toArray() {
        double[] out = new double[length()];
        for (int i = 0; i < out.length; i++) {
            out[i] = get(i);
        }
        return out;
    }

    /** Sets the numbers from {@code from} on. */
    public void set(int from, double[] values) {
        for (int i = 0; i < values.length; i++) {
            set(from + i, values[i]);
        }
    }
}
