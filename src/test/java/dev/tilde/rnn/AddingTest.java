package dev.tilde.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * The adding problem over 20 steps: the sum of the two numbers of a sequence that are marked. Who always says 1 has a
 * mean squared error of 1/6.
 */
class AddingTest {
    private static final int STEPS = 20;
    private static final int COUNT = 500;
    private static final Optimizers.Rule RULE = Optimizers.adam(0.01);

    @Test
    void gatesCarryMarkedNumbersToTheEnd() {
        assertThat(error(new Gru(2, 16), 1)).isLessThan(0.003);
        assertThat(error(new Lstm(2, 16, Lstm.Form.STANDARD), 1)).isLessThan(0.01);
    }

    @Test
    void threadsDoNotChangeTheBits() {
        assertThat(error(new Gru(2, 5), 1)).isEqualTo(error(new Gru(2, 5), 2));
        assertThat(error(new Lstm(2, 5, Lstm.Form.STANDARD), 1))
                .isEqualTo(error(new Lstm(2, 5, Lstm.Form.STANDARD), 3));
    }

    /** After 400 steps on fresh batches of 40, which are three pieces, one of them not full. */
    private static double error(Cell cell, int threads) {
        Network network = new Network(
                Kernels.of(Precision.SINGLE), List.of(new Recurrent(cell, 0)), 2, 1, Losses.MSE, true, null);
        SplittableRandom random = new SplittableRandom(1);
        double[][] y = new double[COUNT][STEPS];
        TrainingSet data = sequences(random, y);
        Training options = Training.DEFAULTS.optimizer(RULE).threads(threads);
        try (Workers workers = new Workers(threads)) {
            Trainer trainer = new Trainer(network, data, new Batches(data, 0, 0, 40, false), options, 0, workers);
            TrainerState state = trainer.start(false);
            for (int step = 0; step < 400; step++) {
                double[][] fresh = new double[40][STEPS];
                TrainingSet set = sequences(random, fresh);
                List<Example> batch = new ArrayList<>();
                for (int b = 0; b < fresh.length; b++) {
                    batch.add(set.example(b, 0, STEPS, 0));
                }
                trainer.step(state, RULE, batch, random, RULE.rate());
            }
            double[][] f = new Sweep(network, data, workers).outputs();
            double sum = 0;
            for (int s = 0; s < COUNT; s++) {
                double e = y[s][STEPS - 1] - f[s][STEPS - 1];
                sum += e * e / COUNT;
            }
            return sum;
        }
    }

    private static TrainingSet sequences(SplittableRandom random, double[][] y) {
        double[][] x = new double[y.length][2 * STEPS];
        double[][] weight = new double[y.length][STEPS];
        double[][] zeros = new double[y.length][STEPS];
        for (int s = 0; s < y.length; s++) {
            for (int t = 0; t < STEPS; t++) {
                x[s][2 * t] = random.nextDouble();
            }
            for (int t : new int[] {random.nextInt(STEPS / 2), STEPS / 2 + random.nextInt(STEPS / 2)}) {
                x[s][2 * t + 1] = 1;
                y[s][STEPS - 1] += x[s][2 * t];
            }
            weight[s][STEPS - 1] = 1;
        }
        return new TrainingSet(2, 1, true, Grids.NONE, x, y, zeros, weight, zeros, null, null);
    }
}
