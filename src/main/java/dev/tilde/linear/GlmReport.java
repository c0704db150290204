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
import dev.tilde.text.Shell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** The report of a generalised linear model: one function per section, in the order of the page. */
final class GlmReport {
    private static final List<Function<GlmReport, Optional<Section>>> SECTIONS = List.of(
            GlmReport::tiles,
            GlmReport::findings,
            GlmReport::coefficients,
            GlmReport::terms,
            GlmReport::diagnostics,
            GlmReport::data,
            GlmReport::reproduce);

    /** Cells of the design above which its levels are not counted. */
    private static final double MOST = 1e8;

    private final GlmFit fit;
    private final ReportPieces pieces;
    private final LinkTest curve;

    private GlmReport(GlmFit fit) {
        this.fit = fit;
        this.pieces = new ReportPieces(fit.design(), fit.source());
        this.curve = LinkTest.of(fit);
    }

    static Document of(GlmFit fit) {
        GlmReport report = new GlmReport(fit);
        List<Section> sections = new ArrayList<>();
        SECTIONS.forEach(s -> s.apply(report).ifPresent(sections::add));
        String family = GlmSummary.family(fit);
        return report.pieces.document(
                "Generalised linear model",
                family.substring(0, 1).toUpperCase(Locale.ROOT) + family.substring(1),
                sections);
    }

    private Optional<Section> tiles() {
        double explained = 1 - fit.deviance() / fit.nullDeviance();
        List<Tile> tiles = new ArrayList<>(List.of(
                pieces.rows(fit.rows()),
                new Tile(
                        "Deviance explained",
                        Numbers.percent(explained),
                        "",
                        "deviance " + Numbers.significant(fit.deviance(), 4) + " on " + Numbers.count(fit.dfResidual())
                                + " df, null " + Numbers.significant(fit.nullDeviance(), 4)),
                dispersion()));
        if (!Double.isNaN(fit.aic())) {
            tiles.add(new Tile(
                    "Information",
                    Numbers.fixed(fit.aic(), 1),
                    "AIC",
                    "BIC " + Numbers.fixed(fit.bic(), 1) + ", log-likelihood "
                            + Numbers.fixed(fit.logLikelihood(), 1)));
        }
        long df = fit.dfNull() - fit.dfResidual();
        if (df > 0 && fit.dfResidual() > 0 && fit.isConverged() && !Double.isNaN(explained)) {
            tiles.add(against(df));
        }
        return Optional.of(Section.untitled("tiles", new Block.Tiles(tiles)));
    }

    private Tile dispersion() {
        double ratio = fit.pearson() / fit.dfResidual();
        return fit.isDispersionFixed()
                ? new Tile(
                        "Dispersion",
                        "1",
                        "by the family",
                        "Pearson's chi-squared / df " + Numbers.significant(ratio, 3))
                : new Tile(
                        "Dispersion",
                        Numbers.significant(fit.dispersion(), 3),
                        "estimated",
                        "Pearson's chi-squared on " + Numbers.count(fit.dfResidual()) + " df");
    }

    private Tile against(long df) {
        double lost = (fit.nullDeviance() - fit.deviance()) / fit.dispersion();
        boolean known = fit.isDispersionFixed();
        double p =
                known ? Distributions.chiSquaredTail(lost, df) : Distributions.fTail(lost / df, df, fit.dfResidual());
        String text = known
                ? "\u03c7\u00b2(" + df + ") = " + Numbers.fixed(lost, 2)
                : "F(" + df + ", " + fit.dfResidual() + ") = " + Numbers.fixed(lost / df, 2);
        return new Tile("Against no predictors", Numbers.pSentence(p), "", text);
    }

    private Optional<Section> findings() {
        List<Finding> all = new ArrayList<>(fit.findings());
        if (curve.bends()) {
            all.add(new Finding(
                    "shape",
                    Severity.CHECK,
                    "Shape",
                    "The model misses a curve: the square of the linear predictor adds to it, "
                            + Numbers.pSentence(curve.p()) + ".",
                    Finding.pair("z", curve.z(), "p", curve.p()),
                    "a spline such as bs(x, df=4), an interaction, or another link"));
        }
        long columns = fit.coefficients().size();
        if (fit.source().replayable() && (double) fit.rows() * columns * columns <= MOST) {
            all.addAll(CensusRules.findings(
                    fit.design().rows(),
                    RowCensus.of(
                            fit.design(),
                            fit.source(),
                            fit.design().matrices(fit.source()).predictors())));
        }
        all.sort(Comparator.comparing(Finding::severity));
        return ReportPieces.findings(all);
    }

