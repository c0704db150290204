package dev.tilde.formula;

import java.io.Serializable;

/**
 * A stretch of formula text.
 *
 * @param start first char, from 0
 * @param end one past the last char; equal to {@code start} for a place between two chars
 */
public record Span(int start, int end) implements Serializable {
    /** @throws IllegalArgumentException if it begins before 0 or ends before it begins */
    public Span {
        if (start < 0 || end < start) {
            throw new IllegalArgumentException("no span: " + start + " to " + end);
        }
    }

    /** The smallest span that holds both. */
    public Span to(Span other) {
        return new Span(Math.min(start, other.start), Math.max(end, other.end));
    }

    /** The part of the text. */
    public String of(String text) {
        return text.substring(Math.min(start, text.length()), Math.min(end, text.length()));
    }
}
