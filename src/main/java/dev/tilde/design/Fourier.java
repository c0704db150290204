package dev.tilde.design;

import dev.tilde.formula.Conventions.Reading;
import dev.tilde.text.Decimals;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code fourier(t, period, k)}: sine and cosine of the first k harmonics of a season, {@code sin(2 pi j t / period)}
 * and {@code cos(2 pi j t / period)} for j from 1 to k. Where 2j is the period of whole steps, the sine is zero in
 * every row and the fit reports it as aliased. R: {@code forecast::fourier}.
 */
record Fourier(double period, int harmonics) implements Transform {
    static Fourier of(Arguments args) {
        Reading reading = args.conventions().reading();
        if (reading != Reading.STRICT) {
            throw args.unknownFunction(
                    (reading == Reading.R ? "R" : "patsy") + " has no function named \"fourier\"",
                    "Write sin and cos of the time.");
        }
        boolean named = args.node("period", Integer.MAX_VALUE).isPresent();
        args.only("period", "k").positional(1, named ? 2 : 3);
        double period = args.number("period", named ? Integer.MAX_VALUE : 1)
                .orElseThrow(
                        () -> args.problem("fourier needs a period, as in fourier(t, 12, k=2)", "", Integer.MAX_VALUE));
        if (!(period > 0) || Double.isInfinite(period)) {
            throw args.problem("the period must be positive, not " + Decimals.shortest(period), "period", 1);
        }
        int k = args.whole("k", named ? 1 : 2, 1).orElse(1);
        if (2.0 * k > period) {
            throw args.problem(
                    "k must be at most half the period of " + Decimals.shortest(period)
                            + ": faster waves look like slower ones",
                    "k",
                    2);
        }
        return new Fourier(period, k);
    }

    @Override
    public List<String> suffixes() {
        List<String> suffixes = new ArrayList<>();
        for (int j = 1; j <= harmonics; j++) {
            suffixes.add("[sin" + j + "]");
            suffixes.add("[cos" + j + "]");
        }
        return suffixes;
    }

    /** The phase is reduced before it is multiplied with pi: dates are large numbers. */
    @Override
    public void apply(double[][] arguments, int rows, double[][] out) {
        double[] t = arguments[0];
        for (int i = 0; i < rows; i++) {
            double turn = t[i] % period / period;
            for (int j = 1; j <= harmonics; j++) {
                double phase = turn * j;
                double angle = 2 * Math.PI * (phase - Math.rint(phase));
                out[2 * j - 2][i] = StrictMath.sin(angle);
                out[2 * j - 1][i] = StrictMath.cos(angle);
            }
        }
    }
}
