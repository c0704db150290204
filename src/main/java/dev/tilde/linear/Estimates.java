package dev.tilde.linear;

import dev.tilde.design.CodedTerm;
import dev.tilde.design.DesignSpec;
import java.util.List;

/** What a table of coefficients shows of a fit. */
interface Estimates {
    DesignSpec design();

    /** Of the intervals. */
    double level();

    List<Coefficient> coefficients();

    List<Relation> relations();

    /** The letter of the statistic: t or z. */
    String statistic();

    /** The test of a term with several columns. */
    AsOne test(CodedTerm term);

    /** What a coefficient is multiplied by to be drawn beside others: sd(column) / sd(response); NaN for no drawing. */
    double standardising(int column);

    /** The heading of the drawings. */
    default String drawn() {
        return "Standardised";
    }

    /** The heading of exp(b), such as {@code Odds ratio}; empty where it means nothing. */
    default String ratio() {
        return "";
    }

    /**
     * A term tested as one.
     *
     * @param text {@code F(4, 103) = 2.20}, or empty
     */
    record AsOne(String text, double p) {
        static final AsOne NONE = new AsOne("", Double.NaN);
    }
}
