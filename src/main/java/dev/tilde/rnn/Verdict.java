package dev.tilde.rnn;

import dev.tilde.report.Numbers;
import java.util.List;
import java.util.Optional;

/** In words, whether a network was worth it. */
final class Verdict {
    private Verdict() {}

    private static String mode(boolean closed) {
        return closed ? Scores.IN_CLOSED_LOOP : "";
    }

    /** Whether the network is worth its linear part. */
    static String of(RnnFit fit) {
        String mode = mode(Scores.inClosedLoop(fit));
        if (!fit.bestEpochs.isEmpty() && fit.bestEpochs.stream().allMatch(e -> e == 0)) {
            boolean once = fit.history().stream().flatMap(List::stream).anyMatch(e -> e.best() && e.number() > 0);
            return "the network adds nothing to the linear part: "
                    + (once
                            ? (fit.bestEpochs.size() == 1 ? "trained, it was" : "all restarts together were")
                                    + " not clearly better held out" + mode + " than it"
                            : (fit.bestEpochs.size() == 1 ? "it never did" : "no restart ever did") + " better held out"
                                    + mode + " than before its first step")
                    + ", so predictions are those of the linear part"
                    + (fit.model.loss() instanceof QuantileLoss q && q.predicted() != 0.5
                            ? ", moved to the quantile that is predicted"
                            : "");
        }
        Optional<Comparison> linear = Comparisons.withLinear(fit);
        if (linear.isEmpty()) {
            return "there are too few rows to say what the network adds to a linear model";
        }
        Comparison c = linear.get();
        double gain = 1 - c.firstRmse() / c.secondRmse();
        String rows = "on " + where(fit, c);
        if (!(gain > 0)) {
            return "the network adds nothing to a linear model: " + ScoreTables.rmse(fit) + " "
                    + Numbers.significant(c.firstRmse(), 3) + " against " + Numbers.significant(c.secondRmse(), 3) + " "
                    + rows;
        }
        String sure = c.isFirstBetter()
                ? ", more than chance"
                : Double.isNaN(c.pValue()) ? "" : ", which chance could do too";
        return "errors " + Numbers.percent(gain) + " below the linear model's " + rows + sure + fewHeldOut(fit, c);
    }

    /** What the rows held out say where they are too few to be compared by themselves: they alone did not train. */
    private static String fewHeldOut(RnnFit fit, Comparison c) {
        Optional<Score> own = heldOut(fit, c.first());
        Optional<Score> linear = heldOut(fit, c.second());
        if (c.heldOut()
                || own.isEmpty()
                || linear.isEmpty()
                || own.get().count() != linear.get().count()) {
            return "";
        }
        double change = own.get().rmse() / linear.get().rmse() - 1;
        return "; on the " + own.get().count() + " held out "
                + (change > 0
                        ? Numbers.percent(change) + " above"
                        : change < 0 ? Numbers.percent(-change) + " below" : "the same");
    }

    private static Optional<Score> heldOut(RnnFit fit, String model) {
        return fit.scores().stream()
                .filter(s -> s.heldOut() && s.model().equals(model))
                .findFirst();
    }

    /** What Diebold and Mariano's test says of the simpler models beside it. */
    static Optional<String> tests(RnnFit fit) {
        List<String> said = Comparisons.of(fit).stream()
                .filter(c -> !Double.isNaN(c.pValue()))
                .map(c -> {
                    String how = c.pValue() >= 0.05
                            ? "no clear difference to the "
                            : c.statistic() < 0 ? "better than the " : "worse than the ";
                    return how + ScoreTables.shown(c.second()) + " (" + Numbers.pSentence(c.pValue()) + ")";
                })
                .toList();
        return said.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", said) + " by Diebold-Mariano on the same rows"
                        + mode(Comparisons.isClosed(fit)));
    }

    /** The rows of a comparison. */
    private static String where(RnnFit fit, Comparison c) {
        return Numbers.count(c.rows())
                + (c.rows() == 1 ? " row" : " rows")
                + switch (Errors.fairest(fit)) {
                    case UNTOUCHED -> " that neither trained nor stopped it";
                    case HELD_OUT -> " held out";
                    default ->
                        fit.scores().stream().anyMatch(Score::heldOut)
                                ? ", some of which trained it"
                                : ", which trained it";
                }
                + (Comparisons.isClosed(fit) ? "," + Scores.IN_CLOSED_LOOP : "");
    }
}
