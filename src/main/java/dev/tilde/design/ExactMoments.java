package dev.tilde.design;

import java.math.BigDecimal;
import java.math.BigInteger;

/** Mean and sum of squares of the values of one column, without rounding on the way; missing ones are counted. */
final class ExactMoments {
    private long rows;
    private long missing;
    private final ExactSum sum = new ExactSum();
    private final ExactSum squares = new ExactSum();

    void add(double[] x, int n) {
        rows += n;
        for (int i = 0; i < n; i++) {
            if (Double.isNaN(x[i])) {
                missing++;
            } else {
                sum.add(x[i]);
                squares.addSquare(x[i]);
            }
        }
    }

    void add(ExactMoments other) {
        rows += other.rows;
        missing += other.missing;
        sum.add(other.sum);
        squares.add(other.squares);
    }

    /** How many values there are. */
    long count() {
        return rows - missing;
    }

    long missing() {
        return missing;
    }

    /** Whether a value is infinite. */
    boolean isInfinite() {
        return sum.special() != 0;
    }

    /** NaN when there is no value. */
    double mean() {
        return count() == 0 ? Double.NaN : sum.over(count());
    }

    /** The sum; 0 when there is no value. */
    double total() {
        return sum.over(1);
    }

    /** The sum of squares of {@code x - about}. */
    double squaresAbout(double about) {
        if (sum.special() != 0 || squares.special() != 0 || !Double.isFinite(about)) {
            return Double.NaN;
        }
        // In units u = 2^-1074: S2 u - 2 A S1 u^2 + n A^2 u^2.
        BigInteger a = units(about);
        BigInteger n = BigInteger.valueOf(count());
        BigInteger total = squares.units()
                .shiftLeft(-ExactSum.UNIT)
                .subtract(a.multiply(sum.units()).shiftLeft(1))
                .add(n.multiply(a).multiply(a));
        return ExactSum.quotient(total, BigInteger.ONE, 2 * ExactSum.UNIT);
    }

    /** The sum of squares about the exact mean. */
    double squaresAboutMean() {
        if (count() == 0 || sum.special() != 0 || squares.special() != 0) {
            return Double.NaN;
        }
        BigInteger n = BigInteger.valueOf(count());
        BigInteger s = sum.units();
        BigInteger total = squares.units().shiftLeft(-ExactSum.UNIT).multiply(n).subtract(s.multiply(s));
        return ExactSum.quotient(total, n, 2 * ExactSum.UNIT);
    }

    private static BigInteger units(double v) {
        return new BigDecimal(v)
                .multiply(new BigDecimal(BigInteger.ONE.shiftLeft(-ExactSum.UNIT)))
                .toBigIntegerExact();
    }
}
