package dev.tilde.model;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.report.Document;
import java.util.Objects;
import tech.tablesaw.api.Table;

/** A fitted model. Immutable. */
public interface Fitted {
    /** How rows become columns. */
    DesignSpec design();

    /**
     * Predicts the response of new rows.
     *
     * @param source must have the columns of the right side
     * @return one value for each row in order, NaN where a needed value is missing; the caller owns the array
     * @throws dev.tilde.formula.FormulaException if a column is missing or of another kind, or a level is new
     */
    double[] predict(Source source);

    /** Predicts the rows of a data set; see {@link #predict(Source)}. */
    default double[] predict(Dataset rows) {
        return predict(Objects.requireNonNull(rows, "rows must not be null").source());
    }

    /** Predicts the rows of a table; see {@link #predict(Source)}. */
    default double[] predict(Table rows) {
        return predict(Dataset.of(Objects.requireNonNull(rows, "rows must not be null")));
    }

    /** A summary for a terminal: at most 25 lines of 80 columns as {@link dev.tilde.report.Renderers#TEXT}. */
    Document summary();
}
