package dev.tilde.model;

import dev.tilde.data.Dataset;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.RowRoles;
import dev.tilde.design.Unseen;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Role;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * How well a model predicts rows it has not seen. The rows that miss nothing are dealt into k folds; each fold is predicted
 * by a fit to the others, which learns everything anew, also what the formula takes from the data: levels, knots,
 * means. A row with a level that the other folds lack is not predicted, and counted.
 *
 * <p>With e the error of a predicted row and w its weight, 1 without: RMSE = sqrt(sum w e^2 / sum w), MAE = sum w |e| / sum w,
 * R^2 = 1 - sum w e^2 / sum w (y - mean)^2, each pooled over the folds. With clusters or groups, in the formula or the
 * options, folds are made of whole ones. The same seed gives the same folds.
 *
 * @param folds k
 * @param seed of the shuffling
 * @param repeats what each dealing gives, in order
 */
public record CrossValidation(int folds, long seed, List<Score> repeats) {
    /**
     * One dealing.
     *
     * @param rmse root of the mean squared error
     * @param mae mean absolute error
     * @param rSquared can be negative: worse than the mean
     * @param predicted rows
     * @param left rows that no fit could predict
     */
    public record Score(double rmse, double mae, double rSquared, int predicted, int left) {}

    public CrossValidation {
        repeats = List.copyOf(repeats);
    }

    /** The rows, with what tells folds apart. */
    @SuppressWarnings("ArrayRecordComponent") // passed on once, never compared
    private record Units(int[] rows, int[] unit, int count) {}

    /**
     * One dealing of rows that miss nothing, with default options.
     *
     * @throws IllegalArgumentException as {@link #of(Model, Formula, Dataset, DesignOptions, int, int, long)}
     */
    public static CrossValidation of(Model<?> model, Formula formula, Dataset data, int k, long seed) {
        return of(model, formula, data, DesignOptions.DEFAULTS, k, 1, seed);
    }

    /**
     * Several dealings.
     *
     * @param k from 2 to the number of rows, or of groups; rows for leave-one-out
     * @param repeats how often the rows are dealt anew
     * @throws IllegalArgumentException if k or the repeats do not fit, or the formula reads neighbours of a row, which
     *     folds would take away
     */
    public static CrossValidation of(
            Model<?> model, Formula formula, Dataset data, DesignOptions options, int k, int repeats, long seed) {
        if (repeats < 1) {
            throw new IllegalArgumentException("rows are dealt at least once, got " + repeats + " repeats");
        }
        DesignOptions own = options.unseen() == Unseen.ERROR ? options.unseen(Unseen.NA) : options;
        DesignMatrices all = DesignSpec.matrices(formula, data.source(), own);
        if (all.spec().rowsBefore() > 0 || all.spec().rowsAfter() > 0) {
            throw new IllegalArgumentException(
                    "folds would take the neighbours away that lag, lead, diff or rolling read;"
                            + " split by time instead");
        }
        Units units = units(all);
        if (k < 2 || k > units.count()) {
            throw new IllegalArgumentException("the folds must number from 2 to " + units.count() + ", got " + k);
        }
        List<Score> scores = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(seed);
        for (int r = 0; r < repeats; r++) {
            scores.add(deal(model, formula, data, own, units, k, random));
        }
        return new CrossValidation(k, seed, scores);
    }

    private static final Pattern ROW = Pattern.compile("\\brow ([1-9]\\d{0,8})\\b");

    private static Units units(DesignMatrices all) {
        int[] rows = Arrays.stream(all.predictors().keptRows())
                .mapToInt(Math::toIntExact)
                .toArray();
        for (Role role : List.of(Role.CLUSTER, Role.GROUPS)) {
            List<RowRoles.Codes> codes = all.roles().levels(role);
            if (!codes.isEmpty()) {
                int[] own = codes.get(0).codes();
                return new Units(rows, own, codes.get(0).levels().size());
            }
        }
        return new Units(rows, IntStream.range(0, rows.length).toArray(), rows.length);
    }

