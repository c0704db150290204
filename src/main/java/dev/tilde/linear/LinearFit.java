package dev.tilde.linear;

import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.Constraints;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.Fitted;
import dev.tilde.report.Document;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tech.tablesaw.api.Table;

/**
 * A linear model fitted by least squares.
 *
 * <p>Symbols: n rows, r the rank of the design, b coefficients, w weights (1 without), RSS = sum w (y - X b - offset)^2,
 * s^2 = RSS / (n - r).
 */
public final class LinearFit implements Fitted {
    private final LinearRegression model;
    private final Source source;
    private final DesignSpec spec;
    private final SubModels subModels;
    private final LeastSquares solution;
    /** Which of the responses that were fitted together. */
    private final int response;

    private final Covariance covarianceType;
    /** Of the coefficients where it is not the classic one. */
    private final @Nullable Matrix given;
    /** Covariance of the orthonormal coordinates; null for s^2 I. */
    private final @Nullable Matrix meat;

    private final String covarianceNote;
    private @Nullable Matrix covariance;
    private @Nullable List<Coefficient> coefficients;
    private @Nullable ResponseCoordinates inCoordinates;

    /** With the covariance that the model asks for. */
    static LinearFit of(LinearRegression model, Source source, DesignSpec spec, SubModels subModels, int response) {
        LinearFit classic = new LinearFit(model, source, spec, subModels, response);
        return Covariances.resolved(model.covariance(), classic) == Covariances.CLASSIC
                ? classic
                : classic.with(model.covariance());
    }

    private LinearFit(LinearRegression model, Source source, DesignSpec spec, SubModels subModels, int response) {
        this.model = model;
        this.source = source;
        this.spec = spec;
        this.subModels = subModels;
        this.solution = subModels.whole();
        this.response = response;
        this.covarianceType = Covariances.CLASSIC;
        this.given = null;
        this.meat = null;
        this.covarianceNote = "";
    }

    private LinearFit(LinearFit of, Covariance type, Matrix covariance, Matrix meat, String note) {
        this.model = of.model.with(type);
        this.source = of.source;
        this.spec = of.spec;
        this.subModels = of.subModels;
        this.solution = of.solution;
        this.response = of.response;
        this.covarianceType = type;
        this.given = covariance;
        this.meat = meat;
        this.covarianceNote = note;
    }

    /**
     * The same fit with errors of coefficients estimated in another way: its table, tests and intervals follow. Estimates,
     * R^2, sigma and likelihood stay. Reads the rows again unless the covariance is classic.
     *
     * @throws IllegalStateException if it needs the rows and they can be read only once
     * @throws IllegalArgumentException if errors are to be clustered without clusters
     */
    public LinearFit with(Covariance other) {
        Covariance type = Covariances.resolved(other, this);
        if (type == Covariances.CLASSIC) {
            return new LinearFit(model.with(type), source, spec, subModels, response);
        }
        if (type instanceof Sandwich sandwich) {
            Sandwich.Meat m = sandwich.meat(this);
            return new LinearFit(this, type, coordinates().coefficients(m.m()), m.m(), m.note());
        }
        Matrix v = type.of(this);
        int p = spec.predictors().columns().size();
        if (v.rows() != p || v.columns() != p) {
            throw new IllegalArgumentException("the covariance " + type.name() + " is " + v.rows() + " x " + v.columns()
                    + ", there are " + p + " coefficients");
        }
        return new LinearFit(this, type, v, subModels.fromCoefficients(v), "");
    }

    /** Made when asked for, as one of a thousand columns costs more than the fit. */
    private synchronized Matrix errors() {
        if (covariance == null) {
            covariance = given != null ? given : solution.covariance(response);
        }
        return covariance;
    }

    @Override
    public DesignSpec design() {
        return spec;
    }

    /** The options it was fitted with. */
    public LinearRegression model() {
        return model;
    }

    /** The table of coefficients, one line for each column of the design. */
    public synchronized List<Coefficient> coefficients() {
        if (coefficients == null) {
            coefficients = Coefficient.table(spec.predictors().columns(), solution, response, errors(), model.level());
        }
        return coefficients;
    }

