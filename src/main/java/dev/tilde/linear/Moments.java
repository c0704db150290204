package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;
import dev.tilde.design.Layout;
import dev.tilde.linear.Basis.Numeric;
import dev.tilde.linear.Basis.Pair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The one pass of least squares: double-double cross-products in the over-complete basis, taken while the levels are
 * being discovered. Everything a linear model reports but residuals follows from them.
 */
final class Moments implements Companion<Moments.State> {
    private final Basis basis;
    private final List<List<Numeric>> products;
    private final List<List<Integer>> factors;
    private final List<List<Pair>> pairs = new ArrayList<>();
    private final List<Map<Pair, Integer>> numbers = new ArrayList<>();

    Moments(Layout layout) {
        this.basis = new Basis(layout);
        this.products = basis.products();
        this.factors = List.copyOf(basis.cells().keySet());
        for (List<Integer> f : factors) {
            List<Pair> own = List.copyOf(basis.cells().get(f));
            Map<Pair, Integer> number = new HashMap<>();
            own.forEach(p -> number.put(p, number.size()));
            pairs.add(own);
            numbers.add(number);
        }
    }

    Basis basis() {
        return basis;
    }

    /** The position of the cells of these factors. */
    int cells(List<Integer> of) {
        return factors.indexOf(of);
    }

    /** The number of a pair within cells. */
    int pair(int cells, int first, int second) {
        return numbers.get(cells).get(new Pair(Math.min(first, second), Math.max(first, second)));
    }

    /** Sums of some rows. */
    static final class State {
        private CrossProducts numeric;
        private final List<Cells> cells;

        State(CrossProducts numeric, List<Cells> cells) {
            this.numeric = numeric;
            this.cells = cells;
        }

        CrossProducts numeric() {
            return numeric;
        }

        Cells cells(int at) {
            return cells.get(at);
        }
    }

    @Override
    public State init() {
        List<Cells> cells = new ArrayList<>();
        for (int c = 0; c < factors.size(); c++) {
            cells.add(new Cells(factors.get(c), pairs.get(c).size()));
        }
        return new State(new CrossProducts(products.size()), cells);
    }

    @Override
    public void add(State state, Frame frame) {
        int n = frame.rows();
        double[][] z = new double[products.size()][];
        for (int j = 0; j < z.length; j++) {
            z[j] = product(products.get(j), frame);
        }
        CrossProducts own = new CrossProducts(products.size());
        own.first(z, n);
        state.numeric = CrossProducts.merge(state.numeric, own);
        for (int c = 0; c < factors.size(); c++) {
            Cells cells = state.cells.get(c);
            int[] cell = cells.index(frame);
            List<Pair> wanted = pairs.get(c);
            for (int p = 0; p < wanted.size(); p++) {
                Pair pair = wanted.get(p);
                cells.add(p, cell, n, z[pair.second()], pair.first() == Basis.ONE ? null : z[pair.first()]);
            }
        }
    }

    private static double[] product(List<Numeric> columns, Frame frame) {
        if (columns.size() == 1) {
            return frame.numeric(columns.get(0).factor(), columns.get(0).column());
        }
        double[] out = new double[frame.rows()];
        Arrays.fill(out, 1);
        for (Numeric c : columns) {
            double[] x = frame.numeric(c.factor(), c.column());
            for (int i = 0; i < out.length; i++) {
                out[i] *= x[i];
            }
        }
        return out;
    }

    @Override
    public State merge(State left, State right, Recoding codes) {
        left.numeric = CrossProducts.merge(left.numeric, right.numeric);
        for (int c = 0; c < factors.size(); c++) {
            left.cells.get(c).merge(right.cells.get(c), codes);
        }
        return left;
    }
}
