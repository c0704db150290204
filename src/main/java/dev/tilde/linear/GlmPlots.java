package dev.tilde.linear;

import dev.tilde.report.Block;
import dev.tilde.report.Numbers;
import dev.tilde.report.Plot;
import dev.tilde.report.Plot.Axis;
import dev.tilde.report.Plot.Stroke;
import dev.tilde.report.Series;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Plots that show whether a generalised linear model holds, of the rows with a weight. */
final class GlmPlots {
    private final GlmFit fit;
    private final int[] counted;
    private final LinkTest curve;
    /** Whether rows are single trials. */
    private final boolean single;

    GlmPlots(GlmFit fit, LinkTest curve) {
        double[] w = fit.rowValues().priorWeights();
        this.fit = fit;
        this.counted = IntStream.range(0, w.length).filter(i -> w[i] > 0).toArray();
        this.curve = curve;
        this.single = fit.model().family().binomial() && !GlmFindings.hasSpread(fit);
    }

    /** Of single trials averages, as their residuals are two curves; of all else a normal plot. */
    List<Block> all() {
        return single ? List.of(binned(), againstPredictor()) : List.of(againstPredictor(), quantiles());
    }

    private double[] counted(double[] values) {
        return IntStream.of(counted).mapToDouble(i -> values[i]).toArray();
    }

    private IntFunction<String> names() {
        long[] rows = fit.keptRows();
        return i -> "row " + (rows[counted[i]] + 1);
    }

    private Plot againstPredictor() {
        double[] residuals = counted(fit.residuals(GlmFit.Residual.DEVIANCE));
        Series at = Series.of(counted(fit.linearPredictor()), residuals);
        String test = Double.isNaN(curve.z())
                ? ""
                : " Score test of its square: z = " + Numbers.fixed(curve.z(), 2) + ", " + Numbers.pSentence(curve.p())
                        + ".";
        String bent = "Residuals bend: the model misses a curve";
        String wanted = single
                ? "Wanted: no row far out by itself; there is a curve for each outcome."
                : "Wanted: an orange line that stays near zero.";
        return new Plot(
                curve.bends() ? bent : single ? "Rows and the linear predictor" : "Residuals and the linear predictor",
                wanted + test,
                "Deviance residuals against the linear predictor",
                single
                        ? "Each point is a row, above zero for a success and below for a failure"
                        : "Each point is a row; the line is a local average of the deviance residuals",
                Axis.of("Linear predictor, " + fit.model().link().label() + " scale"),
                Axis.of("Deviance residual"),
                ResidualPlots.around(at, residuals, names(), "linear predictor").stream()
                        .filter(layer -> !single || !(layer instanceof Plot.Line))
                        .toList());
    }

    /** Quantile residuals, or where the family has no distribution standardised deviance residuals. */
    private Plot quantiles() {
        double[] drawn = counted(fit.quantileResiduals());
        boolean none = Arrays.stream(drawn).allMatch(Double::isNaN);
        double[] values = none ? counted(fit.standardised()) : drawn;
        double[] known = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        boolean discrete = fit.model().family().fixedDispersion();
        String what = none
                ? "standardised deviance residual"
                : discrete ? "randomised quantile residual" : "quantile residual";
        String remark = none
                ? " Small counts and few trials leave it where the model is right."
                : discrete
                        ? " Each count or share is spread over its own probability at random, seed " + GlmFit.SEED + "."
                        : "";
        Plot plot = ResidualPlots.quantiles(values, Checks.tails(known), names(), what, remark);
        double spread = Arrays.stream(known).map(v -> v * v).average().orElse(1);
        return spread > GlmFindings.SPREAD
                ? new Plot(
                        "Residuals spread more than the family says",
                        plot.caption(),
                        plot.name(),
                        plot.description(),
                        plot.x(),
                        plot.y(),
                        plot.layers())
                : plot;
    }

    private Plot binned() {
        BinnedResiduals bins =
                BinnedResiduals.of(counted(fit.fitted()), counted(fit.residuals(GlmFit.Residual.RESPONSE)));
        int n = bins.bins().size();
        long outside = bins.outside();
        double[] mean = of(bins, BinnedResiduals.Bin::mean);
        double[] upper = of(bins, BinnedResiduals.Bin::bound);
        double[] lower = of(bins, b -> -b.bound());
        List<String> hovers = bins.bins().stream()
                .map(b -> Numbers.count(b.rows()) + (b.rows() == 1 ? " row" : " rows") + ", fitted "
                        + Numbers.fixed(b.mean(), 3) + ", average residual " + Numbers.fixed(b.residual(), 3))
                .toList();
        boolean off = outside > Math.max(1, n / 10);
        return new Plot(
                off
                        ? "Probabilities are off in " + outside + " of " + n + " bins"
                        : "Average residuals and probabilities",
                "Wanted: 19 of 20 points inside the band. Each averages rows with like probabilities; " + outside
                        + " of " + n + (n == 1 ? " is" : " are") + " outside.",
                "Binned residuals",
                "Averages of observed less fitted in bins of the fitted probability, with two standard errors about zero",
                Axis.of("Fitted probability of " + new ReportPieces(fit.design(), fit.source()).response()),
                Axis.of("Average residual"),
                List.of(
                        new Plot.Band(Series.of(mean, lower), Series.of(mean, upper), true, ""),
                        new Plot.Slope(0, 0, Stroke.REFERENCE, ""),
                        Plot.Points.of(Series.of(mean, of(bins, BinnedResiduals.Bin::residual)))
                                .hovers(hovers)));
    }

    private static double[] of(BinnedResiduals bins, ToDoubleFunction<BinnedResiduals.Bin> value) {
        return bins.bins().stream().mapToDouble(value).toArray();
    }
}
