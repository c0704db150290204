package dev.tilde.linear;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Vocabulary;
import dev.tilde.formula.Limits;
import dev.tilde.json.Json;
import dev.tilde.model.Fitted;
import dev.tilde.model.SavedField;
import dev.tilde.model.SavedFile;
import dev.tilde.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A linear, penalised or generalised linear model as a file keeps it: how rows become columns, coefficients and their covariance, what
 * describes the fit. It predicts as the fit that was saved does, to the last bit; it has no rows, so there are no residuals.
 */
public final class SavedRegression implements Fitted {
    /** What stands in the file. */
    public static final String WHAT = "tilde regression";

    private static final int VERSION = 1;

    private final DesignSpec spec;
    private final LinearPredictor predictor;
    private final List<Coefficient> coefficients;
    private final Map<String, Double> glance;
    private final String covariance;
    private final double level;
    private final SavedErrors errors;

    private SavedRegression(
            DesignSpec spec,
            LinearPredictor predictor,
            List<Coefficient> coefficients,
            Map<String, Double> glance,
            String covariance,
            double level,
            SavedErrors errors) {
        this.spec = spec;
        this.predictor = predictor;
        this.coefficients = List.copyOf(coefficients);
        this.glance = Collections.unmodifiableMap(new LinkedHashMap<>(glance));
        this.covariance = covariance;
        this.level = level;
        this.errors = errors;
    }

    static SavedRegression of(LinearFit fit) {
        TermTest f = fit.overall();
        Map<String, Double> glance = new LinkedHashMap<>();
        glance.put("r.squared", fit.rSquared());
        glance.put("adj.r.squared", fit.adjustedRSquared());
        glance.put("sigma", fit.sigma());
        glance.put("statistic", f.statistic());
        glance.put("p.value", f.pValue());
        glance.put("df", (double) f.df());
        glance.put("logLik", fit.logLikelihood());
        glance.put("AIC", fit.aic());
        glance.put("BIC", fit.bic());
        glance.put("deviance", fit.residualSumOfSquares());
        glance.put("df.residual", (double) fit.dfResidual());
        glance.put("nobs", (double) fit.rows());
        return new SavedRegression(
                fit.design(),
                fit.predictor(),
                fit.coefficients(),
                glance,
                fit.isClassic() ? "" : fit.covarianceType().name(),
                fit.model().level(),
                new SavedErrors.Linear(fit.rowErrors(), fit.sigma(), fit.dfResidual()));
    }

    static SavedRegression of(PenalizedFit fit, String name) {
        double[] b = fit.coefficients();
        List<Coefficient> table = new ArrayList<>();
        double none = Double.NaN;
        for (int j = 0; j < b.length; j++) {
            String column = fit.design().predictors().columns().get(j);
            table.add(new Coefficient(column, b[j], none, none, none, none, none));
        }
        int at = fit.selected();
        Map<String, Double> glance = new LinkedHashMap<>();
        glance.put("alpha", fit.model().alpha());
        glance.put("lambda", fit.lambda());
        glance.put("r.squared", fit.rSquared(at));
        glance.put("df", fit.df(at));
        glance.put("cv.error", fit.errors()[at]);
        glance.put("nobs", (double) fit.design().rows().used());
        return new SavedRegression(
                fit.design(),
                new LinearPredictor(fit.design(), b, List.of()),
                table,
                glance,
                "",
                0.95,
                new SavedErrors.Penalised(name));
    }

