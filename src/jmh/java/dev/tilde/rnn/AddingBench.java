package dev.tilde.rnn;

import dev.tilde.linalg.Kernels;
import dev.tilde.linalg.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The adding problem (Hochreiter and Schmidhuber 1997, doi:10.1162/neco.1997.9.8.1735) as it is posed today: numbers
 * uniform in [0, 1), two of which are marked, one in each half; the response of a sequence is the sum of those two. Who
 * always says 1 has a mean squared error of 1/6. Fresh batches of 64, Adam at 0.002, norm clipped at 1, 64 units.
 */
public final class AddingBench {
    private static final int UNITS = 64;
    /** Lengths of 20 to 100. */
    private static final int VARY = 0;

    private static final double RATE = 0.002;
    private static final Optimizers.Rule RULE = Optimizers.adam(RATE);

    private AddingBench() {}

    /**
     * Steps until the error on 2,000 sequences is below 0.001, or the error on longer sequences.
     *
     * @param args gru, lstm or rnn; seeds, so many or from-to (5); most steps (3500); "vary" for lengths of 20 to 100 steps in training, or
     *     how long all are (100); the memory for first values (0); the schedule of the learning rate over all steps (constant)
     */
    public static void main(String[] args) {
        String cell = args.length > 0 ? args[0] : "gru";
        String[] seeds = (args.length > 1 ? args[1] : "5").split("-");
        int first = seeds.length > 1 ? Integer.parseInt(seeds[0]) : 1;
        int last = Integer.parseInt(seeds[seeds.length - 1]);
        int most = args.length > 2 ? Integer.parseInt(args[2]) : 3500;
        String lengths = args.length > 3 ? args[3] : "100";
        int length = lengths.equals("vary") ? VARY : Integer.parseInt(lengths);
        int memory = args.length > 4 ? Integer.parseInt(args[4]) : 0;
        Schedule schedule = Schedule.named(args.length > 5 ? args[5] : "constant");
        for (int seed = first; seed <= last; seed++) {
            long start = System.nanoTime();
            String result = run(cell, seed, most, length, memory, schedule);
            System.out.printf(
                    Locale.ROOT, "%s seed %d: %s, %.0f s%n", cell, seed, result, (System.nanoTime() - start) * 1e-9);
        }
    }

    private static String run(String kind, int seed, int most, int length, int memory, Schedule schedule) {
        Cell cell = switch (kind) {
            case "lstm" -> new Lstm(2, UNITS, Lstm.Form.STANDARD);
            case "rnn" -> new Elman(2, UNITS, false);
            default -> new Gru(2, UNITS);
        };
        cell.memory = memory;
        List<Layer> layers = List.of(new Recurrent(cell, 0));
        Network network = new Network(Kernels.of(Precision.SINGLE), layers, 2, 1, Losses.MSE, true, null);
        Training options = Training.DEFAULTS.optimizer(RULE).seed(seed).threads(2);
        SplittableRandom random = new SplittableRandom(seed);
        try (Workers workers = new Workers(options.processors())) {
            Set test = new Set(length == VARY ? 100 : length, 2000, new SplittableRandom(1000 + seed));
            TrainingSet data = test.data();
            Trainer trainer = new Trainer(network, data, new Batches(data, 0, 0, 64, false), options, 0, workers);
            TrainerState state = trainer.start(false);
            Sweep sweep = new Sweep(network, data, workers);
            for (int step = 1; step <= most; step++) {
                trainer.step(state, RULE, batch(random, length), random, RATE * schedule.at(step - 1, most, 0));
                if (length != VARY && step % 100 == 0 && test.error(sweep) < 1e-3) {
                    return "below .001 after " + step + " steps";
                }
            }
            StringBuilder text = new StringBuilder("after " + most + " steps");
            for (int n : length == VARY ? new int[] {100, 200, 400, 800} : new int[] {length}) {
                Set longer = new Set(n, 2000, new SplittableRandom(2000 + seed));
                double error = longer.error(new Sweep(network, longer.data(), workers));
                text.append(String.format(Locale.ROOT, ", T = %d: %.2g", n, error));
            }
            return text.toString();
        }
    }

    /** 64 sequences, longest first. */
    private static List<Example> batch(SplittableRandom random, int length) {
        int[] lengths = new int[64];
        for (int b = 0; b < lengths.length; b++) {
            lengths[b] = length == VARY ? 20 + random.nextInt(81) : length;
        }
        Arrays.sort(lengths);
        List<Example> batch = new ArrayList<>();
        for (int b = lengths.length - 1; b >= 0; b--) {
            Set one = new Set(lengths[b], 1, random);
            batch.add(one.data().example(0, 0, lengths[b], 0));
        }
        return batch;
    }

    /** Sequences of one length. */
    private static final class Set {
        private final double[][] x;
        private final double[][] y;
        private final double[][] weight;

        Set(int length, int count, SplittableRandom random) {
            x = new double[count][2 * length];
            y = new double[count][length];
            weight = new double[count][length];
            for (int s = 0; s < count; s++) {
                for (int t = 0; t < length; t++) {
                    x[s][2 * t] = random.nextDouble();
                }
                int half = length / 2;
                for (int t : new int[] {random.nextInt(half), half + random.nextInt(length - half)}) {
                    x[s][2 * t + 1] = 1;
                    y[s][length - 1] += x[s][2 * t];
                }
                weight[s][length - 1] = 1;
            }
        }

        TrainingSet data() {
            double[][] zeros = new double[y.length][y[0].length];
            return new TrainingSet(2, 1, true, Grids.NONE, x, y, zeros, weight, zeros, null, null);
        }

        double error(Sweep sweep) {
            double[][] f = sweep.outputs();
            double sum = 0;
            for (int s = 0; s < f.length; s++) {
                double e = y[s][y[s].length - 1] - f[s][f[s].length - 1];
                sum += e * e;
            }
            return sum / f.length;
        }
    }
}
