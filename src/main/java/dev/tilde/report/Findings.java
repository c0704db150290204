package dev.tilde.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What checks of a model found, worst first.
 *
 * @param verdict one sentence over all of them; may be empty
 * @param findings sorted here by severity; the order inside a severity stays
 */
public record Findings(String verdict, List<Finding> findings) implements Block {
    /** How much a finding matters. The names are words of the report, so colour never stands alone. */
    public enum Severity {
        /** Look at this before trusting the result. */
        CHECK("Check"),
        /** Good to know. */
        NOTE("Note"),
        /** Looked at, nothing found. */
        OK("OK");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /** The word readers see: Check, Note, OK. */
        public String word() {
            return word;
        }
    }

    /**
     * One finding.
     *
     * @param severity how much it matters
     * @param title the conclusion, or in a short summary its subject: {@code "Shape"}
     * @param sentence what was seen, in words
     * @param evidence the numbers it rests on
     * @param advice what to try; may be empty
     */
    public record Finding(Severity severity, String title, Text sentence, Text evidence, Text advice) {
        /** A finding of plain words; empty strings for parts that are not there. */
        public static Finding of(Severity severity, String title, String sentence, String evidence, String advice) {
            return new Finding(severity, title, Text.of(sentence), Text.of(evidence), Text.of(advice));
        }
    }

    public Findings {
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    /** The findings of one severity, in order. */
    public List<Finding> of(Severity severity) {
        return findings.stream().filter(f -> f.severity() == severity).toList();
    }

    /** A count of each severity that occurs, such as {@code "3 to check, 1 note, 3 OK"}. */
    public String counts() {
        int check = of(Severity.CHECK).size();
        int note = of(Severity.NOTE).size();
        int ok = of(Severity.OK).size();
        StringBuilder out = new StringBuilder();
        count(out, check, "to check");
        count(out, note, note == 1 ? "note" : "notes");
        count(out, ok, "OK");
        return out.toString();
    }

    private static void count(StringBuilder out, int n, String what) {
        if (n > 0) {
            out.append(out.isEmpty() ? "" : ", ").append(String.format(Locale.ROOT, "%d %s", n, what));
        }
    }
}
