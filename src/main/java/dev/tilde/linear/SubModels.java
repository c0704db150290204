package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Companion.Recoding;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Side;
import dev.tilde.formula.Term;
import java.util.ArrayList;
import java.util.List;

/** Fits of any terms of a formula from the moments of the whole: no row is read again. */
final class SubModels {
    private final DesignSpec spec;
    private final Moments moments;
    private final Moments.State state;
    private final Recoding levels;
    private final LeastSquares whole;

    SubModels(DesignSpec spec, Moments moments, Moments.State state, Recoding levels) {
        this.spec = spec;
        this.moments = moments;
        this.state = state;
        this.levels = levels;
        this.whole = solve(spec.predictors());
    }

    /** The fit of all terms. */
    LeastSquares whole() {
        return whole;
    }

    /** What a term adds: columns and sum of squares. */
    record Added(int df, double sumOfSquares) {}

    private LeastSquares solve(Side predictors) {
        List<CodedTerm> all = new ArrayList<>(predictors.terms());
        all.addAll(spec.response().terms());
        Gram gram = new Gram(moments, state, levels, all);
        return new LeastSquares(
                gram,
                predictors,
                LinearRegression.tolerance(spec.formula().conventions()),
                spec.formula().conventions());
    }

    /** Against all terms that do not contain it (type II). */
    Added added(Term term) {
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
        return new Added(large.rank() - small.rank(), small.rss() - large.rss());
    }
}
