package dev.tilde.rnn;

import java.util.List;

/**
 * Moran's I of numbers on the cells of grids, neighbours left, right, above and below (Moran 1950,
 * doi:10.1093/biomet/37.1-2.17), with the normal approximation of Cliff and Ord (1981):
 *
 * <pre>
 * I = n / W sum_ij w_ij z_i z_j / sum_i z_i^2       w_ij 1 for neighbours, W their sum, z less the mean
 * E = -1 / (n - 1)     V = (n^2 S1 - n S2 + 3 W^2) / ((n^2 - 1) W^2) - E^2     S1 = 2 W, S2 = sum_i (2 sum_j w_ij)^2
 * </pre>
 *
 * <p>R: {@code spdep::moran.test(z, style = "B", randomisation = FALSE, alternative = "two.sided")}. No cell has a
 * neighbour in another grid.
 *
 * @param statistic I; NaN without neighbours or where the numbers do not vary
 * @param pValue two-sided; NaN with fewer than 10 numbers
 */
record Moran(double statistic, double pValue) {
    private static final int FEWEST = 10;

    /** @param values for each grid by cell, NaN where there is none */
    static Moran of(List<double[]> values, int columns) {
        double n = 0;
        double mean = 0;
        for (double[] grid : values) {
            for (double v : grid) {
                if (!Double.isNaN(v)) {
                    n++;
                    mean += (v - mean) / n;
                }
            }
        }
        double squares = 0;
        double products = 0;
        double pairs = 0;
        double degrees = 0;
        for (double[] grid : values) {
            for (int t = 0; t < grid.length; t++) {
                if (Double.isNaN(grid[t])) {
                    continue;
                }
                double z = grid[t] - mean;
                squares += z * z;
                boolean edge = (t + 1) % columns == 0;
                int degree = number(grid, t + columns) + number(grid, t - columns);
                degree += edge ? 0 : number(grid, t + 1);
                degree += t % columns == 0 ? 0 : number(grid, t - 1);
                degrees += 4.0 * degree * degree;
                pairs += degree;
                products += number(grid, t + columns) == 1 ? 2 * z * (grid[t + columns] - mean) : 0;
                products += !edge && number(grid, t + 1) == 1 ? 2 * z * (grid[t + 1] - mean) : 0;
            }
        }
        if (!(pairs > 0 && squares > 0)) {
            return new Moran(Double.NaN, Double.NaN);
        }
        double i = n / pairs * products / squares;
        double expected = -1 / (n - 1);
        double variance = (n * n * 2 * pairs - n * degrees + 3 * pairs * pairs) / ((n * n - 1) * pairs * pairs)
                - expected * expected;
        double p = n < FEWEST ? Double.NaN : Tails.chiSquared((i - expected) * (i - expected) / variance, 1);
        return new Moran(i, p);
    }

    private static int number(double[] grid, int t) {
        return t >= 0 && t < grid.length && !Double.isNaN(grid[t]) ? 1 : 0;
    }
}
