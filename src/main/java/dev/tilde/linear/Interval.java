package dev.tilde.linear;

/** What an interval around a prediction is to hold. */
public enum Interval {
    /** The expected response of such rows. */
    CONFIDENCE,
    /** The response of one new row: with its own error, of weight 1. */
    PREDICTION
}
