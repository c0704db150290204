package dev.tilde.linear;

import dev.tilde.linear.Basis.Pair;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The pairs of products that are summed in the cells of factors, and how rows are added to these sums. */
final class FactorCellPairs {
    private final List<List<Integer>> factors;
    private final List<List<Pair>> pairs = new ArrayList<>();
    private final List<Map<Pair, Integer>> numbers = new ArrayList<>();

    FactorCellPairs(Basis basis) {
        this.factors = List.copyOf(basis.cells().keySet());
        for (List<Integer> f : factors) {
            List<Pair> own = List.copyOf(basis.cells().get(f));
            Map<Pair, Integer> number = new HashMap<>();
            own.forEach(p -> number.put(p, number.size()));
            pairs.add(own);
            numbers.add(number);
        }
    }

    /** The sets of factors in whose cells something is summed. */
    List<List<Integer>> factors() {
        return factors;
    }

    /** The position of the cells of these factors. */
    int at(List<Integer> of) {
        return factors.indexOf(of);
    }

    /** The number of a pair within cells. */
    int pair(int cells, int first, int second) {
        return numbers.get(cells).get(new Pair(Math.min(first, second), Math.max(first, second)));
    }

    /** Sums of no rows, for each of {@link #factors}. */
    List<Cells> empty() {
        List<Cells> cells = new ArrayList<>();
        for (int c = 0; c < factors.size(); c++) {
            cells.add(new Cells(factors.get(c), pairs.get(c).size()));
        }
        return cells;
    }

    /** For each of {@link #factors} the cells of rows; new cells get numbers. */
    int[][] index(List<Cells> sums, IntFunction<int[]> codes, IntUnaryOperator levels, int n) {
        int[][] cell = new int[factors.size()][];
        for (int c = 0; c < cell.length; c++) {
            cell[c] = sums.get(c).index(codes, levels.applyAsInt(factors.get(c).get(0)), n);
        }
        return cell;
    }

    /**
     * Adds rows to the sums.
     *
     * @param z the products, one array each; null for those whose sums are not needed
     * @param w the weights; null for 1
     * @param cell for each of {@link #factors} the cells of the rows
     */
    void add(List<Cells> sums, double @Nullable [][] z, double @Nullable [] w, int[][] cell, int n) {
        Weighted weighted = w == null || factors.isEmpty() ? null : Weighted.of(z, w, n);
        for (int c = 0; c < factors.size(); c++) {
            List<Pair> wanted = pairs.get(c);
            for (int p = 0; p < wanted.size(); p++) {
                if (weighted == null && areSums(wanted, p, z, -1)) {
                    sums.get(c).addFour(p, cell[c], n, q -> z[wanted.get(q).second()]);
                    p += 3;
                    continue;
                }
                int j = wanted.get(p).second();
                int k = wanted.get(p).first();
                if (z[j] == null || z[k] == null) {
                    continue;
                }
                double[] x = weighted == null ? z[j] : weighted.product()[j];
                double[] rest = weighted == null ? null : weighted.error()[j];
                sums.get(c).add(p, cell[c], n, x, rest, k == Basis.ONE ? null : z[k]);
            }
        }
    }

    /**
     * The same in plain double, but for the products with one column.
     *
     * @param exact that column
     */
    void addRough(List<Cells> sums, double @Nullable [][] z, double[] w, int[][] cell, int n, int exact) {
        double[] x = new double[factors.isEmpty() ? 0 : n];
        for (int c = 0; c < factors.size(); c++) {
            Cells cells = sums.get(c);
            List<Pair> wanted = pairs.get(c);
            for (int p = 0; p < wanted.size(); p++) {
                if (areSums(wanted, p, z, exact)) {
                    cells.addFourRough(p, cell[c], n, w, q -> z[wanted.get(q).second()]);
                    p += 3;
                    continue;
                }
                int k = wanted.get(p).second();
                int other = wanted.get(p).first();
                if (z[k] == null || z[other] == null) {
                    continue;
                }
                for (int i = 0; i < n; i++) {
                    x[i] = w[i] * z[k][i];
                }
                double[] y = other == Basis.ONE ? null : z[other];
                if (k == exact || other == exact) {
                    cells.add(p, cell[c], n, x, null, y);
                } else {
                    cells.addRough(p, cell[c], n, x, y);
                }
            }
        }
    }

    /** Whether four pairs from p on are columns with the constant. */
    private static boolean areSums(List<Pair> wanted, int p, double @Nullable [][] z, int exact) {
        for (int q = p; q < p + 4; q++) {
            if (q >= wanted.size()
                    || wanted.get(q).first() != Basis.ONE
                    || wanted.get(q).second() == exact
                    || z[wanted.get(q).second()] == null) {
                return false;
            }
        }
        return true;
    }
}
