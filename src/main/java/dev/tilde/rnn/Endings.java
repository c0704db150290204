package dev.tilde.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Where sequences stop: the state of the model behind their last rows, and as many of these rows as later ones look
 * back to. Forecasts and streams go on from here; nothing else of the rows is needed.
 *
 * @param columns of the last rows, group by group
 * @param starts where each group begins in them; one more at the end
 * @param lengths of the whole sequences
 * @param keys of the groups
 * @param bases the responses of these rows, in gaps what the model predicted
 * @param outputs the predictions of these rows on the scale of the data, T x O of each group
 * @param states of the model behind the last row but {@code ahead} of each group
 * @param distributions what is said of the distributions of the last row of each group, O x S on the scale of the data
 * @param ahead how many last rows are run anew by a forecast, since their inputs look ahead
 * @param open how many last rows of each group miss a response, which the model has filled in
 */
@SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
record Endings(
        Columns columns,
        int[] starts,
        long[] lengths,
        List<String> keys,
        double[][] bases,
        double[][] outputs,
        double[][] states,
        double[][] distributions,
        int ahead,
        int[] open) {
    Endings {
        keys = List.copyOf(keys);
    }

    /** Runs over all sequences; their arrays are not touched. */
    static Endings of(Core core, Sequences rows, Workers workers) {
        SequenceLayout layout = rows.layout();
        int ahead = Ahead.lookahead(layout);
        int keep = Ahead.reach(layout) + ahead;
        int count = rows.count();
        List<Callable<Ending>> work = new ArrayList<>();
        for (int s = 0; s < count; s++) {
            int at = s;
            work.add(() -> ending(core, rows, at, ahead));
        }
        List<Ending> endings = workers.all(work);
        int[] starts = new int[count + 1];
        long[] lengths = new long[count];
        for (int s = 0; s < count; s++) {
            lengths[s] = rows.length(s);
            starts[s + 1] = starts[s] + Math.min(keep, rows.length(s));
        }
        int[] last = new int[starts[count]];
        int size = layout.responses().bases().size();
        double[][] bases = new double[size][last.length];
        double[][] outputs = new double[count][];
        double[][] states = new double[count][];
        double[][] distributions = new double[count][];
        for (int s = 0; s < count; s++) {
            int n = starts[s + 1] - starts[s];
            int from = rows.length(s) - n;
            for (int i = 0; i < n; i++) {
                last[starts[s] + i] = rows.panel().starts()[s] + from + i;
                for (int b = 0; b < size; b++) {
                    bases[b][starts[s] + i] = endings.get(s).history.at(b, from + i);
                }
            }
            int outs = rows.outputs();
            outputs[s] = Arrays.copyOfRange(endings.get(s).out, from * outs, (from + n) * outs);
            states[s] = endings.get(s).state;
            distributions[s] = endings.get(s).distribution;
        }
        Panel panel = rows.panel();
        return new Endings(
                panel.columns().rows(last),
                starts,
                lengths,
                panel.keys(),
                bases,
                outputs,
                states,
                distributions,
                ahead,
                open(panel, layout.responses()));
    }

    private static int[] open(Panel panel, Responses responses) {
        double[][] y = responses.columns().stream()
                .mapToInt(panel.columns()::find)
                .filter(c -> c >= 0)
                .mapToObj(panel.columns()::numbers)
                .toArray(double[][]::new);
        int[] open = new int[panel.count()];
        for (int s = 0; s < open.length; s++) {
            int row = panel.starts()[s + 1] - 1;
            while (row >= panel.starts()[s] && isOpen(y, row)) {
                open[s]++;
                row--;
            }
        }
        return open;
    }

    private static boolean isOpen(double[][] y, int row) {
        return Arrays.stream(y).anyMatch(v -> Double.isNaN(v[row]));
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Ending(double[] state, History history, double[] out, double[] distribution) {}

    private static Ending ending(Core core, Sequences rows, int s, int ahead) {
        int n = rows.length(s);
        int before = Math.max(0, n - ahead);
        double[] out = new double[n * rows.outputs()];
        Arrays.fill(out, Double.NaN);
        double[] x = rows.x(s).clone();
        History history = rows.history(s);
        Loop loop = new Loop(core, rows);
        Core.Stepper stepper = core.start();
        loop.run(s, 0, before, stepper, history, x, out);
        double[] state = stepper.state();
        loop.run(s, before, n, stepper, history, x, out);
        Distribution.Steps told = new Distribution(rows, core.statistics()).steps();
        if (n > 0 && rows.hasHistory(n - 1)) {
            told.tell(s, n - 1, stepper, history);
        }
        return new Ending(state, history, out, told.all(n - 1));
    }

    int count() {
        return keys.size();
    }

    /** How many rows of a group are kept. */
    int length(int s) {
        return starts[s + 1] - starts[s];
    }

    /** Puts the kept responses of a group at the start of a history. */
    void fill(int s, History history) {
        for (int b = 0; b < bases.length; b++) {
            for (int t = 0; t < length(s); t++) {
                history.set(b, t, bases[b][starts[s] + t]);
            }
        }
    }

    /** The kept rows of one group. */
    Columns columns(int s) {
        int[] own = new int[length(s)];
        for (int i = 0; i < own.length; i++) {
            own[i] = starts[s] + i;
        }
        return columns.rows(own);
    }
}
