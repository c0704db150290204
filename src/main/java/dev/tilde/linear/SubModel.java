package dev.tilde.linear;

import java.util.List;

/**
 * A model of some terms of a fit, from the moments of the whole.
 *
 * @param terms the names of its terms but the intercept, which stays where the fit has it
 * @param rank independent columns
 * @param residualSumOfSquares RSS
 * @param adjustedRSquared 1 - (1 - R^2)(n - k) / (n - r), as of a fit
 * @param aic as of a fit
 * @param aicc as of a fit
 * @param bic as of a fit
 */
public record SubModel(
        List<String> terms,
        int rank,
        double residualSumOfSquares,
        double adjustedRSquared,
        double aic,
        double aicc,
        double bic) {
    public SubModel {
        terms = List.copyOf(terms);
    }

    /** {@code wt + hp}, or {@code 1}. */
    @Override
    public String toString() {
        return terms.isEmpty() ? "1" : String.join(" + ", terms);
    }
}
