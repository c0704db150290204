package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.FactorInfo;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of coefficients, grouped by term. */
final class CoefficientTable {
    /** Rows a summary shows before it stops. */
    private static final int MOST = 60;

    private final Estimates fit;
    private final boolean forest;
    private final List<Row> rows = new ArrayList<>();

    private CoefficientTable(Estimates fit, boolean forest) {
        this.fit = fit;
        this.forest = forest;
    }

    /**
     * @param forest whether each row draws its standardised estimate
     */
    static Grid of(Estimates fit, boolean forest) {
        CoefficientTable table = new CoefficientTable(fit, forest);
        for (CodedTerm term : fit.design().predictors().terms()) {
            table.add(term);
        }
        List<Column> columns = new ArrayList<>(List.of(
                Column.left(""),
                Column.right("Estimate").tone(Grid.Tone.STRONG),
                Column.interval(percent(fit.level()) + "% interval"),
                Column.right("Std. err"),
                Column.right(fit.statistic()),
                Column.right("p")));
        if (forest) {
            columns.add(Column.left("Standardised"));
        }
        List<Row> rows = table.rows;
        if (rows.size() > MOST) {
            int more = rows.size() - MOST;
            rows = new ArrayList<>(rows.subList(0, MOST));
            rows.add(Row.of(
                    Kind.NOTE,
                    Cell.of("\u2026 " + more + " more"),
                    Cell.of("all in coefficients()").spanning(columns.size() - 1)));
        }
        return new Grid("", columns, rows);
    }

    private static String percent(double level) {
        return Numbers.significant(level * 100, 3).replaceAll("\\.0+$", "");
    }

    private void add(CodedTerm term) {
        int width = term.end() - term.start();
        if (width == 1 && term.term().degree() <= 1 && !isCategorical(term)) {
            rows.add(line(Kind.PLAIN, term.name(), term.start()));
            return;
        }
        if (width == 0) {
            rows.add(Row.of(
                    Kind.NOTE, Cell.of(term.name()), Cell.of("adds no column").spanning(forest ? 6 : 5)));
            return;
        }
        if (width == 1) {
            rows.add(line(Kind.PLAIN, fit.design().predictors().columns().get(term.start()), term.start()));
            return;
        }
        Estimates.AsOne test = fit.test(term);
        String asOne = test.text().isEmpty() ? "" : "as one term: " + test.text();
        rows.add(Row.of(
                Kind.TERM,
                Cell.of(LinearSummary.header(term, fit.design())),
                Cell.of(asOne).spanning(4),
                Cell.of(asOne.isEmpty() ? "" : Numbers.p(test.p()), test.p())));
        int at = term.start();
        for (CodedTerm.Block block : term.blocks()) {
            for (String label : labels(block)) {
                rows.add(line(Kind.LEVEL, label, at++));
            }
        }
    }

    private static boolean isCategorical(CodedTerm term) {
        return term.blocks().stream()
                .flatMap(b -> b.parts().stream())
                .anyMatch(p -> p.coding().isPresent());
    }

    /** Levels, or positions, of the factors that have several columns. */
    private List<String> labels(CodedTerm.Block block) {
        List<String> labels = List.of("");
        for (CodedTerm.Part part : block.parts()) {
            List<String> own = part.coding()
                    .map(c -> c.names())
                    .orElseGet(
                            () -> ((FactorInfo.Numeric) fit.design().factors().get(part.factor())).suffixes());
            List<String> more = new ArrayList<>();
            for (String o : own) {
                for (String l : labels) {
                    more.add(l.isEmpty() || o.isEmpty() ? l + o : l + ":" + o);
                }
            }
            labels = more;
        }
        return labels;
    }

    private Row line(Kind kind, String label, int column) {
        Coefficient c = fit.coefficients().get(column);
        if (c.isAliased()) {
            Optional<Relation> relation =
                    fit.relations().stream().filter(r -> r.column() == column).findFirst();
            String why = relation.map(
                            r -> "left out: " + r.text(fit.design().predictors().columns()))
                    .orElse("left out");
            return Row.of(
                    Kind.NOTE,
                    Cell.of((kind == Kind.LEVEL ? "  " : "") + label),
                    Cell.of(why).spanning(forest ? 6 : 5));
        }
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(label),
                Cell.of(Numbers.estimate(c.estimate(), c.stdError()), c.estimate()),
                Cell.of(Numbers.interval(c.low(), c.high(), c.stdError())),
                Cell.of(Numbers.error(c.stdError()), c.stdError()),
                Cell.of(Numbers.fixed(c.statistic(), 2), c.statistic()),
                Cell.of(Numbers.p(c.pValue()), c.pValue())));
        if (forest) {
            cells.add(mark(c, column));
        }
        return Row.of(kind, cells.toArray(Cell[]::new));
    }

    private Cell mark(Coefficient c, int column) {
        double scale = fit.standardising(column);
        return Double.isNaN(scale)
                ? Cell.of("")
                : Cell.of(new Grid.Mark.Forest(c.estimate() * scale, c.low() * scale, c.high() * scale));
    }
}
