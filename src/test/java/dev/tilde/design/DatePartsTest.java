package dev.tilde.design;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.time.LocalTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;
import tech.tablesaw.api.TimeColumn;

/** Numbers made from dates, seasons and hashes. */
class DatePartsTest {
    private static final DesignOptions PASS = DesignOptions.DEFAULTS.with(NaAction.PASS);

    private static final Source TIMES = Dataset.of(Table.create(
                    "times",
                    DoubleColumn.create("y", 1, 2, 3),
                    TimeColumn.create("c", LocalTime.of(6, 5, 4, 500_000_000), LocalTime.MIDNIGHT, null)))
            .source();

    private static double[] column(String call, Source source, int j) {
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ 0 + " + call), source, PASS);
        return spec.predictors(source).matrix().column(j);
    }

    /** Python 3's datetime: timetuple, isocalendar. */
    @ParameterizedTest
    @CsvSource({
        "2024-02-29, 2024, 1, 2, 29, 4, 60, 9, 19782",
        "1969-12-31, 1969, 4, 12, 31, 3, 365, 1, -1",
        "1900-03-01, 1900, 1, 3, 1, 4, 60, 9, -25508",
        "2021-01-03, 2021, 1, 1, 3, 7, 3, 53, 18630",
        "2020-12-31, 2020, 4, 12, 31, 4, 366, 53, 18627",
        "1583-01-01, 1583, 1, 1, 1, 6, 1, 52, -141349",
        "2000-10-15, 2000, 4, 10, 15, 7, 289, 41, 11245"
    })
    void calendar(
            String date, int year, int quarter, int month, int day, int weekday, int yearday, int week, double days) {
        for (String time : new String[] {"", "T00:00:00", "T23:59:59.5"}) {
            Source source = Fixtures.csv("y,t\n1," + date + time + "\n2,\n");
            assertThat(column("year(t)", source, 0)).containsExactly(year, Double.NaN);
            assertThat(column("quarter(t)", source, 0)[0]).isEqualTo(quarter);
            assertThat(column("month(t)", source, 0)[0]).isEqualTo(month);
            assertThat(column("day(t)", source, 0)[0]).isEqualTo(day);
            assertThat(column("weekday(t)", source, 0)[0]).isEqualTo(weekday);
            assertThat(column("yearday(t)", source, 0)[0]).isEqualTo(yearday);
            assertThat(column("week(t)", source, 0)[0]).isEqualTo(week);
            assertThat(Math.floor(column("days(t)", source, 0)[0])).isEqualTo(days);
            assertThat(Math.floor(column("seconds(t)", source, 0)[0] / 86_400)).isEqualTo(days);
        }
    }

    @Test
    void clock() {
        Source source = Fixtures.csv("y,t,c\n1,1969-12-31T23:59:58,06:05:04.5\n2,2024-02-29T12:30:15,00:00:00\n3,,\n");
        assertThat(column("hour(t)", source, 0)).containsExactly(23, 12, Double.NaN);
        assertThat(column("minute(t)", source, 0)).containsExactly(59, 30, Double.NaN);
        assertThat(column("second(t)", source, 0)).containsExactly(58, 15, Double.NaN);
        assertThat(column("seconds(t)", source, 0)).containsExactly(-2, 1709209815, Double.NaN);
        assertThat(column("days(t)", source, 0)).containsExactly(-2.0 / 86_400, 1709209815 / 86_400.0, Double.NaN);
        assertThat(column("hour(c)", TIMES, 0)).containsExactly(6, 0, Double.NaN);
        assertThat(column("minute(c)", TIMES, 0)[0]).isEqualTo(5);
        assertThat(column("second(c)", TIMES, 0)[0]).isEqualTo(4);
        assertThat(column("seconds(c)", TIMES, 0)[0]).isEqualTo(6 * 3600 + 5 * 60 + 4.5);
    }

    @Test
    void partsAreNumbersUnlessLevelsAreAskedFor() {
        Source source = Fixtures.csv("y,t\n1,2024-11-30\n2,2024-02-01\n3,2024-10-05\n4,2024-02-02\n");
        assertThat(DesignSpec.learn(Formula.parse("y ~ month(t) + C(month(t))"), source, PASS)
                        .predictors()
                        .columns())
                .containsExactly("Intercept", "month(t)", "C(month(t))[T.10]", "C(month(t))[T.11]");
        assertThat(column("lag(month(t), order=t)", source, 0)).containsExactly(10, Double.NaN, 2, 2);
        assertThat(column("diff(t, order=t)", source, 0)).containsExactly(56, Double.NaN, 246, 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hour(t); hour is of date-times and times, and t holds dates; A date has day, days, month",
                "month(c); month is of dates and date-times, and c holds times; A time has hour, minute",
                "month(y); and y holds numbers; Dates are read from ISO 8601",
                "month(k); and k holds text; Dates are read from ISO 8601",
                "days(c); and c holds times; A time has hour",
                "t; is a date, which is neither; days(t), month(t)",
            })
    void otherColumnsAreRefused(String call, String problem, String help) {
        Source source = Fixtures.csv("y,t,k\n1,2024-11-30,a\n2,2024-02-01,b\n");
        assertThatThrownBy(() -> column(call, call.contains("(c)") ? TIMES : source, 0))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining(problem)
                .hasMessageContaining(help)
                .hasMessageContaining("^");
    }

