package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a formula of grids must not have: whatever goes along one dimension. */
final class GridFormula {
    private static final Set<String> ALONG = Set.of("lag", "lead", "diff", "rolling", "fourier", "feedback");

    private GridFormula() {}

    /**
     * Refuses lags and their like, windows and horizons.
     *
     * @param written the formula with all its parts
     * @param formula the same, taken apart
     * @param spec what formula and options say together
     * @throws FormulaException with a caret under the first of them
     */
    static void check(Formula written, SequenceFormula formula, SequenceSpec spec) {
        List<Node.Call> calls = new ArrayList<>();
        formula.design().response().ifPresent(left -> SequenceFormula.calls(left, calls));
        SequenceFormula.calls(formula.design().parts().get(0), calls);
        String order = "order(" + String.join(", ", spec.order()) + ")";
        for (Node.Call call : calls) {
            // The design has feedback(y) as lag(y), in the same place.
            String text =
                    written.source().substring(call.name().start(), call.span().end());
            String name = text.substring(0, text.indexOf('(')).strip();
            if (ALONG.contains(name)) {
                throw formula.problem(
                        Kind.UNSUPPORTED,
                        text + " goes along a sequence, and " + order + " makes grids",
                        "A network over a grid reads the cells around by itself: leave it out. A network of one dimension"
                                + " such as gru() takes " + order + " as what sorts a sequence.",
                        call);
            }
        }
        if (spec.window() > 0) {
            throw refused(written, "window", "a grid is trained as a whole, so it has no window");
        }
        if (spec.horizon() > 1) {
            throw refused(written, "horizon", "a grid has no next step, so it has no horizon");
        }
    }

    private static FormulaException refused(Formula written, String name, String problem) {
        Span at = written.parts().size() < 2
                ? new Span(0, written.source().length())
                : SequenceFormula.calls(written.parts().get(1), new ArrayList<>()).stream()
                        .filter(c -> c.function().equals(name))
                        .map(Node::span)
                        .findFirst()
                        .orElse(new Span(0, written.source().length()));
        return new FormulaException(Kind.UNSUPPORTED, problem, "Leave out " + name + "(...).", written.source(), at);
    }

    /** A network over grids needs rows and columns. */
    static FormulaException noGrid(Formula written, String network, List<String> order) {
        Span at = written.parts().size() < 2
                ? new Span(0, written.source().length())
                : written.parts().get(1).span();
        return new FormulaException(
                Kind.BAD_ARGUMENT,
                "a " + network + " reads grids, and "
                        + (order.isEmpty()
                                ? "nothing says what their rows and columns are"
                                : "order(" + String.join(", ", order) + ") has " + order.size()
                                        + (order.size() == 1 ? " column" : " columns")),
                "Write order(row, col) with two columns of the data.",
                written.source(),
                at);
    }
}
