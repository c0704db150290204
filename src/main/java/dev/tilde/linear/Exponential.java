package dev.tilde.linear;

/*
 * exp(x) = 2^k exp(r), k = rint(x / ln 2), |r| <= ln(2) / 2. ln 2 is subtracted in two parts, the first product exact by fma.
 * exp(r) is its series up to r^13 / 13!, which leaves 5e-18, in Estrin's order: halves of a polynomial do not wait for each
 * other. Only operations that IEEE 754 rounds, so the bits are the same on every machine; Math.exp promises no such thing.
 */

/** The exponential function, within one unit of the last place. */
final class Exponential {
    private static final double LOG2_E = 1 / StrictMath.log(2);

    private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;

    private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

    /** Beyond it the result or its scale is not a normal number. */
    private static final double FAR = 700;

    private Exponential() {}

    /** e^x. */
    static double of(double x) {
        if (!(Math.abs(x) < FAR)) {
            return StrictMath.exp(x);
        }
        return fraction(x) * scale(Math.rint(x * LOG2_E));
    }

    /** e^x of each in place, the same bits as of {@link #of(double)}. */
    static void of(double[] x) {
        double[] fractions = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            fractions[i] = fraction(x[i]);
        }
        for (int i = 0; i < x.length; i++) {
            double v = x[i];
            x[i] = Math.abs(v) < FAR ? fractions[i] * scale(Math.rint(v * LOG2_E)) : StrictMath.exp(v);
        }
    }

    /** exp(r), in steps that a compiler makes wide. */
    private static double fraction(double x) {
        double k = Math.rint(x * LOG2_E);
        double r = Math.fma(-k, LN2_LOW, Math.fma(-k, LN2_HIGH, x));
        double s = r * r;
        double a = Math.fma(r, 1.0 / 6, 1.0 / 2);
        double b = Math.fma(r, 1.0 / 120, 1.0 / 24);
        double c = Math.fma(r, 1.0 / 5040, 1.0 / 720);
        double d = Math.fma(r, 1.0 / 362880, 1.0 / 40320);
        double e = Math.fma(r, 1.0 / 39916800, 1.0 / 3628800);
        double f = Math.fma(r, 1.0 / 6227020800.0, 1.0 / 479001600);
        double t = s * s;
        double low = Math.fma(s, b, a);
        double middle = Math.fma(s, d, c);
        double high = Math.fma(s, f, e);
        double q = Math.fma(t, Math.fma(t, high, middle), low);
        return 1 + Math.fma(s, q, r);
    }

    /** 2^k: adding 2^52 leaves the whole number in the lowest bits. */
    private static double scale(double k) {
        return Double.longBitsToDouble(Double.doubleToRawLongBits(k + (0x1p52 + 1023)) << 52);
    }
}
