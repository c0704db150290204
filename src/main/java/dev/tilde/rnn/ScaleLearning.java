package dev.tilde.rnn;

import dev.tilde.design.DesignSpec;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Means and standard deviations of the training rows, by which responses and inputs are standardised. */
final class ScaleLearning {
    private final Panel panel;
    private final Split split;
    private final int longest;
    private final List<String> notes;

    /**
     * Of the rows of a panel.
     *
     * @param longest the first steps of a sequence that are not scored
     * @param notes added to
     */
    ScaleLearning(Panel panel, Split split, int longest, List<String> notes) {
        this.panel = panel;
        this.split = split;
        this.longest = longest;
        this.notes = notes;
    }

    /**
     * Learns those of the responses.
     *
     * @param last whether each sequence has one response, at its end
     * @return the outputs without a training row
     */
    List<String> responses(Responses responses, double[][] bases, double @Nullable [] offset, boolean last) {
        List<String> untrained = new ArrayList<>();
        for (int o = 0; o < responses.count(); o++) {
            for (int i = 0; i < responses.steps(o).size(); i++) {
                if (responses.steps(o).get(i) instanceof ResponseScale.Standard standard) {
                    Scaling before = new Scaling();
                    int output = o;
                    int step = i;
                    each(bases, (h, t, row) -> before.add(responses.before(output, step, t, h)));
                    responses.learnStep(o, i, before.mean(), standard.rescaled() ? before.sd() : 1);
                }
            }
            Scaling all = new Scaling();
            int output = o;
            int lead = responses.lead(o);
            each(bases, (h, t, row) -> {
                boolean end = isEnd(row);
                boolean held = row + lead < panel.rows().length && split.parts()[row + lead] != Split.TRAIN;
                if ((!last || end) && t >= longest && !held) {
                    int at = last ? Assembly.lastKnown(h, responses.baseOf(output), t + 1) : t;
                    all.add(responses.modelled(output, at, h) - (offset == null ? 0 : offset[row]));
                }
            });
            responses.learn(o, all.mean(), all.sd());
            if (all.count() == 0) {
                untrained.add(responses.names().get(o));
            } else if (!(all.sd() > 0)) {
                notes.add(responses.names().get(o) + " is constant in the training rows");
            }
        }
        return untrained;
    }

    private boolean isEnd(int row) {
        return Arrays.binarySearch(panel.starts(), row + 1) >= 0;
    }

    /** A step of a training row. */
    private interface Step {
        void at(History history, int t, int row);
    }

    private void each(double[][] bases, Step step) {
        for (int s = 0; s < panel.count(); s++) {
            History history = Assembly.history(panel, bases, s);
            for (int t = 0; t < panel.length(s); t++) {
                int row = panel.starts()[s] + t;
                if (split.parts()[row] == Split.TRAIN && panel.rows()[row] >= 0) {
                    step.at(history, t, row);
                }
            }
        }
    }

    /** Learns those of the inputs, and which variables need an indicator of missing values. */
    Inputs inputs(DesignSpec design, Responses responses, double[][] raw, int[] columns, ResponseLags lags) {
        Scaling[] scales = new Scaling[columns.length];
        Scaling[] held = new Scaling[columns.length];
        for (int c = 0; c < columns.length; c++) {
            scales[c] = new Scaling();
            held[c] = new Scaling();
        }
        MissingInputs missing = new MissingInputs(design, responses.columns(), panel, longest);
        Set<String> indicated = new HashSet<>();
        for (int s = 0; s < panel.count(); s++) {
            for (int t = 0; t < panel.length(s); t++) {
                int row = panel.starts()[s] + t;
                if (panel.isNoCell(row)) {
                    continue;
                }
                boolean train = split.parts()[row] == Split.TRAIN;
                for (int c = 0; c < columns.length; c++) {
                    (train ? scales : held)[c].add(raw[s][t * columns.length + c]);
                }
                if (train) {
                    indicated.addAll(missing.at(raw[s], t, columns, panel.starts()[s]));
                }
            }
        }
        List<Inputs.Input> all = new ArrayList<>();
        double[] mean = new double[columns.length];
        double[] sd = new double[columns.length];
        Set<Integer> lagged = new HashSet<>();
        Arrays.stream(lags.columns()).forEach(lagged::add);
        List<String> stuck = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (int c = 0; c < columns.length; c++) {
            int term = design.predictors().terms().indexOf(Assembly.term(design, columns[c]));
            String name = design.predictors().columns().get(columns[c]);
            all.add(new Inputs.Input(name, term, "", columns[c], lagged.contains(columns[c])));
            mean[c] = scales[c].mean();
            sd[c] = scales[c].sd();
            if (scales[c].count() == 0) {
                empty.add(name);
            }
            if (!(sd[c] > 0) && held[c].count() > 0 && (held[c].sd() > 0 || held[c].mean() != mean[c])) {
                stuck.add(name);
            }
        }
        if (!empty.isEmpty()) {
            notes.add(Names.list(empty, 5) + (empty.size() == 1 ? " has" : " have")
                    + " no value in the training rows and so no weight");
            stuck.removeAll(empty);
        }
        if (!stuck.isEmpty()) {
            notes.add(Names.list(stuck, 5) + (stuck.size() == 1 ? " does" : " do")
                    + " not vary in the training rows and so " + (stuck.size() == 1 ? "has" : "have") + " no weight");
        }
        for (String variable : design.variables(design.predictors())) {
            if (indicated.contains(variable)) {
                all.add(new Inputs.Input(variable + " missing", -1, variable, -1, false));
            }
        }
        return new Inputs(all, columns.length, mean, sd);
    }
}
