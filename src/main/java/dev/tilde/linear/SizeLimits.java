package dev.tilde.linear;

import dev.tilde.design.Layout;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Span;
import dev.tilde.linear.Basis.Numeric;
import java.util.List;
import java.util.stream.Collectors;

/** The sizes of columns and weights whose sums of squares, and the rounding errors of these, are numbers. */
final class SizeLimits {
    private static final double LARGEST = 1e120;

    /** Bounds of weights times squares of columns: there rounding errors of the products are numbers. */
    private static final double LEAST_WEIGHED = 1e-240;

    private static final double MOST_WEIGHED = 1e280;

    /** The largest of all weights, and the inverse of the smallest that it may be: their squares are numbers. */
    private static final double HEAVIEST = 1e140;

    private static final String OTHER_UNIT =
            "Least squares needs sizes between 1e-120 and 1e120; measure it in another unit.";

    private SizeLimits() {}

    /**
     * Refuses columns.
     *
     * @param largest value of each product
     * @throws FormulaException naming the first factor of the column
     */
    static void columns(List<List<Numeric>> products, double[] largest, Formula formula, Layout layout) {
        for (int j = 0; j < products.size(); j++) {
            double size = largest[j];
            if (isBeyond(size)) {
                List<Factor> parts = products.get(j).stream()
                        .filter(c -> c.factor() != Basis.WORKING)
                        .map(c -> layout.factors().get(c.factor()))
                        .toList();
                String name = parts.stream().map(Factor::name).collect(Collectors.joining(":"));
                throw beyond(name, size, formula, parts.get(0).expression().span());
            }
        }
    }

    /**
     * Refuses a response.
     *
     * @param size its largest value
     */
    static void response(String name, double size, Formula formula) {
        if (isBeyond(size)) {
            throw beyond(name, size, formula, formula.response().orElseThrow().span());
        }
    }

    /**
     * Refuses weights.
     *
     * @param w the largest of them; 0 without weights
     * @param largest value of each product
     */
    static void weights(double w, double[] largest, Formula formula) {
        for (double size : largest) {
            boolean large = w > HEAVIEST || w * Math.max(1, size * size) > MOST_WEIGHED;
            boolean small = w < 1 / HEAVIEST || size > 0 && w * Math.min(1, size * size) < LEAST_WEIGHED;
            if (w > 0 && (large || small)) {
                throw new FormulaException(
                        FormulaException.Kind.TYPE,
                        "the weights" + (large ? " are as large as " : " are nowhere larger than ") + w
                                + ", so that sums of weighted squares are no numbers",
                        "Only their ratios matter to coefficients; divide them by their mean.",
                        formula.source(),
                        new Span(0, formula.source().length()));
            }
        }
    }

    private static boolean isBeyond(double size) {
        return size > LARGEST || size > 0 && size < 1 / LARGEST;
    }

    private static FormulaException beyond(String name, double size, Formula formula, Span at) {
        return new FormulaException(
                FormulaException.Kind.TYPE,
                name + (size > 1 ? " is as large as " : " is nowhere larger than ") + size,
                OTHER_UNIT,
                formula.source(),
                at);
    }
}
