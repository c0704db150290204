package dev.tilde.rnn;

/** softplus(x) = log(1 + exp(x)), from all numbers to those above 0; Dugas et al. (2001). */
final class Softplus {
    /** What {@link #inverse} takes for smaller numbers: steps as small are none. */
    private static final double LEAST = 1e-3;

    private Softplus() {}

    /** max(x, 0) + log1p(exp(-|x|)) does not overflow. */
    static double of(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** The derivative, the logistic function. */
    static double slope(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** The x whose softplus is y: y + log(1 - exp(-y)). */
    static double inverse(double y) {
        double v = Math.max(y, LEAST);
        return v + StrictMath.log(-StrictMath.expm1(-v));
    }
}
