package dev.tilde.design;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/** The derivatives of the functions of one number; those of steps are 0, as is that of {@code abs} at its corner. */
final class Slopes {
    private static final double LN2 = StrictMath.log(2);
    private static final double LN10 = StrictMath.log(10);

    private Slopes() {}

    /** Of the standard vocabulary by name, {@code log} to the base e. */
    static Map<String, DoubleUnaryOperator> table() {
        Map<String, DoubleUnaryOperator> t = new HashMap<>();
        t.put("log", x -> 1 / x);
        t.put("log2", x -> 1 / (x * LN2));
        t.put("log10", x -> 1 / (x * LN10));
        t.put("log1p", x -> 1 / (1 + x));
        t.put("exp", StrictMath::exp);
        t.put("expm1", StrictMath::exp);
        t.put("sqrt", x -> 0.5 / StrictMath.sqrt(x));
        t.put("abs", Math::signum);
        t.put("sin", StrictMath::cos);
        t.put("cos", x -> -StrictMath.sin(x));
        t.put("tan", x -> 1 + square(StrictMath.tan(x)));
        t.put("asin", x -> 1 / StrictMath.sqrt((1 - x) * (1 + x)));
        t.put("acos", x -> -1 / StrictMath.sqrt((1 - x) * (1 + x)));
        t.put("atan", x -> 1 / (1 + x * x));
        t.put("sinh", StrictMath::cosh);
        t.put("cosh", StrictMath::sinh);
        t.put("tanh", x -> 1 / square(StrictMath.cosh(x)));
        for (String step : new String[] {"floor", "ceiling", "round", "sign"}) {
            t.put(step, x -> 0);
        }
        return t;
    }

    private static double square(double v) {
        return v * v;
    }

    /** Of a function of the standard vocabulary, whatever it is called by; none if it is another one. */
    static Optional<DoubleUnaryOperator> of(String function, Vocabulary vocabulary, double base) {
        boolean standard = vocabulary.transform(function).equals(Vocabulary.STANDARD.transform(function));
        DoubleUnaryOperator slope = table().get(function);
        if (!standard || slope == null) {
            return Optional.empty();
        }
        double scale = StrictMath.log(base);
        return Optional.of(base == Math.E ? slope : x -> slope.applyAsDouble(x) / scale);
    }
}
