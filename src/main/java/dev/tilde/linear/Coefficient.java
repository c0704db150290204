package dev.tilde.linear;

/**
 * One line of the table of coefficients. Every number is NaN for a column that the columns before it make up
 * (aliased); all but the estimate are NaN when no residual degree of freedom is left.
 *
 * @param name of the column
 * @param estimate b
 * @param stdError its standard error
 * @param statistic estimate over standard error, t distributed on the residual degrees of freedom
 * @param pValue two-sided
 * @param low lower end of the confidence interval
 * @param high upper end
 */
public record Coefficient(
        String name, double estimate, double stdError, double statistic, double pValue, double low, double high) {
    /** Whether the column adds nothing to those before it. */
    public boolean isAliased() {
        return Double.isNaN(estimate);
    }
}
