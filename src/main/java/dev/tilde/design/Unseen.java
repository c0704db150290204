package dev.tilde.design;

/** What a level is that new rows have and the rows learned from had not. */
public enum Unseen {
    /** An error that names level, factor and row. */
    ERROR,
    /** A missing value. */
    NA,
    /** The level that {@code pool(x, ...)} keeps for rare ones; an error for a factor without it. */
    OTHER,
    /** The first level, or the one that a treatment coding names as its reference. */
    REFERENCE;

    /** The level of all rare ones together. */
    static final String POOL = "other";
}