    /** Python 3: int(hashlib.md5(text.encode()).hexdigest(), 16) % levels, as formulaic's hashed. */
    @ParameterizedTest
    @CsvSource({"u, 1, 3, 12", "v, 0, 2, 10", "w, 1, 1, 8", "Zürich, 2, 3, 1", "2, 0, 2, 12", "日本, 1, 1, 3"})
    void hashes(String text, int three, int seven, int sixteen) {
        assertThat(Hashing.level(text, 3)).isEqualTo(three);
        assertThat(Hashing.level(text, 7)).isEqualTo(seven);
        assertThat(Hashing.level(text, 16)).isEqualTo(sixteen);
    }

    @Test
    void hashedIsAFactorOfAllItsLevels() {
        Source source = Fixtures.csv("y,k\n1,u\n2,v\n3,w\n4,u\n");
        DesignSpec full = DesignSpec.learn(Formula.parse("y ~ 0 + hashed(k, levels=5)"), source, PASS);
        assertThat(full.predictors().columns())
                .containsExactly(
                        "hashed(k, levels=5)[h0]",
                        "hashed(k, levels=5)[h1]",
                        "hashed(k, levels=5)[h2]",
                        "hashed(k, levels=5)[h3]",
                        "hashed(k, levels=5)[h4]");
        DesignSpec beside = DesignSpec.learn(Formula.parse("y ~ hashed(k, 3)"), source, PASS);
        assertThat(beside.predictors().columns())
                .containsExactly("Intercept", "hashed(k, 3)[T.h1]", "hashed(k, 3)[T.h2]");
        Source other = Fixtures.csv("k\nnever seen\n");
        double sum = 0;
        for (int j = 0; j < 5; j++) {
            sum += full.predictors(other).matrix().column(j)[0];
        }
        assertThat(sum).isEqualTo(1);
        assertThatThrownBy(() -> column("hashed(k)", source, 0)).hasMessageContaining("needs the number of levels");
        assertThatThrownBy(() -> column("hashed(k, levels=1)", source, 0)).hasMessageContaining("from 2 to");
    }

    /** Python 3: math.sin(2 * math.pi * j * t / 12). */
    @Test
    void fourierGivesWavesOfAPeriod() {
        Source source = Fixtures.csv("y,t\n1,1\n2,5\n3,1200000001\n4,\n");
        DesignSpec spec = DesignSpec.learn(Formula.parse("y ~ 0 + fourier(t, 12, k=2)"), source, PASS);
        assertThat(spec.predictors().columns())
                .containsExactly(
                        "fourier(t, 12, k=2)[sin1]",
                        "fourier(t, 12, k=2)[cos1]",
                        "fourier(t, 12, k=2)[sin2]",
                        "fourier(t, 12, k=2)[cos2]");
        double[][] expected = {
            {0.5, 0.5}, {Math.sqrt(0.75), -Math.sqrt(0.75)}, {Math.sqrt(0.75), -Math.sqrt(0.75)}, {0.5, 0.5}
        };
        for (int j = 0; j < 4; j++) {
            double[] x = spec.predictors(source).matrix().column(j);
            assertThat(x[0]).isEqualTo(expected[j][0], within(1e-15));
            assertThat(x[1]).isEqualTo(expected[j][1], within(1e-15));
            // 1 200 000 001 = 12 * 100 000 000 + 1
            assertThat(x[2]).isEqualTo(x[0]);
            assertThat(x[3]).isNaN();
        }
        assertThat(column("fourier(t, 2, period=12)", source, 3)).isEqualTo(column("fourier(t, 12, 2)", source, 3));
        assertThatThrownBy(() -> column("fourier(t, 12, k=7)", source, 0)).hasMessageContaining("at most half");
        assertThatThrownBy(() -> column("fourier(t, 0)", source, 0)).hasMessageContaining("must be positive");
        assertThatThrownBy(() -> column("fourier(t)", source, 0)).hasMessageContaining("needs a period");
    }

    @ParameterizedTest
    @ValueSource(strings = {"month(t)", "hashed(k, levels=3)", "fourier(y, 12)"})
    void otherEnginesHaveNone(String call) {
        Source source = Fixtures.csv("y,t,k\n1,2024-11-30,a\n2,2024-02-01,b\n");
        for (Conventions c : new Conventions[] {Conventions.R, Conventions.PATSY}) {
            assertThatThrownBy(() -> DesignSpec.learn(Formula.parse("y ~ " + call, c), source, PASS))
                    .isInstanceOf(FormulaException.class)
                    .hasMessageContaining("has no function named");
        }
    }
}
