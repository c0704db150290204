package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.linear.DevianceTest;
import dev.tilde.linear.GlmFit;
import java.util.List;

/** A generalised linear fit as JSON, with the keys of {@link FitJson} where they mean the same. */
final class GlmJson {
    private GlmJson() {}

    static Json of(GlmFit fit, Input input) {
        return Json.object(
                "schema",
                Json.of(FitJson.SCHEMA),
                "formula",
                Json.of(fit.design().formula().toString()),
                "convention",
                Json.of(fit.design().formula().conventions().name()),
                "family",
                Json.of(fit.model().family().label()),
                "link",
                Json.of(fit.model().link().label()),
                "level",
                Json.of(fit.model().level()),
                "rows",
                FitJson.rows(fit.design().rows()),
                "glance",
                glance(fit),
                "terms",
                tests(fit.termTests()),
                "coefficients",
                FitJson.coefficients(fit.coefficients(), fit.isDispersionFixed() ? Double.NaN : fit.dfResidual()),
                "aliased",
                FitJson.aliased(fit.coefficients(), fit.aliases()),
                "notes",
                Json.of(fit.design().notes()),
                "findings",
                FitJson.findings(fit.findings()),
                "provenance",
                FitJson.provenance(input));
    }

    private static Json glance(GlmFit fit) {
        return Json.object(
                "null_deviance", Json.of(fit.nullDeviance()),
                "df_null", Json.of((double) fit.dfNull()),
                "deviance", Json.of(fit.deviance()),
                "df_residual", Json.of((double) fit.dfResidual()),
                "pearson", Json.of(fit.pearson()),
                "dispersion", Json.of(fit.dispersion()),
                "dispersion_fixed", Json.of(fit.isDispersionFixed()),
                "theta", Json.of(fit.theta().orElse(Double.NaN)),
                "theta_std_error", Json.of(fit.theta().isPresent() ? fit.thetaStdError() : Double.NaN),
                "rank", Json.of(fit.rank()),
                "log_lik", Json.of(fit.logLikelihood()),
                "aic", Json.of(fit.aic()),
                "bic", Json.of(fit.bic()),
                "nobs", Json.of((double) fit.rows()),
                "converged", Json.of(fit.isConverged()),
                "iterations", Json.of(fit.iterations()));
    }

    /** Tests of terms; what does not exist is null. */
    static Json tests(List<DevianceTest> tests) {
        return new Json.Arr(tests.stream()
                .map(t -> (Json) Json.object(
                        "term", Json.of(t.term()),
                        "df", Json.of(t.df()),
                        "deviance", Json.of(t.deviance()),
                        "df_residual", Json.of((double) t.dfResidual()),
                        "residual_deviance", Json.of(t.residualDeviance()),
                        "statistic", Json.of(t.statistic()),
                        "p_value", Json.of(t.pValue())))
                .toList());
    }
}
