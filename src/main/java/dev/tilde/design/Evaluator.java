package dev.tilde.design;

import dev.tilde.data.Schema;
import dev.tilde.data.Schema.Kind;
import dev.tilde.design.Bound.Category;
import dev.tilde.design.Bound.Coded;
import dev.tilde.design.Bound.Later;
import dev.tilde.design.Bound.Numbers;
import dev.tilde.formula.Conventions;
import dev.tilde.formula.Conventions.Reading;
import dev.tilde.formula.Factor;
import dev.tilde.formula.Formula;
import dev.tilde.formula.FormulaException;
import dev.tilde.formula.Node;
import dev.tilde.formula.Node.Op;
import dev.tilde.formula.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds expressions to the columns of a schema. What cannot be calculated is refused here, before any row is read. */
final class Evaluator {
    private final Formula formula;
    private final DesignOptions options;
    private final Lookup lookup;
    private final Calls calls;
    private final Compared comparisons;
    private final Map<String, Integer> slots = new LinkedHashMap<>();

    /**
     * @param learned transforms that have seen the rows, by canonical text of their call
     * @param sequencing which rows are neighbours
     * @param gathered what reads the neighbours of a row, for all rows of the source, by canonical text of the call
     */
    Evaluator(
            Formula formula,
            Schema schema,
            DesignOptions options,
            Map<String, Transform> learned,
            Sequencing sequencing,
            Map<String, Gathered> gathered) {
        this.formula = formula;
        this.options = options;
        this.lookup = new Lookup(formula, schema);
        this.comparisons = new Compared(formula, this);
        this.calls =
                new Calls(formula, options, learned, this, lookup, new RowCalls(formula, this, sequencing, gathered));
    }

    /** The columns that what was bound so far reads, in order of slots. */
    List<String> columns() {
        return List.copyOf(slots.keySet());
    }

    private int slot(String column) {
        Integer next = slots.size();
        Integer at = slots.putIfAbsent(column, next);
        return at == null ? next : at;
    }

    /** The names of the formula against the columns. */
    Lookup lookup() {
        return lookup;
    }

    /** A response's values: as they are, truth values as 0 and 1. */
    Bound response(Factor factor) {
        return bind(factor.expression());
    }

    /** The values of a column with a role: numbers to calculate with, levels of any kind, or something to sort by. */
    Bound role(Factor factor, Role role) {
        Bound bound = bind(factor.expression());
        if (role.isNumeric()) {
            if (Sequencing.isOption(factor) && !(bound instanceof Numbers n && !Categories.isDate(n.kind()))) {
                String is = bound instanceof Numbers ? "a date" : "text";
                throw Sequencing.wrong(factor, role, "which is " + is + "; a number is needed", "");
            }
            Numbers n = single(bound, factor.expression());
            if (Categories.isDate(n.kind())) {
                throw fail(
                        FormulaException.Kind.TYPE,
                        factor + " is a date, a number is needed here",
                        "",
                        factor.expression());
            }
            return n;
        }
        if (bound instanceof Numbers n && role != Role.ORDER) {
            return Categories.ofNumbers(
                    single(n, factor.expression()), conventions().spelling());
        }
        return bound;
    }

    /** Calls in a factor that have not seen the rows yet and can; what is around them comes later. */
    List<Later> unseen(Factor factor) {
        try {
            return bind(factor.expression()) instanceof Later u ? List.of(u) : List.of();
        } catch (Waiting w) {
            return w.unseen;
        }
    }

    /** A factor's values: numbers stay numbers, truth values and text become levels. */
    Bound factor(Factor factor) {
        Bound bound = bind(factor.expression());
        if (bound instanceof Numbers n && n.kind() == Kind.BOOLEAN) {
            return Categories.logical(n, conventions().spelling());
        }
        if (bound instanceof Numbers n && Categories.isDate(n.kind())) {
            if (reading() == Reading.R) {
                return new Numbers(Kind.NUMBER, n.suffixes(), n.values());
            }
            throw fail(
                    FormulaException.Kind.TYPE,
                    factor + " is a date, which is neither a number nor a factor",
                    "Use C(" + factor + ") for one level per date, or a number made from it: "
                            + (n.kind() == Kind.TIME ? "hour(" : "days(") + factor + "), "
                            + (n.kind() == Kind.TIME ? "seconds(" : "month(") + factor + ").",
                    factor.expression());
        }
        return bound;
    }

