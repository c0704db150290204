package dev.tilde.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The contrasts of the language. Matrices below have one row for each level; with a constant in front each of them can
 * be inverted, and the rows of the inverse are what the coefficients mean.
 *
 * <p>Source: W. N. Venables and B. D. Ripley, Modern Applied Statistics with S, 4th edition (2002), section 6.2,
 * <a href="https://doi.org/10.1007/978-0-387-21706-2">doi:10.1007/978-0-387-21706-2</a>.
 */
public final class Contrasts {
    /**
     * Each level against the first, R's {@code contr.treatment} and patsy's {@code Treatment}; also called dummy
     * coding. For three levels:
     *
     * <pre>
     * 0 0
     * 1 0
     * 0 1
     * </pre>
     */
    public static final Contrast TREATMENT = new Treatment(Optional.empty());

    /**
     * Each level against the last, R's {@code contr.SAS}. For three levels:
     *
     * <pre>
     * 1 0
     * 0 1
     * 0 0
     * </pre>
     */
    public static final Contrast SAS = new Treatment(Optional.of(LevelChoice.of("-1")));

    /**
     * Each level but the last against the mean of all, R's {@code contr.sum} and patsy's {@code Sum}; also called
     * effects or deviation coding. For three levels:
     *
     * <pre>
     *  1  0
     *  0  1
     * -1 -1
     * </pre>
     */
    public static final Contrast SUM = new Sum(Optional.empty());

    /**
     * Each level against the mean of those before it, R's {@code contr.helmert} and patsy's {@code Helmert}; the
     * coefficient of level j + 1 is its distance over j + 1. For four levels:
     *
     * <pre>
     * -1 -1 -1
     *  1 -1 -1
     *  0  2 -1
     *  0  0  3
     * </pre>
     */
    public static final Contrast HELMERT = Steps.HELMERT;

    /**
     * Orthonormal polynomials over equally spaced levels, R's {@code contr.poly} and patsy's {@code Poly}. For three
     * levels, linear and quadratic:
     *
     * <pre>
     * -0.7071  0.4082
     *  0      -0.8165
     *  0.7071  0.4082
     * </pre>
     */
    public static final Contrast POLY = new Poly(List.of());

    /**
     * Each level against the one before it, R's {@code MASS::contr.sdif} and patsy's {@code Diff}; the constant is the
     * mean of all levels. For four levels:
     *
     * <pre>
     * -3/4 -1/2 -1/4
     *  1/4 -1/2 -1/4
     *  1/4  1/2 -1/4
     *  1/4  1/2  3/4
     * </pre>
     */
    public static final Contrast DIFF = Steps.DIFF;

    /**
     * Each level against the first as in {@link #TREATMENT}, but the constant is the mean of all levels. R and patsy
     * have no name for it. For three levels:
     *
     * <pre>
     * -1/3 -1/3
     *  2/3 -1/3
     * -1/3  2/3
     * </pre>
     */
    public static final Contrast SIMPLE = new Treatment.Simple(new Treatment(Optional.empty()));

    /**
     * One indicator for each level wherever the factor stands, {@code full(a)}: beside an intercept one column too
     * many, for models that penalise or leave redundant columns out. Julia: {@code FullDummyCoding}.
     */
    public static final Contrast FULL = new Full();

    private Contrasts() {}

    /**
     * Each level against the named one, patsy's {@code Treatment("a2")}.
     *
     * @param reference a level; when no level has this name and it is a whole number n, the level at position n
     *     from 0, or from the end when negative; empty = the first
     */
    public static Contrast treatment(String reference) {
        return reference.isEmpty() ? TREATMENT : new Treatment(Optional.of(LevelChoice.of(reference)));
    }

    /**
     * Each level but one against the mean of all, patsy's {@code Sum("a2")}.
     *
     * @param omit the level without a column, or its position as in {@link #treatment}
     */
    public static Contrast sum(String omit) {
        return new Sum(Optional.of(LevelChoice.of(omit)));
    }

