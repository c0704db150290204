package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import dev.tilde.report.Document;
import java.nio.file.Path;
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
    private final Responses<LinearFit> responses;

    MultivariateFit(LinearRegression model, Source source, DesignSpec spec, SubModels subModels) {
        this.spec = spec;
        this.subModels = subModels;
        List<String> names = Responses.names(spec);
        List<LinearFit> all = new ArrayList<>();
        for (int r = 0; r < names.size(); r++) {
            all.add(LinearFit.of(model, source, spec, subModels, r));
        }
        this.responses = new Responses<>(names, all);
    }

    private MultivariateFit(MultivariateFit of, List<LinearFit> fits) {
        this.spec = of.spec;
        this.subModels = of.subModels;
        this.responses = new Responses<>(of.responses(), fits);
    }

    /** The same fit with errors of coefficients estimated in another way; see {@link LinearFit#with(Covariance)}. */
    public MultivariateFit with(Covariance other) {
        return new MultivariateFit(this, fits().stream().map(f -> f.with(other)).toList());
    }

    /** How rows become columns. */
    public DesignSpec design() {
        return spec;
    }

    /** The names of the m responses, in order. */
    public List<String> responses() {
        return responses.names();
    }

    /** The fit of each response. */
    public List<LinearFit> fits() {
        return responses.fits();
    }

    /**
     * The fit of a response.
     *
     * @throws IllegalArgumentException naming the responses there are
     */
    public LinearFit fit(String response) {
        return responses.fit(response);
    }

    /** The coefficients B, p by m, NaN in the rows of aliased columns; a new matrix. */
    public Matrix coefficients() {
        Matrix b = Matrix.zeros(spec.predictors().columns().size(), responses().size());
        for (int r = 0; r < responses().size(); r++) {
            List<Coefficient> own = fits().get(r).coefficients();
            for (int j = 0; j < own.size(); j++) {
                b.set(j, r, own.get(j).estimate());
            }
        }
        return b;
    }

    /** The residual sums of squares and products E'WE, m by m; a new matrix. R: {@code SSD(fit)$SSD}. */
    public Matrix residualProducts() {
        Matrix e = Matrix.zeros(responses().size(), responses().size());
        for (int r = 0; r < responses().size(); r++) {
            for (int s = 0; s < responses().size(); s++) {
                e.set(r, s, subModels.whole().residual(r, s));
            }
        }
        return e;
    }

    /** E'WE / (n - r), m by m; NaN without residual degrees of freedom. R: {@code estVar(fit)}. */
    public Matrix residualCovariance() {
        return Responses.covariance(residualProducts(), subModels.whole().df());
    }

    /**
     * Predicts new rows: a column for each response by its name; see {@link LinearFit#predict(Source)}. The fit of a response
     * has intervals.
     *
     * @throws dev.tilde.formula.FormulaException if a column is missing or of another kind, or a level is new
     */
    public Dataset predict(Source rows) {
        return responses.predict(rows);
    }

    /** Predicts the rows of a data set; see {@link #predict(Source)}. */
    public Dataset predict(Dataset rows) {
        return predict(rows.source());
    }

    /** All that new rows and a reader of the results need, as a file can hold it; the rows are not in it. */
    public SavedMultivariate saved() {
        return SavedMultivariate.of(this);
    }

    /**
     * Writes {@link #saved} into a file, over an older one of that name; {@link SavedMultivariate#load} reads it.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void save(Path file) {
        saved().save(file);
    }

    /** The coefficients of all responses beside each other. */
    public Document summary() {
        return responses.summary(spec, "");
    }

    /** A line for each response; {@link #fits} hold the rest. */
    @Override
    public String toString() {
        return responses.lines(spec);
    }
}
