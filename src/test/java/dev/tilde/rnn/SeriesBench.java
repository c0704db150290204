package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Forecasts twelve series and predicts sunspots, and prints tables; see src/jmh/README.md. */
final class SeriesBench {
    private static final String SUNSPOTS = "sqrt(sunspots) ~ lag(sqrt(sunspots), 1:9)";

    private SeriesBench() {}

    /** @param args how many seeds (5) */
    public static void main(String[] args) {
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        for (int seed = 1; seed <= seeds; seed++) {
            long start = System.nanoTime();
            List<Double> all = new ArrayList<>();
            for (SeriesTask.Held held : SeriesTask.TWELVE) {
                double mase = held.recipe(seed);
                all.add(mase);
                System.out.printf(Locale.ROOT, "%-15s %6.3f  naive %6.3f%n", held.name(), mase, held.naive());
            }
            System.out.printf(
                    Locale.ROOT,
                    "seed %d: geometric mean %.3f, %.1f s%n",
                    seed,
                    SeriesTask.geometricMean(all.stream().mapToDouble(Double::doubleValue)),
                    (System.nanoTime() - start) * 1e-9);
        }
        for (int seed = 1; seed <= seeds; seed++) {
            RnnRegression ten = RnnRegression.DEFAULTS
                    .hidden(8)
                    .training(Training.DEFAULTS.restarts(10).seed(seed));
            double[] arv = SeriesTask.sunspots(SUNSPOTS, ten);
            System.out.printf(
                    Locale.ROOT,
                    "sunspots, seed %d: 1921-55 %.4f, 1956-79 %.4f, 1921-2008 %.4f%n",
                    seed,
                    arv[0],
                    arv[1],
                    arv[2]);
        }
    }
}
