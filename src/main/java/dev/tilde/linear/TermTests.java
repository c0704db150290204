package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.formula.Term;
import dev.tilde.linalg.LevelRows;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;

/*
 * In orthonormal coordinates g the columns of a term bring the coordinates m of their own places. So
 *
 *   type I    SS = sum g_m^2 over the places of the term
 *   type II   SS = RSS(terms that do not contain it) - RSS(the same with it), each coded anew
 *   type III  the hypothesis that the coefficients of its columns are 0
 *
 * With another covariance M each is the Wald statistic of the term's combinations of coordinates given those of the terms that
 * are out of the model: the later ones (I), those that contain it (II), none (III).
 */

/** Tests of the terms of a fit, from its moments. */
final class TermTests {
    private final LinearFit fit;
    private final List<CodedTerm> terms;
    private final List<String> notes = new ArrayList<>();

    TermTests(LinearFit fit) {
        this.fit = fit;
        this.terms = fit.design().predictors().terms();
    }

    /** All terms at once; NaN without predictors. */
    TermTest overall() {
        LeastSquares solution = fit.solution();
        int df = fit.rank() - (fit.isCentred() ? 1 : 0);
        if (!fit.isClassic()) {
            List<double[]> held = fit.isCentred() ? List.of(solution.constant()) : List.of();
            return fit.inCoordinates().wald("", Wald.complement(held, fit.rank()), df);
        }
        return classic("", df, solution.tss(fit.response()) - solution.rss(fit.response()));
    }

    /** Type II, of all terms but the intercept. */
    List<TermTest> all() {
        List<TermTest> tests = new ArrayList<>();
        for (CodedTerm t : terms) {
            if (t.term().degree() > 0) {
                tests.add(second(t.term(), t.name()));
            }
        }
        return tests;
    }

    private TermTest classic(String term, int df, double ss) {
        double f = df == 0 ? Double.NaN : ss / df / (fit.sigma() * fit.sigma());
        return new TermTest(term, df, df == 0 ? 0 : ss, f, Distributions.fTail(f, df, fit.dfResidual()));
    }

    Anova anova(AnovaType type) {
        List<Anova.Line> lines = new ArrayList<>();
        for (CodedTerm t : terms) {
            if (t.term().degree() > 0) {
                TermTest test = test(type, t);
                if (test.df() > 0 || type != AnovaType.I) {
                    lines.add(line(test));
                } else {
                    notes.add(t.name() + " adds nothing to the terms before it");
                }
            } else if (type == AnovaType.III) {
                String name = fit.design().predictors().columns().get(t.start());
                lines.add(line(third(t, name)));
            }
        }
        boolean classic = fit.isClassic();
        double s2 = fit.sigma() * fit.sigma();
        lines.add(new Anova.Line(
                "Residuals",
                fit.dfResidual(),
                classic ? fit.residualSumOfSquares() : Double.NaN,
                classic ? s2 : Double.NaN,
                Double.NaN,
                Double.NaN));
        if (!fit.aliases().isEmpty() && type == AnovaType.III) {
            notes.add("aliased columns are left out, and which ones decides what is tested");
        }
        return new Anova(
                type,
                label(type),
                fit.design().formula().toString(),
                fit.covarianceType().name(),
                lines,
                notes);
    }

    private TermTest test(AnovaType type, CodedTerm t) {
        return switch (type) {
            case I -> first(t);
            case II -> second(t.term(), t.name());
            case III -> third(t, t.name());
        };
    }

    private static Anova.Line line(TermTest t) {
        double mean = t.df() == 0 ? Double.NaN : t.sumOfSquares() / t.df();
        return new Anova.Line(t.term(), t.df(), t.sumOfSquares(), mean, t.statistic(), t.pValue());
    }

    private String label(AnovaType type) {
        return switch (type) {
            case I -> "type I: each term beside those before it";
            case II -> "type II: each term beside those that do not contain it";
            case III ->
                terms.stream().anyMatch(TermTests::isTreatmentCoded)
                        ? "treatment-coded: tests depend on the coding"
                        : "type III: each term beside all others";
        };
    }

    /** Whether a factor beside a constant has columns that do not sum to zero over its levels. */
    private static boolean isTreatmentCoded(CodedTerm t) {
        return t.blocks().stream()
                .flatMap(b -> b.parts().stream())
                .flatMap(p -> p.coding().stream())
                .anyMatch(c -> c.rows().columns() < c.rows().rows() && !sumsToZero(c.rows()));
    }

    private static boolean sumsToZero(LevelRows rows) {
        for (int j = 0; j < rows.columns(); j++) {
            double sum = 0;
            double size = 0;
            for (int i = 0; i < rows.rows(); i++) {
                sum += rows.get(i, j);
                size += Math.abs(rows.get(i, j));
            }
            if (Math.abs(sum) > 1e-9 * size) {
                return false;
            }
        }
        return true;
    }

    private TermTest first(CodedTerm t) {
        double[] g = fit.inCoordinates().g();
        List<double[]> behind = new ArrayList<>();
        List<double[]> own = new ArrayList<>();
        double ss = 0;
        for (int m = 0; m < g.length; m++) {
            int column = fit.coordinates().column(m);
            if (column >= t.start() && column < t.end()) {
                own.add(Wald.unit(m, g.length));
                ss += g[m] * g[m];
            } else if (column >= t.end()) {
                behind.add(Wald.unit(m, g.length));
            }
        }
        if (fit.isClassic()) {
            return classic(t.name(), own.size(), ss);
        }
        behind.addAll(own);
        return fit.inCoordinates().wald(t.name(), behind, own.size());
    }

    TermTest second(Term term, String name) {
        SubModels models = fit.subModels();
        if (fit.isClassic()) {
            SubModels.Added added = models.added(term, fit.response());
            return classic(name, added.df(), added.sumOfSquares());
        }
        List<Term> small = models.without(term);
        List<Term> large = new ArrayList<>(small);
        large.add(term);
        Matrix without = models.coordinates(small);
        Matrix with = models.coordinates(large);
        int df = with.columns() - without.columns();
        List<double[]> base = Wald.extension(List.of(), Wald.columns(without), without.columns());
        List<double[]> own = Wald.extension(base, Wald.columns(with), df);
        base.addAll(own);
        List<double[]> combinations = Wald.complement(base, fit.rank());
        combinations.addAll(own);
        return fit.inCoordinates().wald(name, combinations, df);
    }

    private TermTest third(CodedTerm t, String name) {
        List<double[]> own = new ArrayList<>();
        for (int j = t.start(); j < t.end(); j++) {
            if (fit.isEstimated(j)) {
                double[] c = new double[fit.coefficients().size()];
                c[j] = 1;
                own.add(fit.coordinates().of(c));
            }
        }
        List<double[]> basis = Wald.extension(List.of(), own, own.size());
        if (fit.isClassic()) {
            double ss = Wald.zero(
                    basis,
                    fit.inCoordinates().g(),
                    basis.size(),
                    fit.coordinates().identity(1));
            return classic(name, basis.size(), ss);
        }
        return fit.inCoordinates().wald(name, basis, basis.size());
    }
}
