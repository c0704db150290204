package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.linear.LinearFit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tables nobody draws on a slide. */
class OddTablesTest {
    private static final RnnRegression SHORT =
            RnnRegression.DEFAULTS.training(Training.DEFAULTS.epochs(5).restarts(1));

    /** Groups of the given lengths in turn; x is noise, y follows a leaky sum of it, z is missing everywhere, v here and there. */
    private static Dataset table(int groups, int[] lengths, DoubleUnaryOperator response) {
        Random random = new Random(1);
        List<double[]> rows = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            double sum = 0;
            for (int t = 0; t < lengths[g % lengths.length]; t++) {
                double x = random.nextGaussian();
                sum = 0.6 * sum + x;
                double v = (g + t) % 5 == 0 ? Double.NaN : x * x;
                rows.add(new double[] {g, t, x, response.applyAsDouble(sum), Double.NaN, v});
            }
        }
        Dataset data = Dataset.named("odd");
        String[] names = {"g", "t", "x", "y", "z", "v"};
        for (int c = 0; c < names.length; c++) {
            int column = c;
            Schema.Kind kind = c < 2 ? Schema.Kind.INTEGER : Schema.Kind.NUMBER;
            data = data.with(
                    Schema.Column.of(names[c], kind),
                    rows.stream().mapToDouble(row -> row[column]).toArray());
        }
        return data;
    }

    @ParameterizedTest
    @CsvSource({
        "y ~ x | by(g) + order(t),          12, 1 2 1 30, 0",
        "y ~ x | by(g) + order(t),          60, 1,        0",
        "y ~ lag(y) + x | by(g) + order(t), 5,  20,       5",
        "y ~ x + z | by(g) + order(t),      5,  20,       0",
        "y ~ z:lag(y) + x | by(g) + order(t), 5, 20,      5",
        "y ~ x*lag(y):v | by(g) + order(t), 5,  20,       5",
        "y ~ 1 | by(g) + order(t),          5,  20,       0",
        "y ~ x,                             1,  1,        0",
        "y ~ lag(y),                        1,  2,        1",
        "y ~ x | by(g) + order(t),          3000, 3 4,    0",
    })
    void predictsEveryRowThatHasAHistory(String formula, int groups, String lengths, int withoutHistory) {
        int[] each =
                Arrays.stream(lengths.split(" ")).mapToInt(Integer::parseInt).toArray();
        RnnFit fit =
                SHORT.fit(Formula.parse(formula), table(groups, each, s -> s).source(), DesignOptions.DEFAULTS);
        double[] fitted = fit.fitted();
        assertThat(Arrays.stream(fitted).filter(Double::isNaN).count()).isEqualTo(withoutHistory);
        assertThat(fit.scores().stream()
                        .filter(s -> s.model().equals("GRU"))
                        .mapToInt(Score::count)
                        .sum())
                .isEqualTo(fitted.length - withoutHistory);
        assertThat(fit.toString()).hasSizeLessThan(1000);
    }

    @ParameterizedTest
    @CsvSource({"y ~ x | by(g) + order(t)", "y ~ lag(y) + x | by(g) + order(t)"})
    void predictsAConstant(String formula) {
        RnnFit fit = SHORT.fit(
                Formula.parse(formula), table(5, new int[] {20}, s -> 3).source(), DesignOptions.DEFAULTS);
        assertThat(Arrays.stream(fit.fitted()).filter(v -> !Double.isNaN(v)).toArray())
                .containsOnly(3);
        assertThat(fit.notes().toString()).contains("constant");
    }

    @Test
    void saysThatNoRowCanBeUsed() {
        Dataset data = table(5, new int[] {20}, s -> s);
        Formula formula = Formula.parse("z ~ x | by(g) + order(t)");
        assertThatThrownBy(() -> SHORT.fit(formula, data.source(), DesignOptions.DEFAULTS))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no row can be used");
    }

    /**
     * Responses of different size count the same. Python 3.11, of e = y[i] - y[i - 1] of each response for i = 1 to 47
     * and 48 to 59: the means over both of 1 - sum e^2 / sum (y - mean)^2 and of mean |e| / u, u that of 1 to 47, and
     * root mean square and mean |.| of all e / s, s the standard deviation (n) of 1 to 47.
     */
    @ParameterizedTest
    @CsvSource({
        "false, -0.921758918077985, 1, 1.38627519565128, 1.13724553006611",
        "true, -1.16979824385282, 0.981092727651531, 1.3270821420509, 1.10165145058502"
    })
    void measuresResponsesOnTheirOwnScales(boolean heldOut, double r2, double mase, double rmse, double mae) {
        double[] y = new double[60];
        double[] z = new double[60];
        for (int i = 0; i < y.length; i++) {
            y[i] = Math.sin(i) + i % 7 / 3.0;
            z[i] = 1e6 + 1e4 * Math.cos(2 * i) + 2e3 * (i % 5);
        }
        Dataset data = Dataset.named("sizes").with("y", y).with("z", z);
        Score last = SHORT
                .fit(Formula.parse("cbind(y, z) ~ lag(y) + lag(z)"), data.source(), DesignOptions.DEFAULTS)
                .scores()
                .stream()
                .filter(s -> s.model().equals("last value") && s.heldOut() == heldOut)
                .findFirst()
                .orElseThrow();
        assertThat(last.r2()).isCloseTo(r2, within(1e-12));
        assertThat(last.mase()).isCloseTo(mase, within(1e-12));
        assertThat(last.rmse()).isCloseTo(rmse, within(1e-12));
        assertThat(last.mae()).isCloseTo(mae, within(1e-12));
    }

    /** A response told one row early is that of its sequence, learned from and measured alike. */
    @Test
    void measuresTheLastKnownResponse() {
        Dataset data = table(60, new int[] {6}, s -> s);
        double[] late = new double[360];
        Arrays.fill(late, Double.NaN);
        double[] early = late.clone();
        for (int g = 0; g < 60; g++) {
            double y = data.numbers("y")[6 * g + 5];
            late[6 * g + 5] = y;
            early[6 * g + (g % 3 == 0 ? 4 : 5)] = y;
        }
        List<RnnFit> fits = new ArrayList<>();
        for (double[] y : List.of(late, early)) {
            Dataset known = data.select(List.of("g", "t", "x")).with("y", y);
            fits.add(
                    SHORT.fit(Formula.parse("last(y) ~ x | by(g) + order(t)"), known.source(), DesignOptions.DEFAULTS));
        }
        assertThat(fits.get(1).scores()).isEqualTo(fits.get(0).scores());
        assertThat(fits.get(1).residuals()).isEqualTo(fits.get(0).residuals());
        assertThat(fits.get(1).attainedLevel()).isEqualTo(fits.get(0).attainedLevel());
        assertThat(fits.get(1).compare(fits.get(0)).rows()).isEqualTo(12);
        assertThat(fits.get(0).scores().stream().mapToInt(Score::count).boxed().distinct())
                .containsExactly(48, 12);
    }

    /** R2 does not lose its digits where the response is far from 0. */
    @Test
    void measuresAResponseFarFromZero() {
        RnnFit far = SHORT.fit(
                Formula.parse("y ~ x | by(g) + order(t)"),
                table(5, new int[] {20}, s -> 1e9 + s).source(),
                DesignOptions.DEFAULTS);
        assertThat(far.scores()).allSatisfy(score -> assertThat(score.r2()).isFinite());
    }

    /** The first formula of all: full coding has no full rank, and least squares is the same model nevertheless. */
    @Test
    void fitsTheSameFormulaAsLeastSquares() {
        String formula = "breaks ~ wool + tension + wool:tension";
        Dataset data = Tilde.dataset("warpbreaks");
        LinearFit ols = Tilde.ols(formula, data);
        RnnFit network = SHORT.training(SHORT.training().holdOut(Training.HoldOut.NONE))
                .fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
        double[] y = data.numbers("breaks");
        double[] fitted = ols.predict(data);
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            sum += (y[i] - fitted[i]) * (y[i] - fitted[i]);
        }
        Score least = network.scores().stream()
                .filter(score -> score.model().equals("linear (least squares)"))
                .findFirst()
                .orElseThrow();
        assertThat(least.rmse()).isCloseTo(Math.sqrt(sum / y.length), within(1e-6));
    }
}
