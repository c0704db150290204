package dev.tilde.design;

import dev.tilde.json.Json;
import dev.tilde.linalg.LevelRows;
import dev.tilde.linalg.Matrix;
import java.util.Arrays;
import java.util.List;

/** Coding matrices in a saved design. */
final class SavedCoding {
    private SavedCoding() {}

    /** Numbers, or only the level without a column when the others have one of their own. */
    static Json json(CodingMatrix c) {
        Json numbers = c.rows() instanceof LevelRows.Indicators one
                ? Json.object("levels", Json.of(one.rows()), "without", Json.of(without(one)))
                : Json.object(
                        "levels", Json.of(c.rows().rows()),
                        "values", Saved.of(Vectors.list(c.matrix().data())));
        return Json.object(
                "labels", Json.of(c.labels()),
                "plain", Json.of(c.plainLabels()),
                "patsy", Json.of(c.patsySuffixes()),
                "numbers", numbers);
    }

    private static int without(LevelRows.Indicators one) {
        for (int i = 0; i < one.rows(); i++) {
            if (one.column(i) < 0) {
                return i;
            }
        }
        return -1;
    }

    /** Reads the coding of so many levels. */
    static CodingMatrix of(Saved s, int levels) {
        List<String> labels = s.get("labels").texts();
        List<String> plain = s.get("plain").texts();
        List<String> patsy = s.get("patsy").texts();
        Saved numbers = s.get("numbers");
        numbers.get("levels").whole(levels, levels);
        LevelRows rows;
        if (numbers.has("without")) {
            rows = LevelRows.indicators(levels, numbers.get("without").whole(-1, levels - 1));
        } else {
            List<Double> values = numbers.get("values").numbers();
            if (values.size() != (long) levels * labels.size()) {
                throw numbers.wrong("a number for each level and column");
            }
            rows = LevelRows.of(Matrix.of(levels, labels.size(), Vectors.array(values)));
        }
        if (labels.size() != rows.columns() || plain.size() != rows.columns() || patsy.size() != rows.columns()) {
            throw s.wrong("a coding with a label for each column");
        }
        return CodingMatrix.of(rows, labels, plain, patsy);
    }

    /** Whether two matrices code alike and call their columns alike. */
    static boolean same(CodingMatrix a, CodingMatrix b) {
        boolean numbers = a.rows() instanceof LevelRows.Indicators
                ? a.rows().equals(b.rows())
                : b.rows() instanceof LevelRows.Dense
                        && a.rows().rows() == b.rows().rows()
                        && Arrays.equals(a.matrix().data(), b.matrix().data());
        return numbers
                && a.labels().equals(b.labels())
                && a.plainLabels().equals(b.plainLabels())
                && a.patsySuffixes().equals(b.patsySuffixes());
    }
}
