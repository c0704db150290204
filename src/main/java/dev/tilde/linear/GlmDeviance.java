package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Side;
import dev.tilde.formula.Term;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Deviances of models with fewer terms, each fitted to the same rows in memory, and the tests they give. */
final class GlmDeviance {
    /** Deviance and rank of a model. */
    private record Size(double deviance, int rank) {}

    private final GlmSystem system;
    private final GlmRegression model;
    private final Irls.Result whole;
    private final double dispersion;
    private final Map<Set<Term>, Size> known = new HashMap<>();

    GlmDeviance(GlmSystem system, GlmRegression model, Irls.Result whole, double dispersion) {
        this.system = system;
        this.model = model;
        this.whole = whole;
        this.dispersion = dispersion;
        known.put(
                terms().stream().map(CodedTerm::term).collect(Collectors.toSet()),
                new Size(whole.deviance(), whole.solution().rank()));
    }

    private List<CodedTerm> terms() {
        return system.spec().predictors().terms();
    }

    private synchronized Size size(List<Term> terms) {
        return known.computeIfAbsent(Set.copyOf(terms), key -> {
            OptionalDouble constant = terms.equals(List.of(Term.INTERCEPT)) ? ofMean() : OptionalDouble.empty();
            if (constant.isPresent()) {
                return new Size(constant.getAsDouble(), 1);
            }
            return terms.isEmpty() ? ofOffset() : fitted(terms);
        });
    }

    /** Where an offset of 0 or the one there is has no mean, as under the inverse link, there is no deviance. */
    private Size ofOffset() {
        try {
            return fitted(List.of());
        } catch (ArithmeticException e) {
            return new Size(Double.NaN, 0);
        }
    }

    private Size fitted(List<Term> terms) {
        Side side = system.spec().predictors(terms);
        Irls.Result fit = Irls.run(system, model.family(), model.link(), side, model.iterations());
        return new Size(fit.deviance(), fit.solution().rank());
    }

    /**
     * The deviance of one mean for all rows, without iterating: sum w (y - mu) mu' / V(mu) vanishes at the weighted mean of the
     * response, whatever the family and link. Empty where an offset sets rows apart or the mean lies outside the range.
     */
    private OptionalDouble ofMean() {
        if (system.blocks().stream().anyMatch(b -> Arrays.stream(b.offset).anyMatch(o -> o != 0))) {
            return OptionalDouble.empty();
        }
        double mean = meanDistance(0);
        mean += meanDistance(mean);
        Family family = model.family();
        if (!family.validMean(mean) || !model.link().valid(model.link().eta(mean))) {
            return OptionalDouble.empty();
        }
        double[] parts = new double[system.blocks().size()];
        double common = mean;
        system.each(k -> {
            GlmRows.Block b = system.blocks().get(k);
            double[] mu = new double[b.n];
            Arrays.fill(mu, common);
            parts[k] = RangedFamily.deviance(family, b.y, mu, b.w);
        });
        return OptionalDouble.of(Arrays.stream(parts).sum());
    }

    /** The weighted mean of y - c. */
    private double meanDistance(double c) {
        double[] parts = new double[system.blocks().size()];
        system.each(k -> {
            GlmRows.Block b = system.blocks().get(k);
            for (int i = 0; i < b.n; i++) {
                parts[k] += b.w[i] > 0 ? b.w[i] * (b.y[i] - c) : 0;
            }
        });
        return Arrays.stream(parts).sum() / system.weights();
    }

    double ofNull() {
        boolean intercept = terms().stream().anyMatch(t -> t.term().equals(Term.INTERCEPT));
        return size(intercept ? List.of(Term.INTERCEPT) : List.of()).deviance();
    }

    private long n() {
        return whole.solution().n();
    }

    List<DevianceTest> sequential() {
        List<DevianceTest> lines = new ArrayList<>();
        List<Term> sofar = new ArrayList<>();
        if (terms().stream().anyMatch(t -> t.term().equals(Term.INTERCEPT))) {
            sofar.add(Term.INTERCEPT);
        }
        Size before = size(sofar);
        lines.add(new DevianceTest(
                "", 0, Double.NaN, n() - before.rank(), before.deviance(), Double.NaN, false, Double.NaN));
        for (CodedTerm t : terms()) {
            if (!t.term().equals(Term.INTERCEPT)) {
                sofar.add(t.term());
                Size now = size(sofar);
                lines.add(chi(t.name(), before, now));
                before = now;
            }
        }
        return lines;
    }

    private DevianceTest chi(String name, Size small, Size large) {
        int df = large.rank() - small.rank();
        double lost = small.deviance() - large.deviance();
        double chi = lost / dispersion;
        double p = df > 0 ? Distributions.chiSquaredTail(chi, df) : Double.NaN;
        return new DevianceTest(name, df, lost, n() - large.rank(), large.deviance(), chi, false, p);
    }

