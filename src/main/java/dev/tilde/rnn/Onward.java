package dev.tilde.rnn;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Span;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What goes on from a fit: the ends of its sequences and the errors of its forecasts, made when first asked for. */
final class Onward {
    private final RnnFit fit;
    private @Nullable Endings endings;
    private @Nullable Conformal conformal;
    private @Nullable Smearing smearing;
    /** Whether predictions are means. */
    private final boolean means;

    Onward(RnnFit fit) {
        this.fit = fit;
        this.means = false;
    }

    Onward(RnnFit fit, @Nullable Endings endings, Conformal conformal, Smearing smearing, boolean means) {
        this.fit = fit;
        this.endings = endings;
        this.conformal = conformal;
        this.smearing = smearing;
        this.means = means;
    }

    boolean means() {
        return means;
    }

    synchronized Smearing smearing() {
        Smearing known = smearing;
        if (known == null) {
            try (Workers workers = new Workers(fit.model.training().processors())) {
                known = Smearing.of(fit.judged, fit.rows, fit.predictions, workers);
            }
            smearing = known;
        }
        return known;
    }

    /** Predictions of rows, T x O for each sequence, as means where they are wanted; modified and returned. */
    double[][] said(double[][] predictions) {
        if (means) {
            Responses responses = fit.layout.responses();
            for (double[] own : predictions) {
                for (int i = 0; i < own.length; i++) {
                    own[i] = smearing().ofRow(responses, i % responses.count(), own[i]);
                }
            }
        }
        return predictions;
    }

    /** What is said of a forecast: its mean where that is wanted. */
    double said(int base, int step, double prediction) {
        return means ? smearing().ofStep(fit.layout.responses(), base, step, prediction) : prediction;
    }

    synchronized Conformal conformal() {
        Conformal known = conformal;
        if (known == null) {
            try (Workers workers = new Workers(fit.model.training().processors())) {
                known = Conformal.of(fit.judged, fit.rows, fit.predictions, workers);
            }
            conformal = known;
        }
        return known;
    }

    /** Whether sequences can be gone on with. */
    boolean goesOn() {
        return !fit.core.looksAhead() && !fit.structure.kind().isGrid();
    }

    /** The ends of the fit's own sequences, if they were asked for before. */
    synchronized @Nullable Endings knownEndings() {
        return endings;
    }

    /** The ends of other sequences. */
    Endings endings(Sequences rows) {
        refuseToGoOn();
        try (Workers workers = new Workers(fit.model.training().processors())) {
            return Endings.of(fit.core, rows, workers);
        }
    }

    private void refuseToGoOn() {
        if (fit.structure.kind().isGrid()) {
            throw refused(
                    "a grid has no next step, so there is nothing to forecast or to stream",
                    "predict(...) says every cell of a table that holds whole grids.");
        }
        if (!goesOn()) {
            throw refused(
                    "a network that looks ahead cannot go on from where its rows end",
                    "Predict a table that holds all of the sequence, or read forward only.");
        }
    }

    synchronized Endings endings() {
        Endings known = endings;
        if (known == null) {
            refuseToGoOn();
            if (fit.rows.count() == 0) {
                throw new IllegalStateException("where sequences end under these weights is not known without the "
                        + "rows of the fit; put the weights into the fit itself, not into its file");
            }
            known = endings(fit.rows);
            endings = known;
        }
        return known;
    }

    FormulaException refused(String problem, String help) {
        String text = fit.layout.formula().source();
        return new FormulaException(Kind.UNSUPPORTED, problem, help, text, new Span(0, text.length()));
    }

    Forecast forecast(int steps, @Nullable Source future) {
        if (fit.layout.isLast() && goesOn()) {
            throw refused(
                    "a sequence with one response has no next one to forecast",
                    "predict(...) says the response of whole sequences; each(y) makes one for every row.");
        }
        Endings ends = endings();
        return Forecast.of(fit, ends, FutureRows.behind(fit.layout, ends.columns(), steps, future), steps, conformal());
    }

    /**
     * Predictions of rows.
     *
     * @param intervals whether their ends stand beside them
     */
    Dataset predictions(Source table, boolean intervals) {
        Sequences other = fit.layout.sequences(table);
        double[][] steps;
        double[][] distributions;
        List<Loss.Statistic> statistics = fit.core.statistics();
        try (Workers workers = new Workers(fit.model.training().processors())) {
            steps = new Loop(fit.core, other).predictions(workers);
            distributions = statistics.isEmpty() ? new double[0][] : Distribution.of(fit.core, other, steps, workers);
        }
        double[][] said = said(Arrays.stream(steps).map(double[]::clone).toArray(double[][]::new));
        Responses responses = fit.layout.responses();
        boolean one = other.outputs() == 1;
        Dataset data = Dataset.named("predictions");
        for (int o = 0; o < other.outputs(); o++) {
            String name = responses.shown().get(o);
            data = data.with(one ? "prediction" : name, other.toRows(said, o));
            if (intervals) {
                Conformal.Half half = conformal().ofRow(o, fit.model.level());
                double[] p = other.toRows(steps, o);
                data = data.with(one ? "low" : name + " low", ends(p, responses.baseOf(o), half, 0))
                        .with(one ? "high" : name + " high", ends(p, responses.baseOf(o), half, 1));
            }
            List<String> names = Distribution.names(responses, o, statistics);
            for (int i = 0; i < names.size(); i++) {
                double[] column = other.toRows(distributions, o * names.size() + i, other.outputs() * names.size());
                data = data.with(one ? names.get(i) : name + " " + names.get(i), column);
            }
        }
        return data;
    }

    private double[] ends(double[] predictions, int base, Conformal.Half half, int which) {
        Responses responses = fit.layout.responses();
        return Arrays.stream(predictions)
                .map(p -> conformal().ends(responses, base, p, half)[which])
                .toArray();
    }

    RnnStream stream(@Nullable String group) {
        Endings ends = endings();
        if (Ahead.lookahead(fit.layout) > 0) {
            throw refused(
                    "a step cannot be predicted from what comes after it: the formula looks ahead",
                    "Predict a table, or take lead(...) out.");
        }
        return group == null ? RnnStream.fresh(fit, ends) : RnnStream.behind(fit, ends, group);
    }
}
