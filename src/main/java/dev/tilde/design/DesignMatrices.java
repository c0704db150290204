package dev.tilde.design;

import java.util.Optional;

/**
 * Both sides of a formula on the same rows.
 *
 * @param spec what was learned
 * @param response empty for a formula without a left side
 * @param predictors the right side
 */
public record DesignMatrices(DesignSpec spec, Optional<DesignMatrix> response, DesignMatrix predictors) {
    /** The formula, then a line for each side. */
    @Override
    public String toString() {
        return spec.formula() + response.map(y -> "\n  response    " + y).orElse("") + "\n  predictors  " + predictors;
    }
}
