package dev.tilde.linear;

import dev.tilde.formula.Role;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a console shows of a generalised linear model. */
final class GlmSummary {
    private GlmSummary() {}

    static Document of(GlmFit fit) {
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Rows", LinearSummary.rows(fit.design().rows())),
                Entry.of("Family", family(fit)),
                Entry.of("Fit", quality(fit))));
        if (!fit.design().role(Role.OFFSET).isEmpty()) {
            facts.add(Entry.of(
                    "Offset",
                    String.join(
                            " + ",
                            fit.design().role(Role.OFFSET).stream()
                                    .map(f -> f.name())
                                    .toList())));
        }
        LinearSummary.errors(fit.covarianceType(), fit.covarianceNote())
                .ifPresent(errors -> facts.add(Entry.of("Errors", errors)));
        fit.design().notes().forEach(note -> facts.add(Entry.of("Note", note)));
        List<Block> blocks = new ArrayList<>(List.of(
                new Block.Definitions(facts), CoefficientTable.brief(fit.shown(), CoefficientTable.Fold.SPLINES, 60)));
        List<Finding> findings = fit.findings();
        if (!findings.isEmpty()) {
            blocks.add(Diagnosis.block(findings, "", false));
        }
        return new Document(
                "",
                "Generalised linear model",
                FormulaPieces.of(fit.design().formula()),
                Text.NONE,
                List.of(new Section("summary", "", Text.NONE, blocks)));
    }

    static String family(GlmFit fit) {
        String theta = fit.theta()
                .map(t -> ", theta " + Numbers.estimate(t, fit.thetaStdError()) + " \u00b1 "
                        + Numbers.error(fit.thetaStdError()))
                .orElse("");
        String name = fit.theta().isPresent()
                ? "negative binomial"
                : fit.model().family().label();
        return name + ", " + fit.model().link().label() + " link" + theta
                + (fit.isDispersionFixed() ? "" : ", dispersion " + Numbers.significant(fit.dispersion(), 3));
    }

    private static String quality(GlmFit fit) {
        String aic = Double.isNaN(fit.aic()) ? "" : ", AIC " + Numbers.fixed(fit.aic(), 1);
        return "deviance " + Numbers.significant(fit.deviance(), 4) + " on " + Numbers.count(fit.dfResidual())
                + " df, null " + Numbers.significant(fit.nullDeviance(), 4) + " on " + Numbers.count(fit.dfNull()) + aic
                + (fit.isConverged() ? "" : "; NOT CONVERGED after " + fit.iterations() + " steps");
    }

    static String compact(GlmFit fit) {
        StringBuilder out = new StringBuilder("GLM  ")
                .append(fit.design().formula())
                .append("   ")
                .append(family(fit))
                .append("   ")
                .append(fit.rows())
                .append(" rows");
        if (!fit.isClassic()) {
            out.append("\n  errors ").append(fit.covarianceType().name());
        }
        LinearSummary.coefficients(fit.coefficients(), out);
        List<String> checks = fit.findings().stream()
                .filter(f -> f.severity() == Severity.CHECK)
                .map(f -> f.title().toLowerCase(Locale.ROOT))
                .toList();
        out.append("\n  ")
                .append(checks.isEmpty() ? "" : checks.size() + " to check: " + String.join(", ", checks) + "   ")
                .append("summary() for more");
        return out.length() < 1000 ? out.toString() : out.substring(0, 990) + "\u2026";
    }
}
