package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Formula;
import java.util.Arrays;
import java.util.Random;

/** Series and systems that echo state networks are measured on. */
final class EchoTask {
    private EchoTask() {}

    /** Mackey-Glass by Euler steps of 0.1, every tenth kept, the first 1000 dropped, as tanh(y - 1). */
    static double[] mackeyGlass(int tau, int length, long seed) {
        Random random = new Random(seed);
        double[] history = new double[tau * 10];
        Arrays.setAll(history, k -> 1.2 + .2 * (random.nextDouble() - .5));
        double y = 1.2;
        double[] out = new double[length];
        int at = 0;
        for (int t = -1000; t < length; t++) {
            for (int k = 0; k < 10; k++) {
                double delayed = history[at];
                history[at] = y;
                at = (at + 1) % history.length;
                y += .1 * (.2 * delayed / (1 + StrictMath.pow(delayed, 10)) - .1 * y);
            }
            if (t >= 0) {
                out[t] = StrictMath.tanh(y - 1);
            }
        }
        return out;
    }

    /**
     * One-step network on 3,000 values of Mackey-Glass, 1,000 of them washout; then from 50 places of the 5,000 values
     * after that it runs freely for 84 steps. Root of the mean squared error over the variance, in original units.
     */
    static double mackeyGlass84(EchoState options, int tau, long seed) {
        int train = 3000;
        double[] v = mackeyGlass(tau, train + 6000, seed);
        EchoFit fit = EchoFit.of(
                options.washout(1000).seed(seed),
                single(Arrays.copyOf(v, train), Arrays.copyOfRange(v, 1, train + 1)),
                () -> false);
        EchoRun run = fit.start();
        double squares = 0;
        int runs = 0;
        for (int t = train; t < v.length - 85 && runs < 50; t++) {
            run.step(new double[] {v[t]});
            run.observe(v, t + 1);
            if (t >= train + 1000 && (t - train) % 97 == 0) {
                double[] free = run.copy().closedLoop(84, (last, k, u) -> u[0] = last[0]);
                double e = original(free[83]) - original(v[t + 85]);
                squares += e * e;
                runs++;
            }
        }
        double mean = Arrays.stream(v).map(EchoTask::original).average().orElse(0);
        double variance = Arrays.stream(v)
                .map(x -> (original(x) - mean) * (original(x) - mean))
                .average()
                .orElse(0);
        return Math.sqrt(squares / runs / variance);
    }

    private static double original(double v) {
        return .5 * StrictMath.log((1 + v) / (1 - v)) + 1;
    }

    static EchoSequences single(double[] u, double[] y) {
        double[] ones = new double[y.length];
        Arrays.fill(ones, 1);
        return new EchoSequences(u.length / y.length, 1, new double[][] {u}, new double[][] {y}, new double[][] {ones});
    }

    /** u and then y of the tenth-order system of Atiya and Parlos (2000), doi:10.1109/72.846741; y_{t+1} stands at t. */
    static double[][] narma10(int length, long seed) {
        Random random = new Random(seed);
        while (true) {
            double[] u = new double[length];
            Arrays.setAll(u, t -> .5 * random.nextDouble());
            double[] y = new double[length + 1];
            boolean bounded = true;
            for (int t = 9; t < length; t++) {
                double sum = 0;
                for (int k = 0; k < 10; k++) {
                    sum += y[t - k];
                }
                y[t + 1] = .3 * y[t] + .05 * y[t] * sum + 1.5 * u[t - 9] * u[t] + .1;
                bounded &= Math.abs(y[t + 1]) <= 2;
            }
            if (bounded) {
                return new double[][] {u, Arrays.copyOfRange(y, 1, length + 1)};
            }
        }
    }

    /** Washout 200, 2,000 steps to fit, 1,100 to test: mean squared error over the variance. */
    static double narma10(EchoState options, long seed) {
        double[][] all = narma10(3300, seed);
        EchoFit fit = EchoFit.of(
                options.washout(200).seed(seed),
                single(Arrays.copyOf(all[0], 2200), Arrays.copyOf(all[1], 2200)),
                () -> false);
        double[] got = fit.predict(all[0]);
        return relative(got, all[1], 2200);
    }

