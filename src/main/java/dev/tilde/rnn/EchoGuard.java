package dev.tilde.rnn;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The interval that outputs are kept in when they are fed back: the range of the training targets, wider by one standard
 * deviation on either side.
 */
record EchoGuard(List<Double> least, List<Double> most) {
    static EchoGuard off(int outputs) {
        return new EchoGuard(
                Stream.generate(() -> Double.NEGATIVE_INFINITY).limit(outputs).toList(),
                Stream.generate(() -> Double.POSITIVE_INFINITY).limit(outputs).toList());
    }

    /** From the rows that have a weight. */
    static EchoGuard of(EchoStates rows) {
        int outputs = rows.responses();
        Double[] least = new Double[outputs];
        Double[] most = new Double[outputs];
        for (int o = 0; o < outputs; o++) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            double mean = 0;
            double squares = 0;
            int n = 0;
            for (int i = 0; i < rows.rows(); i++) {
                if (rows.weight(i) > 0) {
                    double v = rows.target(i, o);
                    low = Math.min(low, v);
                    high = Math.max(high, v);
                    double d = v - mean;
                    mean += d / ++n;
                    squares += d * (v - mean);
                }
            }
            double deviation = Math.sqrt(squares / n);
            least[o] = low - deviation;
            most[o] = high + deviation;
        }
        return new EchoGuard(Arrays.asList(least), Arrays.asList(most));
    }

    EchoGuard {
        least = List.copyOf(least);
        most = List.copyOf(most);
    }

    void clip(double[] y) {
        for (int o = 0; o < y.length; o++) {
            y[o] = Math.max(least.get(o), Math.min(most.get(o), y[o]));
        }
    }
}
