package dev.tilde.linear;

/**
 * How p-values and intervals of several comparisons allow for their number, so that the probability of any false one, or
 * of any interval that misses, stays within the level. k comparisons, each with its t and p on df degrees of freedom.
 */
public enum Adjustment {
    /** Not at all: p, each interval at the level by itself. */
    NONE,
    /**
     * Tukey's honest significant difference: P(Q > |t| sqrt(2)), Q the studentized range of m means. Exact for
     * independent means of equal error, else a little cautious (Tukey and Kramer; Hayter 1984,
     * doi:10.1214/aos/1176346392). R: {@code TukeyHSD}.
     */
    TUKEY,
    /** min(1, k p). */
    BONFERRONI,
    /**
     * Step-down Bonferroni: of p in ascending order the largest of (k - i + 1) p_i so far, at most 1; never above
     * Bonferroni's. Intervals are Bonferroni's. Holm 1979, Scandinavian Journal of Statistics 6(2).
     */
    HOLM,
    /** 1 - (1 - p)^k. */
    SIDAK,
    /** P(F > t^2 / r) on r and df degrees of freedom, r the rank of the comparisons: for all contrasts there are. */
    SCHEFFE;

    /** In words: {@code Tukey's range of 3 means}. */
    String text(Family family) {
        return switch (this) {
            case NONE -> "not adjusted";
            case TUKEY -> "Tukey's range of " + family.means + " means";
            case BONFERRONI -> "Bonferroni, " + family.comparisons + " comparisons";
            case HOLM -> "Holm, " + family.comparisons + " comparisons; intervals Bonferroni's";
            case SIDAK -> "\u0160id\u00e1k, " + family.comparisons + " comparisons";
            case SCHEFFE -> "Scheff\u00e9, rank " + family.rank;
        };
    }

    /**
     * The comparisons that are adjusted together.
     *
     * @param means m, those that are compared
     * @param comparisons k
     * @param rank r
     * @param df of t; infinite where the errors are known
     */
    record Family(int means, int comparisons, int rank, double df) {}

    /** The adjusted p of each t, NaN where it is NaN. */
    double[] pValues(double[] t, Family family) {
        double[] p = new double[t.length];
        for (int i = 0; i < p.length; i++) {
            double own = Distributions.tTwoSided(t[i], family.df);
            p[i] = switch (this) {
                case NONE, HOLM -> own;
                case TUKEY -> StudentizedRange.tail(Math.abs(t[i]) * Math.sqrt(2), family.means, family.df);
                case BONFERRONI -> Math.min(1, family.comparisons * own);
                case SIDAK -> -Math.expm1(family.comparisons * Math.log1p(-own));
                case SCHEFFE -> Distributions.fTail(t[i] * t[i] / family.rank, family.rank, family.df);
            };
        }
        return this == HOLM ? stepDown(p, family.comparisons) : p;
    }

    private static double[] stepDown(double[] p, int comparisons) {
        double[] out = new double[p.length];
        double most = 0;
        int left = comparisons;
        for (int i : RowDetail.order(p)) {
            most = Math.max(most, left-- * p[i]);
            out[i] = Double.isNaN(p[i]) ? Double.NaN : Math.min(1, most);
        }
        return out;
    }

    /** Half the width of the intervals in standard errors. */
    double width(double level, Family family) {
        double tail = switch (this) {
            case NONE -> 1 - level;
            case BONFERRONI, HOLM -> (1 - level) / family.comparisons;
            case SIDAK -> -Math.expm1(Math.log(level) / family.comparisons);
            case TUKEY, SCHEFFE -> Double.NaN;
        };
        return switch (this) {
            case TUKEY -> StudentizedRange.quantile(1 - level, family.means, family.df) / Math.sqrt(2);
            case SCHEFFE -> Math.sqrt(family.rank * Distributions.fQuantile(1 - level, family.rank, family.df));
            default -> Distributions.tQuantile(tail / 2, family.df);
        };
    }
}
