package dev.tilde.linear;

import dev.tilde.design.Corpus;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Cases of generalised linear models. */
final class GlmChecks {
    private static final double RTOL = 1e-8;
    private static final double ATOL = 1e-9;

    private GlmChecks() {}

    private static GlmFit fit(FitCase c, String formula, Conventions conventions) {
        Family family = Families.of(c.json.get("family").text(""));
        return GlmRegression.of(family)
                .link(Links.of(c.json.get("link").text("")))
                .fit(Formula.parse(formula, conventions), c.rows().source(), c.options());
    }

    static void all(FitCase c) {
        Json e = c.expect;
        GlmFit f = fit(c, c.formula(), Conventions.R);
        Json coef = e.get("coef");
        List<Coefficient> own = f.coefficients();
        c.same("names", own.stream().map(Coefficient::name).toList(), Corpus.texts(coef.get("names")));
        if (!c.problems.isEmpty()) {
            return;
        }
        near(c, "estimate", array(own, Coefficient::estimate), coef.get("estimate"));
        near(c, "se", array(own, Coefficient::stdError), coef.get("se"));
        near(c, "stat", array(own, Coefficient::statistic), coef.get("stat"));
        c.near("p", array(own, Coefficient::pValue), coef.get("p"), 1e-7);
        c.same("kind", f.shown().statistic(), coef.get("stat_kind").text(""));
        if (f.isDispersionFixed()) {
            near(c, "low", array(own, Coefficient::low), coef.get("wald_ci95").get("low"));
            near(c, "high", array(own, Coefficient::high), coef.get("wald_ci95").get("high"));
        }
        double[][] numbers = {
            {f.rows(), f.rank(), f.dfResidual(), f.dfNull()},
            {f.dispersion(), f.deviance(), f.nullDeviance(), f.aic(), f.bic(), f.logLikelihood(), f.pearson()}
        };
        String[] counts = {"n", "rank", "df_residual", "df_null"};
        for (int i = 0; i < counts.length; i++) {
            c.near(counts[i], numbers[0][i], e.get(counts[i]), 0);
        }
        String[] sizes = {"dispersion", "deviance", "null_deviance", "aic", "bic", "loglik", "pearson_chisq"};
        for (int i = 0; i < sizes.length; i++) {
            c.near(sizes[i], numbers[1][i], e.get(sizes[i]), RTOL);
        }
        for (int j = 0; j < f.covariance().rows(); j++) {
            near(c, "vcov " + j, f.covariance().row(j), e.get("vcov").items().get(j));
        }
        byRow(c, f, "fitted", f.fitted());
        byRow(c, f, "linear_predictor", f.linearPredictor());
        for (GlmFit.Residual kind : GlmFit.Residual.values()) {
            byRow(c, f, "residuals_" + kind.name().toLowerCase(java.util.Locale.ROOT), f.residuals(kind));
        }
        byRow(c, f, "hat", f.leverages());
        byRow(c, f, "cooks", f.cook());
        byRow(c, f, "rstandard", f.standardised());
        anova(c, f);
        // The same space under Tilde's coding, so the same fit.
        if (!c.formula().contains("cbind")) {
            GlmFit t = fit(c, c.formula(), Conventions.TILDE);
            c.near("tilde deviance", t.deviance(), e.get("deviance"), RTOL);
        }
    }

    private static void anova(FitCase c, GlmFit f) {
        Json table = c.expect.get("anova_chisq");
        List<DevianceTest> own = f.anova();
        List<String> terms =
                new ArrayList<>(own.stream().map(DevianceTest::term).toList());
        terms.set(0, "NULL");
        c.same("anova terms", terms, Corpus.texts(table.get("terms")));
        if (!c.problems.isEmpty()) {
            return;
        }
        near(c, "anova resid_dev", array(own, DevianceTest::residualDeviance), table.get("resid_dev"));
        near(c, "anova resid_df", array(own, DevianceTest::dfResidual), table.get("resid_df"));
        near(c, "anova deviance", array(own, DevianceTest::deviance), table.get("deviance"));
        c.near("anova p", array(own, DevianceTest::pValue), table.get("p"), 1e-7);
        Json two = c.expect.get("anova_type2_lr");
        if (two instanceof Json.Obj) {
            List<DevianceTest> tests = f.termTests();
            c.same("type 2 terms", tests.stream().map(DevianceTest::term).toList(), Corpus.texts(two.get("terms")));
            near(c, "type 2", array(tests, DevianceTest::statistic), two.get("chisq"));
            near(c, "type 2 df", array(tests, DevianceTest::df), two.get("df"));
            c.near("type 2 p", array(tests, DevianceTest::pValue), two.get("p"), 1e-7);
        }
    }

    private static <T> double[] array(List<T> list, ToDoubleFunction<T> f) {
        return list.stream().mapToDouble(f).toArray();
    }

    private static void near(FitCase c, String what, double[] own, Json want) {
        c.near(what, own, want, RTOL, ATOL);
    }

    private static void byRow(FitCase c, GlmFit fit, String what, double[] own) {
        int[] reported = Corpus.ints(c.expect.get("rows_reported"));
        long[] kept = fit.keptRows();
        double[] shown = new double[reported.length];
        for (int i = 0; i < reported.length; i++) {
            for (int k = 0; k < kept.length; k++) {
                if (c.tableRow(kept[k]) == reported[i]) {
                    shown[i] = own[k];
                }
            }
        }
        near(c, what, shown, c.expect.get(what));
    }

    static void predictions(FitCase c) {
        GlmPredictions p =
                fit(c, c.formula(), Conventions.R).predictions(c.newRows().source());
        near(c, "link", p.link(), c.expect.get("link"));
        near(c, "se_link", p.linkErrors(), c.expect.get("se_link"));
        near(c, "response", p.response(), c.expect.get("response"));
        near(c, "se_response", p.responseErrors(), c.expect.get("se_response"));
    }

    static void compare(FitCase c) {
        Json table = c.expect.get("table");
        GlmFit[] fits = c.json.get("formulas").items().stream()
                .map(f -> fit(c, f.text(""), Conventions.R))
                .toArray(GlmFit[]::new);
        List<DevianceTest> own = GlmFit.compare(fits);
        near(c, "resid_df", array(own, DevianceTest::dfResidual), table.get("resid_df"));
        near(c, "resid_dev", array(own, DevianceTest::residualDeviance), table.get("resid_dev"));
        near(c, "deviance", array(own, DevianceTest::deviance), table.get("deviance"));
        c.near("p", array(own, DevianceTest::pValue), table.get("p"), 1e-7);
        if (table.get("f") instanceof Json.Arr f) {
            near(c, "f", array(own, DevianceTest::statistic), f);
        }
    }
}
