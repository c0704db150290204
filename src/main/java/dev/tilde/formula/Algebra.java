package dev.tilde.formula;

import dev.tilde.formula.Conventions.EmptyLeft;
import dev.tilde.formula.Conventions.PowerOrder;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node.Op;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Expressions of operators as ordered sets of terms: {@code +} joins, {@code -} removes, the others multiply
 * ({@link Products}). What is no operator of terms is one factor, or refused with a sentence.
 *
 * <p>Beside the terms patsy's algebra carries what was said about the intercept ({@link Mark}); R's rule is a walk of
 * its own ({@link Intercepts}).
 */
final class Algebra {
    /** What an expression says about the intercept, in patsy's algebra. */
    enum Mark {
        NOTHING,
        ADDED,
        REMOVED
    }

    /** The terms of an expression and its mark; {@code marked} is where the mark came from. */
    record Side(Set<Term> terms, Mark mark, Span marked) {}

    private final String source;
    private final Conventions conventions;
    private final Limits limits;
    private final Atoms atoms;
    private final Products products;

    Algebra(Formula formula, Atoms atoms) {
        this.source = formula.source();
        this.conventions = formula.conventions();
        this.limits = formula.limits();
        this.atoms = atoms;
        this.products = new Products(source, limits);
    }

    Side expand(Node node) {
        if (node instanceof Node.Chain c) {
            return chain(c);
        }
        if (node instanceof Node.Group g && g.bracket() == '(') {
            return group(g);
        }
        if (node instanceof Node.Prefix p) {
            return prefix(p);
        }
        if (node instanceof Node.Power p) {
            return power(p);
        }
        if (node instanceof Node.Numeral n) {
            return number(n);
        }
        if (conventions.reading() == Reading.R && node instanceof Node.Name && !Double.isNaN(Intercepts.marker(node))) {
            return marker(Intercepts.marker(node), node.span());
        }
        atoms.refuse(node);
        return new Side(atoms.terms(node), Mark.NOTHING, node.span());
    }

    private Side group(Node.Group g) {
        if (g.inner() instanceof Node.Chain c && conventions.reading() == Reading.STRICT) {
            if (c.operators().get(0).compares()) {
                return one(single(c));
            }
            if (c.operators().get(0) == Op.OR && conventions.bars() == Conventions.Bars.PARTS) {
                throw unsupported("a random effect, (terms | group),", g.span());
            }
        }
        return expand(g.inner());
    }

    private Side one(Node node) {
        return new Side(new LinkedHashSet<>(List.of(Term.of(List.of(atoms.factor(node))))), Mark.NOTHING, node.span());
    }

    private static Side marker(double value, Span span) {
        return new Side(Set.of(), value == 1 ? Mark.ADDED : Mark.REMOVED, span);
    }

    private Side number(Node.Numeral n) {
        boolean marks = conventions.reading() == Reading.PATSY
                ? n.text().equals("0") || n.text().equals("1")
                : n.value() == 0 || n.value() == 1;
        if (!marks) {
            throw new FormulaException(
                    Kind.INVALID_LITERAL,
                    "the number " + n.text() + " is no term",
                    "Only 0 and 1 stand for the intercept; numbers to calculate with go inside I(), as in I(" + n.text()
                            + "*x).",
                    source,
                    n.span());
        }
        return marker(n.value(), n.span());
    }

    private Side prefix(Node.Prefix p) {
        if (p.sign() == '!') {
            if (conventions.reading() == Reading.R) {
                return one(p);
            }
            throw arithmetic("!", p.span());
        }
        if (p.sign() == '+') {
            return expand(p.operand());
        }
        if (conventions.sign() == Conventions.Sign.REMOVES) {
            expand(p.operand());
            return new Side(Set.of(), Mark.NOTHING, p.span());
        }
        Node inner = unwrapped(p.operand());
        if (inner instanceof Node.Numeral n && (n.value() == 0 || n.value() == 1)) {
            number(n);
            return marker(n.value() == 1 ? 0 : 1, p.span());
        }
        throw new FormulaException(
                Kind.UNARY_MINUS,
                "a minus sign can only stand on 0 or 1",
                "To remove a term write ... - " + inner.span().of(source) + "; to calculate write I(-"
                        + inner.span().of(source) + ").",
                source,
                p.span());
    }

