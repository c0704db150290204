package dev.tilde.linear;

import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reader sees of a regression from a file. */
final class SavedSummary {
    private SavedSummary() {}

    static Document of(SavedRegression fit) {
        List<Entry> facts = new ArrayList<>(
                List.of(Entry.of("Rows", LinearSummary.rows(fit.design().rows()))));
        if (fit.errors() instanceof SavedErrors.Generalised g) {
            facts.add(Entry.of("Family", g.family() + ", " + g.link().label() + " link"));
        }
        facts.add(Entry.of("Fit", quality(fit)));
        if (!fit.covariance().isEmpty()) {
            facts.add(Entry.of("Errors", fit.covariance()));
        }
        facts.add(Entry.of("Note", "read from a file, without its rows"));
        return new Document(
                "",
                name(fit),
                FormulaPieces.of(fit.design().formula()),
                Text.NONE,
                List.of(new Section(
                        "summary",
                        "",
                        Text.NONE,
                        List.of(
                                new Block.Definitions(facts),
                                CoefficientTable.brief(new SavedEstimates(fit), CoefficientTable.Fold.SPLINES, 60)))));
    }

    /** The formula, then the first coefficients. */
    static String compact(SavedRegression fit) {
        StringBuilder out = new StringBuilder(name(fit))
                .append("  ")
                .append(fit.design().formula())
                .append("   ")
                .append(quality(fit));
        LinearSummary.coefficients(fit.coefficients(), out);
        return out.length() < 1000 ? out.toString() : out.substring(0, 990) + "\u2026";
    }

    private static String name(SavedRegression fit) {
        return fit.errors() instanceof SavedErrors.Penalised p
                ? p.name() + " regression"
                : fit.errors() instanceof SavedErrors.Generalised ? "Generalised linear model" : "Linear regression";
    }

    private static String quality(SavedRegression fit) {
        Map<String, Double> glance = fit.glance();
        if (fit.errors() instanceof SavedErrors.Penalised) {
            return "lambda " + Numbers.significant(glance.get("lambda"), 4) + ", R\u00b2 "
                    + Numbers.fixed(glance.get("r.squared"), 3);
        }
        return fit.errors() instanceof SavedErrors.Generalised
                ? "deviance " + Numbers.significant(glance.get("deviance"), 4) + " on "
                        + Numbers.count((long) (double) glance.get("df.residual")) + " df"
                : "R\u00b2 " + Numbers.fixed(glance.get("r.squared"), 3) + ", typical error "
                        + Numbers.significant(glance.get("sigma"), 3) + " on "
                        + Numbers.count((long) (double) glance.get("df.residual")) + " df";
    }
}
