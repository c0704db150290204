package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Date-times with an offset: instants, on the clock they were written on. */
class InstantsTest {
    private static final RnnRegression SHORT = RnnRegression.DEFAULTS
            .hidden(2)
            .training(Training.DEFAULTS.epochs(2).restarts(1));

    private static final int ROWS = 24;

    private static Dataset table(List<String> times) {
        double[] y = new double[times.size()];
        double[] x = new double[times.size()];
        for (int i = 0; i < y.length; i++) {
            x[i] = Math.cos(3 * i);
            y[i] = Math.sin(i) + x[i];
        }
        return Dataset.named("times")
                .with("t", times.toArray(String[]::new))
                .withType("t", Schema.Kind.DATE_TIME)
                .with("y", y)
                .with("x", x);
    }

    private static List<String> times(String first, String step, int from, int rows) {
        TemporalAmount by = step.startsWith("PT") ? Duration.parse(step) : Period.parse(step);
        List<String> times = new ArrayList<>();
        boolean offset = first.length() > 16;
        OffsetDateTime at = OffsetDateTime.parse(offset ? first : first + "Z");
        for (; times.size() < from + rows; at = at.plus(by)) {
            // Of days only those from Monday to Friday.
            if (!step.equals("P1D") || at.getDayOfWeek().getValue() < 6) {
                times.add(offset ? at.toString() : at.toLocalDateTime().toString());
            }
        }
        return times.subList(from, from + rows);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // first                  | step  | words of the calendar
                "2026-03-01T00:00+02:00   | PT1H  | step 3600 s",
                "2026-03-02T00:00+02:00   | P1D   | Monday to Friday",
                "2026-03-02T23:30-05:00   | P1D   | Monday to Friday",
                "2026-03-02T05:00+02:00   | P1D   | Monday to Friday",
                "2026-03-01T00:00+05:30   | P1M   | month",
                "2026-01-15T20:00-08:00   | P3M   | quarter",
                "2026-03-01T00:00Z        | PT15M | step 900 s",
                "2026-03-01T00:00         | PT15M | step 900 s",
            })
    void forecastsGoOnOnTheSameClock(String first, String step, String words) {
        Dataset data = table(times(first, step, 0, ROWS));
        RnnFit fit = SHORT.fit(Formula.parse("y ~ lag(y) | order(t)"), data.source(), DesignOptions.DEFAULTS);
        List<String> next = times(first, step, ROWS, 3);
        assertThat(fit.sequences().calendar().orElseThrow().words()).isEqualTo(words);
        assertThat(fit.forecast(3).rows().stream().map(Forecast.Row::time)).isEqualTo(next);
        assertThat(fit.forecast(3).dataset().texts("t")).containsExactlyElementsOf(next);
        RnnFit read = RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD);
        assertThat(read.forecast(3).dataset().texts("t")).containsExactlyElementsOf(next);
        String type = fit.forecast(3).dataset().table().column("t").type().name();
        assertThat(type).isEqualTo(first.length() > 16 ? "INSTANT" : "LOCAL_DATE_TIME");
    }

    /** Rows of the future are found by their instants, whatever the clock they are written on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // in the past              | in the future            | what is said
                "2026-03-01T00:00+02:00     | 2026-03-01T00:00+02:00   | ''",
                "2026-03-01T00:00+02:00     | 2026-02-28T22:00Z        | ''",
                "2026-03-01T00:00+02:00     | 2026-03-01T00:00         | t has no offset in the rows of the future, such as 2026-03-02T00:00; the model was fitted to times with one, as 2024-02-29T12:30+02:00",
                "2026-03-01T00:00           | 2026-03-01T00:00Z        | t has the offset Z in the rows of the future, such as 2026-03-02T00:00Z; the model was fitted to times without one, as 2024-02-29T12:30",
            })
    void theFutureIsOnTheSameClock(String past, String future, String said) {
        Dataset data = table(times(past, "PT1H", 0, ROWS));
        RnnFit fit = SHORT.fit(Formula.parse("y ~ lag(y) + x | order(t)"), data.source(), DesignOptions.DEFAULTS);
        Dataset ahead = table(times(future, "PT1H", ROWS, 3));
        if (said.isEmpty()) {
            assertThat(fit.forecast(3, ahead).rows().get(0).time())
                    .isEqualTo(times(past, "PT1H", ROWS, 1).get(0));
        } else {
            assertThatThrownBy(() -> fit.forecast(3, ahead))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining(said);
        }
    }

    /** New rows are told from the past by their order alone, so they have to be on the same kind of clock. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // trained                  | new                      | what is said
                "2026-03-01T00:00+02:00     | 2026-03-01T00:00+02:00   | ''",
                "2026-03-01T00:00+02:00     | 2026-02-28T22:00Z        | ''",
                "2026-03-01T00:00+02:00     | 2026-03-01T00:00         | t has no offset in the new rows",
                "2026-03-01T00:00           | 2026-03-01T00:00Z        | t has the offset Z in the new rows",
            })
    void newRowsAreOnTheSameClock(String first, String other, String said) {
        RnnFit fit = SHORT.fit(
                Formula.parse("y ~ lag(y) + x | order(t)"),
                table(times(first, "PT1H", 0, ROWS)).source(),
                DesignOptions.DEFAULTS);
        Dataset rows = table(times(other, "PT1H", 0, ROWS));
        for (RnnFit each : List.of(fit, RnnFit.fromJson(fit.toJson(), Vocabulary.STANDARD))) {
            if (said.isEmpty()) {
                assertThat(each.predict(rows)).containsExactly(fit.fitted());
                assertThat(each.behind(rows)
                                .forecast(1, table(times(other, "PT1H", ROWS, 1)))
                                .rows())
                        .hasSize(1);
            } else {
                assertThatThrownBy(() -> each.predict(rows)).hasMessageContaining(said);
                assertThatThrownBy(() -> each.behind(rows)).hasMessageContaining(said);
            }
        }
    }

    /** A record may tell an instant in any form. */
    @ParameterizedTest
    @CsvSource({"2026-03-02T00:00+02:00", "2026-03-01T22:00Z", "2026-03-01T23:00+01:00[Europe/Paris]"})
    void recordsTellInstants(ZonedDateTime time) {
        Dataset data = table(times("2026-03-01T00:00+02:00", "PT1H", 0, ROWS));
        RnnFit fit = SHORT.fit(Formula.parse("y ~ lag(y) | order(t)"), data.source(), DesignOptions.DEFAULTS);
        double next = fit.forecast(1).predictions()[0];
        assertThat(fit.stream("").step(Map.of("t", time))).isEqualTo(next);
        assertThat(fit.stream("").step(Map.of("t", time.toOffsetDateTime()))).isEqualTo(next);
        assertThat(fit.stream("").step(Map.of("t", time.toInstant()))).isEqualTo(next);
        assertThatThrownBy(() -> fit.stream("").step(Map.of("t", time.minusHours(1))))
                .hasMessageContaining("t = 2026-03-01T23:00+02:00 is not behind the last one");
    }

    /** Where the clock changes, the offset of the latest row counts. */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void theLatestRowSaysTheOffset(boolean turned) {
        List<String> times = new ArrayList<>();
        OffsetDateTime at = OffsetDateTime.parse("2026-03-28T12:00+01:00");
        for (int i = 0; i < ROWS; i++, at = at.plusHours(1)) {
            boolean summer = at.toInstant()
                            .compareTo(LocalDateTime.parse("2026-03-29T01:00").toInstant(java.time.ZoneOffset.UTC))
                    >= 0;
            times.add(at.withOffsetSameInstant(java.time.ZoneOffset.ofHours(summer ? 2 : 1))
                    .toString());
        }
        Dataset data = table(times);
        if (turned) {
            int[] back = new int[ROWS];
            java.util.Arrays.setAll(back, i -> ROWS - 1 - i);
            data = data.subset(back);
        }
        RnnFit fit = SHORT.fit(Formula.parse("y ~ lag(y) | order(t)"), data.source(), DesignOptions.DEFAULTS);
        assertThat(fit.forecast(1).rows().get(0).time()).isEqualTo("2026-03-29T13:00+02:00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a calendar of hours, then of days, read from a table with other times
                "2026-03-01T00:00 | PT1H | 2026-03-01       | DATE | t is date in the new rows, such as 2026-03-01; the model was fitted to date-times",
                "2026-03-01T00:00 | PT1H | yesterday        | TEXT | t is string in the new rows, such as yesterday; the model was fitted to date-times",
            })
    void otherTimesAreRefused(String first, String step, String other, Schema.Kind kind, String said) {
        RnnFit fit = SHORT.fit(
                Formula.parse("y ~ lag(y) | order(t)"),
                table(times(first, step, 0, ROWS)).source(),
                DesignOptions.DEFAULTS);
        Dataset rows = Dataset.named("new").with("t", other).withType("t", kind).with("y", 1.0);
        assertThatThrownBy(() -> fit.predict(rows.source()))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(said);
    }
}