    /** The same by a trained network: 2,200 steps, of which some are held out, and 1,100 to test without a response. */
    static double narma10(String formula, RnnRegression model, long seed) {
        double[][] all = narma10(3300, seed);
        double[] known = all[1].clone();
        Arrays.fill(known, 2200, 3300, Double.NaN);
        Dataset data = Dataset.named("narma").with("u", all[0]).with("y", known);
        RnnFit fit = model.training(model.training().seed(seed))
                .fit(Formula.parse(formula), data.source(), DesignOptions.DEFAULTS);
        return relative(fit.predict(data), all[1], 2200);
    }

    private static double relative(double[] got, double[] want, int from) {
        double mean = Arrays.stream(want, from, want.length).average().orElse(0);
        double squares = 0;
        double spread = 0;
        for (int t = from; t < want.length; t++) {
            squares += (got[t] - want[t]) * (got[t] - want[t]);
            spread += (want[t] - mean) * (want[t] - mean);
        }
        return squares / spread;
    }

    /** Lorenz (10, 28, 8/3) by Runge-Kutta steps of 0.02, divided by (8, 9, 8.6) and the last centred: x, y, z in turn. */
    static double[] lorenz(int length, long seed) {
        Random random = new Random(seed);
        double[] s = {random.nextDouble(), 1 + random.nextDouble(), 20};
        double[] out = new double[length * 3];
        for (int t = -1000; t < length; t++) {
            double[] a = slope(s, s, 0);
            double[] b = slope(s, a, .01);
            double[] c = slope(s, b, .01);
            double[] d = slope(s, c, .02);
            for (int k = 0; k < 3; k++) {
                s[k] += .02 / 6 * (a[k] + 2 * b[k] + 2 * c[k] + d[k]);
            }
            if (t >= 0) {
                out[3 * t] = s[0] / 8;
                out[3 * t + 1] = s[1] / 9;
                out[3 * t + 2] = (s[2] - 23.5) / 8.6;
            }
        }
        return out;
    }

    private static double[] slope(double[] s, double[] direction, double step) {
        double x = s[0] + step * direction[0];
        double y = s[1] + step * direction[1];
        double z = s[2] + step * direction[2];
        return new double[] {10 * (y - x), x * (28 - z) - y, x * y - 8. / 3 * z};
    }

    /**
     * How long forecasts of Lorenz's system keep within 0.4 standard deviations, in Lyapunov times (rate 0.906): the
     * median of 20 places.
     */
    static double lorenzValidTime(EchoState options, long seed) {
        int train = 3000;
        double[] v = lorenz(train + 8000, seed);
        double[] ones = new double[train];
        Arrays.fill(ones, 1);
        EchoSequences data = new EchoSequences(
                3,
                3,
                new double[][] {Arrays.copyOf(v, 3 * train)},
                new double[][] {Arrays.copyOfRange(v, 3, 3 * train + 3)},
                new double[][] {ones});
        EchoFit fit = EchoFit.of(options.seed(seed), data, () -> false);
        EchoRun run = fit.start();
        double[] times = new double[20];
        int runs = 0;
        for (int t = train; runs < times.length; t++) {
            run.step(Arrays.copyOfRange(v, 3 * t, 3 * t + 3));
            run.observe(v, 3 * t + 3);
            if (t >= train + 200 && (t - train) % 300 == 0) {
                double[] free = run.copy().closedLoop(1500, (last, k, u) -> System.arraycopy(last, 0, u, 0, 3));
                int k = 0;
                while (k < 1500 && distance(free, 3 * k, v, 3 * (t + 2 + k)) < .4) {
                    k++;
                }
                times[runs++] = k * .02 * .906;
            }
        }
        return median(times);
    }

    /** The columns have standard deviations near 1. */
    private static double distance(double[] a, int i, double[] b, int j) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += (a[i + k] - b[j + k]) * (a[i + k] - b[j + k]);
        }
        return Math.sqrt(sum / 3);
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
