package dev.tilde.linear;

import java.util.List;

/**
 * One test of what least squares assumes, as data.
 *
 * @param name what it is called, with the variant: {@code Breusch-Pagan, Koenker}
 * @param question what it asks
 * @param symbol of the statistic: {@code F}, {@code t}, {@code chi2}, {@code d}, {@code W}, {@code A2}
 * @param statistic NaN where the test does not exist; the remark then says why
 * @param df degrees of freedom of its distribution under the assumption: none, one, or two of an F
 * @param pValue small where the assumption fails; NaN without a distribution
 * @param remark how it was computed beyond the usual, or why it was not; may be empty
 */
public record Diagnostic(
        String name,
        Question question,
        String symbol,
        double statistic,
        List<Double> df,
        double pValue,
        String remark) {
    /** What a test asks. */
    public enum Question {
        /** Whether the mean is a straight line in the predictors. */
        SHAPE("Is a curve missed?"),
        /** Whether the errors have one variance. */
        SPREAD("Is the spread uneven?"),
        /** Whether errors of neighbouring rows are uncorrelated. */
        ORDER("Are neighbours alike?"),
        /** Whether the errors are normal. */
        NORMALITY("Are errors not normal?");

        private final String text;

        Question(String text) {
            this.text = text;
        }

        /** The question in words; a small p says yes. */
        public String text() {
            return text;
        }
    }

    /** Keeps its own degrees of freedom. */
    public Diagnostic {
        df = List.copyOf(df);
    }

    /** Whether the test exists for this fit. */
    public boolean exists() {
        return !Double.isNaN(statistic);
    }
}
