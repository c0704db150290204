package dev.tilde.design;

import java.util.ArrayList;
import java.util.List;

/**
 * B-splines of one degree: the knots with both boundaries repeated {@code degree + 1} times, ascending.
 *
 * <p>{@code B[i,0]} is 1 on the half-open interval {@code [t[i], t[i+1])}, the last one that is not empty closed above;
 * {@code B[i,d](x) = (x - t[i]) / (t[i+d] - t[i]) B[i,d-1] + (t[i+d+1] - x) / (t[i+d+1] - t[i+1]) B[i+1,d-1]}.
 *
 * <p>Source: de Boor (1978), <i>A Practical Guide to Splines</i>, chapters IX and X.
 */
record KnotVector(List<Double> knots, int degree) {
    KnotVector {
        knots = List.copyOf(knots);
    }

    static KnotVector of(double lower, double upper, List<Double> inner, int degree) {
        List<Double> all = new ArrayList<>(inner);
        for (int i = 0; i <= degree; i++) {
            all.add(lower);
            all.add(upper);
        }
        all.sort(Double::compare);
        return new KnotVector(all, degree);
    }

    double lower() {
        return knots.get(degree);
    }

    double upper() {
        return knots.get(knots.size() - 1 - degree);
    }

    /** How many functions there are. */
    int functions() {
        return knots.size() - degree - 1;
    }

    /** Start of the interval that holds x; of the first or last one that is not empty when x lies outside. */
    static int interval(double[] t, int degree, double x) {
        int low = degree;
        int high = t.length - degree - 2;
        while (low < high) {
            int mid = (low + high + 1) >>> 1;
            if (t[mid] <= x) {
                low = mid;
            } else {
                high = mid - 1;
            }
        }
        while (low > degree && t[low] == t[low + 1]) {
            low--;
        }
        while (t[low] == t[low + 1] && low < t.length - degree - 2) {
            low++;
        }
        return low;
    }

    /**
     * The functions that are not zero on an interval, {@code interval - degree} and the next; beyond the interval
     * their polynomials go on.
     *
     * @param out the first {@code degree + 1} places are filled
     */
    static void values(double[] t, int degree, int interval, double x, double[] out) {
        out[0] = 1;
        for (int d = 1; d <= degree; d++) {
            double carried = 0;
            for (int r = 0; r < d; r++) {
                double right = t[interval + r + 1];
                double left = t[interval + r + 1 - d];
                double share = out[r] / (right - left);
                out[r] = carried + (right - x) * share;
                carried = (x - left) * share;
            }
            out[d] = carried;
        }
    }

    /** A derivative of all functions at a place; those of a lower degree, differenced. */
    double[] derivative(double x, int order) {
        double[] t = Vectors.array(knots);
        int low = degree - order;
        double[] b = new double[t.length - 1];
        if (low >= 0) {
            int interval = interval(t, degree, x);
            double[] some = new double[low + 1];
            values(t, low, interval, x, some);
            System.arraycopy(some, 0, b, interval - low, low + 1);
        }
        for (int d = Math.max(low, 0) + 1; d <= degree; d++) {
            for (int i = 0; i < t.length - 1 - d; i++) {
                double left = t[i + d] == t[i] ? 0 : b[i] / (t[i + d] - t[i]);
                double right = t[i + d + 1] == t[i + 1] ? 0 : b[i + 1] / (t[i + d + 1] - t[i + 1]);
                b[i] = d * (left - right);
            }
        }
        return java.util.Arrays.copyOf(b, functions());
    }
}