    /** The coefficient of a column. */
    public Optional<Coefficient> coefficient(String column) {
        return coefficients().stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /**
     * The covariance matrix of the coefficients, p by p, NaN for aliased columns; a new one. s^2 (X'WX)^-1, or what
     * {@link #covarianceType} makes of it.
     */
    public Matrix covariance() {
        Matrix v = errors();
        return Matrix.of(v.rows(), v.columns(), v.data().clone());
    }

    /** How the errors of coefficients were estimated. */
    public Covariance covarianceType() {
        return covarianceType;
    }

    /** What there is to say of {@link #covarianceType} here: the clusters, the lag, why it does not exist; may be empty. */
    public String covarianceNote() {
        return covarianceNote;
    }

    /** Whether the errors are those of equal spread. */
    boolean isClassic() {
        return covarianceType == Covariances.CLASSIC;
    }

    Matrix classicCovariance() {
        return solution.covariance(response);
    }

    Coordinates coordinates() {
        return solution.coordinates();
    }

    /** The response in orthonormal coordinates, and their covariance. */
    synchronized ResponseCoordinates inCoordinates() {
        if (inCoordinates == null) {
            Matrix m = meat != null ? meat : coordinates().identity(sigma() * sigma());
            inCoordinates = new ResponseCoordinates(solution, response, m);
        }
        return inCoordinates;
    }

    boolean isEstimated(int column) {
        return solution.isEstimated(column);
    }

    SubModels subModels() {
        return subModels;
    }

    /** Rows used, n; of those with a weight of 0 none counts. */
    public long rows() {
        return solution.n();
    }

    /** Independent columns, r. */
    public int rank() {
        return solution.rank();
    }

    /** Residual degrees of freedom, n - r. */
    public long dfResidual() {
        return solution.n() - solution.rank();
    }

    /** RSS. */
    public double residualSumOfSquares() {
        return solution.rss(response);
    }

    /** Residual standard error s; NaN without residual degrees of freedom. */
    public double sigma() {
        return solution.sigma(response);
    }

    /**
     * R^2 = 1 - RSS / TSS. TSS is about the mean when the constant lies in the span of the columns, else about zero
     * (see {@link #isCentred}). With an offset TSS = RSS + the sum of squares of the fitted values, as in R; 0 without a
     * predictor.
     */
    public double rSquared() {
        boolean none = rank() == (isCentred() ? 1 : 0);
        return none ? 0 : 1 - solution.rss(response) / solution.tss(response);
    }

    /** 1 - (1 - R^2)(n - k) / (n - r), with k = 1 if TSS is about the mean, else 0. */
    public double adjustedRSquared() {
        double k = isCentred() ? 1 : 0;
        return 1 - (1 - rSquared()) * (rows() - k) / dfResidual();
    }

    /** Whether R^2 and F compare with the mean; else with zero. */
    public boolean isCentred() {
        return solution.centred();
    }

    /**
     * The overall F test; NaN without predictors or without residual degrees of freedom. With a covariance that is not
     * classic it is W / df of the Wald statistic, without a sum of squares.
     */
    public TermTest overall() {
        return new TermTests(this).overall();
    }

    private Criteria criteria() {
        return new Criteria(rows(), rank(), solution.rss(response), solution.logWeights());
    }

    /** -n/2 (ln 2 pi + ln(RSS / n) + 1) + sum ln(w) / 2. */
    public double logLikelihood() {
        return criteria().logLikelihood();
    }

    /** -2 logLik + 2 (r + 1): sigma counts as a parameter, as in R; statsmodels does not count it. */
    public double aic() {
        return criteria().aic();
    }

    /**
     * Hurvich and Tsai's AIC + 2 k (k + 1) / (n - k - 1) with k = r + 1, doi:10.1093/biomet/76.2.297; infinite without
     * rows beyond k + 1.
     */
    public double aicc() {
        return criteria().aicc();
    }

    /** -2 logLik + ln(n) (r + 1). */
    public double bic() {
        return criteria().bic();
    }

    /**
     * Type II tests of all terms but the intercept, in the order of the design; Wald tests unless the covariance is
     * classic. Computed from the same one pass.
     */
    public List<TermTest> termTests() {
        return new TermTests(this).all();
    }

    TermTest termTest(Term term, String name) {
        return new TermTests(this).second(term, name);
    }

    /** The analysis of variance, from the same one pass. */
    public Anova anova(AnovaType type) {
        return Anova.of(this, type);
    }

    /**
     * Tests linear hypotheses on the coefficients: {@code "x1 = x2, x3 = 0"}; see {@link Constraints} for what can be
     * written.
     *
     * @throws dev.tilde.formula.FormulaException with the place to blame if the text is no hypothesis
     * @throws IllegalArgumentException if it involves aliased columns, or one hypothesis follows from the others
     */
    public LinearTest test(String hypotheses) {
        return LinearTest.of(this, spec.constraints(hypotheses));
    }

    /** Tests several hypotheses at once; see {@link #test(String)}. */
    public LinearTest test(List<String> hypotheses) {
        return LinearTest.of(this, spec.constraints(hypotheses));
    }

    /**
     * Tests R b = r; see {@link #test(String)}.
     *
     * @param matrix R, a column for each coefficient
     * @param values r; none = 0 everywhere
     * @throws IllegalArgumentException if the sizes do not fit too
     */
    public LinearTest test(Matrix matrix, double... values) {
        return LinearTest.of(this, spec.constraints(matrix, values));
    }

    /**
     * Each term that no other contains, left out: F and AIC, from the same one pass. R: {@code drop1(fit, test = "F")}.
     */
    public List<TermChange> drop1() {
        return new ModelSearch(this).drops();
    }

    /**
     * Each term of a wider fit that this one lacks and whose parts it has, put in: F and AIC, from the moments of the wider
     * fit. R: {@code add1(fit, scope, test = "F")}.
     *
     * @param scope a fit of a formula with all terms of this one and more, to the same rows
     * @throws IllegalArgumentException if it has another response or other rows, or lacks a term of this fit
     */
    public List<TermChange> add1(LinearFit scope) {
        return new ModelSearch(scope).adds(this);
    }

    /**
     * Every model of some terms in which each stands with those it contains, lowest AIC first, from the same one pass. The
     * intercept stays where it is.
     *
     * @param most how many to make at most; n terms without interactions have 2^n
     * @throws IllegalArgumentException if there are more
     */
    public List<SubModel> submodels(int most) {
        return new ModelSearch(this).all(most);
    }

    /** {@link #submodels(int)}, at most 4,096. */
    public List<SubModel> submodels() {
        return submodels(4096);
    }

    /**
     * Means that the model expects at the levels of some columns, and their differences; see {@link MarginalMeans}. Reads
     * the rows again.
     *
     * @param columns of the right side, or factors as {@code C(a)}; several cross
     * @throws IllegalArgumentException if there is none, or the right side does not read it
     */
    public MarginalMeans marginalMeans(String... columns) {
        return MarginalMeans.of(Averages.of(this), columns);
    }

    /**
     * What a column does on average over the rows used, each counting once, with its error for these rows (delta method). Of
     * a number the derivative of X b with respect to it. Of levels (texts, truth values, numbers that only factors read) the
     * average prediction with all rows at a level less that at the reference, the first in the factor's order, false of truth
     * values: one effect for each other level, {@code cyl: 6 - 4}. An offset that depends on the level counts. R:
     * {@code marginaleffects::avg_slopes}, {@code margins}. Reads the rows again.
     *
     * @param columns of the right side, or factors as {@code C(a)}; none for all
     * @throws IllegalArgumentException if the right side does not read one of them
     */
    public List<Effect> averageMarginalEffects(String... columns) {
        return AverageEffects.of(Averages.of(this), List.of(columns));
    }

    /**
     * That of a column with one: a number, a truth value or two levels; see {@link #averageMarginalEffects}.
     *
     * @throws IllegalArgumentException if the right side does not read the column, or it has more or fewer levels
     */
    public Effect averageMarginalEffect(String column) {
        return AverageEffects.one(column, averageMarginalEffects(column));
    }

    /** How much the other terms inflate the errors of each term, from the same one pass. */
    public List<Inflation> inflation() {
        return Inflation.of(this);
    }

    /** What a test needs to see that another fit has the same rows: sum of the weights, mean and spread of the response. */
    double[] fingerprint() {
        return solution.fingerprint(response);
    }

    /**
     * What a careful reader would notice, worst first: aliased columns, a missed curve, a row that decides, spread, tails,
     * order, collinearity. Reads the rows again; only the rank is judged when they cannot be, or n p^2 is beyond 1e8.
     */
    public List<Finding> findings() {
        return Diagnosis.of(this, RowDetail.of(this));
    }

    /** Sentences that say what makes aliased columns redundant, by column: {@code W2 equals 2 x Wind}. */
    public List<String> aliases() {
        return solution.relations().stream()
                .map(r -> spec.predictors().columns().get(r.column()) + " "
                        + r.text(spec.predictors().columns()))
                .toList();
    }

    List<Relation> relations() {
        return solution.relations();
    }

    /**
     * {@inheritDoc} An offset of the formula is part of the prediction. A row that an aliased design cannot estimate (an empty cell, a broken relation between columns) is
     * NaN too; under R's conventions it gets R's number.
     */
    @Override
    public double[] predict(Source rows) {
        return predictor().predict(rows);
    }

    /**
     * Predicts new rows with standard errors and intervals; their weights count 1, an offset of the formula is included.
     *
     * @throws dev.tilde.formula.FormulaException as {@link #predict(Source)}
     */
    public Predictions predict(Source rows, Interval interval) {
        return Predictions.of(this, rows, interval);
    }

    /** Predicts the rows of a data set with errors; see {@link #predict(Source, Interval)}. */
    public Predictions predict(Dataset rows, Interval interval) {
        return predict(rows.source(), interval);
    }

    /** The standard errors of its predictions. */
    RowErrors rowErrors() {
        return new RowErrors(coordinates(), isClassic() ? null : inCoordinates().covariance(), sigma() * sigma());
    }

    LinearPredictor predictor() {
        return new LinearPredictor(spec, solution.estimates(response), solution.relations());
    }

    /** All that new rows and a reader of the results need, as a file can hold it; the rows are not in it. */
    public SavedRegression saved() {
        return SavedRegression.of(this);
    }

    /**
     * Writes {@link #saved} into a file, over an older one of that name; {@link SavedRegression#load} reads it.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void save(Path file) {
        saved().save(file);
    }

    /** Both sides of the formula on the rows used; reads the rows again. */
    public DesignMatrices matrices() {
        return spec.matrices(source);
    }

    /**
     * y - X b - offset of the rows used, weighted or not, in order; under {@link NaAction#EXCLUDE} of all rows, NaN for those left out. Reads the
     * rows again.
     */
    public double[] residuals() {
        return RowDetail.errors(this);
    }

    /**
     * What each row does to the fit; reads the rows again, however many there are.
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    public Influence influence() {
        return Influence.of(this);
    }

    /**
     * Tests of what the model assumes; reads the rows again, however many there are.
     *
     * @throws IllegalStateException if the rows cannot be read again
     */
    public Diagnostics diagnostics() {
        return Diagnostics.of(this);
    }

    /**
     * The coefficients as a table, one line for each column of the design: term, estimate, std.error, statistic, p.value, conf.low,
     * conf.high. R: {@code broom::tidy(m, conf.int = TRUE)}.
     */
    public Table tidy() {
        return LinearTables.tidy(coefficients());
    }

    /**
     * What describes the fit as a whole, one line: r.squared, adj.r.squared, sigma, statistic (F), p.value, df (of its numerator),
     * logLik, AIC, BIC, deviance (RSS), df.residual, nobs. R: {@code broom::glance}.
     */
    public Table glance() {
        return LinearTables.glance(this);
    }

    /**
     * All columns of the data for the rows used, then .fitted, .resid, .hat, .sigma (without the row), .cooksd, .std.resid; missing where
     * {@link Influence} has NaN. Where rows were left out a first column .rownames has their numbers, from 1; under {@link NaAction#EXCLUDE} all
     * rows stay. Reads the rows again. R: {@code broom::augment(m, data)}.
     *
     * @throws IllegalStateException if the rows cannot be read again
     * @throws dev.tilde.data.DataException if the data have a column of one of these names
     */
    public Table augment() {
        return LinearTables.augment(this);
    }

    /**
     * The columns of new rows, then .fitted, and .resid where the rows have all columns of the formula; missing where a needed
     * value is. R: {@code broom::augment(m, newdata = rows)}.
     *
     * @throws dev.tilde.formula.FormulaException as {@link #predict} does
     * @throws dev.tilde.data.DataException if the rows have a column of one of these names
     */
    public Table augment(Dataset rows) {
        return LinearTables.augment(this, rows);
    }

    /** The columns of new rows and their predictions; see {@link #augment(Dataset)}. */
    public Table augment(Table rows) {
        return augment(Dataset.of(rows));
    }

    /** Whether the rows have weights. */
    boolean isWeighted() {
        return !spec.role(Role.WEIGHTS).isEmpty();
    }

    /** What its table of coefficients shows. */
    Estimates shown() {
        return new LinearEstimates(this);
    }

    LeastSquares solution() {
        return solution;
    }

    /** Which of the responses that were fitted together, from 0. */
    int response() {
        return response;
    }

    /** The response as the formula writes it; of several that were fitted together the name of its column. */
    String responseName() {
        return spec.response().columns().size() > 1
                ? Responses.names(spec).get(response)
                : spec.response().terms().get(0).name();
    }

    double[] estimates() {
        return solution.estimates(response);
    }

    Source source() {
        return source;
    }

    @Override
    public Document summary() {
        return LinearSummary.of(this);
    }

    /** The report: a document to render or {@link Document#save save} as a page of its own. */
    public Document report() {
        return LinearReport.of(this);
    }

    /** A compact summary of less than 1,000 characters. */
    @Override
    public String toString() {
        return LinearSummary.compact(this);
    }
}
