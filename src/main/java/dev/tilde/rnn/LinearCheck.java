package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Whether trained networks, averaged, predict better than the linear part they started from: losses of the same targets
 * are compared in pairs. The linear part is the simpler model, so the networks must be better by more than a standard error,
 * as Breiman et al. (1984, section 3.4.3) choose a tree.
 *
 * <pre>
 * g_t = the linear part's loss of row t less that of the networks, weighted over its outputs;  w_t the weight of the row
 * gain = sum_t w_t g_t / sum_t w_t
 * v    = the variance of the mean of  w_t (g_t - gain) n / sum w,  n rows that hang together as {@link Dependence} says
 * </pre>
 *
 * @param targets how many were compared
 * @param networks mean loss of the networks: their outputs are averaged, then scored
 * @param linear mean loss of the linear part
 * @param errors the gain over its standard error, sqrt(v); NaN where there is none
 */
record LinearCheck(int targets, double networks, double linear, double errors) {
    /** Fewer targets than this decide nothing. */
    private static final int LEAST_TARGETS = 5;

    /**
     * Scores them.
     *
     * @param start a network as training finds it, which adds nothing to the linear part
     * @param held the targets to score by, as those that say when to stop; in closed loop where these are
     * @param reads whether a row knows the responses before it
     * @param ahead how many steps ahead a row predicts
     */
    static LinearCheck of(
            List<Network> trained, Network start, TrainingSet held, boolean reads, int ahead, Workers workers) {
        List<double[][]> all = outputs(trained, held, workers);
        double[][] linear = outputs(List.of(start), held, workers).get(0);
        Tally tally = new Tally(start.loss, held);
        for (int s = 0; s < linear.length; s++) {
            tally.add(s, mean(all, s), linear[s]);
        }
        return tally.check(reads, ahead);
    }

    /** In closed loop they are averaged at every step, as in use; else at the end, which is the same. */
    private static List<double[][]> outputs(List<Network> networks, TrainingSet held, Workers workers) {
        Sequences closed = held.closed();
        if (closed != null) {
            return List.<double[][]>of(
                    new HeldOutLoop(networks, held, closed, workers).outputs().heads());
        }
        List<double[][]> all = new ArrayList<>();
        for (Network network : networks) {
            all.add(new Sweep(network, held, workers).outputs());
        }
        return all;
    }

    private static double[] mean(List<double[][]> all, int s) {
        double[] mean = new double[all.get(0)[s].length];
        for (double[][] one : all) {
            for (int i = 0; i < mean.length; i++) {
                mean[i] += one[s][i] / all.size();
            }
        }
        return mean;
    }

    /** Whether the networks are not better by more than a standard error. A linear part that runs away has none. */
    boolean inDoubt() {
        return linearIsBetter() || targets >= LEAST_TARGETS && errors <= 1;
    }

    /** Whether the linear part has the lower loss, or the same. One that runs away in closed loop, past all numbers, has not. */
    boolean linearIsBetter() {
        return targets >= LEAST_TARGETS && !(linear - networks > 0);
    }

    /** Sums over rows. */
    static final class Tally {
        private final Loss loss;
        private final TrainingSet held;
        /** For each sequence by step: the weight, and the weighted gain; NaN where nothing is scored. */
        private final double[][] weights;

        private final double[][] gains;
        private int targets;
        private int rows;
        private int sequences;
        private double weight;
        private double networks;
        private double linear;

        Tally(Loss loss, TrainingSet held) {
            this.loss = loss;
            this.held = held;
            this.weights = new double[held.count()][];
            this.gains = new double[held.count()][];
        }

        /** The outputs of a sequence by the networks and by the linear part. */
        void add(int s, double[] net, double[] lin) {
            double[] w = held.stopWeights(s);
            double[] d = new double[net.length];
            weights[s] = new double[w.length / held.outputs()];
            gains[s] = new double[weights[s].length];
            Arrays.fill(gains[s], Double.NaN);
            int before = rows;
            for (int t = 0; t < gains[s].length; t++) {
                double gain = 0;
                for (int i = t * held.outputs(); i < (t + 1) * held.outputs(); i++) {
                    if (w[i] > 0) {
                        double y = held.y(s)[i];
                        double a = w[i] * loss.value(net, i * loss.heads(), y, d);
                        double b = w[i] * loss.value(lin, i * loss.heads(), y, d);
                        networks += a;
                        linear += b;
                        gain += b - a;
                        weights[s][t] += w[i];
                        targets++;
                    }
                }
                if (weights[s][t] > 0) {
                    gains[s][t] = gain;
                    weight += weights[s][t];
                    rows++;
                }
            }
            sequences += rows > before ? 1 : 0;
        }

        LinearCheck check(boolean reads, int ahead) {
            double mean = (linear - networks) / weight;
            for (int s = 0; s < gains.length; s++) {
                for (int t = 0; t < gains[s].length; t++) {
                    gains[s][t] = mean + (gains[s][t] - weights[s][t] * mean) * rows / weight;
                }
            }
            Dependence dependence = Dependence.of(held.columns() > 0, reads, ahead, sequences, rows);
            double errors = dependence.test(gains, rows, mean).statistic();
            if (Double.isNaN(errors)) {
                errors = Dependence.ahead(1).test(gains, rows, mean).statistic();
            }
            return new LinearCheck(targets, networks / weight, linear / weight, errors);
        }
    }
}
