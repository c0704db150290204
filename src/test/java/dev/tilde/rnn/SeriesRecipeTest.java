package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.Tilde;
import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.data.Schema;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeriesRecipeTest {
    /** The autocorrelations are those of R 4.2.2: acf(diff(log(AirPassengers), 12))$acf[2] and so on. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AirPassengers | passengers | 12 | diff(log(passengers), 12) | 13 | 0.71",
                "UKgas | gas | 4 | diff(log(gas), 4) | 5 | -0.18",
                "lynx | trapped | 1 | log(trapped) | 9 | 0.79",
                "sunspot.year | sunspots | 1 | sqrt(sunspots) | 9 | 0.82",
                "Nile | flow | 1 | log(flow) | 9 | 0.46",
                "WWWusage | users | 1 | diff(log(users)) | 9 | 0.96",
                "ldeaths | deaths | 12 | diff(log(deaths), 12) | 13 | 0.07"
            })
    void writesTheFormula(String set, String column, int period, String z, int lags, String acf) {
        SeriesRecipe recipe = SeriesRecipe.of(Datasets.find(set), column, period);
        assertThat(recipe.formula()).hasToString(z + " ~ lag(" + z + ", 1:" + lags + ")");
        assertThat(String.join("\n", recipe.choices())).contains("at lag 1 is " + acf);
    }

    private static double[] series(int n, IntToDoubleFunction f) {
        return IntStream.range(0, n).mapToDouble(f).toArray();
    }

    private static SeriesRecipe recipe(double[] y, int period) {
        return SeriesRecipe.of(Dataset.named("d").with("y", y), "y", period);
    }

    @Test
    void saysWhy() {
        assertThat(SeriesRecipe.of(Datasets.find("AirPassengers"), "passengers", 12))
                .hasToString("""
                        diff(log(passengers), 12) ~ lag(diff(log(passengers), 12), 1:13)
                          log(): all values of passengers are positive, the least is 104
                          diff(, 12): the period is 12
                          no first difference: the autocorrelation of diff(log(passengers), 12) at lag 1 is 0.71, not above 0.9
                          lags 1 to 13: the period and one more""");
        assertThat(recipe(series(12, i -> i * 5 % 12 - 3), 1).choices())
                .contains("no log(): the least value of y is -3")
                .contains("lags 1 to 4: a third of the 12 values that are left, where 9 would be usual");
        assertThat(recipe(gaps(), 12).choices())
                .contains("lags 1 to 5: half of the 11 values in a row that are known, where 13 would be usual");
    }

    /** Five years of months, three of them missing: of the differences over a year no more than 11 are known in a row. */
    private static double[] gaps() {
        return series(
                60,
                i -> i == 20 || i == 21 || i == 40
                        ? Double.NaN
                        : 50 + i + 10 * Math.sin(i * Math.PI / 6) + Math.cos(3.0 * i * i));
    }

    /** Lags that reach over every gap would leave no row to learn from. */
    @Test
    void gapsLeaveRoomForLags() {
        double[] ahead = series(6, k -> 110 + k + 10 * Math.sin((60 + k) * Math.PI / 6));
        assertThat(Tilde.auto(gaps(), 12).forecast(6).predictions()).containsExactly(ahead, within(6.0));
    }

    @Test
    void refusesWhatIsNoSeries() {
        Dataset d = Dataset.named("d").with("y", 1, 2, Double.POSITIVE_INFINITY).with("name", "a", "b", "c");
        refused(() -> Tilde.auto(d, "y", 1), "y is Inf in row 3");
        refused(() -> Tilde.auto(d, "name", 1), "text");
        refused(() -> Tilde.auto(d, "nam", 1), "name");
        refused(
                () -> Tilde.auto(series(20, i -> i), 12),
                "a period of 12 steps needs two of them, 24 values; y has 20. A period of 1 stands for no season");
        refused(
                () -> Tilde.auto(series(9, i -> i % 4 + Math.sin(i)), 4),
                "y is too short: 9 values, of which 5 are left as diff(y, 4); 6 are needed");
        refused(() -> Tilde.auto(new double[0], 1), "there are no rows");
        double[] missing = new double[30];
        Arrays.fill(missing, Double.NaN);
        refused(() -> Tilde.auto(missing, 1), "y is too short: 30 values, of which 0 are left as y; 6 are needed");
        assertThatThrownBy(() -> Tilde.auto(series(30, i -> i), 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the period must be 1 or more steps, got 0");
    }

    private static void refused(Runnable fit, String message) {
        assertThatThrownBy(fit::run).isInstanceOf(DataException.class).hasMessageContaining(message);
    }

    @Test
    void oddSeriesGoOnAsTheyAre() {
        assertThat(Tilde.auto(series(40, i -> 5), 1).forecast(3).predictions())
                .as("constant")
                .containsExactly(new double[] {5, 5, 5}, within(1e-9));
        assertThat(Tilde.auto(series(48, i -> 3 + i % 12), 12).forecast(3).predictions())
                .as("only a season")
                .containsExactly(new double[] {3, 4, 5}, within(1e-9));
        assertThat(Tilde.auto(series(40, i -> i - 20), 1).forecast(3).predictions())
                .as("a line")
                .containsExactly(new double[] {20, 21, 22}, within(1e-6));
        double[] holes = series(60, i -> i == 30 || i > 57 ? Double.NaN : 10 + Math.sin(i * Math.PI / 3));
        assertThat(Tilde.auto(holes, 6).forecast(6).predictions())
                .as("with holes")
                .containsExactly(series(6, k -> 10 + Math.sin((60 + k) * Math.PI / 3)), within(0.2));
        double[] sieve = series(60, i -> i % 7 == 3 ? Double.NaN : 10 + Math.sin(i * Math.PI / 3));
        Forecast none = Tilde.auto(sieve, 6).forecast(1);
        assertThat(none.predictions()).as("more holes than lags bridge").containsExactly(Double.NaN);
        assertThat(none.notes()).anyMatch(note -> note.startsWith("the history misses what the lags need"));
        assertThat(Tilde.auto(series(6, i -> i * i % 5), 1).forecast(2).predictions())
                .as("six values")
                .doesNotContain(Double.NaN);
    }

    /** Rows of a table in any order, and a column whose name needs quotes. */
    @Test
    void datesSortTheRows() {
        int n = 48;
        double[] days = series(n, i -> LocalDate.of(2020, 1, 1).plusMonths(i).toEpochDay());
        double[] y = series(n, i -> 50 + i + 10 * Math.sin(i * Math.PI / 6) + Math.cos(i * i));
        Dataset sorted = Dataset.named("d")
                .with(Schema.Column.of("when", Schema.Kind.DATE), days)
                .with("units sold", y);
        Dataset mixed = sorted.subset(IntStream.range(0, n).map(i -> i * 29 % n).toArray());
        Forecast a = Tilde.auto(sorted, "units sold", 12).forecast(2);
        Forecast b = Tilde.auto(mixed.table(), "units sold", 12).forecast(2);
        assertThat(a.predictions()).containsExactly(b.predictions());
        assertThat(a.rows().get(1).time()).isEqualTo("2024-02-01");
    }

    @Test
    void choicesStandInSummaryAndReport() {
        RnnFit fit = Tilde.auto(Datasets.find("AirPassengers"), "passengers", 12);
        String summary = fit.summary().toString();
        for (String text : List.of(summary, fit.report().toString())) {
            assertThat(text)
                    .contains("diff(log(passengers), 12) ~ lag(diff(log(passengers), 12), 1:13)")
                    .containsIgnoringWhitespaces("at lag 1 is 0.71, not above 0.9");
        }
        assertThat(summary).contains("value 12 steps before");
    }
}
