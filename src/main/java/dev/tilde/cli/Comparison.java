package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.linear.Coefficient;
import dev.tilde.linear.LinearFit;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Several models of one line beside each other. */
record Comparison(String line, List<LinearFit> fits, Input input) {
    Document document() {
        List<Entry> models = new ArrayList<>();
        List<Grid.Column> columns = new ArrayList<>(List.of(Grid.Column.left("")));
        for (int k = 0; k < fits.size(); k++) {
            models.add(
                    Entry.of("(" + (k + 1) + ")", fits.get(k).design().formula().toString()));
            columns.add(Grid.Column.right("(" + (k + 1) + ")"));
        }
        Set<String> names = new LinkedHashSet<>();
        fits.forEach(f -> f.coefficients().forEach(c -> names.add(c.name())));
        List<Grid.Row> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(row(name, Grid.Kind.PLAIN, f -> f.coefficient(name).map(Comparison::estimate)));
        }
        rows.add(row("Rows", Grid.Kind.TOTAL, f -> Optional.of(Numbers.count(f.rows()))));
        rows.add(row("R\u00b2", Grid.Kind.TOTAL, f -> Optional.of(Numbers.significant(f.rSquared(), 4))));
        rows.add(row("Residual s", Grid.Kind.TOTAL, f -> Optional.of(Numbers.significant(f.sigma(), 4))));
        return new Document(
                "",
                fits.size() + " models",
                List.of(new Document.Piece(line, Document.Role.PLAIN)),
                Text.NONE,
                List.of(Section.untitled(
                        "models",
                        new Block.Definitions(models),
                        new Grid("Estimates and standard errors", columns, rows))));
    }

    private interface Cell {
        Optional<String> of(LinearFit fit);
    }

    private Grid.Row row(String name, Grid.Kind kind, Cell cell) {
        List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of(name)));
        fits.forEach(f -> cells.add(Grid.Cell.of(cell.of(f).orElse(""))));
        return Grid.Row.of(kind, cells.toArray(Grid.Cell[]::new));
    }

    private static String estimate(Coefficient c) {
        return c.isAliased()
                ? "aliased"
                : Numbers.significant(c.estimate(), 4) + " (" + Numbers.significant(c.stdError(), 2) + ")";
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