    List<DevianceTest> typeTwo() {
        return terms().stream()
                .filter(t -> !t.term().equals(Term.INTERCEPT))
                .map(this::typeTwo)
                .toList();
    }

    DevianceTest typeTwo(CodedTerm term) {
        List<Term> without = new ArrayList<>();
        for (CodedTerm t : terms()) {
            if (!t.term().contains(term.term())) {
                without.add(t.term());
            }
        }
        List<Term> with = new ArrayList<>(without);
        with.add(term.term());
        return chi(term.name(), size(without), size(with));
    }

    /** Cells of a dense matrix up to which nesting is looked up in the rows. */
    private static final double MOST = 5e7;

    static List<DevianceTest> compare(List<GlmFit> fits) {
        List<DevianceTest> lines = new ArrayList<>();
        GlmFit largest = fits.stream()
                .min((a, b) -> Long.compare(a.dfResidual(), b.dfResidual()))
                .orElseThrow(() -> new IllegalArgumentException("there is no fit to compare"));
        GlmFit before = null;
        for (GlmFit fit : fits) {
            check(fits.get(0), fit);
            String name = name(fit);
            if (before != null) {
                checkNested(before, fit);
            }
            lines.add(before == null ? first(name, fit) : step(name, before, fit, largest));
            before = fit;
        }
        return lines;
    }

    private static String name(GlmFit fit) {
        return fit.design().formula().toString();
    }

    private static void check(GlmFit a, GlmFit b) {
        if (!Arrays.equals(a.keptRows(), b.keptRows())) {
            throw new IllegalArgumentException("the models are fitted to different rows, so their deviances do not "
                    + "compare; DesignOptions.sameRowsAs gives them the same");
        }
        refuse("families", a.model().family().label(), b.model().family().label());
        refuse("links", a.model().link().label(), b.model().link().label());
        refuse("responses", response(a), response(b));
        GlmRowValues one = a.rowValues();
        GlmRowValues other = b.rowValues();
        if (!Arrays.equals(one.observed(), other.observed())
                || !Arrays.equals(one.priorWeights(), other.priorWeights())
                || !Arrays.equals(one.offsets(), other.offsets())) {
            throw new IllegalArgumentException("responses, weights or offsets of the rows differ between the models, so"
                    + " their deviances do not compare");
        }
    }

    private static void refuse(String what, String one, String other) {
        if (!one.equals(other)) {
            throw new IllegalArgumentException(
                    "models of different " + what + " cannot be compared by their deviances: " + one + " and " + other);
        }
    }

    private static String response(GlmFit fit) {
        return String.join(", ", fit.design().response().columns());
    }

    private static void checkNested(GlmFit a, GlmFit b) {
        GlmFit small = a.rank() <= b.rank() ? a : b;
        GlmFit large = small == a ? b : a;
        double cells = (double) small.keptRows().length
                * (small.coefficients().size() + large.coefficients().size());
        if (terms(large).containsAll(terms(small)) || cells > MOST) {
            return;
        }
        if (ModelComparison.isOutside(
                small.rowValues().space(), large.rowValues().space())) {
            throw new IllegalArgumentException("the models are not nested: no choice of coefficients makes "
                    + name(large) + " the model " + name(small) + "; compare their AIC instead");
        }
    }

    private static List<Term> terms(GlmFit fit) {
        return fit.design().predictors().terms().stream().map(CodedTerm::term).toList();
    }

    private static DevianceTest first(String name, GlmFit fit) {
        return new DevianceTest(name, 0, Double.NaN, fit.dfResidual(), fit.deviance(), Double.NaN, false, Double.NaN);
    }

    private static DevianceTest step(String name, GlmFit before, GlmFit fit, GlmFit largest) {
        int df = (int) (before.dfResidual() - fit.dfResidual());
        double lost = before.deviance() - fit.deviance();
        double statistic = lost / largest.dispersion() / (largest.isDispersionFixed() ? 1 : df);
        int size = Math.abs(df);
        // A larger model whose deviance is higher has not found its optimum, or is the same but for rounding.
        boolean rounding = Math.abs(lost) <= 1e-9 * (before.deviance() + 0.1);
        double p = size == 0 || lost / df < 0 && !rounding
                ? Double.NaN
                : largest.isDispersionFixed()
                        ? Distributions.chiSquaredTail(Math.abs(statistic), size)
                        : Distributions.fTail(Math.abs(statistic), size, largest.dfResidual());
        return new DevianceTest(
                name, df, lost, fit.dfResidual(), fit.deviance(), statistic, !largest.isDispersionFixed(), p);
    }
}
