package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.CodingPolicy;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Formula;
import dev.tilde.report.Block;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Plot;
import dev.tilde.report.Renderers;
import dev.tilde.report.Section;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlmReportTest {
    private static final Dataset CARS = Tilde.dataset("mtcars");

    private static GlmFit fit(String formula, String data, String family) {
        return Tilde.glm(formula, Tilde.dataset(data), Families.of(family));
    }

    @Test
    void hasItsSections(@TempDir Path folder) throws Exception {
        Document report =
                fit("Days ~ Eth + Sex + Age + Lrn", "quine", "poisson").report();
        assertThat(report.sections())
                .extracting(Section::id)
                .containsExactly("tiles", "findings", "coefficients", "terms", "diagnostics", "data", "reproduce");
        Path page = folder.resolve("report.html");
        report.save(page);
        assertThat(Files.readString(page))
                .contains("Days explained by Eth, Sex, Age, Lrn", "Rows vary 13.2 times", "<svg viewBox");
        assertThat(Renderers.MARKDOWN.render(report)).contains("Type II analysis of deviance");
        assertThat(Renderers.JSON.render(report)).contains("\"forest\"");
        assertThat(report.toString())
                .contains("Residuals spread more than the family says", "--family poisson -o", "7 steps to rest");
    }

    /** R 4.2.2: exp(cbind(coef(m), confint.default(m))) of glm(am ~ hp, binomial, mtcars) and of glm(Days ~ Sex, poisson, quine). */
    @ParameterizedTest
    @CsvSource({
        "am ~ hp,    mtcars, binomial, Odds ratio, 1, 0.99192, 0.98018 to 1.00380",
        "Days ~ Sex, quine,  poisson,  Ratio,      1, 1.1793,  1.0886 to 1.2775",
    })
    void ratiosStandBesideCoefficients(
            String formula, String data, String family, String title, int row, String ratio, String interval) {
        Grid table = table(fit(formula, data, family).report(), "coefficients");
        int column = table.columns().stream().map(Grid.Column::title).toList().indexOf(title);
        assertThat(table.rows().get(row).cells().get(column).text()).isEqualTo(ratio);
        assertThat(table.rows().get(row).cells().get(column).note()).isEqualTo(interval);
        assertThat(table.rows().get(0).cells().get(column)).isEqualTo(Grid.Cell.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
        "am ~ wt + hp,       mtcars, binomial, Binned residuals",
        "Days ~ Sex,         quine,  poisson,  Deviance residuals against the linear predictor",
        "mpg ~ wt + hp,      mtcars, Gamma,    Deviance residuals against the linear predictor",
        "'cbind(carb, gear) ~ wt', mtcars, binomial, Deviance residuals against the linear predictor",
    })
    void choosesPlotsForTheResponse(String formula, String data, String family, String first) {
        Section section = section(fit(formula, data, family).report(), "diagnostics");
        List<Block> plots = ((Block.Beside) section.blocks().get(0)).blocks();
        assertThat(plots).hasSize(2);
        assertThat(((Plot) plots.get(0)).name()).isEqualTo(first);
    }

    @Test
    void separationIsTheFirstFinding() {
        Dataset six = Dataset.named("six")
                .with("y", new double[] {0, 0, 0, 1, 1, 1})
                .with("x", new double[] {1, 2, 3, 4, 5, 6});
        Document report = Tilde.glm("y ~ x", six, Families.BINOMIAL).report();
        assertThat(report.toString())
                .contains("Some fitted probabilities run to 0 or 1 along x", "without coming to rest");
        assertThat(report.sections()).extracting(Section::id).doesNotContain("terms", "diagnostics");
        assertThat(table(report, "coefficients").columns())
                .extracting(Grid.Column::title)
                .doesNotContain("Odds ratio", "Per std. dev.");
    }

    @Test
    void saysWhichRowsItHas() {
        GlmFit fit = fit("Ozone ~ Wind + C(Month)", "airquality", "Gamma");
        assertThat(fit.report().toString()).contains("of 153", "37 left out for missing values", "of rows left out");
    }

    // R 4.2.2: anova(m, update(m, . ~ . + e), test = "Rao")$Rao[2] with e <- predict(m)^2, over the dispersion of m
    @ParameterizedTest
    @CsvSource({"am ~ wt + hp, binomial, 0.781473131841315", "mpg ~ wt + hp, Gamma, 0.132534151278071"})
    void scoreTestOfACurve(String formula, String family, double squared) {
        LinkTest test = LinkTest.of(fit(formula, "mtcars", family));
        assertThat(test.z() * test.z()).isCloseTo(squared, within(1e-6 * squared));
        assertThat(test.bends()).isFalse();
    }

    @Test
    void aMissedCurveIsAFinding() {
        double[] x = IntStream.range(0, 60).mapToDouble(i -> i / 10.0).toArray();
        double[] y = DoubleStream.of(x).map(v -> Math.rint(v * v * v)).toArray();
        Dataset cubes = Dataset.named("cubes").with("x", x).with("y", y);
        assertThat(Tilde.glm("y ~ x", cubes, Families.POISSON).report().toString())
                .contains("Shape", "misses a curve", "Residuals bend");
        assertThat(fit("am ~ wt + hp", "mtcars", "binomial").report().toString())
                .doesNotContain("Shape", "Residuals bend");
    }

    /** R 4.2.2: means of fitted(m) and of am - fitted(m) in three bins for m <- glm(am ~ factor(cyl), binomial, mtcars). */
    @Test
    void equalProbabilitiesShareABin() {
        GlmFit fit = Tilde.glm("am ~ C(cyl)", CARS, Families.BINOMIAL);
        BinnedResiduals bins = BinnedResiduals.of(fit.fitted(), fit.residuals(GlmFit.Residual.RESPONSE));
        double[] mean = {1 / 7.0, 3 / 7.0, 8 / 11.0};
        int[] rows = {14, 7, 11};
        assertThat(bins.bins()).hasSize(3);
        for (int b = 0; b < mean.length; b++) {
            BinnedResiduals.Bin own = bins.bins().get(b);
            assertThat(own.rows()).isEqualTo(rows[b]);
            assertThat(own.mean()).isCloseTo(mean[b], within(1e-9));
            assertThat(own.residual()).isCloseTo(0, within(1e-9));
            assertThat(own.bound()).isCloseTo(2 * Math.sqrt(mean[b] * (1 - mean[b]) / rows[b]), within(1e-9));
        }
        assertThat(bins.outside()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "binomial,      PROBIT,  --family binomial --link probit",
        "quasi-poisson, LOG,     --family quasipoisson",
        "Gamma,         INVERSE, --family Gamma",
    })
    void repeatsItself(String family, Links link, String options) {
        GlmFit fit = GlmRegression.of(Families.of(family))
                .link(link)
                .fit(
                        dev.tilde.formula.Formula.parse(family.equals("binomial") ? "am ~ wt" : "carb ~ wt"),
                        CARS.source(),
                        dev.tilde.design.DesignOptions.DEFAULTS);
        assertThat(((Block.Code) section(fit.report(), "reproduce").blocks().get(1)).text())
                .contains(options + " -o report.html");
    }

    private static Section section(Document report, String id) {
        return report.sections().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Grid table(Document report, String id) {
        return (Grid) section(report, id).blocks().get(0);
    }

    /** A family with a distribution has quantile residuals on its normal plot, of counts randomised. */
    @ParameterizedTest
    @CsvSource({
        "Days ~ Sex,             quine,  poisson,      randomised quantile residual, seed 1",
        "'cbind(carb, gear) ~ wt', mtcars, binomial,   randomised quantile residual, seed 1",
        "mpg ~ wt,               mtcars, Gamma,        quantile residual,            normal: 0 and 3).",
        "Days ~ Sex,             quine,  quasipoisson, standardised deviance residual, Small counts",
    })
    void theNormalPlotShowsQuantileResiduals(String formula, String data, String family, String what, String remark) {
        Section section = section(fit(formula, data, family).report(), "diagnostics");
        Plot plot = (Plot) ((Block.Beside) section.blocks().get(0)).blocks().get(1);
        assertThat(plot.name()).isEqualTo("Normal quantile plot of the " + what + "s");
        assertThat(plot.caption().toString()).contains(remark);
    }

    /** What the fit was told besides its formula and family. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "weights; AUTOMATIC; 0.95;  --weights gear",
                "offset; HC3; 0.95;  --offset drat,qsec --robust hc3",
                "cluster; AUTOMATIC; 0.9;  --cluster gear --level 0.9",
                "cluster; CLASSIC; 0.95;",
                "none; CLASSIC; 0.95;",
                "none; HC4M; 0.95;  --robust hc4m",
                "formula; AUTOMATIC; 0.95;",
                "formula; CLASSIC; 0.95;  --robust classic",
                "formula; HC0; 0.95;  --robust hc0",
                "design; CLASSIC; 0.95;  --na-action exclude --coding drop-first --contrast C(gear)=Sum",
            })
    void theCommandHasTheOptionsOfTheFit(String roles, String covariance, double level, String options) {
        DesignOptions none = DesignOptions.DEFAULTS;
        DesignOptions own = switch (roles) {
            case "weights" -> none.weights("gear");
            case "offset" -> none.offset("drat", "qsec");
            case "cluster" -> none.cluster("gear");
            case "design" ->
                none.with(NaAction.EXCLUDE).with(CodingPolicy.DROP_FIRST).contrast("C(gear)", "Sum");
            default -> none;
        };
        Covariance errors = covariance.equals("AUTOMATIC")
                ? Covariances.AUTOMATIC
                : Covariances.of(covariance.toLowerCase(Locale.ROOT));
        String right = roles.equals("formula") ? "wt + cluster(gear)" : "wt + C(gear)";
        Formula formula = Formula.parse("mpg ~ " + right);
        String expected = options == null ? "" : options.replace("C(gear)=Sum", "'C(gear)=Sum'");
        String start = "tilde report mtcars 'mpg ~ " + right + "'";
        LinearFit linear = LinearRegression.OLS
                .level(level)
                .fit(formula, CARS.source(), own)
                .with(errors);
        assertThat(command(linear.report())).isEqualTo(start + blank(expected) + " -o report.html");
        GlmFit glm = GlmRegression.of(Families.GAMMA)
                .level(level)
                .fit(formula, CARS.source(), own)
                .with(errors);
        assertThat(command(glm.report())).isEqualTo(start + " --family Gamma" + blank(expected) + " -o report.html");
    }

    private static String blank(String options) {
        return options.isEmpty() ? "" : " " + options;
    }

    private static String command(Document report) {
        return ((Block.Code) section(report, "reproduce").blocks().get(1)).text();
    }

    /** A covariance of one's own has no word on the command line, so there is no command. */
    @Test
    void whatCannotBeTypedIsNotShown() {
        LinearFit fit = Tilde.ols("mpg ~ wt", CARS).with(Covariances.neweyWest(7, true));
        assertThat(section(fit.report(), "reproduce").blocks()).hasSize(1);
        assertThat(command(fit.with(Covariances.NEWEY_WEST).report())).contains("--robust newey-west");
    }
}
