package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;
import dev.tilde.design.Layout;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linear.Basis.Numeric;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The one pass of least squares: double-double cross-products in the over-complete basis, taken while the levels are
 * being discovered. Everything a linear model reports but residuals follows from them.
 */
final class Moments implements Companion<Moments.State> {
    private final Basis basis;
    private final List<List<Numeric>> products;
    /** The factor of the weights, -1 without. */
    private final int weights;

    private final Powers powers;
    /** Of each product the columns in it. */
    private final int[][] columns;

    private final FactorCellPairs inCells;

    Moments(Layout layout) {
        this(layout, new Basis(layout));
    }

    /** With powers of columns to 106 bits where that can be: no factor, in whose cells they would meet rounded ones. */
    static Moments exact(Layout layout) {
        return new Moments(layout, new Basis(layout), true);
    }

    Moments(Layout layout, Basis basis) {
        this(layout, basis, false);
    }

    private Moments(Layout layout, Basis basis, boolean exact) {
        this.basis = basis;
        this.weights = layout.role(Role.WEIGHTS).isEmpty()
                ? -1
                : layout.role(Role.WEIGHTS).get(0);
        this.products = basis.products();
        this.inCells = new FactorCellPairs(basis);
        this.powers =
                exact && inCells.factors().isEmpty() ? new Powers(layout, products) : Powers.rounded(products.size());
        this.columns = columns();
    }

    Basis basis() {
        return basis;
    }

    /** The factor of which a column is a power that is built here; -1 for none. */
    int base(int factor, int column) {
        int product = products.indexOf(List.of(new Numeric(factor, column)));
        return product < 0 ? -1 : powers.base(product);
    }

    /** The exponent of such a power. */
    int exponent(int factor, int column) {
        return powers.exponent(products.indexOf(List.of(new Numeric(factor, column))));
    }

    /**
     * What would be left of a product's sum of squares if each column in it were taken from its mean: the product of
     * variance / mean square over the columns, 1 for one that is no product of the basis by itself.
     */
    double centredShare(CrossProducts sums, int product) {
        double share = 1;
        for (int k : columns[product]) {
            DoubleDouble mean = sums.get(k, Basis.ONE).over(sums.total());
            double variance = sums.get(k, k)
                    .minus(sums.get(k, Basis.ONE).times(mean))
                    .over(sums.total())
                    .value();
            double centre = mean.value() + sums.shift(k);
            share *= Math.pow(Math.max(0, variance) / (variance + centre * centre), powers.exponent(product));
        }
        return share;
    }

    /** Of each product the columns in it that are products of the basis by themselves. */
    private int[][] columns() {
        Map<List<Numeric>, Integer> place = new HashMap<>();
        products.forEach(p -> place.put(p, place.size()));
        int[][] all = new int[products.size()][];
        for (int j = 0; j < all.length; j++) {
            List<Numeric> own = powers.base(j) >= 0 ? List.of(new Numeric(powers.base(j), 0)) : products.get(j);
            all[j] = own.stream()
                    .map(column -> place.get(List.of(column)))
                    .filter(Objects::nonNull)
                    .mapToInt(k -> k)
                    .toArray();
        }
        return all;
    }

    /** What is summed in cells. */
    FactorCellPairs inCells() {
        return inCells;
    }

    /**
     * Refuses columns so large or so small that their squares, or the rounding errors of these, are no numbers.
     *
     * @throws FormulaException naming the first factor of the column
     */
    void check(State state, Formula formula, Layout layout) {
        SizeLimits.columns(products, state.largest, formula, layout);
        SizeLimits.weights(state.heaviest, state.largest, formula);
    }

    /** Sums of some rows. */
    static final class State {
        private CrossProducts numeric;
        private @Nullable WideProducts wide;
        private final List<Cells> cells;
        private final double[] largest;
        private long counted;
        private DoubleDouble logWeights = DoubleDouble.ZERO;
        /** The largest weight; 0 without weights. */
        private double heaviest;

        State(CrossProducts numeric, List<Cells> cells, int products) {
            this.largest = new double[products];
            this.numeric = numeric;
            this.cells = cells;
        }

        CrossProducts numeric() {
            return numeric;
        }

        /** The cross-products to 159 bits; null unless there are powers of a column and no weights. */
        @Nullable
        WideProducts wide() {
            return wide;
        }

        /** Rows with a weight above 0; without weights all rows. */
        long counted() {
            return counted;
        }

        /** The sum of the logarithms of the weights above 0. */
        double logWeights() {
            return logWeights.value();
        }

        Cells cells(int at) {
            return cells.get(at);
        }
    }

    @Override
    public State init() {
        return new State(new CrossProducts(products.size()), inCells.empty(), products.size());
    }

