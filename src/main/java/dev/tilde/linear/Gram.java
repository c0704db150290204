package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Companion.Recoding;
import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.DoubleDoubleMatrix;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * From moments in the over-complete basis to the cross-products of coded columns.
 *
 * Column u of a block is z * prod_f B_f[level, c_f]. So sum u v = sum over cells of w_u(cell) w_v(cell) S(z_u, z_v; cell),
 * with S the sums of Cells and w the products of entries of the coding matrices. Most entries are zero, so each cell
 * lists the columns it touches. Columns without a factor keep the shift of CrossProducts: their tilde-u = u - c.
 */

/** Sums and cross-products of coded columns, each with its shift. */
final class Gram {
    private final Moments moments;
    private final Moments.State state;
    private final Recoding levels;
    private final int p;
    private final DoubleDoubleMatrix products;
    private final DoubleDouble[] shift;
    private final DoubleDouble total;
    /** For each column the product it is, and last the constant; null where it is not one, or not only one. */
    private final int @Nullable [] product;

    private final List<Placed> placed = new ArrayList<>();
    /** For each column what it is a product of, once that was asked for. */
    private int @Nullable [] productOf;

    /**
     * @param terms whose blocks give the columns, in order: predictors, responses, offsets
     * @param levels for each code of the state's dictionaries its level
     * @param offsets how many columns at the end are offsets
     * @param responses how many columns before them are responses, of which the offsets are taken off
     */
    Gram(Moments moments, Moments.State state, Recoding levels, List<CodedTerm> terms, int responses, int offsets) {
        this.moments = moments;
        this.state = state;
        this.levels = levels;
        this.p = terms.stream().mapToInt(t -> t.end() - t.start()).sum();
        this.products = new DoubleDoubleMatrix(p + 1, p + 1);
        this.shift = new DoubleDouble[p];
        Arrays.fill(shift, DoubleDouble.ZERO);
        this.total = state.numeric().total();
        int at = 0;
        for (CodedTerm term : terms) {
            for (CodedTerm.Block block : term.blocks()) {
                Placed own = Placed.of(moments.basis(), term, block, at);
                own.shifts(state.numeric(), shift);
                placed.add(own);
                at += block.columns();
            }
        }
        // Row p stands for the constant 1, so that sums are cross-products like all others.
        placed.add(Placed.one(p));
        for (int a = 0; a < placed.size(); a++) {
            for (int b = a; b < placed.size(); b++) {
                fill(placed.get(a), placed.get(b));
            }
        }
        this.product = state.wide() == null || offsets > 0 ? null : products();
        for (int o = p - offsets; o < p; o++) {
            for (int y = p - offsets - responses; y < p - offsets; y++) {
                takeOff(o, y);
            }
        }
    }

    private int[] products() {
        int[] of = new int[p + 1];
        for (Placed a : placed) {
            for (int i = 0; i < a.numerics().size(); i++) {
                of[a.start() + a.offsets().get(i)] = a.numerics().get(i);
            }
        }
        return of;
    }

    /** Whether {@link #wide} has the cross-products. */
    boolean hasWide() {
        return product != null;
    }

    /** sum_i u_ij u_ik, or about the means, to 159 bits. */
    BigDecimal wide(int j, int k, boolean centred) {
        WideProducts wide = Objects.requireNonNull(state.wide());
        int[] of = Objects.requireNonNull(product);
        BigDecimal raw = wide.get(of[j], of[k]);
        return centred
                ? WideSolve.centred(raw, wide.get(of[j], of[p]), wide.get(of[k], of[p]), wide.get(of[p], of[p]))
                : raw;
    }

    /** u_y becomes u_y - u_o, first in the rows and then in the columns of the products. */
    private void takeOff(int o, int y) {
        for (int k = 0; k <= p; k++) {
            products.set(y, k, products.get(y, k).minus(products.get(o, k)));
        }
        for (int k = 0; k <= p; k++) {
            products.set(k, y, products.get(k, y).minus(products.get(k, o)));
        }
        shift[y] = shift[y].minus(shift[o]);
    }

    private void fill(Placed a, Placed b) {
        List<Integer> joint = Basis.union(a.factors(), b.factors());
        if (joint.isEmpty()) {
            for (int i = 0; i < a.numerics().size(); i++) {
                for (int j = 0; j < b.numerics().size(); j++) {
                    set(
                            a.start() + a.offsets().get(i),
                            b.start() + b.offsets().get(j),
                            state.numeric()
                                    .get(a.numerics().get(i), b.numerics().get(j)));
                }
            }
            return;
        }
        int at = moments.inCells().at(joint);
        Cells cells = state.cells(at);
        Sum[][] sums = new Sum[a.numerics().size()][b.numerics().size()];
        for (int i = 0; i < sums.length; i++) {
            for (int j = 0; j < sums[i].length; j++) {
                sums[i][j] = sum(at, a, a.numerics().get(i), b, b.numerics().get(j));
            }
        }
        for (int cell = 0; cell < cells.count(); cell++) {
            List<Placed.Touched> left = a.touched(cells, cell, levels);
            List<Placed.Touched> right = b.touched(cells, cell, levels);
            if (left.isEmpty() || right.isEmpty()) {
                continue;
            }
            for (int i = 0; i < sums.length; i++) {
                for (int j = 0; j < sums[i].length; j++) {
                    int row = a.start() + a.offsets().get(i);
                    int column = b.start() + b.offsets().get(j);
                    add(sums[i][j].of(cells, cell), left, row, right, column, a.start() != b.start());
                }
            }
        }
    }

