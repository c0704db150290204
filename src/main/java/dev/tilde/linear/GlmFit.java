package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.Fitted;
import dev.tilde.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A fitted generalised linear model.
 *
 * <p>Symbols: eta = X b + offset, mu = g^-1(eta), w prior weights, W = w (dmu/deta)^2 / V(mu), phi the dispersion.
 */
public final class GlmFit implements Fitted {
    /** Of the residuals that reports show. */
    static final long SEED = 1;

    private final GlmRegression model;
    private final Source source;
    private final GlmSystem system;
    private final Theta theta;
    private final Irls.Result result;
    private final double dispersion;
    private final double weights;
    private final Covariance covarianceType;
    /** Of the coefficients, p by p, NaN for aliased ones. */
    private final Matrix covariance;

    /** The covariance of the coordinates; null for phi times the identity. */
    private final @Nullable Matrix meat;

    private final String covarianceNote;
    private final List<Coefficient> coefficients;
    private final GlmDeviance deviances;
    private final GlmRowValues rowValues;

    /** Null until asked for, as it reads all rows. */
    private volatile @Nullable Double logLikelihood;

    GlmFit(GlmRegression model, Source source, GlmSystem system, Theta theta) {
        this.model = model;
        this.source = source;
        this.system = system;
        this.theta = theta;
        this.result = Irls.run(
                system, model.family(), model.link(), design().predictors(), model.iterations(), model.start());
        this.rowValues = new GlmRowValues(system, model.family(), model.link(), design().predictors(), result);
        this.weights = system.weights();
        this.dispersion =
                model.family().fixedDispersion() ? 1 : dfResidual() > 0 ? pearson() / dfResidual() : Double.NaN;
        this.deviances = new GlmDeviance(system, model, result, dispersion);
        this.covarianceType = Covariances.CLASSIC;
        this.covariance = familyCovariance();
        this.meat = null;
        this.covarianceNote = "";
        this.coefficients = table();
    }

    private GlmFit(GlmFit of, Covariance type, Matrix covariance, @Nullable Matrix meat, String note) {
        this.model = of.model;
        this.source = of.source;
        this.system = of.system;
        this.theta = of.theta;
        this.result = of.result;
        this.rowValues = of.rowValues;
        this.weights = of.weights;
        this.dispersion = of.dispersion;
        this.deviances = of.deviances;
        this.covarianceType = type;
        this.covariance = covariance;
        this.meat = meat;
        this.covarianceNote = note;
        this.coefficients = table();
    }

    /**
     * The same fit with errors of coefficients estimated in another way: its table, intervals, predictions and the tests of
     * its summary follow. Estimates, deviances and their tests ({@link #anova}, {@link #termTests}) stay. Reads the rows
     * again unless the covariance is classic.
     *
     * @param other {@link Covariances#CLASSIC}, that of the family; HC0 to HC5 or a clustered one
     * @throws IllegalStateException if it needs the rows and they can be read only once
     * @throws IllegalArgumentException if it is another, or errors are to be clustered without clusters
     */
    public GlmFit with(Covariance other) {
        Covariance type = Covariances.resolved(other, this);
        if (type == Covariances.CLASSIC) {
            return new GlmFit(this, type, familyCovariance(), null, "");
        }
        if (!(type instanceof RowSandwich sandwich)) {
            throw new IllegalArgumentException("the covariance " + other.name()
                    + " is for least squares; a generalised linear model has classic, HC0 to HC5 and clustered ones");
        }
        Scored scored = Scored.of(this);
        Sandwich.Meat m = dfResidual() == 0
                ? new Sandwich.Meat(scored.coordinates().identity(Double.NaN), "no residual degrees of freedom")
                : sandwich.meat(scored);
        return new GlmFit(this, type, scored.coordinates().coefficients(m.m()), m.m(), m.note());
    }

    /** How the errors of the coefficients are estimated. */
    public Covariance covarianceType() {
        return covarianceType;
    }

    /** What there is to say of that: how many clusters, why it does not exist; empty for nothing. */
    public String covarianceNote() {
        return covarianceNote;
    }

    boolean isClassic() {
        return covarianceType == Covariances.CLASSIC;
    }

    private List<Coefficient> table() {
        double df = model.family().fixedDispersion() ? Double.POSITIVE_INFINITY : dfResidual();
        double width = width();
        Matrix v = covariance();
        List<Coefficient> all = new ArrayList<>();
        for (int j = 0; j < result.b().length; j++) {
            double b = result.solution().isEstimated(j) ? result.b()[j] : Double.NaN;
            double se = Math.sqrt(v.get(j, j));
            double t = b / se;
            String name = design().predictors().columns().get(j);
            all.add(new Coefficient(name, b, se, t, Distributions.tTwoSided(t, df), b - width * se, b + width * se));
        }
        return all;
    }

