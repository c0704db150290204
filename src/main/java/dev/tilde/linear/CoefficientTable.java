package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Node;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** The table of coefficients, grouped by term. */
final class CoefficientTable {
    /** Rows a report shows before it stops. */
    private static final int MOST = 60;

    /** Bases whose single columns mean nothing to a reader. */
    private static final Set<String> SPLINES = Set.of("bs", "ns", "cr", "cc", "te");

    /** Which terms of several columns take one row. */
    enum Fold {
        /** None. */
        NOTHING,
        /** Splines. */
        SPLINES,
        /** All. */
        TERMS
    }

    private final Estimates fit;
    private final boolean forest;
    private final boolean ratio;
    private final Fold fold;
    private final List<Row> rows = new ArrayList<>();

    private CoefficientTable(Estimates fit, boolean whole, Fold fold) {
        this.fit = fit;
        this.forest = whole
                && IntStream.range(0, fit.coefficients().size()).anyMatch(j -> !Double.isNaN(fit.standardising(j)));
        this.ratio = whole && !fit.ratio().isEmpty();
        this.fold = fold;
    }

    /** All columns, each with exp(b) where it is a ratio, and a drawing of its standardised estimate where there is one. */
    static Grid full(Estimates fit) {
        return of(fit, true, Fold.NOTHING, MOST);
    }

    /** @param most rows before it stops */
    static Grid brief(Estimates fit, Fold fold, int most) {
        return of(fit, false, fold, most);
    }

    private static Grid of(Estimates fit, boolean whole, Fold fold, int most) {
        CoefficientTable table = new CoefficientTable(fit, whole, fold);
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
        if (table.ratio) {
            columns.add(Column.right(fit.ratio()).tone(Grid.Tone.STRONG));
        }
        if (table.forest) {
            columns.add(Column.left(fit.drawn()));
        }
        List<Row> rows = table.rows;
        if (rows.size() > most) {
            int more = rows.size() - most;
            rows = new ArrayList<>(rows.subList(0, most));
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
                    Kind.NOTE, Cell.of(term.name()), Cell.of("adds no column").spanning(wide())));
            return;
        }
        if (width == 1) {
            rows.add(line(Kind.PLAIN, fit.design().predictors().columns().get(term.start()), term.start()));
            return;
        }
        boolean folded = fold == Fold.TERMS || fold == Fold.SPLINES && isSpline(term);
        Estimates.AsOne test = fit.test(term);
        String asOne = test.text().isEmpty() ? "" : "as one term: " + test.text();
        String columns = folded ? width + " columns" + (asOne.isEmpty() ? "" : ", ") : "";
        rows.add(Row.of(
                Kind.TERM,
                Cell.of(LinearSummary.header(term, fit.design())),
                Cell.of(columns + asOne).spanning(4),
                Cell.of(asOne.isEmpty() ? "" : Numbers.p(test.p()), test.p())));
        if (folded) {
            return;
        }
        int at = term.start();
        for (CodedTerm.Block block : term.blocks()) {
            for (String label : labels(block)) {
                rows.add(line(Kind.LEVEL, label, at++));
            }
        }
    }

    private static boolean isSpline(CodedTerm term) {
        return term.term().factors().stream()
                .anyMatch(f -> f.expression() instanceof Node.Call c && SPLINES.contains(c.function()));
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
                    Cell.of(why).spanning(wide()));
        }
        List<Cell> cells = new ArrayList<>(List.of(
                Cell.of(label),
                Cell.of(Numbers.estimate(c.estimate(), c.stdError()), c.estimate()),
                Cell.of(Numbers.interval(c.low(), c.high(), c.stdError())),
                Cell.of(Numbers.error(c.stdError()), c.stdError()),
                Cell.of(Numbers.fixed(c.statistic(), 2), c.statistic()),
                Cell.of(Numbers.p(c.pValue()), c.pValue())));
        if (ratio) {
            cells.add(ratio(c, column));
        }
        if (forest) {
            cells.add(mark(c, column));
        }
        return Row.of(kind, cells.toArray(Cell[]::new));
    }

    /** exp(b) with its interval, to the digits that its error exp(b) se leaves; none of an intercept. */
    private Cell ratio(Coefficient c, int column) {
        double own = Math.exp(c.estimate());
        double error = own * c.stdError();
        boolean none = fit.design().predictors().intercept().orElse(-1) == column;
        if (none) {
            return Cell.EMPTY;
        }
        double low = Math.exp(c.low());
        double high = Math.exp(c.high());
        // Over orders of magnitude one count of decimals does not fit both ends.
        return high < 20 * low
                ? Cell.of(Numbers.estimate(own, error), own).note(Numbers.interval(low, high, error))
                : Cell.of(Numbers.significant(own, 3), own)
                        .note(Numbers.significant(low, 3) + " to " + Numbers.significant(high, 3));
    }

    /** Columns behind the first. */
    private int wide() {
        return 5 + (ratio ? 1 : 0) + (forest ? 1 : 0);
    }

    private Cell mark(Coefficient c, int column) {
        double scale = fit.standardising(column);
        return Double.isNaN(scale)
                ? Cell.of("")
                : Cell.of(new Grid.Mark.Forest(c.estimate() * scale, c.low() * scale, c.high() * scale));
    }
}
