package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamsTest {
    static final RnnRegression QUICK = RnnRegression.DEFAULTS
            .hidden(4)
            .training(Training.DEFAULTS.epochs(3).restarts(2).threads(1));

    /** Two groups, months with a gap, some y and x missing, a factor, a static. */
    static Dataset shop(int n) {
        int rows = 2 * n;
        String[] id = new String[rows];
        double[] date = new double[rows];
        double[] y = new double[rows];
        double[] x = new double[rows];
        double[] size = new double[rows];
        String[] kind = new String[rows];
        for (int i = 0; i < rows; i++) {
            int t = i % n;
            id[i] = i < n ? "north" : "south";
            int skip = t >= n / 2 ? 2 : 0;
            date[i] = LocalDate.of(2015, 3, 1).plusMonths(t + skip).toEpochDay();
            x[i] = t % 11 == 5 ? Double.NaN : Math.sin(0.9 * t + i / n);
            kind[i] = t % 3 == 0 ? "a" : t % 3 == 1 ? "b" : "c";
            size[i] = 2.0 + i / n;
            y[i] = t % 13 == 7 ? Double.NaN : Math.exp(0.02 * t + 0.3 * Math.sin(t / 2.0) + 0.1 * (i / n));
        }
        return Dataset.named("shop")
                .with("id", id)
                .with(Schema.Column.of("date", Schema.Kind.DATE), date)
                .with("y", y)
                .with("z", java.util.Arrays.stream(y).map(v -> 2 / v + 1).toArray())
                .with("x", x)
                .with("size", size)
                .with("kind", kind);
    }

    static RnnFit fit(String formula, RnnRegression model, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    static RnnRegression model(String words) {
        RnnRegression m = QUICK;
        return switch (words) {
            case "esn" -> QUICK.esn(EchoState.DEFAULTS.units(20));
            case "tdnn" -> m.tdnn(3, 1, 2);
            case "double" -> m.lstm().training(QUICK.training().precision(dev.tilde.linalg.Precision.DOUBLE));
            case "layers" -> m.lstm().layers(2);
            case "dropout" -> m.structure(QUICK.structure().layers(2).dropout(0.2, 0.2));
            case "gaussian" -> m.loss(Losses.GAUSSIAN);
            case "quantile" -> m.loss(Losses.quantiles(0.1, 0.5, 0.9));
            default -> m.cells(Structure.Kind.named(words)).hidden(4);
        };
    }

    static Map<String, @Nullable Object> record(Dataset data, int row) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (Schema.Column c : data.schema().columns()) {
            if (c.kind() == Schema.Kind.TEXT) {
                values.put(c.name(), data.texts(c.name())[row]);
            } else {
                double v = data.numbers(c.name())[row];
                values.put(
                        c.name(),
                        Double.isNaN(v)
                                ? null
                                : c.kind() == Schema.Kind.DATE ? LocalDate.ofEpochDay((long) v) : (Object) v);
            }
        }
        return values;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x | by(id) + order(date); gru",
                "log(y) ~ lag(y, 1:3) + x + kind | id; gru",
                "log(y) ~ lag(log(y), 1:2)*kind + rolling(mean, x, 3) + size | id; lstm",
                "diff(diff(log(y), 12)) ~ lag(x, 0:2) + month(date) | id; layers",
                "y ~ lag(y) + diff(x) | id; esn",
                "y ~ lag(y, 2) + lag(x) | id; tdnn",
                "y ~ x + feedback(y) | id; output",
                "y ~ lag(y) + x | id; clockwork",
                "y ~ lag(y) + x | id; skip",
                "y ~ lag(y) + x | id; leaky",
                "y ~ lag(y) + x | id; rnn",
                "y ~ lag(y) + x | id; peephole",
                "y ~ lag(y) + x | id; coupled",
                "y ~ lag(y) + x | id; layer-norm",
                "y ~ lag(y) + x | id; reset-before",
                "y ~ lag(y) + x | id; double",
                "y ~ lag(y) + x | id; dropout",
                "y ~ lag(y) + x | id; gaussian",
                "y ~ lag(y) + x | id; quantile",
                "cbind(y, log(z)) ~ lag(y) + lag(z, 2) + scale(x) | id; gru",
                "y ~ lag(y) + x | by(id) + horizon(3); gru",
                "lead(y, 1:2) ~ lag(y, 0:2) + x | id; gru",
                "y ~ lag(y) + x + offset(size) | id; gru",
            })
    void stepsAreThePredictionsOfATable(String formula, String words) {
        Dataset data = shop(40);
        RnnFit fit = fit(formula, model(words), data);
        double[] table = fit.predict(data.source());
        for (int g = 0; g < 2; g++) {
            RnnStream stream = fit.stream();
            for (int t = 0; t < 40; t++) {
                assertThat(stream.step(record(data, g * 40 + t)))
                        .as("row %d of group %d", t, g)
                        .isEqualTo(Double.valueOf(table[g * 40 + t]));
            }
            RnnStream behind = fit.stream(g == 0 ? "north" : "south");
            assertThat(behind.state()).isEqualTo(stream.state());
            Map<String, @Nullable Object> next = new HashMap<>();
            next.put("x", 0.5);
            next.put("kind", "b");
            next.put("size", 2.0);
            next.put("date", null);
            if (formula.startsWith("lead")) {
                next.put("y", 1.5);
            }
            assertThat(behind.step(next)).isEqualTo(stream.step(next)).isNotNaN();
            assertThat(behind.copy().step(next)).isEqualTo(stream.copy().step(next));
        }
    }

    @Test
    void ofASequenceWithOneResponseSaysWhatItWouldBeIfItEndedHere() {
        Dataset data = shop(20);
        RnnFit fit = fit("last(y) ~ x | id", QUICK, data);
        RnnStream stream = fit.stream();
        for (int t = 0; t < 20; t++) {
            Dataset sofar = data.rows(i -> i < 20)
                    .subset(java.util.stream.IntStream.rangeClosed(0, t).toArray());
            assertThat(stream.step(record(data, t))).isEqualTo(fit.predict(sofar)[t]);
        }
    }

    @Test
    void whatWasObservedIsRead() {
        Dataset data = shop(40);
        RnnFit fit = fit("y ~ lag(y) | id", QUICK, data);
        RnnStream told = fit.stream("north");
        RnnStream left = told.copy();
        assertThat(told.step(Map.of())).isEqualTo(left.step(Map.of()));
        told.observe(9);
        assertThat(told.step(Map.of())).isNotEqualTo(left.step(Map.of()));
        assertThat(told.outputs()).containsExactly("y");
        assertThat(told.predictions()).hasSize(1);
    }

    @Test
    void recordsAreChecked() {
        Dataset data = shop(40);
        RnnFit fit = fit("y ~ lag(y) + x + kind | id", QUICK, data);
        RnnStream stream = fit.stream("south");
        assertThatThrownBy(() -> stream.step(Map.of("kind", "a")))
                .isInstanceOf(DataException.class)
                .hasMessage("the record has no value x; null says that it is missing");
        assertThatThrownBy(() -> stream.step(Map.of("kind", "a", "x", "many")))
                .isInstanceOf(DataException.class)
                .hasMessage("x is String in the record, double in the design");
        assertThatThrownBy(() -> stream.step(Map.of("kind", "a", "x", 1, "date", "2018-09-01")))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith("date is String in the record, date in the design; a date is a LocalDate");
        assertThatThrownBy(() -> stream.step(Map.of("kind", "z", "x", 1)))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("z");
        assertThatThrownBy(() -> stream.step(Map.of("kind", "a", "x", 1, "date", LocalDate.of(2018, 8, 1))))
                .isInstanceOf(DataException.class)
                .hasMessage("the record at date = 2018-08-01 is not behind the last one at 2018-08-01");
        assertThatThrownBy(() -> fit.stream("nort"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("north");
        assertThatThrownBy(() -> fit.stream().observe(3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> stream.observe(Map.of("Y", 3)))
                .isInstanceOf(DataException.class)
                .hasMessage("the record has no value y. Did you mean Y?");
    }

    @Test
    void lookingAheadIsRefused() {
        Dataset data = shop(40);
        RnnFit both = fit("y ~ x | id", QUICK.bidirectional(), data);
        assertThatThrownBy(() -> both.stream("north"))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("looks ahead");
        assertThatThrownBy(() -> both.forecast(2)).isInstanceOf(FormulaException.class);
        assertThatThrownBy(() -> fit("y ~ lead(x) | id", QUICK, data).stream("north"))
                .isInstanceOf(FormulaException.class)
                .hasMessageContaining("lead");
    }

    @Test
    void takesRecordsOfOneSequence() {
        RnnFit fit = fit("y ~ x | store", QUICK, SequenceFits.delayed(3, 12).with("store", storeOf(3, 12)));
        String message = "the record is one of store = 7, the stream one of 5; each sequence has a stream of its own";
        for (RnnStream stream : List.of(fit.stream("5"), fit.stream())) {
            double first = stream.copy().step(Map.of("x", 0.5, "store", 5));
            RnnStream begun = stream.copy();
            begun.step(Map.of("x", 0.5, "store", 5));
            assertThatThrownBy(() -> begun.step(Map.of("x", 0.5, "store", 7)))
                    .isInstanceOf(DataException.class)
                    .hasMessage(message);
            assertThat(first).isNotEqualTo(begun.step(Map.of("x", 0.7)));
        }
        assertThatThrownBy(() -> fit.stream("5").step(Map.of("x", 0.5, "store", 7)))
                .hasMessage(message);
    }

    /** Stores 5, 6 and so on. */
    private static double[] storeOf(int groups, int steps) {
        return IntStream.range(0, groups * steps)
                .mapToDouble(i -> 5 + i / steps)
                .toArray();
    }

    @Test
    void aGroupThatTwoSequencesAreCalledByIsNotGuessed() {
        Dataset data = Dataset.named("keys")
                .with("g", "a:b", "a:b", "a:b", "a:b", "a", "a", "a", "a")
                .with("h", "c", "c", "c", "c", "b:c", "b:c", "b:c", "b:c")
                .with("y", 1, 2, 3, 4, 8, 7, 6, 5);
        RnnFit fit = fit("y ~ lag(y) | g:h", model("gru"), data);
        assertThatThrownBy(() -> fit.stream("a:b:c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("several sequences are called a:b:c");
    }
}
