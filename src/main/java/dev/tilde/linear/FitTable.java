package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Document.Piece;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import tech.tablesaw.api.Table;

/**
 * Fits side by side: coefficients by name in the order of their first appearance, then rows, R^2, residual standard error and
 * AIC. R: {@code stargazer}, {@code modelsummary}.
 *
 * @param fits in the order of their columns, at least one
 */
public record FitTable(List<LinearFit> fits) {
    /** A line under the coefficients: its name in a table of data, its name to read, its number and how that is written. */
    private record Footer(String key, String title, ToDoubleFunction<LinearFit> of, Function<LinearFit, String> text) {}

    private static final List<Footer> FOOTERS = List.of(
            new Footer("nobs", "Rows", LinearFit::rows, f -> Numbers.count(f.rows())),
            new Footer("r.squared", "R\u00b2", LinearFit::rSquared, f -> Numbers.fixed(f.rSquared(), 3)),
            new Footer("sigma", "Typical error", LinearFit::sigma, f -> Numbers.significant(f.sigma(), 4)),
            new Footer("AIC", "AIC", LinearFit::aic, f -> Numbers.fixed(f.aic(), 1)));

    /** @throws IllegalArgumentException if there is no fit */
    public FitTable {
        fits = List.copyOf(fits);
        if (fits.isEmpty()) {
            throw new IllegalArgumentException("a table of fits needs a fit");
        }
    }

    private List<String> terms() {
        LinkedHashSet<String> names = new LinkedHashSet<>();
        fits.forEach(f -> f.coefficients().forEach(c -> names.add(c.name())));
        return List.copyOf(names);
    }

    private static String name(int fit) {
        return "(" + (fit + 1) + ")";
    }

    /**
     * As data: term, and for each fit k its estimates in (k) and their errors in (k) std.error, missing where it has no such
     * coefficient or it is aliased; the last lines are nobs, r.squared, sigma and AIC.
     */
    public Table table() {
        List<String> terms = terms();
        List<String> names = new ArrayList<>(terms);
        FOOTERS.forEach(f -> names.add(f.key()));
        Dataset out = Dataset.named("fits").with("term", names.toArray(String[]::new));
        for (int k = 0; k < fits.size(); k++) {
            LinearFit fit = fits.get(k);
            double[] estimates = new double[names.size()];
            double[] errors = new double[names.size()];
            Arrays.fill(estimates, Double.NaN);
            Arrays.fill(errors, Double.NaN);
            for (Coefficient c : fit.coefficients()) {
                estimates[terms.indexOf(c.name())] = c.estimate();
                errors[terms.indexOf(c.name())] = c.stdError();
            }
            for (int j = 0; j < FOOTERS.size(); j++) {
                estimates[terms.size() + j] = FOOTERS.get(j).of().applyAsDouble(fit);
            }
            out = out.with(name(k), estimates).with(name(k) + " std.error", errors);
        }
        return out.table();
    }

    /** To read: each estimate with its standard error in parentheses. */
    public Document document() {
        return document(List.of());
    }

    /** The same under a formula, such as the one line that all of them come from. */
    public Document document(List<Piece> formula) {
        List<Entry> models = new ArrayList<>();
        List<Column> columns = new ArrayList<>(List.of(Column.left("")));
        for (int k = 0; k < fits.size(); k++) {
            models.add(Entry.of(name(k), fits.get(k).design().formula().toString()));
            columns.add(Column.right(name(k)));
        }
        List<Row> rows = new ArrayList<>();
        for (String term : terms()) {
            rows.add(row(
                    Kind.PLAIN,
                    term,
                    f -> f.coefficient(term).map(FitTable::estimate).orElse(Cell.EMPTY)));
        }
        for (Footer f : FOOTERS) {
            rows.add(row(Kind.TOTAL, f.title(), fit -> Cell.of(f.text().apply(fit), f.of().applyAsDouble(fit))));
        }
        List<Block> blocks = new ArrayList<>(List.of(new Block.Definitions(models)));
        String caution = caution();
        if (!caution.isEmpty()) {
            blocks.add(new Block.Definitions(List.of(Entry.of("Note", caution))));
        }
        blocks.add(new Grid("Estimates and standard errors", columns, rows));
        String title = fits.size() == 1 ? "1 model" : fits.size() + " models";
        return new Document("", title, formula, Text.NONE, List.of(new Section("models", "", Text.NONE, blocks)));
    }

    private String caution() {
        boolean responses = fits.stream().map(FitTable::response).distinct().count() > 1;
        boolean rows = fits.stream().map(LinearFit::rows).distinct().count() > 1;
        if (!responses && !rows) {
            return "";
        }
        return "the models have different " + (responses ? rows ? "responses and rows" : "responses" : "rows")
                + ", so R\u00b2 and AIC do not compare";
    }

    private static String response(LinearFit fit) {
        return fit.design().response().columns().get(fit.response());
    }

    private Row row(Kind kind, String name, Function<LinearFit, Cell> cell) {
        List<Cell> cells = new ArrayList<>(List.of(Cell.of(name)));
        fits.forEach(f -> cells.add(cell.apply(f)));
        return new Row(kind, cells);
    }

    /** An estimate with its standard error in parentheses. */
    static Cell estimate(Coefficient c) {
        return c.isAliased()
                ? Cell.of("left out")
                : Cell.of(
                        Numbers.estimate(c.estimate(), c.stdError()) + " (" + Numbers.error(c.stdError()) + ")",
                        c.estimate());
    }

    /** The document as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
