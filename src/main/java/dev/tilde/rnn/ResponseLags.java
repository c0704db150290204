package dev.tilde.rnn;

import dev.tilde.data.Source;
import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignOptions;
import dev.tilde.design.DesignSpec;
import dev.tilde.design.FactorInfo;
import dev.tilde.formula.Expressions;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.linalg.Matrix;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The inputs that are made of earlier responses. They can be made anew from a {@link History}, so that a closed loop
 * reads its own predictions.
 */
final class ResponseLags {
    /**
     * One input.
     *
     * @param column of the design
     * @param parts of the response, to be multiplied
     * @param others columns of the design of the other factors, to be multiplied too
     */
    private record Lag(int column, List<Expression> parts, List<Integer> others) {
        private Lag {
            parts = List.copyOf(parts);
            others = List.copyOf(others);
        }
    }

    /** A factor beside a lag: by its name and its column. */
    private record Other(String factor, int column) {}

    private final List<Lag> lags;
    private final @Nullable DesignSpec others;

    private ResponseLags(List<Lag> lags, @Nullable DesignSpec others) {
        this.lags = List.copyOf(lags);
        this.others = others;
    }

    /** Whether an expression reads a response. */
    static boolean reads(Factor factor, Set<String> columns) {
        return Formula.names(factor.expression()).stream().anyMatch(columns::contains);
    }

    /**
     * Finds them.
     *
     * @param rows to learn the factors beside the lags from
     * @param saved that design, where it is known already
     */
    static ResponseLags of(
            SequenceFormula formula,
            DesignSpec design,
            Responses responses,
            List<String> names,
            @Nullable Source rows,
            @Nullable DesignSpec saved) {
        Map<String, Integer> variables =
                Responses.variables(design.formula(), responses.bases(), names, responses.columns());
        List<Lag> lags = new ArrayList<>();
        List<List<Other>> beside = new ArrayList<>();
        Set<String> factors = new LinkedHashSet<>();
        for (CodedTerm term : design.predictors().terms()) {
            if (term.term().factors().stream().noneMatch(f -> reads(f, responses.columns()))) {
                continue;
            }
            int column = term.start();
            for (CodedTerm.Block block : term.blocks()) {
                for (int c = 0; c < block.columns(); c++) {
                    int rest = c;
                    List<Expression> parts = new ArrayList<>();
                    List<Other> own = new ArrayList<>();
                    for (CodedTerm.Part part : block.parts()) {
                        FactorInfo info = design.factors().get(part.factor());
                        int width = part.coding()
                                .map(coding -> coding.rows().columns())
                                .orElseGet(() ->
                                        ((FactorInfo.Numeric) info).suffixes().size());
                        if (reads(info.factor(), responses.columns())) {
                            parts.add(expression(formula, design, info, responses, variables, width)
                                    .get(rest % width));
                        } else {
                            own.add(new Other(info.factor().name(), rest % width));
                            factors.add(info.factor().name());
                        }
                        rest /= width;
                    }
                    lags.add(new Lag(column++, parts, List.of()));
                    beside.add(own);
                }
            }
        }
        if (factors.isEmpty()) {
            return new ResponseLags(lags, null);
        }
        DesignSpec others = saved != null ? saved : learned(design, factors, rows);
        List<Lag> complete = new ArrayList<>();
        for (int i = 0; i < lags.size(); i++) {
            List<Integer> columns = beside.get(i).stream()
                    .map(o -> others.predictors().slice(o.factor()).start() + o.column())
                    .toList();
            complete.add(new Lag(lags.get(i).column(), lags.get(i).parts(), columns));
        }
        return new ResponseLags(complete, others);
    }

    private static DesignSpec learned(DesignSpec design, Set<String> factors, @Nullable Source rows) {
        if (rows == null) {
            throw new IllegalStateException("no rows to learn " + factors + " from");
        }
        Formula formula = Formula.parse(
                "~ 0 + " + String.join(" + ", factors),
                design.formula().conventions(),
                design.formula().limits());
        DesignOptions options = design.options();
        return DesignSpec.learn(formula, rows, options);
    }

    private static List<Expression> expression(
            SequenceFormula formula,
            DesignSpec design,
            FactorInfo info,
            Responses responses,
            Map<String, Integer> variables,
            int width) {
        Optional<List<Expression>> read =
                Expression.of(design.formula(), info.factor().expression(), variables);
        if (info instanceof FactorInfo.Numeric && read.isPresent() && read.get().size() == width) {
            return read.get();
        }
        refuseMade(formula, design, info.factor(), responses);
        throw formula.problem(
                Kind.UNSUPPORTED,
                info.factor() + " cannot be made of predictions",
                "Lags of the response may stand in arithmetic, log, exp, sqrt, boxcox, abs, diff and rolling; they are "
                        + "standardised anyway.",
                info.factor().expression());
    }

    /** A lag of a column whose predictions stay on a scale that has no way back to it. */
    private static void refuseMade(SequenceFormula formula, DesignSpec design, Factor factor, Responses responses) {
        for (String name : Formula.names(factor.expression())) {
            String column = design.formula().text(Expressions.name(name));
            boolean known =
                    !responses.columns().contains(name) || responses.bases().contains(column);
            Optional<String> base = known ? Optional.empty() : responses.madeOf(name);
            if (base.isPresent()) {
                throw formula.problem(
                        Kind.UNSUPPORTED,
                        factor + " reads " + column + ", and there is no way back to it from predictions of "
                                + base.get(),
                        "Write lag(" + base.get() + "), or predict " + column + ", log(" + column + ") or sqrt("
                                + column + "), which have one.",
                        factor.expression());
            }
        }
    }

    /** Whether there are any. */
    boolean isEmpty() {
        return lags.isEmpty();
    }

    /** The columns of the design that they are. */
    int[] columns() {
        return lags.stream().mapToInt(Lag::column).toArray();
    }

    /** The design of the factors beside them, if there are any. */
    Optional<DesignSpec> others() {
        return Optional.ofNullable(others);
    }

    /** The values of those factors on the rows of a panel, or null where there are none. */
    @Nullable
    Matrix beside(Source rows) {
        return others == null ? null : others.predictors(rows).matrix();
    }

    /** How far back they read. */
    int reach() {
        return lags.stream()
                .flatMap(l -> l.parts().stream())
                .mapToInt(e -> -e.least())
                .max()
                .orElse(0);
    }

    /** How far back the nearest of them reads; more than any row has steps where there are none. */
    int nearest() {
        return lags.stream()
                .flatMap(l -> l.parts().stream())
                .mapToInt(e -> -e.most())
                .min()
                .orElse(Integer.MAX_VALUE / 2);
    }

    /** Whether the history has all that one of them reads; the factors beside it may be missing. */
    boolean isKnown(int lag, History history, int t) {
        return lags.get(lag).parts().stream().noneMatch(e -> Double.isNaN(e.at(history, t)));
    }

    /**
     * The value of one of them.
     *
     * @param beside as {@link #beside} gives it
     * @param row of the panel
     * @return NaN where the history or a factor beside it misses something
     */
    double value(int lag, History history, int t, @Nullable Matrix beside, int row) {
        double product = 1;
        for (Expression e : lags.get(lag).parts()) {
            product *= e.at(history, t);
        }
        if (beside != null) {
            for (int column : lags.get(lag).others()) {
                product *= beside.get(row, column);
            }
        }
        return product;
    }
}
