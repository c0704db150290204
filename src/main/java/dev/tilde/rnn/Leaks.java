package dev.tilde.rnn;

import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Role;
import dev.tilde.formula.Term;
import dev.tilde.formula.Terms;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the right side must not know: the response at the time that is predicted, and later. */
final class Leaks {
    private final SequenceFormula formula;
    private final Set<String> columns;
    /** The latest row of the response that may be read, counted from the row: -1 where the row itself is predicted. */
    private final int latest;

    private Leaks(SequenceFormula formula, Set<String> columns, int latest) {
        this.formula = formula;
        this.columns = columns;
        this.latest = latest;
    }

    /** @throws FormulaException with a caret under an expression that knows what is to be predicted */
    static void check(SequenceFormula formula, Terms terms, Responses responses) {
        Leaks leaks = new Leaks(formula, responses.columns(), responses.leastLead() > 0 ? 0 : -1);
        leaks.top(formula.design().parts().get(0));
        for (Term term : terms.predictors()) {
            term.factors().forEach(f -> leaks.inside(f.expression(), f.expression(), 0));
        }
        terms.roles().getOrDefault(Role.OFFSET, List.of()).forEach(f -> {
            if (Formula.names(f.expression()).stream().anyMatch(leaks.columns::contains)) {
                throw formula.problem(
                        Kind.UNSUPPORTED,
                        "the offset reads the response",
                        "An offset is known beforehand; write lags of the response as terms.",
                        f.expression());
            }
        });
    }

    /** Also what the algebra would drop, since the response is no predictor. */
    private void top(Node node) {
        if (node instanceof Node.Chain c && !c.operators().get(0).compares()) {
            for (int i = 0; i < c.operands().size(); i++) {
                if (i == 0 || c.operators().get(i - 1) != Op.REMOVE) {
                    top(c.operands().get(i));
                }
            }
        } else if (node instanceof Node.Group g) {
            top(g.inner());
        } else if (node instanceof Node.Power p) {
            top(p.base());
        } else if (node instanceof Node.Name) {
            inside(node, node, 0);
        }
    }

    private void inside(Node node, Node outer, int shift) {
        if (node instanceof Node.Name n && columns.contains(n.name()) && shift > latest) {
            throw refusal(n, outer);
        }
        int inner = shift;
        if (node instanceof Node.Call c) {
            Optional<Expression.Shift> call = Expression.Shift.of(c);
            inner += call.map(Expression.Shift::most).orElse(0);
        }
        for (Node child : Formula.children(node)) {
            inside(child, outer, inner);
        }
    }

    private FormulaException refusal(Node.Name name, Node outer) {
        String text = formula.design().text(outer);
        String y = formula.design().text(name);
        String least = latest < 0 ? "1" : "0";
        String known = y;
        if (outer instanceof Node.Call c) {
            Optional<Expression.Shift> shift = Expression.Shift.of(c);
            boolean moves = c.function().equals("lag") || c.function().equals("lead");
            boolean followed = Expression.FUNCTIONS.containsKey(c.function()) || shift.isPresent();
            known = moves && shift.isPresent()
                    ? formula.design().text(shift.get().argument())
                    : followed ? text : y;
        }
        String help = "Lags from " + least + " on are known: lag(" + known + ", " + least + ").";
        return formula.problem(Kind.UNSUPPORTED, text + " knows the " + y + " that is to be predicted", help, outer);
    }
}
