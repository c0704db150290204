package dev.tilde.design;

import dev.tilde.linalg.Matrix;
import dev.tilde.text.Decimals;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Orthonormal polynomials of the scores of the levels, 1 to k unless given; the sign makes the highest power positive.
 * Each is the one before times the scores, made orthogonal to all before it twice, which keeps them orthogonal to
 * rounding.
 */
record Poly(List<Double> scores) implements Contrast {
    /** R refuses more, as their differences drown in rounding. */
    private static final int MOST_LEVELS = 95;

    private static final List<String> SHORT = List.of(".L", ".Q", ".C");
    private static final List<String> LONG = List.of(".Linear", ".Quadratic", ".Cubic");

    Poly {
        scores = List.copyOf(scores);
        for (int i = 0; i < scores.size(); i++) {
            if (!Double.isFinite(scores.get(i)) || scores.indexOf(scores.get(i)) < i) {
                throw new IllegalArgumentException("the scores of the levels must be different numbers, got "
                        + Decimals.shortest(scores.get(i)) + (Double.isFinite(scores.get(i)) ? " twice" : ""));
            }
        }
    }

    @Override
    public CodingMatrix code(List<String> levels) {
        int k = levels.size();
        if (!scores.isEmpty() && scores.size() != k) {
            throw new IllegalArgumentException(scores.size() + (scores.size() == 1 ? " score" : " scores") + " for " + k
                    + " levels: " + Names.list(levels, 10));
        }
        if (k > MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "polynomials of " + k + " levels are not accurate, at most " + MOST_LEVELS + " can be coded");
        }
        double[][] basis = basis(k);
        Matrix m = Matrix.zeros(k, Math.max(0, k - 1));
        List<String> labels = new ArrayList<>();
        List<String> patsy = new ArrayList<>();
        for (int j = 0; j < m.columns(); j++) {
            System.arraycopy(basis[j + 1], 0, m.data(), j * k, k);
            labels.add(j < 3 ? SHORT.get(j) : "^" + (j + 1));
            patsy.add(j < 3 ? LONG.get(j) : "^" + (j + 1));
        }
        return new CodingMatrix(m, labels, labels).patsy(patsy);
    }

    private double[][] basis(int k) {
        double[] x = new double[k];
        double mean = 0;
        for (int i = 0; i < k; i++) {
            x[i] = scores.isEmpty() ? i + 1 : scores.get(i);
            mean += x[i] / k;
        }
        double size = 0;
        for (int i = 0; i < k; i++) {
            x[i] -= mean;
            size = Math.max(size, Math.abs(x[i]));
        }
        double[][] p = new double[k][k];
        for (int j = 0; j < k; j++) {
            for (int i = 0; i < k; i++) {
                p[j][i] = j == 0 ? 1 : p[j - 1][i] * (x[i] / size);
            }
            for (int round = 0; round < 2; round++) {
                for (int before = 0; before < j; before++) {
                    double dot = dot(p[j], p[before]);
                    for (int i = 0; i < k; i++) {
                        p[j][i] -= dot * p[before][i];
                    }
                }
            }
            double length = Math.sqrt(dot(p[j], p[j]));
            for (int i = 0; i < k; i++) {
                p[j][i] /= length;
            }
        }
        return p;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    @Override
    public CodingMatrix codeInFull(List<String> levels) {
        return code(levels).withConstant(".Constant", ".Constant");
    }

    @Override
    public String toString() {
        return scores.isEmpty()
                ? "Poly"
                : "Poly(scores = ["
                        + String.join(
                                ", ", scores.stream().map(Decimals::shortest).toList()) + "])";
    }
}
