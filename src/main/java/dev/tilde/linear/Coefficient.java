package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of the table of coefficients. Every number is NaN for a column that the columns before it make up
 * (aliased); all but the estimate are NaN when no residual degree of freedom is left, statistic and p where residuals are
 * nothing but rounding.
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
    /** The lines of a fit's columns, with t on its residual degrees of freedom. */
    static List<Coefficient> table(
            List<String> columns, LeastSquares solution, int response, Matrix covariance, double level) {
        double width = Distributions.tQuantile((1 - level) / 2, solution.df());
        double[] estimates = solution.estimates(response);
        boolean exact = solution.isExact(response);
        List<Coefficient> all = new ArrayList<>();
        for (int j = 0; j < estimates.length; j++) {
            double b = solution.isEstimated(j) ? estimates[j] : Double.NaN;
            double se = Math.sqrt(covariance.get(j, j));
            double t = exact ? Double.NaN : b / se;
            double p = Distributions.tTwoSided(t, solution.df());
            all.add(new Coefficient(columns.get(j), b, se, t, p, b - width * se, b + width * se));
        }
        return all;
    }

    /** Whether the column adds nothing to those before it. */
    public boolean isAliased() {
        return Double.isNaN(estimate);
    }
}
