package dev.tilde.linear;

import dev.tilde.design.Rows;
import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Numbers;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Whether the rows used stand for all rows, and every level for itself. */
final class CensusRules {
    /** The share of rows left out that may change what the model is about. */
    private static final double MANY = 0.2;

    private static final int FEW = 5;
    private static final int NOT_MANY = 10;

    /** In a table of fewer rows every level is thin, and the reader knows. */
    private static final int SMALL = 20;

    private CensusRules() {}

    static List<Finding> findings(Rows rows, List<RowCensus.Levels> factors) {
        List<Finding> found = new ArrayList<>(missing(rows, factors));
        found.addAll(thin(rows, factors));
        return found;
    }

    private static List<Finding> missing(Rows rows, List<RowCensus.Levels> factors) {
        if (rows.dropped() == 0) {
            return List.of();
        }
        double share = (double) rows.dropped() / rows.total();
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("dropped", (double) rows.dropped());
        evidence.put("rows", (double) rows.total());
        evidence.put("share", share);
        String uneven = "";
        double least = FindingRules.STRONG;
        for (RowCensus.Levels f : factors) {
            Checks.ChiSquaredTest test = f.evenlyLeftOut();
            evidence.put("uneven_chi2 " + f.name(), test.statistic());
            evidence.put("uneven_p " + f.name(), test.p());
            if (test.p() < least) {
                least = test.p();
                uneven = f.name() + " " + f.worst() + ": " + Numbers.percent(f.shareLost(f.worst()));
            }
        }
        String left = Numbers.percent(share) + " of rows left out";
        String sentence = uneven.isEmpty() ? left : left + ", most of " + uneven;
        Severity severity = share > MANY || !uneven.isEmpty() ? Severity.CHECK : Severity.NOTE;
        String advice = severity == Severity.CHECK ? "ask why they are missing; the model is about the others" : "";
        return List.of(new Finding("missing", severity, "Missing", sentence, evidence, advice));
    }

    private static List<Finding> thin(Rows rows, List<RowCensus.Levels> factors) {
        List<Finding> found = new ArrayList<>();
        for (RowCensus.Levels f : rows.used() < SMALL ? List.<RowCensus.Levels>of() : factors) {
            List<String> few = below(f, FEW);
            List<String> notMany = below(f, NOT_MANY);
            if (notMany.isEmpty()) {
                continue;
            }
            List<String> told = few.isEmpty() ? notMany : few;
            Map<String, Double> evidence = new LinkedHashMap<>();
            told.forEach(
                    level -> evidence.put("rows " + level, (double) f.used().get(level)));
            List<String> counted =
                    told.stream().map(l -> l + " (" + f.used().get(l) + ")").toList();
            found.add(new Finding(
                    "thin",
                    few.isEmpty() ? Severity.NOTE : Severity.CHECK,
                    "Thin level",
                    f.name() + " has levels under " + (few.isEmpty() ? NOT_MANY : FEW) + " rows: "
                            + Names.list(counted, 3),
                    evidence,
                    "merge levels that mean nearly the same"));
        }
        return found;
    }

    /** Levels with some rows, but fewer than a limit; a level without rows has no coefficient. */
    private static List<String> below(RowCensus.Levels f, int limit) {
        return f.used().entrySet().stream()
                .filter(e -> e.getValue() > 0 && e.getValue() < limit)
                .map(Map.Entry::getKey)
                .toList();
    }
}
