package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.Rows;
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
import java.util.Optional;

/** What a console shows of a fit. */
final class LinearSummary {
    private LinearSummary() {}

    static Document of(LinearFit fit) {
        List<Block> blocks = new ArrayList<>();
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Rows", rows(fit.design().rows())),
                Entry.of("Fit", quality(fit)),
                Entry.of("Test", test(fit))));
        errors(fit).ifPresent(text -> facts.add(Entry.of("Errors", text)));
        fit.design().notes().forEach(note -> facts.add(Entry.of("Note", note)));
        blocks.add(new Block.Definitions(facts));
        blocks.add(CoefficientTable.of(fit.shown(), false));
        Optional<RowDetail> detail = RowDetail.of(fit);
        List<Finding> findings = Diagnosis.of(fit, detail);
        if (!findings.isEmpty()) {
            blocks.add(Diagnosis.block(findings, "", false));
        }
        if (detail.isEmpty()) {
            blocks.add(new Block.Definitions(List.of(Entry.of(
                    "Note",
                    "residuals were not looked at: too many rows for a second pass, or none can be read again"))));
        }
        blocks.add(new Block.Definitions(
                List.of(new Entry("More", Text.of("").code("fit.report().save(Path.of(\"report.html\"))")))));
        return new Document(
                "",
                "Linear regression",
                FormulaPieces.of(fit.design().formula()),
                Text.NONE,
                List.of(new Section("summary", "", Text.NONE, blocks)));
    }

    /** {@code 111 of 153; 42 left out (Ozone missing in 37, Solar.R in 7)}. */
    static String rows(Rows rows) {
        if (rows.dropped() == 0) {
            return Numbers.count(rows.used()) + ", none left out";
        }
        return Numbers.count(rows.used()) + " of " + Numbers.count(rows.total()) + "; " + Numbers.count(rows.dropped())
                + " left out (" + rows.reasons(4) + ")";
    }

    private static String quality(LinearFit fit) {
        if (fit.dfResidual() == 0) {
            return "as many coefficients as rows: the fit is perfect and says nothing of errors";
        }
        String about = fit.isCentred() ? "" : " about zero, without an intercept";
        return "R\u00b2 " + Numbers.fixed(fit.rSquared(), 3) + about + ", adjusted "
                + Numbers.fixed(fit.adjustedRSquared(), 3) + "; typical error " + Numbers.significant(fit.sigma(), 3)
                + " on " + Numbers.count(fit.dfResidual()) + " df";
    }

    private static String test(LinearFit fit) {
        TermTest f = fit.overall();
        if (f.df() == 0) {
            return "none: there is no predictor";
        }
        return (fit.isClassic() ? "" : "Wald ") + "F(" + f.df() + ", " + fit.dfResidual() + ") = "
                + Numbers.fixed(f.statistic(), 2) + ", " + Numbers.pSentence(f.pValue())
                + (fit.isCentred() ? " against the mean alone" : " against zero");
    }

    /** {@code clustered HC1, for rows of a cluster that go together; g: 12 clusters}; empty for the classic ones. */
    static Optional<String> errors(LinearFit fit) {
        if (fit.isClassic()) {
            return Optional.empty();
        }
        String allows = fit.covarianceType().allowsFor();
        return Optional.of(fit.covarianceType().name()
                + (allows.isEmpty() ? "" : ", for " + allows)
                + (fit.covarianceNote().isEmpty() ? "" : "; " + fit.covarianceNote()));
    }

    static String compact(LinearFit fit) {
        StringBuilder out = new StringBuilder("OLS  " + fit.design().formula() + "   " + fit.rows());
        Rows rows = fit.design().rows();
        out.append(rows.dropped() > 0 ? " of " + rows.total() : "").append(" rows, R\u00b2 ");
        out.append(Numbers.fixed(fit.rSquared(), 3)).append(", \u00b1").append(Numbers.significant(fit.sigma(), 3));
        if (!fit.isClassic()) {
            out.append("\n  errors ").append(fit.covarianceType().name());
        }
        coefficients(fit.coefficients(), out);
        List<String> checks = Diagnosis.of(fit, RowDetail.of(fit)).stream()
                .filter(f -> f.severity() == Severity.CHECK)
                .map(f -> f.title().toLowerCase(Locale.ROOT))
                .toList();
        out.append("\n  ")
                .append(checks.isEmpty() ? "" : checks.size() + " to check: " + String.join(", ", checks) + "   ")
                .append("summary() for more");
        return out.length() < 1000 ? out.toString() : out.substring(0, 990) + "\u2026";
    }

    /** The first coefficients, a line each. */
    static void coefficients(List<Coefficient> all, StringBuilder out) {
        int shown = Math.min(8, all.size());
        List<Coefficient> first = all.subList(0, shown);
        int width =
                first.stream().mapToInt(c -> shortened(c.name()).length()).max().orElse(0);
        for (Coefficient c : first) {
            String value = c.isAliased()
                    ? "left out"
                    : Numbers.estimate(c.estimate(), c.stdError()) + " \u00b1 " + Numbers.error(c.stdError()) + "  p "
                            + Numbers.p(c.pValue());
            out.append("\n  ")
                    .append(shortened(c.name()))
                    .append(" ".repeat(width - shortened(c.name()).length() + 2))
                    .append(value);
        }
        int more = all.size() - shown;
        if (more > 0) {
            out.append("\n  \u2026 ").append(more).append(" more");
        }
    }

    private static String shortened(String name) {
        return name.length() <= 30 ? name : name.substring(0, 15) + "\u2026" + name.substring(name.length() - 14);
    }

    /** What the reference level of a term is: {@code C(Month), from 5}. */
    static String header(CodedTerm term, DesignSpec design) {
        if (term.blocks().size() == 1 && term.blocks().get(0).parts().size() == 1) {
            CodedTerm.Part part = term.blocks().get(0).parts().get(0);
            FactorInfo info = design.factors().get(part.factor());
            if (info instanceof FactorInfo.Categorical c && part.coding().isPresent()) {
                List<String> rest = new ArrayList<>(c.levels());
                rest.removeAll(part.coding().get().plainLabels());
                if (rest.size() == 1) {
                    return term.name() + ", from " + rest.get(0);
                }
            }
        }
        return term.name();
    }
}
