package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.linalg.Qr;
import java.util.ArrayList;
import java.util.List;

/**
 * The fit without one row: the terms whose p-value moves across 0.05.
 *
 * @param row position of the row left out, from 0
 */
record DroppedRow(int row, List<Crossing> crossings) {
    /** The conventional limit, which readers of a p-value will apply. */
    private static final double LIMIT = 0.05;

    /** Moves by a smaller factor are no news: 0.049 and 0.051 say the same. */
    private static final double SMALLEST_MOVE = 1.5;

    DroppedRow {
        crossings = List.copyOf(crossings);
    }

    /**
     * A term that changes sides.
     *
     * @param term its position among the terms
     * @param before p with the row
     * @param after p without it
     */
    record Crossing(int term, double before, double after) {}

    /** Refits without the row. Nothing crosses where a p-value does not exist. */
    static DroppedRow of(Residuals r, int row, List<List<Integer>> terms) {
        if (r.n() - 1 <= r.p()) {
            return new DroppedRow(row, List.of());
        }
        double[] before = pValues(r, terms);
        double[] after = pValues(r.without(row), terms);
        List<Crossing> crossings = new ArrayList<>();
        for (int t = 0; t < before.length; t++) {
            boolean crosses = (before[t] < LIMIT && after[t] >= LIMIT) || (before[t] >= LIMIT && after[t] < LIMIT);
            if (crosses && Math.max(before[t] / after[t], after[t] / before[t]) >= SMALLEST_MOVE) {
                crossings.add(new Crossing(t, before[t], after[t]));
            }
        }
        return new DroppedRow(row, crossings);
    }

    /** The p of the F test that all coefficients of a term are 0: b_T' (G_TT)^-1 b_T / (k s&sup2;), G = (X'X)^-1. */
    static double[] pValues(Residuals r, List<List<Integer>> terms) {
        double[] b = r.coefficients();
        Matrix gram = r.qr().inverseGram();
        double s2 = r.perfect() ? Double.NaN : r.rss() / r.df();
        double[] p = new double[terms.size()];
        for (int t = 0; t < p.length; t++) {
            List<Integer> columns = terms.get(t);
            int k = columns.size();
            Matrix block = Matrix.zeros(k, k);
            double[] own = new double[k];
            for (int i = 0; i < k; i++) {
                own[i] = b[columns.get(i)];
                for (int j = 0; j < k; j++) {
                    block.set(i, j, gram.get(columns.get(i), columns.get(j)));
                }
            }
            double[] solved = Qr.of(block).solve(own);
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += own[i] * solved[i];
            }
            p[t] = Distributions.fTail(sum / (k * s2), k, r.df());
        }
        return p;
    }
}
