package dev.tilde;

import dev.tilde.data.Dataset;
import dev.tilde.data.Datasets;
import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Formula;
import dev.tilde.linear.Explanation;
import dev.tilde.linear.Family;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.GlmRegression;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.LinearRegression;
import dev.tilde.linear.MultivariateFit;
import dev.tilde.linear.MultivariateRegression;
import dev.tilde.rnn.RnnFit;
import dev.tilde.rnn.RnnRegression;
import dev.tilde.rnn.SeriesRecipe;
import java.util.List;
import java.util.Objects;
import tech.tablesaw.api.Table;

/**
 * The door: statistical models from a formula and a table.
 *
 * <pre>{@code
 * Dataset air = Tilde.dataset("airquality");
 * LinearFit fit = Tilde.ols("Ozone ~ Solar.R + Wind + Temp + C(Month)", air);
 * System.out.println(fit.summary());
 * }</pre>
 */
public final class Tilde {
    private static final String NO_DATA = "data must not be null";

    private Tilde() {}

    private static Dataset dataset(Table data) {
        return Dataset.of(Objects.requireNonNull(data, NO_DATA));
    }

    private static Source source(Dataset data) {
        return Objects.requireNonNull(data, NO_DATA).source();
    }

    /**
     * A shipped data set.
     *
     * @throws dev.tilde.data.DataException if there is none of this name; the message lists the nearest
     */
    public static Dataset dataset(String name) {
        return Datasets.find(name);
    }

    /**
     * Ordinary least squares.
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not parse or does not fit the data
     */
    public static LinearFit ols(String formula, Dataset data) {
        return LinearRegression.OLS.fit(Formula.parse(formula), source(data), DesignOptions.DEFAULTS);
    }

    /** Ordinary least squares; see {@link #ols(String, Dataset)}. */
    public static LinearFit ols(String formula, Table data) {
        return ols(formula, dataset(data));
    }

    /**
     * A generalised linear model: {@code Tilde.glm("am ~ wt", cars, Families.BINOMIAL)}.
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not parse or does not fit the data or the family
     */
    public static GlmFit glm(String formula, Dataset data, Family family) {
        return GlmRegression.of(family).fit(Formula.parse(formula), source(data), DesignOptions.DEFAULTS);
    }

    /** A generalised linear model; see {@link #glm(String, Dataset, Family)}. */
    public static GlmFit glm(String formula, Table data, Family family) {
        return glm(formula, dataset(data), family);
    }

    /**
     * Least squares of several responses on the same predictors, as in {@code y1 + y2 ~ x}.
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not parse or does not fit the data
     */
    public static MultivariateFit multivariate(String formula, Dataset data) {
        return MultivariateRegression.OLS.fit(Formula.parse(formula), source(data), DesignOptions.DEFAULTS);
    }

    /** Least squares of several responses; see {@link #multivariate(String, Dataset)}. */
    public static MultivariateFit multivariate(String formula, Table data) {
        return multivariate(formula, dataset(data));
    }

    /**
     * A recurrent network on the sequences of a table, beside the linear model of the same formula.
     *
     * @param formula response and predictors; behind {@code |} what tells the sequences apart, as in
     *     {@code y ~ x + lag(y) | id}
     * @throws dev.tilde.formula.FormulaException if the formula does not parse or does not fit the data, or a term sees
     *     the future of the response
     */
    public static RnnFit rnn(String formula, Dataset data) {
        return RnnRegression.DEFAULTS.fit(Formula.parse(formula), source(data), DesignOptions.DEFAULTS);
    }

    /** A recurrent network on the sequences of a table; see {@link #rnn(String, Dataset)}. */
    public static RnnFit rnn(String formula, Table data) {
        return rnn(formula, dataset(data));
    }

    /**
     * A series by itself: a recurrent network on the lags of its own logarithms and differences, as {@link SeriesRecipe}
     * chooses them. Formula and choices stand in the summary and the report; forecasts are on the scale of the column.
     * R: {@code forecast::auto.arima} and {@code nnetar} answer the same question.
     *
     * <pre>{@code
     * Tilde.auto(Tilde.dataset("AirPassengers"), "passengers", 12).forecast(24)
     * }</pre>
     *
     * @param column of numbers, in the order of a date column or of the rows; it may miss some
     * @param period steps of a season, 12 for months of a year; 1 for none
     * @throws IllegalArgumentException if the period is below 1
     * @throws dev.tilde.data.DataException if there is no such column, it holds no numbers or infinite ones, or is too
     *     short
     */
    public static RnnFit auto(Dataset data, String column, int period) {
        return SeriesRecipe.of(data, column, period).fit();
    }

    /** A series by itself; see {@link #auto(Dataset, String, int)}. */
    public static RnnFit auto(Table data, String column, int period) {
        return auto(dataset(data), column, period);
    }

    /** A series by itself, called {@code y}; see {@link #auto(Dataset, String, int)}. */
    public static RnnFit auto(double[] y, int period) {
        Objects.requireNonNull(y, "y must not be null");
        return auto(Dataset.named("y").with("y", y), "y", period);
    }

    /**
     * The design matrices of a formula: response and predictors on the rows that miss nothing.
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not parse or does not fit the data
     */
    public static DesignMatrices design(String formula, Dataset data) {
        return DesignSpec.matrices(Formula.parse(formula), source(data), DesignOptions.DEFAULTS);
    }

    /** The design matrices of a formula; see {@link #design(String, Dataset)}. */
    public static DesignMatrices design(String formula, Table data) {
        return design(formula, dataset(data));
    }

    /**
     * Every model of a line with {@code sw} or {@code csw}, such as {@code y ~ x + sw(a, b)}, fitted to the same rows:
     * those that miss nothing that any of them needs.
     *
     * @return one fit for each of {@link Formula#models}, in order
     * @throws dev.tilde.formula.FormulaException if a formula does not parse or does not fit the data
     */
    public static List<LinearFit> fits(String formula, Dataset data) {
        List<Formula> models = Formula.parse(formula).models();
        DesignOptions options = DesignOptions.DEFAULTS.sameRowsAs(models);
        return models.stream()
                .map(model -> LinearRegression.OLS.fit(model, source(data), options))
                .toList();
    }

    /** Every model of a line; see {@link #fits(String, Dataset)}. */
    public static List<LinearFit> fits(String formula, Table data) {
        return fits(formula, dataset(data));
    }

    /**
     * What a formula means, how R and patsy read it, and what in it is probably not meant.
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not parse
     */
    public static Explanation explain(String formula) {
        return Explanation.of(Formula.parse(formula));
    }

    /**
     * What a formula means and what it makes of data: columns and coding, rank and aliased columns, empty cells.
     *
     * @throws dev.tilde.formula.FormulaException if the formula does not parse or does not fit the data
     */
    public static Explanation explain(String formula, Dataset data) {
        return Explanation.of(Formula.parse(formula), source(data), DesignOptions.DEFAULTS);
    }

    /** What a formula means and what it makes of data; see {@link #explain(String, Dataset)}. */
    public static Explanation explain(String formula, Table data) {
        return explain(formula, dataset(data));
    }
}
