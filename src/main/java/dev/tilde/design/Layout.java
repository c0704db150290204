package dev.tilde.design;

import dev.tilde.formula.Factor;
import dev.tilde.formula.Role;
import java.util.List;
import java.util.Map;

/**
 * What is known of a design before any row is read: the over-complete basis.
 *
 * @param factors all factors that are evaluated
 * @param widths columns of each factor; 0 for a categorical one
 * @param response positions of the factors of each response term
 * @param predictors positions of the factors of each predictor term, the intercept an empty list
 * @param further the same for each further part of the right side
 * @param roles positions of the factors with a role; a factor that is a term too stands there twice
 */
public record Layout(
        List<Factor> factors,
        List<Integer> widths,
        List<List<Integer>> response,
        List<List<Integer>> predictors,
        List<List<List<Integer>>> further,
        Map<Role, List<Integer>> roles) {
    public Layout {
        factors = List.copyOf(factors);
        widths = List.copyOf(widths);
        response = List.copyOf(response);
        predictors = List.copyOf(predictors);
        further = List.copyOf(further);
        roles = Map.copyOf(roles);
    }

    /** Whether the factor has levels. */
    public boolean isCategorical(int factor) {
        return widths.get(factor) == 0;
    }

    /** The positions of the factors with a role; empty if none has it. */
    public List<Integer> role(Role role) {
        return roles.getOrDefault(role, List.of());
    }
}
