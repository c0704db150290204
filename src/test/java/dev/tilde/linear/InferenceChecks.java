package dev.tilde.linear;

import dev.tilde.design.Corpus;
import dev.tilde.formula.Conventions;
import dev.tilde.json.Json;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Cases of analyses of variance, hypotheses, predictions and inflation. */
final class InferenceChecks {
    private InferenceChecks() {}

    static void typeOne(FitCase c) {
        anova(c, AnovaType.I);
    }

    static void typeTwo(FitCase c) {
        anova(c, AnovaType.II);
    }

    static void typeThree(FitCase c) {
        anova(c, AnovaType.III);
        Anova own = c.fit(Conventions.R).anova(AnovaType.III);
        c.same("treatment-coded", own.label().startsWith("treatment-coded"), c.hasTag("treatment-contrasts"));
    }

    private static void anova(FitCase c, AnovaType type) {
        LinearFit fit = c.fit(Conventions.R);
        boolean classic = !(c.json.get("options").get("vcov") instanceof Json.Str);
        if (!classic) {
            fit = fit.with(Covariances.of(c.json.get("options").get("vcov").text("")));
        }
        Anova own = fit.anova(type);
        Json want = c.expect.get("table");
        c.same("terms", own.lines().stream().map(Anova.Line::term).toList(), Corpus.texts(want.get("terms")));
        if (!c.problems.isEmpty()) {
            return;
        }
        double rtol = 1e-9;
        same(c, "df", own, Anova.Line::df, want.get("df"), 0);
        same(c, "f", own, Anova.Line::statistic, want.get("f"), 10 * rtol);
        same(c, "p", own, Anova.Line::pValue, want.get("p"), 1e-7);
        if (want.get("ss") instanceof Json.Arr ss) {
            same(c, "ss", own, Anova.Line::sumOfSquares, ss, rtol);
        }
        if (want.get("ms") instanceof Json.Arr ms) {
            same(c, "ms", own, Anova.Line::meanSquare, ms, rtol);
        }
    }

    private static void same(
            FitCase c, String what, Anova own, ToDoubleFunction<Anova.Line> value, Json want, double rtol) {
        c.near(what, own.lines().stream().mapToDouble(value).toArray(), want, rtol);
    }

    static void compare(FitCase c) {
        List<LinearFit> fits = new ArrayList<>();
        Corpus.texts(c.json.get("formulas")).forEach(f -> fits.add(c.fit(f, Conventions.R)));
        LinearFit[] more = fits.subList(2, fits.size()).toArray(LinearFit[]::new);
        List<ModelComparison.Line> own =
                Anova.compare(fits.get(0), fits.get(1), more).lines();
        Json want = c.expect.get("table");
        c.near("resid_df", own.stream().mapToDouble(l -> l.dfResidual()).toArray(), want.get("resid_df"), 0);
        c.near("rss", own.stream().mapToDouble(l -> l.residualSumOfSquares()).toArray(), want.get("rss"), 1e-9);
        c.near("df", own.stream().mapToDouble(l -> l.df()).toArray(), want.get("df"), 0);
        c.near("ss", own.stream().mapToDouble(l -> l.sumOfSquares()).toArray(), want.get("ss"), 1e-9);
        c.near("f", own.stream().mapToDouble(l -> l.statistic()).toArray(), want.get("f"), 1e-8);
        c.near("p", own.stream().mapToDouble(l -> l.pValue()).toArray(), want.get("p"), 1e-7);
    }

    static void hypothesis(FitCase c) {
        LinearFit fit = c.fit(Conventions.R);
        List<Json> rows = c.json.get("matrix").items();
        double[][] matrix = rows.stream()
                .map(r -> r.items().stream().mapToDouble(Json::number).toArray())
                .toArray(double[][]::new);
        double[] rhs =
                c.json.get("rhs").items().stream().mapToDouble(Json::number).toArray();
        hypothesis(c, "matrix", fit, f -> f.test(Matrix.ofRows(matrix), rhs));
        if (c.json.get("hypothesis") instanceof Json.Arr texts) {
            hypothesis(c, "text", fit, f -> f.test(Corpus.texts(texts)));
            hypothesis(c, "one text", fit, f -> f.test(String.join(", ", Corpus.texts(texts))));
        }
    }

    private static void hypothesis(FitCase c, String what, LinearFit fit, Function<LinearFit, LinearTest> test) {
        LinearTest own = test.apply(fit);
        LinearTest robust = test.apply(fit.with(Covariances.HC3));
        double[] estimates =
                own.lines().stream().mapToDouble(LinearTest.Line::estimate).toArray();
        c.near(what + " estimate", estimates, c.expect.get("estimate"), 1e-9);
        c.near(what + " df1", own.df1(), c.expect.get("df1"), 0);
        c.near(what + " df2", own.df2(), c.expect.get("df2"), 0);
        c.near(what + " f", own.f(), c.expect.get("f"), 1e-8);
        c.near(what + " p", own.pValue(), c.expect.get("p"), 1e-7);
        c.near(what + " ss", own.sumOfSquares(), c.expect.get("ss"), 1e-9);
        c.near(what + " chisq", own.chiSquared(), c.expect.get("chisq"), 1e-8);
        c.near(what + " p_chisq", own.chiSquaredPValue(), c.expect.get("p_chisq"), 1e-7);
        c.near(what + " f_hc3", robust.f(), c.expect.get("f_hc3"), 1e-8);
        c.near(what + " p_hc3", robust.pValue(), c.expect.get("p_hc3"), 1e-7);
    }

    static void predictions(FitCase c) {
        Predictions own = c.fit(Conventions.R).predict(c.newRows(), Interval.CONFIDENCE);
        c.near("fit", own.fit(), c.expect.get("fit"), 1e-9);
        c.near("se_fit", own.stdError(), c.expect.get("se_fit"), 1e-9);
        c.near("df", own.df(), c.expect.get("df"), 0);
        c.near("residual_scale", own.residualScale(), c.expect.get("residual_scale"), 1e-9);
        intervals(c, "confidence", own);
        intervals(c, "prediction", own.interval(Interval.PREDICTION));
    }

    private static void intervals(FitCase c, String what, Predictions own) {
        for (Json want : c.expect.get(what).items()) {
            Predictions at = own.level(want.get("level").number());
            c.near(what + " low", at.low(), want.get("low"), 1e-9);
            c.near(what + " high", at.high(), want.get("high"), 1e-9);
        }
    }

    static void inflation(FitCase c) {
        List<Inflation> own = c.fit(Conventions.R).inflation();
        c.same("terms", own.stream().map(Inflation::term).toList(), Corpus.texts(c.expect.get("terms")));
        boolean several = c.expect.get("gvif") instanceof Json.Arr;
        double[] gvif = own.stream().mapToDouble(Inflation::gvif).toArray();
        c.near("gvif", gvif, c.expect.get(several ? "gvif" : "vif"), 1e-9);
        if (several) {
            c.near("df", own.stream().mapToDouble(Inflation::df).toArray(), c.expect.get("df"), 0);
            c.near("adj", own.stream().mapToDouble(Inflation::scaled).toArray(), c.expect.get("gvif_adj"), 1e-9);
        }
    }
}
