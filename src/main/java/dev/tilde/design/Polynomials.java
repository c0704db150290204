package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.json.Json;
import dev.tilde.linalg.DoubleDouble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * {@code poly(x, degree = 1, raw = FALSE)}: polynomials of x that are orthonormal over the rows, without the constant.
 *
 * <p>{@code p0 = 1, p[i] = (x - alpha[i]) p[i-1] - (c[i-1] / c[i-2]) p[i-2]}, where {@code c[i] = sum p[i]^2} and
 * {@code alpha[i] = sum x p[i-1]^2 / c[i-1]}; column i is {@code p[i] / sqrt(c[i])}. What is remembered are alpha and
 * c, so new rows get the same polynomials. {@code raw = TRUE} gives the powers of x. Several variables,
 * {@code poly(x, z, degree = 2)}: all products of their polynomials up to that total degree, named by their degrees,
 * {@code 1.0, 2.0, 0.1, 1.1, 0.2}.
 *
 * <p>Edges: the degree must be below the number of different values; missing values are skipped, under R's
 * conventions refused.
 *
 * <p>Source: Forsythe (1957), <i>Generation and use of orthogonal polynomials for data-fitting with a digital
 * computer</i>, doi:10.1137/0105007; Kennedy and Gentle (1980), <i>Statistical Computing</i>, 343-344. R: {@code poly},
 * {@code polym}; patsy has none.
 */