    /**
     * Orthonormal polynomials over levels at these places, R's {@code contr.poly(n, scores)}. For the scores 1, 2, 4, 8:
     *
     * <pre>
     * -0.5129  0.5296 -0.4544
     * -0.3264 -0.1059  0.7952
     *  0.0466 -0.7680 -0.3976
     *  0.7926  0.3443  0.0568
     * </pre>
     *
     * @param scores different numbers, one for each level
     * @throws IllegalArgumentException if two are equal or one is not finite
     */
    public static Contrast poly(double... scores) {
        return new Poly(Arrays.stream(scores).boxed().toList());
    }

    /**
     * Each level against a chosen one, the constant being the mean of all levels.
     *
     * @param reference as in {@link #treatment}
     */
    public static Contrast simple(String reference) {
        return new Treatment.Simple(new Treatment(Optional.of(LevelChoice.of(reference))));
    }

    /**
     * Columns whose coefficients are comparisons of levels, each a sum of levels times numbers such as
     * {@code "c - (a + b)/2"}; a level that is no plain name stands in backticks. In a formula
     * {@code contrast(g, "b - a", "c - (a + b)/2")}. Where the weights of each sum to zero the constant is the mean of all
     * levels; else they are about distances from the mean that the comparisons leave free: {@code "b", "c"} is
     * {@link #TREATMENT}. Fewer than k - 1 are completed by columns {@code rest1, rest2, ...}, which do not change
     * what the others mean.
     *
     * <p>Source: D. J. Schad, S. Vasishth, S. Hohenstein and R. Kliegl, How to capitalize on a priori contrasts in linear
     * (mixed) models, J. Memory and Language 110 (2020),
     * <a href="https://doi.org/10.1016/j.jml.2019.104038">doi:10.1016/j.jml.2019.104038</a>. Julia:
     * {@code HypothesisCoding}; R: {@code MASS::ginv} by hand; patsy has none.
     *
     * @throws IllegalArgumentException if one cannot be read; when the levels are known, also if one names no level or
     *     they depend on each other
     */
    public static Contrast hypotheses(String... hypotheses) {
        if (hypotheses.length == 0) {
            throw new IllegalArgumentException("no hypothesis is given");
        }
        return new Hypotheses(Arrays.stream(hypotheses)
                .map(h -> Hypothesis.parse(h.strip(), h))
                .toList());
    }

    /**
     * Any columns; R's {@code C(a, M)}, patsy's {@code C(a, [[1, 0], [0, 1], [-1, -1]])}.
     *
     * @param rows one for each level, of equal length
     * @throws IllegalArgumentException if there is no row or they differ in length; when the levels are known, also if
     *     there are not as many rows or a column depends on a constant and those before it
     */
    public static Contrast matrix(double[]... rows) {
        return matrix(
                Arrays.stream(rows).map(r -> Arrays.stream(r).boxed().toList()).toList(),
                List.of(),
                Custom.Rule.INDEPENDENT);
    }

    static Contrast matrix(List<List<Double>> rows, List<String> names, Custom.Rule rule) {
        if (rows.isEmpty() || rows.get(0).isEmpty()) {
            throw new IllegalArgumentException("a contrast needs numbers, this matrix has none");
        }
        for (List<Double> row : rows) {
            if (row.size() != rows.get(0).size()) {
                throw new IllegalArgumentException("the rows of a contrast must be equally long, got "
                        + rows.get(0).size() + " and " + row.size() + " numbers");
            }
            if (row.stream().anyMatch(v -> !Double.isFinite(v))) {
                throw new IllegalArgumentException("the numbers of a contrast must be finite");
            }
        }
        return new Custom(rows, names, rule);
    }

    /** 1, 2, ... as R labels columns and levels that have no name. */
    static List<String> numbers(int n) {
        return new ArrayList<>(
                IntStream.rangeClosed(1, n).mapToObj(Integer::toString).toList());
    }
}
