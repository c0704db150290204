package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.Fitted;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * The fits of several responses to one design, in memory or from a file.
 *
 * @param names of the responses
 * @param fits in their order
 */
record Responses<F extends Fitted>(List<String> names, List<F> fits) {
    /** Responses, and lines of coefficients, that a summary shows. */
    private static final int SHOWN = 6;

    private static final int LINES = 12;

    Responses {
        names = List.copyOf(names);
        fits = List.copyOf(fits);
    }

    /** The names of the responses of a design; R calls the columns of {@code cbind(y1, y2)} {@code y1} and {@code y2} here. */
    static List<String> names(DesignSpec spec) {
        List<String> columns = spec.response().columns();
        String term = spec.response().terms().get(0).name();
        boolean one = spec.response().terms().size() == 1
                && columns.stream().allMatch(c -> c.startsWith(term) && c.length() > term.length());
        return one ? columns.stream().map(c -> c.substring(term.length())).toList() : columns;
    }

    /** @throws IllegalArgumentException naming the responses there are */
    F fit(String response) {
        int at = names.indexOf(response);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "no response is called " + response + "; there are " + Names.list(names, 20));
        }
        return fits.get(at);
    }

    /** A column for each response. */
    Dataset predict(Source rows) {
        Dataset out = Dataset.named("predictions");
        for (int r = 0; r < fits.size(); r++) {
            out = out.with(names.get(r), fits.get(r).predict(rows));
        }
        return out;
    }

    /** Residual products over their degrees of freedom; NaN if there are none. */
    static Matrix covariance(Matrix products, double df) {
        Matrix out = Matrix.zeros(products.rows(), products.columns());
        for (int r = 0; r < products.rows(); r++) {
            for (int s = 0; s < products.columns(); s++) {
                out.set(r, s, df > 0 ? products.get(r, s) / df : Double.NaN);
            }
        }
        return out;
    }

    private static SavedRegression saved(Fitted fit) {
        return fit instanceof LinearFit l ? l.saved() : (SavedRegression) fit;
    }

    /** @param note a last line of the facts; may be empty */
    Document summary(DesignSpec spec, String note) {
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Rows", LinearSummary.rows(spec.rows())),
                Entry.of("Responses", names.size() + ": " + Names.list(names, SHOWN))));
        SavedRegression first = saved(fits.get(0));
        if (!first.covariance().isEmpty()) {
            facts.add(Entry.of("Errors", first.covariance()));
        }
        spec.notes().stream().limit(2).forEach(n -> facts.add(Entry.of("Note", n)));
        if (!note.isEmpty()) {
            facts.add(Entry.of("Note", note));
        }
        List<SavedRegression> shown =
                fits.stream().limit(SHOWN).map(Responses::saved).toList();
        List<Column> columns = new ArrayList<>(List.of(Column.left("")));
        names.stream().limit(SHOWN).forEach(n -> columns.add(Column.right(n)));
        List<Row> rows = new ArrayList<>();
        int p = first.coefficients().size();
        for (int j = 0; j < Math.min(p, LINES); j++) {
            int column = j;
            String name = first.coefficients().get(j).name();
            rows.add(row(
                    Kind.PLAIN,
                    name,
                    shown,
                    f -> FitTable.estimate(f.coefficients().get(column))));
        }
        rows.add(row(Kind.TOTAL, "R\u00b2", shown, f -> number(f, "r.squared", v -> Numbers.fixed(v, 3))));
        rows.add(row(Kind.TOTAL, "Typical error", shown, f -> number(f, "sigma", v -> Numbers.significant(v, 4))));
        rows.add(row(Kind.TOTAL, "p of F", shown, f -> number(f, "p.value", Numbers::p)));
        String left = (p > LINES ? " of the first " + LINES + " of " + p + " columns" : "")
                + (names.size() > SHOWN ? ", the first " + SHOWN + " of " + names.size() + " responses" : "");
        return new Document(
                "",
                "Linear regression of " + names.size() + (names.size() == 1 ? " response" : " responses"),
                FormulaPieces.of(spec.formula()),
                Text.NONE,
                List.of(new Section(
                        "summary",
                        "",
                        Text.NONE,
                        List.of(
                                new Block.Definitions(facts),
                                new Grid("Estimates and standard errors" + left, columns, rows)))));
    }

    private static Row row(Kind kind, String name, List<SavedRegression> fits, Function<SavedRegression, Cell> cell) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
        fits.forEach(f -> cells.add(cell.apply(f)));
        return new Row(kind, cells);
    }

    private static Cell number(SavedRegression fit, String key, Function<Double, String> text) {
        double v = fit.glance().get(key);
        return Cell.of(text.apply(v), v);
    }

    /** The formula, then a line for each response; less than 1,000 characters for names of usual length. */
    String lines(DesignSpec spec) {
        StringBuilder out = new StringBuilder(
                "OLS  " + spec.formula() + "   " + names.size() + (names.size() == 1 ? " response, " : " responses, ")
                        + Math.round(saved(fits.get(0)).glance().get("nobs")) + " rows");
        for (int r = 0; r < Math.min(8, names.size()); r++) {
            SavedRegression f = saved(fits.get(r));
            out.append(String.format(
                    Locale.ROOT,
                    "\n  %-20s R\u00b2 %.3f, \u00b1%.4g",
                    names.get(r),
                    f.glance().get("r.squared"),
                    f.glance().get("sigma")));
        }
        if (names.size() > 8) {
            out.append("\n  \u2026 ").append(names.size() - 8).append(" more");
        }
        return out.toString();
    }
}
