package dev.tilde.data;

/**
 * One look at the rows: a mergeable state. Implementations hold no state themselves, so one pass object serves many
 * threads.
 *
 * @param <S> the state; mutable, owned by whoever called {@link #init}
 */
public interface Pass<S> {
    /** A state that has seen no row. */
    S init();

    /**
     * Adds the rows of one block.
     *
     * @param state modified
     * @param block valid during the call only
     */
    void add(S state, ColumnBlock block);

    /**
     * The state of the rows of {@code left} followed by the rows of {@code right}. May modify and return either.
     */
    S merge(S left, S right);
}
