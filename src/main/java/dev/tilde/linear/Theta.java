package dev.tilde.linear;

import dev.tilde.design.Side;
import java.util.stream.IntStream;

/**
 * The theta of a negative binomial family, and how sure it is. R: {@code MASS::theta.ml}.
 *
 * @param value theta
 * @param stdError 1 / sqrt(information); NaN where theta was given
 * @param estimated whether it was estimated, and so counts as a parameter
 */
record Theta(double value, double stdError, boolean estimated) {
    /** Not estimated here. */
    static final Theta GIVEN = new Theta(Double.NaN, Double.NaN, false);

    /** Counts that vary no more than Poisson's have an infinite theta; this is as good. */
    private static final double LARGEST = 1e8;

    /** From here on differences of the Gamma function's logarithm are those of Stirling's series, to 1e-15. */
    private static final double STIRLING = 1e4;

    /** Whether it ran to where the family is Poisson's. */
    boolean isEndless() {
        return estimated && value >= LARGEST / 10;
    }

    /** ln(Gamma(theta + y) / (Gamma(theta) theta^y)), 0 in the limit of a large theta. */
    static double logRising(double theta, double y) {
        if (theta == Double.POSITIVE_INFINITY) {
            return 0;
        }
        if (theta < STIRLING) {
            return Distributions.logGamma(theta + y) - Distributions.logGamma(theta) - y * Math.log(theta);
        }
        return (theta + y - 0.5) * Math.log1p(y / theta) - y - y / (12 * theta * (theta + y));
    }

    /** The derivative of {@link #logRising} in theta, and y / theta. */
    private static double digammas(double theta, double y) {
        if (theta < STIRLING) {
            return Distributions.digamma(theta + y) - Distributions.digamma(theta);
        }
        double end = theta + y;
        return Math.log1p(y / theta) + y / (2 * theta * end) + y * (theta + end) / (12 * theta * theta * end * end);
    }

    private static double trigammas(double theta, double y) {
        if (theta < STIRLING) {
            return Distributions.trigamma(theta + y) - Distributions.trigamma(theta);
        }
        double end = theta + y;
        return -y / (theta * end)
                - y * (theta + end) / (2 * theta * theta * end * end)
                - y * (theta * theta + theta * end + end * end) / (6 * Math.pow(theta * end, 3));
    }

    /**
     * Maximum likelihood, coefficients and theta in turn until the log likelihood rests.
     *
     * @throws ArithmeticException if no starting values are allowed, or every count is 0
     */
    static Theta estimate(GlmSystem system, Link link, int iterations) {
        if (system.blocks().stream().allMatch(Theta::isAllZero)) {
            throw new ArithmeticException(
                    "every count is 0, which says nothing of theta; the poisson family needs none");
        }
        Side side = system.spec().predictors();
        Irls.Result fit = Irls.run(system, Families.POISSON, link, side, iterations);
        double theta = moments(system, fit.mu());
        for (int round = 0; round < 100; round++) {
            double next = newton(system, fit.mu(), theta);
            fit = Irls.run(system, Families.negativeBinomial(next), link, side, iterations);
            boolean rested = Math.abs(next - theta) <= 1e-11 * theta;
            theta = next;
            if (rested || theta >= LARGEST) {
                break;
            }
        }
        double[] d = derivatives(system, fit.mu(), theta);
        return new Theta(theta, 1 / Math.sqrt(-d[1]), true);
    }

    private static boolean isAllZero(GlmRows.Block b) {
        return IntStream.range(0, b.n).allMatch(i -> b.w[i] == 0 || b.y[i] == 0);
    }

    /** From sum((y / mu - 1)^2) = n / theta. */
    private static double moments(GlmSystem system, double[][] mu) {
        double n = 0;
        double sum = 0;
        for (int k = 0; k < mu.length; k++) {
            GlmRows.Block b = system.blocks().get(k);
            for (int i = 0; i < b.n; i++) {
                double r = b.y[i] / mu[k][i] - 1;
                n += b.w[i];
                sum += b.w[i] * r * r;
            }
        }
        return Math.min(n / sum, LARGEST);
    }

    /** Newton's steps in ln(theta), which keeps it above 0. */
    private static double newton(GlmSystem system, double[][] mu, double start) {
        double theta = start;
        for (int step = 0; step < 50; step++) {
            double[] d = derivatives(system, mu, theta);
            double first = theta * d[0];
            double second = theta * theta * d[1] + first;
            double change = second < 0 ? -first / second : Math.signum(first);
            change = Math.max(-1, Math.min(1, change));
            theta *= Math.exp(change);
            if (Math.abs(change) < 1e-13 || theta >= LARGEST) {
                return Math.min(theta, LARGEST);
            }
        }
        return theta;
    }

    /** First and second derivative of the log likelihood in theta. */
    private static double[] derivatives(GlmSystem system, double[][] mu, double theta) {
        double first = 0;
        double second = 0;
        for (int k = 0; k < mu.length; k++) {
            GlmRows.Block b = system.blocks().get(k);
            for (int i = 0; i < b.n; i++) {
                double y = b.y[i];
                double m = mu[k][i];
                if (b.w[i] > 0) {
                    first += b.w[i] * (digammas(theta, y) - Math.log1p(m / theta) + (m - y) / (m + theta));
                    second +=
                            b.w[i] * (trigammas(theta, y) + (m * m + theta * y) / (theta * (m + theta) * (m + theta)));
                }
            }
        }
        return new double[] {first, second};
    }
}
