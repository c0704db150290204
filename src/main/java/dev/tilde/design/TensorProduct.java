package dev.tilde.design;

import dev.tilde.formula.Conventions;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.json.Json;
import java.util.Arrays;
import java.util.List;

/**
 * {@code te(s1, s2, ..., constraints)}: the products of all columns of its arguments, those of the first varying
 * slowest; a surface from curves, as {@code te(cr(x, df=5), cr(z, df=4))}.
 *
 * <p>{@code constraints="center"} takes one column away, so that every column sums to 0 over the rows; without it
 * nothing is learned. Missing values are skipped while learning, under patsy's conventions one makes all missing.
 *
 * <p>Source: Wood (2006), <i>Generalized Additive Models</i>, 4.1.8; patsy and mgcv: {@code te}; R has none.
 *
 * @param widths columns of each argument
 */
record TensorProduct(boolean centered, List<Integer> widths, Arguments args)
        implements StatefulTransform<TensorProduct.Sums>, Widened {

    static TensorProduct of(Arguments args) {
        args.only("constraints").positional(1, Integer.MAX_VALUE);
        return new TensorProduct(
                args.choice("constraints", -1, List.of("center")).isPresent(), List.of(), args);
    }

    @Override
    public Object over(List<List<String>> arguments) {
        List<Integer> widths = arguments.stream().map(List::size).toList();
        double columns = widths.stream().mapToDouble(w -> w).reduce(1, (a, b) -> a * b);
        if (columns > args.mostColumns()) {
            throw args.problem("te would have more than " + args.mostColumns() + " columns", "", Integer.MAX_VALUE);
        }
        if (centered && columns == 1) {
            throw args.problem("te has one column here, and centering leaves none", "", Integer.MAX_VALUE);
        }
        TensorProduct of = new TensorProduct(centered, widths, args);
        return centered ? of : of.product();
    }

    private Product product() {
        int columns = widths.stream().reduce(1, (a, b) -> a * b);
        return new Product(widths, List.of(), Suffixes.numbered(args.conventions(), columns));
    }

    /** Sums of the products. */
    static final class Sums {
        private final ExactSum[] sums;
        private long count;
        private long missing;
        private int infinite = -1;

        Sums(int columns) {
            sums = new ExactSum[columns];
            Arrays.setAll(sums, c -> new ExactSum());
        }
    }

    @Override
    public Sums init() {
        return new Sums(product().suffixes().size());
    }

    @Override
    public void add(Sums state, double[][] arguments, int rows) {
        double[][] values = new double[state.sums.length][rows];
        product().apply(arguments, rows, values);
        for (int a = 0; a < arguments.length; a++) {
            for (int i = 0; i < rows && state.infinite < 0; i++) {
                state.infinite = Double.isInfinite(arguments[a][i]) ? a : -1;
            }
        }
        for (int i = 0; i < rows; i++) {
            boolean complete = true;
            for (double[] column : values) {
                complete &= !Double.isNaN(column[i]);
            }
            state.count += complete ? 1 : 0;
            state.missing += complete ? 0 : 1;
            for (int c = 0; complete && c < values.length; c++) {
                state.sums[c].add(values[c][i]);
            }
        }
    }

    @Override
    public Sums merge(Sums left, Sums right) {
        left.count += right.count;
        left.missing += right.missing;
        left.infinite = left.infinite < 0 ? right.infinite : left.infinite;
        for (int c = 0; c < left.sums.length; c++) {
            left.sums[c].add(right.sums[c]);
        }
        return left;
    }

    @Override
    public Transform learned(Sums state) {
        int columns = state.sums.length - 1;
        List<String> suffixes = Suffixes.numbered(args.conventions(), columns);
        if (args.conventions().reading() == Conventions.Reading.PATSY && state.missing > 0) {
            return new Unknown(suffixes);
        }
        if (state.count == 0) {
            throw Misfit.of(Kind.EMPTY_DATA, 0, "has no value to learn from", "");
        }
        if (state.infinite >= 0) {
            throw Misfit.infinite(state.infinite);
        }
        double[] means =
                Arrays.stream(state.sums).mapToDouble(s -> s.over(state.count)).toArray();
        return new Product(widths, Householder.complement(new double[][] {means}), suffixes);
    }

    /**
     * Products of columns.
     *
     * @param widths columns of each argument
     * @param turn what the products are multiplied by, a row for each; empty for nothing
     */
    record Product(List<Integer> widths, List<List<Double>> turn, List<String> suffixes)
            implements StorableTransform, DifferentiableTransform {
        Product {
            widths = List.copyOf(widths);
            turn = List.copyOf(turn);
            suffixes = List.copyOf(suffixes);
        }

        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            double[][] q = Vectors.arrays(turn);
            double[] row = new double[q.length == 0 ? out.length : q.length];
            for (int i = 0; i < rows; i++) {
                row[0] = 1;
                int have = 1;
                int at = 0;
                for (int width : widths) {
                    for (int c = have * width - 1; c >= 0; c--) {
                        row[c] = row[c / width] * arguments[at + c % width][i];
                    }
                    have *= width;
                    at += width;
                }
                for (int c = 0; c < out.length; c++) {
                    double v = q.length == 0 ? row[c] : 0;
                    for (int j = 0; j < q.length; j++) {
                        v += row[j] * q[j][c];
                    }
                    out[c][i] = v;
                }
            }
        }

        @Override
        public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
            double[][] q = Vectors.arrays(turn);
            double[] row = new double[q.length == 0 ? out.length : q.length];
            double[] slope = new double[row.length];
            for (int i = 0; i < rows; i++) {
                row[0] = 1;
                slope[0] = 0;
                int have = 1;
                int at = 0;
                for (int width : widths) {
                    for (int c = have * width - 1; c >= 0; c--) {
                        double v = arguments[at + c % width][i];
                        slope[c] = slope[c / width] * v + row[c / width] * slopes[at + c % width][i];
                        row[c] = row[c / width] * v;
                    }
                    have *= width;
                    at += width;
                }
                for (int c = 0; c < out.length; c++) {
                    double v = q.length == 0 ? slope[c] : 0;
                    for (int j = 0; j < q.length; j++) {
                        v += slope[j] * q[j][c];
                    }
                    out[c][i] = v;
                }
            }
        }

        @Override
        public String type() {
            return "tensor-product";
        }

        @Override
        public Json json() {
            return Json.object(
                    "widths", Json.of(widths.stream().mapToDouble(w -> w).toArray()),
                    "turn", Saved.rows(turn),
                    "suffixes", Json.of(suffixes));
        }

        static Product of(Saved s) {
            List<Integer> widths = s.get("widths").items().stream()
                    .map(w -> w.whole(1, Integer.MAX_VALUE))
                    .toList();
            List<String> suffixes = s.get("suffixes").texts();
            int products = s.get("turn").items().size();
            if (widths.stream().mapToDouble(w -> w).reduce(1, (a, b) -> a * b) != products) {
                throw s.get("turn").wrong("one row for each product of columns");
            }
            return new Product(widths, s.get("turn").rows(products, suffixes.size()), suffixes);
        }
    }
}
