package dev.tilde.linear;

import dev.tilde.data.Source;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignMatrix;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.NaAction;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.linalg.Matrix;
import dev.tilde.model.Fitted;
import dev.tilde.report.Document;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A linear model fitted by least squares.
 *
 * <p>Symbols: n rows, r the rank of the design, b coefficients, w weights (1 without), RSS = sum w (y - X b - offset)^2,
 * s^2 = RSS / (n - r).
 */
public final class LinearFit implements Fitted {
    private final Estimates estimates = new Shown();

    private final LinearRegression model;
    private final Source source;
    private final DesignSpec spec;
    private final SubModels subModels;
    private final LeastSquares solution;
    /** Which of the responses that were fitted together. */
    private final int response;

    private final List<Coefficient> coefficients;

    LinearFit(LinearRegression model, Source source, DesignSpec spec, SubModels subModels, int response) {
        this.model = model;
        this.source = source;
        this.spec = spec;
        this.subModels = subModels;
        this.solution = subModels.whole();
        this.response = response;
        this.coefficients = table(solution.covariance(response));
    }

    private List<Coefficient> table(Matrix covariance) {
        double width = Distributions.tQuantile((1 - model.level()) / 2, solution.df());
        double[] estimates = solution.estimates(response);
        List<Coefficient> all = new ArrayList<>();
        for (int j = 0; j < estimates.length; j++) {
            double b = solution.isEstimated(j) ? estimates[j] : Double.NaN;
            double se = Math.sqrt(covariance.get(j, j));
            double t = b / se;
            all.add(new Coefficient(
                    spec.predictors().columns().get(j),
                    b,
                    se,
                    t,
                    Distributions.tTwoSided(t, solution.df()),
                    b - width * se,
                    b + width * se));
        }
        return all;
    }

    @Override
    public DesignSpec design() {
        return spec;
    }

    /** The options it was fitted with. */
    public LinearRegression model() {
        return model;
    }

    /** The table of coefficients, one line for each column of the design. */
    public List<Coefficient> coefficients() {
        return coefficients;
    }

    /** The coefficient of a column. */
    public Optional<Coefficient> coefficient(String column) {
        return coefficients.stream().filter(c -> c.name().equals(column)).findFirst();
    }

    /** The covariance matrix of the coefficients s^2 (X'WX)^-1, p by p, NaN for aliased columns; a new one. */
    public Matrix covariance() {
        return solution.covariance(response);
    }

    /** Rows used, n; of those with a weight of 0 none counts. */
    public long rows() {
        return solution.n();
    }

    /** Independent columns, r. */
    public int rank() {
        return solution.rank();
    }

    /** Residual degrees of freedom, n - r. */
    public long dfResidual() {
        return solution.n() - solution.rank();
    }

    /** RSS. */
    public double residualSumOfSquares() {
        return solution.rss(response);
    }

    /** Residual standard error s; NaN without residual degrees of freedom. */
    public double sigma() {
        return solution.sigma(response);
    }

    /**
     * R^2 = 1 - RSS / TSS. TSS is about the mean when the constant lies in the span of the columns, else about zero
     * (see {@link #isCentred}). With an offset TSS = RSS + the sum of squares of the fitted values, as in R; 0 without a
     * predictor.
     */
    public double rSquared() {
        boolean none = rank() == (isCentred() ? 1 : 0);
        return none ? 0 : 1 - solution.rss(response) / solution.tss(response);
    }

    /** 1 - (1 - R^2)(n - k) / (n - r), with k = 1 if TSS is about the mean, else 0. */
    public double adjustedRSquared() {
        double k = isCentred() ? 1 : 0;
        return 1 - (1 - rSquared()) * (rows() - k) / dfResidual();
    }

    /** Whether R^2 and F compare with the mean; else with zero. */
    public boolean isCentred() {
        return solution.centred();
    }

    /** The overall F test; NaN without predictors or without residual degrees of freedom. */
    public TermTest overall() {
        int df = rank() - (isCentred() ? 1 : 0);
        double ss = solution.tss(response) - solution.rss(response);
        return test("", df, ss);
    }

    TermTest test(String term, int df, double ss) {
        double f = df == 0 ? Double.NaN : ss / df / (sigma() * sigma());
        return new TermTest(term, df, ss, f, Distributions.fTail(f, df, dfResidual()));
    }

    /** -n/2 (ln 2 pi + ln(RSS / n) + 1) + sum ln(w) / 2. */
    public double logLikelihood() {
        double n = rows();
        double each = StrictMath.log(2 * Math.PI) + StrictMath.log(solution.rss(response) / n) + 1;
        return -n / 2 * each + solution.logWeights() / 2;
    }

    /** -2 logLik + 2 (r + 1): sigma counts as a parameter, as in R; statsmodels does not count it. */
    public double aic() {
        return -2 * logLikelihood() + 2 * (rank() + 1);
    }

    /**
     * Hurvich and Tsai's AIC + 2 k (k + 1) / (n - k - 1) with k = r + 1, doi:10.1093/biomet/76.2.297; infinite without
     * rows beyond k + 1.
     */
    public double aicc() {
        double k = rank() + 1;
        double rest = rows() - k - 1;
        return rest > 0 ? aic() + 2 * k * (k + 1) / rest : Double.POSITIVE_INFINITY;
    }

    /** -2 logLik + ln(n) (r + 1). */
    public double bic() {
        return -2 * logLikelihood() + StrictMath.log((double) rows()) * (rank() + 1);
    }

