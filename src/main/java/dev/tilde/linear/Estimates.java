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

    /** sd(column) / sd(response); NaN where it means nothing. */
    double standardising(int column);

    /**
     * A term tested as one.
     *
     * @param text {@code F(4, 103) = 2.20}, or empty
     */
    record AsOne(String text, double p) {
        static final AsOne NONE = new AsOne("", Double.NaN);
    }
}
