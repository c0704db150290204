package dev.tilde.design;

/**
 * A pass that rides along while levels are learned, so that one scan does for both. It sees the over-complete basis:
 * numbers of numeric factors and codes of categorical ones, whose final order is only known at the end.
 *
 * @param <S> the state; mutable
 */
public interface Companion<S> {
    /** A state that has seen no row. */
    S init();

    /** Adds the complete rows of one block. Codes are those of the state's own dictionary. */
    void add(S state, Frame frame);

    /**
     * The state of the rows of {@code left} followed by those of {@code right}; may modify and return either.
     *
     * @param codes what the codes of the right state are in the left one
     */
    S merge(S left, S right, Recoding codes);

    /** What codes of one dictionary are in another. */
    interface Recoding {
        /** For each code of the right state the code of the left one. */
        int[] of(int factor);
    }
}
