package dev.tilde.linear;

import java.util.Arrays;

/**
 * The test of normality of Anderson and Darling with estimated mean and standard deviation, for any number of rows from 8
 * on; it stands in where there are too many for {@link ShapiroWilk}. R: {@code nortest::ad.test}.
 *
 * <p>A&sup2; = -n - mean of (2i - 1)(log F(z_i) + log(1 - F(z_(n+1-i)))) over the sorted, standardised numbers; p from A&sup2;
 * (1 + 0.75/n + 2.25/n&sup2;). Source: Stephens in D'Agostino and Stephens (1986), Goodness-of-Fit Techniques, table 4.9.
 *
 * @param statistic A&sup2;; NaN for fewer than 8 or equal numbers
 * @param p never below 3.7e-24, where the approximation ends
 */
record AndersonDarling(double statistic, double p) {
    static final AndersonDarling NONE = new AndersonDarling(Double.NaN, Double.NaN);

    static AndersonDarling of(double[] numbers) {
        int n = numbers.length;
        double mean = Arrays.stream(numbers).sum() / n;
        double sd = Math.sqrt(
                Arrays.stream(numbers).map(v -> (v - mean) * (v - mean)).sum() / (n - 1.0));
        if (n < 8 || !(sd > 0) || Double.isInfinite(sd)) {
            return NONE;
        }
        double[] z = Arrays.stream(numbers).map(v -> (v - mean) / sd).sorted().toArray();
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double below = Distributions.normalTail(-z[i]);
            double above = Distributions.normalTail(z[n - 1 - i]);
            sum += (2 * i + 1) * (Math.log(below) + Math.log(above));
        }
        double a = -n - sum / n;
        return new AndersonDarling(a, p(a * (1 + 0.75 / n + 2.25 / n / n)));
    }

    private static double p(double a) {
        if (a < 0.2) {
            return 1 - Math.exp(-13.436 + 101.14 * a - 223.73 * a * a);
        }
        if (a < 0.34) {
            return 1 - Math.exp(-8.318 + 42.796 * a - 59.938 * a * a);
        }
        if (a < 0.6) {
            return Math.exp(0.9177 - 4.279 * a - 1.38 * a * a);
        }
        return a < 10 ? Math.exp(1.2937 - 5.709 * a + 0.0186 * a * a) : 3.7e-24;
    }
}
