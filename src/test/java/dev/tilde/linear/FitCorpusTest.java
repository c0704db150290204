package dev.tilde.linear;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tilde.data.Dataset;
import dev.tilde.design.Corpus;
import dev.tilde.design.DesignOptions;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Least squares against R 4.2.2 (lm, car::Anova): names, coefficients, standard errors, tests, sums of squares. */
class FitCorpusTest {
    private static final List<String> TOPICS = List.of("ols", "no-intercept", "aliased", "anova-type2");

    private static final List<String> TO_COME = List.of(
            "scale(", "poly(", "bs(", "ns(", "cut(", "offset(", "relevel(", "ordered(", "contr.", "sum)", "cbind(");

    private final List<String> problems = new ArrayList<>();

    @Test
    void agreesWithR() throws Exception {
        Map<String, int[]> byTopic = new TreeMap<>();
        List<String> failures = new ArrayList<>();
        for (Json file : Corpus.files("fits").values()) {
            for (Json c : file.get("cases").items()) {
                String topic = c.get("topic").text("");
                String formula = c.get("formula").text("");
                boolean plain = c.get("contrasts") instanceof Json.Null
                        && c.get("weights") instanceof Json.Null
                        && TO_COME.stream().noneMatch(formula::contains)
                        && !isOrdered(c)
                        && c.get("options").get("vcov") instanceof Json.Null;
                if (!TOPICS.contains(topic) || !plain) {
                    continue;
                }
                problems.clear();
                try {
                    check(c, formula);
                } catch (RuntimeException e) {
                    problems.add("exception " + e);
                }
                int[] count = byTopic.computeIfAbsent(topic, t -> new int[2]);
                count[1]++;
                count[0] += problems.isEmpty() ? 1 : 0;
                if (!problems.isEmpty()) {
                    failures.add(c.get("id").text("") + "  " + formula + "  " + problems);
                }
            }
        }
        byTopic.forEach((t, n) -> System.out.printf(Locale.ROOT, "%-28s %d/%d%n", t, n[0], n[1]));
        assertThat(byTopic).isNotEmpty();
        assertThat(failures).isEmpty();
    }

    private static boolean isOrdered(Json c) {
        return c.get("levels") instanceof Json.Obj o
                && o.fields().values().stream().anyMatch(l -> l.get("ordered").isTrue());
    }

    private void check(Json c, String formula) {
        Dataset data = Corpus.table(c.get("table").text(""));
        if (c.get("table_columns") instanceof Json.Arr a) {
            data = data.select(Corpus.texts(a));
        }
        if (c.get("rows") instanceof Json.Arr a) {
            data = data.subset(Corpus.ints(a));
        }
        if (c.get("levels") instanceof Json.Obj o) {
            for (Map.Entry<String, Json> e : o.fields().entrySet()) {
                data = data.withLevels(e.getKey(), Corpus.texts(e.getValue().get("levels")));
            }
        }
        Json expect = c.get("expect");
        LinearFit r = fit(formula, data, Conventions.R);
        if (expect.get("table") instanceof Json.Obj) {
            terms(r, expect.get("table"));
            return;
        }
        double rtol =
                Math.max(1e-9, Math.pow(10, 1 - expect.get("oracle_digits").number()));
        Json coef = expect.get("coef");
        List<Coefficient> own = r.coefficients();
        if (!own.stream().map(Coefficient::name).toList().equals(Corpus.texts(coef.get("names")))) {
            problems.add("names " + own.stream().map(Coefficient::name).toList());
            return;
        }
        near("estimate", own.stream().mapToDouble(Coefficient::estimate).toArray(), coef.get("estimate"), rtol);
        near("se", own.stream().mapToDouble(Coefficient::stdError).toArray(), coef.get("se"), rtol);
        near("t", own.stream().mapToDouble(Coefficient::statistic).toArray(), coef.get("t"), 10 * rtol);
        near("p", own.stream().mapToDouble(Coefficient::pValue).toArray(), coef.get("p"), 1e-7);
        Json ci = coef.get("ci").items().get(0);
        near("low", own.stream().mapToDouble(Coefficient::low).toArray(), ci.get("low"), rtol);
        near("high", own.stream().mapToDouble(Coefficient::high).toArray(), ci.get("high"), rtol);
        quality(r, expect, rtol);
        near("r2", r.rSquared(), expect.get("r2"), rtol);
        near("adj_r2", r.adjustedRSquared(), expect.get("adj_r2"), 10 * rtol);
        if (expect.get("f") instanceof Json.Obj f) {
            near("f", r.overall().statistic(), f.get("value"), 10 * rtol);
            near("f p", r.overall().pValue(), f.get("p"), 1e-7);
        }
        double[] residuals = r.residuals();
        int[] reported = Corpus.ints(expect.get("rows_reported"));
        long[] kept = r.matrices().predictors().keptRows();
        int[] rows = c.get("rows") instanceof Json.Arr a ? Corpus.ints(a) : new int[0];
        for (int i = 0; i < reported.length; i++) {
            for (int k = 0; k < kept.length; k++) {
                if ((rows.length == 0 ? kept[k] : rows[(int) kept[k]]) == reported[i]) {
                    double want = expect.get("residuals").items().get(i).number();
                    double size = r.sigma() > 0 ? r.sigma() : 1;
                    if (Math.abs(residuals[k] - want) > 1e-8 * Math.abs(want) + 1e-8 * size) {
                        problems.add("residual " + i + " " + residuals[k] + ", expected " + want);
                    }
                }
            }
        }
        // The same space under Tilde's exact coding, so the same fit.
        if (!formula.contains("0 +") || !c.get("tags").items().contains(Json.of("under-specified"))) {
            quality(fit(formula, data, Conventions.TILDE), expect, rtol);
        }
    }

