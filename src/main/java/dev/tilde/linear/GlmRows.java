package dev.tilde.linear;

import dev.tilde.design.Companion;
import dev.tilde.design.Frame;
import dev.tilde.design.Layout;
import dev.tilde.formula.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The rows of a generalised linear model in memory, block by block, as they came by while the design was learned: its
 * iteration needs them again and again, and only the products of numeric columns and the codes of factors, never the
 * coded columns.
 */
final class GlmRows implements Companion<GlmRows.State> {
    private final Layout layout;
    private final Basis basis;
    private final List<List<Basis.Numeric>> products;
    private final int weights;
    private final List<Integer> offsets;
    private final List<Integer> response;
    private final List<Integer> categorical;

    GlmRows(Layout layout) {
        this.layout = layout;
        this.basis = Basis.working(layout);
        this.products = basis.products();
        this.weights = layout.role(Role.WEIGHTS).isEmpty()
                ? -1
                : layout.role(Role.WEIGHTS).get(0);
        this.offsets = layout.role(Role.OFFSET);
        this.response = layout.response().stream().flatMap(List::stream).toList();
        List<Integer> all = new ArrayList<>();
        for (int f = 0; f < layout.factors().size(); f++) {
            if (layout.isCategorical(f)) {
                all.add(f);
            }
        }
        this.categorical = all;
    }

    Basis basis() {
        return basis;
    }

    /** The blocks seen, in order. */
    static final class State {
        private final List<Block> blocks = new ArrayList<>();

        List<Block> blocks() {
            return blocks;
        }
    }

    /** Complete rows that follow each other. */
    static final class Block {
        final int n;
        /** The products of numeric columns; that of the working response is written anew by each step. */
        final double[][] z;

        final int[][] codes;
        /** The columns of the response as they are in the data; a factor's as codes. */
        final double[][] given;

        /** The response: a number, or the share of successes. */
        final double[] y;
        /** Prior weights, of counted trials already times their number. */
        final double[] w;
        /** Trials that y is a share of; w where they are not counted. */
        double[] trials;

        final double[] offset;
        final long[] row;

        Block(int n, double[][] z, int[][] codes, double[][] given, double[] w, double[] offset, long[] row) {
            this.n = n;
            this.z = z;
            this.codes = codes;
            this.given = given;
            this.y = new double[n];
            this.w = w;
            this.trials = w;
            this.offset = offset;
            this.row = row;
        }

        /** Every k-th row of some blocks; of their data only what a step needs. */
        static Block thinned(List<Block> blocks, int k) {
            int products = blocks.get(0).z.length;
            double[][] z = new double[products][];
            for (int j = 0; j < products; j++) {
                int product = j;
                z[j] = every(blocks, k, b -> b.z[product]);
            }
            double[] w = every(blocks, k, b -> b.w);
            double[] y = every(blocks, k, b -> b.y);
            Block thin = new Block(
                    w.length, z, new int[0][], new double[0][], w, every(blocks, k, b -> b.offset), new long[w.length]);
            System.arraycopy(y, 0, thin.y, 0, y.length);
            return thin;
        }

        private static double[] every(List<Block> blocks, int k, Function<Block, double[]> of) {
            double[] out =
                    new double[blocks.stream().mapToInt(b -> (b.n + k - 1) / k).sum()];
            int at = 0;
            for (Block b : blocks) {
                double[] all = of.apply(b);
                for (int i = 0; i < b.n; i += k) {
                    out[at++] = all[i];
                }
            }
            return out;
        }

        /** The same of whole numbers that belong to the rows of the blocks. */
        static int[] everyIndex(int[][] of, List<Block> blocks, int k) {
            int[] out = new int[blocks.stream().mapToInt(b -> (b.n + k - 1) / k).sum()];
            int at = 0;
            for (int m = 0; m < of.length; m++) {
                for (int i = 0; i < blocks.get(m).n; i += k) {
                    out[at++] = of[m][i];
                }
            }
            return out;
        }
    }

    @Override
    public State init() {
        return new State();
    }

    @Override
    public void add(State state, Frame frame) {
        int n = frame.rows();
        if (n == 0) {
            return;
        }
        double[][] z = new double[products.size()][];
        for (int j = 0; j < z.length; j++) {
            boolean working = products.get(j).stream().anyMatch(c -> c.factor() == Basis.WORKING);
            z[j] = working ? new double[n] : Arrays.copyOf(Moments.product(products.get(j), frame), n);
        }
        int[][] codes = new int[layout.factors().size()][];
        for (int f : categorical) {
            codes[f] = Arrays.copyOf(frame.codes(f), n);
        }
        List<double[]> given = new ArrayList<>();
        for (int f : response) {
            for (int c = 0; c < layout.widths().get(f); c++) {
                given.add(Arrays.copyOf(frame.numeric(f, c), n));
            }
        }
        double[] w = new double[n];
        if (weights < 0) {
            Arrays.fill(w, 1);
        } else {
            System.arraycopy(frame.numeric(weights, 0), 0, w, 0, n);
        }
        double[] offset = new double[n];
        for (int f : offsets) {
            double[] o = frame.numeric(f, 0);
            for (int i = 0; i < n; i++) {
                offset[i] += o[i];
            }
        }
        long[] row = new long[n];
        for (int i = 0; i < n; i++) {
            row[i] = frame.row(i);
        }
        state.blocks.add(new Block(n, z, codes, given.toArray(double[][]::new), w, offset, row));
    }

    @Override
    public State merge(State left, State right, Recoding codes) {
        for (Block b : right.blocks) {
            for (int f : categorical) {
                int[] of = codes.of(f);
                int[] own = b.codes[f];
                for (int i = 0; i < b.n; i++) {
                    own[i] = of[own[i]];
                }
            }
        }
        left.blocks.addAll(right.blocks);
        return left;
    }
}