    private static Node unwrapped(Node node) {
        Node n = node;
        while (n instanceof Node.Group g && g.bracket() == '(') {
            n = g.inner();
        }
        return n;
    }

    private Side chain(Node.Chain c) {
        int last = -1;
        for (int i = 0; i < c.operators().size(); i++) {
            last = Intercepts.isAlgebra(c.operators().get(i)) ? last : i;
        }
        if (last < 0) {
            return fold(expand(c.operands().get(0)), c, 0);
        }
        if (conventions.reading() == Reading.STRICT) {
            if (isPlainComparison(c)) {
                return one(c);
            }
            throw strict(c, last);
        }
        // R and patsy take the whole expression up to the last such operator as one variable.
        List<Node> operands = c.operands().subList(0, last + 2);
        Node.Chain head = new Node.Chain(
                operands,
                c.operators().subList(0, last + 1),
                operands.get(0).span().to(operands.get(last + 1).span()));
        return fold(one(head), c, last + 1);
    }

    private Side fold(Side left, Node.Chain c, int from) {
        Set<Term> terms = new LinkedHashSet<>(left.terms());
        Side so = new Side(terms, left.mark(), left.marked());
        for (int i = from; i < c.operators().size(); i++) {
            Node right = c.operands().get(i + 1);
            if (i == from) {
                refuseRole(c.operators().get(i), c.operands().get(i));
            }
            refuseRole(c.operators().get(i), right);
            so = switch (c.operators().get(i)) {
                case ADD -> add(so, right);
                case REMOVE -> remove(so, right);
                case INTERACT -> interact(so, expand(right), right.span());
                case CROSS ->
                    cross(so, expand(right), c.operands().get(0).span().to(right.span()));
                case NEST -> nest(so, expand(right), c.operands().get(0).span().to(right.span()));
                case IN -> in(so, expand(right), right.span());
                default -> throw new AssertionError(c.operators().get(i));
            };
            if (so.terms().size() > limits.terms()) {
                throw products.tooMany(c.span());
            }
        }
        return so;
    }

    private void refuseRole(Op op, Node operand) {
        if (op != Op.ADD && op != Op.REMOVE) {
            atoms.roleCall(operand).ifPresent(call -> {
                throw new FormulaException(
                        Kind.SYNTAX,
                        call.function() + "() is no term, so \"" + op.symbol() + "\" cannot take it",
                        "It stands on its own: ... + " + call.span().of(source),
                        source,
                        call.span());
            });
        }
    }

    /** Adds in place: the left set is this fold's own. */
    private Side add(Side left, Node right) {
        Side r = expand(right);
        left.terms().addAll(r.terms());
        if (isZero(right)) {
            return new Side(left.terms(), Mark.REMOVED, right.span());
        }
        return r.mark() == Mark.ADDED ? new Side(left.terms(), Mark.ADDED, r.marked()) : left;
    }

    private Side remove(Side left, Node right) {
        Map<Role, Set<Factor>> roles = atoms.apart();
        Side r = expand(right);
        atoms.removed(roles);
        left.terms().removeAll(r.terms());
        if (isZero(right)) {
            return new Side(left.terms(), Mark.ADDED, right.span());
        }
        return r.mark() == Mark.ADDED ? new Side(left.terms(), Mark.REMOVED, r.marked()) : left;
    }

    private static boolean isZero(Node node) {
        return unwrapped(node) instanceof Node.Numeral n && n.value() == 0;
    }

    private Side interact(Side left, Side right, Span at) {
        check(left, right);
        return product(left, products.interact(left.terms(), right.terms(), at));
    }

    private Side cross(Side left, Side right, Span at) {
        check(left, right);
        boolean nothing = left.terms().isEmpty() && !emptyLeft("*", at);
        return product(left, nothing ? new LinkedHashSet<>() : products.cross(left.terms(), right.terms(), at));
    }

    private Side nest(Side left, Side right, Span at) {
        check(left, right);
        boolean nothing = left.terms().isEmpty() && !emptyLeft("/", at);
        return product(left, nothing ? new LinkedHashSet<>() : products.nest(left.terms(), right.terms(), at));
    }

    private Side in(Side left, Side right, Span at) {
        check(left, right);
        return product(left, products.in(left.terms(), right.terms(), at));
    }

    private static Side product(Side left, Set<Term> terms) {
        return new Side(terms, Mark.NOTHING, left.marked());
    }