    @Override
    public DesignSpec design() {
        return system.spec();
    }

    /** The options it was fitted with; of an estimated theta the family has the estimate. */
    public GlmRegression model() {
        return model;
    }

    /**
     * The table of coefficients on the scale of the linear predictor. The statistic is z where the dispersion is known,
     * else t; the intervals are Wald's, R's {@code confint.default} with that distribution.
     */
    public List<Coefficient> coefficients() {
        return coefficients;
    }

    /** The coefficient of a column. */
    public Optional<Coefficient> coefficient(String column) {
        return coefficients.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /** phi (X'WX)^-1, or what {@link #covarianceType} makes of it, p by p, NaN for aliased columns; a new one. */
    public Matrix covariance() {
        return Matrix.of(
                covariance.rows(), covariance.columns(), covariance.data().clone());
    }

    private Matrix familyCovariance() {
        Matrix v = result.solution().unscaledCovariance();
        for (int k = 0; k < v.data().length; k++) {
            v.data()[k] *= dispersion;
        }
        return v;
    }

    /** {@link #covariance} with zeros for aliased columns; a new one. */
    Matrix withoutAliases() {
        return rowValues.withoutAliases(covariance());
    }

    /** The standard errors of linear predictors. */
    RowErrors rowErrors() {
        return new RowErrors(result.solution().coordinates(), meat, dispersion);
    }

    /** Rows used, n; of those with a weight of 0 none counts. */
    public long rows() {
        return result.solution().n();
    }

    /** Independent columns. */
    public int rank() {
        return result.solution().rank();
    }

    /** n - rank. */
    public long dfResidual() {
        return result.solution().df();
    }

    /** n - 1, or n without an intercept. */
    public long dfNull() {
        return rows() - (design().predictors().intercept().isPresent() ? 1 : 0);
    }

    /** phi: 1 where the family fixes it, else Pearson's chi-squared / (n - rank); NaN where they are equal. */
    public double dispersion() {
        return dispersion;
    }

    /** Whether phi is known, so that statistics are z and chi-squared. */
    public boolean isDispersionFixed() {
        return model.family().fixedDispersion();
    }

    /** The theta of a negative binomial model where it was estimated. */
    public Optional<Double> theta() {
        return theta.estimated() ? Optional.of(theta.value()) : Optional.empty();
    }

    /** The standard error of an estimated theta; NaN otherwise. */
    public double thetaStdError() {
        return theta.stdError();
    }

    /** The deviance: the sum of w d(y, mu). */
    public double deviance() {
        return result.deviance();
    }

    /**
     * The deviance of the intercept and the offset alone, or of the offset alone without an intercept; NaN where that has no
     * mean, as 0 under the inverse link, of which R has Inf or NaN.
     */
    public double nullDeviance() {
        return deviances.ofNull();
    }

    /** Pearson's chi-squared: the sum of w (y - mu)^2 / V(mu). */
    public double pearson() {
        return rowValues.chiSquared();
    }

    /** The log likelihood at phi = deviance / sum(w), gaussian deviance / n, as R has it; NaN for a quasi family. */
    public double logLikelihood() {
        Double known = logLikelihood;
        if (known == null) {
            double phi = model.family().likelihoodDispersion(deviance(), rows(), weights);
            known = rowValues.logLikelihood(phi);
            logLikelihood = known;
        }
        return known;
    }

    private double parameters() {
        return rank() + model.family().extraParameters() + (theta.estimated() ? 1 : 0);
    }

    /** -2 logLik + 2 k, k the rank and one for an estimated dispersion or theta; NaN for a quasi family. */
    public double aic() {
        return -2 * logLikelihood() + 2 * parameters();
    }

    /** -2 logLik + ln(n) k, n with the rows of weight 0, as R counts them here. */
    public double bic() {
        return -2 * logLikelihood() + Math.log((double) system.rows()) * parameters();
    }

    /** Whether the iteration came to rest; a fit that runs away, as separated data make it, never does. */
    public boolean isConverged() {
        return result.converged() && !rowValues.runsAway();
    }

    /** Steps taken. */
    public int iterations() {
        return result.iterations();
    }

    /** mu of the rows used; a new array. */
    public double[] fitted() {
        return rowValues.fitted();
    }

    /** eta of the rows used; a new array. */
    public double[] linearPredictor() {
        return rowValues.linearPredictor();
    }

    /**
     * The kinds of residuals. R: {@code residuals(fit, type)}.
     */
    public enum Residual {
        /** sign(y - mu) sqrt(w d(y, mu)). */
        DEVIANCE,
        /** (y - mu) sqrt(w / V(mu)). */
        PEARSON,
        /** y - mu. */
        RESPONSE,
        /** (y - mu) / (dmu / deta). */
        WORKING
    }

    /** Residuals of the rows used; a new array. */
    public double[] residuals(Residual kind) {
        return switch (kind) {
            case DEVIANCE -> rowValues.deviance();
            case PEARSON -> rowValues.pearson();
            case RESPONSE -> rowValues.response();
            case WORKING -> rowValues.working();
        };
    }

    /** {@link #quantileResiduals(long)} of the seed 1. */
    public double[] quantileResiduals() {
        return quantileResiduals(SEED);
    }

    /**
     * Quantile residuals of the rows used, standard normal where the model holds whatever the family: Phi^-1(F(y)) with the
     * distribution F of the row at its fitted mean and {@link #dispersion}. Of counts and shares of trials they are randomised:
     * Phi^-1(u), u uniform between P(Y &lt; y) and P(Y &lt;= y), drawn from the seed and the number of the row in the data.
     * Weights other than 1 are trials of shares, 1 / variances of continuous responses, and do not matter for other counts. NaN
     * for rows of weight 0, for quasi families, which have no distribution, and for families of one's own. A new array.
     *
     * <p>Source: Dunn and Smyth (1996), Journal of Computational and Graphical Statistics 5(3),
     * doi:10.1080/10618600.1996.10474708. R: {@code statmod::qresiduals}.
     *
     * @param seed the same for the same residuals
     */
    public double[] quantileResiduals(long seed) {
        return rowValues.quantile(dispersion, seed);
    }

    /** The leverages: the diagonal of W^1/2 X (X'WX)^-1 X' W^1/2; NaN for rows of weight 0; a new array. R: {@code hatvalues}. */
    public double[] leverages() {
        return rowValues.leverages();
    }

    /** Deviance residuals / sqrt(phi (1 - h)); NaN where h = 1 or the weight 0. R: {@code rstandard}. */
    public double[] standardised() {
        return rowValues.standardised(dispersion);
    }

    /** (r / (1 - h))^2 h / (phi rank), r Pearson's residual; NaN where h = 1 or the weight 0. R: {@code cooks.distance}. */
    public double[] cook() {
        return rowValues.cook(dispersion);
    }

    /** The 0-based numbers in the data of the rows used; a new array. */
    public long[] keptRows() {
        return rowValues.rows();
    }

    /** The analysis of deviance, terms added one by one. R: {@code anova(fit, test = "Chisq")}. */
    public List<DevianceTest> anova() {
        return deviances.sequential();
    }

    /**
     * Each term against all terms that do not contain it: likelihood ratios / phi, chi-squared (type II).
     * R: {@code car::Anova}.
     */
    public List<DevianceTest> termTests() {
        return deviances.typeTwo();
    }

    /**
     * Averages of the linear predictor at the levels of some columns, and their differences; see {@link MarginalMeans}, whose
     * {@link MarginalMeans#transformed} has means of the response. Errors follow {@link #covarianceType}. Reads the rows again.
     * R: {@code emmeans(fit, spec)}.
     *
     * @param columns of the right side, or factors as {@code C(a)}; several cross
     * @throws IllegalArgumentException if there is none, or the right side does not read it
     */
    public MarginalMeans marginalMeans(String... columns) {
        return marginalMeans(EffectScale.LINK, columns);
    }

    /**
     * The same on a scale: {@link EffectScale#RESPONSE} averages the means of all combinations of the levels of other factors, with
     * errors by the delta method. R: {@code emmeans(regrid(ref_grid(fit)), spec)}.
     *
     * @throws IllegalArgumentException as {@link #marginalMeans(String...)}
     */
    public MarginalMeans marginalMeans(EffectScale scale, String... columns) {
        return MarginalMeans.of(Averages.of(this, scale), columns);
    }

    /**
     * What a column does to the mean of the response on average over the rows used, each counting once, with its error for these
     * rows (delta method): of a number the derivative of mu with respect to it, of levels the average of mu with all rows at a
     * level less that at the reference; see {@link LinearFit#averageMarginalEffects}. R: {@code margins},
     * {@code marginaleffects::avg_slopes}. Reads the rows again.
     *
     * @param columns of the right side, or factors as {@code C(a)}; none for all
     * @throws IllegalArgumentException if the right side does not read one of them
     */
    public List<Effect> averageMarginalEffects(String... columns) {
        return averageMarginalEffects(EffectScale.RESPONSE, columns);
    }

    /**
     * The same on a scale: {@link EffectScale#LINK} has the effects on the linear predictor.
     *
     * @throws IllegalArgumentException as {@link #averageMarginalEffects(String...)}
     */
    public List<Effect> averageMarginalEffects(EffectScale scale, String... columns) {
        return AverageEffects.of(Averages.of(this, scale), List.of(columns));
    }

    /**
     * That of a column with one: a number, a truth value or two levels; see {@link #averageMarginalEffects(String...)}.
     *
     * @throws IllegalArgumentException if the right side does not read the column, or it has more or fewer levels
     */
    public Effect averageMarginalEffect(String column) {
        return AverageEffects.one(column, averageMarginalEffects(column));
    }

    /**
     * Nested models of the same rows one after the other: differences of deviance over the dispersion of the largest model,
     * by chi-squared where it is known, else by F. R: {@code anova(fit1, fit2)}.
     *
     * @throws IllegalArgumentException if responses, rows, weights, offsets, families or links differ, or of two models none
     *     lies in the other
     */
    public static List<DevianceTest> compare(GlmFit... fits) {
        return GlmDeviance.compare(List.of(fits));
    }

    /** What a careful reader would notice: aliased columns, a fit that ran away, more spread than the family allows. */
    public List<Finding> findings() {
        return GlmFindings.of(this);
    }

    /** {@inheritDoc} Means, on the scale of the response, with the offset of the new rows. */
    @Override
    public double[] predict(Source rows) {
        double[] eta = predictor().predict(rows);
        for (int i = 0; i < eta.length; i++) {
            eta[i] = model.link().mu(eta[i]);
        }
        return eta;
    }

    LinearPredictor predictor() {
        return new LinearPredictor(design(), result.b(), relations());
    }

    /** Columns term, estimate, std.error, statistic, p.value, conf.low, conf.high. R: {@code broom::tidy(m, conf.int = TRUE)}. */
    public Table tidy() {
        return LinearTables.tidy(coefficients);
    }

    /**
     * One line: null.deviance, df.null, logLik, AIC, BIC, deviance, df.residual, nobs. R: {@code broom::glance}.
     */
    public Table glance() {
        return GlmTables.glance(this);
    }

    /**
     * The rows used, with .fitted (the linear predictor), .resid (deviance residuals), .hat, .sigma, .cooksd, .std.resid; the
     * numbers of the rows come first, as .rownames, where some were left out. Under {@link dev.tilde.design.NaAction#EXCLUDE} all rows stay.
     * Reads the rows again. R: {@code broom::augment(m, data)}.
     */
    public Table augment() {
        return GlmTables.augment(this);
    }

    /** All that new rows and a reader of the results need, as a file can hold it; the rows are not in it. */
    public SavedRegression saved() {
        return SavedRegression.of(this);
    }

    /**
     * Writes {@link #saved} into a file, over an older one of that name; {@link SavedRegression#load} reads it.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     * @throws dev.tilde.data.DataException if family or link is one of your own
     */
    public void save(Path file) {
        saved().save(file);
    }

    /**
     * Predictions with standard errors and intervals of the mean, on both scales. R:
     * {@code predict(fit, newdata, se.fit = TRUE)}.
     *
     * @param rows must have the columns of the right side
     * @return NaN where a needed value is missing
     */
    public GlmPredictions predictions(Source rows) {
        return GlmPredictions.of(
                predictor(), design(), RangedFamily.range(model.family()), model.link(), rowErrors(), width(), rows);
    }

    /** Of the intervals, in standard errors. */
    double width() {
        double df = isDispersionFixed() ? Double.POSITIVE_INFINITY : dfResidual();
        return Distributions.tQuantile((1 - model.level()) / 2, df);
    }

    /** The standard errors of eta of the rows used; a new array. */
    double[] linearPredictorErrors() {
        return rowValues.ownErrors(rowErrors());
    }

    List<Relation> relations() {
        return result.solution().relations();
    }

    /** Sentences that say what makes aliased columns redundant, by column. */
    public List<String> aliases() {
        List<String> names = design().predictors().columns();
        return relations().stream()
                .map(r -> names.get(r.column()) + " " + r.text(names))
                .toList();
    }

    Irls.Result result() {
        return result;
    }

    /** Whether an estimated theta ran away: the counts vary no more than Poisson's. */
    boolean isThetaEndless() {
        return theta.isEndless();
    }

    GlmDeviance deviances() {
        return deviances;
    }

    GlmRowValues rowValues() {
        return rowValues;
    }

    Source source() {
        return source;
    }

    /** What its table of coefficients shows. */
    Estimates shown() {
        return new GlmEstimates(this);
    }

    @Override
    public Document summary() {
        return GlmSummary.of(this);
    }

    /**
     * The report: findings, coefficients (exp(b) beside them for the links log and logit), terms, residuals, data; a document
     * to render or {@link Document#save save} as a page of its own. Reads the rows again where it can.
     */
    public Document report() {
        return GlmReport.of(this);
    }

    /** A compact summary of less than 1,000 characters. */
    @Override
    public String toString() {
        return GlmSummary.compact(this);
    }
}
