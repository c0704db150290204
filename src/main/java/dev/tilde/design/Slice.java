package dev.tilde.design;

/**
 * Some consecutive columns.
 *
 * @param start the first one, from 0
 * @param end one past the last one; a term without columns begins where it ends
 */
public record Slice(int start, int end) {
    /** @throws IllegalArgumentException if it begins before 0 or ends before it begins */
    public Slice {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no columns: " + start + " to " + end);
        }
    }

    /** How many columns there are. */
    public int size() {
        return end - start;
    }
}
