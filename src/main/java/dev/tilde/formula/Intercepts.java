package dev.tilde.formula;

import dev.tilde.formula.Node.Op;

/**
 * Whether there is an intercept, as R decides: one flag that starts on, and a parity. Walking left to right, a 1 sets
 * the flag to the parity and a 0 to its opposite; the parity flips inside the right operand of a minus and inside a
 * minus sign. Brackets and {@code * / : %in%} change nothing; of a power only the base is walked.
 */
final class Intercepts {
    private boolean flag = true;
    private boolean parity = true;

    private Intercepts() {}

    static boolean byR(Node side) {
        Intercepts walk = new Intercepts();
        walk.visit(side);
        return walk.flag;
    }

    /** 1 and 0 by value; NaN for anything that is no marker. */
    static double marker(Node node) {
        if (node instanceof Node.Numeral n && (n.value() == 0 || n.value() == 1)) {
            return n.value();
        }
        if (node instanceof Node.Name n && n.quoting() == Node.Quoting.NONE) {
            return n.name().equals("TRUE") ? 1 : n.name().equals("FALSE") ? 0 : Double.NaN;
        }
        return Double.NaN;
    }

    private void visit(Node node) {
        double marker = marker(node);
        if (marker == 1) {
            flag = parity;
        } else if (marker == 0) {
            flag = !parity;
        } else if (node instanceof Node.Group g && g.bracket() == '(') {
            visit(g.inner());
        } else if (node instanceof Node.Power p) {
            visit(p.base());
        } else if (node instanceof Node.Prefix p && p.isSign()) {
            turned(p.sign() == '-', p.operand());
        } else if (node instanceof Node.Chain c && c.operators().stream().allMatch(Intercepts::isAlgebra)) {
            visit(c.operands().get(0));
            for (int i = 0; i < c.operators().size(); i++) {
                turned(c.operators().get(i) == Op.REMOVE, c.operands().get(i + 1));
            }
        }
    }

    private void turned(boolean minus, Node node) {
        parity ^= minus;
        visit(node);
        parity ^= minus;
    }

    static boolean isAlgebra(Op op) {
        return switch (op) {
            case ADD, REMOVE, CROSS, NEST, IN, INTERACT -> true;
            default -> false;
        };
    }
}
