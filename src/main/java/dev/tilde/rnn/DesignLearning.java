package dev.tilde.rnn;

import dev.tilde.data.DataException;
import dev.tilde.data.Dataset;
import dev.tilde.data.Source;
import dev.tilde.design.DesignMatrices;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Role;
import dev.tilde.rnn.SequenceSpec.Pattern;
import dev.tilde.text.Names;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** From a panel and its split to sequences: levels are learned from all rows, numbers from those that train. */
final class DesignLearning {
    /** Functions that learn nothing, so that it does not matter which rows a design is learned from. */
    private static final Set<String> STATELESS = Set.of(
            "log", "log2", "log10", "log1p", "exp", "expm1", "sqrt", "abs", "sin", "cos", "tan", "tanh", "floor",
            "ceiling", "round", "trunc", "sign", "pmin", "pmax", "I", "C", "factor", "lag", "lead", "diff", "rolling",
            "fourier", "steps", "offset", "weights", "by", "groups", "order", "year", "month", "quarter", "weekday",
            "hour", "ifelse", "c", "logit", "boxcox");

    private final SequenceFormula formula;
    private final Source source;
    private final DesignOptions options;
    private final SequenceSpec spec;
    private final List<String> notes;

    /**
     * @param notes takes what is found out
     */
    DesignLearning(
            SequenceFormula formula, Source source, DesignOptions options, SequenceSpec spec, List<String> notes) {
        this.formula = formula;
        this.source = source;
        this.options = options;
        this.spec = spec;
        this.notes = notes;
    }

    /** Complaints are about the formula as it was written. */
    DesignSpec learn(Panel panel, Source rows) {
        try {
            return DesignSpec.learn(formula.design(), rows, options);
        } catch (FormulaException e) {
            throw Assembly.inTable(formula, panel, e);
        }
    }

    /**
     * The sequences of a panel.
     *
     * @param learned how they are cut
     * @param tableRows of the data, those of the panel that were put in apart
     */
    Sequences sequences(
            Panel panel, Responses responses, double[][] bases, Split split, SequenceSpec learned, int tableRows) {
        List<String> names = panel.columns().names();
        Dataset all = panel.columns().dataset(null, c -> true);
        DesignSpec design = learn(panel, all.source());
        Dataset training = all;
        if (split.kind() != Split.Kind.NONE && isStateful()) {
            Set<String> levels = new HashSet<>(spec.by());
            for (FactorInfo info : design.factors()) {
                if (info instanceof FactorInfo.Categorical) {
                    levels.addAll(Formula.names(info.factor().expression()));
                }
            }
            byte[] parts = split.parts();
            training = panel.columns().dataset(i -> parts[i] != Split.TRAIN, levels::contains);
            design = learn(panel, training.source());
        }
        if (training != all && !reaches(design, panel, all)) {
            training = all;
            design = learn(panel, all.source());
        }
        notes.addAll(design.notes());
        ResponseLags lags = ResponseLags.of(formula, design, responses, names, training.source(), null);
        int longest = Reach.back(design);
        int[] columns = Assembly.columns(design);
        double[][] raw = Assembly.design(formula, design, panel, all.source(), columns);
        double[] offset = Assembly.offset(formula, design, panel, all.source());
        noteMissing(design, panel, offset);
        double[] weights = weights(design, panel, all.source());
        ScaleLearning scales = new ScaleLearning(panel, split, longest, notes);
        refuseUntrained(responses, scales.responses(responses, bases, offset, learned.pattern() == Pattern.LAST));
        Inputs inputs = scales.inputs(design, responses, raw, columns, lags);
        SequenceLayout layout = new SequenceLayout(
                formula,
                learned,
                design,
                responses,
                lags,
                inputs,
                names,
                longest,
                split.kind(),
                SequenceLayout.offset(learned, panel.columns()),
                notes);
        Sequences sequences = Assembly.of(
                layout,
                panel,
                raw,
                bases,
                offset,
                weights,
                split.parts(),
                lags.beside(all.source()),
                tableRows,
                new int[0]);
        Unpredicted.unscore(sequences);
        return reported(sequences);
    }

