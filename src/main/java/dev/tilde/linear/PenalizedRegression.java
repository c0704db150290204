package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignFit;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.Layout;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.model.Model;
import java.util.Arrays;
import java.util.List;

/**
 * Least squares with a penalty on the size of the coefficients: ridge, lasso, and the elastic net between them, on
 * cross-products taken in one pass. It minimises, with y divided by its standard deviation s and Z the centred, and if
 * wanted standardised, columns (deviations with divisor n),
 *
 * <pre>{@code
 *   1/(2n) |y/s - Z b|^2 + (lambda / s)(alpha |b|_1 + (1 - alpha)/2 |b|^2)         Scale.MEAN, as glmnet
 *   |y - Z b|^2 + lambda |b|^2                                                     Scale.SUM, as MASS::lm.ridge
 * }</pre>
 *
 * <p>The intercept is never penalised. Hastie, Tibshirani and Friedman (2009), The Elements of Statistical Learning,
 * section 3.4; Zou and Hastie (2005), doi:10.1111/j.1467-9868.2005.00503.x.
 *
 * @param alpha 1 lasso, 0 ridge
 * @param standardize whether columns are divided by their standard deviation for the penalty
 * @param scale what lambda multiplies
 * @param lambdas the path, in any order; empty for 100 values from where all coefficients are 0 down to 1e-4 of it (1e-2
 *     with fewer rows than columns)
 * @param folds of cross-validation; 1 for none
 * @param seed that deals rows to folds
 */
public record PenalizedRegression(
        double alpha, boolean standardize, Scale scale, List<Double> lambdas, int folds, long seed)
        implements Model<PenalizedFit> {
    /** What lambda multiplies. */
    public enum Scale {
        /** A mean squared error of a standardised response: glmnet's lambda. */
        MEAN,
        /** A sum of squares: {@code lm.ridge}'s lambda; ridge only. */
        SUM
    }

    private static final int STEPS = 100;

    /** @throws IllegalArgumentException if a value is out of range */
    public PenalizedRegression {
        if (!(alpha >= 0 && alpha <= 1)) {
            throw new IllegalArgumentException("alpha must lie between 0 (ridge) and 1 (lasso), got " + alpha);
        }
        if (scale == Scale.SUM && alpha != 0) {
            throw new IllegalArgumentException("Scale.SUM is for a ridge, alpha 0; got " + alpha);
        }
        for (double l : lambdas) {
            if (!(l >= 0 && l < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("lambda must be 0 or more, got " + l);
            }
        }
        if (folds < 1) {
            throw new IllegalArgumentException("cross-validation needs 2 folds or more, or 1 for none; got " + folds);
        }
        lambdas = List.copyOf(lambdas);
    }

    /** The lasso over a path of its own, lambda chosen by 10-fold cross-validation. */
    public static final PenalizedRegression LASSO = elasticNet(1);

    /** Ridge regression over a path of its own, lambda chosen by 10-fold cross-validation. */
    public static final PenalizedRegression RIDGE = elasticNet(0);

    /** An elastic net over a path of its own, lambda chosen by 10-fold cross-validation. */
    public static PenalizedRegression elasticNet(double alpha) {
        return new PenalizedRegression(alpha, true, Scale.MEAN, List.of(), 10, 1);
    }

    /** The same over these values of lambda. */
    public PenalizedRegression lambdas(double... path) {
        return new PenalizedRegression(
                alpha, standardize, scale, Arrays.stream(path).boxed().toList(), folds, seed);
    }

    /** The same with columns as they are, or divided by their standard deviation. */
    public PenalizedRegression standardize(boolean yes) {
        return new PenalizedRegression(alpha, yes, scale, lambdas, folds, seed);
    }

    /** The same with another meaning of lambda. */
    public PenalizedRegression scale(Scale other) {
        return new PenalizedRegression(alpha, standardize, other, lambdas, folds, seed);
    }

    /** The same with another number of folds, 1 for no cross-validation. */
    public PenalizedRegression folds(int k) {
        return new PenalizedRegression(alpha, standardize, scale, lambdas, k, seed);
    }

    /** The same with rows dealt to folds otherwise. */
    public PenalizedRegression seed(long other) {
        return new PenalizedRegression(alpha, standardize, scale, lambdas, folds, other);
    }

    /**
     * {@inheritDoc} One pass; folds are sums of cross-products, and a lambda costs no look at a row. What functions such
     * as {@code scale} learn is learned once, from all rows.
     *
     * @throws FormulaException as {@link LinearRegression#fit}
     */
    @Override
    public PenalizedFit fit(Formula formula, Source source, DesignOptions options) {
        if (options.naAction() == NaAction.PASS) {
            throw new IllegalArgumentException(
                    "least squares cannot use rows with missing values: NaAction.DROP or EXCLUDE leaves them out");
        }
        Layout[] layout = new Layout[1];
        Moments[] moments = new Moments[1];
        DesignFit.Learned<List<Moments.State>> learned = DesignFit.learn(formula, source, options, l -> {
            LinearRegression.check(formula, l);
            layout[0] = l;
            moments[0] = new Moments(l);
            return new Folds(moments[0], folds, seed);
        });
        if (learned.spec().rows().used() == 0) {
            throw LinearRegression.noRows(formula, learned.spec().rows());
        }
        for (Moments.State part : learned.companion()) {
            moments[0].check(part, formula, layout[0]);
        }
        if (learned.companion().stream().allMatch(s -> s.counted() == 0)) {
            throw LinearRegression.noWeight(formula);
        }
        LinearRegression.checkOneResponse(formula, learned.spec());
        List<Products> parts = learned.companion().stream()
                .map(s -> SubModels.gram(learned.spec(), layout[0], moments[0], s, learned.levels()))
                .map(g -> Products.of(g, SubModels.penalised(learned.spec())))
                .toList();
        return new PenalizedFit(this, source, learned.spec(), parts);
    }

    /** The path in the order it is followed, largest first. */
    double[] path(ElasticNet net, double rows, int columns) {
        if (!lambdas.isEmpty()) {
            double[] path = lambdas.stream().mapToDouble(l -> l).sorted().toArray();
            for (int i = 0; i < path.length / 2; i++) {
                double swap = path[i];
                path[i] = path[path.length - 1 - i];
                path[path.length - 1 - i] = swap;
            }
            return path;
        }
        double largest = net.largestLambda() * (scale == Scale.SUM ? rows / net.scaleOfY() : 1);
        double ratio = rows < columns ? 1e-2 : 1e-4;
        double[] path = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            path[i] = largest * Math.pow(ratio, i / (STEPS - 1.0));
        }
        return path;
    }

    /** A lambda as glmnet would write it. */
    double asMean(double lambda, ElasticNet net, double rows) {
        return scale == Scale.MEAN ? lambda : lambda / rows * net.scaleOfY();
    }
}
