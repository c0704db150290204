package dev.tilde.rnn;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a model says of the steps behind a row, in closed loop. With several leads a row is asked for all of them at
 * once, and the next is asked where the first has no answer; a prediction always comes from the latest row that is
 * asked.
 */
final class Ahead {
    private final Sequences rows;
    private final Responses responses;
    /** How many steps ahead the first row stands that reads a forecast, or stands on one. */
    private final int nearest;

    Ahead(Sequences rows) {
        this.rows = rows;
        this.responses = rows.layout().responses();
        this.nearest = Math.min(rows.layout().lags().nearest(), responses.nearestChange() - responses.leastLead());
    }

    /**
     * Where predictions lead.
     *
     * @param predictions for each base one for each step
     * @param from where each comes from: the row times the outputs, plus the output; -1 where there is none
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on inside this room, never compared
    record Path(double[][] predictions, int[][] from) {}

    /** How many steps inputs look ahead. */
    static int lookahead(SequenceLayout layout) {
        return Reach.ahead(layout.design());
    }

    /** How many rows before a row its prediction needs, itself included, so that nothing is left out. */
    static int reach(SequenceLayout layout) {
        Responses responses = layout.responses();
        int back = Math.max(layout.longestLag(), layout.lags().reach());
        back = Math.max(back, Reach.backWithOffset(layout.design()));
        for (int o = 0; o < responses.count(); o++) {
            int integrated = responses.steps(o).stream()
                    .mapToInt(step -> step instanceof ResponseScale.Difference d ? d.lag() : 0)
                    .sum();
            back = Math.max(back, integrated);
        }
        return back + responses.mostLead() + 1;
    }

    /**
     * Goes on.
     *
     * @param from the first step that was not run yet
     * @param future the first step to be predicted; responses from there on are not known
     * @param history up to there; predictions are put in
     * @param out T x O of the predictions of all steps before {@code from}, as far back as leads reach; added to
     * @param steps how many; the sequence is at least as long
     * @param told takes what is said of distributions by the rows that read no forecast; null where nobody asks
     */
    Path path(
            int s,
            int from,
            int future,
            History history,
            Core.Stepper stepper,
            double[] out,
            int steps,
            Distribution.@Nullable Steps told) {
        int outputs = rows.outputs();
        int inputs = rows.inputs();
        int least = responses.leastLead();
        int bases = responses.bases().size();
        Path ahead = new Path(new double[bases][steps], new int[bases][steps]);
        for (int b = 0; b < bases; b++) {
            Arrays.fill(ahead.predictions[b], Double.NaN);
            Arrays.fill(ahead.from[b], -1);
        }
        double[] x = new double[inputs];
        double[] scaled = new double[outputs];
        double[] original = new double[outputs];
        int blind = future + nearest;
        int asked = least == 0 ? future : future - 1;
        if (asked < from) {
            asked = take(asked, future, history, out, ahead, steps);
        }
        for (int t = from; t < future + steps; t++) {
            System.arraycopy(rows.x(s), t * inputs, x, 0, inputs);
            boolean complete = !rows.layout().readsResponse() || rows.fill(s, t, history, x, 0);
            stepper.step(x, 0, scaled);
            Arrays.fill(out, t * outputs, (t + 1) * outputs, Double.NaN);
            if (complete && rows.hasHistory(t)) {
                rows.original(s, t, scaled, history, original);
                System.arraycopy(original, 0, out, t * outputs, outputs);
                if (told != null && t < blind) {
                    told.tell(s, t, stepper, history);
                }
            }
            if (t == asked) {
                asked = take(asked, future, history, out, ahead, steps);
            }
        }
        return ahead;
    }

    /** Takes what rows up to one say of steps that have no prediction yet; the next row to be asked. */
    private int take(int asked, int future, History history, double[] out, Path ahead, int steps) {
        int outputs = rows.outputs();
        int most = responses.mostLead();
        for (int target = Math.max(future, asked); target <= asked + most; target++) {
            for (int b = 0; b < ahead.predictions.length; b++) {
                int k = target - future;
                if (k >= steps || !Double.isNaN(ahead.predictions[b][k])) {
                    continue;
                }
                int newest = -1;
                for (int o = 0; o < outputs; o++) {
                    int row = target - responses.lead(o);
                    if (responses.baseOf(o) == b && row <= asked && row > newest) {
                        newest = row;
                        ahead.predictions[b][k] = out[row * outputs + o];
                        ahead.from[b][k] = row * outputs + o;
                    }
                }
                history.set(b, target, ahead.predictions[b][k]);
            }
        }
        return asked + most + 1 - responses.leastLead();
    }
}
