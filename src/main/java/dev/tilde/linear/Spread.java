package dev.tilde.linear;

import dev.tilde.linalg.Matrix;
import dev.tilde.linear.Checks.ChiSquaredTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Tests that the variance of the errors is constant: they explain the squared residuals e&sup2;, with weights those of the
 * Pearson residuals, by other columns z without weights. R&sup2; and ESS are of that regression.
 *
 * <p>NaN where a test does not exist: a perfect fit, nothing to explain with.
 */
final class Spread {
    /** Multiplications above which products are not tried. */
    private static final double MOST = 2e9;

    /** Squares that vary by less than this share, squared, are alike but for rounding. */
    private static final double NOISE = 1e-24;

    private Spread() {}

    /**
     * The test of Breusch and Pagan in Koenker's form, which needs no normal errors: n R&sup2; with z = X and p - 1 degrees
     * of freedom. R: {@code lmtest::bptest}. Source: Koenker (1981), Journal of Econometrics 17(1), 107-112.
     */
    static ChiSquaredTest breuschPagan(Residuals r) {
        return r.perfect() || r.p() < 2 ? ChiSquaredTest.NONE : studentised(r, columns(r), r.p() - 1);
    }

    /**
     * The test of Breusch and Pagan for normal errors: ESS / 2 of e&sup2; / (RSS / n) with z = X and p - 1 degrees of freedom.
     * R: {@code lmtest::bptest(studentize = FALSE)}. Source: Breusch and Pagan (1979), Econometrica 47(5), 1287-1294.
     */
    static ChiSquaredTest classic(Residuals r) {
        return r.perfect() || r.p() < 2 ? ChiSquaredTest.NONE : score(r, columns(r), r.p() - 1);
    }

    /**
     * The same with the fitted values as the only z beside a constant. R: {@code car::ncvTest}. Source: Cook and Weisberg
     * (1983), Biometrika 70(1), 1-10.
     */
    static ChiSquaredTest ofFitted(Residuals r) {
        if (r.perfect() || r.isFlat()) {
            return ChiSquaredTest.NONE;
        }
        List<double[]> basis = basis(r, List.of(ones(r), standardised(r.predicted())));
        return basis.size() < 2 ? ChiSquaredTest.NONE : score(r, basis, 1);
    }

    /**
     * White's test: n R&sup2; with z = all different products of two columns of X, and a constant; its rank less 1 are the
     * degrees of freedom. NaN where none is left for errors. R: {@code lmtest::bptest(m, ~ x1 * x2 + I(x1^2) + I(x2^2))}.
     * Source: White (1980), Econometrica 48(4), 817-838.
     */
    static ChiSquaredTest white(Residuals r) {
        int p = r.p();
        double products = p * (p + 1) / 2.0;
        if (r.perfect() || r.n() * Math.pow(Math.min(products, r.n()), 2) > MOST) {
            return ChiSquaredTest.NONE;
        }
        List<double[]> columns = new ArrayList<>(List.of(ones(r)));
        // The products of any basis span the same space; those of an orthonormal one are farthest from each other.
        List<double[]> x = columns(r);
        for (int j = 0; j < p; j++) {
            for (int k = 0; k <= j; k++) {
                double[] product = new double[r.n()];
                for (int i = 0; i < product.length; i++) {
                    product[i] = x.get(j)[i] * x.get(k)[i];
                }
                columns.add(product);
            }
        }
        List<double[]> basis = basis(r, columns);
        return basis.size() < 2 || basis.size() >= r.n()
                ? ChiSquaredTest.NONE
                : studentised(r, basis, basis.size() - 1);
    }

    /** White's test in its special form: z = 1, f and f&sup2; of the fitted values. Source: Wooldridge, Introductory Econometrics. */
    static ChiSquaredTest specialWhite(Residuals r) {
        if (r.perfect() || r.isFlat()) {
            return ChiSquaredTest.NONE;
        }
        double[] f = standardised(r.predicted());
        double[] square = Arrays.stream(f).map(v -> v * v).toArray();
        List<double[]> basis = basis(r, List.of(ones(r), f, square));
        return basis.size() < 2 || basis.size() >= r.n()
                ? ChiSquaredTest.NONE
                : studentised(r, basis, basis.size() - 1);
    }

    private static ChiSquaredTest studentised(Residuals r, List<double[]> basis, int df) {
        double[] w = aboutMean(r);
        double total = Checks.squares(w);
        return total > NOISE * squaredSquares(r)
                ? ChiSquaredTest.of(r.n() * explained(basis, w) / total, df)
                : ChiSquaredTest.NONE;
    }

    /** The sum of e to the power of 4. */
    private static double squaredSquares(Residuals r) {
        return Arrays.stream(r.raw()).map(e -> e * e * e * e).sum();
    }

    private static ChiSquaredTest score(Residuals r, List<double[]> basis, int df) {
        double variance = r.rss() / r.n();
        return ChiSquaredTest.of(explained(basis, aboutMean(r)) / (2 * variance * variance), df);
    }

    /** e&sup2; - RSS / n. */
    private static double[] aboutMean(Residuals r) {
        return Arrays.stream(r.raw()).map(e -> e * e - r.rss() / r.n()).toArray();
    }

    private static double explained(List<double[]> basis, double[] w) {
        return basis.stream().mapToDouble(q -> Math.pow(Checks.dot(q, w), 2)).sum();
    }

    /** An orthonormal basis of the columns of X. */
    private static List<double[]> columns(Residuals r) {
        Matrix x = r.unweighted();
        List<double[]> columns = new ArrayList<>();
        for (int j = 0; j < x.columns(); j++) {
            columns.add(x.column(j));
        }
        return columns;
    }

    private static double[] ones(Residuals r) {
        double[] ones = new double[r.n()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] standardised(double[] v) {
        double mean = Arrays.stream(v).sum() / v.length;
        double size = Arrays.stream(v).map(x -> Math.abs(x - mean)).max().orElse(0);
        return Arrays.stream(v).map(x -> size > 0 ? (x - mean) / size : 0).toArray();
    }

    /** An orthonormal basis of what the columns span, by Gram and Schmidt in their order; at most n long. */
    private static List<double[]> basis(Residuals r, List<double[]> columns) {
        List<double[]> basis = new ArrayList<>();
        for (double[] column : columns) {
            double[] z = column.clone();
            for (int pass = 0; pass < 2; pass++) {
                for (double[] q : basis) {
                    double d = Checks.dot(q, z);
                    for (int i = 0; i < z.length; i++) {
                        z[i] -= d * q[i];
                    }
                }
            }
            double length = Math.sqrt(Checks.squares(z));
            if (length > Residuals.NEW * Math.sqrt(Checks.squares(column)) && basis.size() < r.n()) {
                Arrays.setAll(z, i -> z[i] / length);
                basis.add(z);
            }
        }
        return basis;
    }
}