    Bound bind(Node node) {
        if (node instanceof Node.Name n) {
            return column(n);
        }
        if (node instanceof Node.Call c) {
            return calls.bind(c);
        }
        if (node instanceof Node.Group g) {
            return bind(g.inner());
        }
        if (node instanceof Node.Text) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    "a string is no number",
                    "Strings can be compared with text columns.",
                    node);
        }
        if (node instanceof Node.Sequence || node instanceof Node.Stage || node instanceof Node.Dot) {
            throw fail(FormulaException.Kind.TYPE, "this is no number", "", node);
        }
        if (node instanceof Node.Numeral n) {
            return Operations.constant(
                    n.value(),
                    n.value() == Math.rint(n.value()) && !n.text().contains(".") ? Kind.INTEGER : Kind.NUMBER);
        }
        if (node instanceof Node.Prefix p) {
            return prefix(p);
        }
        if (node instanceof Node.Power p) {
            refuseExclusiveOr(p);
            return Operations.binary(Op.POWER, operand(p.base()), operand(p.exponent()));
        }
        Node.Chain chain = (Node.Chain) node;
        return chain.operators().get(0).compares() ? comparisons.bind(chain) : arithmetic(chain);
    }

    /** To patsy, which is Python, {@code ^} is an exclusive or. */
    private void refuseExclusiveOr(Node.Power p) {
        if (reading() == Reading.PATSY && p.caret()) {
            throw fail(
                    FormulaException.Kind.TYPE,
                    "patsy reads \"^\" as the exclusive or of whole numbers",
                    "A power is written **.",
                    p);
        }
    }

    private Bound column(Node.Name name) {
        if (reading() == Reading.PATSY
                && name.quoting() == Node.Quoting.NONE
                && name.name().contains(".")) {
            throw fail(
                    FormulaException.Kind.DOTTED_NAME,
                    "patsy reads the dot in " + name.name() + " as attribute access",
                    "Write Q(\"" + name.name() + "\").",
                    name);
        }
        Optional<Schema.Column> found = lookup.find(name);
        if (found.isEmpty()) {
            if (Constants.isInfinity(name) && reading() != Reading.PATSY) {
                return Operations.constant(Double.POSITIVE_INFINITY, Kind.NUMBER);
            }
            Boolean truth = Constants.truth(name.name(), reading());
            if (truth == null) {
                throw lookup.unknown(List.of(name));
            }
            return Operations.constant(truth ? 1 : 0, Kind.BOOLEAN);
        }
        Schema.Column c = found.get();
        int slot = slot(c.name());
        if (c.kind() != Kind.TEXT) {
            return Numbers.one(c.kind(), block -> new double[][] {block.numeric(slot)});
        }
        List<String> declared = options.levels().getOrDefault(c.name(), c.levels());
        return new Category(
                block -> new Coded(block.codes(slot), block.dictionary(slot)),
                Kind.TEXT,
                declared,
                Bound.Listed.OPEN,
                c.ordered(),
                Optional.empty());
    }

    private Numbers prefix(Node.Prefix p) {
        Numbers x = operand(p.operand());
        if (p.sign() == '~') {
            return inverted(x, p);
        }
        if (p.sign() == '+') {
            return x;
        }
        // pandas, on which patsy calculates, inverts a truth value at either sign.
        boolean not = p.sign() == '!' || x.kind() == Kind.BOOLEAN && reading() == Reading.PATSY;
        return Operations.each(
                x,
                not ? Kind.BOOLEAN : x.kind() == Kind.BOOLEAN ? Kind.INTEGER : x.kind(),
                v -> not ? 1 - Operations.truth(v) : -v);
    }

    /** Python's {@code ~}: not of a truth value, all bits of a whole number turned. */
    private Numbers inverted(Numbers x, Node.Prefix p) {
        if (reading() != Reading.PATSY) {
            throw fail(
                    FormulaException.Kind.SYNTAX,
                    "\"~\" inside a call is Python's not",
                    "Write !" + formula.text(p.operand()) + ".",
                    p);
        }
        if (x.kind() == Kind.BOOLEAN) {
            return Operations.each(x, Kind.BOOLEAN, v -> 1 - Operations.truth(v));
        }
        if (x.kind() != Kind.INTEGER) {
            throw fail(FormulaException.Kind.TYPE, "\"~\" takes truth values or whole numbers", "", p);
        }
        return Operations.each(x, Kind.INTEGER, v -> -v - 1);
    }

    private Numbers arithmetic(Node.Chain chain) {
        if (chain.operators().get(0) == Op.IN && Lists.isList(chain.operands().get(1))) {
            return comparisons.within(chain);
        }
        Numbers left = operand(chain.operands().get(0));
        for (int i = 0; i < chain.operators().size(); i++) {
            Op op = chain.operators().get(i);
            Node right = chain.operands().get(i + 1);
            if (op == Op.INTERACT || op == Op.IN) {
                throw fail(
                        FormulaException.Kind.SYNTAX,
                        "\"" + op.symbol() + "\" joins terms; inside a call it has no meaning",
                        "Arithmetic has + - * / ^ %% %/% and comparisons.",
                        chain);
            }
            if (reading() == Reading.PATSY && (op == Op.AND || op == Op.OR)) {
                for (Node side : List.of(chain.operands().get(i), right)) {
                    if (side instanceof Node.Chain c && c.operators().get(0).compares()) {
                        throw fail(
                                FormulaException.Kind.TYPE,
                                "to patsy \"" + op.symbol() + "\" binds tighter than the comparison beside it",
                                "Parenthesise the comparisons.",
                                side);
                    }
                }
            }
            left = Operations.binary(op, left, operand(right));
        }
        return left;
    }

    /** R's arithmetic with a factor is missing everywhere. */
    private Numbers operand(Node node) {
        Bound bound = bind(node);
        return reading() == Reading.R && bound instanceof Category
                ? Operations.constant(Double.NaN, Kind.NUMBER)
                : single(bound, node);
    }

    Numbers numbers(Node node) {
        return single(bind(node), node);
    }

    Numbers single(Bound bound, Node node) {
        Numbers n = columns(bound, node);
        if (n.suffixes().size() == 1) {
            return n;
        }
        throw fail(FormulaException.Kind.TYPE, "this has several columns, one is needed here", "", node);
    }

    /** The values of an expression of any kind, all calls in it applied. */
    Bound seen(Node node) {
        Bound bound = bind(node);
        if (bound instanceof Later u) {
            throw new Waiting(List.of(u));
        }
        return bound;
    }

    /** One column of numbers or several. */
    Numbers columns(Node node) {
        return columns(bind(node), node);
    }

    private Numbers columns(Bound bound, Node node) {
        if (bound instanceof Numbers n) {
            return n;
        }
        if (bound instanceof Later u) {
            throw new Waiting(List.of(u));
        }
        throw fail(
                FormulaException.Kind.TYPE,
                node.span().of(formula.source()) + " is text, a number is needed here",
                "",
                node);
    }

    /** Thrown on the way out of an expression around calls that have not seen the rows yet. */
    static final class Waiting extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient List<Later> unseen;

        Waiting(List<Later> unseen) {
            super(null, null, false, false);
            this.unseen = List.copyOf(unseen);
        }

        List<Later> unseen() {
            return unseen;
        }
    }

    private FormulaException fail(FormulaException.Kind kind, String problem, String help, Node at) {
        return new FormulaException(kind, problem, help, formula.source(), at.span());
    }

    private Conventions conventions() {
        return formula.conventions();
    }

    private Reading reading() {
        return conventions().reading();
    }
}
