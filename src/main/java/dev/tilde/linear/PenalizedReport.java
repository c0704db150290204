package dev.tilde.linear;

import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Block.Tile;
import dev.tilde.report.Document;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Grid;
import dev.tilde.report.Grid.Cell;
import dev.tilde.report.Grid.Column;
import dev.tilde.report.Grid.Kind;
import dev.tilde.report.Grid.Row;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The report of a penalised regression: one function per section, in the order of the page. */
final class PenalizedReport {
    private static final List<Function<PenalizedReport, Optional<Section>>> SECTIONS = List.of(
            PenalizedReport::tiles,
            PenalizedReport::findings,
            PenalizedReport::path,
            PenalizedReport::coefficients,
            PenalizedReport::data,
            PenalizedReport::reproduce);

    /** Rows of the table before it stops. */
    private static final int MOST = 60;

    private final PenalizedFit fit;
    private final ReportPieces pieces;

    private PenalizedReport(PenalizedFit fit) {
        this.fit = fit;
        this.pieces = new ReportPieces(fit.design(), fit.source());
    }

    static Document of(PenalizedFit fit) {
        PenalizedReport report = new PenalizedReport(fit);
        List<Section> sections = new ArrayList<>();
        SECTIONS.forEach(s -> s.apply(report).ifPresent(sections::add));
        return report.pieces.document(fit.name() + " regression", report.chosen(), sections);
    }

    private String chosen() {
        String how = !fit.isValidated()
                ? ", not cross-validated"
                : fit.selected() == fit.best()
                        ? " by " + fit.model().folds() + "-fold cross-validation"
                        : ", the least error at " + Numbers.significant(fit.lambdas()[fit.best()], 4);
        return "Lambda " + Numbers.significant(fit.lambda(), 4) + how;
    }

    /** Columns with a coefficient at a point, beside the intercept. */
    private long active(int point) {
        double[] b = fit.coefficients(point);
        int intercept = fit.design().predictors().intercept().orElse(-1);
        int count = 0;
        for (int j = 0; j < b.length; j++) {
            count += j != intercept && b[j] != 0 ? 1 : 0;
        }
        return count;
    }

    private int columns() {
        return fit.coefficients().length
                - (fit.design().predictors().intercept().isPresent() ? 1 : 0);
    }

    private Optional<Section> tiles() {
        int at = fit.selected();
        List<Tile> tiles = new ArrayList<>(List.of(
                pieces.rows(fit.design().rows().used()),
                new Tile(
                        "Penalty lambda",
                        Numbers.significant(fit.lambda(), 4),
                        "",
                        fit.isValidated()
                                ? "within one standard error " + Numbers.significant(fit.lambdaOneStandardError(), 4)
                                : "given, or the smallest of the path"),
                new Tile(
                        "Columns",
                        Numbers.count(active(at)),
                        "of " + columns(),
                        Numbers.fixed(fit.df(at), 1) + " effective degrees of freedom"),
                new Tile(
                        "Variation explained",
                        Numbers.percent(fit.rSquared(at)),
                        "",
                        "R\u00b2 " + Numbers.fixed(fit.rSquared(at), 3) + " of the rows it was fitted to")));
        if (fit.isValidated()) {
            double error = fit.errors()[at];
            tiles.add(new Tile(
                    "Typical error, new rows",
                    "\u00b1" + Numbers.significant(Math.sqrt(error), 3),
                    pieces.unit(),
                    "R\u00b2 of other rows " + Numbers.fixed(1 - error / fit.responseVariance(), 3)));
        }
        return Optional.of(Section.untitled("tiles", new Block.Tiles(tiles)));
    }

    private Optional<Section> findings() {
        List<Finding> all = new ArrayList<>();
        if (!fit.isValidated()) {
            all.add(new Finding(
                    "unvalidated",
                    Severity.NOTE,
                    "Penalty",
                    "Nothing here says how well lambda predicts other rows.",
                    Map.of("lambda", fit.lambda()),
                    "folds(10)"));
        } else {
            ends(all);
        }
        if (active(fit.selected()) == 0) {
            all.add(new Finding(
                    "empty",
                    Severity.CHECK,
                    "No column",
                    "All coefficients are 0 at this lambda: it predicts the mean.",
                    Map.of("lambda", fit.lambda()),
                    "other predictors, or a smaller lambda"));
        }
        all.addAll(CensusRules.findings(fit.design().rows(), List.of()));
        all.sort(Comparator.comparing(Finding::severity));
        return ReportPieces.findings(all);
    }

