package dev.tilde.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How numbers are written in summaries and reports. Independent of any locale: decimal point, ASCII minus (HTML turns
 * it into U+2212), comma between thousands of counts. What is not finite is written {@code "-"}. Rounding is that of the
 * exact binary value, half to even, as C and R do it.
 */
public final class Numbers {
    /** What stands where there is no number. */
    public static final String NONE = "-";

    private static final int MOST_DECIMALS = 7;

    /** From here on a double has no digits after the point, and all before it are more than a reader wants. */
    private static final double TOO_LONG = 1e15;

    private Numbers() {}

    /**
     * Decimals that show three significant digits of a standard error: {@code max(0, 2 - floor(log10 se))}, with the
     * error rounded first, so 9.996 counts as 10.0.
     *
     * @return -1 when the error is zero, negative or not finite, and so says nothing about digits
     */
    public static int decimals(double error) {
        if (!(error > 0) || Double.isInfinite(error)) {
            return -1;
        }
        BigDecimal rounded = new BigDecimal(error).round(new MathContext(3, RoundingMode.HALF_EVEN));
        int magnitude = rounded.precision() - rounded.scale() - 1;
        return Math.max(0, 2 - magnitude);
    }

    /**
     * An estimate, or anything on its scale such as a limit of its interval, with the digits its standard error
     * supports: {@code estimate(-3.10872, 0.660) = "-3.109"}. Scientific when it reaches a million or would need more
     * than 7 decimals; with an error that says nothing, four significant digits.
     */
    public static String estimate(double value, double error) {
        int decimals = decimals(error);
        if (!Double.isFinite(value)) {
            return NONE;
        }
        if (decimals < 0) {
            return significant(value, 4);
        }
        if (Math.abs(value) >= 1e6 || decimals > MOST_DECIMALS) {
            int digits = value == 0 ? 2 : (int) Math.floor(Math.log10(Math.abs(value))) + exponentDecimals(error);
            return scientific(value, Math.max(2, Math.min(6, digits)));
        }
        return fixed(value, decimals);
    }

    /** A standard error in three significant digits, in the form {@link #estimate} has beside it. */
    public static String error(double error) {
        return error == 0 ? "0" : estimate(error, error);
    }

    /** An interval, {@code "-4.418 to -1.800"}; {@code "-"} when a limit is not finite. */
    public static String interval(double low, double high, double error) {
        if (!Double.isFinite(low) || !Double.isFinite(high)) {
            return NONE;
        }
        return estimate(low, error) + " to " + estimate(high, error);
    }

    /** A p-value for a table: {@code "0.030"}, or {@code "<0.001"}. */
    public static String p(double p) {
        return p < 0.001 ? "<0.001" : fixed(p, 3);
    }

    /** A p-value for a sentence: {@code "p = 0.030"}, or {@code "p < 0.001"}. */
    public static String pSentence(double p) {
        return p < 0.001 ? "p < 0.001" : "p = " + fixed(p, 3);
    }

    /** A number with a fixed count of decimals; a result of zero has no sign. Scientific from 1e15 on. */
    public static String fixed(double value, int decimals) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        if (Math.abs(value) >= TOO_LONG) {
            return scientific(value, 3);
        }
        return new BigDecimal(value).setScale(decimals, RoundingMode.HALF_EVEN).toPlainString();
    }

    /**
     * A number in some significant digits, without zeros at its end: {@code 42.1}, {@code 0.0522}; scientific from
     * a million on and below 1e-4. Whole numbers under a million keep all their digits.
     */
    public static String significant(double value, int digits) {
        if (!Double.isFinite(value)) {
            return NONE;
        }
        double size = Math.abs(value);
        if (value == 0 || size < 1e6 && value == Math.rint(value)) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(digits, RoundingMode.HALF_EVEN));
        if (rounded.abs().doubleValue() >= 1e6 || size < 1e-4) {
            return scientific(value, digits - 1);
        }
        return rounded.stripTrailingZeros().toPlainString();
    }

    /** A count with commas between thousands: {@code "13,006"}. */
    public static String count(long n) {
        String digits = Long.toString(n);
        StringBuilder out = new StringBuilder(digits);
        int start = n < 0 ? 1 : 0;
        for (int i = digits.length() - 3; i > start; i -= 3) {
            out.insert(i, ',');
        }
        return out.toString();
    }

    /** A share as a percentage with one decimal: {@code percent(0.6369) = "63.7%"}. */
    public static String percent(double share) {
        return Double.isFinite(share) ? fixed(share * 100, 1) + "%" : NONE;
    }

    private static int exponentDecimals(double error) {
        BigDecimal rounded = new BigDecimal(error).round(new MathContext(3, RoundingMode.HALF_EVEN));
        return 2 - (rounded.precision() - rounded.scale() - 1);
    }

    private static String scientific(double value, int decimals) {
        if (value == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(decimals + 1, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent)
                .setScale(decimals, RoundingMode.HALF_EVEN)
                .toPlainString();
        String size = Integer.toString(Math.abs(exponent));
        return mantissa + "e" + (exponent < 0 ? "-" : "+") + (size.length() < 2 ? "0" : "") + size;
    }
}
