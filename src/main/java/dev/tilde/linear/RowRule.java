package dev.tilde.linear;

import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether one row decides: it stands too far from what the others predict, or a term changes sides without it. Two
 * findings when these are two rows.
 */
final class RowRule {
    /** Among many rows the largest is always above the usual limits; below this it moves nothing. */
    private static final double SMALLEST_COOK = 0.05;

    private RowRule() {}

    /** None where no row has a Cook distance. */
    static List<Finding> findings(Evidence e) {
        Checks.Outlier outlier = e.outlier();
        int i = e.influential();
        if (i < 0) {
            return List.of();
        }
        Residuals r = e.residuals();
        boolean out = outlier.p() < FindingRules.STRONG;
        List<DroppedRow.Crossing> crossings = e.dropped().crossings();
        List<Finding> found = new ArrayList<>();
        if (out) {
            int o = outlier.row();
            double cook = r.deletion().cook()[o];
            Map<String, Double> evidence =
                    numbers(e, o, outlier.t(), cook, r.deletion().dffits()[o]);
            evidence.put("outlier_p", outlier.p());
            String advice = "check row " + e.rowNumber(o) + " in the source";
            if (o == i && !crossings.isEmpty()) {
                addCrossings(e, evidence);
                advice += "; without it " + crossings(e);
            }
            String sentence =
                    (outlier.t() > 0 ? "Far above" : "Far below") + " its prediction. " + sizes(outlier.t(), cook);
            found.add(rowFinding(e, o, Severity.CHECK, sentence, evidence, advice));
        }
        if (out && outlier.row() == i) {
            return found;
        }
        double t = r.deletion().studentised()[i];
        Map<String, Double> evidence = numbers(e, i, t, e.cook(), e.dffits());
        if (!crossings.isEmpty()) {
            addCrossings(e, evidence);
            String name = e.parts().get(crossings.get(0).term()).name();
            String more = crossings.size() == 1 ? "" : " and " + (crossings.size() - 1) + " more";
            String advice = "check row " + e.rowNumber(i) + " in the source; without it " + crossings(e);
            String sentence = "Decides about " + name + more + ". " + sizes(t, e.cook());
            found.add(rowFinding(e, i, Severity.CHECK, sentence, evidence, advice));
        } else if (e.cook() > Math.max(4.0 / r.n(), SMALLEST_COOK)
                && Math.abs(e.dffits()) > 2 * Math.sqrt((double) r.p() / r.n())) {
            String sentence = "Pulls on the fit more than others. " + sizes(t, e.cook());
            found.add(rowFinding(e, i, Severity.NOTE, sentence, evidence, ""));
        } else if (found.isEmpty()) {
            String sentence = "No row decides. Largest " + cook(e.cook());
            found.add(new Finding("row", Severity.OK, "Influence", sentence, evidence, ""));
        }
        return found;
    }

    private static Map<String, Double> numbers(Evidence e, int i, double t, double cook, double dffits) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("row", (double) e.rowNumber(i));
        evidence.put("studentised", t);
        evidence.put("cook", cook);
        evidence.put("dffits", dffits);
        evidence.put("leverage", e.residuals().leverages()[i]);
        return evidence;
    }

    private static void addCrossings(Evidence e, Map<String, Double> evidence) {
        for (DroppedRow.Crossing c : e.dropped().crossings()) {
            String name = e.parts().get(c.term()).name();
            evidence.put("p_with " + name, c.before());
            evidence.put("p_without " + name, c.after());
        }
    }

    private static String crossings(Evidence e) {
        return e.dropped().crossings().stream()
                .map(c -> e.parts().get(c.term()).name() + " goes from " + Numbers.pSentence(c.before()) + " to "
                        + Numbers.pSentence(c.after()))
                .collect(Collectors.joining(" and "));
    }

    private static Finding rowFinding(
            Evidence e, int i, Severity severity, String sentence, Map<String, Double> evidence, String advice) {
        return new Finding("row", severity, "Row " + e.rowNumber(i), sentence, evidence, advice);
    }

    private static String sizes(double t, double cook) {
        return (Double.isNaN(t) ? "" : "Studentized " + FindingRules.fixed(t, 2) + ", ") + cook(cook);
    }

    private static String cook(double cook) {
        return "Cook " + (cook < 0.01 ? "< 0.01" : FindingRules.fixed(cook, 2));
    }
}
