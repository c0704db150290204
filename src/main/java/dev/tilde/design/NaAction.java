package dev.tilde.design;

/** What missing values do while a design is learned. */
public enum NaAction {
    /** A row with a missing value in any factor of the formula is left out and counted; R's {@code na.omit}. */
    DROP,
    /**
     * As {@link #DROP}, but what a fit says of its rows has one value for each row of the data, NaN for those left out;
     * R's {@code na.exclude}.
     */
    EXCLUDE,
    /**
     * Rows stay, with NaN in the columns that need the missing value; R's {@code na.pass}. For designs; least squares
     * refuses it.
     */
    PASS,
    /** A missing value is an error; R's {@code na.fail}. */
    RAISE
}
