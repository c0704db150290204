package dev.tilde.design;

/**
 * A function of columns that knows its derivative, so that {@link DesignSpec#derivative} can go through it.
 */
public interface DifferentiableTransform extends Transform {
    /**
     * The derivatives of the result with respect to some variable.
     *
     * @param arguments as in {@link #apply}
     * @param slopes the derivative of each column of the arguments with respect to that variable; not to be modified
     * @param rows how many rows to fill
     * @param out one array for each suffix, to be filled with {@code sum_k (d result / d argument k) slopes[k]}
     */
    void derive(double[][] arguments, double[][] slopes, int rows, double[][] out);
}
