package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Schema;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;

/** Tables of grids with known answers, and fits of them. */
final class GridTables {
    static final RnnRegression QUICK = RnnRegression.DEFAULTS
            .hidden(4)
            .training(Training.DEFAULTS.epochs(4).restarts(2));

    private GridTables() {}

    static RnnFit fit(RnnRegression model, String formula, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /**
     * Grids of {@code rows} x {@code columns} cells: x uniform in [-1, 1], y = tanh(2 x right) + tanh(2 x below) and a
     * little noise, where there is nothing right or below 0 in its place; z the mean x of the grid, the same on its cells.
     */
    static Dataset neighbours(int grids, int rows, int columns) {
        SplittableRandom random = new SplittableRandom(7);
        int n = grids * rows * columns;
        double[][] c = new double[6][n];
        for (int g = 0; g < grids; g++) {
            double[][] x = new double[rows + 1][columns + 1];
            double mean = 0;
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    x[i][j] = random.nextDouble(-1, 1);
                    mean += x[i][j] / (rows * columns);
                }
            }
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    int at = (g * rows + i) * columns + j;
                    c[0][at] = g + 1;
                    c[1][at] = i + 1;
                    c[2][at] = j + 1;
                    c[3][at] = x[i][j];
                    c[4][at] = StrictMath.tanh(2 * x[i][j + 1])
                            + StrictMath.tanh(2 * x[i + 1][j])
                            + random.nextDouble(-0.1, 0.1);
                    c[5][at] = mean;
                }
            }
        }
        Dataset data = Dataset.named("neighbours");
        String[] names = {"image", "row", "col", "x", "y", "z"};
        for (int j = 0; j < names.length; j++) {
            Schema.Kind kind = j < 3 ? Schema.Kind.INTEGER : Schema.Kind.NUMBER;
            data = data.with(Schema.Column.of(names[j], kind), c[j]);
        }
        return data;
    }

    /** A table with other numbers in a column. */
    static Dataset replaced(Dataset data, String column, double[] cells) {
        List<String> others = data.schema().names().stream()
                .filter(name -> !name.equals(column))
                .toList();
        return data.select(others).with(column, cells);
    }

    /** The rows of a table in another order. */
    static int[] order(int n, long seed) {
        Integer[] order = new Integer[n];
        Arrays.setAll(order, i -> i);
        java.util.Collections.shuffle(Arrays.asList(order), new Random(seed));
        return Arrays.stream(order).mapToInt(i -> i).toArray();
    }
}
