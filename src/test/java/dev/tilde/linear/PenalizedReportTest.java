package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PenalizedReportTest {
    private static final Dataset SWISS = Tilde.dataset("swiss");

    private static PenalizedFit fit(PenalizedRegression model, String formula, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    @Test
    void hasItsSections(@TempDir Path folder) throws Exception {
        PenalizedFit lasso = fit(PenalizedRegression.LASSO, "Fertility ~ .", SWISS);
        Document report = lasso.report();
        assertThat(report.eyebrow()).isEqualTo("Lasso regression report");
        assertThat(report.sections())
                .extracting(Section::id)
                .containsExactly("tiles", "findings", "path", "coefficients", "data", "reproduce");
        Path page = folder.resolve("report.html");
        report.save(page);
        assertThat(Files.readString(page)).contains("<svg viewBox", "Within one std. err", "Folds");
        assertThat(Renderers.MARKDOWN.render(report)).contains("Coefficients along the path");
        assertThat(Renderers.JSON.render(report)).contains("\"forest\"");
        assertThat(report.toString())
                .contains("by 10-fold cross-validation", "Simpler model", "has 4 columns in place of 5");
    }

    @Test
    void drawsThePathAndBothChoices() {
        PenalizedFit lasso = fit(PenalizedRegression.LASSO, "Fertility ~ .", SWISS);
        List<Block> plots =
                ((Block.Beside) section(lasso.report(), "path").blocks().get(0)).blocks();
        Plot path = (Plot) plots.get(0);
        assertThat(path.layers().stream().filter(Plot.Line.class::isInstance)).hasSize(5);
        for (Block plot : plots) {
            assertThat(((Plot) plot)
                            .layers().stream()
                                    .filter(Plot.Upright.class::isInstance)
                                    .map(u -> ((Plot.Upright) u).at()))
                    .containsExactly(-Math.log10(lasso.lambda()), -Math.log10(lasso.lambdaOneStandardError()));
        }
    }

    /** Least squares at lambda 0. R 4.2.2: coef(lm(as.data.frame(scale(swiss)))) of lm(Fertility ~ ., ...). */
    @ParameterizedTest
    @CsvSource({"1, -0.3129212825", "3, -0.6704007801", "5, 0.2511359763"})
    void standardisesAsLeastSquares(int column, double expected) {
        PenalizedFit none = fit(PenalizedRegression.RIDGE.lambdas(0).folds(1), "Fertility ~ .", SWISS);
        assertThat(none.standardised(column, none.coefficients()[column])).isCloseTo(expected, within(1e-8));
        assertThat(none.standardised(0, 1)).isNaN();
    }

    @ParameterizedTest
    @CsvSource({
        "LASSO, 1e6, 10, All coefficients are 0 at this lambda",
        "RIDGE, 0.1, 1,  Nothing here says how well lambda predicts other rows",
    })
    void findsWhatThePenaltyDoes(String kind, double lambda, int folds, String words) {
        PenalizedRegression model = kind.equals("LASSO") ? PenalizedRegression.LASSO : PenalizedRegression.RIDGE;
        Document report =
                fit(model.lambdas(lambda).folds(folds), "Fertility ~ .", SWISS).report();
        assertThat(report.toString().replaceAll("\\s+", " ")).contains(words);
        assertThat(report.sections()).extracting(Section::id).doesNotContain("path");
    }

    @Test
    void anotherPointIsSaid() {
        PenalizedFit lasso = fit(PenalizedRegression.LASSO, "Fertility ~ .", SWISS);
        Document report = lasso.at(lasso.lambdaOneStandardError()).report();
        assertThat(report.toString().replaceAll("\\s+", " ")).contains("the least error at 0.0008203");
        Grid table = (Grid) section(report, "coefficients").blocks().get(0);
        assertThat(table.columns()).extracting(Grid.Column::title).doesNotContain("Within one std. err");
    }

    @Test
    void saysWhichRowsItHas() {
        String report = fit(PenalizedRegression.RIDGE, "Ozone ~ Wind + Temp + Solar.R", Tilde.dataset("airquality"))
                .report()
                .toString();
        assertThat(report).contains("of 153", "of rows left out", "lambda from");
    }

    private static Section section(Document report, String id) {
        return report.sections().stream()
                .filter(s -> s.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
