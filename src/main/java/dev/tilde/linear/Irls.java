package dev.tilde.linear;

import dev.tilde.design.Side;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/*
 * Fisher scoring as iterated weighted least squares. With eta = X b + o, mu = g^-1(eta) and d = dmu/deta each step regresses
 *
 *     z = eta - o + (y - mu) / d     with weights     W = w d^2 / V(mu)
 *
 * McCullagh and Nelder (1989), section 2.5; Green (1984), JRSS B 46(2). A step that leaves the range of the means or raises the
 * deviance is halved. It rests when the Newton decrement (b' - b)'X'WX(b' - b) / phi, the squared distance to the optimum in
 * standard errors of weights that are 1 on average or more, is below REST; the deviance alone would call a separated fit
 * converged.
 *
 * Many rows are summed in plain double where their columns are tame, with z = (y - mu) / d, whose coefficients are the step
 * itself: its error is then a share of the step, not of b, and near the optimum the score X'Wz is taken to twice 53 bits (Sums).
 */

/** Maximum likelihood, or quasi-likelihood, by iterated least squares. */
final class Irls {
    private static final double REST = 1e-22;

    /** From this decrement on the score is taken to twice 53 bits. */
    private static final double CLOSE = 1e-6;

    /** Rows from which on a start from some of them pays. */
    private static final int MANY = 1 << 17;

    private static final int THIN = 32;

    private static final int FEW_STEPS = 12;

    /** The decrement at which such a start is near enough: far below the distance between the optima of few and of all. */
    private static final double NEAR = 0.1;

    /** How much worse than the few all rows may fit, for a weight of 1, at the optimum of the few. */
    private static final double ALIKE = 1.5;

    private static final int HALVINGS = 30;

    /** Rows times squared columns above which sums in plain double pay. */
    private static final double WORTH_ROUGH = 1e7;

    private final GlmSystem system;
    private final Family family;
    private final Link link;
    private final Side predictors;
    private final double[][] eta;
    private final double[][] mu;
    /** The mean weight where it is below 1: small weights make standard errors large, which must not end the iteration early. */
    private final double unit;

    private double deviance;

    private Irls(GlmSystem system, Family family, Link link, Side predictors) {
        this.system = system;
        this.family = family;
        this.link = link;
        this.predictors = predictors;
        this.eta = system.arrays();
        this.mu = system.arrays();
        this.unit = Math.min(1, system.weights() / Math.max(1, system.rows()));
    }

    /**
     * Where the iteration ended.
     *
     * @param solution of the last step
     * @param b the coefficients, 0 for columns that are left out
     * @param step how the last step changed them
     * @param eta the linear predictor, by block
     * @param mu the means, by block
     * @param converged whether the decrement came to rest
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
    record Result(
            LeastSquares solution,
            double[] b,
            double[] step,
            double[][] eta,
            double[][] mu,
            double deviance,
            int iterations,
            boolean converged) {}

    /**
     * @param most steps
     * @throws ArithmeticException if no starting values lie in the range of the means
     */
    static Result run(GlmSystem system, Family family, Link link, Side predictors, int most) {
        return new Irls(system, family, link, predictors).run(most);
    }

    /** The same begun at given coefficients, if there are any. */
    static Result run(GlmSystem system, Family family, Link link, Side predictors, int most, List<Double> start) {
        return start.isEmpty()
                ? run(system, family, link, predictors, most)
                : new Irls(system, family, link, predictors)
                        .from(start.stream().mapToDouble(b -> b).toArray(), most);
    }

    private Result from(double[] start, int most) {
        if (!moveTo(start)) {
            throw new ArithmeticException("at the starting values a row has no mean in the range of the "
                    + family.label() + " family under the link " + link.label());
        }
        return iterate(start, most, Sums.EXACT, REST);
    }

