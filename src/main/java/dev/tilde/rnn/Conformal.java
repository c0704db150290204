package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Split-conformal intervals (Vovk, Gammerman and Shafer 2005): absolute errors on rows that did not train. Where the
 * response is transformed by g they are errors of g(y), so that the ends of an interval are turned back and stay within
 * the range of the response. With m errors the one of rank {@code ceil((m + 1) level)} makes an interval that covers at that level
 * where errors are exchangeable, which those of a series are only nearly; with too few errors the largest does, at
 * level m / (m + 1).
 *
 * @param one for each output the errors of predictions of rows, ascending
 * @param ahead for each response and number of steps the errors of forecasts, ascending; empty where those of one step
 *     hold for all, since no forecast reads another
 * @param shared whether the rows that said when to stop are among those that measured errors
 * @param transformed whether errors are of g(y) before any differences; else they are on the scale of the data
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Conformal(double[][] one, double[][][] ahead, boolean shared, boolean transformed) {
    /**
     * Half an interval.
     *
     * @param width NaN where there are no errors to tell
     * @param level that it attains; NaN where it is not known
     */
    record Half(double width, double level) {}

    /** Without any errors. */
    static Conformal none(int outputs) {
        return new Conformal(new double[outputs][0], new double[0][][], false, true);
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

    /** The ends of an interval around a prediction of a response, the lower one first; NaN where its width is. */
    double[] ends(Responses responses, int base, double p, Half half) {
        if (!transformed || Double.isNaN(half.width())) {
            return new double[] {p - half.width(), p + half.width()};
        }
        int o = responses.outputOf(base);
        double at = responses.level(o, p);
        double a = responses.ofLevel(o, at - half.width());
        double b = responses.ofLevel(o, at + half.width());
        return new double[] {Math.min(a, b), Math.max(a, b)};
    }

    /** Half the interval of a prediction of a row. */
    Half ofRow(int output, double level) {
        return half(one[output], level);
    }

    /** Half the interval of a forecast; of steps further ahead than any that was tried the width of the widest. */
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
        double widest = IntStream.range(0, known)
                .mapToDouble(k -> half(ahead[base][k], level).width())
                .max()
                .orElseThrow();
        return new Half(widest, Double.NaN);
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
        HeldOutErrors errors = measuring(core, rows).measured(predictions, workers);
        return new Conformal(errors.one(), errors.ahead(), HeldOutErrors.areShared(core, rows), true);
    }

    private static HeldOutErrors.Measuring measuring(Core core, Sequences rows) {
        Responses responses = rows.layout().responses();
        return new HeldOutErrors.Measuring(core, rows, (base, y, p) -> error(responses, base, y, p));
    }

    /** The error of a prediction at the level that is modelled. */
    private static double error(Responses responses, int base, double y, double p) {
        int o = responses.outputOf(base);
        return Math.abs(responses.level(o, y) - responses.level(o, p));
    }

    /**
     * How intervals of the first output do on rows held out whose errors did not make them wide: those that said when
     * to stop.
     *
     * @param rows how many
     * @param held for each level how many of them lie inside
     */
    record Coverage(int rows, List<Integer> held) {}

    /** Empty where no rows are left to check intervals by, or too few errors were measured for a level. */
    static Optional<Coverage> coverage(Core core, Sequences rows, double[][] predictions, double... levels) {
        HeldOutErrors.Measuring measuring = measuring(core, rows);
        if (measuring.takesAll()) {
            return Optional.empty();
        }
        double[] errors = measuring.ofRows(predictions)[0];
        Responses responses = rows.layout().responses();
        List<Double> others = new ArrayList<>();
        for (int s = 0; s < rows.count(); s++) {
            History truth = rows.history(s);
            for (int t = 0; t < rows.length(s); t++) {
                int i = t * rows.outputs();
                if (rows.weight(s)[i] > 0 && rows.part(s)[i] == Split.STOP) {
                    double y = rows.truth(s, t, 0, truth);
                    double e = error(responses, responses.baseOf(0), y, predictions[s][i]);
                    if (!Double.isNaN(e)) {
                        others.add(e);
                    }
                }
            }
        }
        List<Integer> held = new ArrayList<>();
        for (double level : levels) {
            Half half = half(errors, level);
            if (!(half.level() >= level)) {
                return Optional.empty();
            }
            held.add((int) others.stream().filter(e -> e <= half.width()).count());
        }
        return others.isEmpty() ? Optional.empty() : Optional.of(new Coverage(others.size(), held));
    }
}
