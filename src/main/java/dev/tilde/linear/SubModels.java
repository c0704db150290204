package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Companion.Recoding;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Layout;
import dev.tilde.design.Side;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Fits of any terms of a formula from the moments of the whole: no row is read again. */
final class SubModels {
    private final DesignSpec spec;
    private final Moments moments;
    private final Moments.State state;
    private final Recoding levels;
    private final List<CodedTerm> offsets;
    private final LeastSquares whole;

    SubModels(DesignSpec spec, Layout layout, Moments moments, Moments.State state, Recoding levels) {
        this.spec = spec;
        this.moments = moments;
        this.state = state;
        this.levels = levels;
        this.offsets = offsets(layout);
        this.whole = solve(spec.predictors());
    }

    /** The fit of all terms. */
    LeastSquares whole() {
        return whole;
    }

    private static List<CodedTerm> offsets(Layout layout) {
        List<CodedTerm> offsets = new ArrayList<>();
        for (int f : layout.role(Role.OFFSET)) {
            CodedTerm.Block block = new CodedTerm.Block(List.of(new CodedTerm.Part(f, Optional.empty())), 1);
            int at = offsets.size();
            Factor factor = layout.factors().get(f);
            offsets.add(new CodedTerm(Term.of(List.of(factor)), factor.name(), at, at + 1, List.of(block)));
        }
        return offsets;
    }

    /** What a term adds: columns and sum of squares. */
    record Added(int df, double sumOfSquares) {}

    private LeastSquares solve(Side predictors) {
        return new LeastSquares(
                gram(predictors, spec, offsets, moments, state, levels),
                predictors,
                spec.response().columns().size(),
                offsets.size(),
                LinearRegression.tolerance(spec.formula().conventions()),
                spec.formula().conventions());
    }

    /** The cross-products of predictors, responses and offsets. */
    static Gram gram(DesignSpec spec, Layout layout, Moments moments, Moments.State state, Recoding levels) {
        return gram(spec.predictors(), spec, offsets(layout), moments, state, levels);
    }

    private static Gram gram(
            Side predictors,
            DesignSpec spec,
            List<CodedTerm> offsets,
            Moments moments,
            Moments.State state,
            Recoding levels) {
        List<CodedTerm> all = new ArrayList<>(predictors.terms());
        all.addAll(spec.response().terms());
        all.addAll(offsets);
        return new Gram(moments, state, levels, all, spec.response().columns().size(), offsets.size());
    }

    /** The columns of the Gram matrix but the intercept, then the response. */
    static int[] penalised(DesignSpec spec) {
        int intercept = spec.predictors().intercept().orElse(-1);
        return IntStream.rangeClosed(0, spec.predictors().columns().size())
                .filter(j -> j != intercept)
                .toArray();
    }

    /** Against all terms that do not contain it (type II). */
    Added added(Term term, int response) {
        List<Term> without = new ArrayList<>();
        for (CodedTerm t : spec.predictors().terms()) {
            if (!t.term().contains(term)) {
                without.add(t.term());
            }
        }
        List<Term> with = new ArrayList<>(without);
        with.add(term);
        LeastSquares small = solve(spec.predictors(without));
        LeastSquares large = with.size() == spec.predictors().terms().size() ? whole : solve(spec.predictors(with));
        return new Added(large.rank() - small.rank(), small.rss(response) - large.rss(response));
    }
}
