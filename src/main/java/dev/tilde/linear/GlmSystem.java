package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Companion.Recoding;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Layout;
import dev.tilde.design.Side;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RecursiveTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The rows of a generalised linear model with their cells numbered once, ready for weighted least squares with any weights
 * and working response, and for X b ({@link GlmColumns}). Sums are merged in a fixed tree over blocks, so threads change no bit.
 */
final class GlmSystem {
    /** Blocks whose sums go to the same cells one after the other, as merging cells costs as much as filling them. */
    private static final int TOGETHER = 4;

    /** The same where there are more sums in cells than rows in a block. */
    private static final int TOGETHER_MANY = 16;

    private final DesignSpec spec;
    private final Moments moments;
    private final Recoding levels;
    private final List<GlmRows.Block> blocks;
    private final List<Cells> numbered;
    /** For each block and set of factors the cells of its rows. */
    private final int[][][] cell;
    /** Which product is the working response. */
    private final int working;

    private final int together;

    GlmSystem(DesignSpec spec, Layout layout, GlmRows rows, GlmRows.State state, Recoding levels) {
        this.spec = spec;
        this.moments = new Moments(layout, rows.basis());
        this.levels = levels;
        this.blocks = state.blocks();
        this.working = rows.basis().numerics(List.of(Basis.WORKING)).get(0);
        this.numbered = new ArrayList<>();
        this.cell = new int[blocks.size()][moments.inCells().factors().size()][];
        for (int c = 0; c < moments.inCells().factors().size(); c++) {
            List<Integer> factors = moments.inCells().factors().get(c);
            Cells cells = moments.init().cells(c);
            int first = levels.of(factors.get(0)).length;
            for (int b = 0; b < cell.length; b++) {
                GlmRows.Block block = blocks.get(b);
                cell[b][c] = cells.index(f -> block.codes[f], first, block.n);
            }
            numbered.add(cells);
        }
        long sums = numbered.stream().mapToLong(Cells::sums).sum();
        int rowsOfBlock = blocks.isEmpty() ? 0 : blocks.get(0).n;
        this.together = sums > rowsOfBlock ? TOGETHER_MANY : TOGETHER;
    }

    private GlmSystem(GlmSystem all, List<GlmRows.Block> blocks, int[][][] cell) {
        this.spec = all.spec;
        this.moments = all.moments;
        this.levels = all.levels;
        this.numbered = all.numbered;
        this.working = all.working;
        this.together = all.together;
        this.blocks = blocks;
        this.cell = cell;
    }

    /** Every k-th row of each block, as far as a block has one, in blocks of {@code k} of these. */
    GlmSystem thinned(int k) {
        List<GlmRows.Block> thin = new ArrayList<>();
        List<int[][]> cells = new ArrayList<>();
        for (int b = 0; b < blocks.size(); b += k) {
            List<GlmRows.Block> some = blocks.subList(b, Math.min(blocks.size(), b + k));
            thin.add(GlmRows.Block.thinned(some, k));
            int[][] own = new int[moments.inCells().factors().size()][];
            for (int c = 0; c < own.length; c++) {
                int[][] each = new int[some.size()][];
                for (int i = 0; i < each.length; i++) {
                    each[i] = cell[b + i][c];
                }
                own[c] = GlmRows.Block.everyIndex(each, some, k);
            }
            cells.add(own);
        }
        return new GlmSystem(this, thin, cells.toArray(int[][][]::new));
    }

    /**
     * Refuses what least squares refuses: columns and responses whose squares are no numbers.
     *
     * @throws FormulaException naming the column
     */
    void check(Formula formula, Layout layout) {
        int products = moments.basis().products().size();
        double[] largest =
                blocks.parallelStream().map(this::largest).reduce(new double[products + 1], GlmSystem::larger);
        double response = largest[products];
        SizeLimits.columns(moments.basis().products(), largest, formula, layout);
        SizeLimits.response(spec.response().terms().get(0).name(), response, formula);
    }

    DesignSpec spec() {
        return spec;
    }

    List<GlmRows.Block> blocks() {
        return blocks;
    }

    Basis basis() {
        return moments.basis();
    }

    /** The cells that a block of columns is made from. */
    Cells cells(Placed p) {
        return numbered.get(moments.inCells().at(p.factors()));
    }

    /** The cells of the rows of block k. */
    int[] cell(int k, Placed p) {
        return cell[k][moments.inCells().at(p.factors())];
    }

    long rows() {
        return blocks.stream().mapToLong(b -> b.n).sum();
    }

    /** The sum of the prior weights. */
    double weights() {
        return blocks.stream().mapToDouble(b -> Arrays.stream(b.w).sum()).sum();
    }

    Recoding levels() {
        return levels;
    }

    /** What a step gives each row of a block: the weight, and the working response written to {@code z}. */
    interface Step {
        void of(int block, double[] weight, double[] z);
    }

