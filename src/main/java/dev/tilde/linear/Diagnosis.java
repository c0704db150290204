package dev.tilde.linear;

import dev.tilde.data.Schema;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Role;
import dev.tilde.report.Findings;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Text;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What there is to say about a fit, worst first: its rank, and what a second look at the rows finds. */
final class Diagnosis {
    private Diagnosis() {}

    /** @param detail the second look; empty when the rows cannot be read again or are too many */
    static List<Finding> of(LinearFit fit, Optional<RowDetail> detail) {
        List<Finding> findings = new ArrayList<>();
        rank(fit).ifPresent(findings::add);
        detail.filter(d -> fit.dfResidual() > 0).ifPresent(d -> findings.addAll(FindingRules.findings(evidence(d))));
        detail.ifPresent(d -> findings.addAll(
                CensusRules.findings(fit.design().rows(), RowCensus.of(fit.design(), fit.source(), d.design()))));
        findings.sort(Comparator.comparing(Finding::severity));
        return findings;
    }

    private static Optional<Finding> rank(LinearFit fit) {
        List<String> aliases = fit.aliases();
        return aliases.isEmpty()
                ? Optional.empty()
                : Optional.of(rank(fit.rank(), fit.coefficients().size(), aliases));
    }

    /** Of a design with redundant columns. */
    static Finding rank(int rank, int columns, List<String> aliases) {
        int shown = Math.min(3, aliases.size());
        String more = aliases.size() > shown ? "; and " + (aliases.size() - shown) + " more" : "";
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("rank", (double) rank);
        numbers.put("columns", (double) columns);
        return new Finding(
                "rank",
                Severity.CHECK,
                "Rank",
                rank + " of " + columns + " columns are independent: " + String.join("; ", aliases.subList(0, shown))
                        + more + ".",
                numbers,
                "drop one of them; predictions are unaffected.");
    }

    private static Evidence evidence(RowDetail d) {
        LinearFit fit = d.fit();
        int[] position = new int[fit.coefficients().size()];
        int estimated = 0;
        for (int j = 0; j < position.length; j++) {
            position[j] = fit.coefficients().get(j).isAliased() ? -1 : estimated++;
        }
        List<Evidence.Part> parts = new ArrayList<>();
        List<CodedTerm> left = new ArrayList<>(fit.design().predictors().terms());
        left.removeIf(t -> t.term().degree() == 0);
        while (!left.isEmpty()) {
            List<CodedTerm> together = family(left);
            left.removeAll(together);
            List<Integer> columns = new ArrayList<>();
            for (CodedTerm t : together) {
                for (int j = t.start(); j < t.end(); j++) {
                    if (position[j] >= 0) {
                        columns.add(position[j]);
                    }
                }
            }
            if (!columns.isEmpty()) {
                String name =
                        String.join(", ", together.stream().map(CodedTerm::name).toList());
                parts.add(new Evidence.Part(name, columns, isNumeric(together, fit) && columns.size() == 1));
            }
        }
        return Evidence.of(d.residuals(), fit.responseName(), parts, d.rows(), isOrdered(fit));
    }

    /** By a date column, a role, or a formula that looks at other rows. */
    private static boolean isOrdered(LinearFit fit) {
        return fit.design().rowsBefore() > 0
                || fit.design().rowsAfter() > 0
                || !fit.design().role(Role.ORDER).isEmpty()
                || fit.source().schema().columns().stream()
                        .anyMatch(c -> c.kind() == Schema.Kind.DATE || c.kind() == Schema.Kind.DATE_TIME);
    }

    /** The first term and all that share a factor with it through an interaction: collinear by construction. */
    private static List<CodedTerm> family(List<CodedTerm> terms) {
        List<CodedTerm> family = new ArrayList<>(List.of(terms.get(0)));
        for (boolean grows = true; grows; ) {
            grows = false;
            for (CodedTerm t : terms) {
                boolean related = !family.contains(t)
                        && family.stream()
                                .anyMatch(f ->
                                        f.term().contains(t.term()) || t.term().contains(f.term()));
                if (related) {
                    family.add(t);
                    grows = true;
                }
            }
        }
        return family;
    }

    private static boolean isNumeric(List<CodedTerm> terms, LinearFit fit) {
        return terms.size() == 1
                && terms.get(0).term().degree() == 1
                && terms.get(0).blocks().stream()
                        .flatMap(b -> b.parts().stream())
                        .allMatch(p -> fit.design().factors().get(p.factor()) instanceof FactorInfo.Numeric);
    }

    /** As a block of a document, with or without what to try. */
    static Findings block(List<Finding> findings, String verdict, boolean advice) {
        return new Findings(
                verdict,
                findings.stream()
                        .map(f -> new Findings.Finding(
                                f.severity(),
                                f.title(),
                                Text.of(f.sentence()),
                                Text.NONE,
                                advice ? Text.of(f.advice()) : Text.NONE))
                        .toList());
    }

    /** One line that counts them. */
    static String verdict(List<Finding> findings) {
        List<String> checks = findings.stream()
                .filter(f -> f.severity() == Severity.CHECK)
                .map(f -> f.title().toLowerCase(Locale.ROOT))
                .toList();
        return checks.isEmpty()
                ? "Nothing here speaks against the model."
                : checks.size() + " to check before relying on the numbers: " + String.join(", ", checks) + ".";
    }
}
