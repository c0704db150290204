package dev.tilde.design;

import dev.tilde.formula.Formula;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A comparison of levels: {@code a3 - (a1 + a2)/2}. Levels stand for their means; those that are no plain names are in
 * backticks or quotes.
 *
 * @param name what the column is called
 * @param weights of the levels, none zero
 */
record Hypothesis(String name, Map<String, Double> weights) {
    Hypothesis {
        weights = Map.copyOf(weights);
    }

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException if it is not a sum of levels times numbers
     */
    static Hypothesis parse(String name, String text) {
        // What is read stands in a call; a text that closes it early is no expression.
        Node read = Formula.parse("~ I(" + text + ")").predictors();
        if (!(read instanceof Node.Call call) || call.arguments().size() != 1) {
            throw new IllegalArgumentException("\"" + text + "\" is no sum of levels times numbers");
        }
        Node node = call.arguments().get(0).value();
        Sum sum = sum(node, text);
        sum.weights.values().removeIf(w -> w == 0);
        if (sum.constant != 0) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" has a number that multiplies no level; a level called so stands in backticks");
        }
        if (sum.weights.isEmpty()) {
            throw new IllegalArgumentException("\"" + text + "\" compares nothing");
        }
        return new Hypothesis(name, sum.weights);
    }

    /** A linear expression. */
    private static final class Sum {
        private final Map<String, Double> weights = new LinkedHashMap<>();
        private double constant;

        private Sum plus(Sum other, double factor) {
            constant += factor * other.constant;
            other.weights.forEach((level, w) -> weights.merge(level, factor * w, Double::sum));
            return this;
        }

        private Sum times(double factor) {
            return new Sum().plus(this, factor);
        }
    }

    private static Sum sum(Node node, String text) {
        Sum sum = new Sum();
        if (node instanceof Node.Name n) {
            Boolean truth = n.quoting() == Node.Quoting.NONE ? Constants.truth(n.name()) : null;
            sum.weights.put(truth == null ? n.name() : truth ? "True" : "False", 1.0);
        } else if (node instanceof Node.Text t) {
            sum.weights.put(t.value(), 1.0);
        } else if (node instanceof Node.Numeral n) {
            sum.constant = n.value();
        } else if (node instanceof Node.Group g) {
            return sum(g.inner(), text);
        } else if (node instanceof Node.Prefix p && p.isSign()) {
            return sum(p.operand(), text).times(p.sign() == '-' ? -1 : 1);
        } else if (node instanceof Node.Chain c) {
            return chain(c, text);
        } else {
            throw new IllegalArgumentException("\"" + text + "\" is no sum of levels times numbers");
        }
        return sum;
    }

    private static Sum chain(Node.Chain c, String text) {
        Sum left = sum(c.operands().get(0), text);
        for (int i = 0; i < c.operators().size(); i++) {
            Op op = c.operators().get(i);
            Sum right = sum(c.operands().get(i + 1), text);
            boolean number = right.weights.isEmpty();
            if (op == Op.ADD || op == Op.REMOVE) {
                left = new Sum().plus(left, 1).plus(right, op == Op.ADD ? 1 : -1);
            } else if (op == Op.CROSS && (number || left.weights.isEmpty())) {
                left = number ? left.times(right.constant) : right.times(left.constant);
            } else if (op == Op.NEST && number && right.constant != 0) {
                left = left.times(1 / right.constant);
            } else {
                throw new IllegalArgumentException("\"" + text + "\" is no sum of levels times numbers");
            }
        }
        return left;
    }
}
