package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fourier(12, 2)} counts the steps of the calendar. */
class SeasonsTest {
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(3)
            .training(Training.DEFAULTS.epochs(3).restarts(1));

    private static RnnFit fit(String formula, Dataset data) {
        return SHORT.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** Two shops that open in different months; months counted from year 0 beside the dates. */
    private static Dataset shops() {
        int n = 70;
        String[] shop = new String[n];
        double[] day = new double[n];
        double[] month = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            int m = i < 40 ? i : i - 40 + 7;
            LocalDate date = LocalDate.of(2019, 1, 31).plusMonths(m);
            date = date.withDayOfMonth(date.lengthOfMonth());
            shop[i] = i < 40 ? "a" : "b";
            day[i] = date.toEpochDay();
            month[i] = 12.0 * date.getYear() + date.getMonthValue() - 1;
            y[i] = 10 + 3 * Math.sin(2 * Math.PI * month[i] / 12) + i % 7 * .2;
        }
        return Dataset.named("shops")
                .with("shop", shop)
                .with(Schema.Column.of("date", Schema.Kind.DATE), day)
                .with("month", month)
                .with("y", y);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fourier(12, 2)", "fourier(12, k=2)", "fourier(period=12, k=2)"})
    void areThoseOfACountOfMonths(String season) {
        RnnFit counted = fit("y ~ " + season + " | by(shop) + order(date)", shops());
        RnnFit named = fit("y ~ fourier(month, 12, 2) | by(shop) + order(date)", shops());
        assertThat(counted.fitted()).isEqualTo(named.fitted());
    }

    @Test
    void followsTheOrderColumnWhateverItCounts() {
        RnnFit counted = fit("y ~ fourier(12, 2) | by(shop) + order(month)", shops());
        RnnFit named = fit("y ~ fourier(month, 12, 2) | by(shop) + order(month)", shops());
        assertThat(counted.fitted()).isEqualTo(named.fitted());
    }

    @Test
    void goOnInForecastsStreamsAndFiles(@TempDir Path folder) {
        RnnFit fit = fit("y ~ fourier(12, 1) + lag(y) | shop", shops());
        double[] forecast = fit.forecast(30).predictions();
        assertThat(forecast).doesNotContain(Double.NaN);
        fit.save(folder.resolve("fit.json"));
        RnnFit loaded = RnnFit.load(folder.resolve("fit.json"));
        assertThat(loaded.forecast(30).predictions()).isEqualTo(forecast);
        Dataset late = shops().rows(i -> i >= 20 && i < 40);
        double[] some = loaded.predict(late.source());
        double[] all = loaded.predict(shops().rows(i -> i < 40).source());
        // The state of a network forgets where it started; the phase of the season does not move.
        assertThat(some[19]).isCloseTo(all[39], org.assertj.core.api.Assertions.within(0.2));
    }

    /** Two groups in the order of their rows, with a counter beside them. */
    private static Dataset counted(int n) {
        double[] step = new double[2 * n];
        double[] y = new double[2 * n];
        String[] group = new String[2 * n];
        for (int i = 0; i < 2 * n; i++) {
            group[i] = i < n ? "a" : "b";
            step[i] = i % n + 1.0;
            y[i] = 10 + 3 * Math.sin(2 * Math.PI * step[i] / 12) + i % 7 * .2;
        }
        return Dataset.named("counted").with("group", group).with("step", step).with("y", y);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y ~ %s + lag(y) | group", "y ~ lag(y, 1:3) + %s | by(group)", "y ~ %s | group"})
    void countRowsWhereThereIsNoCalendar(String formula) {
        Dataset data = counted(50);
        RnnFit rows = fit(formula.formatted("fourier(12, 2)"), data);
        RnnFit named = fit(formula.formatted("fourier(step, 12, 2)"), data);
        assertThat(rows.fitted()).isEqualTo(named.fitted());
        assertThat(rows.predict(counted(60).source()))
                .isEqualTo(named.predict(counted(60).source()));
        assertThat(rows.notes()).anyMatch(note -> note.contains("counted from 1 for fourier(12, 2), so"));
        double[] next = IntStream.range(0, 16).mapToDouble(i -> 51 + i % 8).toArray();
        Dataset future = Dataset.named("future")
                .with(
                        "group",
                        IntStream.range(0, 16).mapToObj(i -> i < 8 ? "a" : "b").toArray(String[]::new))
                .with("step", next);
        double[] ahead = rows.forecast(8).predictions();
        assertThat(ahead).isEqualTo(named.forecast(8, future).predictions()).doesNotContain(Double.NaN);
        RnnFit loaded = RnnFit.fromJson(rows.toJson(), Vocabulary.STANDARD);
        assertThat(loaded.forecast(8).predictions()).isEqualTo(ahead);
        RnnStream stream = loaded.stream("b");
        for (int i = 0; i < 8; i++) {
            assertThat(stream.step(Map.of())).isEqualTo(ahead[8 + i]);
        }
        assertThat(loaded.behind(counted(60)).forecast(1).predictions())
                .isEqualTo(named.behind(counted(60)).forecast(1, future61()).predictions());
    }

    private static Dataset future61() {
        return Dataset.named("future").with("group", "a", "b").with("step", 61, 61);
    }

    @Test
    void countRowsWhereTheOrderHasNoRegularSteps() {
        double[] t = {1, 2, 3.7, 5, 6.2, 7, 8, 9.1, 10, 11, 12.5, 13};
        Dataset odd = Dataset.named("odd")
                .with("t", t)
                .with("y", Arrays.stream(t).map(v -> v * v).toArray());
        assertThat(fit("y ~ fourier(4, 1) | order(t)", odd).notes())
                .anyMatch(note -> note.contains("counted from 1 for fourier(4, 1), so"));
    }

    /** What the calendar puts into the design moves no caret. */
    @Test
    void leavePlacesAsTheyAreWritten() {
        String text = "y ~ fourier(12, 2) + nosuch + fourier(6, 1) | by(shop) + order(date)";
        assertThatThrownBy(() -> fit(text, shops())).isInstanceOfSatisfying(FormulaException.class, e -> {
            assertThat(e.source()).isEqualTo(text);
            assertThat(text.substring(e.span().start(), e.span().end())).isEqualTo("nosuch");
        });
        String later = "y ~ fourier(12, 2) + fourier(6, 1) + log(y) | by(shop) + order(date)";
        assertThatThrownBy(() -> fit(later, shops()))
                .isInstanceOfSatisfying(
                        FormulaException.class,
                        e -> assertThat(later.substring(
                                        e.span().start(), e.span().end()))
                                .contains("y"));
    }
}
