package dev.tilde.rnn;

import dev.tilde.report.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a summary says of the residuals of the first output, and of the intervals made of them. */
final class ResidualWords {
    private static final int LAGS = 10;
    private static final double[] LEVELS = {0.8, 0.95};

    private ResidualWords() {}

    /** Whether residuals follow each other, and how lopsided they are. */
    static String order(RnnFit fit) {
        List<double[]> first = Errors.output(Errors.of(fit, fit.predictions, Errors.Rows.ALL), fit.rows.outputs(), 0);
        double skewness = skewness(first);
        String lopsided = Double.isNaN(skewness) ? "" : "; skewness " + Numbers.fixed(skewness, 2);
        if (fit.layout.isLast()) {
            return "one for each " + (fit.layout.spec().isGrid() ? "grid" : "sequence") + ", in no order" + lopsided;
        }
        if (fit.layout.spec().isGrid()) {
            return GridSummary.residuals(fit, first) + lopsided;
        }
        LjungBox box = LjungBox.of(first, LAGS);
        if (Double.isNaN(box.pValue())) {
            return "too few in a row to test their order" + lopsided;
        }
        return (box.pValue() < 0.01 ? "follow each other" : "no clear order") + ": Ljung-Box(" + LAGS + ") "
                + Numbers.pSentence(box.pValue()) + ", lag 1 correlation " + Numbers.fixed(box.first(), 2) + lopsided;
    }

    /** The mean of e^3 over the mean of e^2 to the power 3/2, e less its mean; NaN where errors do not vary. */
    private static double skewness(List<double[]> errors) {
        double[] e = errors.stream()
                .flatMapToDouble(Arrays::stream)
                .filter(v -> !Double.isNaN(v))
                .toArray();
        double mean = Arrays.stream(e).average().orElse(Double.NaN);
        double second = Arrays.stream(e).map(v -> (v - mean) * (v - mean)).sum() / e.length;
        double third =
                Arrays.stream(e).map(v -> (v - mean) * (v - mean) * (v - mean)).sum() / e.length;
        return second > 0 ? third / Math.pow(second, 1.5) : Double.NaN;
    }

    /** How often intervals hold rows that they were not measured on. */
    static Optional<String> coverage(RnnFit fit) {
        return Conformal.coverage(fit.judged, fit.rows, fit.predictions, LEVELS)
                .map(c ->
                        "those of 80% hold " + Numbers.percent(c.held().get(0) / (double) c.rows()) + ", those of 95% "
                                + Numbers.percent(c.held().get(1) / (double) c.rows()) + " of the "
                                + Numbers.count(c.rows()) + " rows that said when to stop");
    }
}
