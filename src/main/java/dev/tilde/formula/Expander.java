package dev.tilde.formula;

import dev.tilde.formula.Conventions.EmptyLeft;
import dev.tilde.formula.Conventions.PowerOrder;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.FormulaException.Kind;
import dev.tilde.formula.Node.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The algebra of operators on ordered sets of terms, one small function for each rule.
 *
 * <pre>
 * L + R    = L, then what R adds                a:a is a: a term is a set of factors
 * L - R    = L without the terms of R
 * L : R    = every l with every r
 * L * R    = L + R + L:R
 * L / R    = L + (all factors of L together):R          (a + b)/c = a + b + a:b:c, as in S
 * L %in% R = every l with all factors of R together
 * L ^ n    = L:L:...:L and all below
 * </pre>
 *
 * Beside the terms patsy's algebra carries what was said about the intercept ({@link Mark}); R's rule is a walk of its
 * own ({@link Intercepts}).
 */
final class Expander {
    /** What an expression says about the intercept, in patsy's algebra. */
    private enum Mark {
        NOTHING,
        ADDED,
        REMOVED
    }

    /** The terms of an expression and its mark; {@code marked} is where the mark came from. */
    private record Side(Set<Term> terms, Mark mark, Span marked) {
        Side without(Span at) {
            return new Side(terms, Mark.NOTHING, at);
        }
    }

    private final String source;
    private final Conventions conventions;
    private final Limits limits;
    private final List<String> columns;
    private final Set<String> responseColumns;
    private final Map<String, Factor> variables;
    /** Factors copied into products so far; a formula can form many more of them than it has terms in the end. */
    private long work;

    private Expander(
            String source,
            Conventions conventions,
            Limits limits,
            List<String> columns,
            Set<String> responseColumns,
            Map<String, Factor> variables) {
        this.source = source;
        this.conventions = conventions;
        this.limits = limits;
        this.columns = columns;
        this.responseColumns = responseColumns;
        this.variables = variables;
    }

    /**
     * Expands both sides.
     *
     * @param columns names that {@code .} stands for; empty when they are not known
     */
    static Terms expand(Formula formula, Collection<String> columns) {
        Conventions c = formula.conventions();
        Map<String, Factor> variables = new LinkedHashMap<>();
        Node left = formula.response().orElse(null);
        Set<String> responseColumns = left == null ? Set.of() : Formula.names(left);
        Expander expander =
                new Expander(formula.source(), c, formula.limits(), List.copyOf(columns), responseColumns, variables);
        List<Term> response = left == null ? List.of() : expander.response(left);
        List<Term> predictors = expander.predictors(formula.predictors());
        return expander.finish(formula, response, predictors);
    }

    private Terms finish(Formula formula, List<Term> response, List<Term> predictors) {
        List<String> notes = new ArrayList<>();
        List<Term> kept = predictors;
        Set<Factor> responses = new LinkedHashSet<>();
        response.forEach(t -> responses.addAll(t.factors()));
        switch (conventions.responseOnTheRight()) {
            case KEPT -> {}
            case DROPPED ->
                kept = predictors.stream()
                        .filter(t -> t.degree() != 1
                                || !responses.contains(t.factors().get(0)))
                        .toList();
            case REFUSED -> {
                for (Term t : predictors) {
                    for (Factor f : t.factors()) {
                        if (responses.contains(f)) {
                            throw new FormulaException(
                                    Kind.BAD_ARGUMENT,
                                    "the response " + f + " stands on the right side too",
                                    "R would drop it there, patsy would fit it perfectly; remove it from one side.",
                                    source,
                                    place(f, formula.predictors())
                                            .orElse(f.expression().span()));
                        }
                    }
                }
            }
        }
        if (conventions.factorOrder() == Conventions.FactorOrder.VARIABLE) {
            Map<Factor, Integer> order = new HashMap<>();
            variables.values().forEach(f -> order.put(f, order.size()));
            kept = kept.stream().map(t -> inOrder(t, order)).toList();
        }
        List<Factor> used = new ArrayList<>(variables.values());
        if (!conventions.removedTermsDropRows()) {
            Set<Factor> inTerms = new LinkedHashSet<>(responses);
            kept.forEach(t -> inTerms.addAll(t.factors()));
            used.retainAll(inTerms);
        }
        return new Terms(response, kept, used, notes);
    }

