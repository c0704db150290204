package dev.tilde.linear;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Limits;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.SavedField;
import dev.tilde.model.SavedFile;
import dev.tilde.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Least squares of several responses as a file keeps it: how rows become columns, once, then the {@link SavedRegression} of
 * each response, and the products of their residuals. It predicts as the fit that was saved does, to the last bit.
 */
public final class SavedMultivariate {
    /** What stands in the file. */
    public static final String WHAT = "tilde multivariate regression";

    private static final int VERSION = 1;

    private final DesignSpec spec;
    private final Coordinates coordinates;
    private final Responses<SavedRegression> responses;
    private final Matrix products;

    private SavedMultivariate(
            DesignSpec spec, Coordinates coordinates, List<SavedRegression> fits, Matrix residualProducts) {
        this.spec = spec;
        this.coordinates = coordinates;
        this.responses = new Responses<>(Responses.names(spec), fits);
        this.products = residualProducts;
    }

    static SavedMultivariate of(MultivariateFit fit) {
        return new SavedMultivariate(
                fit.design(),
                fit.fits().get(0).coordinates(),
                fit.fits().stream().map(LinearFit::saved).toList(),
                fit.residualProducts());
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
    public List<SavedRegression> fits() {
        return responses.fits();
    }

    /**
     * The fit of a response.
     *
     * @throws IllegalArgumentException naming the responses there are
     */
    public SavedRegression fit(String response) {
        return responses.fit(response);
    }

    /** The residual sums of squares and products E'WE, m by m; a new matrix. */
    public Matrix residualProducts() {
        return Matrix.of(products.rows(), products.columns(), products.data().clone());
    }

    /** E'WE / (n - r), m by m; NaN without residual degrees of freedom. */
    public Matrix residualCovariance() {
        return Responses.covariance(products, fits().get(0).glance().get("df.residual"));
    }

    /** Predicts new rows: a column for each response by its name; see {@link LinearFit#predict(Source)}. */
    public Dataset predict(Source rows) {
        return responses.predict(rows);
    }

    /** Predicts the rows of a data set; see {@link #predict(Source)}. */
    public Dataset predict(Dataset rows) {
        return predict(rows.source());
    }

    /**
     * Predictions with intervals, each response by itself: for a response y the columns {@code y.fitted, y.se.fit, y.lower,
     * y.upper}.
     *
     * @throws IllegalArgumentException if the level does not lie between 0 and 1
     */
    public Dataset predictions(Source rows, Interval interval, double level) {
        Dataset out = Dataset.named("predictions");
        for (int r = 0; r < responses().size(); r++) {
            Dataset own = fits().get(r).predictions(rows, interval, level);
            for (String column : own.schema().names()) {
                out = out.with(responses().get(r) + column, own.numbers(column));
            }
        }
        return out;
    }

    // files

    /** All of it as a versioned form that another JVM reads back. */
    public Json toJson() {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("formula", Json.of(spec.formula().source()));
        fields.put("design", spec.toJson());
        fields.put("coordinates", coordinates.json());
        fields.put(
                "fits",
                new Json.Arr(fits().stream()
                        .<Json>map(f -> new Json.Obj(f.own(false)))
                        .toList()));
        List<Json> rows = new ArrayList<>();
        for (int r = 0; r < products.rows(); r++) {
            rows.add(Json.of(products.row(r)));
        }
        fields.put("residualProducts", new Json.Arr(rows));
        return SavedFile.sealed(WHAT, VERSION, fields);
    }

    /** Writes it into a file, over an older one of that name. */
    public void save(Path file) {
        SavedFile.write(file, toJson());
    }

    /**
     * Reads what {@link MultivariateFit#save} wrote.
     *
     * @throws DataException if the file is no saved multivariate regression, is damaged, was changed or comes from a newer
     *     version
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static SavedMultivariate load(Path file) {
        return load(file, Vocabulary.STANDARD);
    }

    /** Reads a fit whose formula has functions of a vocabulary; see {@link #load(Path)}. */
    public static SavedMultivariate load(Path file, Vocabulary vocabulary) {
        return SavedFile.read(file, json -> fromJson(json, vocabulary));
    }

    /**
     * Reads what {@link #toJson} gave.
     *
     * @throws DataException as {@link #load(Path)}
     */
    public static SavedMultivariate fromJson(Json json, Vocabulary vocabulary) {
        return SavedFile.read(json, WHAT, VERSION, saved -> read(saved, vocabulary));
    }

    private static SavedMultivariate read(SavedField saved, Vocabulary vocabulary) {
        DesignSpec spec = DesignSpec.fromJson(saved.get("design").value(), vocabulary, Limits.DEFAULT);
        Coordinates coordinates = Coordinates.of(saved.get("coordinates"));
        List<SavedRegression> fits = saved.get("fits").items().stream()
                .map(f -> SavedRegression.read(f, spec, coordinates))
                .toList();
        int m = spec.response().columns().size();
        if (fits.isEmpty() || fits.size() != m) {
            throw saved.get("fits").wrong("a list of " + m + " fits");
        }
        SavedField rows = saved.get("residualProducts");
        Matrix products =
                Matrix.ofRows(rows.items().stream().map(SavedField::numbers).toArray(double[][]::new));
        if (products.rows() != m || products.columns() != m) {
            throw rows.wrong("a matrix of " + m + " x " + m);
        }
        return new SavedMultivariate(spec, coordinates, fits, products);
    }

    // what a reader sees

    /** The coefficients of all responses beside each other. */
    public Document summary() {
        return responses.summary(spec, "read from a file, without its rows");
    }

    /** The formula, then a line for each response. */
    @Override
    public String toString() {
        return responses.lines(spec);
    }
}
