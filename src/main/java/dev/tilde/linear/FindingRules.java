package dev.tilde.linear;

import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Numbers;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * When a check is worth a word, and which.
 *
 * <p>Each rule looks at the evidence and returns what it has to say: a finding, seldom two, or none where its numbers do
 * not exist. A p-value alone never makes a Check: a size stands beside it, so that many rows do not shout and few do not
 * hide. The title and the sentence belong to the branch that fired.
 */
final class FindingRules {
    /** Below it a p-value counts as evidence. */
    static final double STRONG = 0.01;

    private static final double WEAK = 0.05;

    /** The rise in R&sup2; that makes a curve worth drawing. */
    private static final double CURVE = 0.005;

    /** The largest share of the spread between ends of the fit that passes as constant. */
    private static final double WIDER = 1.5;

    /** The share of the residuals' variance that the rows before must explain, about a correlation of 0.1. */
    private static final double EXPLAINED = 0.01;

    /** The error of rows left out, over the residual standard error, that says the fit follows its own rows. */
    private static final double WORSE = 1.25;

    private static final String DOUBT = "doubt the standard errors, not the estimates";

    private static final double SKEW = 1;
    private static final double HEAVY = 5;

    /** Fewer rows than this cannot lean on the central limit. */
    private static final int FEW = 50;

    /** Powers from here down to its negative are nearer to the logarithm than to the root or the reciprocal. */
    private static final double NEAR_LOG = 1.0 / 3;

    private static final List<Function<Evidence, List<Finding>>> RULES = List.of(
            FindingRules::exact,
            FindingRules::shape,
            RowRule::findings,
            FindingRules::tails,
            FindingRules::range,
            FindingRules::spread,
            FindingRules::order,
            FindingRules::collinearity,
            FindingRules::size);

    private FindingRules() {}