    /** Where a factor stands below a node; a factor knows only the first place in the whole formula. */
    private Optional<Span> place(Factor factor, Node node) {
        if (Canonical.text(node, conventions.spelling()).equals(factor.name())) {
            return Optional.of(node.span());
        }
        return Formula.children(node).stream()
                .flatMap(n -> place(factor, n).stream())
                .findFirst();
    }

    private static Term inOrder(Term term, Map<Factor, Integer> order) {
        return term.degree() < 2
                ? term
                : Term.of(term.factors().stream()
                        .sorted(Comparator.comparing(order::get))
                        .toList());
    }

    private List<Term> response(Node left) {
        return switch (conventions.response()) {
            case EXPRESSION -> List.of(Term.of(List.of(factor(left))));
            case TERMS -> {
                Side side = expand(left);
                yield withIntercept(side.terms(), side.mark() == Mark.ADDED);
            }
            case COLUMNS -> {
                Set<Term> terms = new LinkedHashSet<>();
                columns(left, terms);
                yield List.copyOf(terms);
            }
        };
    }

    /** A column, a call, or several joined by {@code +} or {@code cbind()}: one response each. */
    private void columns(Node left, Set<Term> into) {
        if (left instanceof Node.Group g && g.bracket() == '(') {
            columns(g.inner(), into);
        } else if (left instanceof Node.Chain c && c.operators().stream().allMatch(o -> o == Op.ADD)) {
            c.operands().forEach(o -> columns(o, into));
        } else if (left instanceof Node.Call c && c.function().equals("cbind")) {
            c.arguments().forEach(a -> columns(a.value(), into));
        } else if (left instanceof Node.Name || left instanceof Node.Call || left instanceof Node.Group) {
            into.add(Term.of(List.of(factor(left))));
        } else if (left instanceof Node.Numeral n) {
            throw new FormulaException(
                    Kind.INVALID_LITERAL,
                    "a number is no response",
                    "A formula without a response begins with ~.",
                    source,
                    n.span());
        } else {
            throw new FormulaException(
                    Kind.SYNTAX,
                    "arithmetic on the left side goes inside I()",
                    "Write I(" + left.span().of(source) + ") for one calculated response, y1 + y2 for two responses.",
                    source,
                    left.span());
        }
    }

    private List<Term> predictors(Node right) {
        Side side = expand(right);
        boolean patsy = side.mark() != Mark.REMOVED;
        boolean r = Intercepts.byR(right);
        boolean intercept = switch (conventions.intercept()) {
            case PATSY -> patsy;
            case R -> r;
            case BOTH -> {
                if (patsy != r) {
                    String has = patsy
                            ? "patsy keeps the intercept here, R removes it"
                            : "R keeps the intercept here, patsy removes it";
                    throw new FormulaException(
                            Kind.AMBIGUOUS,
                            has,
                            "Say it once, at the start: 0 + ... without an intercept, 1 + ... with one.",
                            source,
                            right.span());
                }
                yield r;
            }
        };
        return withIntercept(side.terms(), intercept);
    }

    private static List<Term> withIntercept(Set<Term> terms, boolean intercept) {
        List<Term> all = new ArrayList<>(terms.size() + 1);
        if (intercept) {
            all.add(Term.INTERCEPT);
        }
        all.addAll(terms);
        return all;
    }

