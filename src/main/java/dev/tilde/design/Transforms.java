package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/** The functions of the language. StrictMath throughout: the same bits on every machine. */
final class Transforms {
    private static final double LN2 = StrictMath.log(2);

    private Transforms() {}

    /** The name table. */
    static Map<String, Function<Arguments, ?>> table() {
        Map<String, Function<Arguments, ?>> table = new HashMap<>();
        table.put("log", Transforms::logarithm);
        elementwise(table, "log2", Transforms::log2);
        elementwise(table, "log10", StrictMath::log10);
        elementwise(table, "log1p", StrictMath::log1p);
        elementwise(table, "exp", StrictMath::exp);
        elementwise(table, "expm1", StrictMath::expm1);
        elementwise(table, "sqrt", StrictMath::sqrt);
        elementwise(table, "abs", Math::abs);
        elementwise(table, "sin", StrictMath::sin);
        elementwise(table, "cos", StrictMath::cos);
        elementwise(table, "tan", StrictMath::tan);
        elementwise(table, "asin", StrictMath::asin);
        elementwise(table, "acos", StrictMath::acos);
        elementwise(table, "atan", StrictMath::atan);
        elementwise(table, "sinh", StrictMath::sinh);
        elementwise(table, "cosh", StrictMath::cosh);
        elementwise(table, "tanh", StrictMath::tanh);
        elementwise(table, "floor", Math::floor);
        elementwise(table, "ceiling", Math::ceil);
        table.put("round", Transforms::rounded);
        elementwise(table, "trunc", v -> v < 0 ? Math.ceil(v) : Math.floor(v));
        elementwise(table, "sign", Math::signum);
        rowwise(table, "pmin", Math::min);
        rowwise(table, "pmax", Math::max);
        Aggregate.NAMES.forEach(name -> table.put(name, owned(Reading.R, "", Aggregate::of)));
        table.put("scale", Scaling::scale);
        table.put("center", owned(Reading.PATSY, "R calls it scale(x, scale = FALSE).", Scaling::center));
        table.put("standardize", owned(Reading.PATSY, "R calls it scale(x).", Scaling::standardize));
        table.put("bs", Splines::bs);
        table.put("ns", owned(Reading.R, "Splines of patsy: bs, cr, cc.", Splines::ns));
        table.put("poly", owned(Reading.R, "Write x + I(x ** 2).", Polynomials::of));
        table.put("cut", owned(Reading.R, "", Cut::of));
        table.put("cr", owned(Reading.PATSY, "Splines of R: bs, ns.", CubicRegression::cr));
        table.put("cc", owned(Reading.PATSY, "Splines of R: bs, ns.", CubicRegression::cc));
        table.put("te", owned(Reading.PATSY, "", TensorProduct::of));
        table.put("fourier", Fourier::of);
        table.put("boxcox", PowerTransform::of);
        return table;
    }

    /** A function that one engine has: Tilde knows it too, the other engine does not. */
    private static Function<Arguments, ?> owned(Reading owner, String help, Function<Arguments, ?> function) {
        return args -> {
            Reading reading = args.conventions().reading();
            if (reading != owner && reading != Reading.STRICT) {
                String engine = reading == Reading.R ? "R" : "patsy";
                throw args.unknownFunction(engine + " has no function named \"" + args.function() + "\"", help);
            }
            return function.apply(args);
        };
    }

    private static void elementwise(Map<String, Function<Arguments, ?>> table, String name, DoubleUnaryOperator f) {
        table.put(name, args -> {
            args.only().positional(1, 1);
            return Transform.stateless(f);
        });
    }

    /** A function of two columns or more, or of columns and numbers; R: {@code pmin}, NumPy: {@code minimum}. */
    private static void rowwise(Map<String, Function<Arguments, ?>> table, String name, DoubleBinaryOperator f) {
        table.put(name, args -> {
            args.only().positional(2, args.mostColumns());
            List<Double> numbers = args.constantNumbers();
            return (Transform) (in, rows, out) -> {
                for (int i = 0; i < rows; i++) {
                    double v = in[0][i];
                    for (int j = 1; j < in.length; j++) {
                        v = f.applyAsDouble(v, in[j][i]);
                    }
                    for (double number : numbers) {
                        v = f.applyAsDouble(v, number);
                    }
                    out[0][i] = v;
                }
            };
        });
    }

    /**
     * {@code round(x, digits)}: ties to even, as the shortest decimal of the number says; R takes the nearer of the two
     * neighbours as they are stored, numpy rounds a product.
     */
    private static Transform rounded(Arguments call) {
        Arguments args = call.placed("x", "digits");
        args.only("digits").positional(1, 2);
        double digits = args.number("digits", 1).orElse(0);
        if (digits != Math.rint(digits) || Math.abs(digits) > 300) {
            throw args.problem("digits must be a whole number", "digits", 1);
        }
        if (digits == 0) {
            return Transform.stateless(Math::rint);
        }
        double power = StrictMath.pow(10, Math.abs(digits));
        boolean up = digits > 0;
        return switch (args.conventions().reading()) {
            case R -> Transform.stateless(v -> nearer(v, power, up));
            case PATSY -> Transform.stateless(v -> scaled(Math.rint(scaled(v, power, up)), power, !up));
            case STRICT ->
                Transform.stateless(v -> Double.isFinite(v)
                        ? BigDecimal.valueOf(v)
                                .setScale((int) digits, RoundingMode.HALF_EVEN)
                                .doubleValue()
                        : v);
        };
    }

    private static double scaled(double v, double power, boolean up) {
        return up ? v * power : v / power;
    }

    private static double nearer(double v, double power, boolean up) {
        double large = scaled(v, power, up);
        if (!Double.isFinite(large) || Math.abs(large) > 1e15) {
            return v;
        }
        double low = scaled(Math.floor(large), power, !up);
        double high = scaled(Math.ceil(large), power, !up);
        double down = v - low;
        double above = high - v;
        return down < above || down == above && Math.floor(large) % 2 == 0 ? low : high;
    }

    /** Exact at powers of two, where a quotient of logarithms is not. */
    private static double log2(double x) {
        int e = Math.getExponent(x);
        return x > 0 && e <= Double.MAX_EXPONENT && e >= Double.MIN_EXPONENT && x == Math.scalb(1.0, e)
                ? e
                : StrictMath.log(x) / LN2;
    }

    /** {@code log(x)}, or {@code log(x, base)} as in R. */
    private static Transform logarithm(Arguments call) {
        Arguments args = call.conventions().reading() == Reading.PATSY ? call.placed("x") : call.placed("x", "base");
        args.only("base").positional(1, 1);
        if (args.number("base", 1).isEmpty()) {
            return Transform.stateless(StrictMath::log);
        }
        double base = args.number("base", 1).getAsDouble();
        if (!(base > 0) || base == 1) {
            throw args.problem("the base of a logarithm is positive and not 1", "base", 1);
        }
        double scale = StrictMath.log(base);
        return Transform.stateless(
                base == 10 ? StrictMath::log10 : base == 2 ? Transforms::log2 : x -> StrictMath.log(x) / scale);
    }
}
