package dev.tilde.design;

import dev.tilde.formula.Factor;
import java.util.List;

/**
 * What is known of a design before any row is read: the over-complete basis.
 *
 * @param factors all factors that are evaluated
 * @param widths columns of each factor; 0 for a categorical one
 * @param response positions of the factors of each response term
 * @param predictors positions of the factors of each predictor term, the intercept an empty list
 */
public record Layout(
        List<Factor> factors, List<Integer> widths, List<List<Integer>> response, List<List<Integer>> predictors) {
    public Layout {
        factors = List.copyOf(factors);
        widths = List.copyOf(widths);
        response = List.copyOf(response);
        predictors = List.copyOf(predictors);
    }

    /** Whether the factor has levels. */
    public boolean isCategorical(int factor) {
        return widths.get(factor) == 0;
    }
}
