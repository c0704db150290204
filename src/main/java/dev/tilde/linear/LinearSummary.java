package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.Rows;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Role;
import dev.tilde.report.Block;
import dev.tilde.report.Block.Entry;
import dev.tilde.report.Document;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Numbers;
import dev.tilde.report.Section;
import dev.tilde.report.Text;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a console shows of a fit. */
final class LinearSummary {
    /** What a summary may take of a terminal. */
    private static final int LINES = 25;

    /** Ways to say it shorter, one after the other. */
    private static final int STEPS = 5;

    /** Characters of a formula that are shown. */
    private static final int FORMULA = 150;

    private LinearSummary() {}

    /**
     * As much as fits: what is OK folds into a line first, then notes, then the hint at the end goes, terms of several columns fold,
     * rows of the table are cut, and at last the checks fold.
     */
    static Document of(LinearFit fit) {
        Optional<RowDetail> detail = RowDetail.of(fit);
        List<Finding> findings = Diagnosis.of(fit, detail);
        Estimates shown = fit.shown();
        Document document = of(fit, shown, findings, detail.isPresent(), 0, Integer.MAX_VALUE);
        for (int step = 1; step <= STEPS && lines(document) > LINES; step++) {
            document = of(fit, shown, findings, detail.isPresent(), step, Integer.MAX_VALUE);
        }
        int most = fit.coefficients().size();
        while (lines(document) > LINES && most > 1) {
            most = Math.max(1, Math.min(most, LINES) - 1);
            document = of(fit, shown, findings, detail.isPresent(), STEPS, most);
        }
        return document;
    }

    private static long lines(Document document) {
        return document.toString().lines().count();
    }

    private static Document of(
            LinearFit fit, Estimates estimates, List<Finding> findings, boolean looked, int step, int most) {
        List<Block> blocks = new ArrayList<>(List.of(new Block.Definitions(facts(fit))));
        CoefficientTable.Fold fold = step < 4 ? CoefficientTable.Fold.SPLINES : CoefficientTable.Fold.TERMS;
        blocks.add(CoefficientTable.brief(estimates, fold, most));
        List<Finding> shown = findings;
        shown = step < 1 ? shown : folded(shown, Severity.OK);
        shown = step < 2 ? shown : folded(shown, Severity.NOTE);
        shown = step < STEPS ? shown : folded(shown, Severity.CHECK);
        if (!shown.isEmpty()) {
            blocks.add(Diagnosis.block(shown, "", false));
        }
        if (!looked) {
            blocks.add(new Block.Definitions(List.of(Entry.of(
                    "Note",
                    "residuals were not looked at: too many rows for a second pass, or none can be read again"))));
        }
        if (step < 3) {
            blocks.add(new Block.Definitions(
                    List.of(new Entry("More", Text.of("").code("fit.report().save(Path.of(\"report.html\"))")))));
        }
        return new Document(
                "",
                fit.isWeighted() ? "Weighted linear regression" : "Linear regression",
                FormulaPieces.shortened(fit.design().formula(), FORMULA),
                Text.NONE,
                List.of(new Section("summary", "", Text.NONE, blocks)));
    }

    private static List<Entry> facts(LinearFit fit) {
        DesignSpec spec = fit.design();
        List<Entry> facts = new ArrayList<>(List.of(
                Entry.of("Rows", rows(spec.rows())), Entry.of("Fit", quality(fit)), Entry.of("Test", test(fit))));
        errors(fit).ifPresent(text -> facts.add(Entry.of("Errors", text)));
        if (fit.isWeighted()) {
            long zero = spec.rows().used() - fit.rows();
            String none = zero == 0
                    ? ""
                    : ", " + Numbers.count(zero) + (zero == 1 ? " row" : " rows") + " with weight 0 not counted";
            facts.add(Entry.of("Weights", names(spec.role(Role.WEIGHTS)) + none));
        }
        if (!spec.role(Role.OFFSET).isEmpty()) {
            facts.add(Entry.of("Offset", names(spec.role(Role.OFFSET)) + ", with coefficient 1"));
        }
        List<String> notes = spec.notes();
        int told = notes.size() > 3 ? 2 : notes.size();
        notes.subList(0, told).forEach(note -> facts.add(Entry.of("Note", note)));
        if (notes.size() > told) {
            facts.add(Entry.of("Note", "and " + (notes.size() - told) + " more in design().notes()"));
        }
        return facts;
    }

    private static String names(List<Factor> factors) {
        return factors.stream().map(Factor::toString).collect(Collectors.joining(" + "));
    }

    /** The findings of one severity as one line of their titles, where there are several. */
    private static List<Finding> folded(List<Finding> findings, Severity severity) {
        List<String> titles = findings.stream()
                .filter(f -> f.severity() == severity)
                .map(Finding::title)
                .distinct()
                .toList();
        if (titles.size() < 2) {
            return findings;
        }
        List<Finding> out = new ArrayList<>(
                findings.stream().filter(f -> f.severity() != severity).toList());
        String sentence = Names.list(titles, 5);
        out.add(new Finding("more", severity, titles.size() + " of them", sentence, Map.of(), ""));
        out.sort(Comparator.comparing(Finding::severity));
        return out;
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
                + (fit.isWeighted() ? " at weight 1" : "") + " on " + Numbers.count(fit.dfResidual()) + " df";
    }

    private static String test(LinearFit fit) {
        TermTest f = fit.overall();
        if (f.df() == 0) {
            boolean any = fit.design().predictors().terms().stream()
                    .anyMatch(t -> t.term().degree() > 0);
            return any ? "none: the predictors make up no more than a constant" : "none: there is no predictor";
        }
        return (fit.isClassic() ? "" : "Wald ") + "F(" + f.df() + ", " + fit.dfResidual() + ") = "
                + Numbers.fixed(f.statistic(), 2) + ", " + Numbers.pSentence(f.pValue())
                + (fit.isCentred() ? " against the mean alone" : " against zero");
    }

    /** {@code clustered HC1, for rows of a cluster that go together; g: 12 clusters}; empty for the classic ones. */
    static Optional<String> errors(LinearFit fit) {
        return errors(fit.covarianceType(), fit.covarianceNote());
    }

    static Optional<String> errors(Covariance type, String note) {
        if (type == Covariances.CLASSIC) {
            return Optional.empty();
        }
        return Optional.of(type.name()
                + (type.allowsFor().isEmpty() ? "" : ", for " + type.allowsFor())
                + (note.isEmpty() ? "" : "; " + note));
    }

    static String compact(LinearFit fit) {
        String formula = FormulaPieces.shortened(fit.design().formula(), FORMULA).stream()
                .map(Document.Piece::text)
                .collect(Collectors.joining());
        StringBuilder out = new StringBuilder((fit.isWeighted() ? "WLS  " : "OLS  ") + formula + "   " + fit.rows());
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
                .append(checks.isEmpty() ? "" : checks.size() + " to check: " + Names.list(checks, 8) + "   ")
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
