package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Terms;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The output of the step before is one input: a lag that holds it too would share its weight by chance. */
final class FedTwice {
    private FedTwice() {}

    /** @throws FormulaException at a lag of the response that holds what is fed back */
    static void refuse(SequenceFormula formula, Terms terms) {
        if (!formula.feedback()) {
            return;
        }
        Formula design = formula.design();
        Set<String> responses = new HashSet<>();
        terms.response().forEach(t -> t.factors().forEach(f -> responses.addAll(Formula.names(f.expression()))));
        List<Node.Call> lags = terms.predictors().stream()
                .filter(t -> t.factors().size() == 1)
                .map(t -> t.factors().get(0).expression())
                .filter(n -> n instanceof Node.Call c && c.function().equals("lag"))
                .map(Node.Call.class::cast)
                .filter(c -> Formula.names(c).stream().anyMatch(responses::contains))
                .toList();
        Set<String> fed = lags.stream()
                .filter(c -> c.arguments().size() == 1)
                .map(c -> lagged(design, c))
                .collect(Collectors.toSet());
        for (Node.Call lag : lags) {
            int[] steps = lag.arguments().size() == 2
                    ? Numerals.wholes(lag.arguments().get(1).value())
                    : null;
            if (steps != null
                    && fed.contains(lagged(design, lag))
                    && Arrays.stream(steps).anyMatch(k -> k == 1)) {
                throw twice(formula, lag, lagged(design, lag), steps);
            }
        }
    }

    private static FormulaException twice(SequenceFormula formula, Node.Call lag, String y, int[] steps) {
        int[] others = Arrays.stream(steps).filter(k -> k != 1).toArray();
        String rest = others.length == 0 ? "" : " + lag(" + y + ", " + written(others) + ")";
        return formula.problem(
                Kind.BAD_ARGUMENT,
                formula.design().text(lag) + " holds the step before, which is fed back already",
                "Write feedback(" + y + ")" + rest + "; outputRecurrent() adds feedback(" + y
                        + ") where it is not written.",
                lag);
    }

    private static String written(int[] steps) {
        int n = steps.length;
        boolean run = n > 1
                && Arrays.equals(steps, IntStream.range(steps[0], steps[0] + n).toArray());
        if (run) {
            return steps[0] + ":" + steps[n - 1];
        }
        String all = Arrays.stream(steps).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        return n == 1 ? all : "c(" + all + ")";
    }

    private static String lagged(Formula design, Node.Call lag) {
        return design.text(lag.arguments().get(0).value());
    }
}
