package dev.tilde.design;

import java.math.BigInteger;

/**
 * A sum of doubles without rounding, so that no order and no grouping of the rows changes a bit. Chunks of 32 bits of
 * a number of 2200 bits, each with 31 bits of headroom; after the small superaccumulator of Neal (2015), <i>Fast exact
 * summation using small and large superaccumulators</i>, arXiv:1505.05571.
 */
final class ExactSum {
    /** The sum is a whole multiple of 2 to this power. */
    static final int UNIT = -1074;

    private static final int CHUNKS = 70;
    private static final int BEFORE_CARRY = 1 << 29;
    private static final long LOW = 0xFFFF_FFFFL;

    private final long[] chunks = new long[CHUNKS];
    private int added;
    private double special;

    /** Adds a number; infinite ones make the sum infinite, or NaN when they disagree. */
    void add(double x) {
        if (!Double.isFinite(x)) {
            special += x;
            return;
        }
        if (added++ == BEFORE_CARRY) {
            carry();
        }
        long bits = Double.doubleToRawLongBits(x);
        int exponent = (int) (bits >>> 52) & 0x7FF;
        long fraction = bits & ((1L << 52) - 1);
        long mantissa = exponent == 0 ? fraction : fraction | 1L << 52;
        int at = Math.max(exponent - 1, 0);
        int chunk = at >> 5;
        int shift = at & 31;
        long low = (mantissa & LOW) << shift;
        long high = (mantissa >>> 32) << shift;
        long first = low & LOW;
        long second = (low >>> 32) + (high & LOW);
        long third = high >>> 32;
        if (bits < 0) {
            chunks[chunk] -= first;
            chunks[chunk + 1] -= second;
            chunks[chunk + 2] -= third;
        } else {
            chunks[chunk] += first;
            chunks[chunk + 1] += second;
            chunks[chunk + 2] += third;
        }
    }

    /** Adds {@code x * x}, exactly unless that is below 1e-290. */
    void addSquare(double x) {
        double p = x * x;
        add(p);
        if (Double.isFinite(p)) {
            add(Math.fma(x, x, -p));
        }
    }

    private void carry() {
        for (int i = 0; i < CHUNKS - 1; i++) {
            chunks[i + 1] += chunks[i] >> 32;
            chunks[i] &= LOW;
        }
        added = 1;
    }

    void add(ExactSum other) {
        carry();
        other.carry();
        for (int i = 0; i < CHUNKS; i++) {
            chunks[i] += other.chunks[i];
        }
        added = 2;
        special += other.special;
    }

    /** 0, or the infinite or undefined value of a sum that has one. */
    double special() {
        return special;
    }

    /** The finite part, in units of two to the power {@link #UNIT}. */
    BigInteger units() {
        BigInteger sum = BigInteger.ZERO;
        for (int i = CHUNKS - 1; i >= 0; i--) {
            sum = sum.shiftLeft(32).add(BigInteger.valueOf(chunks[i]));
        }
        return sum;
    }

    /** The sum over a count, rounded once. */
    double over(long count) {
        return special == 0 ? quotient(units(), BigInteger.valueOf(count), UNIT) : special;
    }

    /** {@code numerator / denominator * 2^exponent}, rounded once unless subnormal. */
    static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
        int shift = 66 - (numerator.bitLength() - denominator.bitLength());
        BigInteger scaled = shift > 0 ? numerator.shiftLeft(shift) : numerator;
        BigInteger divisor = shift > 0 ? denominator : denominator.shiftLeft(-shift);
        BigInteger[] parts = scaled.abs().divideAndRemainder(divisor);
        // A remainder must tell a tie from what lies above it.
        BigInteger sticky = parts[0].shiftLeft(1).or(parts[1].signum() == 0 ? BigInteger.ZERO : BigInteger.ONE);
        return numerator.signum() * Math.scalb(sticky.doubleValue(), exponent - shift - 1);
    }
}
