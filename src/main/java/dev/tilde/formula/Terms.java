package dev.tilde.formula;

import java.util.List;

/**
 * An expanded formula: sets of terms in the order of the operators' enumeration. The final order of columns belongs
 * to the design, since patsy's depends on which factors are numeric.
 *
 * @param response terms of the left side; empty when there is no left side
 * @param predictors terms of the right side; {@link Term#INTERCEPT} first when there is one
 * @param variables every factor that is evaluated, in order of first appearance, the response's first. Under R's
 *     conventions also those of removed terms, whose missing values still drop rows
 */
public record Terms(List<Term> response, List<Term> predictors, List<Factor> variables) {
    public Terms {
        response = List.copyOf(response);
        predictors = List.copyOf(predictors);
        variables = List.copyOf(variables);
    }

    /** Whether the predictors hold the intercept. */
    public boolean hasIntercept() {
        return predictors.contains(Term.INTERCEPT);
    }
}
