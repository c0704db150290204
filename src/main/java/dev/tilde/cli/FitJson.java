package dev.tilde.cli;

import dev.tilde.design.Rows;
import dev.tilde.json.Json;
import dev.tilde.linear.Coefficient;
import dev.tilde.linear.Finding;
import dev.tilde.linear.LinearFit;
import dev.tilde.linear.TermTest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A fit as JSON, schema 1. Numbers that do not exist are null. */
final class FitJson {
    static final int SCHEMA = 1;

    private FitJson() {}

    static Json of(LinearFit fit, Input input) {
        return Json.object(
                "schema",
                Json.of(SCHEMA),
                "formula",
                Json.of(fit.design().formula().toString()),
                "convention",
                Json.of(fit.design().formula().conventions().name()),
                "level",
                Json.of(fit.model().level()),
                "covariance",
                covariance(fit),
                "rows",
                rows(fit.design().rows()),
                "glance",
                glance(fit),
                "terms",
                terms(fit),
                "coefficients",
                coefficients(fit.coefficients(), fit.dfResidual()),
                "aliased",
                aliased(fit.coefficients(), fit.aliases()),
                "notes",
                Json.of(fit.design().notes()),
                "findings",
                findings(fit.findings()),
                "provenance",
                provenance(input));
    }

    static Json provenance(Input input) {
        return Json.object(
                "tilde", Json.of(Version.tilde()),
                "java", Json.of(Version.java()),
                "data", Json.of(input.label()));
    }

    /** How errors of coefficients were estimated. */
    static Json covariance(LinearFit fit) {
        return Json.object(
                "name", Json.of(fit.covarianceType().name()),
                "note", Json.of(fit.covarianceNote()));
    }

    static Json findings(List<Finding> findings) {
        return new Json.Arr(findings.stream().map(FitJson::finding).toList());
    }

    private static Json finding(Finding f) {
        Map<String, Json> evidence = new LinkedHashMap<>();
        f.evidence().forEach((name, value) -> evidence.put(name, Json.of(value)));
        return Json.object(
                "rule", Json.of(f.rule()),
                "severity", Json.of(f.severity().name().toLowerCase(Locale.ROOT)),
                "title", Json.of(f.title()),
                "sentence", Json.of(f.sentence()),
                "evidence", new Json.Obj(evidence),
                "try", Json.of(f.advice()));
    }

    static Json rows(Rows rows) {
        Map<String, Json> dropped = new LinkedHashMap<>();
        rows.missing().forEach((variable, count) -> dropped.put(variable, Json.of((double) count)));
        return Json.object(
                "used", Json.of((double) rows.used()),
                "total", Json.of((double) rows.total()),
                "dropped", new Json.Obj(dropped));
    }

    private static Json glance(LinearFit fit) {
        TermTest overall = fit.overall();
        return Json.object(
                "r_squared", Json.of(fit.rSquared()),
                "adj_r_squared", Json.of(fit.adjustedRSquared()),
                "r_squared_about_mean", Json.of(fit.isCentred()),
                "sigma", Json.of(fit.sigma()),
                "statistic", Json.of(overall.statistic()),
                "p_value", Json.of(overall.pValue()),
                "df", Json.of(overall.df()),
                "df_residual", Json.of((double) fit.dfResidual()),
                "rank", Json.of(fit.rank()),
                "log_lik", Json.of(fit.logLikelihood()),
                "aic", Json.of(fit.aic()),
                "bic", Json.of(fit.bic()),
                "deviance", Json.of(fit.residualSumOfSquares()),
                "nobs", Json.of((double) fit.rows()));
    }

    private static Json terms(LinearFit fit) {
        List<Json> terms = new ArrayList<>();
        for (TermTest t : fit.termTests()) {
            terms.add(Json.object(
                    "term", Json.of(t.term()),
                    "df", Json.of(t.df()),
                    "sum_sq", Json.of(t.sumOfSquares()),
                    "statistic", Json.of(t.statistic()),
                    "p_value", Json.of(t.pValue())));
        }
        return new Json.Arr(terms);
    }

    /** @param df of the t distribution; NaN for a normal one */
    static Json coefficients(List<Coefficient> coefficients, double df) {
        List<Json> lines = new ArrayList<>();
        for (Coefficient c : coefficients) {
            lines.add(Json.object(
                    "term", Json.of(c.name()),
                    "estimate", Json.of(c.estimate()),
                    "std_error", Json.of(c.stdError()),
                    "statistic", Json.of(c.statistic()),
                    "df", Json.of(c.isAliased() ? Double.NaN : df),
                    "p_value", Json.of(c.pValue()),
                    "conf_low", Json.of(c.low()),
                    "conf_high", Json.of(c.high())));
        }
        return new Json.Arr(lines);
    }

    /** What makes each aliased column redundant, as a sentence that begins with its name. */
    static Json aliased(List<Coefficient> coefficients, List<String> relations) {
        List<Json> aliased = new ArrayList<>();
        for (Coefficient c : coefficients) {
            if (c.isAliased()) {
                String relation = relations.stream()
                        .filter(a -> a.startsWith(c.name() + " "))
                        .findFirst()
                        .orElse("");
                aliased.add(Json.object("term", Json.of(c.name()), "relation", Json.of(relation)));
            }
        }
        return new Json.Arr(aliased);
    }
}