    private static Score deal(
            Model<?> model,
            Formula formula,
            Dataset data,
            DesignOptions options,
            Units units,
            int k,
            SplittableRandom random) {
        int[] fold = new int[units.count()];
        int[] order = IntStream.range(0, fold.length).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swap = order[i];
            order[i] = order[j];
            order[j] = swap;
        }
        for (int i = 0; i < order.length; i++) {
            fold[order[i]] = i % k;
        }
        Errors errors = new Errors();
        for (int f = 0; f < k; f++) {
            int held = f;
            int[] inside = rows(units, u -> fold[u] != held);
            int[] outside = rows(units, u -> fold[u] == held);
            Fitted fit = of(inside, () -> model.fit(formula, data.subset(inside).source(), options));
            of(outside, () -> {
                errors.add(fit, data.subset(outside), outside.length);
                return fit;
            });
        }
        return errors.score();
    }

    /** Work on some rows of the data, whose numbers it names as they are in the data. */
    private static <T> T of(int[] rows, Supplier<T> work) {
        try {
            return work.get();
        } catch (FormulaException e) {
            String problem = ROW.matcher(e.problem()).replaceAll(m -> {
                int row = Integer.parseInt(m.group(1));
                return "row " + (row <= rows.length ? rows[row - 1] + 1 : row);
            });
            throw new FormulaException(e.kind(), problem, e.help().orElse(""), e.source(), e.span());
        }
    }

    private static int[] rows(Units units, IntPredicate wanted) {
        return IntStream.range(0, units.rows().length)
                .filter(i -> wanted.test(units.unit()[i]))
                .map(i -> units.rows()[i])
                .toArray();
    }

    /** Sums over the rows predicted. */
    private static final class Errors {
        private final List<double[]> rows = new ArrayList<>();
        private int left;

        void add(Fitted fit, Dataset held, int count) {
            DesignMatrices m = fit.design().matrices(held.source());
            // The response has one column, so times 1 it is itself.
            double[] y = m.response().orElseThrow().times(new double[] {1});
            double[] w = m.roles().weights().orElse(null);
            double[] yhat = fit.predict(held);
            long[] kept = m.predictors().keptRows();
            int before = rows.size();
            for (int i = 0; i < kept.length; i++) {
                double p = yhat[(int) kept[i]];
                if (!Double.isNaN(p)) {
                    rows.add(new double[] {y[i], y[i] - p, w == null ? 1 : w[i]});
                }
            }
            left += count - (rows.size() - before);
        }

        Score score() {
            double weights = 0;
            double mean = 0;
            for (double[] r : rows) {
                weights += r[2];
                mean += r[2] * r[0];
            }
            mean /= weights;
            double squares = 0;
            double sizes = 0;
            double total = 0;
            for (double[] r : rows) {
                squares += r[2] * r[1] * r[1];
                sizes += r[2] * Math.abs(r[1]);
                total += r[2] * (r[0] - mean) * (r[0] - mean);
            }
            return new Score(Math.sqrt(squares / weights), sizes / weights, 1 - squares / total, rows.size(), left);
        }
    }

    /** RMSE, the mean over the repeats. */
    public double rmse() {
        return repeats.stream().mapToDouble(Score::rmse).average().orElse(Double.NaN);
    }

    /** MAE, the mean over the repeats. */
    public double mae() {
        return repeats.stream().mapToDouble(Score::mae).average().orElse(Double.NaN);
    }

    /** R^2, the mean over the repeats. */
    public double rSquared() {
        return repeats.stream().mapToDouble(Score::rSquared).average().orElse(Double.NaN);
    }

    /** {@code 10-fold cross-validation, seed 42: RMSE 22.3, MAE 16.1, R² 0.545}. */
    @Override
    public String toString() {
        int left = repeats.get(0).left();
        return folds + "-fold cross-validation" + (repeats.size() > 1 ? ", " + repeats.size() + " times" : "")
                + ", seed "
                + seed + ": RMSE " + Numbers.significant(rmse(), 3) + ", MAE " + Numbers.significant(mae(), 3)
                + ", R\u00b2 " + Numbers.fixed(rSquared(), 3)
                + (left > 0 ? "; " + left + " rows not predicted" : "");
    }
}
