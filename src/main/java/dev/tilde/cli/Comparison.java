package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.linear.Coefficient;
import dev.tilde.linear.Fits;
import dev.tilde.linear.LinearFit;
import dev.tilde.report.Document;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Several models of one line beside each other. */
record Comparison(String line, List<LinearFit> fits, Input input) {
    Document document() {
        return Fits.table(fits).document(List.of(new Document.Piece(line, Document.Role.PLAIN)));
    }

    Json json() {
        return new Json.Arr(fits.stream().map(f -> FitJson.of(f, input)).toList());
    }

    void csv(Writer out) throws IOException {
        CsvLine.write(out, "model", "term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high");
        for (LinearFit fit : fits) {
            for (Coefficient c : fit.coefficients()) {
                CsvLine.write(
                        out,
                        fit.design().formula().toString(),
                        c.name(),
                        CsvLine.number(c.estimate()),
                        CsvLine.number(c.stdError()),
                        CsvLine.number(c.statistic()),
                        CsvLine.number(c.pValue()),
                        CsvLine.number(c.low()),
                        CsvLine.number(c.high()));
            }
        }
    }
}
