package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Errors of predictions and forecasts on rows that did not train.
 *
 * @param one for each output the errors of predictions of rows, ascending
 * @param ahead for each response and number of steps the errors of forecasts, ascending; empty where those of one step
 *     hold for all, since no forecast reads another
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record HeldOutErrors(double[][] one, double[][][] ahead) {
    /** Origins of forecasts that are tried. */
    private static final int ORIGINS = 200;
    /** Steps ahead that are tried. */
    private static final int STEPS = 200;

    /** What an error is. */
    @FunctionalInterface
    interface Measure {
        /** NaN where there is none. */
        double of(int base, double y, double prediction);
    }

    /** Whether the rows that said when to stop are among those that measure errors. */
    static boolean areShared(Core core, Sequences rows) {
        int stop = Use.targets(rows, Split.STOP);
        return chose(core)
                && stop < Use.LEAST_TARGETS
                && stop + Use.targets(rows, Split.CALIBRATE) >= Use.LEAST_TARGETS;
    }

    /** Whether rows held out have decided something about a model. */
    private static boolean chose(Core core) {
        return !(core instanceof EchoCore echo && !echo.chosen);
    }

    /** Errors of one model on its rows. */
    static final class Measuring {
        private final Core core;
        private final Sequences rows;
        private final Measure error;
        private final boolean all;

        Measuring(Core core, Sequences rows, Measure error) {
            this.core = core;
            this.rows = rows;
            this.error = error;
            this.all = !chose(core) || Use.targets(rows, Split.STOP) < Use.LEAST_TARGETS;
        }

        /**
         * On the part that calibrates; where too little was held out to decide when to stop, or nothing had to decide,
         * on all that was held out.
         *
         * @param predictions of the rows, for each sequence T x O
         */
        HeldOutErrors measured(double[][] predictions, Workers workers) {
            int outputs = rows.outputs();
            Responses responses = rows.layout().responses();
            boolean grows = rows.layout().readsResponse()
                    || responses.mostLead() > 0
                    || IntStream.range(0, outputs).anyMatch(responses::isChange);
            double[][][] ahead =
                    !grows || core.looksAhead() || rows.layout().isLast() ? new double[0][][] : ahead(workers);
            return new HeldOutErrors(ofRows(predictions), ahead);
        }

        /** The errors of predictions of rows alone: for each output, ascending. */
        double[][] ofRows(double[][] predictions) {
            int outputs = rows.outputs();
            Responses responses = rows.layout().responses();
            List<List<Double>> one = lists(outputs);
            for (int s = 0; s < rows.count(); s++) {
                History truth = rows.history(s);
                for (int i = 0; i < rows.weight(s).length; i++) {
                    int o = i % outputs;
                    if (counts(s, i)) {
                        double y = rows.truth(s, i / outputs, o, truth);
                        add(one.get(o), responses.baseOf(o), y, predictions[s][i]);
                    }
                }
            }
            return sorted(one);
        }

        /** Whether all rows held out measure errors, so that none is left to check them. */
        boolean takesAll() {
            return all;
        }

        private boolean counts(int s, int i) {
            byte part = rows.part(s)[i];
            return rows.weight(s)[i] > 0 && (part == Split.CALIBRATE || all && part == Split.STOP);
        }

        private static List<List<Double>> lists(int count) {
            return IntStream.range(0, count)
                    .<List<Double>>mapToObj(i -> new ArrayList<>())
                    .toList();
        }

        private void add(List<Double> errors, int base, double y, double prediction) {
            double e = error.of(base, y, prediction);
            if (!Double.isNaN(e)) {
                errors.add(e);
            }
        }

        private static double[][] sorted(List<List<Double>> errors) {
            return errors.stream()
                    .map(list -> list.stream()
                            .mapToDouble(Double::doubleValue)
                            .sorted()
                            .toArray())
                    .toArray(double[][]::new);
        }

        /** Forecasts from origins spread evenly over all rows that may be. */
        private double[][][] ahead(Workers workers) {
            int outputs = rows.outputs();
            Responses responses = rows.layout().responses();
            int nearest = 0;
            for (int o = 0; o < outputs; o++) {
                nearest = responses.lead(o) < responses.lead(nearest) ? o : nearest;
            }
            List<int[]> origins = new ArrayList<>();
            for (int s = 0; s < rows.count(); s++) {
                for (int t = 0; t < rows.length(s); t++) {
                    if (counts(s, t * outputs + nearest)) {
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
                    work.add(() -> errors(at, bySequence.get(at)));
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

        /** Whether a response is known, but its row has a weight of 0. */
        private boolean isLeftOut(int s, int base, int at) {
            int o = rows.layout().responses().outputOf(base);
            int i = (at - rows.layout().responses().lead(o)) * rows.outputs() + o;
            return i >= 0 && rows.weight(s)[i] == 0 && !Double.isNaN(rows.y(s)[i]);
        }

        /** Errors of forecasts of one sequence: for each base and number of steps. */
        private List<List<List<Double>>> errors(int s, List<Integer> origins) {
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
                double[][] forecast = ahead.path(s, origin, origin, branch, stepper.copy(), out.clone(), steps, null)
                        .predictions();
                for (int b = 0; b < bases; b++) {
                    for (int k = 0; k < steps; k++) {
                        if (!isLeftOut(s, b, origin + k)) {
                            add(errors.get(b).get(k), b, truth.at(b, origin + k), forecast[b][k]);
                        }
                    }
                }
            }
            return errors;
        }
    }
}
