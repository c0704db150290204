package dev.tilde.rnn;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;

/** Measures echo state networks on the tasks of the literature and prints a table; see src/jmh/README.md. */
final class EchoBench {
    private static final EchoState LINEAR = EchoState.DEFAULTS.readout(EchoState.Readout.LINEAR);
    private static final EchoState MACKEY = LINEAR.leakRate(.5).inputScale(1).biasScale(.5);
    private static final EchoState MACKEY_30 =
            LINEAR.units(400).leakRate(.3).inputScale(.4).biasScale(.2).ridges(1e-7);
    private static final EchoState NARMA =
            EchoState.DEFAULTS.inputScale(.03).biasScale(.1).spectralRadius(.97);

    private EchoBench() {}

    public static void main(String[] args) {
        System.out.printf(
                "%-44s %-26s %-12s %8s %8s %8s %8s%n",
                "task", "published", "wanted", "median", "least", "most", "s/seed");
        row(
                "Mackey-Glass 17, 84 steps, 400 units",
                "2.8e-4 (GMD 148)",
                "< 5e-4",
                s -> EchoTask.mackeyGlass84(MACKEY.units(400), 17, s));
        row("  1000 units", "6.3e-5 (Science 2004)", "< 1e-4", s -> EchoTask.mackeyGlass84(MACKEY.units(1000), 17, s));
        row(
                "  1000 units, ridge 1e-16",
                "",
                "",
                s -> EchoTask.mackeyGlass84(MACKEY.units(1000).ridges(1e-16), 17, s));
        row(
                "Mackey-Glass 30, 84 steps, 400 units",
                ".11 (GMD 148)",
                "<= .12",
                s -> EchoTask.mackeyGlass84(MACKEY_30, 30, s));
        row(
                "NARMA10, 200 units, no squares",
                ".04 (Rodan, Tino)",
                "< .03",
                s -> EchoTask.narma10(LINEAR.units(200).inputScale(.03).biasScale(.2), s));
        row("  400 units", "", "< .012", s -> EchoTask.narma10(NARMA.units(400), s));
        row(
                "  a ring of 200",
                "",
                "",
                s -> EchoTask.narma10(
                        NARMA.wiring(EchoState.Wiring.CYCLE).units(200).spectralRadius(.9), s));
        row(
                "  gated units, y ~ lag(u, 0:9)",
                "",
                "< .1",
                s -> EchoTask.narma10("y ~ lag(u, 0:9)", RnnRegression.DEFAULTS, s));
        row("  the same, y ~ u", "", "", s -> EchoTask.narma10("y ~ u", RnnRegression.DEFAULTS, s));
        row(
                "Lorenz valid time, 200 units",
                "5-8",
                ">= 9",
                s -> EchoTask.lorenzValidTime(EchoState.DEFAULTS.units(200).inputScale(.1), s));
        row(
                "  400 units",
                "",
                "",
                s -> EchoTask.lorenzValidTime(EchoState.DEFAULTS.units(400).inputScale(.1), s));
        row("seconds to fit 1000 units to 3,000 steps", "", "< 3", EchoBench::seconds);
    }

    private static double seconds(long seed) {
        double[] v = EchoTask.mackeyGlass(17, 3001, seed);
        EchoSequences data = EchoTask.single(Arrays.copyOf(v, 3000), Arrays.copyOfRange(v, 1, 3001));
        long start = System.nanoTime();
        EchoFit.of(MACKEY.units(1000).washout(1000).seed(seed), data, () -> false);
        return (System.nanoTime() - start) / 1e9;
    }

    private static void row(String task, String published, String wanted, ToDoubleFunction<Long> measure) {
        long start = System.nanoTime();
        double[] all =
                LongStream.rangeClosed(1, 5).mapToDouble(measure::applyAsDouble).toArray();
        double seconds = (System.nanoTime() - start) / 5e9;
        System.out.printf(
                Locale.ROOT,
                "%-44s %-26s %-12s %8.2g %8.2g %8.2g %8.2f%n",
                task,
                published,
                wanted,
                EchoTask.median(all),
                Arrays.stream(all).min().orElse(Double.NaN),
                Arrays.stream(all).max().orElse(Double.NaN),
                seconds);
    }
}
