package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Wald tests of terms of a generalised linear model, from the covariance of its coefficients. */
final class GlmWald {
    private GlmWald() {}

    /** A term beside all that do not contain it: its coefficients are 0, given that those of the terms that contain it are. */
    static Estimates.AsOne test(GlmFit fit, CodedTerm term) {
        int p = fit.coefficients().size();
        List<double[]> units = new ArrayList<>();
        for (CodedTerm t : fit.design().predictors().terms()) {
            if (!t.term().equals(term.term()) && t.term().contains(term.term())) {
                add(fit, t, p, units);
            }
        }
        int before = units.size();
        add(fit, term, p, units);
        int q = units.size() - before;
        Matrix v = fit.withoutAliases();
        double w = q == 0 ? Double.NaN : Wald.zero(units, fit.result().b(), q, v);
        if (Double.isNaN(w)) {
            return Estimates.AsOne.NONE;
        }
        boolean chi = fit.isDispersionFixed();
        double tail = chi ? Distributions.chiSquaredTail(w, q) : Distributions.fTail(w / q, q, fit.dfResidual());
        DevianceTest shown =
                new DevianceTest(term.name(), q, Double.NaN, fit.dfResidual(), Double.NaN, chi ? w : w / q, !chi, tail);
        return new Estimates.AsOne(shown.text(), tail);
    }

    private static void add(GlmFit fit, CodedTerm term, int p, List<double[]> units) {
        for (int j = term.start(); j < term.end(); j++) {
            if (!fit.coefficients().get(j).isAliased()) {
                units.add(Wald.unit(j, p));
            }
        }
    }
}
