package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import java.util.List;

/**
 * How the levels of a factor become columns.
 *
 * @param matrix levels by columns: row i holds the values of level i; shared, do not modify
 * @param labels one for each column, as between the brackets of {@code a[T.a2]}
 * @param plainLabels one for each column, as R appends them to the name of the factor: {@code aa2}
 */
public record CodingMatrix(Matrix matrix, List<String> labels, List<String> plainLabels) {
    /** @throws IllegalArgumentException if the matrix has not as many columns as there are labels */
    public CodingMatrix {
        labels = List.copyOf(labels);
        plainLabels = List.copyOf(plainLabels);
        if (labels.size() != matrix.columns() || plainLabels.size() != matrix.columns()) {
            throw new IllegalArgumentException(matrix.columns() + " columns need as many labels");
        }
    }

    /** One indicator for each level. */
    public static CodingMatrix indicators(List<String> levels) {
        return new CodingMatrix(Matrix.identity(levels.size()), levels, levels);
    }

    int columns() {
        return matrix.columns();
    }
}
