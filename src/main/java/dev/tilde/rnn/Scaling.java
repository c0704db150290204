package dev.tilde.rnn;

/** Mean and spread of numbers that come in a fixed order; missing ones are left out. Welford's update. */
final class Scaling {
    /** Below this part of the numbers' size a spread is rounding. */
    private static final double NOTHING = 1e-13;

    private long count;
    private double mean;
    private double squares;
    private double largest;

    void add(double x) {
        if (!Double.isFinite(x)) {
            return;
        }
        count++;
        double d = x - mean;
        mean += d / count;
        squares += d * (x - mean);
        largest = Math.max(largest, Math.abs(x));
    }

    long count() {
        return count;
    }

    double mean() {
        return mean;
    }

    /** With divisor n; 0 when the numbers do not vary but for rounding. */
    double sd() {
        double sd = count == 0 ? 0 : StrictMath.sqrt(squares / count);
        return sd > NOTHING * largest ? sd : 0;
    }
}
