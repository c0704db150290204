package dev.tilde.linear;

import dev.tilde.report.Findings.Severity;
import dev.tilde.report.Numbers;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What there is to say about a generalised linear model, worst first. */
final class GlmFindings {
    /** A spread beyond this is told. */
    static final double SPREAD = 1.5;

    private GlmFindings() {}

    static List<Finding> of(GlmFit fit) {
        List<Finding> all = new ArrayList<>();
        if (fit.rowValues().runsAway()) {
            all.add(runsAway(fit));
        } else if (!fit.isConverged()) {
            all.add(new Finding(
                    "convergence",
                    Severity.CHECK,
                    "Convergence",
                    "The iteration did not come to rest in " + fit.iterations() + " steps.",
                    Map.of("iterations", (double) fit.iterations()),
                    "another link or fewer terms"));
        }
        if (!fit.relations().isEmpty()) {
            all.add(Diagnosis.rank(fit.rank(), fit.coefficients().size(), fit.aliases()));
        }
        if (fit.isThetaEndless()) {
            all.add(new Finding(
                    "theta",
                    Severity.CHECK,
                    "Theta",
                    "The counts vary no more than Poisson's: theta grows without end, and its standard error means nothing.",
                    Map.of("theta", fit.theta().orElseThrow()),
                    "poisson"));
        }
        spread(fit, all);
        counts(fit, all);
        all.sort(Comparator.comparing(Finding::severity));
        return all;
    }

    /** Data that a hyperplane separates have no finite maximum (Albert and Anderson 1984, Biometrika 71(1)). */
    private static Finding runsAway(GlmFit fit) {
        double[] step = fit.result().step();
        double largest = 0;
        for (int j = 0; j < step.length; j++) {
            largest = Math.max(largest, size(fit, step, j));
        }
        List<String> names = new ArrayList<>();
        Map<String, Double> evidence = new LinkedHashMap<>();
        for (int j = 0; j < step.length; j++) {
            boolean intercept = fit.design().predictors().intercept().orElse(-1) == j;
            if (!intercept && size(fit, step, j) > 0.1 * largest && size(fit, step, j) > 0) {
                String name = fit.design().predictors().columns().get(j);
                names.add(name);
                evidence.put(name, fit.result().b()[j]);
            }
        }
        evidence.put("iterations", (double) fit.iterations());
        boolean binomial = fit.model().family().binomial();
        String what = names.isEmpty() ? "the intercept" : Names.list(names, 4);
        return new Finding(
                "separation",
                Severity.CHECK,
                binomial ? "Separation" : "Means at the edge",
                (binomial ? "Some fitted probabilities run to 0 or 1" : "Some fitted means run to 0 or without end")
                        + " along " + what + ": no finite estimate is best, and standard errors mean nothing.",
                evidence,
                binomial
                        ? "leave " + what + " out, join levels, or penalise"
                        : "leave " + what + " out, or join levels");
    }

    private static double size(GlmFit fit, double[] step, int j) {
        double scale = fit.result().solution().spread(j);
        return Math.abs(step[j]) * (scale == 0 ? 1 : scale);
    }

    private static void spread(GlmFit fit, List<Finding> all) {
        boolean counts = fit.isDispersionFixed() && fit.dfResidual() > 0 && hasSpread(fit);
        if (!counts) {
            return;
        }
        double ratio = fit.pearson() / fit.dfResidual();
        double p = Distributions.chiSquaredTail(fit.pearson(), fit.dfResidual());
        boolean wide = ratio > SPREAD && p < 0.01;
        all.add(new Finding(
                "dispersion",
                wide ? Severity.CHECK : Severity.OK,
                "Dispersion",
                wide
                        ? "Rows vary " + Numbers.fixed(ratio, 1) + " times as much as the "
                                + fit.model().family().label() + " family says, " + Numbers.pSentence(p)
                                + (fit.isClassic()
                                        ? ": standard errors are too small."
                                        : ": the robust standard errors allow for it, deviance tests do not.")
                        : "Pearson's chi-squared / df is " + Numbers.fixed(ratio, 2) + ".",
                Finding.pair("ratio", ratio, "p", p),
                wide ? fit.model().family().binomial() ? "quasibinomial" : "negative binomial or quasipoisson" : ""));
    }

    /** A likelihood of counts needs whole numbers. R warns of them in {@code glm} and {@code dpois}. */
    private static void counts(GlmFit fit, List<Finding> all) {
        Family family = fit.model().family();
        boolean shares = family.binomial();
        if (!family.fixedDispersion() || !shares && RangedFamily.range(family) != RangedFamily.Range.COUNT) {
            return;
        }
        GlmRowValues.OfRow broken = (b, i, eta, mu) -> {
            double count = shares ? b.y[i] * b.trials[i] : b.y[i];
            double slack = shares ? 1e-3 : 1e-7 * Math.max(1, Math.abs(count));
            return Math.abs(count - Math.rint(count)) > slack ? 1 : 0;
        };
        int rows = (int) fit.rowValues().sum(broken);
        if (rows == 0) {
            return;
        }
        int first = fit.rowValues().first(broken);
        double seen =
                fit.rowValues().observed()[first] * (shares ? fit.rowValues().trials()[first] : 1);
        all.add(new Finding(
                "counts",
                Severity.NOTE,
                "Counts",
                (shares ? "Successes are" : "The response is") + " no whole number in "
                        + (rows == 1 ? "1 row" : Numbers.count(rows) + " rows") + ", "
                        + Numbers.significant(seen, 4) + " in row " + (fit.keptRows()[first] + 1)
                        + ": likelihood and AIC are those of counts.",
                Map.of("rows", (double) rows),
                shares ? "quasibinomial, or the number of trials as weights" : "quasipoisson"));
    }

    /** Single trials have no spread of their own to judge. */
    static boolean hasSpread(GlmFit fit) {
        return !fit.model().family().binomial() || fit.rowValues().largest((b, i, eta, mu) -> b.w[i]) > 1;
    }
}
