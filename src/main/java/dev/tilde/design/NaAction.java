package dev.tilde.design;

/** What missing values do while a design is learned. */
public enum NaAction {
    /** A row with a missing value in any factor of the formula is left out and counted; R's {@code na.omit}. */
    DROP,
    /** A missing value is an error; R's {@code na.fail}. */
    RAISE
}
