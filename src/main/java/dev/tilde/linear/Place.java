package dev.tilde.linear;

/**
 * Where an observation stands in its distribution, each part computed as such, so that far tails keep their digits.
 *
 * @param below P(Y &lt; y)
 * @param at P(Y = y), 0 of a continuous distribution
 * @param above P(Y > y)
 */
record Place(double below, double at, double above) {
    /** Of a family without a distribution. */
    static final Place NONE = new Place(Double.NaN, Double.NaN, Double.NaN);

    /** The smallest probability there is, 38.5 standard deviations out. */
    private static final double LEAST = Double.MIN_VALUE;

    /**
     * Phi^-1 of a point between P(Y &lt; y) and P(Y &lt;= y), never infinite.
     *
     * @param share how far between, in [0, 1]
     */
    double residual(double share) {
        double low = below + share * at;
        double high = above + (1 - share) * at;
        if (Double.isNaN(low)) {
            return Double.NaN;
        }
        return low < high
                ? -Distributions.normalQuantile(Math.max(low, LEAST))
                : Distributions.normalQuantile(Math.max(high, LEAST));
    }
}
