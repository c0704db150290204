package dev.tilde.linear;

import dev.tilde.linalg.DoubleDouble;
import dev.tilde.linalg.Matrix;
import java.util.List;

/** A response in the orthonormal coordinates of its fit, g = Z'Wy, and the covariance M of g. */
final class ResponseCoordinates {
    private final double[] g;
    /** 1 with an intercept, which is kept apart as the mean. */
    private final int first;

    private final DoubleDouble mean;
    private final Matrix m;
    private final long df;

    /** @param m covariance of g, r by r */
    ResponseCoordinates(LeastSquares solution, int response, Matrix m) {
        double[] slopes = solution.slopes(response);
        this.first = solution.rank() - slopes.length;
        this.mean = first == 1 ? solution.responseMean(response) : DoubleDouble.ZERO;
        this.g = new double[solution.rank()];
        System.arraycopy(slopes, 0, g, first, slopes.length);
        if (first == 1) {
            g[0] = solution.interceptCoordinate(response);
        }
        this.m = m;
        this.df = solution.df();
    }

    double[] g() {
        return g;
    }

    Matrix covariance() {
        return m;
    }

    /** y - x b for a row in orthonormal coordinates, of which the offset has been taken off. */
    double residual(double y, double[] z) {
        double e = y - mean.hi() - mean.lo();
        for (int k = first; k < g.length; k++) {
            e -= z[k] * g[k];
        }
        return e;
    }

    /** W / q for the last q of some orthonormal combinations of coordinates to be 0, given the others are. */
    TermTest wald(String term, List<double[]> combinations, int q) {
        double w = Wald.zero(combinations, g, q, m);
        double f = q == 0 ? Double.NaN : w / q;
        return new TermTest(term, q, Double.NaN, f, Distributions.fTail(f, q, df));
    }
}
