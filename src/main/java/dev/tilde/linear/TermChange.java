package dev.tilde.linear;

/**
 * A model with one term less or more.
 *
 * @param term the term
 * @param df columns it takes away or brings
 * @param sumOfSquares what RSS rises or falls by
 * @param residualSumOfSquares RSS of the changed model
 * @param aic of the changed model, as {@link LinearFit#aic}; R's {@code drop1} prints it less a constant
 * @param statistic F = (SS / df) / s^2, s^2 of the larger of the two models
 * @param pValue of F
 */
public record TermChange(
        String term,
        int df,
        double sumOfSquares,
        double residualSumOfSquares,
        double aic,
        double statistic,
        double pValue) {}
