package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.List;

/**
 * Several responses fitted by least squares to the same predictors and rows.
 *
 * <p>Coefficients and standard errors of a response are those of its own fit; what is joint is the covariance of the
 * residuals, E'WE / (n - r).
 */
public final class MultivariateFit {
    private final DesignSpec spec;
    private final SubModels subModels;
    private final List<String> names;
    private final List<LinearFit> fits;

    MultivariateFit(LinearRegression model, Source source, DesignSpec spec, SubModels subModels) {
        this.spec = spec;
        this.subModels = subModels;
        this.names = spec.response().columns();
        List<LinearFit> all = new ArrayList<>();
        for (int r = 0; r < names.size(); r++) {
            all.add(LinearFit.of(model, source, spec, subModels, r));
        }
        this.fits = List.copyOf(all);
    }

    /** How rows become columns. */
    public DesignSpec design() {
        return spec;
    }

    /** The names of the m responses, in order. */
    public List<String> responses() {
        return names;
    }

    /** The fit of each response. */
    public List<LinearFit> fits() {
        return fits;
    }

    /**
     * The fit of a response.
     *
     * @throws IllegalArgumentException naming the responses there are
     */
    public LinearFit fit(String response) {
        int at = names.indexOf(response);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "no response is called " + response + "; there are " + Names.list(names, 20));
        }
        return fits.get(at);
    }

    /** The coefficients B, p by m, NaN in the rows of aliased columns; a new matrix. */
    public Matrix coefficients() {
        Matrix b = Matrix.zeros(spec.predictors().columns().size(), names.size());
        for (int r = 0; r < names.size(); r++) {
            List<Coefficient> own = fits.get(r).coefficients();
            for (int j = 0; j < own.size(); j++) {
                b.set(j, r, own.get(j).estimate());
            }
        }
        return b;
    }

    /** The residual sums of squares and products E'WE, m by m; a new matrix. R: {@code SSD(fit)$SSD}. */
    public Matrix residualProducts() {
        Matrix e = Matrix.zeros(names.size(), names.size());
        for (int r = 0; r < names.size(); r++) {
            for (int s = 0; s < names.size(); s++) {
                e.set(r, s, subModels.whole().residual(r, s));
            }
        }
        return e;
    }

    /** E'WE / (n - r), m by m; NaN without residual degrees of freedom. R: {@code estVar(fit)}. */
    public Matrix residualCovariance() {
        Matrix e = residualProducts();
        double df = subModels.whole().df();
        for (int r = 0; r < names.size(); r++) {
            for (int s = 0; s < names.size(); s++) {
                e.set(r, s, df > 0 ? e.get(r, s) / df : Double.NaN);
            }
        }
        return e;
    }

    /** A line for each response; {@link #fits} hold the rest. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("OLS  " + spec.formula() + "   " + names.size() + " responses, "
                + fits.get(0).rows() + " rows");
        for (int r = 0; r < Math.min(8, names.size()); r++) {
            LinearFit f = fits.get(r);
            out.append(String.format(
                    java.util.Locale.ROOT,
                    "%n  %-20s R\u00b2 %.3f, \u00b1%.4g",
                    names.get(r),
                    f.rSquared(),
                    f.sigma()));
        }
        if (names.size() > 8) {
            out.append("\n  \u2026 ").append(names.size() - 8).append(" more");
        }
        return out.toString();
    }
}
