package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.json.Json;
import dev.tilde.rnn.SequenceSpec.Pattern;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LayoutsTest {
    private static Dataset panel(int groups, int length) {
        String[] id = new String[groups * length];
        double[] label = new double[id.length];
        double[] x = new double[id.length];
        double[] y = new double[id.length];
        for (int i = 0; i < id.length; i++) {
            id[i] = "g" + (i / length);
            label[i] = i / length % 3;
            x[i] = Math.sin(i);
            y[i] = Math.cos(i * 0.7) + x[i];
        }
        return Dataset.named("panel")
                .with("id", id)
                .with("label", label)
                .with("x", x)
                .with("y", y);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "label ~ x | id; 12; 6; LAST",
                "each(label) ~ x | id; 12; 6; EACH",
                "last(y) ~ x | id; 12; 6; LAST",
                "y ~ x | id; 12; 6; EACH",
                "label ~ x; 12; 6; EACH",
                "label ~ x + lag(label) | id; 12; 6; EACH",
                "label ~ x | by(id) + horizon(2); 12; 6; EACH",
                "label ~ x | id; 1; 6; EACH",
                "label ~ x | id; 12; 1; EACH",
                "I(0 * label) ~ x | id; 12; 6; EACH",
            })
    void findsPatterns(String formula, int groups, int length, Pattern pattern) {
        Sequences s = Panels.learn(formula, panel(groups, length));
        assertThat(s.layout().spec().pattern()).isEqualTo(pattern);
        if (pattern == Pattern.LAST) {
            for (int g = 0; g < groups; g++) {
                assertThat(Arrays.stream(s.weight(g)).sum()).isEqualTo(1);
                assertThat(s.weight(g)[length - 1]).isEqualTo(1);
            }
            double[][] steps = new double[groups][length];
            for (double[] row : steps) {
                Arrays.fill(row, 5);
            }
            double[] rows = s.toRows(steps);
            assertThat(rows[length - 1]).isEqualTo(5);
            assertThat(rows[0]).isNaN();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x | id; 12; 10; GROUPS; 20; 10; 10",
                "y ~ x | id; 9; 10; TIME; 18; 9; 9",
                "y ~ x + lag(y) | id; 12; 10; TIME; 24; 12; 12",
                "y ~ x + id | id; 12; 10; TIME; 24; 12; 12",
                "y ~ x | by(id) + horizon(2); 12; 5; TIME; 12; 6; 6",
                "y ~ x + id | id; 12; 4; LAST_ROW; 12; 6; 6",
                "y ~ x + id | id; 12; 2; GROUPS; 4; 2; 2",
                "y ~ x | id; 3; 1; NONE; 0; 0; 0",
                "y ~ x; 1; 50; TIME; 10; 5; 5",
            })
    void holdsOut(String formula, int groups, int length, Split.Kind kind, int held, int stop, int calibrate) {
        Sequences s = Panels.learn(formula, panel(groups, length));
        int[] parts = new int[3];
        for (int g = 0; g < groups; g++) {
            for (int t = 0; t < length; t++) {
                parts[s.part(g)[t * s.outputs()]]++;
            }
        }
        assertThat(s.layout().split()).isEqualTo(kind);
        assertThat(parts).containsExactly(groups * length - held, stop, calibrate);
    }

    /** A row before the border predicts one behind it: that is no training target. */
    @Test
    void countsTargetsWhereTheyLie() {
        Sequences s = Panels.learn("y ~ x | horizon(3)", panel(1, 50));
        assertThat(new byte[] {s.part(0)[39 * 3], s.part(0)[39 * 3 + 1], s.part(0)[38 * 3 + 2]})
                .containsExactly(Split.TRAIN, Split.STOP, Split.STOP);
        assertThat(s.weight(0)[49 * 3]).isEqualTo(1);
        assertThat(s.weight(0)[49 * 3 + 1]).isZero();
    }

    /** Means and knots come from the training rows, levels from all. */
    @Test
    void learnsNumbersFromTrainingRows() {
        int n = 50;
        double[] x = new double[n];
        Arrays.setAll(x, i -> i < 40 ? i % 4 : 1000);
        double[] y = new double[n];
        Arrays.setAll(y, i -> Math.sin(i));
        double[] c = new double[n];
        Arrays.setAll(c, i -> i < 40 ? i % 2 : 2);
        String[] text = new String[n];
        Arrays.setAll(text, i -> i < 45 ? "u" : "v");
        Dataset d = Dataset.named("d").with("x", x).with("y", y).with("c", c).with("text", text);
        Sequences s = Panels.learn("scale(y) ~ center(x) + C(c) + text", d);
        assertThat(s.inputNames()).containsExactly("center(x)", "C(c)[0]", "C(c)[1]", "C(c)[2]", "text[u]", "text[v]");
        assertThat(s.layout().inputs().mean()[0]).isCloseTo(0, within(1e-12));
        assertThat(s.x(0)[40 * 6]).isCloseTo((1000 - 1.5) / Math.sqrt(1.25), within(1e-9));
        assertThat(s.x(0)[40 * 6 + 3]).isZero();
        assertThat(s.layout().notes())
                .contains("C(c)[2], text[u], text[v] do not vary in the training rows and so have no weight");
    }

    @Test
    void marksMissingVariablesOnce() {
        double[] x = {1, Double.NaN, 3, 4, 5, 6, 7, 8, 9, 11};
        double[] z = {2, 1, 2, 1, 3, 1, 2, 5, 2, 1};
        double[] y = {1, 2, Double.NaN, 4, 5, 4, 3, 2, 1, 2};
        double[] none = new double[10];
        Arrays.fill(none, Double.NaN);
        Dataset d = Dataset.named("d").with("x", x).with("z", z).with("y", y).with("none", none);
        Sequences s = Panels.learn("y ~ x*z + lag(x) + none", d);
        assertThat(s.inputNames()).containsExactly("x", "z", "lag(x)", "none", "x:z", "x missing", "none missing");
        double[] in = s.x(0);
        int c = s.inputs();
        assertThat(new double[] {in[5], in[c + 5], in[2 * c + 5], in[3 * c + 5]})
                .containsExactly(0, 1, 1, 0);
        assertThat(new double[] {in[c], in[c + 4], in[2 * c + 2], in[3]}).containsExactly(0, 0, 0, 0);
        assertThat(s.weight(0)).containsExactly(0, 1, 0, 1, 1, 1, 1, 1, 1, 1);
    }

    @Test
    void weighsAndOffsets() {
        Dataset d = panel(1, 10)
                .with("w", 3, 9, 0, Double.NaN, 6, 6, 6, 6, 6, 6)
                .with("o", 0, 1, 2, 3, 4, 5, 6, 7, 8, Double.NaN);
        Sequences s = Panels.learn("y ~ x + weights(w) + offset(o)", d);
        assertThat(s.weight(0)).containsExactly(0.5, 1.5, 0, 0, 1, 1, 1, 1, 1, 0);
        assertThat(s.layout().notes()).contains("w is missing in 1 row, which is not scored");
        double[] offset = s.offset(0);
        double[] out = new double[1];
        s.original(0, 4, new double[] {s.y(0)[4] - offset[4]}, s.history(0), out);
        assertThat(out[0]).isCloseTo(d.numbers("y")[4], within(1e-12));
        assertThat(s.layout().sequences(d.source()).offset(0)).isEqualTo(offset);
    }

    @Test
    void readsNewRowsWithoutResponses() {
        Dataset d = Panels.months(20);
        SequenceLayout layout = Panels.learn("log(y) ~ lag(y) + x | id", d).layout();
        Sequences s = layout.sequences(d.select(List.of("x", "id", "date")).source());
        assertThat(s.y(0)[5]).isNaN();
        assertThat(s.isOpen(0, 5)).isTrue();
        assertThatThrownBy(() -> layout.sequences(d.select(List.of("y", "date")).source()))
                .isInstanceOf(DataException.class)
                .hasMessage("the new rows have no column id, x, which the model reads; columns: y, date");
    }

    /** Neither the response nor what tells sequences apart or sorts them. */
    @Test
    void readsDots() {
        Dataset d = Panels.months(20).with("z", Panels.months(20).numbers("x"));
        assertThat(Panels.learn("y ~ . + lag(y) | id", d).inputNames()).containsExactlyInAnyOrder("x", "z", "lag(y)");
        assertThat(Panels.learn("y ~ . + id | by(id) + order(date)", d).inputNames())
                .containsExactlyInAnyOrder("x", "z", "id[a]", "id[b]");
    }

    @Test
    void feedsBack() {
        Sequences s = Panels.learn("y ~ feedback(y) + x | id", Panels.months(20));
        assertThat(s.layout().formula().feedback()).isTrue();
        assertThat(s.layout().inputs().all().get(0).lag()).isTrue();
        assertThat(s.layout().longestLag()).isEqualTo(1);
    }

    @Test
    void needsTheFutureItReads() {
        Dataset d = Panels.months(20);
        SequenceLayout layout = Panels.learn("log(y) ~ lag(y) + x | id", d).layout();
        assertThatThrownBy(() -> layout.forecast(d.source(), 3, null))
                .isInstanceOf(DataException.class)
                .hasMessage("the forecast needs x of the 3 steps ahead; give rows of the future with it");
        Dataset more = Panels.months(24);
        Sequences s = layout.forecast(d.source(), 3, more.source());
        assertThat(s.length(0)).isEqualTo(23);
        double[] x = more.numbers("x");
        assertThat(s.x(0)[21 * 2 + 1]).isEqualTo(layout.inputs().scaled(1, x[24 + 21]));
        assertThatThrownBy(() ->
                        layout.forecast(d.source(), 3, Panels.without(more, 45).source()))
                .isInstanceOf(DataException.class)
                .hasMessage("the future has no row at id = a, date = 2021-10-31; a forecast of 3 steps needs all of "
                        + "them");
        assertThat(Panels.learn("y ~ lag(x, 3) | id", d)
                        .layout()
                        .forecast(d.source(), 3, null)
                        .length(1))
                .isEqualTo(23);
    }

    @Test
    void agreesWithOptions() {
        Dataset d = Panels.months(20);
        SequenceSpec by = SequenceSpec.DEFAULTS.by("id").order("date").window(6);
        Sequences s = Panels.learn("y ~ x | id", d, by, Split.Rule.AUTO);
        assertThat(s.layout().spec().window()).isEqualTo(6);
        SequenceSpec spec = s.layout().spec();
        assertThat(SequenceSpec.fromJson(Json.parse(spec.toJson().compact()))).isEqualTo(spec);
        assertThatThrownBy(() -> Panels.learn("y ~ x | by(id) + window(3)", d, by, Split.Rule.AUTO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the formula has window 3, the options have 6; say it once, or the same");
        assertThatThrownBy(() -> Panels.learn("y ~ x | date", d, by, Split.Rule.AUTO))
                .hasMessage("the formula has by [date], the options have [id]; say it once, or the same");
    }

    @Test
    void cutsManyGroupsFast() {
        int groups = 100_000;
        double[] id = new double[2 * groups];
        double[] t = new double[2 * groups];
        double[] y = new double[2 * groups];
        for (int i = 0; i < id.length; i++) {
            id[i] = (i * 31L) % groups;
            t[i] = i < groups ? 1 : 0;
            y[i] = Math.sin(i);
        }
        Dataset d = Dataset.named("many")
                .with(Schema.Column.of("id", Schema.Kind.INTEGER), id)
                .with(Schema.Column.of("t", Schema.Kind.INTEGER), t)
                .with("y", y)
                .with("x", t);
        long start = System.nanoTime();
        Sequences s = Panels.learn("y ~ lag(y) + x | by(id) + order(t)", d);
        assertThat(s.count()).isEqualTo(groups);
        assertThat(s.key(17)).isEqualTo("17");
        assertThat((System.nanoTime() - start) / 1e9).isLessThan(20);
    }

    @Test
    void constantResponse() {
        Dataset d = panel(1, 20).with("k", new double[20]);
        Sequences s = Panels.learn("k ~ x", d);
        assertThat(s.layout().notes()).contains("k is constant in the training rows");
        double[] out = new double[1];
        s.original(0, 3, new double[] {0}, s.history(0), out);
        assertThat(out[0]).isZero();
    }
}