    static SavedRegression of(GlmFit fit) {
        if (!(fit.model().link() instanceof Links link)) {
            throw new DataException(
                    "a link of your own cannot be saved: " + fit.model().link().label());
        }
        Map<String, Double> glance = new LinkedHashMap<>();
        glance.put("null.deviance", fit.nullDeviance());
        glance.put("df.null", (double) fit.dfNull());
        glance.put("logLik", fit.logLikelihood());
        glance.put("AIC", fit.aic());
        glance.put("BIC", fit.bic());
        glance.put("deviance", fit.deviance());
        glance.put("df.residual", (double) fit.dfResidual());
        glance.put("nobs", (double) fit.rows());
        glance.put("dispersion", fit.dispersion());
        return new SavedRegression(
                fit.design(),
                fit.predictor(),
                fit.coefficients(),
                glance,
                fit.isClassic() ? "" : fit.covarianceType().name(),
                fit.model().level(),
                new SavedErrors.Generalised(
                        fit.model().family().label(),
                        RangedFamily.range(fit.model().family()),
                        link,
                        fit.rowErrors(),
                        fit.width(),
                        fit.shown().statistic()));
    }

    @Override
    public DesignSpec design() {
        return spec;
    }

    /** The table of coefficients as it was. */
    public List<Coefficient> coefficients() {
        return coefficients;
    }

