package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much the other terms inflate the variance of a term's coefficients: det R_T det R_rest / det R with R the correlation
 * of the coefficients but the intercept. For a term of one column it is the variance inflation factor 1 / (1 - R^2) of
 * that column on the others. Without an intercept the numbers depend on where the variables have their zero.
 * R: {@code car::vif}. Source: Fox and Monette (1992), doi:10.2307/2290467.
 *
 * @param term name of the term
 * @param df its estimated columns
 * @param gvif 1 when it goes with nothing else
 */
public record Inflation(String term, int df, double gvif) {
    /** GVIF^(1 / (2 df)): a factor on the standard error, comparable between terms of different size. */
    public double scaled() {
        return Math.pow(gvif, 1 / (2.0 * df));
    }

    /** Of each term with estimated columns but the intercept, from the moments of the fit. */
    static List<Inflation> of(LinearFit fit) {
        List<int[]> columns = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (CodedTerm t : fit.design().predictors().terms()) {
            if (t.term().degree() > 0) {
                int[] own = IntStream.range(t.start(), t.end())
                        .filter(fit::isEstimated)
                        .toArray();
                if (own.length > 0) {
                    names.add(t.name());
                    columns.add(own);
                    for (int j : own) {
                        all.add(j);
                    }
                }
            }
        }
        double whole = Collinearity.logDeterminant(errors(fit, all));
        List<Inflation> out = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            List<Integer> own = Arrays.stream(columns.get(k)).boxed().toList();
            List<Integer> rest = new ArrayList<>(all);
            rest.removeAll(own);
            double log = Collinearity.logDeterminant(errors(fit, own))
                    + Collinearity.logDeterminant(errors(fit, rest))
                    - whole;
            out.add(new Inflation(names.get(k), own.size(), rest.isEmpty() ? 1 : Math.exp(log)));
        }
        return out;
    }

    /** The triangular factor of the correlation of some coefficients. */
    private static Matrix errors(LinearFit fit, List<Integer> columns) {
        Matrix c = Matrix.zeros(columns.size(), fit.coefficients().size());
        for (int i = 0; i < columns.size(); i++) {
            c.set(i, columns.get(i), 1);
        }
        return Collinearity.unitFactor(fit.coordinates().of(c));
    }
}
