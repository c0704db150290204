package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.Companion.Recoding;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.Layout;
import dev.tilde.design.Side;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

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

    /** The fit of some terms, coded anew. */
    LeastSquares solve(List<Term> terms) {
        return solve(spec.predictors(terms));
    }

    /** Columns of a model of some terms, in the coordinates of the whole, that its own fit estimates: r by its rank. */
    Matrix coordinates(List<Term> terms) {
        Side side = spec.predictors(terms);
        List<CodedTerm> both = new ArrayList<>(spec.predictors().terms());
        both.addAll(side.terms());
        Gram gram = new Gram(moments, state, levels, both, 0, 0);
        int p = spec.predictors().columns().size();
        Matrix all = whole.coordinates().of(gram, p, side.columns().size());
        LeastSquares own = solve(side);
        int[] estimated =
                IntStream.range(0, all.columns()).filter(own::isEstimated).toArray();
        Matrix out = Matrix.zeros(all.rows(), estimated.length);
        for (int j = 0; j < estimated.length; j++) {
            for (int i = 0; i < all.rows(); i++) {
                out.set(i, j, all.get(i, estimated[j]));
            }
        }
        return out;
    }

    /** A covariance of the coefficients as one of the coordinates: K V K' with X = Z K. */
    Matrix fromCoefficients(Matrix v) {
        Gram gram = new Gram(moments, state, levels, spec.predictors().terms(), 0, 0);
        Matrix k = whole.coordinates().of(gram, 0, spec.predictors().columns().size());
        int r = k.rows();
        Matrix half = Matrix.zeros(r, r);
        for (int a = 0; a < r; a++) {
            for (int j = 0; j < r; j++) {
                double sum = 0;
                for (int i = 0; i < r; i++) {
                    int ci = whole.coordinates().column(i);
                    sum += k.get(a, ci) * v.get(ci, whole.coordinates().column(j));
                }
                half.set(a, j, sum);
            }
        }
        Matrix out = Matrix.zeros(r, r);
        for (int a = 0; a < r; a++) {
            for (int b = 0; b < r; b++) {
                double sum = 0;
                for (int j = 0; j < r; j++) {
                    sum += half.get(a, j) * k.get(b, whole.coordinates().column(j));
                }
                out.set(a, b, sum);
            }
        }
        return out;
    }

    /**
     * What rounding took off the columns of the design that are powers of another one, x^k - column, by column and row; null for
     * a column that is none, or if there are none.
     */
    double @Nullable [] @Nullable [] rests(Matrix x) {
        double[][] rests = new double[x.columns()][];
        boolean any = false;
        int[][] single = single(x.columns());
        for (int j = 0; j < rests.length; j++) {
            int base = single[j] == null ? -1 : moments.base(single[j][0], single[j][1]);
            for (int k = 0; base >= 0 && k < rests.length; k++) {
                if (single[k] != null && single[k][0] == base && single[k][1] == 0) {
                    rests[j] = Powers.rest(x.column(k), moments.exponent(single[j][0], single[j][1]), x.column(j));
                    any = true;
                }
            }
        }
        return any ? rests : null;
    }

    /** Of each column of the predictors that is one of a numeric factor, the factor and which of its columns; else null. */
    private int[][] single(int columns) {
        int[][] single = new int[columns][];
        for (CodedTerm term : spec.predictors().terms()) {
            if (term.blocks().size() == 1 && term.blocks().get(0).parts().size() == 1) {
                CodedTerm.Part part = term.blocks().get(0).parts().get(0);
                for (int c = 0; part.coding().isEmpty() && c < term.end() - term.start(); c++) {
                    single[term.start() + c] = new int[] {part.factor(), c};
                }
            }
        }
        return single;
    }

    /** The terms that do not contain a term. */
    List<Term> without(Term term) {
        return spec.predictors().terms().stream()
                .map(CodedTerm::term)
                .filter(t -> !t.contains(term))
                .toList();
    }

    /** Against all terms that do not contain it (type II). */
    Added added(Term term, int response) {
        List<Term> without = without(term);
        List<Term> with = new ArrayList<>(without);
        with.add(term);
        LeastSquares small = solve(spec.predictors(without));
        LeastSquares large = with.size() == spec.predictors().terms().size() ? whole : solve(spec.predictors(with));
        return new Added(large.rank() - small.rank(), small.rss(response) - large.rss(response));
    }
}