    /** The coefficient of a column. */
    public Optional<Coefficient> coefficient(String column) {
        return coefficients.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /** What described the fit, by broom's names: {@code r.squared, sigma, AIC, nobs} and so on; NaN where it was. */
    public Map<String, Double> glance() {
        return glance;
    }

    /** How errors were estimated; empty for the classic ones. */
    String covariance() {
        return covariance;
    }

    /** The level of the intervals. */
    public double level() {
        return level;
    }

    /** The family of a generalised linear model; empty for a linear one. */
    public Optional<String> family() {
        return errors instanceof SavedErrors.Generalised g ? Optional.of(g.family()) : Optional.empty();
    }

    /** What is known of the errors, and with it which kind of model it is. */
    SavedErrors errors() {
        return errors;
    }

    List<Relation> relations() {
        return predictor.relations();
    }

    @Override
    public double[] predict(Source rows) {
        double[] eta = predictor.predict(rows);
        if (errors instanceof SavedErrors.Generalised g) {
            for (int i = 0; i < eta.length; i++) {
                eta[i] = g.link().mu(eta[i]);
            }
        }
        return eta;
    }

    /**
     * Predictions with intervals: a data set with {@code .fitted .se.fit .lower .upper}, for a generalised linear model
     * of the mean on the scale of the response.
     *
     * @param interval of the mean or of a new row; a generalised linear model has intervals of the mean only
     * @throws IllegalArgumentException if a generalised linear model is asked for intervals of new rows, a penalised one for
     *     any, or the level lies not between 0 and 1
     */
    public Dataset predictions(Source rows, Interval interval, double at) {
        if (!(at > 0 && at < 1)) {
            throw new IllegalArgumentException("the level of intervals must lie between 0 and 1, got " + at);
        }
        if (errors instanceof SavedErrors.Linear l) {
            Predictions p = Predictions.of(predictor, spec, l.ofRows(), l.df(), l.sigma(), at, rows, interval);
            return table(p.fit(), p.stdError(), p.low(), p.high());
        }
        if (errors instanceof SavedErrors.Penalised) {
            throw new IllegalArgumentException(
                    "a penalised regression has no standard errors, so no intervals: its estimates are biased");
        }
        if (interval == Interval.PREDICTION) {
            throw new IllegalArgumentException("a generalised linear model has intervals of the mean, not of new rows");
        }
        SavedErrors.Generalised g = (SavedErrors.Generalised) errors;
        double df = g.statistic().equals("z") ? Double.POSITIVE_INFINITY : glance.get("df.residual");
        double width = at == level ? g.width() : Distributions.tQuantile((1 - at) / 2, df);
        GlmPredictions p = GlmPredictions.of(predictor, spec, g.range(), g.link(), g.ofRows(), width, rows);
        return table(p.response(), p.responseErrors(), p.low(), p.high());
    }

    private static Dataset table(double[] fit, double[] se, double[] low, double[] high) {
        return Dataset.named("predictions")
                .with(".fitted", fit)
                .with(".se.fit", se)
                .with(".lower", low)
                .with(".upper", high);
    }

    // files

    /** All of it as a versioned form that another JVM reads back. */
    public Json toJson() {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("formula", Json.of(spec.formula().source()));
        fields.put("design", spec.toJson());
        fields.putAll(own(true));
        return SavedFile.sealed(WHAT, VERSION, fields);
    }

    /** All but the design; without the coordinates of its columns where several fits share them. */
    Map<String, Json> own(boolean coordinates) {
        Map<String, Json> fields = new LinkedHashMap<>();
        fields.put("level", Json.of(level));
        fields.put("estimates", Json.of(predictor.estimates()));
        fields.put(
                "table",
                new Json.Arr(coefficients.stream()
                        .<Json>map(c -> Json.of(
                                new double[] {c.estimate(), c.stdError(), c.statistic(), c.pValue(), c.low(), c.high()
                                }))
                        .toList()));
        fields.put(
                "relations",
                new Json.Arr(predictor.relations().stream().map(Relation::json).toList()));
        Map<String, Json> numbers = new LinkedHashMap<>();
        glance.forEach((name, value) -> numbers.put(name, Json.of(value)));
        fields.put("glance", new Json.Obj(numbers));
        fields.put("covariance", Json.of(covariance));
        errors.write(fields, coordinates);
        return fields;
    }

    /** Writes it into a file, over an older one of that name. */
    public void save(Path file) {
        SavedFile.write(file, toJson());
    }

    /**
     * Reads what {@link LinearFit#save}, {@link PenalizedFit#save} or {@link GlmFit#save} wrote.
     *
     * @throws DataException if the file is no saved regression, is damaged, was changed or comes from a newer version
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    public static SavedRegression load(Path file) {
        return load(file, Vocabulary.STANDARD);
    }

    /** Reads a fit whose formula has functions of a vocabulary; see {@link #load(Path)}. */
    public static SavedRegression load(Path file, Vocabulary vocabulary) {
        return SavedFile.read(file, json -> fromJson(json, vocabulary));
    }

    /**
     * Reads what {@link #toJson} gave.
     *
     * @throws DataException as {@link #load(Path)}
     */
    public static SavedRegression fromJson(Json json, Vocabulary vocabulary) {
        return SavedFile.read(json, WHAT, VERSION, saved -> read(saved, vocabulary));
    }

    private static SavedRegression read(SavedField saved, Vocabulary vocabulary) {
        DesignSpec spec = DesignSpec.fromJson(saved.get("design").value(), vocabulary, Limits.DEFAULT);
        return read(saved, spec, null);
    }

    /**
     * Reads what {@link #own} gave.
     *
     * @param shared the coordinates where they were left out
     */
    static SavedRegression read(SavedField saved, DesignSpec spec, @Nullable Coordinates shared) {
        List<String> columns = spec.predictors().columns();
        double[] b = saved.get("estimates").numbers();
        List<SavedField> lines = saved.get("table").items();
        if (b.length != columns.size() || lines.size() != columns.size()) {
            throw saved.get("table").wrong("a table of " + columns.size() + " coefficients");
        }
        List<Coefficient> table = new ArrayList<>();
        for (int j = 0; j < b.length; j++) {
            double[] v = lines.get(j).numbers();
            table.add(new Coefficient(columns.get(j), v[0], v[1], v[2], v[3], v[4], v[5]));
        }
        List<Relation> relations =
                saved.get("relations").items().stream().map(Relation::of).toList();
        Map<String, Double> glance = new LinkedHashMap<>();
        SavedField numbers = saved.get("glance");
        ((Json.Obj) numbers.value())
                .fields()
                .forEach((name, v) -> glance.put(name, v instanceof Json.Null ? Double.NaN : v.number()));
        return new SavedRegression(
                spec,
                new LinearPredictor(spec, b, relations),
                table,
                glance,
                saved.get("covariance").text(),
                saved.get("level").number(),
                SavedErrors.of(saved, shared));
    }

    // what a reader sees

    @Override
    public Document summary() {
        return SavedSummary.of(this);
    }

    /** The formula, then the first coefficients. */
    @Override
    public String toString() {
        return SavedSummary.compact(this);
    }
}
