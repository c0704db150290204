package dev.tilde.linear;

import dev.tilde.report.Document;
import java.util.List;
import tech.tablesaw.api.Table;

/**
 * The analysis of variance of a fit: a line for each term and one for the residuals.
 *
 * <p>F = (SS / df) / s^2 with s^2 of the whole fit. With a covariance that is not classic F = W / df with the Wald
 * statistic of the same hypothesis, and there are no sums of squares.
 *
 * @param type what the test of a term leaves in the model beside it
 * @param label the type in words; {@code treatment-coded: tests depend on the coding} where type III rests on columns
 *     that do not sum to zero over the levels
 * @param formula of the fit
 * @param covariance the name of the covariance of the coefficients
 * @param lines terms in order, then {@code Residuals}
 * @param notes terms that add nothing, aliased columns
 */
public record Anova(
        AnovaType type, String label, String formula, String covariance, List<Line> lines, List<String> notes) {
    /**
     * A line; numbers that do not exist are NaN.
     *
     * @param term its name
     * @param df degrees of freedom
     * @param sumOfSquares SS
     * @param meanSquare SS / df
     * @param statistic F
     * @param pValue of F on df and the residual degrees of freedom
     */
    public record Line(String term, long df, double sumOfSquares, double meanSquare, double statistic, double pValue) {}

    public Anova {
        lines = List.copyOf(lines);
        notes = List.copyOf(notes);
    }

    /** The analysis of variance of a fit; no row is read. */
    static Anova of(LinearFit fit, AnovaType type) {
        return new TermTests(fit).anova(type);
    }

    /**
     * Nested models on the same rows, in the order given: each is tested against the one before it by F = (difference of RSS
     * / difference of df) / s^2, with s^2 of the largest. R: {@code anova(fit1, fit2)}.
     *
     * @throws IllegalArgumentException for fewer than two fits, different responses, rows, weights or offsets, errors that
     *     are not classic, or models of which none lies in the other
     */
    public static ModelComparison compare(LinearFit first, LinearFit second, LinearFit... more) {
        return ModelComparison.of(first, second, more);
    }

    /**
     * The line of a term.
     *
     * @throws IllegalArgumentException naming the terms there are
     */
    public Line line(String term) {
        return lines.stream()
                .filter(l -> l.term().equals(term))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no line is called " + term + "; there are "
                        + String.join(", ", lines.stream().map(Line::term).toList())));
    }

    /** Columns {@code term, df, sumsq, meansq, statistic, p.value}, as broom's {@code tidy}. */
    public Table table() {
        return Tidy.of("anova")
                .text("term", lines, Line::term)
                .number("df", lines, Line::df)
                .number("sumsq", lines, Line::sumOfSquares)
                .number("meansq", lines, Line::meanSquare)
                .number("statistic", lines, Line::statistic)
                .number("p.value", lines, Line::pValue)
                .table();
    }

    /** The table to print or to render. */
    public Document document() {
        return AnovaText.of(this);
    }

    /** {@link #document} as text. */
    @Override
    public String toString() {
        return document().toString();
    }
}
