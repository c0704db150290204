package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.linalg.Matrix;
import dev.tilde.text.Names;
import java.util.Arrays;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * What each row that was used does to a fit. Every array has one number for each, in the order of the data, and is a new one.
 *
 * <p>With h the leverage, e = y - X b - offset, w the weight (1 without), s the residual standard error on n - r degrees of
 * freedom and s(i) that of the fit without row i:
 *
 * <pre>
 *   Pearson          sqrt(w) e                                               R: residuals(m, "pearson")
 *   standardised r = sqrt(w) e / (s sqrt(1 - h))                             R: rstandard
 *   studentised  t = sqrt(w) e / (s(i) sqrt(1 - h))                          R: rstudent
 *   Cook         D = r^2 h / (r (1 - h)), r the rank                         R: cooks.distance
 *   DFFITS         = t sqrt(h / (1 - h))                                     R: dffits
 *   DFBETAS      j = change of b_j without the row / its standard error at s(i)   R: dfbetas
 *   COVRATIO       = 1 / (((n - r - 1 + t^2) / (n - r))^r (1 - h))           R: covratio
 * </pre>
 *
 * <p>NaN where a number does not exist. A row with h = 1 alone decides a coefficient, and has nothing but residual, fitted value and
 * leverage; one of weight 0 has residual and fitted value, and the Pearson residual 0. Sources: Belsley, Kuh and Welsch (1980),
 * Regression Diagnostics, chapter 2; Cook (1977), doi:10.2307/1268249.
 */
public final class Influence {
    private final LinearFit fit;
    private final Residuals r;
    private final long[] rows;
    /** Where each row that counts stands among those used. */
    private final int[] at;

    private final double[] residuals;
    private final double[] fitted;

    private Influence(LinearFit fit, RowDetail detail) {
        this.fit = fit;
        this.r = detail.residuals();
        this.rows = detail.used();
        this.at = detail.counted();
        this.residuals = detail.errors();
        this.fitted = detail.fitted();
    }

    static Influence of(LinearFit fit) {
        return new Influence(fit, RowDetail.whole(fit));
    }

    /** The 0-based numbers in the data of the rows used. */
    public long[] rows() {
        return rows.clone();
    }

    /** X b + offset. */
    public double[] fitted() {
        return fitted.clone();
    }

    /** e. */
    public double[] residuals() {
        return residuals.clone();
    }

    /** Pearson residuals; without weights the residuals. */
    public double[] pearson() {
        double[] all = new double[rows.length];
        for (int i = 0; i < at.length; i++) {
            all[at[i]] = r.scale().roots()[i] * residuals[at[i]];
        }
        return all;
    }

    /** h, the diagonal of sqrt(W) X (X'WX)^-1 X' sqrt(W); its sum is r. R: {@code hatvalues}. */
    public double[] leverages() {
        return spread(r.leverages());
    }

    /** Standardised residuals, also called internally studentised. */
    public double[] standardised() {
        return spread(r.standardised());
    }

    /** Studentised residuals, also called deleted; infinite where the fit without the row is perfect. */
    public double[] studentised() {
        return spread(r.deletion().studentised());
    }

    /** s(i). R: {@code lm.influence(m)$sigma}. */
    public double[] sigmaWithout() {
        return spread(r.deletion().sigmaWithout());
    }

    /** Cook's distance D. */
    public double[] cook() {
        return spread(r.deletion().cook());
    }

    /** DFFITS. */
    public double[] dffits() {
        return spread(r.deletion().dffits());
    }

    /** COVRATIO. */
    public double[] covarianceRatio() {
        return spread(r.deletion().covarianceRatio());
    }

    /**
     * DFBETAS of a column of the design; all NaN if it is aliased.
     *
     * @throws IllegalArgumentException naming the columns there are
     */
    public double[] dfbetas(String column) {
        List<String> names = fit.design().predictors().columns();
        int j = names.indexOf(column);
        if (j < 0) {
            throw new IllegalArgumentException(
                    "no column is called " + column + "; there are " + Names.list(names, 20));
        }
        int estimated = 0;
        for (int k = 0; k < j; k++) {
            estimated += fit.coefficients().get(k).isAliased() ? 0 : 1;
        }
        return fit.coefficients().get(j).isAliased()
                ? spread(new double[0])
                : spread(r.deletion().dfbetas(estimated));
    }

    /** DFBETAS, rows by columns of the design; NaN in aliased columns. */
    public Matrix dfbetas() {
        List<String> names = fit.design().predictors().columns();
        Matrix all = Matrix.zeros(rows.length, names.size());
        for (int j = 0; j < names.size(); j++) {
            double[] column = dfbetas(names.get(j));
            for (int i = 0; i < column.length; i++) {
                all.set(i, j, column[i]);
            }
        }
        return all;
    }

    /**
     * One line for each row used: row, counted from 1 as in the file; .fitted, .resid, .hat, .sigma, .cooksd, .std.resid as in R's
     * broom; then .pearson, .student, .dffits, .covratio.
     */
    public Table table() {
        return Dataset.named("influence")
                .with("row", Arrays.stream(rows).mapToDouble(i -> i + 1).toArray())
                .with(".fitted", fitted)
                .with(".resid", residuals)
                .with(".hat", leverages())
                .with(".sigma", sigmaWithout())
                .with(".cooksd", cook())
                .with(".std.resid", standardised())
                .with(".pearson", pearson())
                .with(".student", studentised())
                .with(".dffits", dffits())
                .with(".covratio", covarianceRatio())
                .table();
    }

    /** NaN in rows that do not count. */
    private double[] spread(double[] counted) {
        double[] all = new double[rows.length];
        Arrays.fill(all, Double.NaN);
        for (int i = 0; i < counted.length; i++) {
            all[at[i]] = counted[i];
        }
        return all;
    }
}