    /**
     * Weighted least squares of the working response.
     *
     * @param bits of the sums
     */
    LeastSquares solve(Side predictors, Step step, Sums bits) {
        Moments.State sums = sums(step, bits, needed(predictors));
        List<CodedTerm> terms = new ArrayList<>(predictors.terms());
        CodedTerm.Block one = new CodedTerm.Block(List.of(new CodedTerm.Part(Basis.WORKING, Optional.empty())), 1);
        int p = predictors.columns().size();
        terms.add(new CodedTerm(Term.INTERCEPT, "", p, p + 1, List.of(one)));
        Gram gram = new Gram(moments, sums, levels, terms, 1, 0);
        return new LeastSquares(
                gram,
                predictors,
                1,
                0,
                LinearRegression.tolerance(spec.formula().conventions()),
                spec.formula().conventions());
    }

    /** The moments of all rows. */
    Moments.State sums(Step step, Sums bits) {
        boolean[] all = new boolean[moments.basis().products().size()];
        Arrays.fill(all, true);
        return sums(step, bits, all);
    }

    private Moments.State sums(Step step, Sums bits, boolean[] needed) {
        return new Sum(0, blocks.size(), step, bits, needed).invoke();
    }

    /** The products that some predictors and the working response need, as a model of few of the terms has few of them. */
    private boolean[] needed(Side predictors) {
        boolean[] needed = new boolean[moments.basis().products().size()];
        needed[Basis.ONE] = true;
        needed[working] = true;
        for (Placed p : Placed.all(moments.basis(), predictors)) {
            p.numerics().forEach(z -> needed[z] = true);
        }
        return needed;
    }

    /** The moments of the blocks in [from, to). */
    private final class Sum extends RecursiveTask<Moments.State> {
        private static final long serialVersionUID = 1;

        private final int from;
        private final int to;
        private final transient Step step;
        private final Sums bits;
        private final boolean[] needed;

        Sum(int from, int to, Step step, Sums bits, boolean[] needed) {
            this.from = from;
            this.to = to;
            this.step = step;
            this.bits = bits;
            this.needed = needed;
        }

        @Override
        protected Moments.State compute() {
            if (to - from <= together) {
                return leaf();
            }
            int half = from + Integer.highestOneBit(to - from - 1);
            Sum left = new Sum(from, half, step, bits, needed);
            Sum right = new Sum(half, to, step, bits, needed);
            right.fork();
            Moments.State first = left.compute();
            return Moments.plus(first, right.join());
        }

        private Moments.State leaf() {
            Moments.State state = moments.emptied(numbered);
            double[] w = new double[0];
            for (int k = from; k < to; k++) {
                GlmRows.Block block = blocks.get(k);
                w = w.length == block.n ? w : new double[block.n];
                step.of(k, w, block.z[working]);
                long counted = 0;
                for (int i = 0; i < block.n; i++) {
                    counted += block.w[i] > 0 ? 1 : 0;
                }
                double[][] z = block.z.clone();
                for (int j = 0; j < z.length; j++) {
                    z[j] = needed[j] ? z[j] : null;
                }
                moments.add(state, z, w, cell[k], block.n, counted, bits, working);
            }
            return state;
        }
    }

    /** The largest value of each product, the working response left out, and of the response. */
    private double[] largest(GlmRows.Block block) {
        int products = block.z.length;
        double[] own = new double[products + 1];
        for (int j = 0; j < products; j++) {
            own[j] = j == working ? 0 : CrossProducts.largest(block.z[j], block.n);
        }
        own[products] = CrossProducts.largest(block.y, block.n);
        return own;
    }

    private static double[] larger(double[] a, double[] b) {
        return IntStream.range(0, a.length)
                .mapToDouble(j -> Math.max(a[j], b[j]))
                .toArray();
    }

    /** Runs something on each block, in parallel where there are several. */
    void each(Consumer<Integer> work) {
        IntStream all = IntStream.range(0, blocks.size());
        (blocks.size() > 2 ? all.parallel() : all).forEach(work::accept);
    }

    /** See {@link GlmColumns#predictor}. */
    GlmColumns.Predictor predictor(Side predictors, double[] b) {
        return new GlmColumns(this, predictors).predictor(b);
    }

    /** See {@link GlmColumns#of}. */
    double[][] columns(Side predictors, int k) {
        return new GlmColumns(this, predictors).of(k);
    }

    /** An array for each block. */
    double[][] arrays() {
        double[][] all = new double[blocks.size()][];
        Arrays.setAll(all, k -> new double[blocks.get(k).n]);
        return all;
    }

    /** The arrays of the blocks behind each other. */
    double[] joined(double[][] byBlock) {
        double[] all = new double[Arrays.stream(byBlock).mapToInt(a -> a.length).sum()];
        int at = 0;
        for (double[] a : byBlock) {
            System.arraycopy(a, 0, all, at, a.length);
            at += a.length;
        }
        return all;
    }
}