    private Result run(int most) {
        double work = (double) system.rows() * predictors.columns().size();
        boolean rough = work * predictors.columns().size() > WORTH_ROUGH;
        if (rough && system.rows() > MANY && allStart()) {
            Result warm = fromFewRows(most);
            if (warm != null) {
                return warm;
            }
        }
        start();
        return iterate(null, most, rough ? Sums.ROUGH : Sums.EXACT, REST);
    }

    /**
     * From the optimum of every THIN-th row, which saves the first steps: some sqrt(THIN) standard errors of all rows away from
     * theirs. Null where these rows do not tell it, where the others fit worse there, as a far row among them does, and
     * where the iteration does not come to rest.
     */
    private @Nullable Result fromFewRows(int most) {
        try {
            GlmSystem thin = system.thinned(THIN);
            Irls few = new Irls(thin, family, link, predictors);
            few.start();
            Result result = few.iterate(null, FEW_STEPS, Sums.ROUGH, NEAR);
            boolean told = result.converged() && result.solution().relations().isEmpty();
            double expected = result.deviance() / thin.weights() * system.weights();
            if (!told || !moveTo(result.b()) || deviance > ALIKE * expected) {
                return null;
            }
            Result all = iterate(result.b(), most, Sums.ROUGH, REST);
            return all.converged() ? all : null;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /**
     * @param warm where to begin, with eta, mu and deviance there; null to begin with the means of {@link #start}
     * @param rest the decrement to stop at
     */
    private Result iterate(double @Nullable [] warm, int most, Sums begin, double rest) {
        Sums sums = begin;
        double[] b = warm == null ? new double[predictors.columns().size()] : warm;
        double[] step = b;
        double before = Double.POSITIVE_INFINITY;
        boolean cold = warm == null;
        boolean rested = b.length == 0;
        if (rested && !moveTo(b)) {
            throw new ArithmeticException("without a coefficient a row has no mean in the range of the "
                    + family.label() + " family under the link " + link.label());
        }
        LeastSquares solution = solve(sums, cold);
        int iteration = 0;
        while (!rested && iteration < most) {
            iteration++;
            boolean first = cold && iteration == 1;
            solution = iteration == 1 ? solution : solve(sums, false);
            if (sums != Sums.EXACT && !solution.isTame()) {
                sums = Sums.EXACT;
                solution = solve(sums, first);
            }
            double[] next = solution.estimates(0);
            for (int j = 0; j < b.length && sums != Sums.EXACT && !first; j++) {
                next[j] += b[j];
            }
            double[] from = b;
            b = move(first ? null : from, next);
            step = new double[b.length];
            for (int j = 0; j < b.length; j++) {
                step[j] = next[j] - from[j];
            }
            if (first) {
                continue;
            }
            double phi = family.fixedDispersion() ? unit : deviance / Math.max(1, solution.df());
            double decrement = solution.squaredLength(step) / phi;
            boolean still = decrement <= rest || decrement < 1e-14 && decrement > before / 4 || phi == 0;
            rested = still && (sums != Sums.ROUGH || rest == NEAR);
            if (sums != Sums.EXACT) {
                sums = decrement > CLOSE ? Sums.ROUGH : Sums.SCORE;
            }
            before = decrement;
        }
        return new Result(solution, b, step, eta, mu, deviance, iteration, rested);
    }

    /**
     * Whether all rows have a mean to start with. A link is monotone, so between means that have a finite value all have, but across
     * 0, where it may have a pole.
     */
    private boolean allStart() {
        if (family instanceof RangedFamily known && known.startsUnder(link)) {
            return true;
        }
        double[] low = new double[eta.length];
        double[] high = new double[eta.length];
        system.each(k -> {
            GlmRows.Block block = system.blocks().get(k);
            double below = Double.POSITIVE_INFINITY;
            double above = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < block.n; i++) {
                if (block.w[i] > 0) {
                    double mean = family.start(block.y[i], block.w[i]);
                    below = mean < below ? mean : below;
                    above = mean > above ? mean : above;
                }
            }
            low[k] = below;
            high[k] = above;
        });
        double least = Arrays.stream(low).min().orElse(Double.NaN);
        double most = Arrays.stream(high).max().orElse(Double.NaN);
        return family.validMean(least)
                && family.validMean(most)
                && link.valid(link.eta(least))
                && link.valid(link.eta(most))
                && (least > 0 || most < 0 || link == Links.IDENTITY);
    }

    private void start() {
        int[] refused = new int[eta.length];
        system.each(k -> {
            GlmRows.Block block = system.blocks().get(k);
            refused[k] = -1;
            for (int i = 0; i < block.n; i++) {
                mu[k][i] = family.start(block.y[i], block.w[i]);
                eta[k][i] = link.eta(mu[k][i]);
                if (refused[k] < 0 && block.w[i] > 0 && !(link.valid(eta[k][i]) && family.validMean(mu[k][i]))) {
                    refused[k] = i;
                }
            }
        });
        for (int k = 0; k < refused.length; k++) {
            if (refused[k] >= 0) {
                GlmRows.Block block = system.blocks().get(k);
                throw new ArithmeticException("the response " + block.y[refused[k]] + " of row "
                        + (block.row[refused[k]] + 1) + " has no finite value under the link " + link.label());
            }
        }
        deviance = Double.POSITIVE_INFINITY;
    }

    /** @param whole whether the working response holds eta, and its coefficients are b rather than a step */
    private LeastSquares solve(Sums sums, boolean whole) {
        boolean holdsEta = whole || sums == Sums.EXACT;
        Links known = link instanceof Links l ? l : null;
        return system.solve(
                predictors,
                (k, weight, z) -> {
                    GlmRows.Block block = system.blocks().get(k);
                    for (int i = 0; i < block.n; i++) {
                        double d = known == null ? link.slope(eta[k][i]) : known.slope(eta[k][i], mu[k][i]);
                        double v = family.variance(mu[k][i]);
                        boolean counts = block.w[i] > 0 && d != 0;
                        weight[i] = counts ? block.w[i] * d * d / v : 0;
                        double old = holdsEta ? eta[k][i] - block.offset[i] : 0;
                        z[i] = counts ? old + (block.y[i] - mu[k][i]) / d : 0;
                    }
                },
                sums);
    }

    /** Goes to {@code next}, or half way, or half of that, until it is allowed and the deviance is not higher. */
    private double[] move(double[] from, double[] next) {
        double old = deviance;
        double[] b = next.clone();
        for (int halving = 0; ; halving++) {
            boolean allowed = moveTo(b);
            boolean better = deviance <= old + 1e-9 * (Math.abs(old) + 0.1);
            if (allowed && better || halving == HALVINGS) {
                if (!allowed) {
                    throw new ArithmeticException("no step from the starting values stays in the range of the means; "
                            + "another link may fit");
                }
                return b;
            }
            for (int j = 0; j < b.length; j++) {
                b[j] = from == null ? b[j] / 2 : (b[j] + from[j]) / 2;
            }
        }
    }

    /** Sets eta, mu and deviance; false where a row with weight has no mean. */
    private boolean moveTo(double[] b) {
        GlmColumns.Predictor predictor = system.predictor(predictors, b);
        AtomicBoolean allowed = new AtomicBoolean(true);
        double[] parts = new double[eta.length];
        system.each(k -> {
            GlmRows.Block block = system.blocks().get(k);
            predictor.of(k, eta[k]);
            Links.means(link, eta[k], mu[k]);
            for (int i = 0; i < block.n; i++) {
                if (block.w[i] > 0 && !(link.valid(eta[k][i]) && family.validMean(mu[k][i]))) {
                    allowed.set(false);
                    return;
                }
            }
            parts[k] = RangedFamily.deviance(family, block.y, mu[k], block.w);
        });
        deviance = Arrays.stream(parts).sum();
        return allowed.get() && Double.isFinite(deviance);
    }
}