    /** Whether the right operand of an empty left one remains. */
    private boolean emptyLeft(String operator, Span span) {
        if (conventions.emptyLeft() == EmptyLeft.REFUSED) {
            throw new FormulaException(
                    Kind.AMBIGUOUS,
                    "nothing is left before \"" + operator + "\"",
                    "patsy would keep the right operand, R would drop it; write what you mean.",
                    source,
                    span);
        }
        return conventions.emptyLeft() == EmptyLeft.IGNORED;
    }

    private void check(Side left, Side right) {
        if (conventions.intercept() == Conventions.Intercept.R) {
            return;
        }
        for (Side s : List.of(left, right)) {
            if (s.mark() == Mark.ADDED) {
                throw new FormulaException(
                        Kind.INTERCEPT_INTERACTION,
                        "the intercept cannot interact with anything",
                        "Write the intercept as a term of its own: 1 + ...",
                        source,
                        s.marked());
            }
        }
    }

    private Side power(Node.Power p) {
        refuseRole(Op.POWER, p.base());
        Side base = expand(p.base());
        check(base, base);
        int n = exponent(p);
        return product(
                base,
                conventions.power() == PowerOrder.PRODUCT
                        ? products.lexicographic(base.terms(), n, p.span())
                        : products.successive(base.terms(), n, p.span()));
    }

    private int exponent(Node.Power p) {
        Node e = conventions.reading() == Reading.R ? p.exponent() : unwrapped(p.exponent());
        boolean whole = e instanceof Node.Numeral n
                && n.value() == Math.rint(n.value())
                && (conventions.reading() != Reading.PATSY || n.text().chars().allMatch(Character::isDigit));
        double value = whole ? ((Node.Numeral) e).value() : 0;
        int least = conventions.reading() == Reading.R ? 2 : 1;
        if (value < least) {
            throw new FormulaException(
                    Kind.INVALID_POWER,
                    "the power of terms must be a whole number, " + least + " or more",
                    "(a + b)^2 is a + b + a:b; to square a number write I("
                            + p.base().span().of(source) + "^2).",
                    source,
                    p.exponent().span());
        }
        if (value > limits.exponent()) {
            throw new FormulaException(
                    Kind.LIMIT,
                    "the power of terms is beyond " + limits.exponent(),
                    "(a + b + c)^3 already holds every interaction of three factors.",
                    source,
                    p.exponent().span());
        }
        return (int) value;
    }

    /** One comparison of what R and patsy both take whole: {@code x > 2}, but not {@code x + z > 2}. */
    boolean isPlainComparison(Node.Chain c) {
        return c.operators().size() == 1
                && c.operators().get(0).compares()
                && c.operands().stream().allMatch(Algebra::isAtom);
    }

    /** Whether R and patsy take it whole beside a comparison. */
    private static boolean isAtom(Node node) {
        return node instanceof Node.Name
                || node instanceof Node.Call
                || node instanceof Node.Numeral
                || node instanceof Node.Text;
    }

    private Node single(Node.Chain c) {
        if (c.operators().size() > 1) {
            throw new FormulaException(
                    Kind.SYNTAX, "comparisons cannot be chained", "Join two with &.", source, c.span());
        }
        return c;
    }

    private FormulaException strict(Node.Chain c, int at) {
        Op op = c.operators().get(at);
        if (op.compares()) {
            return new FormulaException(
                    Kind.AMBIGUOUS,
                    "parenthesise the comparison",
                    "R would compare the whole sum, patsy only its neighbours; write (x > 2) or I(x > 2).",
                    source,
                    c.span());
        }
        if (op == Op.OR) {
            return new FormulaException(
                    Kind.SYNTAX,
                    "\"|\" separates the parts of a formula, so it stands outside of all brackets",
                    "For a logical or write I(" + c.span().of(source) + ").",
                    source,
                    c.span());
        }
        return arithmetic(op.symbol(), c.span());
    }

    private FormulaException arithmetic(String symbol, Span span) {
        return new FormulaException(
                Kind.SYNTAX,
                "\"" + symbol + "\" is arithmetic, not an operator of terms",
                "Write I(" + span.of(source) + ").",
                source,
                span);
    }

    private FormulaException unsupported(String what, Span span) {
        return new FormulaException(Kind.UNSUPPORTED, what + " is not supported yet", "", source, span);
    }
}
