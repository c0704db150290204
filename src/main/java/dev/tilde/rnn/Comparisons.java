package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The fit against the simpler models beside it, and against other fits. */
final class Comparisons {
    private Comparisons() {}

    /** Against the simplest model and against the linear one. */
    static List<Comparison> of(RnnFit fit) {
        List<Comparison> all = new ArrayList<>();
        fit.scores.rivals().keySet().stream()
                .findFirst()
                .flatMap(naive -> with(fit, naive))
                .ifPresent(all::add);
        withLinear(fit).ifPresent(all::add);
        return all;
    }

    /** Against the linear part; for echo state networks least squares. */
    static Optional<Comparison> withLinear(RnnFit fit) {
        return with(fit, fit.scores.rivals().containsKey(Scores.RIDGE) ? Scores.RIDGE : Scores.LEAST_SQUARES);
    }

    /** Whether a fit is compared with simpler models in closed loop: where that is what it was judged by. */
    static boolean isClosed(RnnFit fit) {
        return !fit.scores.closed().isEmpty() && Errors.fairest(fit) != Errors.Rows.ALL;
    }

    /** Two fits on the rows of one table. */
    static Comparison of(RnnFit one, RnnFit two) {
        Sequences rows = one.rows;
        if (rows.tableRows() != two.rows.tableRows()) {
            throw new IllegalArgumentException("the fits saw tables of " + rows.tableRows() + " and "
                    + two.rows.tableRows() + " rows; compare fits of the same table");
        }
        List<int[]> pairs = pairs(one.layout.responses(), two.layout.responses());
        for (int[] pair : pairs) {
            if (one.rows.count() > 0 && two.rows.count() > 0 && !sameResponses(one, pair[0], two, pair[1])) {
                throw new IllegalArgumentException("the fits saw other values of "
                        + one.layout
                                .responses()
                                .bases()
                                .get(one.layout.responses().baseOf(pair[0]))
                        + "; compare fits of the same table");
            }
        }
        Comparison held = compared(one, two, pairs, Errors.Rows.HELD_OUT);
        return held.rows() >= Comparison.FEWEST ? held : compared(one, two, pairs, Errors.Rows.ALL);
    }

    private static boolean sameResponses(RnnFit one, int i, RnnFit two, int j) {
        double[] a = observed(one.rows, i);
        double[] b = observed(two.rows, j);
        return IntStream.range(0, a.length).allMatch(r -> a[r] == b[r] || Double.isNaN(a[r]) || Double.isNaN(b[r]));
    }

    /** The response of each row of the table; NaN where it is not known, or the row has no history. */
    private static double[] observed(Sequences rows, int output) {
        int base = rows.layout().responses().baseOf(output);
        boolean last = rows.layout().isLast();
        double[][] steps = new double[rows.count()][];
        for (int s = 0; s < steps.length; s++) {
            History truth = rows.history(s);
            steps[s] = new double[rows.length(s) * rows.outputs()];
            for (int t = 0; t < rows.length(s); t++) {
                steps[s][t * rows.outputs() + output] = last ? rows.truth(s, t, output, truth) : truth.at(base, t);
            }
        }
        return rows.toRows(steps, output);
    }

    /** The outputs that are the same response the same number of steps ahead. */
    private static List<int[]> pairs(Responses one, Responses two) {
        List<int[]> pairs = new ArrayList<>();
        for (int i = 0; i < one.count(); i++) {
            for (int j = 0; j < two.count(); j++) {
                boolean same = one.bases().get(one.baseOf(i)).equals(two.bases().get(two.baseOf(j)));
                if (same && one.lead(i) == two.lead(j)) {
                    pairs.add(new int[] {i, j});
                }
            }
        }
        if (pairs.isEmpty()) {
            throw new IllegalArgumentException("the fits predict " + String.join(", ", one.names()) + " and "
                    + String.join(", ", two.names()) + ", which have nothing to compare");
        }
        return pairs;
    }

    private static Comparison compared(RnnFit one, RnnFit two, List<int[]> pairs, Errors.Rows which) {
        Sequences rows = one.rows;
        List<double[]> a = new ArrayList<>();
        List<double[]> b = new ArrayList<>();
        for (int s = 0; s < rows.count(); s++) {
            a.add(new double[rows.length(s) * pairs.size()]);
            b.add(new double[rows.length(s) * pairs.size()]);
        }
        int ahead = 1;
        boolean several = pairs.stream()
                        .map(pair -> one.layout.responses().baseOf(pair[0]))
                        .distinct()
                        .count()
                > 1;
        for (int p = 0; p < pairs.size(); p++) {
            int i = pairs.get(p)[0];
            int j = pairs.get(p)[1];
            ahead = Math.max(ahead, one.layout.responses().lead(i) + 1);
            // The units of one fit for both: the rows that trained may differ.
            double unit = several ? one.scores.unit(one.layout.responses().baseOf(i)) : 1;
            double[] other =
                    two.rows.toRows(Errors.of(two, two.predictions, which).toArray(double[][]::new), j);
            List<double[]> own = Errors.of(one, one.predictions, which);
            for (int s = 0; s < rows.count(); s++) {
                long[] table = rows.rows(s);
                for (int t = 0; t < table.length; t++) {
                    a.get(s)[t * pairs.size() + p] = own.get(s)[t * rows.outputs() + i] / unit;
                    b.get(s)[t * pairs.size() + p] = table[t] < 0 ? Double.NaN : other[(int) table[t]] / unit;
                }
            }
        }
        boolean reads = one.layout.readsResponse() && two.layout.readsResponse();
        return compared(one, name(one), name(two), a, b, pairs.size(), ahead, reads, which != Errors.Rows.ALL);
    }

    private static String name(RnnFit fit) {
        return RnnSummary.name(fit) + " " + fit.formula.source();
    }

    private static Optional<Comparison> with(RnnFit fit, String rival) {
        boolean closed = isClosed(fit);
        Map<String, double[][]> rivals = closed ? fit.scores.closed() : fit.scores.rivals();
        if (!rivals.containsKey(rival)) {
            return Optional.empty();
        }
        String own = RnnSummary.name(fit);
        double[][] predictions = closed ? rivals.getOrDefault(own, fit.predictions) : fit.predictions;
        Errors.Rows which = Errors.fairest(fit);
        // In closed loop an error is handed on to the steps behind it.
        Comparison c = compared(
                fit,
                closed ? own + Scores.IN_CLOSED_LOOP : own,
                closed ? rival + Scores.IN_CLOSED_LOOP : rival,
                Errors.inUnits(fit, predictions, which),
                Errors.inUnits(fit, rivals.get(rival), which),
                fit.rows.outputs(),
                fit.layout.responses().mostLead() + 1,
                fit.layout.readsResponse() && !closed,
                which != Errors.Rows.ALL);
        return c.rows() == 0 ? Optional.empty() : Optional.of(c);
    }

    private static Comparison compared(
            RnnFit fit,
            String first,
            String second,
            List<double[]> one,
            List<double[]> two,
            int outputs,
            int ahead,
            boolean reads,
            boolean held) {
        long sequences = IntStream.range(0, one.size())
                .filter(s -> Arrays.stream(one.get(s)).anyMatch(e -> !Double.isNaN(e)))
                .count();
        long rows = one.stream()
                        .flatMapToDouble(Arrays::stream)
                        .filter(e -> !Double.isNaN(e))
                        .count()
                / outputs;
        Dependence dependence = Dependence.of(fit.layout.spec().isGrid(), reads, ahead, sequences, rows);
        return Comparison.of(first, second, one, two, outputs, dependence, held);
    }
}
