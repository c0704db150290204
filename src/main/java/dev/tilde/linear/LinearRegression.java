package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignFit;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Layout;
import dev.tilde.design.NaAction;
import dev.tilde.design.Rows;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Span;
import dev.tilde.model.Model;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Ordinary least squares: minimises sum (y_i - x_i b)^2.
 *
 * <p>One pass over the rows takes cross-products in double-double while levels are discovered; contrasts are applied
 * afterwards, and the rank is decided column by column, earlier columns first. Powers {@code I(x^k)} beside {@code x} are built to
 * twice the bits of a double, unless the formula has factors or follows R's conventions. R: {@code lm}; statsmodels:
 * {@code ols}.
 *
 * @param level of the confidence intervals, in (0, 1)
 * @param covariance how the errors of coefficients are estimated; {@link Covariances#AUTOMATIC} is classic, or clustered
 *     where the formula or the options name clusters
 */
public record LinearRegression(double level, Covariance covariance) implements Model<LinearFit> {
    /** Least squares with 95 % intervals. */
    public static final LinearRegression OLS = new LinearRegression(0.95, Covariances.AUTOMATIC);

    /** @throws IllegalArgumentException if the level does not lie between 0 and 1 */
    public LinearRegression {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of intervals must lie between 0 and 1, got " + level);
        }
    }

    /** The same with intervals of another level. */
    public LinearRegression level(double other) {
        return new LinearRegression(other, covariance);
    }

    /** The same with errors of coefficients estimated in another way: {@code OLS.with(Covariances.HC3)}. */
    public LinearRegression with(Covariance other) {
        return new LinearRegression(level, other);
    }

    /**
     * {@inheritDoc}
     *
     * @throws FormulaException if the formula has no response, one that is not numeric or has several columns, or no
     *     row without a missing value is left
     * @throws IllegalArgumentException if missing values are to pass, or errors are to be clustered without clusters
     * @throws IllegalStateException if errors are to come from residuals and the rows can be read only once
     */
    @Override
    public LinearFit fit(Formula formula, Source source, DesignOptions options) {
        Pass pass = learn(formula, source, options);
        checkOneResponse(formula, pass.spec());
        return LinearFit.of(this, source, pass.spec(), pass.subModels(), 0);
    }

    /** @throws FormulaException if there are several responses */
    static void checkOneResponse(Formula formula, DesignSpec spec) {
        if (spec.response().columns().size() > 1) {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    "least squares has one response here; this has "
                            + spec.response().columns().size(),
                    "Tilde.multivariate(formula, data), in a shell tilde fit, fits them together; or fit one formula for each.",
                    formula.source(),
                    formula.response().orElseThrow().span());
        }
    }

    /** What one pass over the rows gives. */
    record Pass(DesignSpec spec, SubModels subModels) {}

    /** Learns the design and takes the moments, of one response or several. */
    static Pass learn(Formula formula, Source source, DesignOptions options) {
        Objects.requireNonNull(formula, "formula must not be null");
        Objects.requireNonNull(source, "source must not be null");
        Objects.requireNonNull(options, "options must not be null");
        if (options.naAction() == NaAction.PASS) {
            throw new IllegalArgumentException(
                    "least squares cannot use rows with missing values: NaAction.DROP or EXCLUDE leaves them out");
        }
        Layout[] columns = new Layout[1];
        Moments[] moments = new Moments[1];
        DesignFit.Learned<Moments.State> learned = DesignFit.learn(formula, source, options, layout -> {
            check(formula, layout);
            columns[0] = layout;
            boolean exact = formula.conventions().coding() != Conventions.Coding.LOCAL;
            moments[0] = exact ? Moments.exact(layout) : new Moments(layout);
            return moments[0];
        });
        if (learned.spec().rows().used() == 0) {
            throw noRows(formula, learned.spec().rows());
        }
        moments[0].check(learned.companion(), formula, columns[0]);
        SubModels models = new SubModels(learned.spec(), columns[0], moments[0], learned.companion(), learned.levels());
        if (learned.companion().counted() == 0) {
            throw noWeight(formula);
        }
        return new Pass(learned.spec(), models);
    }

    static FormulaException noWeight(Formula formula) {
        return new FormulaException(
                Kind.EMPTY_DATA,
                "every row has the weight 0",
                "",
                formula.source(),
                new Span(0, formula.source().length()));
    }

    /** How small 1 - R^2 on the columns before may be; R's 1e-7 is one of norms, so 1e-14 here. */
    static double tolerance(Conventions conventions) {
        return conventions.coding() == Conventions.Coding.LOCAL ? 1e-14 : Solve.TOLERANCE;
    }

    /** @throws FormulaException if there is no response, or a second part on the right */
    static void checkParts(Formula formula, Layout layout) {
        Node left = formula.response().orElse(null);
        if (left == null || layout.response().isEmpty()) {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "a regression needs a response",
                    "Write it before a ~, as in y ~ "
                            + formula.source().replace("~", "").strip(),
                    formula.source(),
                    new Span(0, 0));
        }
        if (!layout.further().isEmpty()) {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    "a linear model has one part on the right side; this is another",
                    "",
                    formula.source(),
                    formula.parts().get(1).span());
        }
    }

    static void check(Formula formula, Layout layout) {
        checkParts(formula, layout);
        for (var term : layout.response()) {
            for (int f : term) {
                if (layout.isCategorical(f)) {
                    throw new FormulaException(
                            Kind.TYPE,
                            "the response " + layout.factors().get(f) + " is a factor; least squares needs numbers",
                            "For one level against the rest write I("
                                    + layout.factors().get(f) + " == \"...\").",
                            formula.source(),
                            formula.response().orElseThrow().span());
                }
            }
        }
    }

    static FormulaException noRows(Formula formula, Rows rows) {
        String why = rows.missing().entrySet().stream()
                .map(e -> e.getKey() + " is missing in " + e.getValue())
                .collect(Collectors.joining(", "));
        return new FormulaException(
                Kind.EMPTY_DATA,
                rows.total() == 0 ? "the data have no rows" : "no rows left of " + rows.total(),
                why.isEmpty() ? "" : "A row counts only if nothing is missing: " + why + ".",
                formula.source(),
                new Span(0, formula.source().length()));
    }
}