    private void noteMissing(DesignSpec design, Panel panel, double @Nullable [] offset) {
        int missing = 0;
        for (int i = 0; offset != null && i < offset.length; i++) {
            missing += Double.isNaN(offset[i]) && panel.rows()[i] >= 0 ? 1 : 0;
        }
        if (missing > 0) {
            notes.add("the offset " + design.role(Role.OFFSET).get(0) + " is missing in " + missing
                    + (missing == 1 ? " row, which is" : " rows, which are") + " not scored and not predicted");
        }
    }

    /** Whether what the training rows taught, such as knots of splines, holds for the rows held out as well. */
    private boolean reaches(DesignSpec design, Panel panel, Dataset all) {
        try {
            Assembly.design(formula, design, panel, all.source(), Assembly.columns(design));
            return true;
        } catch (FormulaException e) {
            if (e.kind() != Kind.OUT_OF_BOUNDS) {
                throw e;
            }
            notes.add("rows held out lie outside the knots of those that train, so all rows say where knots,"
                    + " centres and scales of the formula lie");
            return false;
        }
    }

    private boolean isStateful() {
        return Formula.children(formula.design().predictors()).stream().anyMatch(n -> true)
                && SequenceFormula.calls(formula.design().predictors(), new ArrayList<>()).stream()
                        .anyMatch(c -> !STATELESS.contains(c.function()));
    }

    /** Sequences without a row to score, and none at all. */
    private Sequences reported(Sequences sequences) {
        List<String> unused = new ArrayList<>();
        for (int s = 0; s < sequences.count(); s++) {
            if (Arrays.stream(sequences.weight(s)).noneMatch(w -> w > 0)) {
                unused.add(sequences.key(s));
            }
        }
        if (unused.size() == sequences.count()) {
            throw new DataException("no row can be used: " + Usable.whyNone(sequences), source.name(), -1, "");
        }
        if (unused.isEmpty()) {
            return sequences;
        }
        List<String> more = new ArrayList<>(sequences.layout().notes());
        more.add(unused.size() + (unused.size() == 1 ? " sequence has" : " sequences have") + " no row to learn from: "
                + Names.list(unused, 5));
        return sequences.with(more);
    }

    private double[] weights(DesignSpec design, Panel panel, Source rows) {
        double[] weights = new double[panel.rows().length];
        Arrays.fill(weights, 1);
        if (design.role(Role.WEIGHTS).isEmpty()) {
            return weights;
        }
        DesignMatrices both = design.matrices(rows);
        double[] given = both.roles().weights().orElse(weights);
        int missing = 0;
        for (int i = 0; i < given.length; i++) {
            boolean none = Double.isNaN(given[i]);
            missing += none && panel.rows()[i] >= 0 ? 1 : 0;
            weights[i] = none ? 0 : given[i];
        }
        Usable.finite(formula, design.role(Role.WEIGHTS).get(0), "weight", panel, given);
        Usable.weights(formula, design.role(Role.WEIGHTS).get(0), panel, weights, missing);
        if (missing > 0) {
            notes.add(design.role(Role.WEIGHTS).get(0) + " is missing in " + missing
                    + (missing == 1 ? " row, which is" : " rows, which are") + " not scored");
        }
        return relative(weights);
    }

    /** Over their mean: weights say how much rows count beside each other, and a ridge penalty would see their unit. */
    private static double[] relative(double[] weights) {
        Scaling sizes = new Scaling();
        for (double w : weights) {
            if (w > 0) {
                sizes.add(w);
            }
        }
        return Arrays.stream(weights).map(w -> w / sizes.mean()).toArray();
    }

    private void refuseUntrained(Responses responses, List<String> untrained) {
        if (!untrained.isEmpty() && untrained.size() < responses.count()) {
            throw new DataException(
                    "no training row knows " + Names.list(untrained, 5) + ", so there is nothing to learn "
                            + (untrained.size() == 1 ? "it" : "them") + " from"
                            + (spec.horizon() > 1 ? "; a shorter horizon has rows" : ""),
                    source.name(),
                    -1,
                    "");
        }
    }
}
