package dev.tilde.formula;

import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What can be suspected of a formula without its data. */
final class Lints {
    private final Formula formula;
    private final List<Lint> lints = new ArrayList<>();

    private Lints(Formula formula) {
        this.formula = formula;
    }

    static List<Lint> of(Formula formula) {
        Lints found = new Lints(formula);
        formula.parts().forEach(found::visit);
        return List.copyOf(found.lints);
    }

    /** Walks what is algebra of terms; calls are arithmetic, where a square is a square. */
    private void visit(Node node) {
        if (node instanceof Node.Power p) {
            power(p);
            visit(p.base());
        } else if (node instanceof Node.Group g && g.bracket() == '(') {
            visit(g.inner());
        } else if (node instanceof Node.Prefix p) {
            visit(p.operand());
        } else if (node instanceof Node.Chain c
                && Intercepts.isAlgebra(c.operators().get(0))) {
            chain(c);
            c.operands().forEach(this::visit);
        }
    }

    private void power(Node.Power p) {
        if (isFactor(p.base())) {
            String base = p.base().span().of(formula.source());
            add(
                    "no-op-power",
                    text(p) + " is " + base + " alone: a term has each factor once",
                    "For the square write I(" + base + "^2), for a curve poly(" + base + ", 2).",
                    p);
        }
    }

    private void chain(Node.Chain c) {
        Set<String> so = new HashSet<>();
        for (int i = 0; i < c.operands().size(); i++) {
            Node operand = c.operands().get(i);
            Op op = i == 0 ? Op.ADD : c.operators().get(i - 1);
            boolean factor = isFactor(operand);
            if (op == Op.REMOVE && factor && isSumOfFactors(c, i) && !so.contains(text(operand))) {
                add(
                        "removes-nothing",
                        "- " + text(operand) + " removes a term that is not there",
                        "To subtract numbers write I(... - " + text(operand) + ").",
                        operand);
            }
            boolean product = op == Op.CROSS || op == Op.INTERACT || op == Op.NEST;
            if (product
                    && factor
                    && i == 1
                    && isFactor(c.operands().get(0))
                    && text(c.operands().get(0)).equals(text(operand))) {
                add(
                        "no-op-power",
                        c.span().of(formula.source()) + " is " + text(operand) + " alone: a term has each factor once",
                        "For the square write I(" + text(operand) + "^2).",
                        c);
            }
            if (op == Op.ADD && factor && !so.add(text(operand))) {
                add("twice", text(operand) + " is there already", "", operand);
            }
        }
    }

    /** Whether all before operand {@code i} are plain summands, so that what is there can be told from the text. */
    private static boolean isSumOfFactors(Node.Chain c, int i) {
        for (int k = 0; k < i; k++) {
            Node n = c.operands().get(k);
            boolean sum = k == 0 || c.operators().get(k - 1) == Op.ADD;
            if (!sum || !(isFactor(n) || n instanceof Node.Numeral)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFactor(Node node) {
        Node n = node;
        while (n instanceof Node.Group g && g.bracket() == '(') {
            n = g.inner();
        }
        return n instanceof Node.Name
                || n instanceof Node.Call c
                        && !Selectors.isSelector(c)
                        && Role.of(c.function()).isEmpty();
    }

    private String text(Node node) {
        return formula.text(node);
    }

    private void add(String rule, String problem, String help, Node at) {
        lints.add(new Lint(rule, problem, help, at.span()));
    }
}