    /** All findings, the worst first, otherwise in the order of the rules. */
    static List<Finding> findings(Evidence e) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(e).stream())
                .sorted(Comparator.comparing(Finding::severity))
                .toList();
    }

    private static List<Finding> exact(Evidence e) {
        Residuals r = e.residuals();
        if (!r.perfect() || r.n() == 0) {
            return List.of();
        }
        String why = r.df() == 0 ? "As many coefficients as rows" : "Every row is fitted to the last digit";
        return one("exact", Severity.NOTE, "Exact fit", why + ". Residuals cannot be checked", rows(e), "");
    }

    private static List<Finding> shape(Evidence e) {
        double p = e.reset().p();
        if (Double.isNaN(p)) {
            return List.of();
        }
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("reset_f", e.reset().statistic());
        evidence.put("reset_df1", e.reset().df1());
        evidence.put("reset_df2", e.reset().df2());
        evidence.put("reset_p", p);
        boolean visible = false;
        for (int i = 0; i < e.parts().size(); i++) {
            Checks.Added added = e.curvatures().get(i);
            evidence.put("curvature_p " + e.parts().get(i).name(), added.p());
            evidence.put("curvature_gain " + e.parts().get(i).name(), added.gain());
            visible |= added.gain() >= CURVE;
        }
        String reset = "RESET " + Numbers.pSentence(p);
        if (p < STRONG && visible) {
            BoxCox power = e.isCall() ? BoxCox.NONE : e.boxCox();
            evidence.put("box_cox", power.lambda());
            evidence.put("box_cox_low", power.low());
            evidence.put("box_cox_high", power.high());
            return one(
                    "shape",
                    Severity.CHECK,
                    "Shape",
                    "Straight lines miss a curve. " + reset,
                    evidence,
                    straighten(e, power));
        }
        if (p < STRONG) {
            boolean slight = e.curvatures().stream().anyMatch(c -> c.p() < STRONG);
            String sentence = slight ? "A slight curve is missed. " : "The fit bends, but by no single square. ";
            String advice = slight || e.parts().size() == 1 ? suggestSplines(e) : "look for an interaction";
            return one("shape", Severity.NOTE, "Shape", sentence + reset, evidence, advice);
        }
        if (p < WEAK) {
            return one("shape", Severity.NOTE, "Shape", "A curve may be missed. " + reset, evidence, suggestSplines(e));
        }
        return one("shape", Severity.OK, "Shape", "No curve is missed. " + reset, evidence, "");
    }

    private static String straighten(Evidence e, BoxCox power) {
        boolean log = (power.low() > 1 || power.high() < 1) && Math.abs(power.lambda()) < NEAR_LOG;
        String splines = splines(bends(e));
        return log
                ? "log(" + e.response() + "), since Box-Cox finds the power " + fixed(power.lambda(), 2) + ", or "
                        + splines
                : splines;
    }

    /** The terms with clear curvature, or the one with the most. */
    private static List<String> bends(Evidence e) {
        int[] numeric = IntStream.range(0, e.parts().size())
                .filter(i -> !Double.isNaN(e.curvatures().get(i).p()))
                .toArray();
        List<String> clear = IntStream.of(numeric)
                .filter(i -> e.curvatures().get(i).p() < STRONG)
                .mapToObj(i -> e.parts().get(i).name())
                .toList();
        return !clear.isEmpty()
                ? clear
                : IntStream.of(numeric)
                        .boxed()
                        .max(Comparator.comparingDouble(
                                i -> e.curvatures().get(i).gain()))
                        .map(i -> List.of(e.parts().get(i).name()))
                        .orElse(List.of());
    }

    private static String suggestSplines(Evidence e) {
        List<String> names = bends(e);
        return names.isEmpty() ? "" : splines(names);
    }

    private static String splines(List<String> names) {
        return names.stream().map(n -> "bs(" + n + ", df=4)").collect(Collectors.joining(" + "));
    }

    private static List<Finding> spread(Evidence e) {
        double p = e.spread().p();
        double ratio = e.spreadRatio();
        if (Double.isNaN(p)) {
            return List.of();
        }
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("breusch_pagan", e.spread().statistic());
        evidence.put("breusch_pagan_df", e.spread().df());
        evidence.put("breusch_pagan_p", p);
        evidence.put("sd_ratio", ratio);
        boolean uneven = Math.max(ratio, 1 / ratio) > WIDER;
        String where = ratio > 1 ? "grow with the fitted values" : "shrink as the fitted values grow";
        String test = "Breusch-Pagan " + Numbers.pSentence(p);
        String log = e.isCall() || ratio < 1 || smallest(e) <= 0 ? "" : "log(" + e.response() + "); until then ";
        String advice = log + DOUBT;
        if (p < STRONG && uneven) {
            return one("spread", Severity.CHECK, "Spread", "Residuals " + where + ". " + test, evidence, advice);
        }
        if (uneven) {
            String times = Numbers.fixed(Math.max(ratio, 1 / ratio), 1) + " times from end to end";
            String sentence = "Residuals may " + where + ", " + times + "; " + test;
            return one("spread", Severity.NOTE, "Spread", sentence, evidence, advice);
        }
        if (p < STRONG) {
            String sentence = "Not quite even. " + test;
            return one("spread", Severity.NOTE, "Spread", sentence, evidence, DOUBT);
        }
        return one("spread", Severity.OK, "Spread", test, evidence, "");
    }

    private static List<Finding> tails(Evidence e) {
        Checks.Tails tails = e.tails();
        if (Double.isNaN(tails.skewness())) {
            return List.of();
        }
        ShapiroWilk sw = e.shapiroWilk();
        AndersonDarling ad = e.andersonDarling();
        double p = Double.isNaN(sw.p()) ? ad.p() : sw.p();
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("skewness", tails.skewness());
        evidence.put("kurtosis", tails.kurtosis());
        evidence.put("shapiro_wilk", sw.w());
        evidence.put("shapiro_wilk_p", sw.p());
        evidence.put("anderson_darling", ad.statistic());
        evidence.put("anderson_darling_p", ad.p());
        evidence.put("jarque_bera", tails.jarqueBera());
        evidence.put("jarque_bera_p", tails.p());
        String skewness = "Skewness " + fixed(tails.skewness(), 2);
        String advice = "take intervals from a bootstrap";
        if (Math.abs(tails.skewness()) > SKEW) {
            String sentence = "Residuals lean " + (tails.skewness() > 0 ? "right" : "left") + ". " + skewness + ", "
                    + Numbers.pSentence(p);
            return one("tails", Severity.CHECK, "Normality", sentence, evidence, advice);
        }
        if (tails.kurtosis() > HEAVY) {
            String sentence =
                    "Residuals have heavy tails. Kurtosis " + fixed(tails.kurtosis(), 2) + ", " + Numbers.pSentence(p);
            return one("tails", Severity.CHECK, "Normality", sentence, evidence, advice);
        }
        String name = Double.isNaN(sw.p()) ? "Anderson-Darling " : "Shapiro-Wilk ";
        if (p < STRONG && e.residuals().n() < FEW) {
            String sentence = "Residuals are not normal. " + name + Numbers.pSentence(p);
            return one("tails", Severity.NOTE, "Normality", sentence, evidence, advice);
        }
        String sentence = p < STRONG
                ? "Near enough. " + skewness + ", kurtosis " + fixed(tails.kurtosis(), 2)
                : name + Numbers.pSentence(p);
        return one("tails", Severity.OK, "Normality", sentence, evidence, "");
    }

    private static List<Finding> order(Evidence e) {
        if (!e.ordered()) {
            return List.of();
        }
        Checks.DurbinWatson dw = e.durbinWatson();
        Checks.ChiSquaredTest bg = e.breuschGodfrey();
        if (Double.isNaN(dw.d())) {
            return List.of();
        }
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("durbin_watson", dw.d());
        evidence.put("durbin_watson_p", dw.p());
        evidence.put("breusch_godfrey", bg.statistic());
        evidence.put("breusch_godfrey_lags", bg.df());
        evidence.put("breusch_godfrey_p", bg.p());
        String advice = "a term for time or season; until then " + DOUBT;
        String test =
                "Durbin-Watson " + fixed(dw.d(), 2) + (Double.isNaN(dw.p()) ? "" : ", " + Numbers.pSentence(dw.p()));
        String kind = dw.d() < 2 ? "alike" : "opposed";
        if (bg.p() < STRONG && bg.statistic() / e.residuals().n() >= EXPLAINED) {
            String sentence = "Neighbouring rows are " + kind + ". Breusch-Godfrey " + Numbers.pSentence(bg.p());
            return one("order", Severity.CHECK, "Independence", sentence, evidence, advice);
        }
        if (dw.d() < 1.5 || dw.d() > 2.5) {
            String sentence = "Neighbouring rows may be " + kind + ". " + test;
            return one("order", Severity.NOTE, "Independence", sentence, evidence, advice);
        }
        String sentence = bg.p() < STRONG ? "Near enough. " + test : test;
        return one("order", Severity.OK, "Independence", sentence, evidence, "");
    }

    private static List<Finding> collinearity(Evidence e) {
        List<Collinearity.Inflation> all = e.inflation();
        if (all.isEmpty()) {
            return List.of();
        }
        Map<String, Double> evidence = new LinkedHashMap<>();
        int worst = 0;
        for (int i = 0; i < all.size(); i++) {
            evidence.put("gvif_scaled " + e.parts().get(i).name(), all.get(i).scaled());
            worst = all.get(i).scaled() > all.get(worst).scaled() ? i : worst;
        }
        double condition = e.conditionNumber();
        evidence.put("condition_number", condition);
        double largest = all.get(worst).scaled();
        if (Double.isNaN(largest)) {
            return List.of();
        }
        String name = e.parts().get(worst).name();
        String partner = e.parts().get(all.get(worst).partner()).name();
        String size = "GVIF^(1/2df) " + fixed(largest, 2);
        String advice = "leave out " + name + " or " + partner + ", or join them into one";
        if (largest > Math.sqrt(10)) {
            String sentence = name + " and " + partner + " tell the same. " + size;
            return one("collinearity", Severity.CHECK, "Collinearity", sentence, evidence, advice);
        }
        if (largest > Math.sqrt(5)) {
            String sentence = name + " and " + partner + " overlap. " + size;
            return one("collinearity", Severity.NOTE, "Collinearity", sentence, evidence, advice);
        }
        String sentence = "Largest " + size + "; condition number " + fixed(condition, condition < 9.95 ? 1 : 0);
        return one("collinearity", Severity.OK, "Collinearity", sentence, evidence, "");
    }

    /** A consequence of a curve that is missed is a note beside it; alone it is a check. */
    private static List<Finding> range(Evidence e) {
        int count = e.impossible();
        if (count == 0) {
            return List.of();
        }
        boolean told = shape(e).stream().anyMatch(f -> f.severity() == Severity.CHECK);
        Map<String, Double> evidence = rows(e);
        evidence.put("negative_fitted", (double) count);
        String sentence = "Predicts " + count + " negative " + (count == 1 ? "value" : "values") + "; " + e.response()
                + " has none";
        String advice = smallest(e) > 0 ? "log(" + e.response() + ")" : "log1p(" + e.response() + ")";
        return one("range", told ? Severity.NOTE : Severity.CHECK, "Range", sentence, evidence, advice);
    }

    /** Each row predicted from the others: exact leave-one-out validation, from the leverages. */
    private static List<Finding> size(Evidence e) {
        Residuals r = e.residuals();
        if (r.p() == 0 || r.n() == 0) {
            return List.of();
        }
        double ratio = (double) r.n() / r.p();
        double worse = r.perfect() ? Double.NaN : Math.sqrt(r.deletion().press() / r.n()) / r.sigma();
        Map<String, Double> evidence = rows(e);
        evidence.put("rows_per_coefficient", ratio);
        evidence.put("validation_error_over_sigma", worse);
        String advice = "use fewer terms";
        if (worse > WORSE) {
            String sentence = "New rows are predicted worse: " + fixed(worse, 2) + " times the typical error";
            return one("size", Severity.CHECK, "Overfit", sentence, evidence, advice);
        }
        if (ratio >= 20) {
            return List.of();
        }
        String sentence = "Only " + fixed(ratio, 1) + " rows for each coefficient";
        return one("size", ratio < 10 ? Severity.CHECK : Severity.NOTE, "Overfit", sentence, evidence, advice);
    }

    private static Map<String, Double> rows(Evidence e) {
        Map<String, Double> evidence = new LinkedHashMap<>();
        evidence.put("rows", (double) e.residuals().n());
        evidence.put("coefficients", (double) e.residuals().p());
        return evidence;
    }

    private static double smallest(Evidence e) {
        double smallest = Double.POSITIVE_INFINITY;
        for (double v : e.residuals().response()) {
            smallest = Math.min(smallest, v);
        }
        return smallest;
    }

    private static List<Finding> one(
            String rule,
            Severity severity,
            String title,
            String sentence,
            Map<String, Double> evidence,
            String advice) {
        return List.of(new Finding(rule, severity, title, sentence, evidence, advice));
    }

    /** Evidence can be infinite, as the studentised residual of a fit that is perfect without its row. */
    static String fixed(double v, int digits) {
        return Double.isInfinite(v) ? (v > 0 ? "inf" : "-inf") : Numbers.fixed(v, digits);
    }
}
