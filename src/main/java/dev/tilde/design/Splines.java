package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * {@code bs(x, df, knots, degree = 3, intercept = FALSE)}: B-splines, and {@code ns(x, df, knots, intercept = FALSE)}:
 * the cubic ones that are straight beyond the boundaries.
 *
 * <p>Inner knots are given, or {@code df - degree - intercept} of them (ns: {@code df - 1 - intercept}) are put at the
 * quantiles i / (k + 1) (type 7) of the values between the boundaries; the boundaries are given or the extremes. The
 * first function is left out unless {@code intercept}. ns turns the functions by the part of Q that is orthogonal to
 * their second derivatives at the boundaries, so its columns are no B-splines but span the natural splines.
 *
 * <p>Edges: missing values are skipped while learning; under patsy's conventions one makes all columns missing where
 * boundaries or knots are learned. Beyond the boundaries see {@link Outside}: Tilde and patsy stop, R's bs goes on with
 * the outermost polynomial and its ns straight. Without df or knots Tilde and R's bs have no inner knot; patsy refuses that. A df below the smallest is
 * an error, under R's conventions the smallest is taken.
 *
 * <ul>
 *   <li>R, package splines: {@code bs(x, df, knots, degree, intercept, Boundary.knots)}, {@code ns}.
 *   <li>patsy: {@code bs(x, df, knots, degree, include_intercept, lower_bound, upper_bound)}.
 *   <li>Tilde: the keywords of either, and {@code outside}.
 * </ul>
 *
 * <p>Source: de Boor (1978), <i>A Practical Guide to Splines</i>; Hastie (1992) in Chambers and Hastie, <i>Statistical
 * Models in S</i>, chapter 7.
 */