    @Override
    public void add(State state, Frame frame) {
        double[][] z = new double[products.size()][];
        double[][] rest = powers.none() ? null : new double[products.size()][frame.rows()];
        for (int j = 0; j < z.length; j++) {
            z[j] = product(products.get(j), frame);
            if (rest != null && powers.base(j) >= 0) {
                z[j] = new double[frame.rows()];
                powers.build(j, frame.numeric(powers.base(j), 0), frame.rows(), z[j], rest[j]);
            }
        }
        double[] w = weights < 0 ? null : frame.numeric(weights, 0);
        add(state, z, rest, w, frame::codes, frame::levels, frame.rows());
    }

    /** The products of the rows of a frame, as they are; weights come last, if there are any. */
    List<double[]> columns(Frame frame) {
        List<double[]> all = new ArrayList<>();
        products.forEach(p -> all.add(product(p, frame)));
        if (weights >= 0) {
            all.add(frame.numeric(weights, 0));
        }
        return all;
    }

    /**
     * Adds rows.
     *
     * @param z the products, one array each
     * @param w the weights; null for 1
     * @param codes of a factor
     * @param levels how many codes of a factor the state has seen, these rows included
     */
    void add(
            State state,
            double[][] z,
            double @Nullable [] w,
            IntFunction<int[]> codes,
            IntUnaryOperator levels,
            int n) {
        add(state, z, null, w, codes, levels, n);
    }

    private void add(
            State state,
            double[][] z,
            double @Nullable [][] rest,
            double @Nullable [] w,
            IntFunction<int[]> codes,
            IntUnaryOperator levels,
            int n) {
        for (int j = 0; j < z.length; j++) {
            state.largest[j] = Math.max(state.largest[j], CrossProducts.largest(z[j], n));
        }
        count(state, w, n);
        CrossProducts own = new CrossProducts(products.size());
        own.first(z, rest, w, n);
        state.numeric = CrossProducts.merge(state.numeric, own);
        if (rest != null && w == null && n > 0) {
            WideProducts wide = new WideProducts(products.size());
            wide.add(z, rest, n);
            state.wide = WideProducts.merge(state.wide, wide);
        }
        inCells.add(state.cells, z, w, inCells.index(state.cells, codes, levels, n), n);
    }

    /** No rows, in cells that are numbered already. */
    State emptied(List<Cells> numbered) {
        return new State(
                new CrossProducts(products.size()),
                numbered.stream().map(Cells::emptied).toList(),
                products.size());
    }

    /**
     * Adds rows in cells that are numbered already.
     *
     * @param z the products, one array each; null for those whose sums are not needed
     * @param cell for each of {@link FactorCellPairs#factors} the cells of the rows
     * @param counted rows with a weight above 0
     * @param sums to how many bits
     * @param working which product is the working response
     */
    void add(
            State state,
            double @Nullable [][] z,
            double[] w,
            int[][] cell,
            int n,
            long counted,
            Sums sums,
            int working) {
        CrossProducts own = new CrossProducts(products.size());
        if (sums == Sums.EXACT) {
            own.first(z, null, w, n);
            inCells.add(state.cells, z, w, cell, n);
        } else {
            int exact = sums == Sums.SCORE ? working : -1;
            own.rough(z, w, n, exact);
            inCells.addRough(state.cells, z, w, cell, n, exact);
        }
        state.numeric = CrossProducts.merge(state.numeric, own);
        state.counted += counted;
    }

    /** The sums of two states whose cells have the same numbers; may modify and return the left one. */
    static State plus(State left, State right) {
        left.numeric = CrossProducts.merge(left.numeric, right.numeric);
        left.counted += right.counted;
        for (int c = 0; c < left.cells.size(); c++) {
            left.cells.get(c).plus(right.cells.get(c));
        }
        return left;
    }

    private static void count(State state, double @Nullable [] w, int n) {
        if (w == null) {
            state.counted += n;
            return;
        }
        DoubleDouble logs = DoubleDouble.ZERO;
        for (int i = 0; i < n; i++) {
            if (w[i] > 0) {
                state.counted++;
                state.heaviest = Math.max(state.heaviest, w[i]);
                logs = logs.plus(DoubleDouble.of(StrictMath.log(w[i])));
            }
        }
        state.logWeights = state.logWeights.plus(logs);
    }

    /** The product of some columns on the rows of a frame; may be an array of the frame. */
    static double[] product(List<Numeric> columns, Frame frame) {
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
        left.wide = WideProducts.merge(left.wide, right.wide);
        left.counted += right.counted;
        left.logWeights = left.logWeights.plus(right.logWeights);
        left.heaviest = Math.max(left.heaviest, right.heaviest);
        for (int j = 0; j < left.largest.length; j++) {
            left.largest[j] = Math.max(left.largest[j], right.largest[j]);
        }
        for (int c = 0; c < left.cells.size(); c++) {
            left.cells.get(c).merge(right.cells.get(c), codes);
        }
        return left;
    }
}
