package dev.tilde.rnn;

import dev.tilde.json.Json;
import dev.tilde.model.SavedField;
import java.util.Optional;

/**
 * The regular steps that the rows and the columns of grids stand on: {@code order(row, col)} of two numbers, dates or
 * texts. Where an axis has none, as texts and numbers without a common step, its values are neighbours in their order.
 *
 * @param rows steps of the first column of the order
 * @param columns steps of the second
 */
public record GridAxes(Optional<Calendar> rows, Optional<Calendar> columns) {
    /** Nothing learned yet. */
    static final GridAxes UNKNOWN = new GridAxes(Optional.empty(), Optional.empty());

    /** The steps of axis 0, rows, or 1, columns. */
    Optional<Calendar> axis(int number) {
        return number == 0 ? rows : columns;
    }

    Json toJson() {
        return Json.object(
                "rows", rows.map(Calendar::toJson).orElse(Json.none()),
                "columns", columns.map(Calendar::toJson).orElse(Json.none()));
    }

    static GridAxes fromJson(SavedField saved) {
        return new GridAxes(calendar(saved.get("rows")), calendar(saved.get("columns")));
    }

    private static Optional<Calendar> calendar(SavedField saved) {
        return saved.isNull() ? Optional.empty() : Optional.of(Calendar.fromJson(saved.value()));
    }
}
