package dev.tilde.design;

import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Later;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Conventions.Spelling;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Comparisons bound: numbers with numbers, text with text, and what R makes of the rest. */
final class Compared {
    private final Formula formula;
    private final Evaluator evaluator;

    Compared(Formula formula, Evaluator evaluator) {
        this.formula = formula;
        this.evaluator = evaluator;
    }

    Numbers bind(Node.Chain chain) {
        if (chain.operators().size() > 1) {
            throw fail(FormulaException.Kind.SYNTAX, "comparisons cannot be chained", "Join two with &.", chain);
        }
        Op op = chain.operators().get(0);
        Node l = chain.operands().get(0);
        Node r = chain.operands().get(1);
        Bound left = l instanceof Node.Text ? null : evaluator.bind(l);
        Bound right = r instanceof Node.Text ? null : evaluator.bind(r);
        for (Bound side : new Bound[] {left, right}) {
            if (side instanceof Later u) {
                throw new Evaluator.Waiting(List.of(u));
            }
        }
        Numbers result;
        if (left instanceof Numbers a && right instanceof Numbers b) {
            result = Operations.binary(op, evaluator.single(a, l), evaluator.single(b, r));
        } else if (isUnordered(left, op) || isUnordered(right, op)) {
            result = Operations.constant(Double.NaN, Kind.BOOLEAN);
        } else if (left instanceof Category a && r instanceof Node.Text t) {
            result = Comparisons.of(a, t.value(), op, false);
        } else if (right instanceof Category b && l instanceof Node.Text t) {
            result = Comparisons.of(b, t.value(), op, true);
        } else if (left instanceof Category a && right instanceof Category b) {
            boolean declared = !a.levels().isEmpty() && !b.levels().isEmpty();
            if (reading() == Reading.R && declared && !Set.copyOf(a.levels()).equals(Set.copyOf(b.levels()))) {
                throw fail(FormulaException.Kind.TYPE, "R compares only factors with the same levels", "", chain);
            }
            result = Comparisons.of(a, b, op);
        } else if (reading() == Reading.R && (left instanceof Numbers || right instanceof Numbers)) {
            result = mixed(left, right, chain);
        } else {
            throw fail(FormulaException.Kind.TYPE, "numbers compare with numbers, text with text", "", chain);
        }
        double missing = op == Op.UNEQUAL ? 1 : 0;
        return formula.conventions().comparison() == Conventions.Comparison.FALSE
                ? Operations.each(result, Kind.BOOLEAN, v -> Double.isNaN(v) ? missing : v)
                : result;
    }

    /** Whether R has no order for it: a declared factor under {@code <}. */
    private boolean isUnordered(@Nullable Bound side, Op op) {
        return reading() == Reading.R
                && op != Op.EQUAL
                && op != Op.UNEQUAL
                && side instanceof Category c
                && !c.levels().isEmpty()
                && !c.ordered();
    }

    /** R compares a number with a text as text, a number with a factor by its label or, in order, not at all. */
    private Numbers mixed(@Nullable Bound left, @Nullable Bound right, Node.Chain chain) {
        Op op = chain.operators().get(0);
        boolean equality = op == Op.EQUAL || op == Op.UNEQUAL;
        if (left instanceof Numbers n) {
            Category text = Categories.ofNumbers(evaluator.single(n, chain), Spelling.R);
            return right instanceof Category c
                    ? equality ? Comparisons.of(text, c, op) : Operations.constant(Double.NaN, Kind.BOOLEAN)
                    : Comparisons.of(text, ((Node.Text) chain.operands().get(1)).value(), op, false);
        }
        Category text = Categories.ofNumbers(evaluator.single((Numbers) right, chain), Spelling.R);
        return left instanceof Category c
                ? equality ? Comparisons.of(c, text, op) : Operations.constant(Double.NaN, Kind.BOOLEAN)
                : Comparisons.of(text, ((Node.Text) chain.operands().get(0)).value(), op, true);
    }

    /** {@code a %in% c("u", "v")} inside a call: whether a value is one of a list; of a missing one it is not. */
    Numbers within(Node.Chain chain) {
        if (chain.operators().size() > 1) {
            throw fail(FormulaException.Kind.SYNTAX, "%in% cannot be chained", "", chain);
        }
        Node node = chain.operands().get(0);
        Node list = chain.operands().get(1);
        Arguments args = new Arguments(formula, "%in%", List.of(), chain);
        Bound bound = evaluator.bind(node);
        if (bound instanceof Category c) {
            Set<String> texts = Lists.items(args, "the list", list).stream()
                    .map(Lists.Item::text)
                    .collect(Collectors.toSet());
            return Comparisons.within(c, texts);
        }
        Set<Double> values = Set.copyOf(new HashSet<>(Lists.numbers(args, "the list", list)));
        return Operations.each(
                evaluator.single(bound, node), Kind.BOOLEAN, v -> values.contains(v == 0 ? 0.0 : v) ? 1 : 0);
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Reading reading() {
        return formula.conventions().reading();
    }
}
