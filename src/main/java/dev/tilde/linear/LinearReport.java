package dev.tilde.linear;

import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Block.Tile;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The report of a fit: one function per section, in the order of the page. */
final class LinearReport {
    private static final List<Function<LinearReport, Optional<Section>>> SECTIONS = List.of(
            LinearReport::tiles,
            LinearReport::findings,
            LinearReport::coefficients,
            LinearReport::terms,
            LinearReport::diagnostics,
            LinearReport::data,
            LinearReport::reproduce);

    private final LinearFit fit;
    private final ReportPieces pieces;
    private final Optional<RowDetail> detail;

    private LinearReport(LinearFit fit) {
        this.fit = fit;
        this.pieces = new ReportPieces(fit.design(), fit.source(), fit.responseName());
        this.detail = RowDetail.of(fit);
    }

    static Document of(LinearFit fit) {
        LinearReport report = new LinearReport(fit);
        List<Section> sections = new ArrayList<>();
        SECTIONS.forEach(s -> s.apply(report).ifPresent(sections::add));
        return report.pieces.document(
                "Linear regression", (fit.isWeighted() ? "Weighted" : "Ordinary") + " least squares", sections);
    }

    private Optional<Section> tiles() {
        TermTest f = fit.overall();
        String unit = detail.map(RowDetail::unit).orElse("");
        List<Tile> tiles = new ArrayList<>(List.of(
                pieces.rows(fit.rows()),
                new Tile(
                        "Variation explained",
                        Numbers.percent(fit.rSquared()),
                        fit.isCentred() ? "" : "about zero",
                        "R\u00b2 " + Numbers.fixed(fit.rSquared(), 3) + ", adjusted "
                                + Numbers.fixed(fit.adjustedRSquared(), 3)),
                new Tile(
                        "Typical error",
                        "\u00b1" + Numbers.significant(fit.sigma(), 3),
                        unit,
                        "residual SE on " + Numbers.count(fit.dfResidual()) + " df"),
                new Tile(
                        "Information",
                        Numbers.fixed(fit.aic(), 1),
                        "AIC",
                        "BIC " + Numbers.fixed(fit.bic(), 1) + ", log-likelihood "
                                + Numbers.fixed(fit.logLikelihood(), 1))));
        if (f.df() > 0) {
            tiles.add(new Tile(
                    fit.isCentred() ? "Against no predictors" : "Against zero",
                    Numbers.pSentence(f.pValue()),
                    "",
                    "F(" + f.df() + ", " + fit.dfResidual() + ") = " + Numbers.fixed(f.statistic(), 2)));
        }
        return Optional.of(Section.untitled("tiles", new Block.Tiles(tiles)));
    }

    private Optional<Section> findings() {
        return ReportPieces.findings(Diagnosis.of(fit, detail));
    }

    private Optional<Section> coefficients() {
        return ReportPieces.coefficients(
                "Change in " + pieces.response() + " for one unit of each predictor, the others held fixed."
                        + " The last column has the same in standard deviations; filled dots have an interval that excludes zero.",
                CoefficientTable.full(fit.shown()),
                fit.rank(),
                fit.aliases());
    }

    private Optional<Section> terms() {
        List<TermTest> tests = fit.termTests();
        if (tests.isEmpty() || fit.dfResidual() == 0) {
            return Optional.empty();
        }
        List<Row> rows = new ArrayList<>();
        for (TermTest t : tests) {
            double partial = t.sumOfSquares() / (t.sumOfSquares() + fit.residualSumOfSquares());
            rows.add(Row.of(
                    Kind.PLAIN,
                    Cell.of(t.term()),
                    Cell.of(Integer.toString(t.df()), t.df()),
                    Cell.of(Numbers.significant(t.sumOfSquares(), 5), t.sumOfSquares()),
                    Cell.of(Numbers.fixed(t.statistic(), 2), t.statistic()),
                    Cell.of(Numbers.p(t.pValue()), t.pValue()),
                    Cell.of(Numbers.fixed(partial, 3), partial),
                    Cell.of(new Grid.Mark.Share(partial))));
        }
        rows.add(Row.of(
                Kind.TOTAL,
                Cell.of("Residual"),
                Cell.of(Numbers.count(fit.dfResidual()), fit.dfResidual()),
                Cell.of(Numbers.significant(fit.residualSumOfSquares(), 5), fit.residualSumOfSquares())));
        Grid grid = new Grid(
                "Type II tests: each term against all others that do not contain it.",
                List.of(
                        Column.left("Term"),
                        Column.right("df"),
                        Column.right("Sum of squares"),
                        Column.right("F"),
                        Column.right("p"),
                        Column.right("Partial R\u00b2"),
                        Column.left("")),
                rows);
        return Optional.of(Section.of(
                "terms", "Terms", "What each whole term adds, whichever level of a factor is the reference.", grid));
    }

    private Optional<Section> diagnostics() {
        return detail.filter(d -> fit.dfResidual() > 0)
                .map(d -> Section.of(
                        "diagnostics",
                        "Diagnostics",
                        "The title of each plot is what it shows; the line below says what you would want to see.",
                        new Block.Beside(2, List.of(ResidualPlots.againstFitted(d), ResidualPlots.quantiles(d)))));
    }

    private Optional<Section> data() {
        return pieces.data();
    }

    private Optional<Section> reproduce() {
        List<Entry> facts = List.of(
                Entry.of("Columns", fit.coefficients().size() + ", of rank " + fit.rank()),
                Entry.of(
                        "Arithmetic",
                        "one pass of cross-products in 106 bits; the same digits for any order of threads"));
        return pieces.reproduce(
                facts,
                CommandOptions.of(fit.design(), fit.model().level(), fit.covarianceType())
                        .filter(options -> fit.design().response().columns().size() == 1)
                        .map(pieces::command));
    }
}
