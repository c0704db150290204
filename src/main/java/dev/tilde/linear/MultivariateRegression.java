package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;

/**
 * Least squares of several responses on the same predictors: {@code y1 + y2 ~ x}, or R's {@code cbind(y1, y2) ~ x}. A row
 * counts only if it misses nothing in any response. R: {@code lm} with a matrix on the left, class {@code mlm}.
 *
 * @param each how each response is fitted
 */
public record MultivariateRegression(LinearRegression each) {
    /** Least squares with 95 % intervals. */
    public static final MultivariateRegression OLS = new MultivariateRegression(LinearRegression.OLS);

    /**
     * Fits; one pass over the rows serves all responses.
     *
     * @throws dev.tilde.formula.FormulaException as {@link LinearRegression#fit}
     */
    public MultivariateFit fit(Formula formula, Source source, DesignOptions options) {
        LinearRegression.Pass pass = LinearRegression.learn(formula, source, options);
        return new MultivariateFit(each, source, pass.spec(), pass.subModels());
    }
}
