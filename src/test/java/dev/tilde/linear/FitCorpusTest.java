package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.design.Corpus;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * Fits against R 4.2.2 (lm, glm, car, sandwich, lmtest, glmnet, MASS); the cases of the test resources, or those of the
 * folder named by {@code tilde.corpus}.
 */
class FitCorpusTest {
    /** What compares the cases of a topic; a topic that is not here is not covered. */
    private static final Map<String, Consumer<FitCase>> TOPICS = Map.ofEntries(
            Map.entry("ols", LeastSquaresChecks::all),
            Map.entry("wls", LeastSquaresChecks::all),
            Map.entry("offset", LeastSquaresChecks::all),
            Map.entry("no-intercept", LeastSquaresChecks::all),
            Map.entry("aliased", LeastSquaresChecks::all),
            Map.entry("multi-response", LeastSquaresChecks::responses),
            Map.entry("anova-type2", InferenceChecks::typeTwo),
            Map.entry("anova-type1", InferenceChecks::typeOne),
            Map.entry("anova-type3", InferenceChecks::typeThree),
            Map.entry("anova-compare", InferenceChecks::compare),
            Map.entry("hypothesis", InferenceChecks::hypothesis),
            Map.entry("predict", InferenceChecks::predictions),
            Map.entry("vif", InferenceChecks::inflation),
            Map.entry("robust-hc", CovarianceChecks::unequalSpread),
            Map.entry("robust-cluster", CovarianceChecks::clusters),
            Map.entry("robust-hac", CovarianceChecks::neighbours),
            Map.entry("penalized", PenalizedChecks::all),
            Map.entry("glm", GlmChecks::all),
            Map.entry("glm-predict", GlmChecks::predictions),
            Map.entry("glm-compare", GlmChecks::compare));

    @Test
    void agreesWithR() throws Exception {
        Map<String, int[]> byTopic = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (Json file : Corpus.files("fits").values()) {
            for (Json json : file.get("cases").items()) {
                FitCase c = new FitCase(json);
                Consumer<FitCase> checks = TOPICS.get(c.topic());
                if (checks == null) {
                    continue;
                }
                try {
                    checks.accept(c);
                } catch (RuntimeException e) {
                    c.problems.add("exception " + e);
                }
                int[] count = byTopic.computeIfAbsent(c.topic(), t -> new int[2]);
                count[1]++;
                count[0] += c.problems.isEmpty() ? 1 : 0;
                if (!c.problems.isEmpty()) {
                    List<String> first = c.problems.subList(0, Math.min(8, c.problems.size()));
                    failures.add(c.id() + "  " + c.formula() + "  " + first);
                }
            }
        }
        int[] total = new int[2];
        byTopic.forEach((t, n) -> {
            System.out.printf(Locale.ROOT, "%-28s %d/%d%n", t, n[0], n[1]);
            total[0] += n[0];
            total[1] += n[1];
        });
        System.out.printf(Locale.ROOT, "%-28s %d/%d%n", "total", total[0], total[1]);
        assertThat(byTopic).isNotEmpty();
        assertThat(failures).isEmpty();
    }
}
