package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignFit;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Layout;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Role;
import dev.tilde.model.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A generalised linear model: g(E y) = X b + offset, with the variance of a family. Fitted by Fisher scoring to rest. McCullagh
 * and Nelder (1989), Generalized Linear Models. R: {@code glm}, {@code MASS::glm.nb}; statsmodels: {@code GLM}.
 *
 * <p>A binomial response is a share between 0 and 1 with the number of trials as weights, truth values, a factor of two
 * levels of which the second is a success, or two columns, successes and failures: {@code cbind(s, f) ~ x} in R's
 * conventions, {@code s + f ~ x} in the others.
 *
 * @param family of the response
 * @param link of its mean
 * @param level of the intervals, in (0, 1)
 * @param iterations at most
 * @param estimateTheta whether the theta of a negative binomial family is estimated by maximum likelihood
 * @param start coefficients to begin with, one for each column of the design; empty to begin with the responses
 */
public record GlmRegression(
        Family family, Link link, double level, int iterations, boolean estimateTheta, List<Double> start)
        implements Model<GlmFit> {
    /** @throws IllegalArgumentException if level or iterations are out of range, or a starting value is not finite */
    public GlmRegression {
        start = List.copyOf(start);
        if (!start.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("starting values must be finite, got " + start);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level of intervals must lie between 0 and 1, got " + level);
        }
        if (iterations < 1) {
            throw new IllegalArgumentException("at least one iteration is needed, got " + iterations);
        }
    }

    /** A family with its own link, 95 % intervals, at most 100 iterations. */
    public static GlmRegression of(Family family) {
        Objects.requireNonNull(family, "family must not be null");
        return new GlmRegression(family, family.link(), 0.95, 100, false, List.of());
    }

    /** A negative binomial model whose theta is estimated too. R: {@code MASS::glm.nb}. */
    public static GlmRegression negativeBinomial() {
        return new GlmRegression(Families.negativeBinomial(1), Links.LOG, 0.95, 100, true, List.of());
    }

    /** The same with another link. */
    public GlmRegression link(Link other) {
        return new GlmRegression(family, other, level, iterations, estimateTheta, start);
    }

    /** The same with intervals of another level. */
    public GlmRegression level(double other) {
        return new GlmRegression(family, link, other, iterations, estimateTheta, start);
    }

    /** The same with another limit of the iterations. */
    public GlmRegression iterations(int most) {
        return new GlmRegression(family, link, level, most, estimateTheta, start);
    }

    /**
     * The same begun at these coefficients, one for each column of the design, aliased ones with 0: a link that does not keep
     * means in their range, as that of a log-binomial model, may need them. R: {@code glm(start = )}.
     */
    public GlmRegression start(double... coefficients) {
        return new GlmRegression(
                family,
                link,
                level,
                iterations,
                estimateTheta,
                Arrays.stream(coefficients).boxed().toList());
    }

    private GlmRegression with(Family other) {
        return new GlmRegression(other, link, level, iterations, estimateTheta, start);
    }

    /**
     * {@inheritDoc} The rows are kept in memory while it is fitted, as numbers and codes, never as coded columns. With
     * {@code cluster(g)} in the formula, or clusters in the options, errors are {@link Covariances#CLUSTERED}.
     *
     * @throws FormulaException if the formula has no response, one outside the range of the family, further parts, or no row
     *     is left
     * @throws IllegalArgumentException if missing values are to pass, or there are not as many starting values as columns
     */
    @Override
    public GlmFit fit(Formula formula, Source source, DesignOptions options) {
        Objects.requireNonNull(formula, "formula must not be null");
        Objects.requireNonNull(source, "source must not be null");
        Objects.requireNonNull(options, "options must not be null");
        if (options.naAction() == NaAction.PASS) {
            throw new IllegalArgumentException(
                    "a fit cannot use rows with missing values: NaAction.DROP or EXCLUDE leaves them out");
        }
        Layout[] layout = new Layout[1];
        GlmRows[] rows = new GlmRows[1];
        DesignFit.Learned<GlmRows.State> learned = DesignFit.learn(formula, source, options, l -> {
            LinearRegression.checkParts(formula, l);
            layout[0] = l;
            rows[0] = new GlmRows(l);
            return rows[0];
        });
        if (learned.spec().rows().used() == 0) {
            throw LinearRegression.noRows(formula, learned.spec().rows());
        }
        int columns = learned.spec().predictors().columns().size();
        if (!start.isEmpty() && start.size() != columns) {
            throw new IllegalArgumentException(
                    "there are " + start.size() + " starting values for " + columns + " coefficients: "
                            + String.join(", ", learned.spec().predictors().columns()));
        }
        new GlmResponse(formula, family, layout[0], learned).prepare();
        GlmSystem system = new GlmSystem(learned.spec(), layout[0], rows[0], learned.companion(), learned.levels());
        system.check(formula, layout[0]);
        try {
            GlmFit fit = estimateTheta ? withTheta(system, source) : new GlmFit(this, source, system, Theta.GIVEN);
            return fit.design().role(Role.CLUSTER).isEmpty() ? fit : fit.with(Covariances.CLUSTERED);
        } catch (ArithmeticException e) {
            throw new FormulaException(
                    Kind.OUT_OF_BOUNDS,
                    e.getMessage(),
                    "",
                    formula.source(),
                    formula.response().orElseThrow().span());
        }
    }

    private GlmFit withTheta(GlmSystem system, Source source) {
        Theta theta = Theta.estimate(system, link, iterations);
        return new GlmFit(with(Families.negativeBinomial(theta.value())), source, system, theta);
    }
}
