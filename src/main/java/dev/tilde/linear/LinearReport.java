package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.formula.Conventions;
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
import dev.tilde.report.Text;
import dev.tilde.text.Names;
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
    private final Optional<RowDetail> detail;

    private LinearReport(LinearFit fit) {
        this.fit = fit;
        this.detail = RowDetail.of(fit);
    }

    static Document of(LinearFit fit) {
        LinearReport report = new LinearReport(fit);
        List<Section> sections = new ArrayList<>();
        SECTIONS.forEach(s -> s.apply(report).ifPresent(sections::add));
        String of = fit.source().name().isEmpty() ? "" : fit.source().name() + " \u00b7 ";
        return new Document(
                "Linear regression report",
                report.response() + " explained by " + report.predictors(),
                FormulaPieces.of(fit.design().formula()),
                Text.of("Ordinary least squares \u00b7 " + of
                        + LinearSummary.rows(fit.design().rows())),
                sections);
    }

    private String response() {
        return fit.design().response().terms().get(0).name();
    }

    private String predictors() {
        List<String> names = fit.design().predictors().terms().stream()
                .filter(t -> t.term().degree() > 0)
                .map(CodedTerm::name)
                .toList();
        return names.isEmpty() ? "its mean alone" : Names.list(names, 5);
    }

    private Optional<Section> tiles() {
        TermTest f = fit.overall();
        String unit = detail.map(RowDetail::unit).orElse("");
        List<Tile> tiles = new ArrayList<>(List.of(
                new Tile(
                        "Rows used",
                        Numbers.count(fit.rows()),
                        "of " + Numbers.count(fit.design().rows().total()),
                        fit.design().rows().dropped() == 0
                                ? "none left out"
                                : Numbers.count(fit.design().rows().dropped()) + " left out for missing values"),
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
        List<Finding> findings = Diagnosis.of(fit, detail);
        return findings.isEmpty()
                ? Optional.empty()
                : Optional.of(Section.of(
                        "findings",
                        "Findings",
                        "Worst first. Each one says what was seen, what it rests on, and what to try.",
                        Diagnosis.block(findings, Diagnosis.verdict(findings), true)));
    }

    private Optional<Section> coefficients() {
        List<Block> blocks = new ArrayList<>(List.of(CoefficientTable.of(fit.shown(), true)));
        if (!fit.aliases().isEmpty()) {
            List<String> aliases = fit.aliases();
            blocks.add(new Block.Prose(Text.of(fit.rank() + " of "
                    + fit.coefficients().size()
                    + " columns are independent. " + String.join("; ", aliases.subList(0, Math.min(10, aliases.size())))
                    + (aliases.size() > 10 ? "; and " + (aliases.size() - 10) + " more" : "")
                    + ". Columns that others make up are left out; predictions are unaffected.")));
        }
        return Optional.of(new Section(
                "coefficients",
                "Coefficients",
                Text.of(
                        "Change in " + response() + " for one unit of each predictor, the others held fixed."
                                + " The last column has the same in standard deviations; filled dots have an interval that excludes zero."),
                blocks));
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
        return Optional.of(Section.of(
                "data",
                "Data",
                "Every column the formula reads, in all "
                        + Numbers.count(fit.design().rows().total()) + " rows.",
                DataTable.of(fit)));
    }

    private Optional<Section> reproduce() {
        Conventions conventions = fit.design().formula().conventions();
        String source = fit.design().formula().source();
        String data = fit.source().name().isEmpty() ? "data.csv" : fit.source().name();
        List<Entry> entries = new ArrayList<>(List.of(
                new Entry("Formula", Text.NONE.code(fit.design().formula().toString())),
                Entry.of("Conventions", conventions.name()),
                Entry.of("Rows", LinearSummary.rows(fit.design().rows())),
                Entry.of("Columns", fit.coefficients().size() + ", of rank " + fit.rank()),
                Entry.of(
                        "Arithmetic",
                        "one pass of cross-products in 106 bits; the same digits for any order of threads")));
        fit.design().notes().forEach(n -> entries.add(Entry.of("Note", n)));
        String option = conventions.name().equals("tilde") ? "" : " --convention " + conventions.name();
        Block code = new Block.Code(
                "tilde report " + quoted(data) + " " + quoted(source) + option + " -o report.html", "console");
        return Optional.of(Section.of("reproduce", "Reproduce", "", new Block.Definitions(entries), code));
    }

    /** For a POSIX shell. */
    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