    private void add(
            DoubleDouble s, List<Placed.Touched> left, int row, List<Placed.Touched> right, int column, boolean both) {
        for (Placed.Touched l : left) {
            DoubleDouble ls = l.weight() == 1 ? s : s.times(l.weight());
            for (Placed.Touched r : right) {
                DoubleDouble v = r.weight() == 1 ? ls : ls.times(r.weight());
                products.add(row + l.offset(), column + r.offset(), v);
                if (both) {
                    products.add(column + r.offset(), row + l.offset(), v);
                }
            }
        }
    }

    /** Where the sum of two products in a cell stands, and what a shift of a column without factors takes off it. */
    private record Sum(int pair, double left, int besideLeft, double right, int besideRight) {
        DoubleDouble of(Cells cells, int cell) {
            DoubleDouble s = cells.sum(cell, pair);
            s = left == 0 ? s : s.minus(cells.sum(cell, besideLeft).times(left));
            return right == 0 ? s : s.minus(cells.sum(cell, besideRight).times(right));
        }
    }

    private Sum sum(int at, Placed a, int za, Placed b, int zb) {
        double left = a.factors().isEmpty() ? state.numeric().shift(za) : 0;
        double right = b.factors().isEmpty() ? state.numeric().shift(zb) : 0;
        return new Sum(
                moments.inCells().pair(at, za, zb),
                left,
                left == 0 ? -1 : moments.inCells().pair(at, Basis.ONE, zb),
                right,
                right == 0 ? -1 : moments.inCells().pair(at, Basis.ONE, za));
    }

    private void set(int i, int j, DoubleDouble v) {
        products.set(i, j, v);
        products.set(j, i, v);
    }

    /** Rows with a weight above 0. */
    long rows() {
        return state.counted();
    }

    /** The sum of the weights, W; without weights the number of rows. */
    DoubleDouble total() {
        return total;
    }

    /** The sum of the logarithms of the weights. */
    double logWeights() {
        return state.logWeights();
    }

    /** sum_i w_i (u_ij - c_j). */
    private DoubleDouble sum(int j) {
        return products.get(j, p);
    }

    /** The weighted mean of u_j. */
    DoubleDouble mean(int j) {
        return sum(j).over(total).plus(shift[j]);
    }

    /** sum_i w_i (u_ij - mean_j)(u_ik - mean_k). */
    DoubleDouble centred(int j, int k) {
        return products.get(j, k).minus(sum(j).times(sum(k)).over(total));
    }

    /**
     * About what is left of sum_i w_i u_ij^2 when the numeric columns that u_j is a product of are taken from their means: what
     * a new column must be measured by where the constant and lower products are there already.
     */
    double centredSquares(int j) {
        return moments.centredShare(state.numeric(), productOf(j)) * raw(j, j).hi();
    }

    /** Whether a column has numeric columns in it, beside levels. */
    boolean hasNumbers(int j) {
        return productOf(j) != Basis.ONE;
    }

    private int productOf(int j) {
        if (productOf == null) {
            productOf = new int[p + 1];
            for (Placed a : placed) {
                for (int i = 0; i < a.numerics().size(); i++) {
                    for (int column : a.columnsOf(i)) {
                        productOf[column] = a.numerics().get(i);
                    }
                }
            }
        }
        return productOf[j];
    }

    /** sum_i w_i (u_ij - c_j)^2, as it was summed. */
    DoubleDouble shiftedSquares(int j) {
        return products.get(j, j);
    }

    /** sum_i w_i u_ij u_ik. */
    DoubleDouble raw(int j, int k) {
        boolean first = shift[j].hi() != 0;
        boolean second = shift[k].hi() != 0;
        DoubleDouble v = products.get(j, k);
        v = first ? v.plus(sum(k).times(shift[j])) : v;
        v = second ? v.plus(sum(j).times(shift[k])) : v;
        return first && second ? v.plus(shift[j].times(shift[k]).times(total)) : v;
    }

    /** sum_i w_i u_ij. */
    DoubleDouble rawSum(int j) {
        return sum(j).plus(shift[j].times(total));
    }
}