record Splines(
        boolean natural,
        OptionalInt df,
        Optional<List<Double>> knots,
        int degree,
        boolean intercept,
        OptionalDouble lower,
        OptionalDouble upper,
        Outside outside,
        Arguments args)
        implements Sampled {

    static Splines bs(Arguments call) {
        Reading reading = call.conventions().reading();
        Arguments args = switch (reading) {
            case R -> call.placed("x", "df", "knots", "degree", "intercept", "Boundary.knots");
            case PATSY -> call.placed("x", "df", "knots", "degree", "include_intercept", "lower_bound", "upper_bound");
            case STRICT -> call.placed("x", "df", "knots", "degree", "intercept|include_intercept");
        };
        switch (reading) {
            case R ->
                args.only("df", "knots", "degree", "intercept", "Boundary.knots")
                        .positional(1, 6);
            case PATSY ->
                args.only("df", "knots", "degree", "include_intercept", "lower_bound", "upper_bound")
                        .positional(1, 7);
            case STRICT ->
                args.only(
                                "df",
                                "knots",
                                "degree",
                                "intercept",
                                "include_intercept",
                                "Boundary.knots",
                                "lower_bound",
                                "upper_bound",
                                "outside")
                        .positional(1, 5);
        }
        int degree = args.whole("degree", 3, reading == Reading.R ? 1 : 0).orElse(3);
        return of(args, false, degree, 4, Outside.of(args, Outside.TAYLOR, Outside.ERROR));
    }

    static Splines ns(Arguments call) {
        boolean r = call.conventions().reading() == Reading.R;
        Arguments args = r
                ? call.placed("x", "df", "knots", "intercept", "Boundary.knots")
                : call.placed("x", "df", "knots", "intercept|include_intercept");
        if (r) {
            args.only("df", "knots", "intercept", "Boundary.knots").positional(1, 5);
        } else {
            args.only(
                            "df",
                            "knots",
                            "intercept",
                            "include_intercept",
                            "Boundary.knots",
                            "lower_bound",
                            "upper_bound",
                            "outside")
                    .positional(1, 4);
        }
        return of(args, true, 3, 3, Outside.of(args, Outside.LINEAR, Outside.ERROR));
    }

    private static Splines of(Arguments args, boolean natural, int degree, int position, Outside outside) {
        Reading reading = args.conventions().reading();
        OptionalDouble lower = args.number("lower_bound", reading == Reading.PATSY ? 5 : -1);
        OptionalDouble upper = args.number("upper_bound", reading == Reading.PATSY ? 6 : -1);
        Optional<List<Double>> both = args.numbers("Boundary.knots", reading == Reading.R ? position + 1 : -1);
        if (both.isPresent()) {
            List<Double> b = both.get().stream().sorted().toList();
            if (b.size() != 2 || lower.isPresent() || upper.isPresent()) {
                throw args.problem("Boundary.knots are two numbers, instead of any other bound", "Boundary.knots", -1);
            }
            lower = OptionalDouble.of(b.get(0));
            upper = OptionalDouble.of(b.get(1));
        }
        if (lower.isPresent() && upper.isPresent() && !(lower.getAsDouble() < upper.getAsDouble())) {
            throw args.problem(
                    "the lower bound must lie below the upper one",
                    both.isPresent() ? "Boundary.knots" : "lower_bound",
                    -1);
        }
        String keyword = args.node("include_intercept", -1).isPresent() ? "include_intercept" : "intercept";
        Splines made = new Splines(
                natural,
                args.whole("df", 1, 0),
                args.numbers("knots", 2),
                degree,
                args.flag(keyword, position).orElse(false),
                lower,
                upper,
                outside,
                args);
        made.check();
        return made;
    }

    /** Inner knots that df asks for; negative when it is too small. */
    private int inner() {
        return df.orElse(0) - (natural ? 1 : degree) - (intercept ? 1 : 0);
    }

    private void check() {
        Reading reading = args.conventions().reading();
        if (reading == Reading.PATSY
                && args.node("knots", 2).filter(n -> !Lists.isList(n)).isPresent()) {
            throw args.problem("patsy wants a list of knots, as in knots=[2]", "knots", 2);
        }
        if (reading == Reading.R) {
            return;
        }
        if (df.isPresent() && inner() < 0) {
            throw args.problem(
                    "df must be at least " + (df.getAsInt() - inner()) + " here, not " + df.getAsInt(), "df", 1);
        }
        if (df.isPresent() && knots.isPresent() && inner() != knots.get().size()) {
            throw args.problem(
                    "df = " + df.getAsInt() + " asks for " + inner() + " inner knots, and "
                            + knots.get().size() + " are given; name one of the two",
                    "df",
                    1);
        }
        if (df.isEmpty() && knots.isEmpty() && reading == Reading.PATSY) {
            throw args.problem("df or knots must be given", "", Integer.MAX_VALUE);
        }
    }

    @Override
    public Transform learned(Sample state) {
        double[] x = state.sorted();
        boolean poisoned = args.conventions().reading() == Reading.PATSY
                && state.missing() > 0
                && (lower.isEmpty() || upper.isEmpty() || knots.isEmpty() && inner() > 0);
        if (x.length == 0) {
            throw Misfit.of(Kind.EMPTY_DATA, 0, "has no value to learn from", "");
        }
        double low = lower.orElse(x[0]);
        double high = upper.orElse(x[x.length - 1]);
        if (Double.isInfinite(low) || Double.isInfinite(high)) {
            throw Misfit.infinite(0);
        }
        if (!(low < high) && degree > 0) {
            throw Misfit.of(Kind.BAD_ARGUMENT, 0, "has no two values with room for a spline between them", "");
        }
        List<Double> inner = knots.orElseGet(() -> quantiles(x, low, high));
        for (double k : inner) {
            if (k < low || k > high) {
                throw args.problem(
                        "the knot " + Decimals.shortest(k) + " lies outside the boundaries " + Decimals.shortest(low)
                                + " to " + Decimals.shortest(high),
                        "knots",
                        2);
            }
        }
        KnotVector t = KnotVector.of(low, high, inner, degree);
        int skip = intercept ? 0 : 1;
        List<List<Double>> turn = natural ? turn(t, skip) : List.of();
        int columns = natural ? turn.get(0).size() : t.functions() - skip;
        List<String> suffixes = Suffixes.numbered(args.conventions(), columns);
        Reading reading = args.conventions().reading();
        return poisoned ? new Unknown(suffixes) : new SplineBasis(t, skip, turn, outside, reading, suffixes);
    }

    private List<Double> quantiles(double[] sorted, double low, double high) {
        double[] x = Arrays.stream(sorted).filter(v -> v >= low && v <= high).toArray();
        int k = df.isPresent() ? Math.max(inner(), 0) : 0;
        if (x.length == 0 && k > 0) {
            throw Misfit.of(Kind.OUT_OF_BOUNDS, 0, "has no value between the boundaries", "");
        }
        List<Double> inner = new ArrayList<>();
        for (int i = 1; i <= k; i++) {
            inner.add(Sample.quantile(x, i, k + 1));
        }
        return inner;
    }

    /** What makes the second derivatives at both boundaries vanish. */
    private static List<List<Double>> turn(KnotVector t, int skip) {
        double[] low = t.derivative(t.lower(), 2);
        double[] high = t.derivative(t.upper(), 2);
        return Householder.complement(
                new double[][] {Arrays.copyOfRange(low, skip, low.length), Arrays.copyOfRange(high, skip, high.length)
                });
    }
}
