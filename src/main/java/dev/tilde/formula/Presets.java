package dev.tilde.formula;

import dev.tilde.formula.Conventions.Bars;
import dev.tilde.formula.Conventions.Choice;
import dev.tilde.formula.Conventions.Coding;
import dev.tilde.formula.Conventions.Comparison;
import dev.tilde.formula.Conventions.Dot;
import dev.tilde.formula.Conventions.EmptyLeft;
import dev.tilde.formula.Conventions.Extras;
import dev.tilde.formula.Conventions.FactorOrder;
import dev.tilde.formula.Conventions.FullForm;
import dev.tilde.formula.Conventions.Infinite;
import dev.tilde.formula.Conventions.Intercept;
import dev.tilde.formula.Conventions.OneLevel;
import dev.tilde.formula.Conventions.OrderedFactors;
import dev.tilde.formula.Conventions.PowerOrder;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Conventions.Removed;
import dev.tilde.formula.Conventions.Response;
import dev.tilde.formula.Conventions.ResponseOnTheRight;
import dev.tilde.formula.Conventions.RoleCalls;
import dev.tilde.formula.Conventions.Sign;
import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.formula.Conventions.TermOrder;
import dev.tilde.formula.Conventions.Tilde;
import dev.tilde.formula.Conventions.UnusedLevels;
import java.util.List;

/** The choices of the three named sets side by side, one axis a line: {@link Conventions#TILDE}, patsy, R. */
final class Presets {
    private static final List<List<? extends Choice>> AXES = List.of(
            List.of(Spelling.TILDE, Spelling.PATSY, Spelling.R),
            List.of(Reading.STRICT, Reading.PATSY, Reading.R),
            List.of(Intercept.BOTH, Intercept.PATSY, Intercept.R),
            List.of(Response.COLUMNS, Response.TERMS, Response.EXPRESSION),
            List.of(ResponseOnTheRight.REFUSED, ResponseOnTheRight.KEPT, ResponseOnTheRight.DROPPED),
            List.of(PowerOrder.PRODUCT, PowerOrder.SUCCESSIVE, PowerOrder.PRODUCT),
            List.of(EmptyLeft.REFUSED, EmptyLeft.IGNORED, EmptyLeft.NOTHING),
            List.of(Sign.MARKS, Sign.MARKS, Sign.REMOVES),
            List.of(Tilde.OPTIONAL, Tilde.OPTIONAL, Tilde.REQUIRED),
            List.of(Dot.OTHERS, Dot.REFUSED, Dot.ALL),
            List.of(Removed.FORGOTTEN, Removed.FORGOTTEN, Removed.DROPS_ROWS),
            List.of(Bars.PARTS, Bars.LOGICAL, Bars.LOGICAL),
            List.of(RoleCalls.ALL, RoleCalls.NONE, RoleCalls.OFFSET),
            List.of(Extras.ALL, Extras.NONE, Extras.NONE),
            List.of(TermOrder.DEGREE, TermOrder.BUCKETS, TermOrder.DEGREE),
            List.of(FactorOrder.WRITTEN, FactorOrder.WRITTEN, FactorOrder.VARIABLE),
            List.of(Coding.EXACT, Coding.EXACT, Coding.LOCAL),
            List.of(FullForm.INDICATORS, FullForm.CONTRAST, FullForm.INDICATORS),
            List.of(UnusedLevels.DROPPED, UnusedLevels.KEPT, UnusedLevels.DROPPED),
            List.of(Comparison.MISSING, Comparison.FALSE, Comparison.MISSING),
            List.of(Infinite.REFUSED, Infinite.DATA, Infinite.DATA),
            List.of(OneLevel.NO_COLUMN, OneLevel.NO_COLUMN, OneLevel.REFUSED),
            List.of(OrderedFactors.TREATMENT, OrderedFactors.TREATMENT, OrderedFactors.POLYNOMIAL));

    private Presets() {}

    static List<Choice> tilde() {
        return column(0);
    }

    static List<Choice> patsy() {
        return column(1);
    }

    static List<Choice> r() {
        return column(2);
    }

    private static List<Choice> column(int set) {
        return AXES.stream().<Choice>map(axis -> axis.get(set)).toList();
    }
}
