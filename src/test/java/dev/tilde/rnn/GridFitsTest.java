package dev.tilde.rnn;

import static dev.tilde.rnn.GridTables.QUICK;
import static dev.tilde.rnn.GridTables.fit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks over grids from formula and table. */
class GridFitsTest {
    private static final String EACH = "y ~ x | by(image) + order(row, col)";

    /** The kinds that are asked for, and the one where nothing is. */
    @ParameterizedTest
    @CsvSource({"rnn, GRID", "rnn4, GRID_FOUR", "lstm, GRID_LSTM", "lstm4, GRID_LSTM_FOUR", "auto, GRID_LSTM_FOUR"})
    void buildsEveryKind(String word, Structure.Kind kind) {
        RnnFit fit = fit(model(word), EACH, GridTables.neighbours(3, 5, 4));
        assertThat(fit.structure.kind()).isEqualTo(kind);
        assertThat(Arrays.stream(fit.fitted())).allSatisfy(v -> assertThat(v).isFinite());
        assertThat(fit.summary().toString())
                .contains("3 grids (image), each of 5 x 4 cells, rows by row, columns by col")
                .contains(kind.words());
        assertThat(fit.notes().toString().contains("since no network was named"))
                .isEqualTo(word.equals("auto"));
    }

    static RnnRegression model(String word) {
        return switch (word) {
            case "rnn" -> QUICK.grid();
            case "rnn4" -> QUICK.grid().directions(4);
            case "lstm" -> QUICK.gridLstm();
            case "lstm4" -> QUICK.directions(4);
            default -> QUICK;
        };
    }

    /** What stands right and below can be seen from the other corners alone. */
    @Test
    void fourCornersSeeNeighboursThatOneDoesNot() {
        Dataset data = GridTables.neighbours(12, 8, 8);
        RnnRegression model = RnnRegression.DEFAULTS
                .hidden(8)
                .training(Training.DEFAULTS.restarts(1).epochs(80));
        Score linear = held(fit(model.grid(), EACH, data), Scores.LEAST_SQUARES);
        RnnFit one = fit(model.grid(), EACH, data);
        RnnFit four = fit(model.grid().directions(4), EACH, data);
        assertThat(held(four, "4-direction 2-D RNN").rmse())
                .isLessThan(0.4 * linear.rmse())
                .isLessThan(0.4 * held(one, "2-D RNN").rmse());
        // Two grids are held out, which are too few for a test of grids.
        assertThat(four.compare(one).firstRmse()).isLessThan(four.compare(one).secondRmse());
        assertThat(four.compare(one).pValue()).isNaN();
        assertThat(four.importance().get(0).peak()).isEqualTo(1);
    }