record Polynomials(int degree, boolean raw, Arguments args, int variables)
        implements StatefulTransform<Sample[]>, Widened {

    static Polynomials of(Arguments call) {
        Arguments args = call.leading("x").handedOn("degree", "raw", "simple", "coefs");
        args.only("degree", "raw", "simple").positional(1, Integer.MAX_VALUE);
        args.flag("simple", -1);
        int constants = args.constants();
        if (constants > 1) {
            throw args.problem("poly takes one degree; its other arguments are variables", "", Integer.MAX_VALUE);
        }
        int position = constants == 0 ? -1 : 1;
        if (position == 1 && args.node("", 1).map(Constants::number).isEmpty()) {
            throw args.problem("after several variables the degree is named, as in degree=2", "", Integer.MAX_VALUE);
        }
        if (position == 1 && args.node("degree", -1).isPresent()) {
            throw args.problem("the degree is given twice", "degree", -1);
        }
        int degree = args.whole("degree", position, 1).orElse(1);
        return new Polynomials(degree, args.flag("raw", -1).orElse(false), args, 1);
    }

    @Override
    public Object over(List<List<String>> arguments) {
        int variables = arguments.stream().mapToInt(List::size).sum();
        Polynomials of = new Polynomials(degree, raw, args, variables);
        List<List<Integer>> powers = of.powers();
        return raw ? new Raw(powers, of.suffixes()) : of;
    }

    /** The degrees in each variable of each column, those of the first varying fastest. */
    private List<List<Integer>> powers() {
        double columns = 1;
        for (int k = 1; k <= degree; k++) {
            columns = columns * (variables + k) / k;
        }
        if (columns > args.mostColumns()) {
            throw args.problem("poly would have more than " + args.mostColumns() + " columns", "degree", -1);
        }
        List<List<Integer>> powers = new ArrayList<>();
        int[] at = new int[variables];
        while (true) {
            int j = 0;
            at[0]++;
            while (Arrays.stream(at).sum() > degree) {
                at[j] = 0;
                if (++j == variables) {
                    return powers;
                }
                at[j]++;
            }
            powers.add(Arrays.stream(at).boxed().toList());
        }
    }

    private List<String> suffixes() {
        if (variables == 1) {
            return Suffixes.numbered(args.conventions(), degree);
        }
        List<String> suffixes = new ArrayList<>();
        for (List<Integer> p : powers()) {
            String label = String.join(".", p.stream().map(String::valueOf).toList());
            suffixes.add(Suffixes.labelled(args.conventions(), label));
        }
        return suffixes;
    }

    @Override
    public Sample[] init() {
        Sample[] state = new Sample[variables];
        Arrays.setAll(state, j -> new Sample());
        return state;
    }

    @Override
    public void add(Sample[] state, double[][] arguments, int rows) {
        for (int j = 0; j < variables; j++) {
            state[j].add(arguments[j], rows);
        }
    }

    @Override
    public Sample[] merge(Sample[] left, Sample[] right) {
        for (int j = 0; j < variables; j++) {
            left[j].add(right[j]);
        }
        return left;
    }

    @Override
    public Transform learned(Sample[] state) {
        List<Axis> axes = new ArrayList<>();
        for (int j = 0; j < variables; j++) {
            Sample s = state[j];
            if (s.missing() > 0 && args.conventions().reading() == Reading.R) {
                throw Misfit.of(
                        Kind.MISSING_DATA,
                        j,
                        "is missing in " + s.missing() + (s.missing() == 1 ? " row" : " rows")
                                + ", which R's poly refuses",
                        "");
            }
            if (s.count() == 0) {
                throw Misfit.of(Kind.EMPTY_DATA, j, "has no value to learn from", "");
            }
            double[] values = s.distinct();
            int distinct = values.length;
            if (Double.isInfinite(values[0]) || Double.isInfinite(values[distinct - 1])) {
                throw Misfit.infinite(j);
            }
            if (degree >= distinct) {
                throw Misfit.of(
                        Kind.BAD_ARGUMENT,
                        j,
                        "has " + distinct + " different " + (distinct == 1 ? "value" : "values")
                                + ", too few for a polynomial of degree " + degree,
                        "");
            }
            axes.add(axis(s.values()));
        }
        return new Orthogonal(axes, powers(), suffixes());
    }

    private Axis axis(double[] x) {
        double[] before = new double[x.length];
        double[] p = new double[x.length];
        Arrays.fill(p, 1);
        List<Double> alpha = new ArrayList<>();
        List<Double> c = new ArrayList<>(List.of((double) x.length));
        for (int i = 1; i <= degree; i++) {
            double a = mean(x, p);
            double ratio = i == 1 ? 0 : c.get(i - 1) / c.get(i - 2);
            DoubleDouble squares = DoubleDouble.ZERO;
            for (int r = 0; r < x.length; r++) {
                double next = (x[r] - a) * p[r] - ratio * before[r];
                before[r] = p[r];
                p[r] = next;
                squares = squares.plus(DoubleDouble.product(next, next));
            }
            alpha.add(a);
            c.add(squares.value());
        }
        return new Axis(alpha, c);
    }

    /** The mean of x weighted by the squares of p. */
    private static double mean(double[] x, double[] p) {
        DoubleDouble sum = DoubleDouble.ZERO;
        DoubleDouble weights = DoubleDouble.ZERO;
        for (int r = 0; r < x.length; r++) {
            DoubleDouble square = DoubleDouble.product(p[r], p[r]);
            sum = sum.plus(square.times(x[r]));
            weights = weights.plus(square);
        }
        return sum.over(weights).value();
    }

    /**
     * The recurrence of one variable.
     *
     * @param alpha one for each degree
     * @param c the sums of squares, one more
     */
    record Axis(List<Double> alpha, List<Double> c) {
        Axis {
            alpha = List.copyOf(alpha);
            c = List.copyOf(c);
        }

        /** Fills {@code out[0..degree][rows]}. */
        private void fill(double[] x, int rows, double[][] out) {
            Arrays.fill(out[0], 0, rows, 1);
            for (int i = 1; i < out.length; i++) {
                double a = alpha.get(i - 1);
                double ratio = i == 1 ? 0 : c.get(i - 1) / c.get(i - 2);
                double[] p = out[i - 1];
                double[] before = out[Math.max(i - 2, 0)];
                double[] next = out[i];
                for (int r = 0; r < rows; r++) {
                    next[r] = (x[r] - a) * p[r] - ratio * before[r];
                }
            }
            for (int i = 1; i < out.length; i++) {
                double norm = Math.sqrt(c.get(i));
                for (int r = 0; r < rows; r++) {
                    out[i][r] /= norm;
                }
            }
        }

        /** Derivatives of {@code p[0..degree][rows]}; the recurrence, differentiated. */
        private void derive(double[] x, double[][] p, int rows, double[][] out) {
            for (int i = 1; i < out.length; i++) {
                double a = alpha.get(i - 1);
                double ratio = i == 1 ? 0 : c.get(i - 1) / c.get(i - 2);
                double norm = i == 1 ? 1 : Math.sqrt(c.get(i - 1));
                for (int r = 0; r < rows; r++) {
                    out[i][r] = p[i - 1][r] * norm + (x[r] - a) * out[i - 1][r] - ratio * out[Math.max(i - 2, 0)][r];
                }
            }
            for (int i = 1; i < out.length; i++) {
                double norm = Math.sqrt(c.get(i));
                for (int r = 0; r < rows; r++) {
                    out[i][r] /= norm;
                }
            }
        }
    }

    /** One derivative in each variable, times the polynomials in the others. */
    private static void productRule(
            double[][][] p, double[][][] d, double[][] slopes, List<List<Integer>> powers, int rows, double[][] out) {
        for (int j = 0; j < out.length; j++) {
            for (int r = 0; r < rows; r++) {
                double sum = 0;
                for (int k = 0; k < p.length; k++) {
                    double v = d[k][powers.get(j).get(k)][r] * slopes[k][r];
                    for (int l = 0; l < p.length; l++) {
                        v *= l == k ? 1 : p[l][powers.get(j).get(l)][r];
                    }
                    sum += v;
                }
                out[j][r] = sum;
            }
        }
    }

    /** Products of orthonormal polynomials. */
    record Orthogonal(List<Axis> axes, List<List<Integer>> powers, List<String> suffixes)
            implements StorableTransform, DifferentiableTransform {
        Orthogonal {
            axes = List.copyOf(axes);
            powers = List.copyOf(powers);
            suffixes = List.copyOf(suffixes);
        }

        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            double[][] p = new double[axes.get(0).c().size()][rows];
            for (int k = 0; k < axes.size(); k++) {
                axes.get(k).fill(arguments[k], rows, p);
                multiply(p, powers, k, rows, out);
            }
        }

        @Override
        public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
            int degrees = axes.get(0).c().size();
            double[][][] p = new double[axes.size()][degrees][rows];
            double[][][] d = new double[axes.size()][degrees][rows];
            for (int k = 0; k < p.length; k++) {
                axes.get(k).fill(arguments[k], rows, p[k]);
                axes.get(k).derive(arguments[k], p[k], rows, d[k]);
            }
            productRule(p, d, slopes, powers, rows, out);
        }

        @Override
        public String type() {
            return "orthogonal-polynomials";
        }

        @Override
        public Json json() {
            List<Json> variables = new ArrayList<>();
            axes.forEach(a -> variables.add(Json.object("alpha", Saved.of(a.alpha), "c", Saved.of(a.c))));
            List<Json> degrees = new ArrayList<>();
            powers.forEach(
                    p -> degrees.add(Json.of(p.stream().mapToDouble(d -> d).toArray())));
            return Json.object(
                    "variables", new Json.Arr(variables),
                    "powers", new Json.Arr(degrees),
                    "suffixes", Json.of(suffixes));
        }

        static Orthogonal of(Saved s) {
            List<Axis> axes = s.get("variables").items().stream()
                    .map(a -> new Axis(a.get("alpha").numbers(), a.get("c").numbers()))
                    .toList();
            int degree = axes.isEmpty() ? 0 : axes.get(0).alpha.size();
            if (degree < 1 || axes.stream().anyMatch(a -> a.alpha.size() != degree || a.c.size() != degree + 1)) {
                throw s.get("variables").wrong("a recurrence of one degree for each variable");
            }
            List<List<Integer>> powers = s.get("powers").items().stream()
                    .map(p -> p.items().stream().map(d -> d.whole(0, degree)).toList())
                    .toList();
            List<String> suffixes = s.get("suffixes").texts();
            if (powers.size() != suffixes.size() || powers.stream().anyMatch(p -> p.size() != axes.size())) {
                throw s.get("powers").wrong("a degree in each variable for each column");
            }
            return new Orthogonal(axes, powers, suffixes);
        }
    }

    /** Products of powers. */
    record Raw(List<List<Integer>> powers, List<String> suffixes) implements DifferentiableTransform {
        Raw {
            powers = List.copyOf(powers);
            suffixes = List.copyOf(suffixes);
        }

        @Override
        public void apply(double[][] arguments, int rows, double[][] out) {
            int degree =
                    powers.stream().flatMap(List::stream).max(Integer::compare).orElseThrow();
            double[][] p = new double[degree + 1][rows];
            for (int k = 0; k < powers.get(0).size(); k++) {
                for (int i = 0; i <= degree; i++) {
                    for (int r = 0; r < rows; r++) {
                        p[i][r] = StrictMath.pow(arguments[k][r], i);
                    }
                }
                multiply(p, powers, k, rows, out);
            }
        }

        @Override
        public void derive(double[][] arguments, double[][] slopes, int rows, double[][] out) {
            int degree =
                    powers.stream().flatMap(List::stream).max(Integer::compare).orElseThrow();
            int variables = powers.get(0).size();
            double[][][] p = new double[variables][degree + 1][rows];
            double[][][] d = new double[variables][degree + 1][rows];
            for (int k = 0; k < variables; k++) {
                for (int i = 0; i <= degree; i++) {
                    for (int r = 0; r < rows; r++) {
                        p[k][i][r] = StrictMath.pow(arguments[k][r], i);
                        d[k][i][r] = i == 0 ? 0 : i * p[k][i - 1][r];
                    }
                }
            }
            productRule(p, d, slopes, powers, rows, out);
        }
    }

    /** Multiplies each column by its polynomial in variable k; those of the first variable begin the product. */
    private static void multiply(double[][] p, List<List<Integer>> powers, int k, int rows, double[][] out) {
        for (int j = 0; j < out.length; j++) {
            double[] factor = p[powers.get(j).get(k)];
            for (int r = 0; r < rows; r++) {
                out[j][r] = k == 0 ? factor[r] : out[j][r] * factor[r];
            }
        }
    }
}
