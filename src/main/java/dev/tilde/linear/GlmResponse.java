package dev.tilde.linear;

import dev.tilde.design.DesignFit;
import dev.tilde.design.FactorInfo;
import dev.tilde.design.Layout;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import java.util.List;
import java.util.Optional;

/** What a family makes of the left side of a formula: one number a row, and for counted trials its weight. */
final class GlmResponse {
    private final Formula formula;
    private final Family family;
    private final Layout layout;
    private final DesignFit.Learned<GlmRows.State> learned;
    private final List<Integer> factors;

    GlmResponse(Formula formula, Family family, Layout layout, DesignFit.Learned<GlmRows.State> learned) {
        this.formula = formula;
        this.family = family;
        this.layout = layout;
        this.learned = learned;
        this.factors = layout.response().stream().flatMap(List::stream).toList();
    }

    /** @throws FormulaException if it is not what the family can have */
    void prepare() {
        Optional<Integer> factor =
                factors.stream().filter(layout::isCategorical).findFirst();
        int columns = factors.stream().mapToInt(f -> layout.widths().get(f)).sum();
        boolean plain = layout.response().stream().allMatch(t -> t.size() == 1);
        if (factor.isPresent() && factors.size() == 1) {
            levels(factor.get());
        } else if (factor.isEmpty() && columns == 1) {
            for (GlmRows.Block b : learned.companion().blocks()) {
                System.arraycopy(b.given[0], 0, b.y, 0, b.n);
            }
        } else if (factor.isEmpty() && columns == 2 && plain && family.binomial()) {
            counts();
        } else {
            throw refused(
                    family.binomial()
                            ? "a binomial response is one column of shares, or two of successes and failures"
                            : "a generalised linear model has one response of numbers",
                    "Fit one formula for each response.");
        }
        check();
    }

    /** The second level is a success; under R's conventions any but the first. */
    private void levels(int factor) {
        List<String> names = ((FactorInfo.Categorical) learned.spec().factors().get(factor)).levels();
        boolean r = formula.conventions().coding() == Conventions.Coding.LOCAL;
        if (!family.binomial() || names.size() != 2 && !(r && names.size() > 2)) {
            throw refused(
                    "the response " + layout.factors().get(factor) + " is a factor of " + names.size()
                            + (names.size() == 1 ? " level" : " levels"),
                    family.binomial()
                            ? "For one level against the rest write I("
                                    + layout.factors().get(factor) + " == \"...\")."
                            : "The " + family.label() + " family needs numbers.");
        }
        int[] level = learned.levels().of(factor);
        for (GlmRows.Block b : learned.companion().blocks()) {
            for (int i = 0; i < b.n; i++) {
                b.y[i] = level[b.codes[factor][i]] > 0 ? 1 : 0;
            }
        }
    }

    private void counts() {
        boolean several = false;
        for (GlmRows.Block b : learned.companion().blocks()) {
            b.trials = new double[b.n];
            for (int i = 0; i < b.n; i++) {
                double successes = b.given[0][i];
                double failures = b.given[1][i];
                if (successes < 0 || failures < 0) {
                    throw refused(
                            "row " + (b.row[i] + 1) + " of the data counts " + Math.min(successes, failures)
                                    + " successes or failures",
                            "Counts are 0 or more.");
                }
                double n = successes + failures;
                several |= n > 1;
                b.trials[i] = n;
                b.y[i] = n > 0 ? successes / n : 0;
                b.w[i] *= n;
            }
        }
        if (!several) {
            learned.companion().blocks().forEach(b -> b.trials = b.w);
        }
    }

    private void check() {
        boolean any = false;
        for (GlmRows.Block b : learned.companion().blocks()) {
            for (int i = 0; i < b.n; i++) {
                any |= b.w[i] > 0;
                if (b.w[i] > 0 && !family.allows(b.y[i])) {
                    throw refused(
                            "the response of the " + family.label() + " family must be " + family.range() + "; row "
                                    + (b.row[i] + 1) + " of the data has " + b.y[i],
                            "");
                }
            }
        }
        if (!any) {
            throw LinearRegression.noWeight(formula);
        }
    }

    private FormulaException refused(String problem, String help) {
        return new FormulaException(
                Kind.TYPE,
                problem,
                help,
                formula.source(),
                formula.response().orElseThrow().span());
    }
}
