package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.formula.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Models near a fit, or inside it, from its moments: no row is read. A term goes only after those that contain it. */
final class ModelSearch {
    private final LinearFit fit;
    private final SubModels models;
    private final List<CodedTerm> terms;

    ModelSearch(LinearFit fit) {
        this.fit = fit;
        this.models = fit.subModels();
        this.terms = fit.design().predictors().terms();
    }

    private static List<Term> of(List<CodedTerm> terms) {
        return terms.stream().map(CodedTerm::term).toList();
    }

    private Criteria criteria(LeastSquares model) {
        return new Criteria(model.n(), model.rank(), model.rss(fit.response()), model.logWeights());
    }

    /** Each term that no other contains, left out. */
    List<TermChange> drops() {
        List<TermChange> out = new ArrayList<>();
        for (CodedTerm t : terms) {
            boolean free = t.term().degree() > 0
                    && fit.design().predictors().containing(t.term()).isEmpty();
            if (free) {
                List<Term> rest = new ArrayList<>(of(terms));
                rest.remove(t.term());
                out.add(change(t.name(), models.solve(rest), models.whole()));
            }
        }
        return out;
    }

    /**
     * Each term of this fit that a smaller one lacks and whose parts it has, put into it.
     *
     * @throws IllegalArgumentException if the smaller fit has other rows or a term that is not here
     */
    List<TermChange> adds(LinearFit small) {
        ModelComparison.checkRows(small, fit);
        List<Term> own = of(small.design().predictors().terms());
        List<Term> all = of(terms);
        for (CodedTerm t : small.design().predictors().terms()) {
            if (!all.contains(t.term())) {
                throw new IllegalArgumentException("the scope " + fit.design().formula() + " has no term " + t.name()
                        + ", so its moments say nothing of the model "
                        + small.design().formula());
            }
        }
        LeastSquares base = models.solve(own);
        List<TermChange> out = new ArrayList<>();
        for (CodedTerm t : terms) {
            boolean partsThere = terms.stream()
                    .map(CodedTerm::term)
                    .filter(u -> t.term().contains(u) && !u.equals(t.term()))
                    .allMatch(u -> u.degree() == 0 || own.contains(u));
            if (!own.contains(t.term()) && t.term().degree() > 0 && partsThere) {
                List<Term> more = new ArrayList<>(own);
                more.add(t.term());
                out.add(change(t.name(), base, models.solve(more)));
            }
        }
        return out;
    }

    /** What a model has beside another. */
    private TermChange change(String term, LeastSquares small, LeastSquares large) {
        int df = large.rank() - small.rank();
        double ss = small.rss(fit.response()) - large.rss(fit.response());
        double s = large.sigma(fit.response());
        double f = df == 0 ? Double.NaN : ss / df / (s * s);
        LeastSquares changed = large == models.whole() ? small : large;
        return new TermChange(
                term,
                df,
                ss,
                changed.rss(fit.response()),
                criteria(changed).aic(),
                f,
                Distributions.fTail(f, df, large.df()));
    }

    /**
     * All sets of terms in which every term stands with those it contains, by AIC.
     *
     * @throws IllegalArgumentException if there are more than {@code most}
     */
    List<SubModel> all(int most) {
        List<CodedTerm> chosen = new ArrayList<>();
        List<List<CodedTerm>> sets = new ArrayList<>();
        List<CodedTerm> free = terms.stream()
                .filter(t -> t.term().degree() > 0)
                .sorted(Comparator.comparingInt(t -> t.term().degree()))
                .toList();
        collect(free, 0, chosen, sets, most);
        List<SubModel> out = new ArrayList<>();
        for (List<CodedTerm> set : sets) {
            List<Term> with = new ArrayList<>(of(set));
            terms.stream().filter(t -> t.term().degree() == 0).forEach(t -> with.add(0, t.term()));
            LeastSquares m = set.size() == free.size() ? models.whole() : models.solve(with);
            Criteria c = criteria(m);
            double k = m.centred() ? 1 : 0;
            double r2 = m.rank() == k ? 0 : 1 - m.rss(fit.response()) / m.tss(fit.response());
            out.add(new SubModel(
                    set.stream().map(CodedTerm::name).toList(),
                    m.rank(),
                    m.rss(fit.response()),
                    1 - (1 - r2) * (m.n() - k) / m.df(),
                    c.aic(),
                    c.aicc(),
                    c.bic()));
        }
        out.sort(Comparator.comparingDouble(SubModel::aic));
        return out;
    }

    /** Terms are visited in order of degree, so what a term contains is decided before it is. */
    private void collect(List<CodedTerm> free, int at, List<CodedTerm> chosen, List<List<CodedTerm>> sets, int most) {
        if (at == free.size()) {
            if (sets.size() == most) {
                throw new IllegalArgumentException("there are more than " + most
                        + " models in this formula; state a larger count, or fit fewer terms");
            }
            List<CodedTerm> inOrder = new ArrayList<>(free);
            inOrder.retainAll(chosen);
            sets.add(inOrder);
            return;
        }
        CodedTerm t = free.get(at);
        collect(free, at + 1, chosen, sets, most);
        boolean partsThere = free.stream()
                .filter(u -> t.term().contains(u.term()) && !u.equals(t))
                .allMatch(chosen::contains);
        if (partsThere) {
            chosen.add(t);
            collect(free, at + 1, chosen, sets, most);
            chosen.remove(t);
        }
    }
}