    private Side expand(Node node) {
        if (node instanceof Node.Chain c) {
            return chain(c);
        }
        if (node instanceof Node.Group g && g.bracket() == '(') {
            return g.inner() instanceof Node.Chain c
                            && c.operators().get(0).compares()
                            && conventions.reading() == Reading.STRICT
                    ? one(single(c))
                    : expand(g.inner());
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
        if (node instanceof Node.Dot d) {
            return dot(d);
        }
        if (node instanceof Node.Text t) {
            throw new FormulaException(
                    Kind.INVALID_LITERAL,
                    "a string is no term",
                    Canonical.name(t.value()).equals(t.value())
                            ? "The column is written without quotes: " + t.value()
                            : "A column with an odd name goes in backticks: " + Canonical.name(t.value()),
                    source,
                    t.span());
        }
        if (node instanceof Node.Stage && conventions.reading() != Reading.STRICT) {
            throw new FormulaException(Kind.SYNTAX, "~ cannot stand inside brackets", "", source, node.span());
        }
        if (node instanceof Node.Stage) {
            throw unsupported("a formula inside a formula", node.span());
        }
        if (node instanceof Node.Sequence) {
            throw new FormulaException(Kind.SYNTAX, "a list is no term", "Join terms with +.", source, node.span());
        }
        if (node instanceof Node.Group && conventions.reading() == Reading.PATSY) {
            throw new FormulaException(
                    Kind.SYNTAX, "patsy has no braces", "Use I() for arithmetic.", source, node.span());
        }
        if (conventions.reading() == Reading.R && node instanceof Node.Name && !Double.isNaN(Intercepts.marker(node))) {
            return marker(Intercepts.marker(node), node.span());
        }
        return one(factor(node));
    }

    private Side one(Factor factor) {
        return new Side(
                new LinkedHashSet<>(List.of(Term.of(List.of(factor)))),
                Mark.NOTHING,
                factor.expression().span());
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

    private Side dot(Node.Dot d) {
        if (!conventions.dot()) {
            throw new FormulaException(
                    Kind.SYNTAX, "patsy has no dot for all other columns", "Name the columns.", source, d.span());
        }
        if (columns.isEmpty()) {
            throw new FormulaException(
                    Kind.UNSUPPORTED,
                    "\".\" stands for all other columns, so it needs data",
                    "Give the data, or name the columns.",
                    source,
                    d.span());
        }
        Set<Term> terms = new LinkedHashSet<>();
        for (String column : columns) {
            if (!responseColumns.contains(column)) {
                terms.add(Term.of(List.of(factor(new Node.Name(column, Node.Quoting.NONE, d.span())))));
            }
        }
        return new Side(terms, Mark.NOTHING, d.span());
    }

    private Side prefix(Node.Prefix p) {
        if (p.sign() == '!') {
            if (conventions.reading() == Reading.R) {
                return one(factor(p));
            }
            throw arithmetic("!", p.span());
        }
        if (p.sign() == '+') {
            return expand(p.operand());
        }
        if (conventions.signRemoves()) {
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
            throw strict(c, last);
        }
        // R and patsy take the whole expression up to the last such operator as one variable.
        List<Node> operands = c.operands().subList(0, last + 2);
        Node.Chain head = new Node.Chain(
                operands,
                c.operators().subList(0, last + 1),
                operands.get(0).span().to(operands.get(last + 1).span()));
        return fold(one(factor(head)), c, last + 1);
    }

    private Side fold(Side left, Node.Chain c, int from) {
        Set<Term> terms = new LinkedHashSet<>(left.terms());
        Side so = new Side(terms, left.mark(), left.marked());
        for (int i = from; i < c.operators().size(); i++) {
            Node right = c.operands().get(i + 1);
            so = switch (c.operators().get(i)) {
                case ADD -> add(so, right);
                case REMOVE -> remove(so, right);
                case INTERACT -> interact(so, expand(right), right);
                case CROSS ->
                    cross(so, expand(right), right, c.operands().get(0).span());
                case NEST -> nest(so, expand(right), right, c.operands().get(0).span());
                case IN -> in(so, expand(right), right);
                default -> throw new AssertionError(c.operators().get(i));
            };
            if (so.terms().size() > limits.terms()) {
                throw tooMany(c.span());
            }
        }
        return so;
    }

    /** Adds in place: the left set is this fold's own. */
    private Side add(Side left, Node right) {
        Side r = expand(right);
        left.terms().addAll(r.terms());
        boolean zero = unwrapped(right) instanceof Node.Numeral n && n.value() == 0;
        if (zero) {
            return new Side(left.terms(), Mark.REMOVED, right.span());
        }
        return r.mark() == Mark.ADDED ? new Side(left.terms(), Mark.ADDED, r.marked()) : left;
    }

    private Side remove(Side left, Node right) {
        Side r = expand(right);
        left.terms().removeAll(r.terms());
        boolean zero = unwrapped(right) instanceof Node.Numeral n && n.value() == 0;
        if (zero) {
            return new Side(left.terms(), Mark.ADDED, right.span());
        }
        return r.mark() == Mark.ADDED ? new Side(left.terms(), Mark.REMOVED, r.marked()) : left;
    }

    private Side interact(Side left, Side right, Node at) {
        check(left, right);
        return new Side(products(left.terms(), right.terms(), at), Mark.NOTHING, left.marked());
    }

    private Side cross(Side left, Side right, Node at, Span start) {
        check(left, right);
        Set<Term> all = new LinkedHashSet<>(left.terms());
        if (left.terms().isEmpty() && !emptyLeft("*", start.to(at.span()))) {
            return new Side(all, Mark.NOTHING, left.marked());
        }
        all.addAll(right.terms());
        all.addAll(products(left.terms(), right.terms(), at));
        return new Side(all, Mark.NOTHING, left.marked());
    }

    private Side nest(Side left, Side right, Node at, Span start) {
        check(left, right);
        Set<Term> all = new LinkedHashSet<>(left.terms());
        if (left.terms().isEmpty() && !emptyLeft("/", start.to(at.span()))) {
            return new Side(all, Mark.NOTHING, left.marked());
        }
        all.addAll(products(List.of(together(left.terms())), right.terms(), at));
        return new Side(all, Mark.NOTHING, left.marked());
    }

    private Side in(Side left, Side right, Node at) {
        check(left, right);
        return new Side(products(left.terms(), List.of(together(right.terms())), at), Mark.NOTHING, left.marked());
    }

    private static Term together(Collection<Term> terms) {
        List<Factor> all = new ArrayList<>();
        terms.forEach(t -> all.addAll(t.factors()));
        return Term.of(all);
    }

    private Set<Term> products(Collection<Term> left, Collection<Term> right, Node at) {
        if ((long) left.size() * right.size() > limits.terms()) {
            throw tooMany(at.span());
        }
        Set<Term> all = new LinkedHashSet<>();
        for (Term l : left) {
            for (Term r : right) {
                work += l.degree() + r.degree();
                if (work > limits.work()) {
                    throw new FormulaException(
                            Kind.LIMIT,
                            "expanding this forms too many products",
                            "Raise Limits.terms if that is meant.",
                            source,
                            at.span());
                }
                all.add(l.times(r));
            }
        }
        return all;
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
        Side base = expand(p.base());
        check(base, base.without(base.marked()));
        int n = exponent(p);
        Set<Term> terms =
                conventions.power() == PowerOrder.PRODUCT ? lexicographic(base, n, p) : successive(base, n, p);
        return new Side(terms, Mark.NOTHING, base.marked());
    }

    /** Every product of n terms, in the order of nested loops; stops when a further factor changes nothing. */
    private Set<Term> lexicographic(Side base, int n, Node.Power p) {
        Set<Term> all = base.terms();
        for (int i = 1; i < n; i++) {
            Set<Term> next = products(all, base.terms(), p);
            if (List.copyOf(next).equals(List.copyOf(all))) {
                break;
            }
            all = next;
        }
        return all;
    }

    /** L, then L:L, then L:L:L; more than one factor per term of L adds nothing. */
    private Set<Term> successive(Side base, int n, Node.Power p) {
        Set<Term> all = new LinkedHashSet<>(base.terms());
        Set<Term> last = base.terms();
        for (int i = 1; i < Math.min(n, base.terms().size()); i++) {
            last = products(base.terms(), last, p);
            all.addAll(last);
        }
        return all;
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

    private Factor single(Node.Chain c) {
        if (c.operators().size() > 1) {
            throw new FormulaException(
                    Kind.SYNTAX, "comparisons cannot be chained", "Join two with &.", source, c.span());
        }
        return factor(c);
    }

    private Factor factor(Node node) {
        dotless(node);
        Factor factor = new Factor(Canonical.text(node, conventions.spelling()), node);
        return variables.computeIfAbsent(factor.name(), name -> factor);
    }

    private void dotless(Node node) {
        if (node instanceof Node.Dot d) {
            throw new FormulaException(
                    Kind.DOT_IN_FUNCTION,
                    "\".\" cannot stand inside a function",
                    "It stands for all other columns, as terms of their own.",
                    source,
                    d.span());
        }
        if (node instanceof Node.Stage) {
            throw new FormulaException(Kind.SYNTAX, "~ cannot stand inside a function", "", source, node.span());
        }
        Formula.children(node).forEach(this::dotless);
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
            return unsupported("a formula of several parts", c.span());
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

    private FormulaException tooMany(Span span) {
        return new FormulaException(
                Kind.LIMIT,
                "this expands to more than " + limits.terms() + " terms",
                "Raise Limits.terms if that is meant.",
                source,
                span);
    }
}
