package dev.tilde.design;

import java.util.List;

/**
 * A rule that turns the k levels of a factor into k - 1 columns which together with a constant span all indicators.
 * Two contrasts are equal when they code alike; give lambdas a {@code toString} if they appear in reports.
 */
public interface Contrast {
    /**
     * The columns beside an intercept.
     *
     * @param levels in their order, at least one
     * @return a matrix of {@code levels.size()} rows and one column less
     * @throws IllegalArgumentException if these levels cannot be coded, as when a reference level is not among them
     */
    CodingMatrix code(List<String> levels);

    /**
     * The columns where no intercept or margin is there to lean on, under conventions that leave this to the
     * contrast (patsy's {@code code_with_intercept}): by default one indicator for each level.
     */
    default CodingMatrix codeInFull(List<String> levels) {
        return CodingMatrix.indicators(levels);
    }
}
