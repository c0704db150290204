package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the passes have found about the levels of factors: which they are, in which order, how they are coded. */
final class LearnedLevels {
    private final Formula formula;
    private final DesignOptions options;
    private final Map<String, Transform> learned;
    private final boolean anyRow;
    private final List<String> notes;

    /**
     * @param anyRow whether any row is complete
     * @param notes gets what a reader may want to know
     */
    LearnedLevels(
            Formula formula,
            DesignOptions options,
            Map<String, Transform> learned,
            boolean anyRow,
            List<String> notes) {
        this.formula = formula;
        this.options = options;
        this.learned = learned;
        this.anyRow = anyRow;
        this.notes = notes;
    }

    /**
     * What was learned about a factor.
     *
     * @param seen levels that rows have, in order of appearance
     */
    FactorInfo info(Factor factor, Bound bound, List<String> seen) {
        if (bound instanceof Numbers n) {
            return new FactorInfo.Numeric(factor, n.suffixes());
        }
        Category category = (Category) bound;
        List<String> levels = levels(factor, category, seen);
        notePooled(factor, levels);
        boolean polynomial =
                category.ordered() && formula.conventions().orderedFactors() == Conventions.OrderedFactors.POLYNOMIAL;
        Contrast plain = options.coding() == CodingPolicy.DROP_LAST ? Contrasts.SAS : Contrasts.TREATMENT;
        Contrast chosen = options.contrasts().getOrDefault(factor.name(), polynomial ? Contrasts.POLY : plain);
        // What C() says is an attribute of the factor in R, and lost with the first level that is dropped.
        boolean lost =
                formula.conventions().reading() == Conventions.Reading.R && !levels.containsAll(category.levels());
        Contrast contrast = lost ? chosen : category.contrast().orElse(chosen);
        return new FactorInfo.Categorical(factor, levels, contrast);
    }

    /** Which levels {@code pool(x, n)} took together. */
    private void notePooled(Factor factor, List<String> levels) {
        if (factor.expression() instanceof Node.Call call
                && call.function().equals("pool")
                && learned.get(formula.text(call)) instanceof SeenLevels seen) {
            List<String> rare = new ArrayList<>(seen.used());
            rare.removeAll(levels);
            if (!rare.isEmpty()) {
                notes.add(factor + ": " + Unseen.POOL + " holds " + Names.list(rare, 10));
            }
        }
    }

    /** Declared levels in their order, others behind in order of value; unused ones dropped unless they are kept. */
    private List<String> levels(Factor factor, Category category, List<String> seen) {
        List<String> all = Labels.ordered(category, seen);
        List<String> others = all.subList(category.levels().size(), all.size());
        if (category.listed() == Bound.Listed.CLOSED && !others.isEmpty()) {
            throw new FormulaException(
                    Kind.UNSEEN_LEVEL,
                    factor + " has the value \"" + others.get(0) + "\", which is not among its levels",
                    "Levels: " + Names.list(category.levels(), 10),
                    formula.source(),
                    factor.expression().span());
        }
        if (category.listed() == Bound.Listed.FIRST
                && !seen.contains(category.levels().get(0))) {
            String first = category.levels().get(0);
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    "no row has the level \"" + first + "\"",
                    Names.didYouMean(first, others) + "\nLevels: " + Names.list(others, 10),
                    formula.source(),
                    FactorCalls.blamed(formula, factor.expression(), new IllegalArgumentException(first))
                            .span());
        }
        Set<String> observed = new HashSet<>(seen);
        List<String> levels = new ArrayList<>();
        List<String> unused = new ArrayList<>();
        for (String level : category.levels()) {
            boolean keep = observed.contains(level)
                    || category.listed() == Bound.Listed.WHOLE
                    || formula.conventions().unusedLevels() == Conventions.UnusedLevels.KEPT
                    || category.labels() == Schema.Kind.BOOLEAN
                            && formula.conventions().oneLevel() == Conventions.OneLevel.REFUSED;
            (keep ? levels : unused).add(level);
        }
        levels.addAll(others);
        if (levels.size() == 1 && anyRow) {
            notes.add(factor + " has the single level " + levels.get(0) + " in the rows used");
        }
        if (!unused.isEmpty() && category.labels() != Schema.Kind.BOOLEAN) {
            notes.add(factor + ": no row has " + Names.list(unused, 5));
        }
        return levels;
    }
}
