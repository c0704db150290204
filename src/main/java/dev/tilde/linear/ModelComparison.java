package dev.tilde.linear;

import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * Nested models side by side, each tested against the one before it; see {@link Anova#compare}.
 *
 * @param lines the models in the order given
 */
public record ModelComparison(List<Line> lines) {
    /** Cells of a dense matrix up to which nesting is looked up in the rows. */
    private static final double MOST = 5e7;

    /**
     * A model; the last four numbers are NaN for the first one.
     *
     * @param model its formula
     * @param dfResidual n - r
     * @param residualSumOfSquares RSS
     * @param df columns more than the model before has; negative for fewer
     * @param sumOfSquares what RSS falls by
     * @param statistic F
     * @param pValue of F on |df| and the residual degrees of freedom of the largest model
     */
    public record Line(
            String model,
            long dfResidual,
            double residualSumOfSquares,
            double df,
            double sumOfSquares,
            double statistic,
            double pValue) {}

    public ModelComparison {
        lines = List.copyOf(lines);
    }

    static ModelComparison of(LinearFit first, LinearFit second, LinearFit... more) {
        List<LinearFit> fits = new ArrayList<>(List.of(first, second));
        fits.addAll(Arrays.asList(more));
        LinearFit largest = first;
        for (LinearFit f : fits) {
            largest = f.dfResidual() < largest.dfResidual() ? f : largest;
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < fits.size(); i++) {
            LinearFit f = fits.get(i);
            double df = Double.NaN;
            double ss = Double.NaN;
            double statistic = Double.NaN;
            if (i > 0) {
                LinearFit before = fits.get(i - 1);
                check(before, f);
                refuseSandwich(before);
                refuseSandwich(f);
                df = before.dfResidual() - f.dfResidual();
                ss = before.residualSumOfSquares() - f.residualSumOfSquares();
                statistic = df == 0 ? Double.NaN : ss / df / (largest.sigma() * largest.sigma());
            }
            lines.add(new Line(
                    name(f),
                    f.dfResidual(),
                    f.residualSumOfSquares(),
                    df,
                    ss,
                    statistic,
                    Distributions.fTail(statistic, Math.abs(df), largest.dfResidual())));
        }
        return new ModelComparison(lines);
    }

    private static String name(LinearFit f) {
        return f.design().formula().toString();
    }

    private static void check(LinearFit a, LinearFit b) {
        checkRows(a, b);
        LinearFit small = a.rank() <= b.rank() ? a : b;
        LinearFit large = small == a ? b : a;
        if (!terms(large).containsAll(terms(small)) && isOutside(small, large)) {
            throw new IllegalArgumentException("the models are not nested: no choice of coefficients makes "
                    + name(large) + " the model " + name(small) + "; compare their AIC instead");
        }
    }

    /** F of sums of squares has nothing of the covariance that the fit was asked to have. */
    private static void refuseSandwich(LinearFit f) {
        if (!f.isClassic()) {
            throw new IllegalArgumentException("sums of squares compare models with classic errors, and " + name(f)
                    + " has " + f.covarianceType().name()
                    + "; test the coefficients that are more by test(\"x1 = 0, x2 = 0\"), or compare fits with"
                    + " Covariances.CLASSIC");
        }
    }

    /** Refuses fits of which one has another response, or other rows, weights or offsets. */
    static void checkRows(LinearFit a, LinearFit b) {
        if (!response(a).equals(response(b))) {
            throw new IllegalArgumentException(
                    "models of different responses cannot be compared by F: " + response(a) + " and " + response(b));
        }
        if (a.rows() != b.rows()) {
            throw new IllegalArgumentException("the models use different rows, " + a.rows() + " and " + b.rows()
                    + "; fit both to the rows that miss nothing in either (DesignOptions.sameRowsAs)");
        }
        double[] one = a.fingerprint();
        double[] other = b.fingerprint();
        for (int k = 0; k < one.length; k++) {
            if (Math.abs(one[k] - other[k]) > 1e-10 * (Math.abs(one[k]) + Math.abs(other[k]))) {
                throw new IllegalArgumentException("the models have as many rows, but not the same: rows, weights or"
                        + " offsets differ; fit both to the same ones (DesignOptions.sameRowsAs)");
            }
        }
    }

    private static String response(LinearFit f) {
        return f.design().response().columns().get(f.response());
    }

    private static List<Term> terms(LinearFit f) {
        return f.design().predictors().terms().stream().map(t -> t.term()).toList();
    }

    /** Whether a column of the smaller model is none of the space of the larger, by the rows; false if they are too many. */
    private static boolean isOutside(LinearFit small, LinearFit large) {
        double cells = (double) small.rows()
                * (small.coefficients().size() + large.coefficients().size());
        if (cells > MOST || !small.source().replayable() || !large.source().replayable()) {
            return false;
        }
        return isOutside(
                RowDetail.whole(small).residuals(), RowDetail.whole(large).residuals());
    }

    /** Whether a column of the one is none of the space of the other. */
    static boolean isOutside(Residuals small, Residuals large) {
        Qr qr = large.space();
        Matrix x = small.x();
        for (int j = 0; j < x.columns(); j++) {
            double[] column = x.column(j);
            double[] left = qr.residuals(column);
            if (Coordinates.dot(left, left) > Residuals.NEW * Residuals.NEW * Coordinates.dot(column, column)) {
                return true;
            }
        }
        return false;
    }

    /** Columns {@code term, df.residual, rss, df, sumsq, statistic, p.value}, as broom's {@code tidy}. */
    public Table table() {
        return Tidy.of("anova")
                .text("term", lines, Line::model)
                .number("df.residual", lines, Line::dfResidual)
                .number("rss", lines, Line::residualSumOfSquares)
                .number("df", lines, Line::df)
                .number("sumsq", lines, Line::sumOfSquares)
                .number("statistic", lines, Line::statistic)
                .number("p.value", lines, Line::pValue)
                .table();
    }

    /** The table to print or to render. */
    public Document document() {
        List<Row> rows = new ArrayList<>();
        for (Line l : lines) {
            rows.add(Row.of(
                    Kind.PLAIN,
                    Cell.of(l.model()),
                    Cell.of(Numbers.count(l.dfResidual()), l.dfResidual()),
                    Cell.of(Numbers.significant(l.residualSumOfSquares(), 6), l.residualSumOfSquares()),
                    Cell.of(Double.isNaN(l.df()) ? "" : Numbers.significant(l.df(), 3), l.df()),
                    Cell.of(Double.isNaN(l.statistic()) ? "" : Numbers.fixed(l.statistic(), 2), l.statistic()),
                    Cell.of(Double.isNaN(l.pValue()) ? "" : Numbers.p(l.pValue()), l.pValue())));
        }
        Grid grid = new Grid(
                "",
                List.of(
                        Column.left(""),
                        Column.right("Residual df"),
                        Column.right("RSS"),
                        Column.right("df"),
                        Column.right("F").tone(Grid.Tone.STRONG),
                        Column.right("p")),
                rows);
        List<Block> blocks = List.of(grid);
        return AnovaText.document("Comparison of nested models", "each against the one above", blocks);
    }

    /** {@link #document} as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
