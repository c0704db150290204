package dev.tilde.linear;

/** A family by the range of its response and its mean. */
abstract class RangedFamily implements Family {
    /** What a response may be; its mean lies inside. */
    enum Range {
        /** Any number. */
        ANY("any number", Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, false),
        /** From 0 to 1. */
        SHARE("between 0 and 1", 0, 1, true),
        /** From 0. */
        COUNT("0 or more", 0, Double.POSITIVE_INFINITY, true),
        /** Above 0. */
        POSITIVE("above 0", 0, Double.POSITIVE_INFINITY, false);

        private final String text;
        private final double low;
        private final double high;
        private final boolean closed;

        Range(String text, double low, double high, boolean closed) {
            this.text = text;
            this.low = low;
            this.high = high;
            this.closed = closed;
        }

        /** Whether it lies between the ends and is none of them. */
        private boolean inside(double v) {
            return v > low && v < high;
        }

        /** The number of the closed range that is nearest. */
        double near(double v) {
            return Math.max(low, Math.min(high, v));
        }

        /** How far a mean is from the nearest end in units of {@code size}; of an infinite end size / |v|. */
        double distance(double v, double size) {
            double unit = size > 0 ? size : 1;
            double below = Double.isFinite(low) ? (v - low) / unit : Double.POSITIVE_INFINITY;
            double above = Double.isFinite(high) ? (high - v) / unit : unit / Math.abs(v);
            return Math.min(below, above);
        }

        private boolean allows(double v) {
            return inside(v) || closed && (v == low || v == high);
        }
    }

    private final String label;
    private final Link link;
    private final Range range;
    private final boolean fixedDispersion;

    RangedFamily(String label, Link link, Range range, boolean fixedDispersion) {
        this.label = label;
        this.link = link;
        this.range = range;
        this.fixedDispersion = fixedDispersion;
    }

    @Override
    public final String label() {
        return label;
    }

    @Override
    public final Link link() {
        return link;
    }

    @Override
    public final boolean fixedDispersion() {
        return fixedDispersion;
    }

    @Override
    public final boolean allows(double y) {
        return range.allows(y) && Double.isFinite(y);
    }

    @Override
    public final String range() {
        return range.text;
    }

    @Override
    public final boolean validMean(double mu) {
        return range.inside(mu);
    }

    /** At the response itself, unless a family knows better. */
    @Override
    public double start(double y, double w) {
        return y;
    }

    /** Whether every response in the range has a mean to start with that is finite under a link: its own, for most. */
    boolean startsUnder(Link other) {
        return other == link && range != Range.ANY;
    }

    /**
     * Where a response stands in its distribution; {@link Place#NONE} of a quasi family.
     *
     * @param w its prior weight
     * @param trials how many the share y is of
     * @param phi the dispersion
     */
    Place place(double y, double mu, double w, double trials, double phi) {
        return Place.NONE;
    }

    /** The range of the means of a family; any where it is one of your own. */
    static Range range(Family family) {
        return family instanceof RangedFamily known ? known.range : Range.ANY;
    }

    /** The weighted deviance of some rows; rows of weight 0 have none, whatever their mean. */
    double deviance(double[] y, double[] mu, double[] w) {
        return each(this, y, mu, w);
    }

    static double deviance(Family family, double[] y, double[] mu, double[] w) {
        return family instanceof RangedFamily known ? known.deviance(y, mu, w) : each(family, y, mu, w);
    }

    private static double each(Family family, double[] y, double[] mu, double[] w) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            if (w[i] > 0) {
                sum += w[i] * family.deviance(y[i], mu[i]);
            }
        }
        return sum;
    }
}
