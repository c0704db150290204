package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/**
 * The choice of what is open of leak rate and input scale by the error on rows that the readout was not fitted to, with
 * a reservoir of at most 200 units: what is best for it is nearly so for a larger one. W is drawn once; every candidate
 * has its own penalty.
 *
 * @param best the fit with the least error, of equal ones the first
 * @param tried all candidates in order
 */
record EchoSearch(EchoFit best, List<Candidate> tried) {
    private static final int UNITS = 200;

    static final List<Double> LEAK_RATES = List.of(1., .5, .2);
    static final List<Double> INPUT_SCALES = List.of(.1, .5, 1.);

    /**
     * One pair of options.
     *
     * @param error weighted mean square on the validation rows over the variance of the targets there, averaged over the
     *     outputs; NaN becomes infinite
     */
    record Candidate(double leakRate, double inputScale, double ridge, double error) {}

    /**
     * @param data with the weights of the training rows
     * @param validation {@code [s][t]}, the weights of the rows to judge by; the state runs on through both
     * @throws CancellationException when cancelled
     */
    static EchoSearch of(EchoState options, EchoSequences data, double[][] validation, BooleanSupplier cancelled) {
        int units = Math.min(UNITS, options.unitsFor(data.steps()));
        Reservoir drawn = Reservoir.of(options, units, data.inputs, data.outputs);
        List<Double> leaks = options.leakRate().isPresent() ? List.of(options.leak()) : LEAK_RATES;
        List<Double> scales = options.inputScale().isPresent() ? List.of(options.scaleOfInputs()) : INPUT_SCALES;
        List<Candidate> tried = new ArrayList<>();
        EchoFit best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double leak : leaks) {
            for (double scale : scales) {
                EchoState candidate = options.leakRate(leak).inputScale(scale);
                Reservoir reservoir = drawn.with(candidate);
                EchoStates rows = EchoStates.of(candidate, reservoir, data, cancelled);
                EchoFit fit = EchoFit.of(candidate, reservoir, rows, cancelled);
                double error = error(fit, rows, validation);
                tried.add(new Candidate(leak, scale, fit.ridge, error));
                if (best == null || error < least) {
                    least = error;
                    best = fit;
                }
            }
        }
        if (best == null) {
            throw new IllegalStateException("no candidates");
        }
        return new EchoSearch(best, List.copyOf(tried));
    }

    private static double error(EchoFit fit, EchoStates rows, double[][] validation) {
        int outputs = rows.responses();
        double[] squares = new double[outputs];
        double[] mean = new double[outputs];
        double[] spread = new double[outputs];
        double[] z = new double[rows.columns()];
        double sum = 0;
        for (int i = 0; i < rows.rows(); i++) {
            double w = rows.weight(i, validation);
            if (w > 0) {
                rows.features(i, z);
                double[] got = fit.output(z);
                sum += w;
                for (int o = 0; o < outputs; o++) {
                    double v = rows.target(i, o);
                    squares[o] += w * (got[o] - v) * (got[o] - v);
                    double d = v - mean[o];
                    mean[o] += w / sum * d;
                    spread[o] += w * d * (v - mean[o]);
                }
            }
        }
        if (sum == 0) {
            throw new IllegalArgumentException("no validation row has a weight after the washout");
        }
        double error = 0;
        for (int o = 0; o < outputs; o++) {
            error += squares[o] / (spread[o] > 0 ? spread[o] : sum) / outputs;
        }
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
    }
}
