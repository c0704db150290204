package dev.tilde.rnn;

import dev.tilde.Tilde;
import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;

/** How long a user of a cold JVM waits for the first epoch of a small model; one figure a JVM, so run it a few times. */
public final class FirstEpochBench {
    private FirstEpochBench() {}

    /** @param args none */
    public static void main(String[] args) {
        Dataset air = Tilde.dataset("airquality");
        Formula formula = Formula.parse("Ozone ~ Wind + Temp | Month");
        long start = System.nanoTime();
        long[] begun = {0};
        long[] first = {0};
        Progress progress = new Progress() {
            @Override
            public boolean after(Epoch epoch) {
                if (epoch.number() == 0 && begun[0] == 0) {
                    begun[0] = System.nanoTime();
                }
                if (epoch.number() == 1 && first[0] == 0) {
                    first[0] = System.nanoTime();
                }
                return true;
            }
        };
        RnnRegression.DEFAULTS.fit(formula, air.source(), DesignOptions.DEFAULTS, progress);
        System.out.printf(
                "first epoch begun after %.2f s, over after %.2f s, fit after %.2f s%n",
                (begun[0] - start) * 1e-9, (first[0] - start) * 1e-9, (System.nanoTime() - start) * 1e-9);
    }
}