    private static LinearFit fit(String formula, Dataset data, Conventions conventions) {
        return LinearRegression.OLS.fit(Formula.parse(formula, conventions), data.source(), DesignOptions.DEFAULTS);
    }

    private void quality(LinearFit fit, Json expect, double rtol) {
        String name = fit.design().formula().conventions().name() + " ";
        near(name + "n", fit.rows(), expect.get("n"), 0);
        near(name + "rank", fit.rank(), expect.get("rank"), 0);
        near(name + "df", fit.dfResidual(), expect.get("df_residual"), 0);
        near(name + "sigma", fit.sigma(), expect.get("sigma"), rtol);
        near(name + "sse", fit.residualSumOfSquares(), expect.get("sse"), rtol);
        near(name + "loglik", fit.logLikelihood(), expect.get("loglik"), rtol);
        near(name + "aic", fit.aic(), expect.get("aic"), rtol);
        near(name + "bic", fit.bic(), expect.get("bic"), rtol);
    }

    private void terms(LinearFit fit, Json table) {
        List<TermTest> own = fit.termTests();
        List<String> names = Corpus.texts(table.get("terms"));
        if (!own.stream().map(TermTest::term).toList().equals(names.subList(0, names.size() - 1))) {
            problems.add("terms " + own.stream().map(TermTest::term).toList() + ", expected " + names);
            return;
        }
        for (int i = 0; i < own.size(); i++) {
            near("df " + names.get(i), own.get(i).df(), table.get("df").items().get(i), 0);
            near(
                    "ss " + names.get(i),
                    own.get(i).sumOfSquares(),
                    table.get("ss").items().get(i),
                    1e-9);
            near(
                    "f " + names.get(i),
                    own.get(i).statistic(),
                    table.get("f").items().get(i),
                    1e-8);
            near(
                    "p " + names.get(i),
                    own.get(i).pValue(),
                    table.get("p").items().get(i),
                    1e-7);
        }
    }

    private void near(String what, double own, Json want, double rtol) {
        double w = want.number();
        boolean same = Double.isNaN(w) || Math.abs(own - w) <= 1e-12 + rtol * Math.abs(w);
        if (!same) {
            problems.add(what + " " + own + ", expected " + w);
        }
    }

    private void near(String what, double[] own, Json want, double rtol) {
        double[] w = want.items().stream().mapToDouble(Json::number).toArray();
        double size = java.util.Arrays.stream(w)
                .map(Math::abs)
                .filter(v -> v > 0)
                .max()
                .orElse(1);
        for (int i = 0; i < w.length; i++) {
            boolean same = Double.isNaN(w[i])
                    ? Double.isNaN(own[i])
                    : Math.abs(own[i] - w[i]) <= 1e-10 * size + rtol * Math.abs(w[i]);
            if (!same) {
                problems.add(what + "[" + i + "] " + own[i] + ", expected " + w[i]);
            }
        }
    }
}