    private Optional<Section> coefficients() {
        Link link = fit.model().link();
        String scale = link == Links.IDENTITY
                ? "mean of "
                : link == Links.LOGIT ? "log odds of " : link.label() + " of the mean of ";
        String ratio = fit.shown().ratio().isEmpty()
                ? ""
                : " The ratio, exp(b), is what the " + (link == Links.LOG ? "mean is" : "odds are") + " multiplied by.";
        String drawn = fit.isConverged()
                ? " The last column has the same for one standard deviation of each predictor; filled dots have an interval that excludes zero."
                : "";
        return ReportPieces.coefficients(
                "Change in the " + scale + pieces.response() + " for one unit of each predictor, the others held fixed."
                        + ratio + drawn,
                CoefficientTable.full(fit.shown()),
                fit.rank(),
                fit.aliases());
    }

    private Optional<Section> terms() {
        List<DevianceTest> tests = fit.termTests();
        if (tests.isEmpty() || fit.dfResidual() == 0 || !fit.isConverged()) {
            return Optional.empty();
        }
        boolean known = fit.isDispersionFixed();
        List<Row> rows = new ArrayList<>();
        for (DevianceTest t : tests) {
            double partial = t.deviance() / (t.deviance() + fit.deviance());
            List<Cell> cells = new ArrayList<>(List.of(
                    Cell.of(t.term()),
                    Cell.of(Integer.toString(t.df()), t.df()),
                    Cell.of(Numbers.significant(t.deviance(), 5), t.deviance())));
            if (!known) {
                cells.add(Cell.of(Numbers.fixed(t.statistic(), 2), t.statistic()));
            }
            cells.add(Cell.of(Numbers.p(t.pValue()), t.pValue()));
            cells.add(Cell.of(Numbers.fixed(partial, 3), partial));
            cells.add(Cell.of(new Grid.Mark.Share(partial)));
            rows.add(new Row(Kind.PLAIN, cells));
        }
        rows.add(total("Residual", fit.dfResidual(), fit.deviance()));
        rows.add(total("Null", fit.dfNull(), fit.nullDeviance()));
        List<Column> columns =
                new ArrayList<>(List.of(Column.left("Term"), Column.right("df"), Column.right("Deviance")));
        if (!known) {
            columns.add(Column.right("\u03c7\u00b2"));
        }
        columns.addAll(List.of(Column.right("p"), Column.right("Partial share"), Column.left("")));
        String statistic =
                known ? " The deviance is chi-squared." : " \u03c7\u00b2 is the deviance over the dispersion.";
        String errors =
                fit.isClassic() ? "" : " They are likelihood ratios, whatever the errors of the coefficients are.";
        Grid grid = new Grid(
                "Type II analysis of deviance: each term against all others that do not contain it." + statistic
                        + errors,
                columns,
                rows);
        return Optional.of(Section.of(
                "terms", "Terms", "What each whole term adds, whichever level of a factor is the reference.", grid));
    }

    private static Row total(String name, long df, double deviance) {
        return Row.of(
                Kind.TOTAL,
                Cell.of(name),
                Cell.of(Numbers.count(df), df),
                Cell.of(Numbers.significant(deviance, 5), deviance));
    }

    private Optional<Section> diagnostics() {
        return fit.dfResidual() == 0 || !fit.isConverged()
                ? Optional.empty()
                : Optional.of(Section.of(
                        "diagnostics",
                        "Diagnostics",
                        "The title of each plot is what it shows; the line below says what you would want to see.",
                        new Block.Beside(2, new GlmPlots(fit, curve).all())));
    }

    private Optional<Section> data() {
        return pieces.data();
    }

    private Optional<Section> reproduce() {
        List<Entry> facts = List.of(
                Entry.of("Columns", fit.coefficients().size() + ", of rank " + fit.rank()),
                Entry.of("Family", GlmSummary.family(fit)),
                Entry.of(
                        "Iteration",
                        fit.iterations() + " steps" + (fit.isConverged() ? " to rest" : " without coming to rest")));
        Optional<String> shared = CommandOptions.of(fit.design(), fit.model().level(), fit.covarianceType());
        return pieces.reproduce(
                facts, family().flatMap(own -> shared.map(rest -> own + rest)).map(pieces::command));
    }

    /** Empty for a family that has no name on the command line. */
    private Optional<String> family() {
        Family family = fit.model().family();
        String name = fit.theta().isPresent() ? "negative binomial" : family.label();
        boolean known = name.startsWith("negative binomial");
        try {
            known = known || Families.of(name) == family;
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        boolean own = fit.model().link() == family.link();
        String link = own ? "" : " --link " + Shell.quoted(fit.model().link().label());
        return known ? Optional.of(" --family " + Shell.quoted(name) + link) : Optional.empty();
    }
}
