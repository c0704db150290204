package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.FormulaException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastsTest {
    /** What the shop of so many months knows of the next ones, last month first. */
    static Dataset future(int n, int steps) {
        int rows = 2 * steps;
        String[] id = new String[rows];
        double[] date = new double[rows];
        double[] x = new double[rows];
        String[] kind = new String[rows];
        for (int i = 0; i < rows; i++) {
            int k = steps - 1 - i % steps;
            id[i] = i < steps ? "south" : "north";
            date[i] = LocalDate.of(2015, 3, 1).plusMonths(n + 2L + k).toEpochDay();
            x[i] = Math.cos(k + i / steps);
            kind[i] = k % 2 == 0 ? "a" : "c";
        }
        return Dataset.named("future")
                .with("id", id)
                .with(Schema.Column.of("date", Schema.Kind.DATE), date)
                .with("x", x)
                .with("kind", kind);
    }

    /** A forecast is a stream that is never told the truth. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + size | by(id) + order(date); gru",
                "log(y) ~ lag(log(y), 1:3) + x + kind | id; gru",
                "diff(diff(log(y), 12)) ~ lag(x, 0:2) + month(date) | id; layers",
                "y ~ lag(y) + diff(x) | id; esn",
                "y ~ lag(y, 2) + lag(x) | id; tdnn",
                "y ~ x + feedback(y) | id; output",
                "y ~ lag(y) + x | id; clockwork",
                "y ~ lag(y) + x | id; skip",
            })
    void isAStreamWithoutObservations(String formula, String words) {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit(formula, StreamsTest.model(words), data);
        Dataset future = future(40, 6);
        Forecast forecast = fit.forecast(6, future);
        assertThat(forecast.rows()).hasSize(12);
        // Differences cannot be integrated over a response that is missing.
        boolean gap = formula.startsWith("diff");
        assertThat(forecast.notes().stream().anyMatch(n -> n.startsWith("the history of ")))
                .isEqualTo(gap);
        for (int g = 0; g < 2; g++) {
            RnnStream stream = fit.stream(g == 0 ? "north" : "south");
            for (int k = 0; k < 6; k++) {
                Forecast.Row row = forecast.rows().get(g * 6 + k);
                Map<String, @Nullable Object> record = StreamsTest.record(future, (1 - g) * 6 + 5 - k);
                assertThat(row.prediction()).isEqualTo(Double.valueOf(stream.step(record)));
                assertThat(gap || !Double.isNaN(row.prediction())).isTrue();
                assertThat(row.group()).isEqualTo(g == 0 ? "north" : "south");
                assertThat(row.step()).isEqualTo(k + 1);
                assertThat(row.time())
                        .isEqualTo(LocalDate.of(2018, 9, 1).plusMonths(k).toString());
                // Errors are those of log(y), so the middle is a geometric mean.
                double middle =
                        formula.startsWith("log(") ? Math.sqrt(row.low() * row.high()) : row.low() / 2 + row.high() / 2;
                assertThat(gap || Math.abs(middle - row.prediction()) <= 1e-9 * row.high())
                        .isTrue();
            }
        }
        assertThat(forecast.notes()).contains("intervals are approximate for time series");
        assertThat(forecast.dataset().schema().names())
                .containsExactly("id", "date", "step", "prediction", "low", "high", "level");
        assertThat(forecast.dataset().table().rowCount()).isEqualTo(12);
        assertThat(forecast.toString()).contains("north 2018-09-01").contains("95 % intervals");
    }

    /** Tables that end in rows without a response are filled in closed loop: the forecast in another way. */
    @Test
    void isThePredictionOfRowsWithoutAResponse() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("log(y) ~ lag(y, 1:3) | by(id) + order(date)", StreamsTest.QUICK, data);
        int n = 45;
        Dataset longer = StreamsTest.shop(n);
        double[] y = longer.numbers("y");
        double[] date = longer.numbers("date");
        for (int i = 0; i < y.length; i++) {
            int t = i % n;
            y[i] = t < 40 ? data.numbers("y")[i / n * 40 + t] : Double.NaN;
            date[i] = LocalDate.of(2015, 3, 1).plusMonths(t + (t >= 20 ? 2 : 0)).toEpochDay();
        }
        Dataset open = Dataset.named("open")
                .with("id", longer.texts("id"))
                .with(Schema.Column.of("date", Schema.Kind.DATE), date)
                .with("y", y);
        double[] predicted = fit.predict(open);
        double[] forecast = fit.forecast(5).predictions();
        for (int g = 0; g < 2; g++) {
            assertThat(Arrays.copyOfRange(forecast, g * 5, g * 5 + 5))
                    .isEqualTo(Arrays.copyOfRange(predicted, g * n + 40, g * n + 45));
        }
    }

    @Test
    void severalLeadsAreAskedTogether() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("y ~ lag(y) | by(id) + horizon(3)", StreamsTest.QUICK, data);
        double[] forecast = fit.forecast(5).predictions();
        RnnStream stream = fit.stream("north");
        stream.step(Map.of());
        assertThat(Arrays.copyOf(forecast, 3)).isEqualTo(stream.predictions());
        RnnFit later = StreamsTest.fit("lead(y, 1:2) ~ lag(y, 0:1) | id", StreamsTest.QUICK, data);
        double[][] rows = later.predictions;
        double[] next = later.forecast(5).predictions();
        assertThat(Arrays.copyOf(next, 2)).isEqualTo(Arrays.copyOfRange(rows[0], rows[0].length - 2, rows[0].length));
        assertThat(next).doesNotContain(Double.NaN);
    }

    @Test
    void severalResponsesStandUnderEachOther() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("cbind(y, log(z)) ~ lag(y) + lag(z) | id", StreamsTest.QUICK, data);
        Forecast forecast = fit.forecast(2);
        assertThat(forecast.rows()).extracting(Forecast.Row::response).startsWith("y", "z", "y", "z");
        assertThat(forecast.dataset().schema().names()).contains("response");
    }

    @Test
    void whatIsNeededAheadIsNamed() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("y ~ lag(y) + x + lag(size, 9) | id", StreamsTest.QUICK, data);
        assertThatThrownBy(() -> fit.forecast(3))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("needs x of the 3 steps ahead");
        Dataset less = future(40, 3).rows(i -> i != 1);
        assertThatThrownBy(() -> fit.forecast(3, less))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("id = south, date = 2018-10-01");
        assertThatThrownBy(() -> fit.forecast(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** What is only lagged is not read of the last steps. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ lag(y) + lag(x) + lag(kind, 2) | id; 2; needs x, kind of the first 2 of the 3 steps ahead",
                "y ~ lag(y) + lag(x, 2) | by(id) + order(date); 1; needs x of the first of the 3 steps ahead",
                "y ~ lag(y) + x + kind | by(id) + horizon(3); 1; needs x, kind of the first of the 3 steps ahead",
            })
    void lagsAskLessOfTheFuture(String formula, int rows, String needs) {
        RnnFit fit = StreamsTest.fit(formula, StreamsTest.QUICK, StreamsTest.shop(40));
        Dataset all = future(40, 3);
        List<Forecast.Row> whole = fit.forecast(3, all).rows();
        Dataset some = all.rows(i -> i % 3 >= 3 - rows);
        assertThat(fit.forecast(3, some).rows()).isEqualTo(whole);
        assertThatThrownBy(() -> fit.forecast(3)).hasMessageContaining(needs);
        Dataset less = all.rows(i -> i % 3 > 3 - rows || i > 3);
        assertThatThrownBy(() -> fit.forecast(3, less))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has no row at id = south")
                .hasMessageEndingWith("a forecast of 3 steps needs the first" + (rows == 1 ? "" : " " + rows));
    }

    /** The last steps read rows behind them: an answer does not change as more of it is asked for. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ lag(y) + lead(x, 1:2) | id; 4; 2 steps needs 4 rows, since the formula looks ahead",
                "y ~ lead(kind) + x | by(id) + order(date); 3; 2 steps needs 3 rows, since the formula looks ahead",
                "y ~ x + offset(lead(x, 2)) | id; 4; 2 steps needs 4 rows, since the formula looks ahead",
            })
    void leadsReadRowsBehindTheSteps(String formula, int rows, String needs) {
        RnnFit fit = StreamsTest.fit(formula, StreamsTest.QUICK, StreamsTest.shop(40));
        Dataset all = future(40, 7);
        List<Forecast.Row> more = fit.forecast(4, all).rows();
        Dataset enough = all.rows(i -> i % 7 >= 7 - rows);
        assertThat(fit.forecast(2, enough).rows())
                .isEqualTo(List.of(more.get(0), more.get(1), more.get(4), more.get(5)));
        Dataset less = all.rows(i -> i % 7 > 7 - rows);
        assertThatThrownBy(() -> fit.forecast(2, less))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(needs);
        assertThatThrownBy(() -> fit.forecast(2)).hasMessageContaining("of the " + rows + " steps ahead");
    }

    /** Steps are counted from the last row, errors from the last response. */
    @ParameterizedTest
    @CsvSource({"y ~ lag(y) | id, true", "y ~ lag(log(y)) | id, true", "y ~ 1 | id, false"})
    void saysWhereTheLastResponseIsMissing(String formula, boolean grows) {
        Dataset data = StreamsTest.shop(58);
        RnnFit fit = StreamsTest.fit(formula, StreamsTest.QUICK, data);
        String note = "the last response of south is missing: forecasts and the width of their intervals go on from the"
                + " last one known";
        assertThat(fit.forecast(1).notes()).doesNotContain(note);
        double[] y = data.numbers("y").clone();
        y[115] = Double.NaN;
        Dataset open = data.select(List.of("id", "date")).with("y", y);
        assertThat(fit.behind(open).forecast(1).notes().contains(note)).isEqualTo(grows);
    }

    /** An interval is as wide as its step is far from the last response that is known. */
    @ParameterizedTest
    @CsvSource({"0", "1", "2", "5"})
    void intervalsCountFromTheLastResponse(int missing) {
        Dataset data = StreamsTest.shop(58);
        RnnFit fit = StreamsTest.fit("y ~ lag(y) | id", StreamsTest.QUICK, data);
        double[] y = data.numbers("y").clone();
        Arrays.fill(y, 116 - missing, 116, Double.NaN);
        RnnFit open = fit.behind(data.select(List.of("id", "date")).with("y", y));
        for (RnnFit model : List.of(open, RnnFit.fromJson(open.toJson(), Vocabulary.STANDARD))) {
            List<Forecast.Row> rows = model.forecast(8).rows();
            for (int k = 0; k + missing < 8; k++) {
                assertThat(width(rows.get(8 + k))).isCloseTo(width(rows.get(k + missing)), within(1e-12));
            }
            assertThat(width(rows.get(2))).isGreaterThan(width(rows.get(0)));
        }
    }

    private static double width(Forecast.Row row) {
        return row.high() - row.low();
    }

    @Test
    void sequencesWithOneResponseHaveNoNext() {
        Dataset data = StreamsTest.shop(20);
        RnnFit fit = StreamsTest.fit("last(y) ~ x | id", StreamsTest.QUICK, data);
        assertThatThrownBy(() -> fit.forecast(2))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("one response");
    }

    @Test
    void aSeriesWithoutACalendarGoesOnByRow() {
        double[] y = new double[60];
        Arrays.setAll(y, i -> Math.sin(i) + i % 7);
        Dataset data = Dataset.named("plain").with("y", y).with("step", y);
        RnnFit fit = StreamsTest.fit("y ~ lag(y, 1:2)", StreamsTest.QUICK, data);
        Forecast forecast = fit.forecast(3);
        assertThat(forecast.rows()).extracting(Forecast.Row::time).containsOnly("");
        assertThat(forecast.dataset().schema().names())
                .isEqualTo(List.of("step", "prediction", "low", "high", "level"));
    }

    @ParameterizedTest
    @CsvSource({
        // errors 1 .. m; rank ceil((m + 1) level)
        "19, 0.95, 19, 0.95",
        "18, 0.95, 18, 0.9473684210526315",
        "20, 0.95, 20, 0.95",
        "39, 0.95, 38, 0.95",
        "99, 0.95, 95, 0.95",
        "9, 0.8, 8, 0.8",
        "4, 0.8, 4, 0.8",
        "3, 0.8, 3, 0.75",
        "1, 0.5, 1, 0.5",
    })
    void ranksErrors(int m, double level, double width, double attained) {
        double[] errors = new double[m];
        Arrays.setAll(errors, i -> i + 1);
        assertThat(Conformal.half(errors, level)).isEqualTo(new Conformal.Half(width, attained));
        assertThat(Conformal.half(new double[0], level).width()).isNaN();
    }

    /** Errors of forecasts, computed anew from tables that are cut at each origin. */
    @ParameterizedTest
    @CsvSource({
        "'y ~ lag(y, 1:2)', -1, 12",
        // A row without a weight is neither an origin nor a target; from row 109 on 11 steps are left.
        "'y ~ lag(y, 1:2) + weights(w)', 108, 11",
        "'y ~ lag(y, 1:2) + weights(w)', 113, 12",
    })
    void errorsAreThoseOfForecastsFromEveryOrigin(String formula, int weightless, int steps) {
        double[] y = new double[120];
        double[] w = new double[120];
        Arrays.setAll(y, i -> i == weightless ? 1000 : Math.sin(i * 0.7) + 0.3 * Math.cos(i * i));
        Arrays.setAll(w, i -> i == weightless ? 0 : 1);
        Dataset data = Dataset.named("series").with("y", y).with("w", w);
        RnnFit fit = StreamsTest.fit(formula, StreamsTest.QUICK, data);
        Conformal conformal = fit.onward().conformal();
        Map<Integer, List<Double>> errors = new HashMap<>();
        for (int origin = 108; origin < 120; origin++) {
            double[] p = fit.predict(Dataset.named("known").with("y", mapped(y, origin)));
            for (int k = 0; k < 120 - origin && origin != weightless; k++) {
                if (origin + k != weightless) {
                    errors.computeIfAbsent(k, any -> new ArrayList<>()).add(Math.abs(y[origin + k] - p[origin + k]));
                }
            }
        }
        assertThat(conformal.ahead()[0].length).isEqualTo(steps);
        for (int k = 0; k < steps; k++) {
            double[] sorted = errors.get(k).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            assertThat(conformal.ahead()[0][k]).isEqualTo(sorted);
        }
        double widest = Arrays.stream(conformal.ahead()[0])
                .flatMapToDouble(Arrays::stream)
                .max()
                .orElseThrow();
        Forecast far = fit.forecast(14);
        assertThat(far.rows().get(13).level()).isNaN();
        assertThat(far.rows().get(13).high() - far.rows().get(13).prediction()).isEqualTo(widest, within(1e-12));
        assertThat(far.notes()).anyMatch(n -> n.startsWith("errors were measured up to " + steps + " steps ahead"));
    }

    private static double[] mapped(double[] y, int known) {
        double[] out = y.clone();
        Arrays.fill(out, known, out.length, Double.NaN);
        return out;
    }

    @Test
    void predictionsHaveIntervalsOfOneStep() {
        Dataset data = StreamsTest.shop(60);
        RnnFit fit = StreamsTest.fit("y ~ x | id", StreamsTest.QUICK, data);
        Dataset p = fit.predictIntervals(data);
        double width = fit.onward().conformal().ofRow(0, 0.95).width();
        assertThat(p.numbers("prediction")).isEqualTo(fit.predict(data));
        assertThat(p.numbers("high")[5] - p.numbers("prediction")[5]).isEqualTo(width, within(1e-12));
        assertThat(fit.forecast(3, future(60, 3)).rows().get(2).high()
                        - fit.forecast(3, future(60, 3)).rows().get(2).prediction())
                .isEqualTo(width, within(1e-12));
    }

    @Test
    void nothingHeldOutNoIntervals() {
        Dataset data = StreamsTest.shop(40);
        RnnRegression all =
                StreamsTest.QUICK.training(StreamsTest.QUICK.training().holdOut(Training.HoldOut.NONE));
        Forecast f = StreamsTest.fit("y ~ lag(y) | id", all, data).forecast(2);
        assertThat(f.rows().get(0).low()).isNaN();
        assertThat(f.notes()).contains("no errors of held-out rows are known, so there are no intervals");
    }

    /** With m errors no interval attains more than m / (m + 1). */
    @Test
    void intervalsOfRowsSayWhatTheyAttain() {
        RnnFit fit = StreamsTest.fit("y ~ lag(y) + x | id", StreamsTest.model("gru"), StreamsTest.shop(40));
        int m = fit.onward().conformal().one()[0].length;
        assertThat(fit.level(0.5).attainedLevel()).isEqualTo(0.5);
        assertThat(fit.level(0.9999).attainedLevel()).isEqualTo(m / (m + 1.0));
    }

    /** A table without rows has no sequence to go on from, which is said. */
    @Test
    void nothingFollowsATableWithoutRows() {
        Dataset data = StreamsTest.shop(40);
        RnnFit fit = StreamsTest.fit("y ~ lag(y) | id", StreamsTest.QUICK, data);
        String note = "there is no sequence to forecast: the table behind which the fit goes on has no rows";
        RnnFit empty = fit.behind(data.rows(i -> false));
        assertThat(empty.forecast(2).rows()).isEmpty();
        assertThat(empty.forecast(2).notes()).contains(note);
        assertThat(fit.forecast(2).notes()).doesNotContain(note);
        assertThatThrownBy(() -> empty.stream("north"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "there is no sequence north, since the table behind which the fit goes on has no");
    }
}
