package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.SplittableRandom;

/** Tables with known answers, and fits of them. */
final class SequenceFits {
    private SequenceFits() {}

    static RnnFit fit(RnnRegression model, String formula, Dataset data) {
        return model.fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
    }

    /** A training of few epochs. */
    static RnnRegression shortly(RnnRegression model, int epochs) {
        return model.hidden(6).training(Training.DEFAULTS.epochs(epochs).restarts(2));
    }

    /** y_t = 2 x_{t-2} tanh-bent + noise; junk does nothing. */
    static Dataset delayed(int groups, int steps) {
        SplittableRandom random = new SplittableRandom(5);
        int n = groups * steps;
        double[] id = new double[n];
        double[] x = new double[n];
        double[] junk = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            id[i] = i / steps;
            x[i] = random.nextDouble(-2, 2);
            junk[i] = random.nextDouble(-2, 2);
            double before = i % steps >= 2 ? x[i - 2] : 0;
            y[i] = 2 * StrictMath.tanh(2 * before) + random.nextDouble(-0.1, 0.1);
        }
        return Dataset.named("delayed")
                .with("id", id)
                .with("x", x)
                .with("junk", junk)
                .with("y", y);
    }

    /** The adding problem: the sum of two marked numbers of a sequence. Hochreiter and Schmidhuber (1997), section 5.4. */
    static Dataset adding(int sequences, int steps) {
        SplittableRandom random = new SplittableRandom(3);
        int n = sequences * steps;
        double[] id = new double[n];
        double[] value = new double[n];
        double[] mark = new double[n];
        double[] sum = new double[n];
        for (int s = 0; s < sequences; s++) {
            int one = random.nextInt(steps / 2);
            int two = steps / 2 + random.nextInt(steps / 2);
            double total = 0;
            for (int t = 0; t < steps; t++) {
                int i = s * steps + t;
                id[i] = s;
                value[i] = random.nextDouble();
                mark[i] = t == one || t == two ? 1 : 0;
                total += mark[i] * value[i];
            }
            java.util.Arrays.fill(sum, s * steps, (s + 1) * steps, total);
        }
        return Dataset.named("adding")
                .with("id", id)
                .with("value", value)
                .with("mark", mark)
                .with("sum", sum);
    }
}
