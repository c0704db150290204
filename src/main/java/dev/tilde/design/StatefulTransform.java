package dev.tilde.design;

/**
 * A function of columns that learns from all rows before it can be applied: a mean, knots, a basis. The state is a
 * monoid ({@link #init}, {@link #add}, {@link #merge}), so any engine can learn it in chunks.
 *
 * @param <S> the state while learning; mutable
 */
public interface StatefulTransform<S> {
    /** A state that has seen no row. */
    S init();

    /**
     * Adds rows to the state.
     *
     * @param arguments as in {@link Transform#apply}; rows with missing values are in it and are to be skipped
     */
    void add(S state, double[][] arguments, int rows);

    /** The state of the rows of {@code left} followed by those of {@code right}; may modify and return either. */
    S merge(S left, S right);

    /**
     * What was learned, ready to be applied to any rows.
     *
     * @throws IllegalArgumentException if the rows do not allow it, with a message that says why
     */
    Transform learned(S state);
}