    private static Score held(RnnFit fit, String model) {
        return fit.scores().stream()
                .filter(s -> s.heldOut() && s.model().equals(model))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "'y ~ x + z | by(image) + order(row, col)', rnn4",
        "'last(z) ~ x | by(image) + order(row, col)', lstm4",
        "'y ~ x | by(image) + order(col, row)', lstm",
    })
    void doesNotDependOnTheOrderOfRows(String formula, String word) {
        Dataset data = GridTables.neighbours(11, 4, 3).rows(i -> i % 7 != 3);
        int[] order = GridTables.order(data.rows(), 3);
        double[] sorted = fit(model(word), formula, data).fitted();
        double[] shuffled = fit(model(word), formula, data.subset(order)).fitted();
        if (formula.startsWith("y")) {
            assertThat(shuffled)
                    .isEqualTo(Arrays.stream(order).mapToDouble(i -> sorted[i]).toArray());
        } else {
            assertThat(given(shuffled)).isEqualTo(given(sorted)).hasSize(11);
        }
    }

    private static double[] given(double[] rows) {
        return Arrays.stream(rows).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    /** Cells of wider and of higher grids beside a grid, and those before its first, do not touch it. */
    @ParameterizedTest
    @CsvSource({"rnn", "rnn4", "lstm", "lstm4"})
    void aGridIsTheSameWhateverStandsBesideIt(String word) {
        Dataset data = GridTables.neighbours(6, 5, 6);
        double[] image = data.numbers("image");
        double[] row = data.numbers("row");
        double[] col = data.numbers("col");
        // Image 2 is narrow and misses its corners, image 3 begins in column 3.
        Dataset holes = data.rows(i -> image[i] == 2
                ? col[i] <= 4 && !(row[i] == 5 && col[i] == 4) && !(row[i] == 1 && col[i] == 1) && row[i] * col[i] != 6
                : image[i] != 3 || col[i] > 2);
        for (String formula : new String[] {EACH, "last(z) ~ x + y | by(image) + order(row, col)"}) {
            RnnFit fit = fit(model(word), formula, holes);
            double[] all = fit.predict(holes);
            double[] images = holes.numbers("image");
            for (int g = 1; g <= 6; g++) {
                int own = g;
                int[] rows = IntStream.range(0, images.length)
                        .filter(i -> images[i] == own)
                        .toArray();
                double[] alone = fit.predict(holes.subset(rows));
                for (int i = 0; i < rows.length; i++) {
                    assertThat(alone[i]).isCloseTo(all[rows[i]], within(1e-6));
                }
            }
        }
    }

    /** The state is zero where there is no cell, so that a hole is no cell with zero inputs. */
    @Test
    void aMissingCellIsNoCellOfZeros() {
        Dataset data = GridTables.neighbours(4, 5, 5);
        double[] row = data.numbers("row");
        double[] col = data.numbers("col");
        Dataset holes = data.rows(i -> row[i] != 3 || col[i] != 3);
        RnnFit fit = fit(QUICK.grid().directions(4), EACH, holes);
        assertThat(fit.predict(holes)).isEqualTo(fit.fitted());
        assertThat(RnnSummary.sequences(fit)).endsWith("4 cells missing");
        // Right of the hole only the way around it is left: its left neighbour reaches it, a wall of holes cuts it off.
        Dataset wall = data.rows(i -> col[i] != 3);
        double[] x = wall.numbers("x").clone();
        double[] walls = wall.numbers("col");
        double[] before = fit.predict(wall);
        for (int i = 0; i < x.length; i++) {
            x[i] += walls[i] < 3 ? 1 : 0;
        }
        double[] after = fit.predict(GridTables.replaced(wall, "x", x));
        for (int i = 0; i < x.length; i++) {
            assertThat(after[i] == before[i]).as("row %d", i).isEqualTo(walls[i] > 3);
        }
    }

    /** x is missing in some cells, all responses in one grid, weights in others; two responses; a factor. */
    @Test
    void takesWhatSequencesTake() {
        Dataset data = GridTables.neighbours(5, 5, 5);
        double[] x = data.numbers("x").clone();
        double[] y = data.numbers("y").clone();
        double[] w = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 9 == 4 ? Double.NaN : x[i];
            y[i] = i < 25 ? Double.NaN : y[i];
            w[i] = i % 3;
        }
        RnnFit fit = fit(
                QUICK.loss(Losses.MSE),
                "cbind(y, x2) ~ x + z + C(row) + weights(w) | by(image) + order(row, col)",
                GridTables.replaced(GridTables.replaced(data.with("x2", data.numbers("x")), "x", x), "y", y)
                        .with("w", w));
        assertThat(fit.summary().toString().replaceAll("\\s+", " "))
                .contains("1 for missing values", "constant in a grid: z", "42 without a response")
                .contains("Outputs RMSE held out: y ");
        assertThat(Arrays.stream(fit.fitted())).allSatisfy(v -> assertThat(v).isFinite());
    }

    @Test
    void oneResponseForAGridStandsOnItsLastCell() {
        Dataset data = GridTables.neighbours(12, 4, 4).rows(i -> i % 16 != 15);
        RnnFit fit = fit(QUICK, "z ~ x | by(image) + order(row, col)", data);
        assertThat(fit.layout.isLast()).isTrue();
        double[] fitted = fit.fitted();
        double[] row = data.numbers("row");
        double[] col = data.numbers("col");
        for (int i = 0; i < fitted.length; i++) {
            assertThat(!Double.isNaN(fitted[i])).isEqualTo(row[i] == 4 && col[i] == 3);
        }
        assertThat(RnnSummary.sequences(fit)).endsWith("12 cells missing; one response each");
        assertThat(fit.report().toString()).contains("One response for each grid");
        assertThat(fit.graph().dot()).contains("after the last cell");
    }

    @Test
    void tellsAndDraws() {
        RnnFit fit = fit(QUICK.grid().directions(4), EACH, GridTables.neighbours(4, 6, 6));
        assertThat(fit.gradientFlow().profile()).hasSizeBetween(4, 11);
        assertThat(fit.report().toString())
                .contains("by distance", "Cell by cell")
                .doesNotContain("MASE", "last value");
        assertThat(fit.unfoldedGraph().toString()).contains("unfolded");
        assertThat(fit.update(". ~ . + z").layout.inputs().count()).isEqualTo(2);
        assertThat(fit.summary()
                        .toString()
                        .lines()
                        .mapToInt(String::length)
                        .max()
                        .orElse(0))
                .isLessThanOrEqualTo(80);
    }

    @ParameterizedTest
    @CsvSource({
        "'y ~ x + z | by(image) + order(row, col)', rnn",
        "'y ~ scale(x) | by(image) + order(row, col)', lstm4",
        "'last(z) ~ x | by(image) + order(row, col)', auto",
        "'cbind(y, z) ~ x | by(image) + order(row, col)', rnn4",
    })
    void comesBackToTheLastBit(String formula, String word) {
        Dataset data = GridTables.neighbours(10, 4, 5).rows(i -> i % 11 != 6);
        RnnFit fit = fit(model(word), formula, data);
        RnnFit read = RnnFit.fromJson(Json.parse(fit.toJson().compact()), Vocabulary.STANDARD);
        assertThat(read.predict(data)).isEqualTo(fit.predict(data));
        String high = fit.predictIntervals(data).schema().names().get(2);
        assertThat(read.predictIntervals(data).numbers(high))
                .isEqualTo(fit.predictIntervals(data).numbers(high));
        assertThat(read.sequences()).isEqualTo(fit.sequences());
        assertThat(read.scores()).isEqualTo(fit.scores());
        assertThat(read.toJson()).isEqualTo(fit.toJson());
        assertThat(read.summary().toString()).contains(fit.structure.kind().words());
        // A table with grids of another size.
        Dataset other = GridTables.neighbours(2, 3, 9);
        assertThat(read.predict(other)).isEqualTo(fit.predict(other));
    }

    /** One row of cells, one column, one cell, grids without a response, and grids of all sizes. */
    @ParameterizedTest
    @CsvSource({
        "1 x 40, 1",
        "40 x 1, 1",
        "1 x 1,  30",
        "2 x 1,  12",
        "3 x 3,  1",
        "6 x 2,  2",
    })
    void takesOddTables(String size, int grids) {
        int[] sides =
                Arrays.stream(size.split(" x ")).mapToInt(Integer::parseInt).toArray();
        Dataset data = GridTables.neighbours(grids, sides[0], sides[1]);
        RnnFit fit = fit(QUICK, EACH, data);
        assertThat(Arrays.stream(fit.fitted())).allSatisfy(v -> assertThat(v).isFinite());
        assertThat(fit.summary().toString()).contains("Grids ");
        assertThat(fit.report().sections()).isNotEmpty();
        assertThat(fit.toString()).hasSizeLessThan(1000);
    }

    @Test
    void sequencesAreWhatGridsOfOneRowAre() {
        Dataset data = GridTables.neighbours(12, 1, 9);
        RnnFit grid = fit(QUICK.grid(), EACH, data);
        Network network = ((NetworkCore) grid.core).networks.get(0);
        double[] x = grid.rows.x(3);
        // h_j = tanh(w x_j + U2 h_{j-1} + b), by hand.
        double[] all = network.all.toArray();
        Parameter w = network.parameters().get("W_l0");
        Parameter u = network.parameters().get("U2_l0");
        Parameter b = network.parameters().get("b_l0");
        double[] h = new double[4];
        try (Workers workers = new Workers(1)) {
            double[] out =
                    new Sweep(network, Use.SPLIT.set(grid.rows, LinearPart.none(1, 1), false), workers).outputs()[3];
            for (int j = 0; j < 9; j++) {
                double[] next = new double[4];
                double f = all[network.c.from()];
                for (int i = 0; i < 4; i++) {
                    double a = all[w.from() + i] * x[j] + all[b.from() + i];
                    for (int k = 0; k < 4; k++) {
                        a += all[u.from() + 4 * i + k] * h[k];
                    }
                    next[i] = Math.tanh(a);
                    f += all[network.v.from() + i] * next[i];
                }
                h = next;
                assertThat(out[j]).isCloseTo(f, within(1e-5));
            }
        }
    }

    @Test
    void goesOnFromACheckpoint(@TempDir Path folder) {
        Dataset data = GridTables.neighbours(3, 5, 4).rows(i -> i != 7);
        RnnRegression model = QUICK.grid().directions(4);
        Path file = folder.resolve("state");
        Formula formula = Formula.parse(EACH);
        RnnFit fit = model.fit(formula, data.source(), DesignOptions.DEFAULTS, Progress.SILENT, file);
        AtomicInteger epochs = new AtomicInteger();
        Progress counts = epoch -> epochs.incrementAndGet() > 0;
        RnnFit again = model.fit(formula, data.source(), DesignOptions.DEFAULTS, counts, file);
        assertThat(again.fitted()).isEqualTo(fit.fitted());
        assertThat(epochs).hasValue(0);
    }

    /** A checkpoint is of its cells: one that is not there differs from one of zeros. */
    @Test
    void fingerprintsTellCellsApart() {
        double[][] zeros = {new double[4]};
        List<Long> prints = new ArrayList<>();
        for (Grids grids : List.of(
                Grids.NONE,
                new Grids(2, new boolean[][] {{true, true, true, true}}),
                new Grids(2, new boolean[][] {{true, false, true, true}}),
                new Grids(4, new boolean[][] {{true, true, true, true}}))) {
            TrainingSet set = new TrainingSet(1, 1, false, grids, zeros, zeros, zeros, zeros, zeros, null, null);
            prints.add(Fingerprint.of(Formula.parse(EACH), QUICK, Structure.AUTO, set));
        }
        assertThat(prints).doesNotHaveDuplicates();
    }
}