    private void ends(List<Finding> all) {
        double[] lambdas = fit.lambdas();
        int last = lambdas.length - 1;
        if (fit.best() == last && last > 0) {
            all.add(new Finding(
                    "edge",
                    Severity.NOTE,
                    "End of the path",
                    "The error is least at the smallest lambda tried: a penalty helps little or not at all.",
                    Map.of("lambda", lambdas[last]),
                    "least squares"));
        }
        double[] errors = fit.errors();
        int simple = fit.oneStandardError();
        long fewer = active(fit.best()) - active(simple);
        if (fewer > 0) {
            all.add(new Finding(
                    "simpler",
                    Severity.NOTE,
                    "Simpler model",
                    "Lambda " + Numbers.significant(lambdas[simple], 4) + " has " + active(simple)
                            + " columns in place of " + active(fit.best())
                            + ", its error within one standard error of the least.",
                    Finding.pair("error", errors[simple], "least", errors[fit.best()]),
                    "at(lambdaOneStandardError())"));
        }
    }

    private Optional<Section> path() {
        return PenalizedPlots.of(fit, pieces.response())
                .map(plots -> Section.of(
                        "path",
                        "Path",
                        "What happens between a penalty that leaves nothing and one that leaves least squares.",
                        new Block.Beside(2, plots)));
    }

    private Optional<Section> coefficients() {
        List<String> names = fit.design().predictors().columns();
        int intercept = fit.design().predictors().intercept().orElse(-1);
        double[] b = fit.coefficients();
        double[] simple = fit.coefficients(fit.oneStandardError());
        boolean two = fit.isValidated() && fit.oneStandardError() != fit.selected();
        List<Row> rows = new ArrayList<>();
        for (int j = 0; j < Math.min(MOST, b.length); j++) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.of(names.get(j)), number(b[j])));
            if (two) {
                cells.add(number(simple[j]));
            }
            double standardised = fit.standardised(j, b[j]);
            cells.add(j == intercept ? Cell.EMPTY : Cell.of(Numbers.fixed(standardised, 3), standardised));
            cells.add(
                    j == intercept
                            ? Cell.EMPTY
                            : Cell.of(new Grid.Mark.Forest(standardised, standardised, standardised)));
            rows.add(new Row(Kind.PLAIN, cells));
        }
        if (b.length > MOST) {
            rows.add(Row.of(
                    Kind.NOTE, Cell.of("\u2026 " + (b.length - MOST) + " more"), Cell.of("all in coefficients()")));
        }
        List<Column> columns = new ArrayList<>(
                List.of(Column.left(""), Column.right("Estimate").tone(Grid.Tone.STRONG)));
        if (two) {
            columns.add(Column.right("Within one std. err"));
        }
        columns.addAll(List.of(Column.right("Standardised"), Column.left("")));
        return ReportPieces.coefficients(
                "Change in " + pieces.response()
                        + " for one unit of each predictor, and in standard deviations. The penalty"
                        + " pulls them to 0, so they have no standard errors that would mean what those of least squares do.",
                new Grid("", columns, rows),
                0,
                List.of());
    }

    private static Cell number(double b) {
        return Cell.of(b == 0 ? "0" : Numbers.significant(b, 4), b);
    }

    private Optional<Section> data() {
        return pieces.data();
    }

    private Optional<Section> reproduce() {
        PenalizedRegression model = fit.model();
        double[] path = fit.lambdas();
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Penalty", "alpha " + Numbers.significant(model.alpha(), 3) + ", lambda " + fit.lambda()),
                Entry.of(
                        "Path",
                        path.length + (path.length == 1 ? " value" : " values") + " of lambda from "
                                + Numbers.significant(Arrays.stream(path).max().orElse(Double.NaN), 4) + " to "
                                + Numbers.significant(Arrays.stream(path).min().orElse(Double.NaN), 4)),
                Entry.of("Columns", model.standardize() ? "divided by their standard deviation" : "as they are")));
        if (fit.isValidated()) {
            facts.add(Entry.of("Folds", model.folds() + ", seed " + model.seed()));
        }
        return pieces.reproduce(facts, Optional.empty());
    }
}
