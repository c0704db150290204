package dev.tilde.linear;

import dev.tilde.formula.Conventions;
import dev.tilde.json.Json;
import java.util.List;

/** Cases of tests of what a linear model assumes: R 4.2.2, lmtest 0.9-40, car 3.1-1. */
final class DiagnosticChecks {
    private DiagnosticChecks() {}

    static void all(FitCase c) {
        Diagnostics d = c.fit(Conventions.R).diagnostics();
        same(c, "breusch_pagan_studentized", d.breuschPagan());
        same(c, "breusch_pagan_original", d.breuschPaganClassic());
        same(c, "white", d.white());
        same(c, "ncv_fitted", d.ncv());
        same(c, "reset_fitted_2_3", d.reset());
        same(c, "reset_fitted_2", d.resetSquare());
        same(c, "jarque_bera", d.jarqueBera());
        same(c, "breusch_godfrey_1", d.breuschGodfrey(1));
        same(c, "breusch_godfrey_4", d.breuschGodfrey(4));
        same(c, "durbin_watson", d.durbinWatson());
        durbinWatson(c, d);
        Json sw = c.expect.get("shapiro_wilk");
        c.near("shapiro_wilk", d.shapiroWilk().statistic(), sw.get("statistic"), 1e-8);
        c.near("shapiro_wilk p", d.shapiroWilk().pValue(), sw.get("p"), 1e-6);
    }

    /** lmtest: by Pan's algorithm below 100 rows, right to about 1e-6 of p; a normal approximation from there on. */
    private static void durbinWatson(FitCase c, Diagnostics d) {
        if (c.expect.get("n").number() < 100) {
            Json below = c.expect.get("durbin_watson").get("p_greater_exact");
            c.near("durbin_watson exact p", d.durbinWatsonExact().pValue(), below, 1e-5);
        }
    }

    private static void same(FitCase c, String name, Diagnostic own) {
        if (!(c.expect.get(name) instanceof Json.Obj want)) {
            return;
        }
        c.near(name, own.statistic(), want.get("statistic"), 1e-8);
        if (want.get("p") instanceof Json.Num p) {
            c.near(name + " p", own.pValue(), p, 1e-7);
        }
        if (want.get("df") instanceof Json.Arr df) {
            List<Double> wanted = df.items().stream().map(Json::number).toList();
            c.same(name + " df", own.df(), wanted);
        }
    }
}
