package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of the future that are not what the model needs, and fits that have nothing to learn from. */
class FutureTablesTest {
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(2)
            .training(Training.DEFAULTS.epochs(2).restarts(1));

    private static RnnFit fit(String formula, Dataset data) {
        return SHORT.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** Two groups whose keys read the same when joined. */
    private static Dataset panel() {
        int n = 60;
        String[] a = new String[n];
        String[] b = new String[n];
        double[] t = new double[n];
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            a[i] = i < 30 ? "p:q" : "p";
            b[i] = i < 30 ? "r" : "q:r";
            t[i] = i % 30;
            x[i] = Math.sin(i);
            y[i] = 3 * x[i] + Math.cos(7 * i) / 9;
        }
        return Dataset.named("panel")
                .with("a", a)
                .with("b", b)
                .with("t", t)
                .with("x", x)
                .with("y", y);
    }

    private static Dataset future(double[] t, double... x) {
        return Dataset.named("future")
                .with("a", "p", "p:q")
                .with("b", "q:r", "r")
                .with("t", t)
                .with("x", x);
    }

    @Test
    void groupsAreToldApartByTheirColumns() {
        RnnFit fit = fit("y ~ x | by(a, b) + order(t)", panel());
        double[] one = fit.forecast(1, future(new double[] {30, 30}, 0, 1)).predictions();
        double[] other = fit.forecast(1, future(new double[] {30, 30}, 1, 0)).predictions();
        assertThat(one[0]).isNotEqualTo(one[1]);
        assertThat(Math.abs(one[0] - one[1])).isGreaterThan(1);
        assertThat(Math.abs(other[0] - one[0])).isGreaterThan(1);
    }

    @Test
    void aStepHasOneRow() {
        RnnFit fit = fit("y ~ x | by(a, b) + order(t)", panel());
        Dataset twice = Dataset.named("future")
                .with("a", "p", "p:q", "p")
                .with("b", "q:r", "r", "q:r")
                .with("t", 30, 30, 30)
                .with("x", 1, 1, 2);
        assertThatThrownBy(() -> fit.forecast(1, twice))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("rows 1 and 3 of the future are at the same place: p:q:r, t = 30");
    }

    /** Times written as decimals, or calculated as 0.1 + 0.2, stand for the same steps as whole ones. */
    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1.1, 0.001, 0.1, 1e9})
    void decimalsAreSteps(double step) {
        double[] whole = fit("y ~ lag(y) + x | by(a, b) + order(t)", panel())
                .forecast(2, steps(t -> t))
                .predictions();
        double[] t = panel().numbers("t");
        Arrays.setAll(t, i -> decimal(t[i] * step));
        RnnFit fit = fit(
                "y ~ lag(y) + x | by(a, b) + order(t)",
                panel().select(List.of("a", "b", "x", "y")).with("t", t));
        assertThat(fit.forecast(2, steps(k -> decimal(k * step))).predictions()).containsExactly(whole);
        assertThat(fit.forecast(2, steps(k -> k * step)).predictions()).containsExactly(whole);
    }

    private static double decimal(double value) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.6f", value));
    }

    private static Dataset steps(DoubleUnaryOperator time) {
        return Dataset.named("future")
                .with("a", "p", "p:q", "p", "p:q")
                .with("b", "q:r", "r", "q:r", "r")
                .with("t", DoubleStream.of(31, 31, 30, 30).map(time).toArray())
                .with("x", 1, 2, 3, 4);
    }

    @Test
    void aForecastHasRoom() {
        RnnFit fit = fit("y ~ lag(y) | by(a, b) + order(t)", panel());
        assertThatThrownBy(() -> fit.forecast(Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("steps of 2 sequences are more rows than one forecast holds");
    }

    @Test
    void textIsNoNumber() {
        RnnFit fit = fit("y ~ x | by(a, b) + order(t)", panel());
        Dataset words = Dataset.named("future")
                .with("a", "p", "p:q")
                .with("b", "q:r", "r")
                .with("t", 30, 30)
                .with("x", "high", "1");
        assertThatThrownBy(() -> fit.forecast(1, words))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("x is text in the rows of the future, such as \"high\"");
    }

    /** What is wrong stands in the third row of the future, whose rows come in another order than the groups. */
    @Test
    void complaintsNameTheRowOfTheFuture() {
        String[] kinds = new String[60];
        Arrays.setAll(kinds, i -> i % 2 == 0 ? "p" : "s");
        RnnFit factor = fit("y ~ lag(y) + kind | by(a, b) + order(t)", panel().with("kind", kinds));
        Dataset level = Dataset.named("future")
                .with("a", "p", "p:q", "p:q", "p")
                .with("b", "q:r", "r", "r", "q:r")
                .with("t", 31, 31, 30, 30)
                .with("kind", "p", "p", "new", "p");
        assertThatThrownBy(() -> factor.forecast(2, level))
                .hasMessageContaining("kind has the level \"new\" in row 3 of the future, which the fit has not seen");
        RnnFit number = fit("y ~ lag(y) + log(1 + abs(x)) | by(a, b) + order(t)", panel());
        Dataset infinite = level.with("x", 1, 1, Double.POSITIVE_INFINITY, 1);
        assertThatThrownBy(() -> number.forecast(2, infinite))
                .hasMessageContaining("is infinite in row 3 of the future");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ x + horizon(29)", "cbind(y, none) ~ x"})
    void outputsNeedTrainingRows(String formula) {
        double[] none = new double[60];
        java.util.Arrays.fill(none, Double.NaN);
        Dataset data = panel().with("none", none);
        String text = formula.contains("horizon") ? "y ~ x | by(a, b) + horizon(29)" : formula + " | by(a, b)";
        assertThatThrownBy(() -> fit(text, data))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no");
    }

    @Test
    void someRowTrains() {
        assertThatThrownBy(() -> fit("y ~ lag(y, 1:29) | by(a, b)", panel()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no row is left to train on")
                .hasMessageContaining("the lags reach 29 steps back");
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ 1 | by(a, b)", "y ~ 0 | by(a, b)", "y ~ offset(x) | by(a, b)"})
    void modelsWithoutInputsSummarise(String formula) {
        assertThat(fit(formula, panel()).summary().toString()).contains("Sequence regression");
    }

    @Test
    void buildersKeepWhatWasSaid() {
        assertThat(RnnRegression.DEFAULTS
                        .esn(200)
                        .hidden(100)
                        .echo()
                        .orElseThrow()
                        .units())
                .hasValue(100);
        assertThat(RnnRegression.DEFAULTS.memory(50).lstm().structure().memory())
                .isEqualTo(50);
        assertThat(RnnRegression.DEFAULTS.bidirectional().lstm().structure().bidirectional())
                .isTrue();
        assertThat(RnnRegression.DEFAULTS.hidden(6).clockwork(1, 2, 4))
                .isEqualTo(RnnRegression.DEFAULTS.clockwork(1, 2, 4).hidden(6));
        assertThatThrownBy(() -> RnnRegression.DEFAULTS.hidden(6).clockwork(1, 2, 4, 8))
                .hasMessageContaining("6 units do not divide into the 4 groups");
        assertThatThrownBy(() -> RnnRegression.DEFAULTS.esn(9).layers(2)).hasMessageContaining("no layers");
        assertThatThrownBy(() -> RnnRegression.DEFAULTS.memory(50).tdnn(2, 1))
                .hasMessageContaining("a memory is for gates");
    }
}
