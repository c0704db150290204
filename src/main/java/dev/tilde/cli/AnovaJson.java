package dev.tilde.cli;

import dev.tilde.json.Json;
import dev.tilde.linear.Anova;
import dev.tilde.linear.AnovaType;
import dev.tilde.linear.DevianceTest;
import dev.tilde.linear.GlmFit;
import dev.tilde.linear.LinearFit;
import java.util.List;

/** Tests of terms as JSON; numbers that do not exist are null. */
final class AnovaJson {
    private AnovaJson() {}

    /** A type as R and SAS number it. */
    static int number(AnovaType type) {
        return switch (type) {
            case I -> 1;
            case II -> 2;
            case III -> 3;
        };
    }

    static Json of(Anova anova, LinearFit fit, Input input) {
        List<Json> lines = anova.lines().stream()
                .map(l -> (Json) Json.object(
                        "term", Json.of(l.term()),
                        "df", Json.of((double) l.df()),
                        "sum_sq", Json.of(l.sumOfSquares()),
                        "mean_sq", Json.of(l.meanSquare()),
                        "statistic", Json.of(l.statistic()),
                        "p_value", Json.of(l.pValue())))
                .toList();
        return Json.object(
                "schema", Json.of(FitJson.SCHEMA),
                "formula", Json.of(anova.formula()),
                "type", Json.of(number(anova.type())),
                "label", Json.of(anova.label()),
                "covariance", FitJson.covariance(fit),
                "rows", FitJson.rows(fit.design().rows()),
                "terms", new Json.Arr(lines),
                "notes", Json.of(anova.notes()),
                "provenance", FitJson.provenance(input));
    }

    static Json of(AnovaType type, List<DevianceTest> tests, GlmFit fit, Input input) {
        return Json.object(
                "schema", Json.of(FitJson.SCHEMA),
                "formula", Json.of(fit.design().formula().toString()),
                "type", Json.of(number(type)),
                "label", Json.of(DevianceText.label(type)),
                "family", Json.of(fit.model().family().label()),
                "link", Json.of(fit.model().link().label()),
                "rows", FitJson.rows(fit.design().rows()),
                "terms", GlmJson.tests(tests),
                "notes", Json.of(fit.design().notes()),
                "provenance", FitJson.provenance(input));
    }
}
