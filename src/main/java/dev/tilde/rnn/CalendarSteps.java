package dev.tilde.rnn;

import dev.tilde.text.Decimals;
import java.util.Arrays;
import java.util.List;

/** The steps of sequences that stand on a calendar, and a count of those that the data have not. */
final class CalendarSteps {
    private final Calendar calendar;
    private long put;
    private int groups;
    private int sparse;
    private double least = Double.POSITIVE_INFINITY;
    private double most;

    CalendarSteps(Calendar calendar) {
        this.calendar = calendar;
    }

    /**
     * The rows of a group, sorted, and -1 for each step between them that none has; the group as it is where rows lie
     * between the steps, or fewer than half of the steps have one.
     *
     * @param values of all rows
     */
    int[] of(int[] group, double[] values) {
        int n = group.length;
        long size = 1;
        boolean whole = true;
        for (int i = 1; i < n; i++) {
            long step = calendar.wholeSteps(values[group[i - 1]], values[group[i]]);
            whole &= step >= 1;
            size += Math.max(step, 1);
        }
        if (whole && size == n) {
            return group;
        }
        if (!whole || size > 2L * n) {
            sparse++;
            for (int i = 1; i < n; i++) {
                double step = calendar.steps(values[group[i - 1]], values[group[i]]);
                if (Double.isFinite(step)) {
                    least = Math.min(least, step);
                    most = Math.max(most, step);
                }
            }
            return group;
        }
        int[] steps = new int[(int) size];
        Arrays.fill(steps, -1);
        int at = 0;
        for (int i = 0; i < n; i++) {
            at += i == 0 ? 0 : (int) calendar.wholeSteps(values[group[i - 1]], values[group[i]]);
            steps[at] = group[i];
        }
        put += size - n;
        groups++;
        return steps;
    }

    /** What was put in, and where lags go by row instead. */
    void note(String column, List<String> notes) {
        if (put > 0) {
            notes.add(put + (put == 1 ? " missing step" : " missing steps") + " of " + column + " (" + calendar.words()
                    + ") put in, in " + groups + (groups == 1 ? " sequence" : " sequences"));
        }
        if (sparse > 0) {
            notes.add("lags go by row in " + sparse + (sparse == 1 ? " sequence" : " sequences") + ": " + column
                    + " has gaps of " + Decimals.shortest(least) + " to "
                    + Decimals.shortest(most) + " steps (" + calendar.words() + ")");
        }
    }

    /** What is known of rows that were put in: their group and their place. */
    Columns known(Panel panel, int[] by, int order) {
        Columns columns = panel.columns();
        int[] rows = panel.rows();
        int[] starts = panel.starts();
        Columns known = columns;
        double[] place = columns.numbers(order).clone();
        for (int g = 0; g + 1 < starts.length; g++) {
            for (int i = starts[g]; i < starts[g + 1]; i++) {
                place[i] = rows[i] < 0 ? calendar.plus(place[i - 1], 1) : place[i];
            }
        }
        known = known.with(order, place);
        for (int c : by) {
            known = known.with(c, Panel.carried(columns.numbers(c), rows, starts));
        }
        return known;
    }
}
