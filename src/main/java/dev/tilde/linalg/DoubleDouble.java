package dev.tilde.linalg;

/**
 * A number of about 106 bits: the unevaluated sum {@code hi + lo} of two doubles, with |lo| at most half a unit in the
 * last place of hi. Relative error of an operation: a few times 2^-104. Not for values near overflow.
 *
 * <p>Algorithms: Dekker (1971), Numerische Mathematik 18, 224-242; the accurate sum and the product with a fused
 * multiply-add as in Joldes, Muller and Popescu (2017), ACM TOMS 44(2), doi:10.1145/3121432, algorithms 6, 12, 17.
 *
 * @param hi the value rounded to double
 * @param lo the rest
 */
public record DoubleDouble(double hi, double lo) {
    /** 0. */
    public static final DoubleDouble ZERO = new DoubleDouble(0, 0);

    /** 1. */
    public static final DoubleDouble ONE = new DoubleDouble(1, 0);

    /** Exactly {@code v}. */
    public static DoubleDouble of(double v) {
        return new DoubleDouble(v, 0);
    }

    /** Exactly {@code a + b} (TwoSum). */
    public static DoubleDouble sum(double a, double b) {
        double s = a + b;
        double t = s - a;
        return new DoubleDouble(s, (a - (s - t)) + (b - t));
    }

    /** Exactly {@code a * b} (TwoProd). */
    public static DoubleDouble product(double a, double b) {
        double p = a * b;
        return new DoubleDouble(p, Math.fma(a, b, -p));
    }

    /** Normalises {@code hi + lo} where |hi| is at least |lo| (FastTwoSum). */
    private static DoubleDouble fast(double hi, double lo) {
        double s = hi + lo;
        return new DoubleDouble(s, lo - (s - hi));
    }

    /** {@code this + b}, by the accurate sum. */
    public DoubleDouble plus(DoubleDouble b) {
        DoubleDouble s = sum(hi, b.hi);
        DoubleDouble t = sum(lo, b.lo);
        DoubleDouble v = fast(s.hi, s.lo + t.hi);
        return fast(v.hi, v.lo + t.lo);
    }

    /** {@code this - b}. */
    public DoubleDouble minus(DoubleDouble b) {
        return plus(b.negated());
    }

    /** {@code -this}, exactly. */
    public DoubleDouble negated() {
        return new DoubleDouble(-hi, -lo);
    }

    /** {@code this * b}. */
    public DoubleDouble times(double b) {
        double p = hi * b;
        return fast(p, Math.fma(lo, b, Math.fma(hi, b, -p)));
    }

    /** {@code this * b}. */
    public DoubleDouble times(DoubleDouble b) {
        double p = hi * b.hi;
        double e = Math.fma(hi, b.hi, -p);
        return fast(p, e + Math.fma(hi, b.lo, lo * b.hi));
    }

    /** Quotient; infinite or NaN parts when {@code b} is zero. */
    public DoubleDouble over(DoubleDouble b) {
        double q = hi / b.hi;
        DoubleDouble r = minus(b.times(q));
        double q2 = r.hi / b.hi;
        r = r.minus(b.times(q2));
        return fast(q, q2).plus(of(r.hi / b.hi));
    }

    /** {@code this / b}; infinite or NaN parts when {@code b} is zero. */
    public DoubleDouble over(double b) {
        return over(of(b));
    }

    /** Square root; 0 of 0, NaN of a negative number. */
    public DoubleDouble sqrt() {
        if (hi <= 0) {
            return of(Math.sqrt(hi));
        }
        double x = Math.sqrt(hi);
        DoubleDouble rest = minus(product(x, x));
        return fast(x, rest.hi / (2 * x));
    }

    /** Rounded to double. */
    public double value() {
        return hi + lo;
    }
}
