package dev.tilde.linear;

import dev.tilde.report.Findings.Severity;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that the diagnostics of a fit have to say, as data: a report, a console and a program read the same.
 *
 * @param rule the rule that fired: {@code rank}, {@code shape}, {@code row}, {@code spread}, {@code tails}, {@code order},
 *     {@code collinearity}, {@code range}, {@code size}, {@code missing}, {@code thin} or {@code exact}
 * @param severity how much it matters
 * @param title a word or two: {@code Shape}, {@code Row 117}
 * @param sentence what was seen, and the number it rests on, in under 60 characters if names are short
 * @param evidence the numbers behind it by name, in a fixed order; never NaN
 * @param advice what to try next; empty when there is nothing to do
 */
public record Finding(
        String rule, Severity severity, String title, String sentence, Map<String, Double> evidence, String advice) {
    /** Keeps the order of the evidence and leaves NaN out. */
    public Finding {
        Map<String, Double> kept = new LinkedHashMap<>(evidence);
        kept.values().removeIf(v -> v.isNaN());
        evidence = Collections.unmodifiableMap(kept);
    }

    /** Two numbers in this order, which {@link Map#of} would not keep. */
    static Map<String, Double> pair(String first, double a, String second, double b) {
        Map<String, Double> pair = new LinkedHashMap<>();
        pair.put(first, a);
        pair.put(second, b);
        return pair;
    }
}
