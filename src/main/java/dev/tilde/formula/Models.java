package dev.tilde.formula;

import dev.tilde.formula.FormulaException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Several models in one line: {@code y ~ x + sw(a, b)} is {@code y ~ x + a} and {@code y ~ x + b}, {@code csw(a, b)}
 * adds them one after the other, {@code sw0} and {@code csw0} begin with none of them. Several such calls make every
 * combination, the last one varying fastest. (The stepwise functions of R's package fixest.)
 */
final class Models {
    private static final Set<String> NAMES = Set.of("sw", "sw0", "csw", "csw0");

    /** No term at all; alone on a side it is what is left of {@code y ~ sw0(a)}: the intercept. */
    private static final Node NONE = new Node.Numeral(1, "1", new Span(0, 0));

    private final Formula formula;

    private Models(Formula formula) {
        this.formula = formula;
    }

    static boolean isChoice(Node node) {
        return node instanceof Node.Call c && NAMES.contains(c.function());
    }

    /** The formulas of a line, in order; itself when it has no choice. */
    static List<Formula> of(Formula formula) {
        if (formula.conventions().extras() == Conventions.Extras.NONE) {
            return List.of(formula);
        }
        Models models = new Models(formula);
        List<Node> left = formula.response().map(models::choices).orElse(List.of());
        List<Node> right = models.choices(formula.predictors());
        if (left.size() <= 1 && right.size() == 1) {
            return List.of(formula);
        }
        List<Formula> all = new ArrayList<>();
        for (int i = 0; i < Math.max(1, left.size()); i++) {
            for (Node r : right) {
                all.add(Formula.of(left.isEmpty() ? null : left.get(i), r, formula.conventions(), formula.limits()));
            }
        }
        return List.copyOf(all);
    }

    /** A node once for every combination of the choices below it; only where terms are joined. */
    private List<Node> choices(Node node) {
        if (node instanceof Node.Call c && isChoice(c)) {
            return chosen(c);
        }
        if (node instanceof Node.Group g && g.bracket() == '(') {
            return choices(g.inner()).stream()
                    .map(n -> n == NONE ? n : new Node.Group('(', n, g.span()))
                    .toList();
        }
        if (node instanceof Node.Power p) {
            return choices(p.base()).stream()
                    .map(n -> (Node) new Node.Power(n, p.exponent(), p.caret(), p.span()))
                    .toList();
        }
        return node instanceof Node.Chain c ? chain(c) : List.of(node);
    }

    private List<Node> chain(Node.Chain c) {
        if (c.operands().stream().noneMatch(Models::mayChoose)) {
            return List.of(c);
        }
        List<Node.Chain> so = List.of(new Node.Chain(List.of(), List.of(), c.span()));
        for (int i = 0; i < c.operands().size(); i++) {
            List<Node> options = choices(c.operands().get(i));
            if ((long) so.size() * options.size()
                    > formula.limits().terms() / c.operands().size()) {
                throw new FormulaException(
                        Kind.LIMIT,
                        "this makes more models than the limit of "
                                + formula.limits().terms() + " terms allows",
                        "",
                        formula.source(),
                        c.operands().get(i).span());
            }
            List<Node.Chain> more = new ArrayList<>();
            for (Node.Chain before : so) {
                for (Node option : options) {
                    more.add(option == NONE ? without(c, before, i) : with(before, c, i, option));
                }
            }
            so = more;
        }
        return so.stream().map(Models::unchained).toList();
    }

    private static Node.Chain with(Node.Chain before, Node.Chain c, int i, Node option) {
        List<Node> operands = new ArrayList<>(before.operands());
        List<Node.Op> operators = new ArrayList<>(before.operators());
        if (!operands.isEmpty()) {
            operators.add(c.operators().get(i - 1));
        }
        operands.add(option);
        return new Node.Chain(operands, operators, c.span());
    }

    private Node.Chain without(Node.Chain c, Node.Chain before, int i) {
        boolean sum = c.operators().stream().allMatch(o -> o == Node.Op.ADD || o == Node.Op.REMOVE);
        boolean first = before.operands().isEmpty();
        if (!sum || first && i < c.operators().size() && c.operators().get(i) == Node.Op.REMOVE) {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    "a choice of nothing can only be added to other terms",
                    "Use sw or csw here, or write the models one by one.",
                    formula.source(),
                    c.operands().get(i).span());
        }
        return before;
    }

    private static Node unchained(Node.Chain c) {
        return c.operands().isEmpty()
                ? NONE
                : c.operands().size() == 1 ? c.operands().get(0) : c;
    }

    private static boolean mayChoose(Node node) {
        return isChoice(node) || Formula.children(node).stream().anyMatch(Models::mayChoose);
    }

    private List<Node> chosen(Node.Call c) {
        if (c.arguments().isEmpty()
                || c.arguments().stream().anyMatch(a -> !a.keyword().isEmpty())) {
            throw new FormulaException(
                    Kind.BAD_ARGUMENT,
                    c.function() + " takes the terms to choose from",
                    "As in y ~ x + sw(a, b).",
                    formula.source(),
                    c.span());
        }
        List<Node> chosen = new ArrayList<>();
        if (c.function().endsWith("0")) {
            chosen.add(NONE);
        }
        List<Node> so = new ArrayList<>();
        for (Node.Argument a : c.arguments()) {
            if (!c.function().startsWith("c")) {
                so.clear();
            }
            so.add(group(a.value()));
            List<Node.Op> plus = new ArrayList<>();
            for (int i = 1; i < so.size(); i++) {
                plus.add(Node.Op.ADD);
            }
            chosen.add(so.size() == 1 ? so.get(0) : group(new Node.Chain(so, plus, c.span())));
        }
        return chosen;
    }

    /** In brackets, unless it is an atom. */
    private static Node group(Node node) {
        boolean atom = node instanceof Node.Name || node instanceof Node.Call || node instanceof Node.Group;
        return atom ? node : new Node.Group('(', node, node.span());
    }
}
