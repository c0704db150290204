package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.DoubleStream;

/**
 * {@code cr(x, df, knots, lower_bound, upper_bound, constraints)}: natural cubic splines by their values at the knots,
 * and {@code cc}: cyclic ones, whose ends meet.
 *
 * <p>With knots K, steps h and the matrix F that maps values at the knots to second derivatives, the row of x in
 * {@code [K[j], K[j+1]]}, {@code a = K[j+1] - x, b = x - K[j]}, is
 * {@code a/h e[j] + b/h e[j+1] + (a^3/6h - ha/6) F[j] + (b^3/6h - hb/6) F[j+1]}. A natural spline goes straight on
 * beyond its knots; a cyclic one repeats itself.
 *
 * <p>Inner knots are given, or so many that there are df columns are put at quantiles of the <em>different</em> values
 * between the bounds. {@code constraints="center"} takes one column away, so that every column sums to 0 over the rows.
 *
 * <p>Edges: missing values are skipped while learning, refused under patsy's conventions. Beyond the bounds cr is an
 * error in Tilde unless {@code outside} says otherwise, and straight in patsy.
 *
 * <p>Source: Wood (2006), <i>Generalized Additive Models</i>, 4.1.2, 5.3; patsy's {@code cr} and {@code cc}, mgcv's
 * {@code s(x, bs="cr")} and {@code "cc"}; R has none.
 */
record CubicRegression(
        boolean cyclic,
        OptionalInt df,
        Optional<List<Double>> knots,
        OptionalDouble lower,
        OptionalDouble upper,
        boolean centered,
        Outside outside,
        Arguments args)
        implements Sampled {

    static CubicRegression cr(Arguments args) {
        return of(args, false);
    }

    static CubicRegression cc(Arguments args) {
        return of(args, true);
    }

    private static CubicRegression of(Arguments call, boolean cyclic) {
        Arguments args = call.placed("x", "df", "knots", "lower_bound", "upper_bound", "constraints");
        boolean strict = args.conventions().reading() == Reading.STRICT;
        if (strict && !cyclic) {
            args.only("df", "knots", "lower_bound", "upper_bound", "constraints", "outside");
        } else {
            args.only("df", "knots", "lower_bound", "upper_bound", "constraints");
        }
        args.positional(1, 6);
        CubicRegression made = new CubicRegression(
                cyclic,
                args.whole("df", 1, 1),
                args.numbers("knots", 2),
                args.number("lower_bound", 3),
                args.number("upper_bound", 4),
                args.choice("constraints", 5, List.of("center")).isPresent(),
                cyclic ? Outside.LINEAR : Outside.of(args, Outside.LINEAR, Outside.LINEAR),
                args);
        made.check();
        return made;
    }

    /** Inner knots that df asks for. */
    private int inner() {
        return df.orElse(0) - 2 + (centered ? 1 : 0) + (cyclic ? 1 : 0);
    }

    private void check() {
        if (df.isEmpty() && knots.isEmpty()) {
            throw args.problem("df or knots must be given", "", Integer.MAX_VALUE);
        }
        if (df.isPresent() && inner() < 0) {
            throw args.problem(
                    "df must be at least " + (df.getAsInt() - inner()) + " here, not " + df.getAsInt(), "df", 1);
        }
        if (df.isPresent()
                && knots.isPresent()
                && knots.get().stream().distinct().count() != inner()) {
            throw args.problem(
                    "df = " + df.getAsInt() + " asks for " + inner() + " inner knots, and "
                            + knots.get().size() + " are given; name one of the two",
                    "df",
                    1);
        }
        if (lower.isPresent() && upper.isPresent() && !(lower.getAsDouble() < upper.getAsDouble())) {
            throw args.problem("the lower bound must lie below the upper one", "lower_bound", 3);
        }
    }

    @Override
    public Transform learned(Sample state) {
        if (state.missing() > 0 && args.conventions().reading() == Reading.PATSY) {
            throw Misfit.of(
                    Kind.MISSING_DATA,
                    0,
                    "is missing in " + state.missing() + (state.missing() == 1 ? " row" : " rows") + ", which patsy's "
                            + args.function() + " refuses",
                    "");
        }
        double[] x = state.distinct();
        if (x.length == 0) {
            throw Misfit.of(Kind.EMPTY_DATA, 0, "has no value to learn from", "");
        }
        double low = lower.orElse(x[0]);
        double high = upper.orElse(x[x.length - 1]);
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw Misfit.infinite(0);
        }
        if (!(low < high)) {
            throw Misfit.of(Kind.BAD_ARGUMENT, 0, "has no two values with room for a spline between them", "");
        }
        List<Double> k = knots(x, low, high);
        double[] all = DoubleStream.concat(
                        DoubleStream.of(low, high), k.stream().mapToDouble(v -> v))
                .sorted()
                .distinct()
                .toArray();
        double[][] f = cyclic
                ? CubicBasis.cyclic(all, args.conventions().reading() == Reading.PATSY)
                : CubicBasis.natural(all);
        int columns = cyclic ? all.length - 1 : all.length;
        CubicBasis basis = new CubicBasis(
                Vectors.list(all),
                cyclic,
                Vectors.lists(f),
                List.of(),
                outside,
                args.conventions().reading(),
                Suffixes.numbered(args.conventions(), columns));
        return centered ? centered(basis, state.values()) : basis;
    }

    private List<Double> knots(double[] distinct, double low, double high) {
        if (knots.isPresent()) {
            for (double k : knots.get()) {
                if (k < low || k > high) {
                    throw args.problem(
                            "the knot " + Decimals.shortest(k) + " lies outside the bounds " + Decimals.shortest(low)
                                    + " to " + Decimals.shortest(high),
                            "knots",
                            2);
                }
            }
            return knots.get();
        }
        double[] x =
                DoubleStream.of(distinct).filter(v -> v >= low && v <= high).toArray();
        int k = inner();
        if (k > 0 && x.length == 0) {
            throw Misfit.of(Kind.OUT_OF_BOUNDS, 0, "has no value between the bounds", "");
        }
        List<Double> inner = new ArrayList<>();
        for (int i = 1; i <= k; i++) {
            inner.add(Sample.quantile(x, i, k + 1));
        }
        long different = DoubleStream.concat(
                        DoubleStream.of(low, high), inner.stream().mapToDouble(v -> v))
                .distinct()
                .count();
        if (different < k + 2) {
            throw Misfit.of(
                    Kind.BAD_ARGUMENT,
                    0,
                    "has " + x.length + " different " + (x.length == 1 ? "value" : "values")
                            + " between the bounds, too few for " + k + " inner knots",
                    "");
        }
        return inner;
    }

    /** Without the direction in which the sum over the rows lies. */
    private Transform centered(CubicBasis basis, double[] x) {
        int columns = basis.suffixes().size();
        double[][] values = new double[columns][x.length];
        basis.apply(new double[][] {x}, x.length, values);
        double[] means = new double[columns];
        for (int c = 0; c < columns; c++) {
            ExactSum sum = new ExactSum();
            for (double v : values[c]) {
                sum.add(v);
            }
            means[c] = sum.over(x.length);
        }
        return basis.turned(
                Householder.complement(new double[][] {means}), Suffixes.numbered(args.conventions(), columns - 1));
    }
}
