package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.DesignSpec;
import dev.tilde.formula.Role;
import dev.tilde.model.Fitted;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Grid;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The path of a penalised regression. One point of it is {@link #lambda selected}: the least cross-validated error, or
 * without cross-validation the smallest lambda; {@link #at} selects another.
 */
public final class PenalizedFit implements Fitted {
    private final PenalizedRegression model;
    private final Source source;
    private final DesignSpec spec;
    private final List<Products> parts;
    private final Products all;
    private final ElasticNet net;
    private final double[] lambdas;
    private final ElasticNet.Point[] points;
    private final double[] errors;
    private final double[] errorsOfErrors;
    private final int selected;

    PenalizedFit(PenalizedRegression model, Source source, DesignSpec spec, List<Products> parts) {
        this(model, source, spec, parts, OptionalDouble.empty());
    }

    private PenalizedFit(
            PenalizedRegression model, Source source, DesignSpec spec, List<Products> parts, OptionalDouble chosen) {
        this.model = model;
        this.source = source;
        this.spec = spec;
        this.parts = parts;
        this.all = parts.stream().reduce(Products::with).orElseThrow();
        this.net = net(all);
        this.lambdas = model.path(net, all.total(), all.columns());
        this.points = net.path(asMean(net, all, lambdas));
        this.errors = new double[lambdas.length];
        this.errorsOfErrors = new double[lambdas.length];
        if (parts.size() > 1) {
            validate();
        }
        this.selected = select(chosen);
    }

    private ElasticNet net(Products products) {
        return new ElasticNet(
                products,
                model.alpha(),
                model.standardize(),
                spec.predictors().intercept().isPresent());
    }

    private double[] asMean(ElasticNet of, Products products, double[] path) {
        return Arrays.stream(path)
                .map(l -> model.asMean(l, of, products.total()))
                .toArray();
    }

    /** Mean squared error of each part predicted from the others, and the standard error of that mean over parts. */
    private void validate() {
        List<Products> used = parts.stream().filter(p -> p.total() > 0).toList();
        double[][] byFold = new double[used.size()][];
        double weights = 0;
        for (int f = 0; f < byFold.length; f++) {
            Products part = used.get(f);
            Products rest = all.without(part);
            ElasticNet own = net(rest);
            ElasticNet.Point[] path = own.path(asMean(own, rest, lambdas));
            byFold[f] = Arrays.stream(path)
                    .mapToDouble(p -> part.squaredError(p.intercept(), p.b()) / part.total())
                    .toArray();
            weights += part.total();
        }
        for (int l = 0; l < lambdas.length; l++) {
            for (int f = 0; f < byFold.length; f++) {
                errors[l] += byFold[f][l] * used.get(f).total() / weights;
            }
            double sum = 0;
            for (int f = 0; f < byFold.length; f++) {
                double d = byFold[f][l] - errors[l];
                sum += d * d * used.get(f).total() / weights;
            }
            errorsOfErrors[l] = Math.sqrt(sum / Math.max(1, byFold.length - 1));
        }
    }

    private int select(OptionalDouble chosen) {
        if (chosen.isPresent()) {
            int at = 0;
            for (int l = 0; l < lambdas.length; l++) {
                at = Math.abs(lambdas[l] - chosen.getAsDouble()) < Math.abs(lambdas[at] - chosen.getAsDouble())
                        ? l
                        : at;
            }
            return at;
        }
        if (!isValidated()) {
            return lambdas.length - 1;
        }
        int best = 0;
        for (int l = 1; l < lambdas.length; l++) {
            best = errors[l] < errors[best] ? l : best;
        }
        return best;
    }

    @Override
    public DesignSpec design() {
        return spec;
    }

    /** The options it was fitted with. */
    public PenalizedRegression model() {
        return model;
    }

    /** Whether lambda was chosen by cross-validation. */
    public boolean isValidated() {
        return parts.size() > 1;
    }

    /** The path of lambda, largest first; a new array. */
    public double[] lambdas() {
        return lambdas.clone();
    }

    /** The selected lambda. */
    public double lambda() {
        return lambdas[selected];
    }

    /**
     * The largest lambda whose cross-validated error is within one standard error of the least (Breiman and others 1984);
     * the selected one without cross-validation.
     */
    public double lambdaOneStandardError() {
        return lambdas[oneStandardError()];
    }

    /** The point of {@link #lambdaOneStandardError}. */
    int oneStandardError() {
        if (!isValidated()) {
            return selected;
        }
        int best = best();
        for (int l = 0; l < lambdas.length; l++) {
            if (errors[l] <= errors[best] + errorsOfErrors[best]) {
                return l;
            }
        }
        return best;
    }

    /** The point with the least cross-validated error; the last without cross-validation. */
    int best() {
        return select(OptionalDouble.empty());
    }

    /** The point that is selected. */
    int selected() {
        return selected;
    }

    Source source() {
        return source;
    }

    /** The mean square of the response about its mean, or about 0 without an intercept. */
    double responseVariance() {
        return all.product(all.columns(), all.columns(), isCentred()).value();
    }

    private boolean isCentred() {
        return spec.predictors().intercept().isPresent();
    }

    /** A coefficient of a column of the design in standard deviations of both; NaN of the intercept. */
    double standardised(int column, double b) {
        int at = Arrays.binarySearch(SubModels.penalised(spec), column);
        return at < 0 || at >= all.columns()
                ? Double.NaN
                : b * Math.sqrt(all.product(at, at, isCentred()).value() / responseVariance());
    }

    /**
     * The same path with another point selected, computed for exactly this lambda.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public PenalizedFit at(double lambda) {
        double[] path = Arrays.copyOf(lambdas, lambdas.length + 1);
        path[lambdas.length] = lambda;
        return new PenalizedFit(model.lambdas(path), source, spec, parts, OptionalDouble.of(lambda));
    }

    /** The coefficients at the selected lambda, one for each column of the design; a new array. */
    public double[] coefficients() {
        return coefficients(selected);
    }

    /**
     * The coefficients at a point of the path, one for each column of the design; a new array.
     *
     * @param point from 0, as in {@link #lambdas}
     */
    public double[] coefficients(int point) {
        double[] b = new double[spec.predictors().columns().size()];
        int[] columns = SubModels.penalised(spec);
        for (int j = 0; j < columns.length - 1; j++) {
            b[columns[j]] = points[point].b()[j];
        }
        spec.predictors().intercept().ifPresent(i -> b[i] = points[point].intercept());
        return b;
    }

    /** Effective degrees of freedom at a point, beside the intercept: the active columns; of a ridge the trace. */
    public double df(int point) {
        return points[point].df();
    }

    /** R^2 at a point: the share of the sum of squares about the mean that the fit explains. */
    public double rSquared(int point) {
        double rss = all.squaredError(points[point].intercept(), points[point].b());
        return 1 - rss / (responseVariance() * all.total());
    }

    /** RSS / (n - df)^2 at a point, Golub, Heath and Wahba's generalised cross-validation as {@code MASS::lm.ridge}. */
    public double gcv(int point) {
        double rss = all.squaredError(points[point].intercept(), points[point].b());
        double left = all.total() - points[point].df();
        return rss / (left * left);
    }

    /** The cross-validated mean squared error along the path; NaN without cross-validation; a new array. */
    public double[] errors() {
        double[] out = errors.clone();
        if (!isValidated()) {
            Arrays.fill(out, Double.NaN);
        }
        return out;
    }

    /** The standard errors of {@link #errors} over the folds; a new array. */
    public double[] errorsOfErrors() {
        return errorsOfErrors.clone();
    }

    /** {@inheritDoc} At the selected lambda. */
    @Override
    public double[] predict(Source rows) {
        double[] y = spec.predictors(rows).times(coefficients());
        if (!spec.role(Role.OFFSET).isEmpty()) {
            double[] offset = spec.offset(rows);
            for (int i = 0; i < y.length; i++) {
                y[i] += offset[i];
            }
        }
        return y;
    }

    /** All that new rows and a reader of the results need at the selected lambda, as a file can hold it; not the path. */
    public SavedRegression saved() {
        return SavedRegression.of(this, name());
    }

    /**
     * Writes {@link #saved} into a file, over an older one of that name; {@link SavedRegression#load} reads it.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void save(Path file) {
        saved().save(file);
    }

    String name() {
        return model.alpha() == 0 ? "Ridge" : model.alpha() == 1 ? "Lasso" : "Elastic net";
    }

    @Override
    public Document summary() {
        double[] b = coefficients();
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Rows", LinearSummary.rows(spec.rows())),
                Entry.of(
                        "Penalty",
                        "lambda " + Numbers.significant(lambda(), 4)
                                + (isValidated()
                                        ? ", least error over " + model.folds() + " folds; within one standard error "
                                                + Numbers.significant(lambdaOneStandardError(), 4)
                                        : "")),
                Entry.of(
                        "Fit",
                        "R\u00b2 " + Numbers.fixed(rSquared(selected), 3) + ", " + Numbers.fixed(df(selected), 1)
                                + " effective columns of " + all.columns()
                                + (isValidated()
                                        ? "; cross-validated error "
                                                + Numbers.significant(Math.sqrt(errors[selected]), 3)
                                        : ""))));
        List<Grid.Row> rows = new ArrayList<>();
        for (int j = 0; j < Math.min(60, b.length); j++) {
            rows.add(Grid.Row.of(
                    Grid.Kind.PLAIN,
                    Grid.Cell.of(spec.predictors().columns().get(j)),
                    Grid.Cell.of(b[j] == 0 ? "0" : Numbers.significant(b[j], 4), b[j])));
        }
        List<Block> blocks = List.of(
                new Block.Definitions(facts),
                new Grid("", List.of(Grid.Column.left(""), Grid.Column.right("Estimate")), rows));
        return new Document(
                "",
                name() + " regression",
                FormulaPieces.of(spec.formula()),
                Text.NONE,
                List.of(new Section("summary", "", Text.NONE, blocks)));
    }

    /**
     * The report: findings, the path of the coefficients, the cross-validated error with its least point and the one-standard-error
     * rule, coefficients, data; a document to render or {@link Document#save save} as a page of its own. Reads the rows
     * again where it can.
     */
    public Document report() {
        return PenalizedReport.of(this);
    }

    /** One line; {@link #summary} has the coefficients. */
    @Override
    public String toString() {
        long active = Arrays.stream(points[selected].b()).filter(v -> v != 0).count();
        return name() + "  " + spec.formula() + "   lambda " + Numbers.significant(lambda(), 4) + ", " + active + " of "
                + all.columns() + " columns, R\u00b2 " + Numbers.fixed(rSquared(selected), 3);
    }
}
