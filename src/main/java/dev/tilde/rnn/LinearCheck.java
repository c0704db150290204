package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether trained networks, averaged, predict better than the linear part they started from: losses of the same targets
 * are compared in pairs. The linear part is the simpler model, so the networks must be better by more than a standard error,
 * as Breiman et al. (1984, section 3.4.3) choose a tree.
 *
 * @param targets how many were compared
 * @param networks mean loss of the networks: their outputs are averaged, then scored
 * @param linear mean loss of the linear part
 * @param error standard error of the mean difference of the two
 */
record LinearCheck(int targets, double networks, double linear, double error) {
    /** Fewer targets than this decide nothing. */
    private static final int LEAST_TARGETS = 5;

    /**
     * Scores them.
     *
     * @param start a network as training finds it, which adds nothing to the linear part
     * @param held the targets to score by, as those that say when to stop; in closed loop where these are
     */
    static LinearCheck of(List<Network> trained, Network start, TrainingSet held, Workers workers) {
        List<double[][]> all = outputs(trained, held, workers);
        double[][] linear = outputs(List.of(start), held, workers).get(0);
        Loss loss = start.loss;
        Moments differences = new Moments();
        Moments losses = new Moments();
        Moments own = new Moments();
        double[] d = new double[loss.heads()];
        double[] mean = new double[loss.heads()];
        for (int s = 0; s < linear.length; s++) {
            double[] w = held.stopWeights(s);
            for (int i = 0; i < w.length; i++) {
                if (w[i] > 0) {
                    int at = i * loss.heads();
                    for (int h = 0; h < mean.length; h++) {
                        mean[h] = 0;
                        for (double[][] one : all) {
                            mean[h] += one[s][at + h] / all.size();
                        }
                    }
                    double y = held.y(s)[i];
                    double net = loss.value(mean, 0, y, d);
                    double lin = loss.value(java.util.Arrays.copyOfRange(linear[s], at, at + mean.length), 0, y, d);
                    losses.add(lin, w[i]);
                    own.add(net, w[i]);
                    differences.add(lin - net, w[i]);
                }
            }
        }
        return new LinearCheck(
                differences.count,
                Double.isFinite(losses.mean) ? losses.mean - differences.mean : own.mean,
                losses.mean,
                Math.sqrt(differences.squares / differences.weight / Math.max(1, differences.count - 1)));
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

    /** Whether the networks are not better by more than a standard error. A linear part that runs away has none. */
    boolean inDoubt() {
        return targets >= LEAST_TARGETS && !(gain() > (Double.isFinite(linear) ? error : 0));
    }

    /** Whether the linear part has the lower loss, or the same. One that runs away in closed loop, past all numbers, has not. */
    boolean linearIsBetter() {
        return targets >= LEAST_TARGETS && !(gain() > 0);
    }

    private double gain() {
        return linear - networks;
    }

    private static final class Moments {
        private int count;
        private double weight;
        private double mean;
        private double squares;

        void add(double value, double w) {
            count++;
            weight += w;
            double step = value - mean;
            mean += w / weight * step;
            squares += w * step * (value - mean);
        }
    }
}
