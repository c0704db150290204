package dev.tilde.linear;

import dev.tilde.design.Corpus;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.util.List;

/** Cases of coefficients, their tests, sums of squares and residuals. */
final class LeastSquaresChecks {
    private LeastSquaresChecks() {}

    static void all(FitCase c) {
        Json expect = c.expect;
        double rtol = c.rtol();
        LinearFit r = c.fit(Conventions.R);
        List<Coefficient> own = r.coefficients();
        Json coef = expect.get("coef");
        c.same("names", own.stream().map(Coefficient::name).toList(), Corpus.texts(coef.get("names")));
        if (!c.problems.isEmpty()) {
            return;
        }
        c.near("estimate", own.stream().mapToDouble(Coefficient::estimate).toArray(), coef.get("estimate"), rtol);
        c.near("se", own.stream().mapToDouble(Coefficient::stdError).toArray(), coef.get("se"), rtol);
        c.near("t", own.stream().mapToDouble(Coefficient::statistic).toArray(), coef.get("t"), 10 * rtol);
        c.near("p", own.stream().mapToDouble(Coefficient::pValue).toArray(), coef.get("p"), 1e-7);
        for (Json ci : coef.get("ci").items()) {
            LinearFit f = LinearRegression.OLS
                    .level(ci.get("level").number())
                    .fit(r.design().formula(), c.rows().source(), c.options());
            c.near(
                    "low",
                    f.coefficients().stream().mapToDouble(Coefficient::low).toArray(),
                    ci.get("low"),
                    rtol);
            c.near(
                    "high",
                    f.coefficients().stream().mapToDouble(Coefficient::high).toArray(),
                    ci.get("high"),
                    rtol);
        }
        quality(c, r, rtol);
        c.near("r2", r.rSquared(), expect.get("r2"), rtol);
        c.near("adj_r2", r.adjustedRSquared(), expect.get("adj_r2"), 10 * rtol);
        if (expect.get("f") instanceof Json.Obj f) {
            c.near("f", r.overall().statistic(), f.get("value"), 10 * rtol);
            c.near("f p", r.overall().pValue(), f.get("p"), 1e-7);
        }
        byRow(c, r, "residuals", r.residuals(), r.sigma() > 0 ? r.sigma() : 1);
        // The same space under Tilde's exact coding, so the same fit.
        if (!c.formula().contains("0 +") || !c.hasTag("under-specified")) {
            quality(c, c.fit(Conventions.TILDE), rtol);
        }
    }

    /** Compares numbers of the rows that a case reports; NaN where it has none. */
    static void byRow(FitCase c, LinearFit fit, String what, double[] own, double size) {
        int[] reported = Corpus.ints(c.expect.get("rows_reported"));
        long[] kept = fit.matrices().predictors().keptRows();
        List<Json> wanted = c.expect.get(what).items();
        for (int i = 0; i < reported.length; i++) {
            for (int k = 0; k < kept.length; k++) {
                if (c.tableRow(kept[k]) == reported[i]) {
                    double want = wanted.get(i).number();
                    boolean same = Double.isNaN(want)
                            ? Double.isNaN(own[k])
                            : Math.abs(own[k] - want) <= 1e-8 * Math.abs(want) + 1e-8 * size;
                    if (!same) {
                        c.problems.add(what + " of row " + reported[i] + " " + own[k] + ", expected " + want);
                    }
                }
            }
        }
    }

    private static void quality(FitCase c, LinearFit fit, double rtol) {
        String name = fit.design().formula().conventions().name() + " ";
        Json expect = c.expect;
        c.near(name + "n", fit.rows(), expect.get("n"), 0);
        c.near(name + "rank", fit.rank(), expect.get("rank"), 0);
        c.near(name + "df", fit.dfResidual(), expect.get("df_residual"), 0);
        c.near(name + "sigma", fit.sigma(), expect.get("sigma"), rtol);
        c.near(name + "sse", fit.residualSumOfSquares(), expect.get("sse"), rtol);
        if (fit.dfResidual() > 0) {
            c.near(name + "loglik", fit.logLikelihood(), expect.get("loglik"), rtol);
            c.near(name + "aic", fit.aic(), expect.get("aic"), rtol);
            c.near(name + "bic", fit.bic(), expect.get("bic"), rtol);
        }
    }

    static void responses(FitCase c) {
        MultivariateFit fit = MultivariateRegression.OLS.fit(
                Formula.parse(c.formula(), Conventions.R), c.rows().source(), c.options());
        c.same("names", fit.design().predictors().columns(), Corpus.texts(c.expect.get("names")));
        int m = fit.responses().size();
        for (int j = 0; j < fit.coefficients().rows(); j++) {
            c.near(
                    "coef " + j,
                    fit.coefficients().row(j),
                    c.expect.get("coef").items().get(j),
                    1e-9);
            double[] se = new double[m];
            for (int r = 0; r < m; r++) {
                se[r] = fit.fits().get(r).coefficients().get(j).stdError();
            }
            c.near("se " + j, se, c.expect.get("se").items().get(j), 1e-9);
        }
        c.near("sigma", fit.fits().stream().mapToDouble(LinearFit::sigma).toArray(), c.expect.get("sigma"), 1e-9);
        c.near("r2", fit.fits().stream().mapToDouble(LinearFit::rSquared).toArray(), c.expect.get("r2"), 1e-9);
        for (int r = 0; r < m; r++) {
            c.near(
                    "sse",
                    fit.residualProducts().row(r),
                    c.expect.get("sse_matrix").items().get(r),
                    1e-9);
        }
    }
}
