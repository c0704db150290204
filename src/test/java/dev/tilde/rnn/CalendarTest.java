package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CalendarTest {
    /** What is found, and the date behind the last one. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2001-01-01 2002-01-01 2004-01-01               | year             | 2005-01-01",
                "2001-12-31 2002-12-31 2003-12-31               | year             | 2004-12-31",
                "2000-02-29 2001-02-28 2002-02-28               | year             | 2003-02-28",
                "2001-01-01 2001-04-01 2001-10-01               | quarter          | 2002-01-01",
                "2001-03-31 2001-06-30 2001-09-30 2001-12-31    | quarter          | 2002-03-31",
                "2001-01-31 2001-02-28 2001-03-31 2001-05-31    | month            | 2001-06-30",
                "2001-01-30 2001-02-28 2001-03-30               | month            | 2001-04-30",
                "2001-01-15 2001-02-15 2001-04-15               | month            | 2001-05-15",
                "2001-01-01 2001-03-01 2001-05-01               | 2 months         | 2001-07-01",
                "2024-03-01 2024-03-04 2024-03-05 2024-03-06    | Monday to Friday | 2024-03-07",
                "2024-03-06 2024-03-07 2024-03-08               | Monday to Friday | 2024-03-11",
                "2024-03-04 2024-03-11 2024-03-25               | week             | 2024-04-01",
                "2024-03-04 2024-03-18 2024-04-01               | 2 weeks          | 2024-04-15",
                "2024-03-01 2024-03-02 2024-03-03 2024-03-05    | day              | 2024-03-06",
                "2024-03-01 2024-03-03 2024-03-07               | 2 days           | 2024-03-09",
            })
    void finds(String dates, String words, LocalDate next) {
        double[] days = Arrays.stream(dates.split(" "))
                .mapToDouble(d -> LocalDate.parse(d).toEpochDay())
                .toArray();
        Calendar c =
                Calendar.of(Schema.Column.of("t", Kind.DATE), List.of(days)).orElseThrow();
        assertThat(c.words()).isEqualTo(words);
        assertThat(LocalDate.ofEpochDay((long) c.plus(days[days.length - 1], 1)))
                .isEqualTo(next);
        double[] seconds = Arrays.stream(days).map(d -> d * 86400 + 3600).toArray();
        Calendar clock = Calendar.of(Schema.Column.of("t", Kind.DATE_TIME), List.of(seconds))
                .orElseThrow();
        assertThat(clock.words()).isEqualTo(words);
        assertThat(clock.plus(seconds[days.length - 1], 1)).isEqualTo(next.toEpochDay() * 86400.0 + 3600);
        assertThat(Calendar.fromJson(clock.toJson())).isEqualTo(clock);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 2 3 5         | step 1     | 6",
                "10 20 40        | step 10    | 50",
                "4 8 14          | step 2     | 16",
                "0.1 0.2 0.3 0.5 | step 0.1   | 0.6",
                "11.4 11.7 12    | step 0.3   | 12.3",
                "43.9 45 46.1    | step 1.1   | 47.2",
                "-0.3 -0.2 -0.1  | step 0.1   | 0",
                "0.049 0.05      | step 0.001 | 0.051",
                "0 1 2.5 3.7     | none       |",
                "7               | none       |"
            })
    void findsStepsOfNumbers(String numbers, String words, Double next) {
        double[] v = Arrays.stream(numbers.split(" "))
                .mapToDouble(Double::parseDouble)
                .toArray();
        var found = Calendar.of(Schema.Column.of("t", Kind.NUMBER), List.of(v));
        assertThat(found.map(Calendar::words).orElse("none")).isEqualTo(words);
        assertThat(found.map(c -> c.plus(v[v.length - 1], 1)).orElse(null)).isEqualTo(next);
    }

    @Test
    void countsHours() {
        double[] v = new double[5];
        Arrays.setAll(v, i -> LocalDateTime.of(2024, 3, 1, 22, 0).plusHours(i).toEpochSecond(ZoneOffset.UTC));
        assertThat(Calendar.of(Schema.Column.of("t", Kind.DATE_TIME), List.of(v))
                        .orElseThrow()
                        .words())
                .isEqualTo("step 3600 s");
    }

    /** Of a group with at least half of its steps the others are put in; otherwise lags go by row. */
    @Test
    void putsInWhatIsMissing() {
        Dataset d = Panels.without(Panels.months(12), 3, 4);
        Sequences s = Panels.learn("y ~ lag(x) + id | id", d);
        assertThat(s.length(1)).isEqualTo(12);
        assertThat(s.rows(1)).containsExactly(0, 1, 2, -1, -1, 3, 4, 5, 6, 7, 8, 9);
        assertThat(s.layout().notes()).containsExactly("2 missing steps of date (month) put in, in 1 sequence");
        assertThat(s.inputNames()).containsExactly("lag(x)", "id[a]", "id[b]", "x missing");
        assertThat(s.weight(1)[3]).isZero();
        double[] x = s.x(1);
        assertThat(new double[] {x[2 * 4 + 3], x[3 * 4 + 3], x[4 * 4 + 3], x[5 * 4 + 3], x[6 * 4 + 3]})
                .containsExactly(0, 0, 1, 1, 0);
        assertThat(x[3 * 4 + 2]).isEqualTo(x[2]);

        double[] t = {0, 1, 2, 10, 30, 31};
        Dataset sparse = Dataset.named("sparse")
                .with(Schema.Column.of("t", Kind.INTEGER), t)
                .with("y", 1, 2, 3, 4, 5, 7)
                .with("x", 1, 4, 2, 3, 5, 9);
        Sequences byRow = Panels.learn("y ~ lag(x) | order(t)", sparse);
        assertThat(byRow.length(0)).isEqualTo(6);
        assertThat(byRow.layout().notes())
                .containsExactly("lags go by row in 1 sequence: t has gaps of 1 to 20 steps (step 1)");
    }
}
