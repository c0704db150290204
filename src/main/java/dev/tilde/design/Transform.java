package dev.tilde.design;

import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of columns that is ready to be applied: it looks at one row at a time and needs nothing but the row.
 * One that must see the data first is a {@link StatefulTransform}.
 */
public interface Transform {
    /** What is appended to the name of the call for each column it gives: one empty string for a plain function. */
    default List<String> suffixes() {
        return List.of("");
    }

    /**
     * Applies to the rows of one block.
     *
     * @param arguments the columns of the arguments that are data, in order; at least {@code rows} long, missing =
     *     NaN; not to be modified
     * @param rows how many rows to fill
     * @param out one array for each suffix, to be filled; NaN where the result is missing or not defined
     */
    void apply(double[][] arguments, int rows, double[][] out);

    /** An elementwise function of one number, such as {@code Transform.stateless(StrictMath::log)}. */
    static Transform stateless(DoubleUnaryOperator f) {
        return (arguments, rows, out) -> {
            double[] x = arguments[0];
            double[] y = out[0];
            for (int i = 0; i < rows; i++) {
                y[i] = f.applyAsDouble(x[i]);
            }
        };
    }
}
