package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.SavedField;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Standard errors of x'b for rows x of a design: sqrt(z'M z) with z = T x of {@link Coordinates}, which keep their digits
 * where x'V x of the columns as they are would lose them.
 *
 * @param coordinates of the column space
 * @param meat M; null for {@code variance} times the identity
 * @param variance sigma^2, or the dispersion
 */
record RowErrors(Coordinates coordinates, @Nullable Matrix meat, double variance) {
    /** Of one row of the design, or the weights of a combination of coefficients. */
    double of(double[] row) {
        double[] z = coordinates.of(row);
        return Math.sqrt(meat == null ? variance * Coordinates.dot(z, z) : Coordinates.variance(z, meat));
    }

    /** Of rows of data; NaN where the prediction is. */
    double[] of(DesignSpec spec, Source rows, double[] predictions) {
        double[] se = new double[predictions.length];
        int[] at = new int[1];
        spec.predictors(rows, block -> {
            Matrix x = block.matrix();
            for (int i = 0; i < x.rows(); i++) {
                int k = at[0]++;
                se[k] = Double.isNaN(predictions[k]) ? Double.NaN : of(x.row(i));
            }
        });
        return se;
    }

    /** @param whole whether the coordinates stand in it */
    Json json(boolean whole) {
        return Json.object(
                "coordinates", whole ? coordinates.json() : Json.none(),
                "meat", meat == null ? Json.none() : rows(meat),
                "variance", Json.of(variance));
    }

    /** @param shared the coordinates where they do not stand in it */
    static RowErrors of(SavedField saved, @Nullable Coordinates shared) {
        return new RowErrors(
                shared == null ? Coordinates.of(saved.get("coordinates")) : shared,
                saved.has("meat") ? matrix(saved.get("meat")) : null,
                saved.get("variance").numberOrNaN());
    }

    private static Json rows(Matrix m) {
        List<Json> rows = new ArrayList<>();
        for (int i = 0; i < m.rows(); i++) {
            rows.add(Json.of(m.row(i)));
        }
        return new Json.Arr(rows);
    }

    private static Matrix matrix(SavedField saved) {
        return Matrix.ofRows(saved.items().stream().map(SavedField::numbers).toArray(double[][]::new));
    }
}
