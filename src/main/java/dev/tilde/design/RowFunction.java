package dev.tilde.design;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A function of the neighbours of a row. It sees the rows of one group in their order, so it cannot reach into
 * another.
 */
sealed interface RowFunction {
    /** The earliest row it reads, counted from its own: -3 for {@code lag(x, 3)}. */
    int least();

    /** The latest row it reads, counted from its own: 2 for {@code lead(x, 2)}. */
    int most();

    /** What its columns are told apart by, for one column of the argument. */
    default List<String> suffixes() {
        return List.of("");
    }

    /** Whether its values are of the kind of the argument: levels stay levels, dates stay dates. */
    default boolean keepsKind() {
        return false;
    }

    /**
     * Applies to one group.
     *
     * @param x the first {@code n} values are those of the rows in their order, missing = NaN
     * @param out one array for each suffix, to be filled; NaN where a row that is needed does not exist
     */
    void apply(double[] x, int n, double[][] out);

    /**
     * {@code lag(x, 1:3)} and {@code lead(x, 1:3)}: the values some rows away.
     *
     * @param offsets negative for rows before
     */
    record Shift(List<Integer> offsets, List<String> suffixes) implements RowFunction {
        public Shift {
            offsets = List.copyOf(offsets);
            suffixes = List.copyOf(suffixes);
        }

        @Override
        public int least() {
            return offsets.stream().mapToInt(Integer::intValue).min().orElse(0);
        }

        @Override
        public int most() {
            return offsets.stream().mapToInt(Integer::intValue).max().orElse(0);
        }

        @Override
        public boolean keepsKind() {
            return true;
        }

        @Override
        public void apply(double[] x, int n, double[][] out) {
            for (int j = 0; j < out.length; j++) {
                int offset = offsets.get(j);
                for (int i = 0; i < n; i++) {
                    int from = i + offset;
                    out[j][i] = from < 0 || from >= n ? Double.NaN : x[from];
                }
            }
        }
    }

    /** {@code diff(x, lag, differences)}: the change since some rows before, several times over. */
    record Difference(int lag, int times) implements RowFunction {
        @Override
        public int least() {
            return -lag * times;
        }

        @Override
        public int most() {
            return 0;
        }

        @Override
        public void apply(double[] x, int n, double[][] out) {
            double[] y = out[0];
            System.arraycopy(x, 0, y, 0, n);
            for (int t = 0; t < times; t++) {
                for (int i = n - 1; i >= lag; i--) {
                    y[i] -= y[i - lag];
                }
                Arrays.fill(y, 0, Math.min(lag, n), Double.NaN);
            }
        }
    }

    /** {@code rolling(mean, x, 7)}: a statistic of the row and those before it; missing until there are enough. */
    record Rolling(Statistic statistic, int width) implements RowFunction {
        @Override
        public int least() {
            return 1 - width;
        }

        @Override
        public int most() {
            return 0;
        }

        /** Every window is calculated afresh: a running sum would carry the rounding of rows long gone. */
        @Override
        public void apply(double[] x, int n, double[][] out) {
            double[] window = new double[width];
            int missingUntil = width - 1;
            for (int i = 0; i < n; i++) {
                if (Double.isNaN(x[i])) {
                    missingUntil = Math.max(missingUntil, i + width);
                }
                if (i < missingUntil) {
                    out[0][i] = Double.NaN;
                } else {
                    System.arraycopy(x, i - width + 1, window, 0, width);
                    out[0][i] = statistic.of(window);
                }
            }
        }
    }

    /** The offsets of a list of lags, told apart by the lag when there are several. */
    static Shift shift(List<Integer> lags, int sign, boolean list) {
        List<Integer> offsets = new ArrayList<>();
        List<String> suffixes = new ArrayList<>();
        for (int lag : lags) {
            offsets.add(sign * lag);
            suffixes.add(list ? "[" + lag + "]" : "");
        }
        return new Shift(offsets, suffixes);
    }
}
