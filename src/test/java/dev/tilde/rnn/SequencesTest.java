package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Limits;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SequencesTest {
    @Test
    void cutsAirqualityByMonth() {
        Dataset air = Datasets.find("airquality");
        Sequences s = Panels.learn("Ozone ~ Wind + Temp | Month", air);
        assertThat(s.count()).isEqualTo(5);
        assertThat(IntStream.range(0, 5).map(s::length)).containsExactly(31, 30, 31, 31, 30);
        assertThat(s.inputNames()).containsExactly("Wind", "Temp");
        assertThat(s.layout().notes()).containsExactly("rows in the order of the table; order(Day) would sort them");
        assertThat(s.layout().split()).isEqualTo(Split.Kind.TIME);
        // mean and spread of the training rows: all but a fifth of those up to the last ozone of each month
        double[] wind = air.numbers("Wind");
        double[] ozone = air.numbers("Ozone");
        double sum = 0;
        int n = 0;
        for (int g = 0; g < 5; g++) {
            int known = s.length(g);
            while (Double.isNaN(ozone[(int) s.rows(g)[known - 1]])) {
                known--;
            }
            for (int t = 0; t < known - known / 5; t++) {
                sum += wind[(int) s.rows(g)[t]];
                n++;
            }
        }
        assertThat(s.layout().inputs().mean()[0]).isCloseTo(sum / n, within(1e-12));
        assertThat(s.weight(0)[4]).isZero();
        assertThat(s.y(0)[4]).isNaN();
        double[] out = new double[1];
        s.original(0, 3, new double[] {s.y(0)[3]}, s.history(0), out);
        assertThat(out[0]).isCloseTo(ozone[3], within(1e-12));
        assertThat(s.part(0)[24]).isEqualTo(Split.TRAIN);
        assertThat(s.part(0)[25]).isEqualTo(Split.STOP);
        assertThat(s.part(0)[30]).isEqualTo(Split.CALIBRATE);
    }

    /** Rows to come that stand in the table already are no part of the fifth that is held out. */
    @Test
    void holdsOutRowsThatHaveAResponse() {
        double[] y = new double[100];
        Arrays.setAll(y, i -> i < 80 ? Math.sin(i) : Double.NaN);
        Sequences s = Panels.learn("y ~ lag(y)", Dataset.named("open").with("y", y));
        int[] counts = new int[3];
        for (int t = 0; t < 100; t++) {
            counts[s.part(0)[t]]++;
        }
        assertThat(counts).containsExactly(64, 8, 28);
        assertThat(Use.targets(s, Split.CALIBRATE)).isEqualTo(8);
    }

    @Test
    void lagsResponsesInsideGroups() {
        Dataset d = Panels.months(20);
        Sequences s = Panels.learn("log(y) ~ lag(y, 1:3) + x | id", d);
        assertThat(s.count()).isEqualTo(2);
        assertThat(s.key(0)).isEqualTo("a");
        assertThat(s.layout().spec().order()).containsExactly("date");
        assertThat(s.layout().spec().calendar().orElseThrow().words()).isEqualTo("month");
        assertThat(s.inputNames()).containsExactly("lag(y, 1:3)[1]", "lag(y, 1:3)[2]", "lag(y, 1:3)[3]", "x");
        assertThat(s.layout().longestLag()).isEqualTo(3);
        for (int t = 0; t < 20; t++) {
            assertThat(s.weight(0)[t]).isEqualTo(t < 3 ? 0 : 1);
            double[] x = s.x(0).clone();
            History h = s.history(0);
            assertThat(s.fill(0, t, h, x, t * 4)).isEqualTo(t >= 3);
            assertThat(x).usingComparatorWithPrecision(1e-12).containsExactly(s.x(0));
            double[] out = new double[1];
            s.original(0, t, new double[] {s.y(0)[t]}, h, out);
            assertThat(out[0]).isCloseTo(d.numbers("y")[20 + t], within(1e-12));
        }
    }

    @Test
    void givesTheSameBitsForAnyOrderOfRows() {
        Dataset d = Panels.without(Panels.months(30), 4, 5, 17, 40);
        List<Integer> rows =
                new ArrayList<>(IntStream.range(0, d.rows()).boxed().toList());
        Collections.shuffle(rows, new Random(7));
        int[] order = rows.stream().mapToInt(i -> i).toArray();
        String formula = "log(y) ~ lag(y, 1:2):id + scale(x) + lag(x) | id";
        Sequences a = Panels.learn(formula, d);
        Sequences b = Panels.learn(formula, d.subset(order));
        assertThat(a.inputNames()).isEqualTo(b.inputNames());
        for (int s = 0; s < 2; s++) {
            assertThat(a.length(s)).isEqualTo(30);
            assertThat(b.x(s)).isEqualTo(a.x(s));
            assertThat(b.y(s)).isEqualTo(a.y(s));
            assertThat(b.weight(s)).isEqualTo(a.weight(s));
            long[] ra = a.rows(s);
            long[] rb = b.rows(s);
            for (int t = 0; t < ra.length; t++) {
                assertThat(rb[t] < 0 ? -1 : order[(int) rb[t]]).isEqualTo((int) ra[t]);
            }
        }
        double[] back = b.toRows(new double[][] {b.y(0), b.y(1)});
        double[] straight = a.toRows(new double[][] {a.y(0), a.y(1)});
        assertThat(Arrays.stream(order).mapToDouble(i -> straight[i]).toArray()).isEqualTo(back);
    }

    @Test
    void survivesAFile() {
        Dataset d = Panels.without(Panels.months(30), 4, 5, 17, 40);
        Sequences a = Panels.learn("diff(log(y)) ~ lag(y, 1:2)*id + scale(x) | id", d);
        SequenceLayout read =
                SequenceLayout.fromJson(Json.parse(a.layout().toJson().compact()), Vocabulary.STANDARD, Limits.DEFAULT);
        Sequences b = read.sequences(d.source());
        for (int s = 0; s < 2; s++) {
            assertThat(b.x(s)).isEqualTo(a.x(s));
            assertThat(b.y(s)).isEqualTo(a.y(s));
            double[] x = b.x(s).clone();
            for (int t = 2; t < b.length(s); t++) {
                b.fill(s, t, b.history(s), x, t * b.inputs());
            }
            assertThat(x).usingComparatorWithPrecision(1e-12).containsExactly(b.x(s));
        }
    }

    /** A row without a weight is neither a row to predict from nor a target of one, however many steps ahead. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "y ~ x + weights(w) | by(id); 0",
                "y ~ x + weights(w) | by(id) + horizon(3); 0 1 2",
                "lead(y, 2:3) ~ x + weights(w) | id; 2 3",
            })
    void weightlessRowsAreNoTargets(String formula, String leads) {
        int[] ahead =
                Arrays.stream(leads.split(" ")).mapToInt(Integer::parseInt).toArray();
        double[] w = new double[40];
        Arrays.setAll(w, i -> i == 12 ? 0 : 1 + i);
        double mean = Arrays.stream(w).filter(v -> v > 0).average().orElseThrow();
        Sequences s = Panels.learn(formula, Panels.months(20).with("w", w));
        for (int t = 0; t < 20; t++) {
            for (int o = 0; o < ahead.length; o++) {
                // Groups are in the order of their keys: b, whose row 12 has no weight, is the second.
                boolean scored = t != 12 && t + ahead[o] != 12 && t + ahead[o] < 20;
                assertThat(s.weight(1)[t * ahead.length + o])
                        .as("%d, %d", t, o)
                        .isCloseTo(scored ? w[t] / mean : 0, within(1e-12));
            }
        }
    }
}
