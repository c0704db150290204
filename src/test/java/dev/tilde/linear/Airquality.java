package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.linalg.Matrix;
import java.util.List;
import java.util.stream.IntStream;

/** The fit {@code Ozone ~ Solar.R + Wind + Temp + factor(Month)} on the complete rows of airquality. */
final class Airquality {
    static final List<String> NUMERIC = List.of("Solar.R", "Wind", "Temp");

    /** Positions of the complete rows, from 0. */
    static final int[] ROWS;

    static final Residuals FIT;

    static {
        Dataset data = Datasets.find("airquality");
        double[] ozone = data.numbers("Ozone");
        double[] solar = data.numbers("Solar.R");
        ROWS = IntStream.range(0, data.rows())
                .filter(i -> !Double.isNaN(ozone[i]) && !Double.isNaN(solar[i]))
                .toArray();
        double[] month = data.numbers("Month");
        Matrix x = Matrix.zeros(ROWS.length, 8);
        double[] y = new double[ROWS.length];
        for (int i = 0; i < ROWS.length; i++) {
            y[i] = ozone[ROWS[i]];
            x.set(i, 0, 1);
            if (month[ROWS[i]] > 5) {
                x.set(i, (int) month[ROWS[i]] - 2, 1);
            }
        }
        for (int j = 0; j < 3; j++) {
            double[] column = data.numbers(NUMERIC.get(j));
            for (int i = 0; i < ROWS.length; i++) {
                x.set(i, j + 1, column[ROWS[i]]);
            }
        }
        FIT = Residuals.of(x, y, true);
    }

    private Airquality() {}

    /** The position among the complete rows of a row of the data, from 1. */
    static int position(int row) {
        return IntStream.range(0, ROWS.length)
                .filter(i -> ROWS[i] == row - 1)
                .findFirst()
                .orElseThrow();
    }
}
