package dev.tilde.rnn;

import java.util.stream.IntStream;

/**
 * Split-conformal intervals (Vovk, Gammerman and Shafer 2005): absolute errors on rows that did not train, on the scale
 * of the data. With m errors the one of rank {@code ceil((m + 1) level)} makes an interval that covers at that level
 * where errors are exchangeable, which those of a series are only nearly; with too few errors the largest does, at
 * level m / (m + 1).
 *
 * @param one for each output the errors of predictions of rows, ascending
 * @param ahead for each response and number of steps the errors of forecasts, ascending; empty where those of one step
 *     hold for all, since no forecast reads another
 * @param shared whether the rows that said when to stop are among those that measured errors
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Conformal(double[][] one, double[][][] ahead, boolean shared) {
    /**
     * Half an interval.
     *
     * @param width NaN where there are no errors to tell
     * @param level that it attains; NaN where it is not known
     */
    record Half(double width, double level) {}

    /** Without any errors. */
    static Conformal none(int outputs) {
        return new Conformal(new double[outputs][0], new double[0][][], false);
    }

    static Half half(double[] errors, double level) {
        int m = errors.length;
        if (m == 0) {
            return new Half(Double.NaN, Double.NaN);
        }
        // The product of whole numbers and decimals may lie a hair above a whole number.
        double rank = Math.ceil((m + 1) * level - 1e-9);
        return rank <= m ? new Half(errors[(int) rank - 1], level) : new Half(errors[m - 1], m / (m + 1.0));
    }

    /** Half the interval of a prediction of a row. */
    Half ofRow(int output, double level) {
        return half(one[output], level);
    }

    /** Half the interval of a forecast; of steps further ahead than any that was tried the width of the furthest. */
    Half ofStep(Responses responses, int base, int step, double level) {
        if (ahead.length == 0) {
            int nearest = IntStream.range(0, one.length)
                    .filter(o -> responses.baseOf(o) == base)
                    .findFirst()
                    .orElseThrow();
            return half(one[nearest], level);
        }
        int known = known(base);
        if (known == 0 || step <= known) {
            return half(known == 0 ? new double[0] : ahead[base][step - 1], level);
        }
        return new Half(half(ahead[base][known - 1], level).width(), Double.NaN);
    }

    /** How many steps ahead have errors; all where one step speaks for all. */
    int known(int base) {
        if (ahead.length == 0) {
            return one[0].length == 0 ? 0 : Integer.MAX_VALUE;
        }
        int known = 0;
        while (known < ahead[base].length && ahead[base][known].length > 0) {
            known++;
        }
        return known;
    }

    /**
     * Measures errors on the part that calibrates. Where too little was held out to decide when to stop, or nothing
     * had to decide, all that was held out is taken.
     *
     * @param predictions of the rows, for each sequence T x O
     */
    static Conformal of(Core core, Sequences rows, double[][] predictions, Workers workers) {
        HeldOutErrors errors =
                new HeldOutErrors.Measuring(core, rows, (base, y, p) -> Math.abs(y - p)).measured(predictions, workers);
        return new Conformal(errors.one(), errors.ahead(), HeldOutErrors.areShared(core, rows));
    }
}
