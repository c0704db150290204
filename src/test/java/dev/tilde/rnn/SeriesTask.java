package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Series of the literature to be forecast from their own past. */
final class SeriesTask {
    private static final int SPLIT = 221;
    /** The variance of the yearly sunspot numbers by which the literature divides: Weigend et al. (1990). */
    private static final double SUNSPOT_VARIANCE = 1495.6;

    private SeriesTask() {}

    /**
     * One of the twelve.
     *
     * @param period steps of a season, 1 for none
     * @param steps how many last ones are held out: two seasons where these are less than a tenth of the rows, else one;
     *     20 without a season
     */
    record Held(String name, String column, int period, int steps) {
        double[] values() {
            return Datasets.find(name).numbers(column);
        }

        Dataset training() {
            int n = values().length - steps;
            return Datasets.find(name).rows(i -> i < n);
        }

        /** Mean absolute error over that of the value a period before in training. Hyndman and Koehler (2006). */
        double mase(double[] forecast) {
            double[] y = values();
            int n = y.length - steps;
            double error = IntStream.range(0, steps)
                    .mapToDouble(k -> Math.abs(y[n + k] - forecast[k]))
                    .average()
                    .orElseThrow();
            double unit = IntStream.range(period, n)
                    .mapToDouble(t -> Math.abs(y[t] - y[t - period]))
                    .average()
                    .orElseThrow();
            return error / unit;
        }

        double naive() {
            double[] y = values();
            int n = y.length - steps;
            return mase(IntStream.range(0, steps)
                    .mapToDouble(k -> y[n - period + k % period])
                    .toArray());
        }

        double recipe(long seed) {
            SeriesRecipe recipe = SeriesRecipe.of(training(), column, period);
            return mase(
                    recipe.fit(SeriesRecipe.MODEL.seed(seed)).forecast(steps).predictions());
        }
    }

    static final List<Held> TWELVE = List.of(
            new Held("AirPassengers", "passengers", 12, 12),
            new Held("nottem", "temp", 12, 12),
            new Held("UKgas", "gas", 4, 8),
            new Held("JohnsonJohnson", "earnings", 4, 8),
            new Held("lynx", "trapped", 1, 20),
            new Held("sunspot.year", "sunspots", 1, 20),
            new Held("LakeHuron", "level", 1, 20),
            new Held("co2-monthly", "co2", 12, 24),
            new Held("ldeaths", "deaths", 12, 12),
            new Held("Nile", "flow", 1, 20),
            new Held("WWWusage", "users", 1, 20),
            new Held("USAccDeaths", "deaths", 12, 12));

    static double geometricMean(DoubleStream values) {
        return Math.exp(values.map(Math::log).average().orElseThrow());
    }

    /**
     * Sunspots, trained up to 1920 and predicted one year ahead: squared error over variance in 1921-55, 1956-79 and
     * 1921-2008.
     */
    static double[] sunspots(String formula, RnnRegression model) {
        Dataset all = Datasets.find("sunspots-yearly");
        double[] y = all.numbers("sunspots");
        RnnFit fit = model.fit(Formula.parse(formula), all.rows(i -> i < SPLIT).source(), DesignOptions.DEFAULTS);
        double[] f = fit.predict(all.source());
        return new double[] {arv(f, y, SPLIT, 256), arv(f, y, 256, 280), arv(f, y, SPLIT, 309)};
    }

    private static double arv(double[] f, double[] y, int from, int to) {
        return IntStream.range(from, to)
                        .mapToDouble(i -> (f[i] - y[i]) * (f[i] - y[i]))
                        .average()
                        .orElseThrow()
                / SUNSPOT_VARIANCE;
    }
}
