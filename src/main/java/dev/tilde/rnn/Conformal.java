package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
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
    /** Origins of forecasts that are tried. */
    private static final int ORIGINS = 200;
    /** Steps ahead that are tried. */
    private static final int STEPS = 200;
    /** As in fitting: fewer targets than this say nothing about when to stop. */
    private static final int LEAST_TARGETS = 10;

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
        boolean all = core instanceof EchoCore echo && !echo.chosen || scored(rows, Split.STOP) < LEAST_TARGETS;
        int outputs = rows.outputs();
        Responses responses = rows.layout().responses();
        List<List<Double>> one = lists(outputs);
        for (int s = 0; s < rows.count(); s++) {
            History truth = rows.history(s);
            for (int i = 0; i < rows.weight(s).length; i++) {
                int o = i % outputs;
                double y = truth.at(responses.baseOf(o), i / outputs + responses.lead(o));
                if (counts(rows, s, i, all)) {
                    add(one.get(o), y, predictions[s][i]);
                }
            }
        }
        boolean grows = rows.layout().readsResponse()
                || responses.mostLead() > 0
                || IntStream.range(0, outputs)
                        .anyMatch(
                                o -> responses.steps(o).stream().anyMatch(ResponseScale.Difference.class::isInstance));
        double[][][] ahead = !grows || core.looksAhead() || rows.layout().isLast()
                ? new double[0][][]
                : ahead(core, rows, all, workers);
        return new Conformal(sorted(one), ahead, shared(core, rows));
    }

    private static boolean shared(Core core, Sequences rows) {
        int stop = scored(rows, Split.STOP);
        return !(core instanceof EchoCore echo && !echo.chosen)
                && stop < LEAST_TARGETS
                && stop + scored(rows, Split.CALIBRATE) >= LEAST_TARGETS;
    }

    private static int scored(Sequences rows, byte part) {
        int count = 0;
        for (int s = 0; s < rows.count(); s++) {
            for (int i = 0; i < rows.weight(s).length; i++) {
                count += rows.part(s)[i] == part && rows.weight(s)[i] > 0 ? 1 : 0;
            }
        }
        return count;
    }

    private static boolean counts(Sequences rows, int s, int i, boolean all) {
        byte part = rows.part(s)[i];
        return rows.weight(s)[i] > 0 && (part == Split.CALIBRATE || all && part == Split.STOP);
    }

    private static List<List<Double>> lists(int count) {
        return IntStream.range(0, count)
                .<List<Double>>mapToObj(i -> new ArrayList<>())
                .toList();
    }

    private static void add(List<Double> errors, double y, double prediction) {
        double e = Math.abs(y - prediction);
        if (!Double.isNaN(e)) {
            errors.add(e);
        }
    }

    private static double[][] sorted(List<List<Double>> errors) {
        return errors.stream()
                .map(list ->
                        list.stream().mapToDouble(Double::doubleValue).sorted().toArray())
                .toArray(double[][]::new);
    }

    /** Forecasts from origins spread evenly over all rows that may be. */
    private static double[][][] ahead(Core core, Sequences rows, boolean all, Workers workers) {
        int outputs = rows.outputs();
        Responses responses = rows.layout().responses();
        int nearest = 0;
        for (int o = 0; o < outputs; o++) {
            nearest = responses.lead(o) < responses.lead(nearest) ? o : nearest;
        }
        List<int[]> origins = new ArrayList<>();
        for (int s = 0; s < rows.count(); s++) {
            for (int t = 0; t < rows.length(s); t++) {
                if (counts(rows, s, t * outputs + nearest, all)) {
                    origins.add(new int[] {s, t + responses.lead(nearest)});
                }
            }
        }
        List<List<Integer>> bySequence = IntStream.range(0, rows.count())
                .<List<Integer>>mapToObj(s -> new ArrayList<>())
                .toList();
        int tried = Math.min(ORIGINS, origins.size());
        for (int k = 0; k < tried; k++) {
            int[] origin = origins.get((int) ((long) k * origins.size() / tried));
            bySequence.get(origin[0]).add(origin[1]);
        }
        List<Callable<List<List<List<Double>>>>> work = new ArrayList<>();
        for (int s = 0; s < rows.count(); s++) {
            int at = s;
            if (!bySequence.get(s).isEmpty()) {
                work.add(() -> errors(core, rows, at, bySequence.get(at)));
            }
        }
        List<List<List<List<Double>>>> found = workers.all(work);
        double[][][] ahead = new double[responses.bases().size()][][];
        for (int b = 0; b < ahead.length; b++) {
            List<List<Double>> merged = lists(STEPS);
            for (List<List<List<Double>>> own : found) {
                for (int k = 0; k < STEPS; k++) {
                    merged.get(k).addAll(own.get(b).get(k));
                }
            }
            double[][] all2 = sorted(merged);
            int last = STEPS;
            while (last > 0 && all2[last - 1].length == 0) {
                last--;
            }
            ahead[b] = Arrays.copyOf(all2, last);
        }
        return ahead;
    }

    /** Errors of forecasts of one sequence: for each base and number of steps. */
    private static List<List<List<Double>>> errors(Core core, Sequences rows, int s, List<Integer> origins) {
        Responses responses = rows.layout().responses();
        int bases = responses.bases().size();
        List<List<List<Double>>> errors =
                IntStream.range(0, bases).mapToObj(b -> lists(STEPS)).toList();
        History truth = rows.history(s);
        History known = rows.history(s);
        double[] x = rows.x(s).clone();
        double[] out = new double[rows.length(s) * rows.outputs()];
        Arrays.fill(out, Double.NaN);
        Core.Stepper stepper = core.start();
        Loop loop = new Loop(core, rows);
        Ahead ahead = new Ahead(rows);
        int at = 0;
        for (int origin : origins) {
            loop.run(s, at, origin, stepper, known, x, out);
            at = origin;
            int steps = Math.min(STEPS, rows.length(s) - origin);
            if (steps < 1) {
                continue;
            }
            History branch = rows.history(s);
            for (int b = 0; b < bases; b++) {
                for (int t = 0; t < rows.length(s); t++) {
                    branch.set(b, t, t < origin ? known.at(b, t) : Double.NaN);
                }
            }
            double[][] forecast = ahead.predictions(s, origin, origin, branch, stepper.copy(), out.clone(), steps);
            for (int b = 0; b < bases; b++) {
                for (int k = 0; k < steps; k++) {
                    add(errors.get(b).get(k), truth.at(b, origin + k), forecast[b][k]);
                }
            }
        }
        return errors;
    }
}