    /** Type II tests of all terms but the intercept, in the order of the design. Computed from the same one pass. */
    public List<TermTest> termTests() {
        List<TermTest> tests = new ArrayList<>();
        for (CodedTerm t : spec.predictors().terms()) {
            if (t.term().degree() > 0) {
                tests.add(termTest(t.term(), t.name()));
            }
        }
        return tests;
    }

    TermTest termTest(Term term, String name) {
        SubModels.Added added = subModels.added(term, response);
        return test(name, added.df(), added.sumOfSquares());
    }

    /**
     * What a careful reader would notice, worst first: aliased columns, a missed curve, a row that decides, spread, tails,
     * order, collinearity. Reads the rows again; only the rank is judged when they cannot be, or n p^2 is beyond 1e8.
     */
    public List<Finding> findings() {
        return Diagnosis.of(this, RowDetail.of(this));
    }

    /** Sentences that say what makes aliased columns redundant, by column: {@code W2 equals 2 x Wind}. */
    public List<String> aliases() {
        return solution.relations().stream()
                .map(r -> spec.predictors().columns().get(r.column()) + " "
                        + r.text(spec.predictors().columns()))
                .toList();
    }

    List<Relation> relations() {
        return solution.relations();
    }

    /**
     * {@inheritDoc} An offset of the formula is part of the prediction. A row that an aliased design cannot estimate (an empty cell, a broken relation between columns) is
     * NaN too; under R's conventions it gets R's number.
     */
    @Override
    public double[] predict(Source rows) {
        double[] yhat = linear(rows);
        if (!spec.role(Role.OFFSET).isEmpty()) {
            double[] offset = spec.offset(rows);
            for (int i = 0; i < yhat.length; i++) {
                yhat[i] += offset[i];
            }
        }
        return yhat;
    }

    /** X b of new rows, without the offset. */
    private double[] linear(Source rows) {
        DesignMatrix x = spec.predictors(rows);
        if (solution.relations().isEmpty()) {
            return x.times(solution.estimates(response));
        }
        if (spec.formula().conventions().coding() == Conventions.Coding.LOCAL) {
            return estimatedColumns(x);
        }
        double[] yhat = x.times(solution.estimates(response));
        Matrix m = x.matrix();
        for (int i = 0; i < yhat.length; i++) {
            double[] row = m.row(i);
            boolean estimable = solution.relations().stream().allMatch(r -> r.holds(row));
            yhat[i] = estimable ? yhat[i] : Double.NaN;
        }
        return yhat;
    }

    /** R leaves aliased columns out, so what is missing in them alone does not matter. */
    private double[] estimatedColumns(DesignMatrix x) {
        Matrix m = x.matrix();
        double[] b = solution.estimates(response);
        double[] yhat = new double[m.rows()];
        for (int j = 0; j < b.length; j++) {
            for (int i = 0; solution.isEstimated(j) && i < yhat.length; i++) {
                yhat[i] += b[j] * m.get(i, j);
            }
        }
        return yhat;
    }

    /** Both sides of the formula on the rows used; reads the rows again. */
    public DesignMatrices matrices() {
        return spec.matrices(source);
    }

    /**
     * y - X b - offset of the rows used, weighted or not, in order; under {@link NaAction#EXCLUDE} of all rows, NaN for those left out. Reads the
     * rows again.
     */
    public double[] residuals() {
        DesignMatrices m = matrices();
        double[] e = m.response().orElseThrow().matrix().column(response);
        m.roles().offset().ifPresent(o -> {
            for (int i = 0; i < e.length; i++) {
                e[i] -= o[i];
            }
        });
        double[] fitted = m.predictors().times(solution.estimates(response));
        for (int i = 0; i < e.length; i++) {
            e[i] -= fitted[i];
        }
        if (spec.options().naAction() != NaAction.EXCLUDE) {
            return e;
        }
        double[] all = new double[Math.toIntExact(spec.rows().total())];
        Arrays.fill(all, Double.NaN);
        long[] kept = m.predictors().keptRows();
        for (int i = 0; i < e.length; i++) {
            all[(int) kept[i]] = e[i];
        }
        return all;
    }

    /** Whether the rows have weights. */
    boolean isWeighted() {
        return !spec.role(Role.WEIGHTS).isEmpty();
    }

    /** What its table of coefficients shows. */
    Estimates shown() {
        return estimates;
    }

    private final class Shown implements Estimates {
        @Override
        public DesignSpec design() {
            return spec;
        }

        @Override
        public double level() {
            return model.level();
        }

        @Override
        public List<Coefficient> coefficients() {
            return coefficients;
        }

        @Override
        public List<Relation> relations() {
            return solution.relations();
        }

        @Override
        public String statistic() {
            return "t";
        }

        @Override
        public AsOne test(CodedTerm term) {
            TermTest test = termTest(term.term(), term.name());
            return test.df() == 0 || Double.isNaN(test.statistic())
                    ? AsOne.NONE
                    : new AsOne(
                            "F(" + test.df() + ", " + dfResidual() + ") = " + Numbers.fixed(test.statistic(), 2),
                            test.pValue());
        }

        @Override
        public double standardising(int column) {
            return solution.standardising(column, response);
        }
    }

    /** Which of the responses that were fitted together, from 0. */
    int response() {
        return response;
    }

    double[] estimates() {
        return solution.estimates(response);
    }

    Source source() {
        return source;
    }

    @Override
    public Document summary() {
        return LinearSummary.of(this);
    }

    /** The report: a document to render or {@link Document#save save} as a page of its own. */
    public Document report() {
        return LinearReport.of(this);
    }

    /** A compact summary of less than 1,000 characters. */
    @Override
    public String toString() {
        return LinearSummary.compact(this);
    }
}
