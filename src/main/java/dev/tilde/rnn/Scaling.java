package dev.tilde.rnn;

/** Mean and spread of numbers that come in a fixed order; missing ones are left out. Welford's update. */
final class Scaling {
    /** Below this part of the numbers' size a spread is rounding. */
    private static final double NOTHING = 1e-13;
    /** Powers of two from which squares may come out as infinite or as 0. */
    private static final int FAR = 256;

    private long count;
    private double mean;
    private double squares;
    private double largest;
    /** Mean and squares are those of the numbers over two to this power, which changes no digit of them. */
    private int power;

    void add(double x) {
        if (!Double.isFinite(x)) {
            return;
        }
        if (Math.abs(x) > largest) {
            largest = Math.abs(x);
            int size = Math.getExponent(x);
            if (Math.abs(size - power) > FAR) {
                mean = Math.scalb(mean, power - size);
                squares = Math.scalb(squares, 2 * (power - size));
                power = size;
            }
        }
        double v = power == 0 ? x : Math.scalb(x, -power);
        count++;
        double d = v - mean;
        mean += d / count;
        squares += d * (v - mean);
    }

    long count() {
        return count;
    }

    double mean() {
        return power == 0 ? mean : Math.scalb(mean, power);
    }

    /** With divisor n; 0 when the numbers do not vary but for rounding. */
    double sd() {
        double sd = count == 0 ? 0 : Math.scalb(StrictMath.sqrt(squares / count), power);
        return sd > NOTHING * largest ? sd : 0;
    }
}
