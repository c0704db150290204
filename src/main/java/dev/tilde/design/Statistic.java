package dev.tilde.design;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code rolling} makes of a window. Windows are summed one by one, in the order of the rows. */
enum Statistic {
    MEAN(1) {
        @Override
        double of(double[] window) {
            return sum(window) / window.length;
        }
    },
    SUM(1) {
        @Override
        double of(double[] window) {
            return sum(window);
        }
    },
    VAR(2) {
        @Override
        double of(double[] window) {
            return variance(window);
        }
    },
    SD(2) {
        @Override
        double of(double[] window) {
            return Math.sqrt(variance(window));
        }
    },
    MIN(1) {
        @Override
        double of(double[] window) {
            double least = window[0];
            for (double v : window) {
                least = Math.min(least, v);
            }
            return least;
        }
    },
    MAX(1) {
        @Override
        double of(double[] window) {
            double most = window[0];
            for (double v : window) {
                most = Math.max(most, v);
            }
            return most;
        }
    },
    MEDIAN(1) {
        @Override
        double of(double[] window) {
            double[] sorted = window.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            return sorted.length % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
        }
    };

    private final int leastWidth;

    Statistic(int leastWidth) {
        this.leastWidth = leastWidth;
    }

    /** How many values it needs. */
    int leastWidth() {
        return leastWidth;
    }

    /** Of a window without missing values. */
    abstract double of(double[] window);

    static Optional<Statistic> named(String name) {
        return Stream.of(values()).filter(s -> s.label().equals(name)).findFirst();
    }

    static List<String> names() {
        return Stream.of(values()).map(Statistic::label).toList();
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** In the order of the window, with the rounding carried along (Neumaier 1974, doi:10.1002/zamm.19740540106). */
    private static double sum(double[] window) {
        double sum = 0;
        double rest = 0;
        for (double v : window) {
            double next = sum + v;
            rest += Math.abs(sum) >= Math.abs(v) ? sum - next + v : v - next + sum;
            sum = next;
        }
        return Double.isFinite(sum) ? sum + rest : sum;
    }

    /** With n - 1, as R's {@code var}. */
    private static double variance(double[] window) {
        double mean = sum(window) / window.length;
        double[] squares = new double[window.length];
        for (int i = 0; i < squares.length; i++) {
            squares[i] = (window[i] - mean) * (window[i] - mean);
        }
        return sum(squares) / (window.length - 1);
    }
}
