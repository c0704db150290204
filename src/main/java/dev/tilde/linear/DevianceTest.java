package dev.tilde.linear;

import dev.tilde.report.Numbers;

/**
 * A line of an analysis of deviance.
 *
 * @param term added or tested; empty for the model without any
 * @param df degrees of freedom of the term
 * @param deviance by which it lowers the deviance; divided by the dispersion in a likelihood ratio test
 * @param dfResidual left behind it
 * @param residualDeviance left behind it; NaN where lines do not build on each other
 * @param statistic chi-squared, or F
 * @param isF whether the statistic is an F
 * @param pValue its tail probability; NaN without a test
 */
public record DevianceTest(
        String term,
        int df,
        double deviance,
        long dfResidual,
        double residualDeviance,
        double statistic,
        boolean isF,
        double pValue) {
    /** The statistic in words: {@code chi-squared(4) = 2.20}. */
    String text() {
        return (isF ? "F(" + df + ", " + dfResidual + ")" : "\u03c7\u00b2(" + df + ")") + " = "
                + Numbers.fixed(statistic, 2);
    }
}
