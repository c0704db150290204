package dev.tilde.linear;

/**
 * The F test of a whole term, type II: what it adds to the model of all terms that do not contain it.
 *
 * <p>SS = RSS(terms without the term) - RSS(the same with it), F = (SS / df) / s^2 with s^2 of the full model
 * ({@code car::Anova}, type 2).
 *
 * @param term name of the term
 * @param df columns it adds
 * @param sumOfSquares SS; NaN for a Wald test, which a fit has whose covariance is not classic: then F = W / df
 * @param statistic F; NaN without residual degrees of freedom
 * @param pValue of F on df and the residual degrees of freedom
 */
public record TermTest(String term, int df, double sumOfSquares, double statistic, double pValue) {}
