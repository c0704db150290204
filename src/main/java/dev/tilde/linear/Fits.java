package dev.tilde.linear;

import java.util.List;

/** Several fits at once. */
public final class Fits {
    private Fits() {}

    /**
     * Fits side by side: a row for each coefficient, a column for each fit.
     *
     * @param fits in the order of their columns
     * @throws IllegalArgumentException if there is none
     */
    public static FitTable table(LinearFit... fits) {
        return table(List.of(fits));
    }

    /** The same for a list, such as that of {@code Tilde.fits}. */
    public static FitTable table(List<LinearFit> fits) {
        return new FitTable(fits);
    }
}
