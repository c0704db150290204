package dev.tilde.design;

import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code cut(x, quantile(x, 0:4/4), include.lowest = TRUE)}: intervals that hold equally many values. The quantiles are
 * those of {@link Sample#quantile}, and remembered.
 */
record QuantileCut(List<Double> probabilities, Cut.Style style) implements Sampled {
    private static final List<Double> QUARTERS = List.of(0.0, 0.25, 0.5, 0.75, 1.0);

    static boolean isQuantile(Node node) {
        return node instanceof Node.Call c && c.function().equals("quantile");
    }

    /** What breaks that are quantiles of the column itself ask for; empty if they are something else. */
    static Optional<List<Double>> probabilities(Arguments cut, Node breaks) {
        if (!(breaks instanceof Node.Call call) || !isQuantile(breaks)) {
            return Optional.empty();
        }
        Arguments args = cut.of(call);
        args.only("x", "probs").positional(0, 2);
        Node x = args.matched(0, "x", "probs")
                .orElseThrow(() -> args.problem("quantile takes a column", "", Integer.MAX_VALUE));
        if (!cut.text(x).equals(cut.text(cut.node("x", 0).orElse(call)))) {
            throw cut.problem(Kind.BAD_ARGUMENT, "the breaks are quantiles of another column", "", x);
        }
        Optional<Node> probs = args.matched(1, "x", "probs");
        List<Double> values = probs.isEmpty() ? QUARTERS : numbers(args, probs.get());
        if (values.size() < 2 || values.stream().anyMatch(p -> !(p >= 0 && p <= 1))) {
            throw cut.problem(Kind.BAD_ARGUMENT, "probs are two or more numbers from 0 to 1", "", probs.orElse(call));
        }
        return Optional.of(values);
    }

    /** A list, or one over a number: {@code 0:4/4}. */
    private static List<Double> numbers(Arguments args, Node node) {
        Node n = node instanceof Node.Group g ? g.inner() : node;
        if (n instanceof Node.Chain c && c.operators().equals(List.of(Op.NEST))) {
            Double by = Constants.number(c.operands().get(1));
            if (by != null && by != 0) {
                return Lists.numbers(args, "probs", c.operands().get(0)).stream()
                        .map(v -> v / by)
                        .toList();
            }
        }
        return Lists.numbers(args, "probs", n);
    }

    @Override
    public Transform learned(Sample state) {
        if (state.count() == 0) {
            throw Misfit.of(Kind.EMPTY_DATA, 0, "has no value to learn from", "");
        }
        double[] sorted = state.sorted();
        List<Double> breaks = new ArrayList<>();
        for (double p : probabilities) {
            breaks.add(Sample.quantile(sorted, p));
        }
        if (breaks.stream().distinct().count() < breaks.size()) {
            throw Misfit.of(Kind.BAD_ARGUMENT, 0, "has two equal quantiles among the breaks", "Ask for fewer.");
        }
        return Cut.Intervals.of(Vectors.array(breaks), style);
    }
}
