package dev.tilde.rnn;

import dev.tilde.report.Numbers;
import java.util.List;
import java.util.stream.IntStream;

/** What a console shows of grids, where it is not what it shows of sequences. */
final class GridSummary {
    private GridSummary() {}

    /** How many there are and of what size. */
    static String grids(RnnFit fit) {
        Grids grids = fit.rows.grids();
        int n = grids.there().length;
        if (n == 0) {
            return "none";
        }
        int[] heights = IntStream.range(0, n).map(grids::height).sorted().toArray();
        int[] widths = IntStream.range(0, n).map(grids::width).sorted().toArray();
        String least = heights[0] + " x " + widths[0];
        String most = heights[n - 1] + " x " + widths[n - 1];
        long empty = 0;
        for (int s = 0; s < n; s++) {
            empty += (long) grids.height(s) * grids.width(s) - grids.cells(s);
        }
        String size = least.equals(most) ? least : least + " to " + most;
        SequenceSpec spec = fit.sequences();
        String out = n == 1
                ? "1 grid of " + size + " cells"
                : Numbers.count(n) + " grids (" + String.join(":", spec.by()) + "), "
                        + (least.equals(most) ? "each of " : "of ") + size + " cells";
        out += ", rows by " + spec.order().get(0) + ", columns by "
                + spec.order().get(1);
        out += empty > 0 ? "; " + Numbers.count(empty) + (empty == 1 ? " cell" : " cells") + " missing" : "";
        return out + (fit.layout.isLast() ? "; one response each" : "");
    }

    /** Whether errors of neighbours go together. */
    static String residuals(RnnFit fit, List<double[]> errors) {
        Moran moran = Moran.of(errors, fit.rows.grids().columns());
        return Double.isNaN(moran.pValue())
                ? "too few beside each other to compare them"
                : (moran.pValue() < 0.01 && moran.statistic() > 0
                                ? "neighbours are alike"
                                : moran.pValue() < 0.01 ? "neighbours differ" : "no clear pattern")
                        + ": Moran's I " + Numbers.fixed(moran.statistic(), 2) + " ("
                        + Numbers.pSentence(moran.pValue()) + ")";
    }
}
